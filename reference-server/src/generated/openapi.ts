// Generated from openapi.yaml by npm run generate. Do not edit.

export const json = String.raw`{
 "openapi": "3.1.0",
 "info": {
  "title": "Harbor API",
  "version": "1.0.0",
  "summary": "Webhook delivery with guarantees.",
  "description": "Harbor receives your events, finds the destinations that subscribe to them and delivers each one as a signed \u0060POST\u0060,\nat least once, with retries, a circuit breaker and a dead-letter queue.\n\n**Environments.** An API key belongs to one project and one environment: \u0060hk_live_…\u0060 or \u0060hk_test_…\u0060. The two are fully\nseparate: a resource of the other environment, or of another project, returns 404.\n\n**Lists** are newest first. \u0060next_cursor\u0060 leads to the next page and is \u0060null\u0060 on the last one. A cursor belongs to one\nlist and its filters.\n\n**Ids** are a prefix and a 26-character ULID (\u0060dest_…\u0060, \u0060sub_…\u0060, \u0060evt_…\u0060, \u0060del_…\u0060, \u0060req_…\u0060). **Timestamps** are RFC 3339,\nUTC, with milliseconds. Fields without a value are \u0060null\u0060, never absent. Responses can gain fields; ignore fields that\nyou do not know.\n\n**Errors** all have one shape; branch on \u0060error.code\u0060, not on the message. \u0060error.doc_url\u0060 explains the code. Any unknown\npath returns 404 \u0060not_found\u0060, any other method 405 \u0060method_not_allowed\u0060.\n\n**Repeating a request.** Send an \u0060Idempotency-Key\u0060 header with a POST to repeat it safely for 24 hours: a repeated\nrequest returns the first response, marked \u0060Idempotent-Replayed: true\u0060.\n\n**Rate limits.** Sending events: 1,000 per second per environment, with bursts up to 10,000. Per key\nand minute: 600 \u0060GET\u0060 requests and 60 others. All portal sessions of a tenant: 300 requests a minute. Responses carry \u0060RateLimit\u0060 and \u0060RateLimit-Policy\u0060 where limits are enforced.\n\n**Roles.** The role of a key decides which operations it may use: \u0060admin\u0060 all of them, \u0060send\u0060 those that send and read events\nand deliveries, \u0060read\u0060 those that read. \u0060x-access\u0060 lists the roles of each operation; any other key gets 403 \u0060forbidden\u0060.\n\u0060portal\u0060 in the list stands for portal sessions, which see only what belongs to the destinations of their tenant, and\n\u0060portal_manage\u0060 for those that may also change it.\n\n**Keywords.** \u0060x-checked-later\u0060 lists the keywords of a schema that the server reports with an error code of their own,\nsuch as \u0060invalid_event_type\u0060, instead of \u0060invalid_request\u0060.\n",
  "license": {
   "name": "Apache-2.0",
   "identifier": "Apache-2.0"
  }
 },
 "servers": [
  {
   "url": "http://127.0.0.1:4210/v1",
   "description": "The embedded server (\u0060npm start\u0060) with its default host and port."
  }
 ],
 "security": [
  {
   "apiKey": []
  }
 ],
 "tags": [
  {
   "name": "destinations",
   "description": "URLs that Harbor delivers to, each with its signing secret, retry policy and state."
  },
  {
   "name": "subscriptions",
   "description": "Rules that route events to a destination, by event type and body."
  },
  {
   "name": "events",
   "description": "Immutable JSON bodies with a type. Sending an event creates its deliveries."
  },
  {
   "name": "deliveries",
   "description": "One event on its way to one destination, with all its attempts."
  },
  {
   "name": "dlq",
   "description": "The dead-letter queue: deliveries that failed for good."
  },
  {
   "name": "stats",
   "description": "Counts, success rates and latencies over time, and the current backlog."
  },
  {
   "name": "testClock",
   "description": "Moves the time of a test environment, so that hours of retries run at once."
  },
  {
   "name": "stream",
   "description": "A live view of deliveries as they change state."
  },
  {
   "name": "apiKeys",
   "description": "Keys of the environment, each with a role that decides what it may do."
  },
  {
   "name": "portalSessions",
   "description": "Access of a tenant to its destinations, events and deliveries."
  },
  {
   "name": "caller",
   "description": "The API key or portal session of a request, and what it may do."
  },
  {
   "name": "eventTypes",
   "description": "The catalogue: what each type of event means and what its body looks like."
  },
  {
   "name": "tenants",
   "description": "Your own customers, as your destinations and events name them."
  },
  {
   "name": "webhooks",
   "description": "Requests that Harbor sends to destinations."
  }
 ],
 "paths": {
  "/destinations": {
   "post": {
    "operationId": "createDestination",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "destinations"
    ],
    "summary": "Register a destination",
    "description": "Registers a URL. The response contains \u0060signing_secret\u0060, which is shown only once: store it where the receiver can read it.\nWith an \u0060Idempotency-Key\u0060, a lost response can be fetched again for 24 hours. A destination with the signature\n\u0060standard_ed25519\u0060 has no secret: its receiver verifies with \u0060public_key\u0060.\n\nLive destinations must be \u0060https\u0060; test destinations can be \u0060http\u0060. A host that is, or resolves to, a loopback,\nprivate, link-local or otherwise special address is \u0060invalid_url\u0060, and is refused again at each delivery.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DestinationInput"
       },
       "examples": {
        "quickstart": {
         "summary": "Required fields only",
         "value": {
          "url": "https://hooks.acme.example/harbor",
          "name": "Quickstart receiver"
         }
        },
        "full": {
         "summary": "All fields",
         "value": {
          "url": "https://hooks.acme.example/harbor",
          "name": "Acme order service",
          "retry_policy": {
           "max_retries": 8,
           "base_delay_seconds": 10,
           "jitter": 0.3
          },
          "max_concurrent_deliveries": 20,
          "timeout_seconds": 10,
          "headers": {
           "X-Acme-Tenant": "eu-1"
          },
          "metadata": {
           "customer_id": "cus_981",
           "plan": "scale"
          }
         }
        },
        "provisioned": {
         "summary": "A customer in one request",
         "value": {
          "url": "https://hooks.acme.example/harbor",
          "tenant": "acme",
          "uid": "acme-orders",
          "subscriptions": [
           {
            "event_type": "order.*"
           },
           {
            "event_type": "invoice.paid",
            "filter": {
             "$.amount_cents": {
              "$gte": 1000
             }
            }
           }
          ]
         }
        }
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The new destination, with its signing secret.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "links": {
       "GetDestination": {
        "$ref": "#/components/links/GetDestination"
       },
       "UpdateDestination": {
        "$ref": "#/components/links/UpdateDestination"
       },
       "DeleteDestination": {
        "$ref": "#/components/links/DeleteDestination"
       },
       "RotateSigningKey": {
        "$ref": "#/components/links/RotateSigningKey"
       },
       "TestDestination": {
        "$ref": "#/components/links/TestDestination"
       },
       "ListSubscriptionsOfDestination": {
        "$ref": "#/components/links/ListSubscriptionsOfDestination"
       },
       "ListDeliveriesOfDestination": {
        "$ref": "#/components/links/ListDeliveriesOfDestination"
       },
       "GetStatsOfDestination": {
        "$ref": "#/components/links/GetStatsOfDestination"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DestinationWithSecret"
        },
        "examples": {
         "created": {
          "$ref": "#/components/examples/DestinationWithSecret"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidNewDestination"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/DestinationNotCreated"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "get": {
    "operationId": "listDestinations",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "destinations"
    ],
    "summary": "List destinations",
    "description": "Returns all destinations of the environment, newest first, without signing secrets.",
    "parameters": [
     {
      "name": "status",
      "in": "query",
      "description": "Only destinations in this state.",
      "schema": {
       "$ref": "#/components/schemas/DestinationStatus"
      },
      "example": "active"
     },
     {
      "$ref": "#/components/parameters/TenantFilter"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of destinations.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextDestinations": {
        "$ref": "#/components/links/NextDestinations"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DestinationPage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/DestinationPage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/destinations/by-uid/{uid}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DestinationUidPath"
    }
   ],
   "get": {
    "operationId": "getDestinationByUid",
    "x-access": [
     "admin",
     "read"
    ],
    "x-client-method": "getByUid",
    "tags": [
     "destinations"
    ],
    "summary": "Get a destination by its uid",
    "description": "Returns the destination that has this \u0060uid\u0060, without the signing secret.",
    "responses": {
     "200": {
      "description": "The destination.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Destination"
        },
        "examples": {
         "destination": {
          "$ref": "#/components/examples/Destination"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "put": {
    "operationId": "putDestinationByUid",
    "x-access": [
     "admin"
    ],
    "x-client-method": "putByUid",
    "tags": [
     "destinations"
    ],
    "summary": "Create or replace a destination by its uid",
    "description": "Creates the destination with this \u0060uid\u0060, or replaces the one that has it: omitted fields get their defaults. The status, the\nkeys of an existing destination stay; without a \u0060signature\u0060 its signature does, and without \u0060subscriptions\u0060 they do. The same\nrequest again changes nothing.\n\nA new destination is a 201 with its \u0060signing_secret\u0060, which is shown only once; of concurrent requests one gets it. A 200 has\na secret only if a new \u0060signature\u0060 needed one. The \u0060tenant\u0060 of a destination never changes: another one is\n\u0060tenant_mismatch\u0060.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DestinationReplacement"
       },
       "examples": {
        "customer": {
         "summary": "The destination of a customer",
         "value": {
          "url": "https://hooks.acme.example/harbor",
          "name": "Acme order service",
          "subscriptions": [
           {
            "event_type": "order.*"
           }
          ]
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The destination, which was there before.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/UpdatedDestination"
        },
        "examples": {
         "replaced": {
          "$ref": "#/components/examples/PausedDestination"
         }
        }
       }
      }
     },
     "201": {
      "description": "The new destination, with its signing secret.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DestinationWithSecret"
        },
        "examples": {
         "created": {
          "$ref": "#/components/examples/DestinationWithSecret"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidNewDestination"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/DestinationNotReplaced"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "delete": {
    "operationId": "deleteDestinationByUid",
    "x-access": [
     "admin"
    ],
    "x-client-method": "deleteByUid",
    "tags": [
     "destinations"
    ],
    "summary": "Delete a destination by its uid",
    "description": "Deletes the destination that has this \u0060uid\u0060, as \u0060DELETE /v1/destinations/{id}\u0060 does. The \u0060uid\u0060 is free for another one\nafterwards.\n",
    "responses": {
     "204": {
      "description": "Deleted.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/destinations/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DestinationIdPath"
    }
   ],
   "get": {
    "operationId": "getDestination",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "destinations"
    ],
    "summary": "Get a destination",
    "description": "Returns the destination and its state, without the signing secret.",
    "responses": {
     "200": {
      "description": "The destination.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Destination"
        },
        "examples": {
         "destination": {
          "$ref": "#/components/examples/Destination"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "patch": {
    "operationId": "updateDestination",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "destinations"
    ],
    "summary": "Change, pause or resume a destination",
    "description": "Changes the given fields and keeps the others. \u0060retry_policy\u0060 is merged field by field; \u0060headers\u0060 and \u0060metadata\u0060 are\nreplaced.\n\n\u0060status: paused\u0060 holds first attempts for up to an hour, after which a held delivery is dead (\u0060destination_paused\u0060);\nscheduled retries continue. \u0060status: active\u0060 sends held deliveries and resets the circuit breaker.\n\nA new \u0060signature\u0060 starts a grace period, as a rotation of the key does: until \u0060old_key_expires_at\u0060 deliveries have the\nheaders of both. Between \u0060harbor\u0060 and \u0060standard\u0060 the secret stays. To and from \u0060standard_ed25519\u0060 the keys are new, and\na new secret is in the response, once.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DestinationUpdate"
       },
       "examples": {
        "pause": {
         "summary": "Pause the destination",
         "value": {
          "status": "paused"
         }
        },
        "slow_down": {
         "summary": "Send fewer requests at once",
         "value": {
          "max_concurrent_deliveries": 5,
          "retry_policy": {
           "max_retries": 10
          }
         }
        },
        "standard": {
         "summary": "Sign for receivers of Standard Webhooks, three days beside Harbor-Signature",
         "value": {
          "signature": "standard",
          "grace_period_days": 3
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The updated destination.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/UpdatedDestination"
        },
        "examples": {
         "paused": {
          "$ref": "#/components/examples/PausedDestination"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidDestination"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "409": {
      "$ref": "#/components/responses/DestinationNotChanged"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "delete": {
    "operationId": "deleteDestination",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "destinations"
    ],
    "summary": "Delete a destination",
    "description": "Also deletes its subscriptions. Its unfinished deliveries become dead (\u0060destination_deleted\u0060). They stay in the dead-letter\nqueue but cannot be retried.\n",
    "responses": {
     "204": {
      "description": "Deleted.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/destinations/{id}/signing-keys/rotate": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DestinationIdPath"
    }
   ],
   "post": {
    "operationId": "rotateSigningKey",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "destinations"
    ],
    "summary": "Rotate the signing key",
    "description": "Creates a new signing secret, which is shown only once, or with \u0060standard_ed25519\u0060 a new pair of keys. During the grace\nperiod Harbor signs with both, so that the receiver can switch without losing a delivery.\n\n\u0060grace_period_days: 0\u0060 ends every earlier secret at once and is always accepted: use it for a leaked secret.\nAny other rotation during a grace period is \u0060rotation_in_progress\u0060.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": false,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/SigningKeyRotationInput"
       },
       "examples": {
        "planned": {
         "summary": "Three days to switch secrets",
         "value": {
          "grace_period_days": 3
         }
        },
        "leaked": {
         "summary": "The secret has leaked",
         "value": {
          "grace_period_days": 0
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The destination with its new secret.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SigningKeyRotation"
        },
        "examples": {
         "rotated": {
          "$ref": "#/components/examples/SigningKeyRotation"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRotation"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "409": {
      "$ref": "#/components/responses/RotationInProgress"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/destinations/{id}/test": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DestinationIdPath"
    }
   ],
   "post": {
    "operationId": "testDestination",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "destinations"
    ],
    "summary": "Send a test event to a destination",
    "description": "Sends an event to this destination only, even if it is paused and regardless of its subscriptions. The event is signed,\nretried and recorded like any other.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     },
     {
      "$ref": "#/components/parameters/Traceparent"
     },
     {
      "$ref": "#/components/parameters/Tracestate"
     }
    ],
    "requestBody": {
     "required": false,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/TestEventInput"
       },
       "examples": {
        "own_event": {
         "summary": "A custom event",
         "value": {
          "type": "order.created",
          "body": {
           "order_id": "ord_test"
          }
         }
        }
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "The delivery of the test event.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "links": {
       "GetDelivery": {
        "$ref": "#/components/links/GetDelivery"
       },
       "RetryDelivery": {
        "$ref": "#/components/links/RetryDelivery"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Delivery"
        },
        "examples": {
         "pending": {
          "$ref": "#/components/examples/TestDelivery"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidEvent"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "409": {
      "$ref": "#/components/responses/IdempotencyKeyConflict"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/destinations/{id}/recover": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DestinationIdPath"
    }
   ],
   "post": {
    "operationId": "recoverDestination",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "destinations"
    ],
    "summary": "Recover what a destination missed",
    "description": "Delivers the events of a time range that the destination has not received. Events are routed as of now: a subscription\nthat is newer than an event counts. If an event has no delivery to the destination, one is created; if its deliveries\nare dead, the last one is replayed. Events that were delivered or may still be delivered are skipped. Test events are\nignored. With \u0060dry_run\u0060 it changes and stores nothing, and returns the numbers.\n\nIf the destination is paused, the error is \u0060destination_paused\u0060: resume it first. Works in steps: if the request fails,\nrepeat it; what is recovered already is skipped.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/RecoveryInput"
       },
       "examples": {
        "outage": {
         "summary": "An outage of an hour",
         "value": {
          "since": "2026-03-02T09:00:00.000Z",
          "until": "2026-03-02T10:00:00.000Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "With \u0060dry_run\u0060: the numbers that a recovery would return.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Recovery"
        },
        "examples": {
         "recovery": {
          "$ref": "#/components/examples/Recovery"
         }
        }
       }
      }
     },
     "202": {
      "description": "The number of events by what was done for them.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Recovery"
        },
        "examples": {
         "recovery": {
          "$ref": "#/components/examples/Recovery"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "409": {
      "$ref": "#/components/responses/DestinationPaused"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/subscriptions": {
   "post": {
    "operationId": "createSubscription",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "subscriptions"
    ],
    "summary": "Subscribe a destination to event types",
    "description": "Applies to all events that are accepted after the response. A destination receives one delivery per event, even if several\nof its subscriptions match.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/SubscriptionInput"
       },
       "examples": {
        "exact": {
         "summary": "One event type",
         "value": {
          "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
          "event_type": "order.created"
         }
        },
        "filtered": {
         "summary": "A pattern and a body filter",
         "value": {
          "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
          "event_type": "order.*",
          "filter": {
           "$.amount_cents": {
            "$gte": 1000
           },
           "$.currency": "EUR"
          }
         }
        }
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The subscription.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "links": {
       "GetSubscription": {
        "$ref": "#/components/links/GetSubscription"
       },
       "UpdateSubscription": {
        "$ref": "#/components/links/UpdateSubscription"
       },
       "DeleteSubscription": {
        "$ref": "#/components/links/DeleteSubscription"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Subscription"
        },
        "examples": {
         "created": {
          "$ref": "#/components/examples/Subscription"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidSubscription"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DestinationNotFound"
     },
     "409": {
      "$ref": "#/components/responses/OverSubscriptionLimit"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "get": {
    "operationId": "listSubscriptions",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "subscriptions"
    ],
    "summary": "List subscriptions",
    "description": "Returns all subscriptions of the environment, newest first.",
    "parameters": [
     {
      "$ref": "#/components/parameters/DestinationIdFilter"
     },
     {
      "$ref": "#/components/parameters/TenantFilter"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of subscriptions.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextSubscriptions": {
        "$ref": "#/components/links/NextSubscriptions"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SubscriptionPage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/SubscriptionPage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/subscriptions/preview": {
   "post": {
    "operationId": "previewSubscription",
    "tags": [
     "subscriptions"
    ],
    "summary": "Preview a subscription",
    "description": "Shows which of the latest 100 events a subscription with this pattern and filter would match. Nothing is created or sent.\n",
    "x-client-method": "preview",
    "x-access": [
     "admin",
     "read"
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/SubscriptionPreviewInput"
       },
       "examples": {
        "filtered": {
         "summary": "A pattern and a body filter",
         "value": {
          "event_type": "order.*",
          "filter": {
           "$.amount_cents": {
            "$gte": 1000
           }
          },
          "since": "2026-03-02T09:00:00.000Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The events, newest first, and which of them match.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SubscriptionPreview"
        },
        "examples": {
         "preview": {
          "$ref": "#/components/examples/SubscriptionPreview"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidSubscription"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/subscriptions/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/SubscriptionIdPath"
    }
   ],
   "get": {
    "operationId": "getSubscription",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "subscriptions"
    ],
    "summary": "Get a subscription",
    "description": "Returns the subscription and its state.",
    "responses": {
     "200": {
      "description": "The subscription.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Subscription"
        },
        "examples": {
         "subscription": {
          "$ref": "#/components/examples/Subscription"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/SubscriptionNotFound"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "patch": {
    "operationId": "updateSubscription",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "subscriptions"
    ],
    "summary": "Change, pause or resume a subscription",
    "description": "Changes the given fields. A paused subscription matches nothing: events that are accepted meanwhile are not delivered\nthrough it, and resuming does not deliver them later. Replay them if necessary.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/SubscriptionUpdate"
       },
       "examples": {
        "pause": {
         "summary": "Pause",
         "value": {
          "status": "paused"
         }
        },
        "widen": {
         "summary": "Match more types and remove the filter",
         "value": {
          "event_type": "order.**",
          "filter": null
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The updated subscription.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Subscription"
        },
        "examples": {
         "subscription": {
          "$ref": "#/components/examples/Subscription"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidSubscription"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/SubscriptionNotFound"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "delete": {
    "operationId": "deleteSubscription",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "subscriptions"
    ],
    "summary": "Delete a subscription",
    "description": "Later events no longer match it. Existing deliveries continue.",
    "responses": {
     "204": {
      "description": "Deleted.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/SubscriptionNotFound"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/events": {
   "post": {
    "operationId": "createEvent",
    "x-access": [
     "admin",
     "send"
    ],
    "tags": [
     "events"
    ],
    "summary": "Send an event",
    "description": "Accepts an event and creates one delivery for each destination with a matching subscription. When the response arrives, the\nevent is on disk: it survives a crash or a power failure, and is delivered at least once.\n\n\u0060body\u0060 is delivered byte for byte as submitted, including numbers, key order and white space.\n\nWithin 24 hours, a request with the same idempotency key returns 200 with the original event and sends nothing. A\ndifferent type, body, tenant or ordering key with that key is \u0060idempotency_key_conflict\u0060. The \u0060Idempotency-Key\u0060 header is another way to send\n\u0060idempotency_key\u0060; different values in both are \u0060invalid_request\u0060.\n\nIf the catalogue has a schema for the type with \u0060validation: enforce\u0060, a body that does not match it is \u0060invalid_event_body\u0060.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     },
     {
      "$ref": "#/components/parameters/Traceparent"
     },
     {
      "$ref": "#/components/parameters/Tracestate"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/EventInput"
       },
       "examples": {
        "quickstart": {
         "summary": "Required fields only",
         "value": {
          "type": "order.created",
          "body": {
           "order_id": "ord_123",
           "amount_cents": 4500
          }
         }
        },
        "repeatable": {
         "summary": "Safe to repeat",
         "value": {
          "type": "order.created",
          "body": {
           "order_id": "ord_123",
           "amount_cents": 4500
          },
          "idempotency_key": "ord_123-created",
          "ordering_key": null,
          "occurred_at": "2026-03-02T09:15:01.940Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The event that an earlier request with this idempotency key created. Nothing is sent again.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventWithDeliveries"
        },
        "examples": {
         "repeated": {
          "$ref": "#/components/examples/EventWithDeliveries"
         }
        }
       }
      }
     },
     "202": {
      "description": "The stored event and its deliveries.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "GetEvent": {
        "$ref": "#/components/links/GetEvent"
       },
       "ReplayEvent": {
        "$ref": "#/components/links/ReplayEvent"
       },
       "ListDeliveriesOfEvent": {
        "$ref": "#/components/links/ListDeliveriesOfEvent"
       },
       "GetDeliveryOfEvent": {
        "$ref": "#/components/links/GetDeliveryOfEvent"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventWithDeliveries"
        },
        "examples": {
         "accepted": {
          "$ref": "#/components/examples/EventWithDeliveries"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidEvent"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/IdempotencyKeyConflict"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "get": {
    "operationId": "listEvents",
    "x-access": [
     "admin",
     "send",
     "read",
     "portal"
    ],
    "tags": [
     "events"
    ],
    "summary": "List events",
    "description": "Returns the events of the last 30 days, newest first, without their deliveries.",
    "parameters": [
     {
      "name": "type",
      "in": "query",
      "description": "Only events of exactly this type.",
      "schema": {
       "type": "string"
      },
      "example": "order.created"
     },
     {
      "name": "idempotency_key",
      "in": "query",
      "description": "Only the event that was accepted last with this idempotency key.",
      "schema": {
       "type": "string",
       "minLength": 1,
       "maxLength": 255
      },
      "example": "ord_123-created"
     },
     {
      "$ref": "#/components/parameters/Since"
     },
     {
      "$ref": "#/components/parameters/Until"
     },
     {
      "$ref": "#/components/parameters/TenantFilter"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of events.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextEvents": {
        "$ref": "#/components/links/NextEvents"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventPage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/EventPage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/events/batch": {
   "post": {
    "operationId": "createEventBatch",
    "x-access": [
     "admin",
     "send"
    ],
    "tags": [
     "events"
    ],
    "summary": "Send up to 100 events",
    "description": "Returns one result per event, in order. Each event is accepted or refused independently. The whole request can have 5 MB.\nIt counts as many events against the rate limit as it contains, and is refused as a whole when it exceeds it.\n\nAn \u0060Idempotency-Key\u0060 header applies to the batch: a repeated request returns the first response. Events can also have\ntheir own \u0060idempotency_key\u0060.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     },
     {
      "$ref": "#/components/parameters/Traceparent"
     },
     {
      "$ref": "#/components/parameters/Tracestate"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/EventBatchInput"
       },
       "examples": {
        "two_orders": {
         "summary": "One accepted, one refused",
         "value": {
          "events": [
           {
            "type": "order.created",
            "body": {
             "order_id": "ord_124",
             "amount_cents": 900
            }
           },
           {
            "type": "order.created",
            "body": {
             "order_id": "ord_125"
            },
            "idempotency_key": "ord_123-created"
           }
          ]
         }
        }
       }
      }
     }
    },
    "responses": {
     "207": {
      "description": "One result per event, in the order of the request.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventBatch"
        },
        "examples": {
         "mixed": {
          "$ref": "#/components/examples/EventBatch"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/IdempotencyKeyConflict"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/events/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/EventIdPath"
    }
   ],
   "get": {
    "operationId": "getEvent",
    "x-access": [
     "admin",
     "send",
     "read",
     "portal"
    ],
    "tags": [
     "events"
    ],
    "summary": "Get an event",
    "description": "Returns the event with its body as submitted and the state of each of its deliveries.",
    "responses": {
     "200": {
      "description": "The event with its deliveries.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventWithDeliveries"
        },
        "examples": {
         "event": {
          "$ref": "#/components/examples/EventWithDeliveries"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/EventNotFound"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/events/{id}/body": {
   "parameters": [
    {
     "$ref": "#/components/parameters/EventIdPath"
    }
   ],
   "delete": {
    "operationId": "eraseEvent",
    "x-access": [
     "admin"
    ],
    "tags": [
     "events"
    ],
    "summary": "Erase an event",
    "description": "Erases the body of the event and the responses to its deliveries. By the time of the response both are unreadable everywhere in\nthe API, and no attempt of it starts any more; one in flight may end. The stored bytes are overwritten soon after.\n\nThe event stays in the lists with \u0060body: null\u0060 and \u0060erased_at\u0060. Its unfinished deliveries become dead (\u0060event_erased\u0060). Replays\nand retries of it are \u0060event_erased\u0060, and a repeat of its idempotency key returns it and sends nothing. Erasing it again\nchanges nothing.\n",
    "responses": {
     "204": {
      "description": "Erased.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/EventNotFound"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/events/{id}/replay": {
   "parameters": [
    {
     "$ref": "#/components/parameters/EventIdPath"
    }
   ],
   "post": {
    "operationId": "replayEvent",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "events"
    ],
    "summary": "Deliver an event again",
    "description": "Creates new deliveries of the event with the same event id, which receivers use to recognise duplicates. Sends to all\ndestinations with a subscription that matches now, or only to those in \u0060destination_ids\u0060. Events older than 30 days are\n\u0060event_too_old\u0060, erased ones \u0060event_erased\u0060. With \u0060dry_run\u0060 it creates and stores nothing, and returns the number.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": false,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/EventReplayInput"
       },
       "examples": {
        "one": {
         "summary": "To one destination",
         "value": {
          "destination_ids": [
           "dest_01KJPX728R3NF6M7PXVWPBB6VV"
          ]
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "With \u0060dry_run\u0060: the number of deliveries that a replay would create.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventReplay"
        },
        "examples": {
         "dry_run": {
          "summary": "One delivery would be created",
          "value": {
           "count": 1,
           "data": []
          }
         }
        }
       }
      }
     },
     "202": {
      "description": "The new deliveries.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "links": {
       "GetReplayedDelivery": {
        "$ref": "#/components/links/GetReplayedDelivery"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventReplay"
        },
        "examples": {
         "replayed": {
          "$ref": "#/components/examples/EventReplay"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidReplay"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/EventNotFound"
     },
     "409": {
      "$ref": "#/components/responses/EventErased"
     },
     "410": {
      "$ref": "#/components/responses/EventTooOld"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/deliveries": {
   "get": {
    "operationId": "listDeliveries",
    "x-access": [
     "admin",
     "send",
     "read",
     "portal"
    ],
    "tags": [
     "deliveries"
    ],
    "summary": "List deliveries",
    "description": "Returns the deliveries of the last 30 days, newest first, each with its last attempt.",
    "parameters": [
     {
      "name": "event_id",
      "in": "query",
      "description": "Only deliveries of this event.",
      "schema": {
       "type": "string"
      },
      "example": "evt_01KJPX8RB1P17G0AVDQZTD2P3X"
     },
     {
      "$ref": "#/components/parameters/DestinationIdFilter"
     },
     {
      "name": "status",
      "in": "query",
      "description": "Only deliveries in this state.",
      "schema": {
       "$ref": "#/components/schemas/DeliveryStatus"
      },
      "example": "succeeded"
     },
     {
      "$ref": "#/components/parameters/EventTypeFilter"
     },
     {
      "$ref": "#/components/parameters/Since"
     },
     {
      "$ref": "#/components/parameters/Until"
     },
     {
      "$ref": "#/components/parameters/TenantFilter"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of deliveries.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextDeliveries": {
        "$ref": "#/components/links/NextDeliveries"
       },
       "GetReplayedDelivery": {
        "$ref": "#/components/links/GetReplayedDelivery"
       },
       "RetryListedDelivery": {
        "$ref": "#/components/links/RetryListedDelivery"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DeliveryPage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/DeliveryPage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/deliveries/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DeliveryIdPath"
    }
   ],
   "get": {
    "operationId": "getDelivery",
    "x-access": [
     "admin",
     "send",
     "read",
     "portal"
    ],
    "tags": [
     "deliveries"
    ],
    "summary": "Get a delivery",
    "description": "Returns the delivery with all its attempts, in order.",
    "responses": {
     "200": {
      "description": "The delivery with its attempts.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "GetEventOfDelivery": {
        "$ref": "#/components/links/GetEventOfDelivery"
       },
       "GetDestinationOfDelivery": {
        "$ref": "#/components/links/GetDestinationOfDelivery"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DeliveryWithRetries"
        },
        "examples": {
         "delivery": {
          "$ref": "#/components/examples/DeliveryWithRetries"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DeliveryNotFound"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/deliveries/{id}/retry": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DeliveryIdPath"
    }
   ],
   "post": {
    "operationId": "retryDelivery",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "deliveries"
    ],
    "summary": "Retry a delivery now",
    "description": "Sends one attempt outside the retry schedule and the time budget, even if the destination is paused. If it fails, the\ndelivery returns to its earlier state. A delivery that has succeeded, has an attempt in progress or waits for an earlier one with\nits ordering key is \u0060delivery_not_retryable\u0060.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "200": {
      "description": "The delivery, \u0060retrying\u0060: due at once, or waiting for its ordering key.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Delivery"
        },
        "examples": {
         "retrying": {
          "$ref": "#/components/examples/RetryingDelivery"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DeliveryNotFound"
     },
     "409": {
      "$ref": "#/components/responses/DeliveryNotRetryable"
     },
     "410": {
      "$ref": "#/components/responses/DeliveryTooOld"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/dlq": {
   "get": {
    "operationId": "listDeadDeliveries",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "dlq"
    ],
    "summary": "List dead deliveries",
    "description": "Returns deliveries that failed for good, newest first, with their \u0060dead_reason\u0060.",
    "x-client-method": "list",
    "parameters": [
     {
      "$ref": "#/components/parameters/DestinationIdFilter"
     },
     {
      "$ref": "#/components/parameters/Since"
     },
     {
      "$ref": "#/components/parameters/Until"
     },
     {
      "$ref": "#/components/parameters/TenantFilter"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of dead deliveries.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextDeadDeliveries": {
        "$ref": "#/components/links/NextDeadDeliveries"
       },
       "ReplayListedDeadDelivery": {
        "$ref": "#/components/links/ReplayListedDeadDelivery"
       },
       "DeleteListedDeadDelivery": {
        "$ref": "#/components/links/DeleteListedDeadDelivery"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DeliveryPage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/DeadDeliveryPage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/dlq/groups": {
   "get": {
    "operationId": "listDeadDeliveryGroups",
    "tags": [
     "dlq"
    ],
    "summary": "Count dead deliveries by cause",
    "description": "Counts the dead deliveries by destination, \u0060dead_reason\u0060 and the response code of the last attempt, largest group first. Counts\nthe newest 100,000; \u0060complete\u0060 is false if there are more.\n",
    "x-client-method": "groups",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "parameters": [
     {
      "$ref": "#/components/parameters/DestinationIdFilter"
     },
     {
      "$ref": "#/components/parameters/Since"
     },
     {
      "$ref": "#/components/parameters/Until"
     },
     {
      "$ref": "#/components/parameters/TenantFilter"
     }
    ],
    "responses": {
     "200": {
      "description": "The groups.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DeadDeliveryGroups"
        },
        "examples": {
         "groups": {
          "$ref": "#/components/examples/DeadDeliveryGroups"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/dlq/replay": {
   "post": {
    "operationId": "replayDeadDeliveries",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "dlq"
    ],
    "summary": "Replay many dead deliveries",
    "description": "Replays all dead deliveries that match the filters. Skips deliveries whose destination is paused or deleted, or whose\nevent is older than 30 days; they stay dead. With \u0060dry_run\u0060 it changes and stores nothing, and returns the numbers.\n",
    "x-client-method": "replayAll",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": false,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DeadDeliveryReplayInput"
       },
       "examples": {
        "outage": {
         "summary": "The dead deliveries of one destination during an outage",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "since": "2026-03-02T09:00:00.000Z",
          "until": "2026-03-02T10:00:00.000Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "With \u0060dry_run\u0060: the numbers that a replay would return.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DeadDeliveryReplay"
        },
        "examples": {
         "dry_run": {
          "summary": "Most deliveries would be replayed",
          "value": {
           "replayed": 214,
           "skipped": 3
          }
         }
        }
       }
      }
     },
     "202": {
      "description": "The number of replayed and of skipped deliveries.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/DeadDeliveryReplay"
        },
        "examples": {
         "replayed": {
          "summary": "Most deliveries were replayed",
          "value": {
           "replayed": 214,
           "skipped": 3
          }
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/IdempotencyKeyConflict"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/dlq/{delivery_id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DeadDeliveryIdPath"
    }
   ],
   "delete": {
    "operationId": "deleteDeadDelivery",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "dlq"
    ],
    "summary": "Delete a dead delivery",
    "description": "Permanently removes the delivery and its attempts. A delivery that is not dead is \u0060delivery_not_found\u0060.",
    "x-client-method": "delete",
    "responses": {
     "204": {
      "description": "Deleted.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DeliveryNotFound"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/dlq/{delivery_id}/replay": {
   "parameters": [
    {
     "$ref": "#/components/parameters/DeadDeliveryIdPath"
    }
   ],
   "post": {
    "operationId": "replayDeadDelivery",
    "x-access": [
     "admin",
     "portal_manage"
    ],
    "tags": [
     "dlq"
    ],
    "summary": "Replay a dead delivery",
    "description": "Sets the delivery to \u0060retrying\u0060, due at once, with a new retry count, schedule and time budget. A delivery that is\nnot dead is \u0060delivery_not_retryable\u0060. If the destination is paused, the error is \u0060destination_paused\u0060: resume it first.\n",
    "x-client-method": "replay",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "200": {
      "description": "The delivery, \u0060retrying\u0060 and due at once.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Delivery"
        },
        "examples": {
         "retrying": {
          "$ref": "#/components/examples/RetryingDelivery"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/DeliveryNotFound"
     },
     "409": {
      "$ref": "#/components/responses/DeadDeliveryNotReplayable"
     },
     "410": {
      "$ref": "#/components/responses/DeliveryTooOld"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/stats": {
   "get": {
    "operationId": "getStats",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "stats"
    ],
    "summary": "Get delivery statistics",
    "description": "Returns counts and latencies over time, and the current backlog. Without \u0060since\u0060, covers the last 24 hours. The range is\nwidened to whole buckets, as the response shows. The maximum is 1,440 buckets (a day of minutes, 60 days of hours); more\nis \u0060invalid_request\u0060.\n",
    "parameters": [
     {
      "name": "since",
      "in": "query",
      "description": "Start of the range, inclusive. Default: 24 hours before \u0060until\u0060.",
      "schema": {
       "type": "string",
       "format": "date-time"
      },
      "example": "2026-03-02T08:00:00.000Z"
     },
     {
      "name": "until",
      "in": "query",
      "description": "End of the range, exclusive. Default: now.",
      "schema": {
       "type": "string",
       "format": "date-time"
      },
      "example": "2026-03-02T10:00:00.000Z"
     },
     {
      "name": "bucket",
      "in": "query",
      "description": "Width of a bucket. Buckets begin on whole UTC minutes, hours or days.",
      "schema": {
       "default": "hour",
       "$ref": "#/components/schemas/StatsResolution"
      },
      "example": "hour"
     },
     {
      "name": "destination_id",
      "in": "query",
      "description": "Only this destination. An unknown destination has counts of 0.",
      "schema": {
       "type": "string"
      },
      "example": "dest_01KJPX728R3NF6M7PXVWPBB6VV"
     },
     {
      "name": "group_by",
      "in": "query",
      "description": "\u0060destination\u0060: also returns \u0060groups\u0060, the counts of each destination. The range has a maximum of 7 days then.",
      "schema": {
       "$ref": "#/components/schemas/StatsGrouping"
      },
      "example": "destination"
     },
     {
      "name": "tenant",
      "in": "query",
      "description": "Only the destinations of this tenant; empty: only those without a tenant.",
      "allowEmptyValue": true,
      "schema": {
       "$ref": "#/components/schemas/TenantSelector"
      },
      "example": "acme"
     }
    ],
    "responses": {
     "200": {
      "description": "The statistics.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Stats"
        },
        "examples": {
         "two_hours": {
          "$ref": "#/components/examples/Stats"
         },
         "by_destination": {
          "$ref": "#/components/examples/StatsByDestination"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/test-clock/advance": {
   "post": {
    "operationId": "advanceTestClock",
    "x-access": [
     "admin"
    ],
    "tags": [
     "testClock"
    ],
    "summary": "Advance the test clock",
    "description": "Moves the time of this project's test environment forward: due times, time budgets, holds, retention, idempotency\nwindows and key expiry. Responds when all deliveries that became due have been attempted. Signature timestamps, ids,\ntimeouts and rate limits keep real time.\n\n\u0060forbidden\u0060 with a live key, and on a server without \u0060HARBOR_TEST_CLOCK=on\u0060.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/TestClockAdvanceInput"
       },
       "examples": {
        "ten_minutes": {
         "summary": "Ten minutes later",
         "value": {
          "seconds": 600
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The environment's new time.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/TestClock"
        },
        "examples": {
         "advanced": {
          "summary": "Ten minutes later",
          "value": {
           "now": "2026-03-02T09:25:02.881Z"
          }
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/IdempotencyKeyConflict"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/stream": {
   "get": {
    "operationId": "streamDeliveries",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "stream"
    ],
    "summary": "Stream deliveries as they change",
    "description": "Sends a Server-Sent Event for each change of a delivery's state, from now on or after \u0060Last-Event-ID\u0060.\n\n\u0060event: delivery\u0060 carries the \u0060Delivery\u0060 after the change. \u0060event: gap\u0060 carries \u0060{}\u0060: the changes since \u0060Last-Event-ID\u0060 are\nno longer available; list deliveries to catch up.\n\nA comment line every 15 seconds is the heartbeat. A reader that falls 4 MB behind is disconnected; it can reconnect with\nthe last id that it received. A key can have 20 open streams and an environment 50; the portal sessions of a tenant can have 5,\nand those of an environment 100. The stream of a key or session that is revoked ends, and that of a session that expires.\n",
    "x-client-method": "deliveries",
    "parameters": [
     {
      "$ref": "#/components/parameters/DestinationIdFilter"
     },
     {
      "$ref": "#/components/parameters/EventTypeFilter"
     },
     {
      "$ref": "#/components/parameters/TenantFilter"
     },
     {
      "name": "Last-Event-ID",
      "in": "header",
      "description": "The \u0060id\u0060 of the last event that was received; the stream continues after it.",
      "schema": {
       "type": "string",
       "maxLength": 256
      },
      "example": "48213"
     }
    ],
    "responses": {
     "200": {
      "description": "The stream. It ends only when one side closes it.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "text/event-stream": {
        "schema": {
         "type": "string",
         "contentMediaType": "text/event-stream",
         "contentSchema": {
          "$ref": "#/components/schemas/StreamEvent"
         }
        },
        "examples": {
         "delivered": {
          "summary": "One change",
          "value": "id: 48214\nevent: delivery\ndata: {\"id\":\"del_01KJPX8RB1D5DN21RK3W3F0XPC\",\"event_id\":\"evt_01KJPX8RB1P17G0AVDQZTD2P3X\",\"event_type\":\"order.created\",\"destination_id\":\"dest_01KJPX728R3NF6M7PXVWPBB6VV\",\"status\":\"succeeded\",\"retry_count\":0,\"response_code\":200,\"response_body\":\"ok\",\"latency_ms\":84,\"error\":null,\"next_retry_at\":null,\"waiting_for\":null,\"dead_reason\":null,\"tenant\":null,\"environment\":\"test\",\"created_at\":\"2026-03-02T09:15:02.881Z\",\"updated_at\":\"2026-03-02T09:15:02.969Z\",\"completed_at\":\"2026-03-02T09:15:02.969Z\"}\n"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/api-keys": {
   "post": {
    "operationId": "createApiKey",
    "x-access": [
     "admin"
    ],
    "tags": [
     "apiKeys"
    ],
    "summary": "Create an API key",
    "description": "Creates a key of the caller's environment. The response contains \u0060key\u0060, which is shown only once. With an \u0060Idempotency-Key\u0060, a\nlost response can be fetched again for 24 hours.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": false,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/ApiKeyInput"
       },
       "examples": {
        "sender": {
         "summary": "A key for a program that sends events",
         "value": {
          "role": "send",
          "name": "Order service"
         }
        }
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The new key. This is the only response that contains it.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "links": {
       "RevokeApiKey": {
        "$ref": "#/components/links/RevokeApiKey"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/ApiKeyWithKey"
        },
        "examples": {
         "created": {
          "$ref": "#/components/examples/ApiKeyWithKey"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/IdempotencyKeyConflict"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "get": {
    "operationId": "listApiKeys",
    "x-access": [
     "admin"
    ],
    "tags": [
     "apiKeys"
    ],
    "summary": "List API keys",
    "description": "Returns all keys of the environment, newest first, revoked ones too. The keys themselves are not shown again.",
    "parameters": [
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of API keys.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextApiKeys": {
        "$ref": "#/components/links/NextApiKeys"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/ApiKeyPage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/ApiKeyPage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/api-keys/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/ApiKeyIdPath"
    }
   ],
   "delete": {
    "operationId": "revokeApiKey",
    "x-access": [
     "admin"
    ],
    "tags": [
     "apiKeys"
    ],
    "summary": "Revoke an API key",
    "description": "Later requests with the key are refused, in every process. The key stays in the list, with \u0060revoked_at\u0060. Revoking it again\nchanges nothing. The last admin key of an environment cannot be revoked.\n",
    "responses": {
     "204": {
      "description": "Revoked.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/ApiKeyNotFound"
     },
     "409": {
      "$ref": "#/components/responses/LastAdminKey"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/portal-sessions": {
   "post": {
    "operationId": "createPortalSession",
    "x-access": [
     "admin"
    ],
    "tags": [
     "portalSessions"
    ],
    "summary": "Create a portal session",
    "description": "Gives a tenant access to what belongs to its destinations, for a limited time. The response contains \u0060token\u0060, which is shown\nonly once: the tenant's program or page sends it like an API key, \u0060Authorization: Bearer hp_…\u0060. With an \u0060Idempotency-Key\u0060, a\nlost response can be fetched again for 24 hours.\n\n\u0060url\u0060 opens the session in a browser: the portal, a page of this server that shows the tenant what it may see.\n\nThe session ends at \u0060expires_at\u0060, when it is revoked, and with the API key that created it.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/PortalSessionInput"
       },
       "examples": {
        "default": {
         "summary": "Read access for an hour",
         "value": {
          "tenant": "acme"
         }
        }
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The new session. This is the only response that contains its token.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "links": {
       "RevokePortalSession": {
        "$ref": "#/components/links/RevokePortalSession"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/PortalSessionWithToken"
        },
        "examples": {
         "created": {
          "$ref": "#/components/examples/PortalSessionWithToken"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/IdempotencyKeyConflict"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "get": {
    "operationId": "listPortalSessions",
    "x-access": [
     "admin"
    ],
    "tags": [
     "portalSessions"
    ],
    "summary": "List portal sessions",
    "description": "Returns the sessions in force, newest first: those that are neither revoked nor expired. Their tokens are not shown again.",
    "parameters": [
     {
      "$ref": "#/components/parameters/SessionTenantFilter"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of portal sessions.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextPortalSessions": {
        "$ref": "#/components/links/NextPortalSessions"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/PortalSessionPage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/PortalSessionPage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "delete": {
    "operationId": "revokePortalSessions",
    "x-access": [
     "admin"
    ],
    "x-client-method": "revokeAll",
    "tags": [
     "portalSessions"
    ],
    "summary": "Revoke all portal sessions of a tenant",
    "description": "Later requests with their tokens are refused and their open streams end, in every process. Sessions that are created afterwards\nare not affected.\n",
    "parameters": [
     {
      "name": "tenant",
      "in": "query",
      "required": true,
      "description": "The tenant.",
      "schema": {
       "$ref": "#/components/schemas/TenantName"
      },
      "example": "acme"
     }
    ],
    "responses": {
     "204": {
      "description": "Revoked.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/portal-sessions/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/PortalSessionIdPath"
    }
   ],
   "delete": {
    "operationId": "revokePortalSession",
    "x-access": [
     "admin"
    ],
    "tags": [
     "portalSessions"
    ],
    "summary": "Revoke a portal session",
    "description": "Later requests with its token are refused and its open streams end, in every process. Revoking it again changes nothing.\n",
    "responses": {
     "204": {
      "description": "Revoked.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/PortalSessionNotFound"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/caller": {
   "get": {
    "operationId": "getCaller",
    "x-access": [
     "admin",
     "send",
     "read",
     "portal"
    ],
    "tags": [
     "caller"
    ],
    "summary": "Get the caller",
    "description": "Returns the API key or the portal session that the request is made with: its environment, and what it may do. A page or a\nprogram that is given a key or a token checks it with this request, because every key and every session may send it.\n",
    "responses": {
     "200": {
      "description": "The key or session.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/CallerIdentity"
        },
        "examples": {
         "key": {
          "$ref": "#/components/examples/CallingKey"
         },
         "session": {
          "$ref": "#/components/examples/CallingSession"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/event-types": {
   "get": {
    "operationId": "listEventTypes",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "eventTypes"
    ],
    "summary": "List event types",
    "description": "Returns the catalogue of the environment in the order of the types, with the entries of Harbor's own types (\u0060harbor.*\u0060) among\nthem.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of event types.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextEventTypes": {
        "$ref": "#/components/links/NextEventTypes"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventTypePage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/EventTypePage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/event-types/{type}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/EventTypePath"
    }
   ],
   "get": {
    "operationId": "getEventType",
    "x-access": [
     "admin",
     "read",
     "portal"
    ],
    "tags": [
     "eventTypes"
    ],
    "summary": "Get an event type",
    "description": "Returns the entry of this type in the catalogue.",
    "responses": {
     "200": {
      "description": "The event type.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventType"
        },
        "examples": {
         "type": {
          "$ref": "#/components/examples/EventType"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/EventTypeNotFound"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "put": {
    "operationId": "putEventType",
    "x-access": [
     "admin"
    ],
    "tags": [
     "eventTypes"
    ],
    "summary": "Create or replace an event type",
    "description": "Stores the entry as a whole: omitted fields get their defaults. It applies to every event that is accepted after the\nresponse. \u0060validation\u0060 needs a \u0060schema\u0060, and \u0060example\u0060 has to match it. Types that begin with \u0060harbor.\u0060 are read-only.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/EventTypeInput"
       },
       "examples": {
        "enforced": {
         "summary": "Refuse bodies that do not match",
         "value": {
          "description": "A customer placed an order.",
          "schema": {
           "type": "object",
           "required": [
            "order_id",
            "amount_cents"
           ],
           "properties": {
            "order_id": {
             "type": "string"
            },
            "amount_cents": {
             "type": "integer",
             "minimum": 0
            }
           }
          },
          "example": {
           "order_id": "ord_123",
           "amount_cents": 4500
          },
          "validation": "enforce"
         }
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The event type, which replaces an earlier entry.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventType"
        },
        "examples": {
         "replaced": {
          "$ref": "#/components/examples/EventType"
         }
        }
       }
      }
     },
     "201": {
      "description": "The new event type.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventType"
        },
        "examples": {
         "created": {
          "$ref": "#/components/examples/EventType"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidEventType"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "409": {
      "$ref": "#/components/responses/OverEventTypeLimit"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   },
   "delete": {
    "operationId": "deleteEventType",
    "x-access": [
     "admin"
    ],
    "tags": [
     "eventTypes"
    ],
    "summary": "Delete an event type",
    "description": "Removes the entry. Events of the type are accepted without validation afterwards, unless the server only takes types of the\ncatalogue. Types that begin with \u0060harbor.\u0060 are read-only.\n",
    "responses": {
     "204": {
      "description": "Deleted.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/EventTypeNotFound"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/tenants": {
   "get": {
    "operationId": "listTenants",
    "x-access": [
     "admin",
     "read"
    ],
    "tags": [
     "tenants"
    ],
    "summary": "List tenants",
    "description": "Returns the tenants of the environment by name: those that have a destination, or an event of the last 30 days that is not\nerased. Tenants are not created.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/Cursor"
     },
     {
      "$ref": "#/components/parameters/Limit"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of tenants.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      },
      "links": {
       "NextTenants": {
        "$ref": "#/components/links/NextTenants"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/TenantPage"
        },
        "examples": {
         "page": {
          "$ref": "#/components/examples/TenantPage"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidListRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  },
  "/tenants/{tenant}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/TenantPath"
    }
   ],
   "delete": {
    "operationId": "deleteTenant",
    "x-access": [
     "admin"
    ],
    "tags": [
     "tenants"
    ],
    "summary": "Delete a tenant",
    "description": "Revokes the portal sessions of the tenant, erases all of its events that were accepted before, wherever they went, and deletes\nits destinations. By the time of the response nothing of that can be read any more, and no attempt of it starts; one in flight\nmay end. The stored bytes are overwritten soon after.\n\nEvents of the tenant that are accepted later are not touched. Deleting it again, or a tenant that does not exist, succeeds. An\ninterrupted request can be repeated.\n",
    "responses": {
     "204": {
      "description": "Deleted.",
      "headers": {
       "Harbor-Request-Id": {
        "$ref": "#/components/headers/HarborRequestId"
       },
       "RateLimit": {
        "$ref": "#/components/headers/RateLimit"
       },
       "RateLimit-Policy": {
        "$ref": "#/components/headers/RateLimitPolicy"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/RequestTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "429": {
      "$ref": "#/components/responses/RateLimited"
     },
     "500": {
      "$ref": "#/components/responses/InternalServerError"
     },
     "503": {
      "$ref": "#/components/responses/Overloaded"
     }
    }
   }
  }
 },
 "webhooks": {
  "delivery": {
   "post": {
    "operationId": "receiveDelivery",
    "tags": [
     "webhooks"
    ],
    "summary": "Delivery to a destination",
    "description": "One attempt of one delivery. The request body is the event's \u0060body\u0060, byte for byte as it was submitted: verify the\nsignature over the raw bytes before you parse them.\n\nDeliveries arrive at least once and in no particular order; use the event id to recognise duplicates. The responses below\nlist the effect of each status. Redirects are not followed. Harbor stores the first 4 KB of the response body with the\nattempt.\n",
    "security": [],
    "parameters": [
     {
      "name": "Harbor-Signature",
      "in": "header",
      "required": false,
      "description": "In every delivery to a destination with the signature \u0060harbor\u0060:\n\u0060t=<unix seconds>,v1=<hex>,v2=<hex>\u0060, with several \u0060v1\u0060 and \u0060v2\u0060 during a key rotation, newest key first.\n\n- \u0060v1\u0060 = HMAC-SHA256(key, \u0060t\u0060 + \u0060.\u0060 + body), lower-case hex. The key is the whole secret string, including \u0060whsec_\u0060.\n- \u0060v2\u0060 = HMAC-SHA256(key, \u0060t\u0060 LF event id LF delivery id LF event type LF \u0060v1\u0060), where LF is the byte 0x0A. It covers\n  the headers that \u0060v1\u0060 does not.\n\nReject a signature whose \u0060t\u0060 is more than 300 seconds from now. Every attempt has a new signature.\n",
      "schema": {
       "type": "string"
      },
      "example": "t=1772442902,v1=59d4863c207137f751cd785ce8d7311293ec07121dfbba1d657160743dca4bd8,v2=615781c8d136e5ee08b160d9eceb45d0c1dcd772c35c4d97096bd93225328d1c"
     },
     {
      "name": "webhook-id",
      "in": "header",
      "required": false,
      "description": "The event's id. With \u0060webhook-timestamp\u0060 and \u0060webhook-signature\u0060 in every delivery to a destination with the signature\n\u0060standard\u0060 or \u0060standard_ed25519\u0060, as Standard Webhooks 1.0 specifies.\n",
      "schema": {
       "$ref": "#/components/schemas/EventId"
      },
      "example": "evt_01KJPX8RB1P17G0AVDQZTD2P3X"
     },
     {
      "name": "webhook-timestamp",
      "in": "header",
      "required": false,
      "description": "The signed time, Unix time in seconds.",
      "schema": {
       "type": "integer"
      },
      "example": 1772442902
     },
     {
      "name": "webhook-signature",
      "in": "header",
      "required": false,
      "description": "\u0060v1,<base64>\u0060 (HMAC-SHA256) or \u0060v1a,<base64>\u0060 (Ed25519) over id + \u0060.\u0060 + timestamp + \u0060.\u0060 + body; during a key rotation\nseveral, separated by spaces, newest key first.\n",
      "schema": {
       "type": "string"
      },
      "example": "v1,Y2hlY2sgdGhlIHNpZ25hdHVyZSBiZWZvcmUgcGFyc2U="
     },
     {
      "name": "Harbor-Timestamp",
      "in": "header",
      "required": true,
      "description": "The \u0060t\u0060 of the signature, Unix time in seconds.",
      "schema": {
       "type": "integer"
      },
      "example": 1772442902
     },
     {
      "name": "Harbor-Event-Id",
      "in": "header",
      "required": true,
      "description": "The event's id. The same on all its attempts, deliveries and replays.",
      "schema": {
       "$ref": "#/components/schemas/EventId"
      },
      "example": "evt_01KJPX8RB1P17G0AVDQZTD2P3X"
     },
     {
      "name": "Harbor-Event-Type",
      "in": "header",
      "required": true,
      "description": "The event's type.",
      "schema": {
       "type": "string"
      },
      "example": "order.created"
     },
     {
      "name": "Harbor-Delivery-Id",
      "in": "header",
      "required": true,
      "description": "The delivery's id. The same on all its attempts.",
      "schema": {
       "$ref": "#/components/schemas/DeliveryId"
      },
      "example": "del_01KJPX8RB1D5DN21RK3W3F0XPC"
     },
     {
      "name": "Harbor-Tenant",
      "in": "header",
      "required": false,
      "description": "The event's tenant, only if it has one. No signature covers it: act on a tenant that the body names.\n",
      "schema": {
       "$ref": "#/components/schemas/Tenant"
      },
      "example": "acme"
     },
     {
      "name": "Harbor-Retry-Count",
      "in": "header",
      "required": true,
      "description": "0 on the first attempt.",
      "schema": {
       "type": "integer",
       "minimum": 0
      },
      "example": 0
     },
     {
      "name": "User-Agent",
      "in": "header",
      "required": true,
      "description": "\u0060Harbor/<version>\u0060.",
      "schema": {
       "type": "string"
      },
      "example": "Harbor/0.1.0"
     },
     {
      "name": "traceparent",
      "in": "header",
      "required": false,
      "description": "W3C trace context: the trace of the request that sent the event, or else one whose id is the event's own 128 bits. One\nspan per attempt.\n",
      "schema": {
       "type": "string",
       "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"
      },
      "example": "00-019cadd46161b04f002b6dbff4d1587d-00f067aa0ba902b7-01"
     },
     {
      "name": "tracestate",
      "in": "header",
      "required": false,
      "description": "That of the request that sent the event, if it had a valid one. Only to destinations without a tenant.\n",
      "schema": {
       "type": "string"
      },
      "example": "congo=t61rcWkgMzE"
     }
    ],
    "requestBody": {
     "required": true,
     "description": "The event's body: any JSON value, always as \u0060application/json\u0060.",
     "content": {
      "application/json": {
       "schema": {},
       "examples": {
        "order": {
         "summary": "order.created",
         "value": {
          "order_id": "ord_123",
          "amount_cents": 4500
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "description": "The delivery has succeeded."
     },
     "3XX": {
      "description": "Harbor retries on schedule and does not follow the redirect."
     },
     "4XX": {
      "description": "The delivery is dead at once (\u0060rejected\u0060), unless the response asks for a retry with \u0060Harbor-Retry-Hint\u0060 or\n\u0060Retry-After\u0060. A 410 also pauses the destination.\n",
      "headers": {
       "Harbor-Retry-Hint": {
        "$ref": "#/components/headers/HarborRetryHint"
       },
       "Retry-After": {
        "$ref": "#/components/headers/DestinationRetryAfter"
       }
      }
     },
     "5XX": {
      "description": "Harbor retries on schedule.",
      "headers": {
       "Retry-After": {
        "$ref": "#/components/headers/DestinationRetryAfter"
       }
      }
     }
    }
   }
  },
  "destinationPaused": {
   "post": {
    "operationId": "receiveDestinationPaused",
    "tags": [
     "webhooks"
    ],
    "summary": "A destination has been paused",
    "description": "The operational event \u0060harbor.destination.paused\u0060: a destination was paused; \u0060paused_reason\u0060 says why. It does not go to that destination itself. Its headers and rules are those of any other event. It goes to\ndestinations with a subscription whose pattern begins with \u0060harbor\u0060 and matches it.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DestinationPausedBody"
       },
       "examples": {
        "paused": {
         "summary": "After 50 failures",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "name": "Globex",
          "url": "https://hooks.globex.example/in",
          "paused_reason": "circuit_breaker",
          "paused_at": "2026-03-02T09:31:18.402Z",
          "consecutive_failures": 50
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "$ref": "#/components/responses/OperationalEventReceived"
     },
     "4XX": {
      "$ref": "#/components/responses/OperationalEventRejected"
     },
     "5XX": {
      "$ref": "#/components/responses/OperationalEventFailed"
     }
    }
   }
  },
  "destinationResumed": {
   "post": {
    "operationId": "receiveDestinationResumed",
    "tags": [
     "webhooks"
    ],
    "summary": "A destination has been resumed",
    "description": "The operational event \u0060harbor.destination.resumed\u0060: a destination is active again, because a delivery succeeded or by hand. Its headers and rules are those of any other event. It goes to\ndestinations with a subscription whose pattern begins with \u0060harbor\u0060 and matches it.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DestinationResumedBody"
       },
       "examples": {
        "resumed": {
         "summary": "After a pause by the circuit breaker",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "name": "Globex",
          "url": "https://hooks.globex.example/in",
          "paused_reason": "circuit_breaker",
          "resumed_at": "2026-03-02T09:47:19.116Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "$ref": "#/components/responses/OperationalEventReceived"
     },
     "4XX": {
      "$ref": "#/components/responses/OperationalEventRejected"
     },
     "5XX": {
      "$ref": "#/components/responses/OperationalEventFailed"
     }
    }
   }
  },
  "destinationFailing": {
   "post": {
    "operationId": "receiveDestinationFailing",
    "tags": [
     "webhooks"
    ],
    "summary": "A destination is failing",
    "description": "The operational event \u0060harbor.destination.failing\u0060: the consecutive failures of a destination have reached 50, 70 or 90 % of the threshold of its circuit breaker. Each percentage is reported once until the count is reset, and of several reached together only the highest. It does not go to that destination itself. Its headers and rules are those of any other event. It goes to\ndestinations with a subscription whose pattern begins with \u0060harbor\u0060 and matches it.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DestinationFailingBody"
       },
       "examples": {
        "failing": {
         "summary": "Half of the threshold",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "name": "Globex",
          "url": "https://hooks.globex.example/in",
          "consecutive_failures": 25,
          "circuit_breaker_threshold": 50,
          "percent": 50,
          "failed_at": "2026-03-02T09:22:41.730Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "$ref": "#/components/responses/OperationalEventReceived"
     },
     "4XX": {
      "$ref": "#/components/responses/OperationalEventRejected"
     },
     "5XX": {
      "$ref": "#/components/responses/OperationalEventFailed"
     }
    }
   }
  },
  "destinationCreated": {
   "post": {
    "operationId": "receiveDestinationCreated",
    "tags": [
     "webhooks"
    ],
    "summary": "A destination has been created",
    "description": "The operational event \u0060harbor.destination.created\u0060: a destination was created. Its headers and rules are those of any other event. It goes to\ndestinations with a subscription whose pattern begins with \u0060harbor\u0060 and matches it.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DestinationCreatedBody"
       },
       "examples": {
        "created": {
         "summary": "A new destination",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "name": "Globex",
          "url": "https://hooks.globex.example/in",
          "created_at": "2026-03-02T09:15:02.881Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "$ref": "#/components/responses/OperationalEventReceived"
     },
     "4XX": {
      "$ref": "#/components/responses/OperationalEventRejected"
     },
     "5XX": {
      "$ref": "#/components/responses/OperationalEventFailed"
     }
    }
   }
  },
  "destinationDeleted": {
   "post": {
    "operationId": "receiveDestinationDeleted",
    "tags": [
     "webhooks"
    ],
    "summary": "A destination has been deleted",
    "description": "The operational event \u0060harbor.destination.deleted\u0060: a destination was deleted. Its headers and rules are those of any other event. It goes to\ndestinations with a subscription whose pattern begins with \u0060harbor\u0060 and matches it.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DestinationDeletedBody"
       },
       "examples": {
        "deleted": {
         "summary": "A deleted destination",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "name": "Globex",
          "url": "https://hooks.globex.example/in",
          "deleted_at": "2026-03-02T11:02:54.007Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "$ref": "#/components/responses/OperationalEventReceived"
     },
     "4XX": {
      "$ref": "#/components/responses/OperationalEventRejected"
     },
     "5XX": {
      "$ref": "#/components/responses/OperationalEventFailed"
     }
    }
   }
  },
  "deliveryDead": {
   "post": {
    "operationId": "receiveDeliveryDead",
    "tags": [
     "webhooks"
    ],
    "summary": "A delivery is dead",
    "description": "The operational event \u0060harbor.delivery.dead\u0060: a delivery went to the DLQ, unless its destination is deleted, its event is erased, or it delivered a test event or an operational event. After 60 of one destination in a minute, one more event has the number of the rest; its fields about a single delivery are null. Its headers and rules are those of any other event. It goes to\ndestinations with a subscription whose pattern begins with \u0060harbor\u0060 and matches it.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/DeliveryDeadBody"
       },
       "examples": {
        "dead": {
         "summary": "One delivery",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "name": "Globex",
          "url": "https://hooks.globex.example/in",
          "delivery_id": "del_01KJPX8RB1D5DN21RK3W3F0XPC",
          "event_id": "evt_01KJPX8RB1P17G0AVDQZTD2P3X",
          "event_type": "order.created",
          "dead_reason": "rejected",
          "response_code": 422,
          "died_at": "2026-03-02T09:15:03.114Z",
          "count": 1
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "$ref": "#/components/responses/OperationalEventReceived"
     },
     "4XX": {
      "$ref": "#/components/responses/OperationalEventRejected"
     },
     "5XX": {
      "$ref": "#/components/responses/OperationalEventFailed"
     }
    }
   }
  },
  "signingKeyRotated": {
   "post": {
    "operationId": "receiveSigningKeyRotated",
    "tags": [
     "webhooks"
    ],
    "summary": "A signing key has been rotated",
    "description": "The operational event \u0060harbor.signing_key.rotated\u0060: the signing key or the signature of a destination has changed. Its headers and rules are those of any other event. It goes to\ndestinations with a subscription whose pattern begins with \u0060harbor\u0060 and matches it.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/SigningKeyRotatedBody"
       },
       "examples": {
        "rotated": {
         "summary": "With a grace period of a week",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "name": "Globex",
          "url": "https://hooks.globex.example/in",
          "signature": "harbor",
          "old_signature": "harbor",
          "old_key_expires_at": "2026-03-09T09:15:02.881Z",
          "rotated_at": "2026-03-02T09:15:02.881Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "$ref": "#/components/responses/OperationalEventReceived"
     },
     "4XX": {
      "$ref": "#/components/responses/OperationalEventRejected"
     },
     "5XX": {
      "$ref": "#/components/responses/OperationalEventFailed"
     }
    }
   }
  },
  "signingKeyExpiring": {
   "post": {
    "operationId": "receiveSigningKeyExpiring",
    "tags": [
     "webhooks"
    ],
    "summary": "An old signing key is about to expire",
    "description": "The operational event \u0060harbor.signing_key.expiring\u0060: the old key of a rotation stops signing in 24 hours, or sooner when the grace period is shorter. Its headers and rules are those of any other event. It goes to\ndestinations with a subscription whose pattern begins with \u0060harbor\u0060 and matches it.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/SigningKeyExpiringBody"
       },
       "examples": {
        "expiring": {
         "summary": "A day before",
         "value": {
          "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
          "name": "Globex",
          "url": "https://hooks.globex.example/in",
          "signature": "harbor",
          "old_signature": "harbor",
          "old_key_expires_at": "2026-03-09T09:15:02.881Z"
         }
        }
       }
      }
     }
    },
    "responses": {
     "2XX": {
      "$ref": "#/components/responses/OperationalEventReceived"
     },
     "4XX": {
      "$ref": "#/components/responses/OperationalEventRejected"
     },
     "5XX": {
      "$ref": "#/components/responses/OperationalEventFailed"
     }
    }
   }
  }
 },
 "components": {
  "securitySchemes": {
   "apiKey": {
    "type": "http",
    "scheme": "bearer",
    "description": "\u0060Authorization: Bearer hk_test_…\u0060 or \u0060hk_live_…\u0060. The key determines the project and the environment. The operations with \u0060portal\u0060\nor \u0060portal_manage\u0060 in \u0060x-access\u0060 also take the token of a portal session, \u0060hp_test_…\u0060 or \u0060hp_live_…\u0060.\n"
   }
  },
  "parameters": {
   "DestinationIdPath": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "The destination's id.",
    "schema": {
     "type": "string"
    },
    "example": "dest_01KJPX728R3NF6M7PXVWPBB6VV"
   },
   "DestinationUidPath": {
    "name": "uid",
    "in": "path",
    "required": true,
    "description": "The \u0060uid\u0060 that you gave the destination.",
    "schema": {
     "$ref": "#/components/schemas/DestinationUid"
    },
    "example": "acme-orders"
   },
   "SubscriptionIdPath": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "The subscription's id.",
    "schema": {
     "type": "string"
    },
    "example": "sub_01KJPX7SD4VQ3E5CH4T3YR45K9"
   },
   "EventIdPath": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "The event's id.",
    "schema": {
     "type": "string"
    },
    "example": "evt_01KJPX8RB1P17G0AVDQZTD2P3X"
   },
   "DeliveryIdPath": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "The delivery's id.",
    "schema": {
     "type": "string"
    },
    "example": "del_01KJPX8RB1D5DN21RK3W3F0XPC"
   },
   "DeadDeliveryIdPath": {
    "name": "delivery_id",
    "in": "path",
    "required": true,
    "description": "The dead delivery's id.",
    "schema": {
     "type": "string"
    },
    "example": "del_01KJPXKYVQ52HTBT0X3T4Z1VY7"
   },
   "ApiKeyIdPath": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "The key's id.",
    "schema": {
     "type": "string"
    },
    "example": "key_01KJPX71V0Z7M1RCH4T3YR45K9"
   },
   "PortalSessionIdPath": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "The portal session's id.",
    "schema": {
     "type": "string"
    },
    "example": "ps_01KJPX71V0Z7M1RCH4T3YR45K9"
   },
   "TenantPath": {
    "name": "tenant",
    "in": "path",
    "required": true,
    "description": "The tenant.",
    "schema": {
     "type": "string",
     "minLength": 1,
     "maxLength": 128,
     "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:\\-]*$"
    },
    "example": "acme"
   },
   "EventTypePath": {
    "name": "type",
    "in": "path",
    "required": true,
    "description": "The event type.",
    "schema": {
     "type": "string"
    },
    "example": "order.created"
   },
   "IdempotencyKey": {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.\nA different request with the key is \u0060idempotency_key_conflict\u0060.\n",
    "schema": {
     "type": "string",
     "minLength": 1,
     "maxLength": 255
    },
    "example": "7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11"
   },
   "Traceparent": {
    "name": "traceparent",
    "in": "header",
    "description": "W3C trace context of the sender. Every attempt of every delivery of the events continues it, as a span of the same trace:\nretries and replays too. A repetition with an idempotency key keeps the first one. Ignored if it is not valid, and in\nrequests of portal sessions.\n",
    "schema": {
     "type": "string"
    },
    "example": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
   },
   "Tracestate": {
    "name": "tracestate",
    "in": "header",
    "description": "Continued with \u0060traceparent\u0060, to destinations without a tenant only. A list that is not valid is dropped. From one of more\nthan 512 characters members are dropped until it fits.\n",
    "schema": {
     "type": "string"
    },
    "example": "congo=t61rcWkgMzE"
   },
   "Cursor": {
    "name": "cursor",
    "in": "query",
    "description": "\u0060next_cursor\u0060 of the previous page. Valid only for the same list with the same filters.",
    "schema": {
     "type": "string",
     "minLength": 1,
     "pattern": "^[A-Za-z0-9_\\-]+$",
     "x-checked-later": [
      "minLength",
      "pattern"
     ]
    }
   },
   "Limit": {
    "name": "limit",
    "in": "query",
    "description": "Maximum number of items per page.",
    "schema": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "default": 25
    },
    "example": 25
   },
   "Since": {
    "name": "since",
    "in": "query",
    "description": "Only items created at or after this time.",
    "schema": {
     "type": "string",
     "format": "date-time"
    },
    "example": "2026-03-02T09:00:00.000Z"
   },
   "Until": {
    "name": "until",
    "in": "query",
    "description": "Only items created before this time.",
    "schema": {
     "type": "string",
     "format": "date-time"
    },
    "example": "2026-03-02T10:00:00.000Z"
   },
   "DestinationIdFilter": {
    "name": "destination_id",
    "in": "query",
    "description": "Only items of this destination.",
    "schema": {
     "type": "string"
    },
    "example": "dest_01KJPX728R3NF6M7PXVWPBB6VV"
   },
   "TenantFilter": {
    "name": "tenant",
    "in": "query",
    "description": "Only items of this tenant; empty: only those without a tenant.",
    "allowEmptyValue": true,
    "schema": {
     "$ref": "#/components/schemas/TenantSelector"
    },
    "example": "acme"
   },
   "SessionTenantFilter": {
    "name": "tenant",
    "in": "query",
    "description": "Only sessions of this tenant.",
    "schema": {
     "$ref": "#/components/schemas/TenantName"
    },
    "example": "acme"
   },
   "EventTypeFilter": {
    "name": "event_type",
    "in": "query",
    "description": "Only deliveries of events of exactly this type.",
    "schema": {
     "type": "string"
    },
    "example": "order.created"
   }
  },
  "headers": {
   "HarborRequestId": {
    "description": "The request's id. Quote it when you report a problem.",
    "required": true,
    "schema": {
     "$ref": "#/components/schemas/RequestId"
    },
    "example": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
   },
   "RateLimit": {
    "description": "The remaining quota and the seconds until it is full again. Absent if limits are off.",
    "schema": {
     "type": "string"
    },
    "example": "\"read\";r=599;t=1"
   },
   "RateLimitPolicy": {
    "description": "The limit's name, its quota and its window in seconds. Absent if limits are off.",
    "schema": {
     "type": "string"
    },
    "example": "\"read\";q=600;w=60"
   },
   "IdempotentReplayed": {
    "description": "\u0060true\u0060 if this is the stored response of an earlier request. Absent otherwise.",
    "schema": {
     "type": "string",
     "enum": [
      "true"
     ]
    },
    "example": "true"
   },
   "RetryAfter": {
    "description": "Seconds to wait before the next try.",
    "required": true,
    "schema": {
     "type": "integer",
     "minimum": 0
    },
    "example": 2
   },
   "HarborRetryHint": {
    "description": "\u0060true\u0060 (case-insensitive) asks Harbor to retry on schedule.",
    "schema": {
     "type": "string"
    },
    "example": "true"
   },
   "DestinationRetryAfter": {
    "description": "The earliest time of the next attempt: seconds or an HTTP date, limited to \u0060max_delay_seconds\u0060.",
    "schema": {
     "type": "string"
    },
    "example": "120"
   }
  },
  "responses": {
   "OperationalEventReceived": {
    "description": "The delivery has succeeded."
   },
   "OperationalEventRejected": {
    "description": "The delivery is dead at once, unless the response asks for a retry."
   },
   "OperationalEventFailed": {
    "description": "Harbor retries on schedule."
   },
   "InvalidRequest": {
    "description": "The request does not match this specification; see \u0060details\u0060.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidRequestError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "query/bucket",
            "message": "must be one of minute, hour, day"
           }
          ]
         }
        }
       }
      }
     }
    }
   },
   "InvalidRotation": {
    "description": "The request does not match this specification, or the signing secret is not valid; see \u0060details\u0060.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidRotationError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/grace_period_days",
            "message": "must be <= 30"
           }
          ]
         }
        }
       },
       "invalid_signing_secret": {
        "value": {
         "error": {
          "code": "invalid_signing_secret",
          "message": "The signing secret is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_signing_secret",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/signing_secret",
            "message": "must be whsec_ and the base64 of 24 to 64 bytes"
           }
          ]
         }
        }
       }
      }
     }
    }
   },
   "InvalidListRequest": {
    "description": "A query parameter does not match this specification, or the cursor is not valid for this list and these filters.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidListRequestError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "query/limit",
            "message": "must be <= 100"
           }
          ]
         }
        }
       },
       "invalid_cursor": {
        "value": {
         "error": {
          "code": "invalid_cursor",
          "message": "The cursor is not valid for this list and these filters.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_cursor",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "InvalidDestination": {
    "description": "The request does not match this specification, the URL is not allowed, or its host does not resolve.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidDestinationError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/nmae",
            "message": "is not a known field"
           }
          ]
         }
        }
       },
       "invalid_url": {
        "value": {
         "error": {
          "code": "invalid_url",
          "message": "The URL is not allowed as a destination.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_url",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/url",
            "message": "is a loopback address"
           }
          ]
         }
        }
       },
       "url_not_reachable": {
        "value": {
         "error": {
          "code": "url_not_reachable",
          "message": "The host name of the URL does not resolve.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#url_not_reachable",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/url",
            "message": "hooks.acme.example does not resolve"
           }
          ]
         }
        }
       }
      }
     }
    }
   },
   "InvalidNewDestination": {
    "description": "The request does not match this specification, the URL is not allowed, or its host does not resolve, or the pattern or filter of a subscription is not valid.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidNewDestinationError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/nmae",
            "message": "is not a known field"
           }
          ]
         }
        }
       },
       "invalid_url": {
        "value": {
         "error": {
          "code": "invalid_url",
          "message": "The URL is not allowed as a destination.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_url",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/url",
            "message": "is a loopback address"
           }
          ]
         }
        }
       },
       "url_not_reachable": {
        "value": {
         "error": {
          "code": "url_not_reachable",
          "message": "The host name of the URL does not resolve.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#url_not_reachable",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/url",
            "message": "hooks.acme.example does not resolve"
           }
          ]
         }
        }
       },
       "invalid_event_type_pattern": {
        "value": {
         "error": {
          "code": "invalid_event_type_pattern",
          "message": "The event type pattern is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_event_type_pattern",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/subscriptions/0/event_type",
            "message": "** is only allowed at the end"
           }
          ]
         }
        }
       },
       "invalid_filter": {
        "value": {
         "error": {
          "code": "invalid_filter",
          "message": "The filter is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_filter",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/subscriptions/0/filter/$.amount_cents/$gte",
            "message": "must be a number or a string"
           }
          ]
         }
        }
       },
       "invalid_signing_secret": {
        "value": {
         "error": {
          "code": "invalid_signing_secret",
          "message": "The signing secret is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_signing_secret",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/signing_secret",
            "message": "must be whsec_ and the base64 of 24 to 64 bytes"
           }
          ]
         }
        }
       }
      }
     }
    }
   },
   "InvalidSubscription": {
    "description": "The request does not match this specification, or the pattern or filter is not valid.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidSubscriptionError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/nmae",
            "message": "is not a known field"
           }
          ]
         }
        }
       },
       "invalid_event_type_pattern": {
        "value": {
         "error": {
          "code": "invalid_event_type_pattern",
          "message": "The event type pattern is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_event_type_pattern",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/event_type",
            "message": "** is only allowed at the end"
           }
          ]
         }
        }
       },
       "invalid_filter": {
        "value": {
         "error": {
          "code": "invalid_filter",
          "message": "The filter is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_filter",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/filter/$.amount_cents/$gte",
            "message": "must be a number or a string"
           }
          ]
         }
        }
       }
      }
     }
    }
   },
   "InvalidEvent": {
    "description": "The request does not match this specification, the event type is not valid, or the body does not match its schema or is nested too deeply.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidEventError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/nmae",
            "message": "is not a known field"
           }
          ]
         }
        }
       },
       "invalid_event_type": {
        "value": {
         "error": {
          "code": "invalid_event_type",
          "message": "The event type is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_event_type",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/type",
            "message": "must be dotted segments of A-Z, a-z, 0-9, _ and -"
           }
          ]
         }
        }
       },
       "invalid_event_body": {
        "value": {
         "error": {
          "code": "invalid_event_body",
          "message": "The body does not match the schema of its event type.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_event_body",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/body/amount_cents",
            "message": "must be integer"
           }
          ]
         }
        }
       },
       "body_too_deep": {
        "value": {
         "error": {
          "code": "body_too_deep",
          "message": "The event body is nested too deeply (maximum 512 levels).",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#body_too_deep",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/body",
            "message": "is nested more than 512 levels deep"
           }
          ]
         }
        }
       }
      }
     }
    }
   },
   "InvalidReplay": {
    "description": "The request does not match this specification, or a named destination has no subscription that matches the event.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidReplayError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/nmae",
            "message": "is not a known field"
           }
          ]
         }
        }
       },
       "destination_not_subscribed": {
        "value": {
         "error": {
          "code": "destination_not_subscribed",
          "message": "The destination has no subscription that matches this event.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#destination_not_subscribed",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/destination_ids/0",
            "message": "has no subscription that matches order.created"
           }
          ]
         }
        }
       }
      }
     }
    }
   },
   "Unauthorized": {
    "description": "The API key is missing, malformed or unknown.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/UnauthorizedError"
      },
      "examples": {
       "unauthorized": {
        "value": {
         "error": {
          "code": "unauthorized",
          "message": "A valid API key is required: Authorization: Bearer hk_test_… or hk_live_….",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#unauthorized",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "Forbidden": {
    "description": "The API key is revoked or is not allowed to make this request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/ForbiddenError"
      },
      "examples": {
       "forbidden": {
        "value": {
         "error": {
          "code": "forbidden",
          "message": "This API key or portal session is not allowed to make this request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#forbidden",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DestinationNotFound": {
    "description": "Destination not found in this environment.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DestinationNotFoundError"
      },
      "examples": {
       "destination_not_found": {
        "value": {
         "error": {
          "code": "destination_not_found",
          "message": "Destination not found in this environment.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#destination_not_found",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "SubscriptionNotFound": {
    "description": "Subscription not found in this environment.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/SubscriptionNotFoundError"
      },
      "examples": {
       "subscription_not_found": {
        "value": {
         "error": {
          "code": "subscription_not_found",
          "message": "Subscription not found in this environment.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#subscription_not_found",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "EventNotFound": {
    "description": "Event not found in this environment.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/EventNotFoundError"
      },
      "examples": {
       "event_not_found": {
        "value": {
         "error": {
          "code": "event_not_found",
          "message": "Event not found in this environment.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#event_not_found",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DeliveryNotFound": {
    "description": "Delivery not found in this environment.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DeliveryNotFoundError"
      },
      "examples": {
       "delivery_not_found": {
        "value": {
         "error": {
          "code": "delivery_not_found",
          "message": "Delivery not found in this environment.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#delivery_not_found",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "ApiKeyNotFound": {
    "description": "API key not found in this environment.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/ApiKeyNotFoundError"
      },
      "examples": {
       "api_key_not_found": {
        "value": {
         "error": {
          "code": "api_key_not_found",
          "message": "API key not found in this environment.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#api_key_not_found",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "PortalSessionNotFound": {
    "description": "Portal session not found in this environment.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/PortalSessionNotFoundError"
      },
      "examples": {
       "portal_session_not_found": {
        "value": {
         "error": {
          "code": "portal_session_not_found",
          "message": "Portal session not found in this environment.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#portal_session_not_found",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "LastAdminKey": {
    "description": "The key is the last admin key of its environment.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/LastAdminKeyError"
      },
      "examples": {
       "last_admin_key": {
        "value": {
         "error": {
          "code": "last_admin_key",
          "message": "The last admin key of an environment cannot be revoked.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#last_admin_key",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "EventTypeNotFound": {
    "description": "The catalogue of this environment has no such type.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/EventTypeNotFoundError"
      },
      "examples": {
       "event_type_not_found": {
        "value": {
         "error": {
          "code": "event_type_not_found",
          "message": "Event type not found in this environment.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#event_type_not_found",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "InvalidEventType": {
    "description": "The request does not match this specification, the type or the schema is not valid, or the example does not match the schema.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InvalidEventTypeError"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "error": {
          "code": "invalid_request",
          "message": "The request does not match the API specification.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_request",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/visiblity",
            "message": "is not a known field"
           }
          ]
         }
        }
       },
       "invalid_event_type": {
        "value": {
         "error": {
          "code": "invalid_event_type",
          "message": "The event type is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_event_type",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "path/type",
            "message": "must be dotted segments of A-Z, a-z, 0-9, _ and -"
           }
          ]
         }
        }
       },
       "invalid_schema": {
        "value": {
         "error": {
          "code": "invalid_schema",
          "message": "The JSON Schema is not valid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_schema",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/schema/properties/amount_cents/minimum",
            "message": "must be a number"
           }
          ]
         }
        }
       },
       "invalid_event_body": {
        "value": {
         "error": {
          "code": "invalid_event_body",
          "message": "The body does not match the schema of its event type.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#invalid_event_body",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/example/amount_cents",
            "message": "must be integer"
           }
          ]
         }
        }
       }
      }
     }
    }
   },
   "OverEventTypeLimit": {
    "description": "The catalogue is full (1,000 event types per environment).",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/OverEventTypeLimitError"
      },
      "examples": {
       "over_event_type_limit": {
        "value": {
         "error": {
          "code": "over_event_type_limit",
          "message": "Event type limit reached (1,000 per environment).",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#over_event_type_limit",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "IdempotencyKeyConflict": {
    "description": "The idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/IdempotencyKeyConflictError"
      },
      "examples": {
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "EventErased": {
    "description": "The event is erased, or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/EventErasedError"
      },
      "examples": {
       "event_erased": {
        "value": {
         "error": {
          "code": "event_erased",
          "message": "The event is erased.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#event_erased",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DestinationPaused": {
    "description": "The destination is paused, or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DestinationPausedError"
      },
      "examples": {
       "destination_paused": {
        "value": {
         "error": {
          "code": "destination_paused",
          "message": "The destination is paused.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#destination_paused",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DestinationNotCreated": {
    "description": "The limit of destinations or of subscriptions is reached, another destination has the \u0060uid\u0060, or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DestinationNotCreatedError"
      },
      "examples": {
       "over_destination_limit": {
        "value": {
         "error": {
          "code": "over_destination_limit",
          "message": "Destination limit reached (1,000 per environment, 50 per tenant).",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#over_destination_limit",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "uid_taken": {
        "value": {
         "error": {
          "code": "uid_taken",
          "message": "Another destination of the environment has this uid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#uid_taken",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "over_subscription_limit": {
        "value": {
         "error": {
          "code": "over_subscription_limit",
          "message": "Subscription limit reached (100 per destination).",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#over_subscription_limit",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "OverSubscriptionLimit": {
    "description": "The destination limit is reached (1,000 per environment), or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/OverSubscriptionLimitError"
      },
      "examples": {
       "over_subscription_limit": {
        "value": {
         "error": {
          "code": "over_subscription_limit",
          "message": "Subscription limit reached (100 per destination).",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#over_subscription_limit",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "RotationInProgress": {
    "description": "An earlier rotation is in its grace period (use \u0060grace_period_days: 0\u0060 to end it), or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/RotationInProgressError"
      },
      "examples": {
       "rotation_in_progress": {
        "value": {
         "error": {
          "code": "rotation_in_progress",
          "message": "The destination has a key rotation in its grace period.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#rotation_in_progress",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DestinationNotChanged": {
    "description": "A signing key or signature of an earlier change is still in its grace period, another destination has the \u0060uid\u0060, or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DestinationNotChangedError"
      },
      "examples": {
       "rotation_in_progress": {
        "value": {
         "error": {
          "code": "rotation_in_progress",
          "message": "The destination has a key rotation in its grace period.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#rotation_in_progress",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "uid_taken": {
        "value": {
         "error": {
          "code": "uid_taken",
          "message": "Another destination of the environment has this uid.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#uid_taken",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DestinationNotReplaced": {
    "description": "The destination belongs to another tenant, an earlier signature is in its grace period, the limit of destinations or of subscriptions is reached, or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DestinationNotReplacedError"
      },
      "examples": {
       "rotation_in_progress": {
        "value": {
         "error": {
          "code": "rotation_in_progress",
          "message": "The destination has a key rotation in its grace period.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#rotation_in_progress",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "tenant_mismatch": {
        "value": {
         "error": {
          "code": "tenant_mismatch",
          "message": "The destination with this uid belongs to another tenant.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#tenant_mismatch",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "over_destination_limit": {
        "value": {
         "error": {
          "code": "over_destination_limit",
          "message": "Destination limit reached (1,000 per environment, 50 per tenant).",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#over_destination_limit",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "over_subscription_limit": {
        "value": {
         "error": {
          "code": "over_subscription_limit",
          "message": "Subscription limit reached (100 per destination).",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#over_subscription_limit",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DeliveryNotRetryable": {
    "description": "The delivery has succeeded or has an attempt in progress, its event is erased, its destination is deleted, or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DeliveryNotRetryableError"
      },
      "examples": {
       "delivery_not_retryable": {
        "value": {
         "error": {
          "code": "delivery_not_retryable",
          "message": "The delivery cannot be retried in its current state.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#delivery_not_retryable",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "destination_deleted": {
        "value": {
         "error": {
          "code": "destination_deleted",
          "message": "The destination of this delivery is deleted.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#destination_deleted",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "event_erased": {
        "value": {
         "error": {
          "code": "event_erased",
          "message": "The event is erased.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#event_erased",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DeadDeliveryNotReplayable": {
    "description": "The delivery is not dead, its event is erased, its destination is paused or deleted, or the idempotency key was used for a different request.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DeadDeliveryNotReplayableError"
      },
      "examples": {
       "delivery_not_retryable": {
        "value": {
         "error": {
          "code": "delivery_not_retryable",
          "message": "The delivery cannot be retried in its current state.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#delivery_not_retryable",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "destination_paused": {
        "value": {
         "error": {
          "code": "destination_paused",
          "message": "The destination is paused.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#destination_paused",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "destination_deleted": {
        "value": {
         "error": {
          "code": "destination_deleted",
          "message": "The destination of this delivery is deleted.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#destination_deleted",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "event_erased": {
        "value": {
         "error": {
          "code": "event_erased",
          "message": "The event is erased.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#event_erased",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       },
       "idempotency_key_conflict": {
        "value": {
         "error": {
          "code": "idempotency_key_conflict",
          "message": "The idempotency key was already used with a different request.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "EventTooOld": {
    "description": "The event is older than 30 days.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/EventTooOldError"
      },
      "examples": {
       "event_too_old": {
        "value": {
         "error": {
          "code": "event_too_old",
          "message": "The event is past its retention.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#event_too_old",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "DeliveryTooOld": {
    "description": "The delivery's event is older than 30 days.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/DeliveryTooOldError"
      },
      "examples": {
       "delivery_too_old": {
        "value": {
         "error": {
          "code": "delivery_too_old",
          "message": "The event of this delivery is past its retention.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#delivery_too_old",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "RequestTooLarge": {
    "description": "The request exceeds the size limit of this operation.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/RequestTooLargeError"
      },
      "examples": {
       "request_too_large": {
        "value": {
         "error": {
          "code": "request_too_large",
          "message": "The request is too large.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#request_too_large",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "BodyTooLarge": {
    "description": "An event body is over 256 KB or a batch over 5 MB (\u0060body_too_large\u0060), or the request exceeds the size limit of this operation.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/BodyTooLargeError"
      },
      "examples": {
       "body_too_large": {
        "value": {
         "error": {
          "code": "body_too_large",
          "message": "The event body is too large.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#body_too_large",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C",
          "details": [
           {
            "path": "body/body",
            "message": "is 262,301 bytes (maximum 262,144)"
           }
          ]
         }
        }
       },
       "request_too_large": {
        "value": {
         "error": {
          "code": "request_too_large",
          "message": "The request is too large.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#request_too_large",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "UnsupportedMediaType": {
    "description": "The request body is not \u0060application/json\u0060 in UTF-8, or is compressed.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/UnsupportedMediaTypeError"
      },
      "examples": {
       "unsupported_media_type": {
        "value": {
         "error": {
          "code": "unsupported_media_type",
          "message": "The request body must be application/json in UTF-8, without Content-Encoding.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#unsupported_media_type",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "RateLimited": {
    "description": "Too many requests. Wait for \u0060Retry-After\u0060 seconds.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     },
     "Retry-After": {
      "$ref": "#/components/headers/RetryAfter"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/RateLimitedError"
      },
      "examples": {
       "rate_limited": {
        "value": {
         "error": {
          "code": "rate_limited",
          "message": "Rate limit exceeded; see the Retry-After header.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#rate_limited",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "InternalServerError": {
    "description": "A fault in Harbor. Repeat the request, a POST with the same idempotency key.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/InternalError"
      },
      "examples": {
       "internal_error": {
        "value": {
         "error": {
          "code": "internal_error",
          "message": "Internal error. Quote the request id when you report it.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#internal_error",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   },
   "Overloaded": {
    "description": "Harbor receives more than it can store. Nothing was stored. Wait for \u0060Retry-After\u0060 seconds.",
    "headers": {
     "Harbor-Request-Id": {
      "$ref": "#/components/headers/HarborRequestId"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     },
     "Retry-After": {
      "$ref": "#/components/headers/RetryAfter"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/OverloadedError"
      },
      "examples": {
       "overloaded": {
        "value": {
         "error": {
          "code": "overloaded",
          "message": "Harbor is overloaded; nothing was stored. See the Retry-After header.",
          "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#overloaded",
          "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
         }
        }
       }
      }
     }
    }
   }
  },
  "schemas": {
   "DestinationId": {
    "type": "string",
    "description": "\u0060dest_\u0060 and a ULID.",
    "pattern": "^dest_[0-9A-HJKMNP-TV-Z]{26}$",
    "examples": [
     "dest_01KJPX728R3NF6M7PXVWPBB6VV"
    ]
   },
   "DestinationUid": {
    "type": "string",
    "minLength": 1,
    "maxLength": 128,
    "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:\\-]*$",
    "description": "Your own id of a destination: 1-128 of \u0060A-Z a-z 0-9 _ . : -\u0060, beginning with a letter or digit, unique in the\nenvironment.\n",
    "examples": [
     "acme-orders"
    ]
   },
   "SubscriptionId": {
    "type": "string",
    "description": "\u0060sub_\u0060 and a ULID.",
    "pattern": "^sub_[0-9A-HJKMNP-TV-Z]{26}$",
    "examples": [
     "sub_01KJPX7SD4VQ3E5CH4T3YR45K9"
    ]
   },
   "EventId": {
    "type": "string",
    "description": "\u0060evt_\u0060 and a ULID.",
    "pattern": "^evt_[0-9A-HJKMNP-TV-Z]{26}$",
    "examples": [
     "evt_01KJPX8RB1P17G0AVDQZTD2P3X"
    ]
   },
   "DeliveryId": {
    "type": "string",
    "description": "\u0060del_\u0060 and a ULID.",
    "pattern": "^del_[0-9A-HJKMNP-TV-Z]{26}$",
    "examples": [
     "del_01KJPX8RB1D5DN21RK3W3F0XPC"
    ]
   },
   "RequestId": {
    "type": "string",
    "description": "\u0060req_\u0060 and a ULID; also in the \u0060Harbor-Request-Id\u0060 header of every response.",
    "pattern": "^req_[0-9A-HJKMNP-TV-Z]{26}$",
    "examples": [
     "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
    ]
   },
   "ApiKeyId": {
    "type": "string",
    "description": "An API key's id.",
    "pattern": "^key_[0-9A-HJKMNP-TV-Z]{26}$",
    "examples": [
     "key_01KJPX71V0Z7M1RCH4T3YR45K9"
    ]
   },
   "PortalSessionId": {
    "type": "string",
    "description": "A portal session's id.",
    "pattern": "^ps_[0-9A-HJKMNP-TV-Z]{26}$",
    "examples": [
     "ps_01KJPX71V0Z7M1RCH4T3YR45K9"
    ]
   },
   "Environment": {
    "type": "string",
    "description": "The environment of the API key.",
    "enum": [
     "live",
     "test"
    ]
   },
   "TenantSelector": {
    "type": "string",
    "maxLength": 128,
    "pattern": "^([A-Za-z0-9][A-Za-z0-9_.:\\-]*)?$",
    "description": "A tenant; empty stands for the items without one.",
    "examples": [
     "acme"
    ]
   },
   "TenantName": {
    "type": "string",
    "minLength": 1,
    "maxLength": 128,
    "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:\\-]*$",
    "description": "A tenant.",
    "examples": [
     "acme"
    ]
   },
   "Tenant": {
    "type": [
     "string",
     "null"
    ],
    "minLength": 1,
    "maxLength": 128,
    "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:\\-]*$",
    "description": "One of your own customers: a string that you choose, 1-128 of \u0060A-Z a-z 0-9 _ . : -\u0060, beginning with a letter or digit.\nNull: none.\n",
    "examples": [
     "acme"
    ]
   },
   "SigningSecret": {
    "type": [
     "string",
     "null"
    ],
    "description": "\u0060whsec_\u0060 and the base64 of 32 random bytes, or the secret that you gave. With the signature \u0060harbor\u0060 the whole string is the\nHMAC key.\n",
    "pattern": "^whsec_[A-Za-z0-9+/]{32,86}={0,2}$",
    "examples": [
     "whsec_9KlQBb5R2mazILSkjLeeokq4Ld1quwUghMTwLzQX0iE="
    ]
   },
   "PublicKey": {
    "type": "string",
    "description": "\u0060whpk_\u0060 and the base64 of the 32 bytes of an Ed25519 public key.",
    "pattern": "^whpk_[A-Za-z0-9+/]{43}=$",
    "examples": [
     "whpk_1HxkZBMC8pWfOAqVFzCv2q5C0mQXzNzTFpYbWcqy9gI="
    ]
   },
   "SignatureScheme": {
    "type": "string",
    "description": "The headers that prove a delivery. \u0060harbor\u0060: \u0060Harbor-Signature\u0060. \u0060standard\u0060: \u0060webhook-id\u0060, \u0060webhook-timestamp\u0060 and\n\u0060webhook-signature\u0060 of Standard Webhooks 1.0, version \u0060v1\u0060; the HMAC key is the base64-decoded part of the secret.\n\u0060standard_ed25519\u0060: the same headers, version \u0060v1a\u0060, signed with a private key that only Harbor has.\n",
    "enum": [
     "harbor",
     "standard",
     "standard_ed25519"
    ]
   },
   "DestinationStatus": {
    "type": "string",
    "description": "\u0060paused\u0060 holds first attempts; scheduled retries continue.",
    "enum": [
     "active",
     "paused"
    ]
   },
   "SubscriptionStatus": {
    "type": "string",
    "description": "A \u0060paused\u0060 subscription matches nothing.",
    "enum": [
     "active",
     "paused"
    ]
   },
   "DeliveryStatus": {
    "type": "string",
    "description": "\u0060pending\u0060: no attempt yet, or held. \u0060retrying\u0060: the last attempt failed and another one is scheduled. \u0060succeeded\u0060: the\ndestination returned 2xx. \u0060dead\u0060: failed for good, see \u0060dead_reason\u0060.\n",
    "enum": [
     "pending",
     "retrying",
     "succeeded",
     "dead"
    ]
   },
   "Metadata": {
    "type": [
     "object",
     "null"
    ],
    "description": "Custom data, up to 8 KB as JSON. Harbor stores it and does not interpret it.",
    "additionalProperties": true,
    "examples": [
     {
      "customer_id": "cus_981"
     }
    ]
   },
   "Destination": {
    "type": "object",
    "description": "A URL that Harbor delivers to, with its retry policy and state.",
    "required": [
     "id",
     "uid",
     "url",
     "name",
     "status",
     "paused_reason",
     "paused_at",
     "retry_policy",
     "max_concurrent_deliveries",
     "max_per_second",
     "timeout_seconds",
     "ordering",
     "header_names",
     "metadata",
     "tenant",
     "environment",
     "signature",
     "public_key",
     "public_keys",
     "old_key_expires_at",
     "created_at",
     "updated_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "uid": {
      "type": [
       "string",
       "null"
      ],
      "description": "Your own id of it; null if it has none, and for portal sessions."
     },
     "url": {
      "type": "string",
      "description": "The URL that receives deliveries."
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "status": {
      "$ref": "#/components/schemas/DestinationStatus"
     },
     "paused_reason": {
      "type": [
       "string",
       "null"
      ],
      "description": "\u0060manual\u0060: paused through the API. \u0060circuit_breaker\u0060: too many consecutive failed attempts. \u0060gone\u0060: it returned 410. \u0060portal\u0060: paused by a portal session. Null while active.",
      "enum": [
       "manual",
       "circuit_breaker",
       "gone",
       "portal",
       null
      ]
     },
     "paused_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time"
     },
     "retry_policy": {
      "$ref": "#/components/schemas/RetryPolicy"
     },
     "max_concurrent_deliveries": {
      "type": "integer",
      "description": "Maximum number of concurrent requests to this destination, over all server processes."
     },
     "max_per_second": {
      "type": [
       "number",
       "null"
      ],
      "description": "Maximum number of requests to this destination per second, over all server processes; null for no limit."
     },
     "timeout_seconds": {
      "type": "integer",
      "description": "Time limit of an attempt, from the DNS lookup to the last byte that is read of the response."
     },
     "ordering": {
      "$ref": "#/components/schemas/Ordering"
     },
     "header_names": {
      "type": "array",
      "description": "Names of the custom headers of deliveries. Their values are never returned.",
      "items": {
       "type": "string"
      }
     },
     "metadata": {
      "$ref": "#/components/schemas/Metadata",
      "description": "Custom data; null if none was given."
     },
     "tenant": {
      "$ref": "#/components/schemas/Tenant",
      "description": "The tenant that it belongs to, which never changes. Null: it is your own and gets the events of all tenants."
     },
     "environment": {
      "$ref": "#/components/schemas/Environment"
     },
     "signature": {
      "$ref": "#/components/schemas/SignatureScheme"
     },
     "public_key": {
      "type": [
       "string",
       "null"
      ],
      "pattern": "^whpk_[A-Za-z0-9+/]{43}=$",
      "description": "The current public key; null unless \u0060signature\u0060 is \u0060standard_ed25519\u0060."
     },
     "public_keys": {
      "type": "array",
      "description": "The public keys in force, newest first: two during a rotation. Empty if no key has a public part.",
      "items": {
       "$ref": "#/components/schemas/PublicKey"
      }
     },
     "old_key_expires_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When the previous key or signature ends. Null if only one signs."
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "updated_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "DestinationWithSecret": {
    "description": "A new destination with its signing secret, which no other response contains.",
    "allOf": [
     {
      "$ref": "#/components/schemas/Destination"
     },
     {
      "type": "object",
      "required": [
       "signing_secret"
      ],
      "properties": {
       "signing_secret": {
        "$ref": "#/components/schemas/SigningSecret",
        "description": "Shown only in this response; null if \u0060signature\u0060 is \u0060standard_ed25519\u0060."
       }
      }
     }
    ]
   },
   "UpdatedDestination": {
    "description": "The destination after the change, with the new secret if a new \u0060signature\u0060 needed one.",
    "allOf": [
     {
      "$ref": "#/components/schemas/Destination"
     },
     {
      "type": "object",
      "required": [
       "signing_secret"
      ],
      "properties": {
       "signing_secret": {
        "$ref": "#/components/schemas/SigningSecret",
        "description": "The new secret after a change from \u0060standard_ed25519\u0060, shown only in this response; otherwise null."
       }
      }
     }
    ]
   },
   "DestinationPage": {
    "type": "object",
    "description": "A page of destinations, newest first.",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Destination"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "Ordering": {
    "description": "The order in which a destination gets events.",
    "type": "string",
    "enum": [
     "none",
     "key"
    ]
   },
   "DestinationInput": {
    "type": "object",
    "description": "A new destination. Omitted fields get their defaults.",
    "additionalProperties": false,
    "required": [
     "url"
    ],
    "properties": {
     "url": {
      "type": "string",
      "format": "uri",
      "minLength": 1,
      "maxLength": 2048,
      "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s]+([/?#]\\S*)?$",
      "x-checked-later": [
       "format",
       "minLength",
       "pattern"
      ],
      "description": "The URL that receives deliveries: \u0060https\u0060, in test mode also \u0060http\u0060, without credentials."
     },
     "name": {
      "type": [
       "string",
       "null"
      ],
      "maxLength": 256,
      "pattern": "^[^\\x00]*$",
      "x-checked-later": [
       "pattern"
      ],
      "description": "A display name."
     },
     "retry_policy": {
      "$ref": "#/components/schemas/RetryPolicyInput"
     },
     "max_concurrent_deliveries": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1000,
      "default": 50,
      "description": "Maximum number of concurrent requests to this destination, over all server processes."
     },
     "max_per_second": {
      "type": [
       "number",
       "null"
      ],
      "minimum": 0.1,
      "maximum": 10000,
      "default": null,
      "description": "Maximum number of requests to this destination per second, over all server processes. Deliveries wait until they may be\nsent; retries by hand and test events do not wait, but count. Null: no limit.\n"
     },
     "timeout_seconds": {
      "type": "integer",
      "minimum": 1,
      "maximum": 120,
      "default": 30,
      "description": "Time limit of an attempt, from the DNS lookup to the last byte that is read of the response."
     },
     "ordering": {
      "$ref": "#/components/schemas/Ordering",
      "default": "none",
      "description": "\u0060key\u0060: events with the same \u0060ordering_key\u0060 are sent one at a time, in the order of their acceptance. An event that fails holds\nback the later ones of its key until it succeeds or is dead. \u0060none\u0060: in any order. A change to \u0060key\u0060 applies to later\nevents; \u0060none\u0060 releases the deliveries that wait.\n"
     },
     "headers": {
      "$ref": "#/components/schemas/CustomHeaders"
     },
     "metadata": {
      "$ref": "#/components/schemas/Metadata",
      "description": "Custom data."
     },
     "tenant": {
      "$ref": "#/components/schemas/Tenant",
      "description": "The tenant that it belongs to: it gets only events of this tenant. It cannot be changed. By default null: the\ndestination is your own and gets the events of all tenants and those without one.\n"
     },
     "subscriptions": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SubscriptionOfDestination"
      },
      "description": "Its subscriptions, up to 100, which are created with it: in one transaction, all or nothing. Default: none.\n"
     },
     "signing_secret": {
      "type": "string",
      "description": "The secret that its receiver verifies with today, for a migration: \u0060whsec_\u0060 and the base64 of 24 to 64 bytes. By default Harbor creates\none. Not for \u0060standard_ed25519\u0060.\n"
     },
     "uid": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:\\-]*$",
      "description": "Your own id of it, such as one of your database, unique in the environment: 1-128 of \u0060A-Z a-z 0-9 _ . : -\u0060, beginning\nwith a letter or digit. With it the destination is at \u0060/v1/destinations/by-uid/{uid}\u0060. Null: none.\n"
     },
     "signature": {
      "$ref": "#/components/schemas/SignatureScheme",
      "default": "harbor"
     }
    }
   },
   "DestinationReplacement": {
    "type": "object",
    "description": "A destination as a whole. Omitted fields get their defaults.",
    "additionalProperties": false,
    "required": [
     "url"
    ],
    "properties": {
     "url": {
      "type": "string",
      "format": "uri",
      "minLength": 1,
      "maxLength": 2048,
      "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s]+([/?#]\\S*)?$",
      "x-checked-later": [
       "format",
       "minLength",
       "pattern"
      ],
      "description": "The URL that receives deliveries: \u0060https\u0060, in test mode also \u0060http\u0060, without credentials."
     },
     "name": {
      "type": [
       "string",
       "null"
      ],
      "maxLength": 256,
      "pattern": "^[^\\x00]*$",
      "x-checked-later": [
       "pattern"
      ],
      "description": "A display name."
     },
     "retry_policy": {
      "$ref": "#/components/schemas/RetryPolicyInput"
     },
     "max_concurrent_deliveries": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1000,
      "default": 50,
      "description": "Maximum number of concurrent requests to this destination, over all server processes."
     },
     "max_per_second": {
      "type": [
       "number",
       "null"
      ],
      "minimum": 0.1,
      "maximum": 10000,
      "default": null,
      "description": "Maximum number of requests to this destination per second, over all server processes. Deliveries wait until they may be\nsent; retries by hand and test events do not wait, but count. Null: no limit.\n"
     },
     "timeout_seconds": {
      "type": "integer",
      "minimum": 1,
      "maximum": 120,
      "default": 30,
      "description": "Time limit of an attempt, from the DNS lookup to the last byte that is read of the response."
     },
     "ordering": {
      "$ref": "#/components/schemas/Ordering",
      "default": "none",
      "description": "\u0060key\u0060: events with the same \u0060ordering_key\u0060 are sent one at a time, in the order of their acceptance. An event that fails holds\nback the later ones of its key until it succeeds or is dead. \u0060none\u0060: in any order. A change to \u0060key\u0060 applies to later\nevents; \u0060none\u0060 releases the deliveries that wait.\n"
     },
     "headers": {
      "$ref": "#/components/schemas/CustomHeaders"
     },
     "metadata": {
      "$ref": "#/components/schemas/Metadata",
      "description": "Custom data."
     },
     "tenant": {
      "$ref": "#/components/schemas/Tenant",
      "description": "The tenant that it belongs to: it gets only events of this tenant. It has to be that of an existing destination. By\ndefault null: the destination is your own and gets the events of all tenants and those without one.\n"
     },
     "subscriptions": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SubscriptionOfDestination"
      },
      "description": "All of its subscriptions, up to 100. They replace the current ones in the same transaction; one that is equal stays as\nit is, with its id and its status. By default the current ones stay.\n"
     },
     "signing_secret": {
      "type": "string",
      "description": "The secret of a new destination, for a migration: \u0060whsec_\u0060 and the base64 of 24 to 64 bytes. An existing destination keeps its keys. Not\nfor \u0060standard_ed25519\u0060.\n"
     },
     "signature": {
      "$ref": "#/components/schemas/SignatureScheme",
      "description": "The headers that prove a delivery. Default: that of the existing destination, \u0060harbor\u0060 for a new one.\n"
     },
     "grace_period_days": {
      "type": "integer",
      "minimum": 0,
      "maximum": 30,
      "default": 7,
      "description": "How long the old signature of an existing destination is sent beside a new \u0060signature\u0060. 0 ends every earlier key and\nsignature at once. Without a new \u0060signature\u0060 it has no effect.\n"
     }
    }
   },
   "DestinationUpdate": {
    "type": "object",
    "description": "The fields of a destination to change. Omitted fields keep their values.",
    "additionalProperties": false,
    "properties": {
     "url": {
      "type": "string",
      "format": "uri",
      "minLength": 1,
      "maxLength": 2048,
      "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s]+([/?#]\\S*)?$",
      "x-checked-later": [
       "format",
       "minLength",
       "pattern"
      ],
      "description": "The URL that receives deliveries: \u0060https\u0060, in test mode also \u0060http\u0060, without credentials."
     },
     "name": {
      "type": [
       "string",
       "null"
      ],
      "maxLength": 256,
      "pattern": "^[^\\x00]*$",
      "x-checked-later": [
       "pattern"
      ],
      "description": "A display name."
     },
     "status": {
      "$ref": "#/components/schemas/DestinationStatus"
     },
     "retry_policy": {
      "$ref": "#/components/schemas/RetryPolicyInput"
     },
     "max_concurrent_deliveries": {
      "type": "integer",
      "minimum": 1,
      "maximum": 1000,
      "description": "Maximum number of concurrent requests to this destination, over all server processes."
     },
     "max_per_second": {
      "type": [
       "number",
       "null"
      ],
      "minimum": 0.1,
      "maximum": 10000,
      "description": "Maximum number of requests to this destination per second, over all server processes. Deliveries wait until they may be\nsent; retries by hand and test events do not wait, but count. Null removes the limit.\n"
     },
     "timeout_seconds": {
      "type": "integer",
      "minimum": 1,
      "maximum": 120,
      "description": "Time limit of an attempt, from the DNS lookup to the last byte that is read of the response."
     },
     "ordering": {
      "$ref": "#/components/schemas/Ordering",
      "description": "\u0060key\u0060: events with the same \u0060ordering_key\u0060 are sent one at a time, in the order of their acceptance. An event that fails holds\nback the later ones of its key until it succeeds or is dead. \u0060none\u0060: in any order. A change to \u0060key\u0060 applies to later\nevents; \u0060none\u0060 releases the deliveries that wait.\n"
     },
     "headers": {
      "$ref": "#/components/schemas/CustomHeaders"
     },
     "metadata": {
      "$ref": "#/components/schemas/Metadata",
      "description": "Replaces the metadata; null removes it."
     },
     "uid": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:\\-]*$",
      "description": "Your own id of it, unique in the environment; null removes it.\n"
     },
     "signature": {
      "$ref": "#/components/schemas/SignatureScheme"
     },
     "grace_period_days": {
      "type": "integer",
      "minimum": 0,
      "maximum": 30,
      "default": 7,
      "description": "How long the old signature is sent beside a new \u0060signature\u0060. 0 ends every earlier key and signature at once. Without\na new \u0060signature\u0060 it has no effect.\n"
     }
    }
   },
   "CustomHeaders": {
    "type": "object",
    "description": "Up to 20 headers that Harbor adds to every delivery, with values up to 1 KB. An update replaces all of them; \u0060{}\u0060\nremoves them. Not allowed: \u0060Host\u0060, \u0060Connection\u0060, \u0060Keep-Alive\u0060, \u0060Content-*\u0060, \u0060Transfer-Encoding\u0060, \u0060TE\u0060, \u0060Trailer\u0060,\n\u0060Upgrade\u0060, \u0060Expect\u0060, \u0060User-Agent\u0060, \u0060traceparent\u0060, \u0060tracestate\u0060, \u0060baggage\u0060, \u0060Proxy-*\u0060, \u0060Harbor-*\u0060, \u0060webhook-*\u0060, \u0060svix-*\u0060.\n",
    "maxProperties": 20,
    "propertyNames": {
     "maxLength": 256,
     "pattern": "^(?!([Hh][Oo][Ss][Tt]|[Cc][Oo][Nn][Nn][Ee][Cc][Tt][Ii][Oo][Nn]|[Kk][Ee][Ee][Pp]-[Aa][Ll][Ii][Vv][Ee]|[Tt][Rr][Aa][Nn][Ss][Ff][Ee][Rr]-[Ee][Nn][Cc][Oo][Dd][Ii][Nn][Gg]|[Tt][Ee]|[Tt][Rr][Aa][Ii][Ll][Ee][Rr]|[Uu][Pp][Gg][Rr][Aa][Dd][Ee]|[Ee][Xx][Pp][Ee][Cc][Tt]|[Uu][Ss][Ee][Rr]-[Aa][Gg][Ee][Nn][Tt]|[Tt][Rr][Aa][Cc][Ee][Pp][Aa][Rr][Ee][Nn][Tt]|[Tt][Rr][Aa][Cc][Ee][Ss][Tt][Aa][Tt][Ee]|[Bb][Aa][Gg][Gg][Aa][Gg][Ee]|([Cc][Oo][Nn][Tt][Ee][Nn][Tt]|[Pp][Rr][Oo][Xx][Yy]|[Hh][Aa][Rr][Bb][Oo][Rr]|[Ww][Ee][Bb][Hh][Oo][Oo][Kk]|[Ss][Vv][Ii][Xx])-.*)$)[A-Za-z0-9!#$%&'*+.^_\u0060|~\\-]+$"
    },
    "additionalProperties": {
     "type": "string",
     "maxLength": 1024,
     "pattern": "^[\\t\\x20-\\x7e\\x80-\\xff]*$",
     "x-checked-later": [
      "pattern"
     ]
    },
    "x-checked-later": [
     "propertyNames"
    ],
    "examples": [
     {
      "X-Acme-Tenant": "eu-1"
     }
    ]
   },
   "RetryPolicy": {
    "type": "object",
    "description": "The current retry policy, including defaults.",
    "required": [
     "max_retries",
     "base_delay_seconds",
     "max_delay_seconds",
     "total_budget_seconds",
     "jitter",
     "circuit_breaker_threshold"
    ],
    "properties": {
     "max_retries": {
      "type": "integer"
     },
     "base_delay_seconds": {
      "type": "number"
     },
     "max_delay_seconds": {
      "type": "number"
     },
     "total_budget_seconds": {
      "type": "number"
     },
     "jitter": {
      "type": "number"
     },
     "circuit_breaker_threshold": {
      "type": [
       "integer",
       "null"
      ]
     }
    }
   },
   "RetryPolicyInput": {
    "type": "object",
    "description": "Delay before retry n = min(shape[n] x base, max) x (1 +- jitter), where shape is 1, 4, 20, 120, 720, 2880, then x4 each.\nBy default 30 s, 2 min, 10 min, 1 h, 6 h, 24 h.\n",
    "additionalProperties": false,
    "properties": {
     "max_retries": {
      "type": "integer",
      "minimum": 0,
      "maximum": 30,
      "default": 6,
      "description": "Maximum number of attempts after the first one."
     },
     "base_delay_seconds": {
      "type": "number",
      "minimum": 0.05,
      "maximum": 3600,
      "default": 30
     },
     "max_delay_seconds": {
      "type": "number",
      "minimum": 0.05,
      "maximum": 86400,
      "default": 86400,
      "description": "Upper limit of the delay and of a destination's \u0060Retry-After\u0060."
     },
     "total_budget_seconds": {
      "type": "number",
      "minimum": 1,
      "maximum": 604800,
      "default": 172800,
      "description": "No attempt starts later than this after the delivery's creation or replay."
     },
     "jitter": {
      "type": "number",
      "minimum": 0,
      "maximum": 1,
      "default": 0.2
     },
     "circuit_breaker_threshold": {
      "type": [
       "integer",
       "null"
      ],
      "minimum": 1,
      "maximum": 1000000,
      "default": 50,
      "description": "Number of consecutive failed attempts that pauses the destination. Null turns the circuit breaker off."
     }
    }
   },
   "SigningKeyRotationInput": {
    "type": "object",
    "description": "The grace period of a rotation, and the new secret if it is yours.",
    "additionalProperties": false,
    "properties": {
     "grace_period_days": {
      "type": "integer",
      "minimum": 0,
      "maximum": 30,
      "default": 7,
      "description": "How long the old secret also signs. 0 ends every earlier secret at once."
     },
     "signing_secret": {
      "type": "string",
      "description": "The new secret, for a migration: \u0060whsec_\u0060 and the base64 of 24 to 64 bytes. By default Harbor creates one. Not for \u0060standard_ed25519\u0060.\n"
     }
    }
   },
   "SigningKeyRotation": {
    "description": "The destination with its new signing secret, which no other response contains.",
    "allOf": [
     {
      "$ref": "#/components/schemas/DestinationWithSecret"
     },
     {
      "type": "object",
      "required": [
       "rotated_at"
      ],
      "properties": {
       "rotated_at": {
        "type": "string",
        "format": "date-time"
       }
      }
     }
    ]
   },
   "TestEventInput": {
    "type": "object",
    "description": "The event to send. Default: a \u0060harbor.test\u0060 event with a short message.",
    "additionalProperties": false,
    "properties": {
     "type": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256,
      "pattern": "^(harbor\\.test|(?!harbor\\.)[A-Za-z0-9_\\-]+(\\.[A-Za-z0-9_\\-]+)*)$",
      "x-checked-later": [
       "minLength",
       "maxLength",
       "pattern"
      ],
      "default": "harbor.test",
      "description": "The event's type. Of the types that begin with \u0060harbor.\u0060, only \u0060harbor.test\u0060 is allowed."
     },
     "body": {
      "description": "Any JSON value, up to 256 KB as submitted. Default: the example of the type in the catalogue, else \u0060{\"message\":\"A test event from Harbor\"}\u0060."
     }
    }
   },
   "DestinationPausedBody": {
    "type": "object",
    "description": "The body of the operational event \u0060harbor.destination.paused\u0060.",
    "required": [
     "destination_id",
     "name",
     "url",
     "paused_reason",
     "paused_at",
     "consecutive_failures"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": "string"
     },
     "paused_reason": {
      "type": "string",
      "enum": [
       "manual",
       "circuit_breaker",
       "gone",
       "portal"
      ]
     },
     "paused_at": {
      "type": "string",
      "format": "date-time"
     },
     "consecutive_failures": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Null unless the circuit breaker paused it."
     }
    }
   },
   "DestinationResumedBody": {
    "type": "object",
    "description": "The body of the operational event \u0060harbor.destination.resumed\u0060.",
    "required": [
     "destination_id",
     "name",
     "url",
     "paused_reason",
     "resumed_at"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": "string"
     },
     "paused_reason": {
      "type": "string",
      "enum": [
       "manual",
       "circuit_breaker",
       "gone",
       "portal"
      ],
      "description": "Of the pause that has ended."
     },
     "resumed_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "DestinationFailingBody": {
    "type": "object",
    "description": "The body of the operational event \u0060harbor.destination.failing\u0060.",
    "required": [
     "destination_id",
     "name",
     "url",
     "consecutive_failures",
     "circuit_breaker_threshold",
     "percent",
     "failed_at"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": "string"
     },
     "consecutive_failures": {
      "type": "integer"
     },
     "circuit_breaker_threshold": {
      "type": "integer",
      "description": "The number of consecutive failures at which the destination is paused."
     },
     "percent": {
      "type": "integer",
      "enum": [
       50,
       70,
       90
      ]
     },
     "failed_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "DestinationCreatedBody": {
    "type": "object",
    "description": "The body of the operational event \u0060harbor.destination.created\u0060.",
    "required": [
     "destination_id",
     "name",
     "url",
     "created_at"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": "string"
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "DestinationDeletedBody": {
    "type": "object",
    "description": "The body of the operational event \u0060harbor.destination.deleted\u0060.",
    "required": [
     "destination_id",
     "name",
     "url",
     "deleted_at"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": "string"
     },
     "deleted_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "DeliveryDeadBody": {
    "type": "object",
    "description": "The body of the operational event \u0060harbor.delivery.dead\u0060.",
    "required": [
     "destination_id",
     "name",
     "url",
     "delivery_id",
     "event_id",
     "event_type",
     "dead_reason",
     "response_code",
     "died_at",
     "count"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": "string"
     },
     "delivery_id": {
      "type": [
       "string",
       "null"
      ],
      "description": "Null when the event stands for several deliveries, as are the other fields of a single one."
     },
     "event_id": {
      "type": [
       "string",
       "null"
      ]
     },
     "event_type": {
      "type": [
       "string",
       "null"
      ]
     },
     "dead_reason": {
      "type": [
       "string",
       "null"
      ],
      "enum": [
       "rejected",
       "retries_exhausted",
       "budget_exhausted",
       "destination_paused",
       null
      ]
     },
     "response_code": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Of the last attempt; null without a response."
     },
     "died_at": {
      "type": "string",
      "format": "date-time"
     },
     "count": {
      "type": "integer",
      "description": "The number of deliveries that the event stands for."
     }
    }
   },
   "SigningKeyRotatedBody": {
    "type": "object",
    "description": "The body of the operational event \u0060harbor.signing_key.rotated\u0060.",
    "required": [
     "destination_id",
     "name",
     "url",
     "signature",
     "old_signature",
     "old_key_expires_at",
     "rotated_at"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": "string"
     },
     "signature": {
      "$ref": "#/components/schemas/SignatureScheme"
     },
     "old_signature": {
      "$ref": "#/components/schemas/SignatureScheme"
     },
     "old_key_expires_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When the old key or signature stops signing; null when it has ended at once."
     },
     "rotated_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "SigningKeyExpiringBody": {
    "type": "object",
    "description": "The body of the operational event \u0060harbor.signing_key.expiring\u0060.",
    "required": [
     "destination_id",
     "name",
     "url",
     "signature",
     "old_signature",
     "old_key_expires_at"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": "string"
     },
     "signature": {
      "$ref": "#/components/schemas/SignatureScheme"
     },
     "old_signature": {
      "$ref": "#/components/schemas/SignatureScheme"
     },
     "old_key_expires_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "Subscription": {
    "type": "object",
    "description": "Routes events to a destination: a pattern for the type and an optional filter for the body.",
    "required": [
     "id",
     "destination_id",
     "event_type",
     "filter",
     "status",
     "tenant",
     "environment",
     "created_at",
     "updated_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/SubscriptionId"
     },
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "event_type": {
      "type": "string",
      "description": "The pattern for event types."
     },
     "filter": {
      "$ref": "#/components/schemas/Filter",
      "description": "The filter for the body; null matches every body."
     },
     "status": {
      "$ref": "#/components/schemas/SubscriptionStatus"
     },
     "tenant": {
      "$ref": "#/components/schemas/Tenant",
      "description": "The tenant of its destination."
     },
     "environment": {
      "$ref": "#/components/schemas/Environment"
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "updated_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "SubscriptionPage": {
    "type": "object",
    "description": "A page of subscriptions, newest first.",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Subscription"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "SubscriptionInput": {
    "type": "object",
    "description": "A new subscription.",
    "additionalProperties": false,
    "required": [
     "destination_id",
     "event_type"
    ],
    "properties": {
     "destination_id": {
      "type": "string"
     },
     "event_type": {
      "$ref": "#/components/schemas/EventTypePattern"
     },
     "filter": {
      "$ref": "#/components/schemas/Filter",
      "description": "A filter for the body."
     }
    }
   },
   "SubscriptionOfDestination": {
    "type": "object",
    "description": "A subscription of the destination in the same request.",
    "additionalProperties": false,
    "required": [
     "event_type"
    ],
    "properties": {
     "event_type": {
      "$ref": "#/components/schemas/EventTypePattern"
     },
     "filter": {
      "$ref": "#/components/schemas/Filter",
      "description": "A filter for the body."
     }
    }
   },
   "SubscriptionPreviewInput": {
    "type": "object",
    "description": "The pattern and filter of a possible subscription.",
    "additionalProperties": false,
    "required": [
     "event_type"
    ],
    "properties": {
     "event_type": {
      "$ref": "#/components/schemas/EventTypePattern"
     },
     "filter": {
      "$ref": "#/components/schemas/Filter",
      "description": "A filter for the body."
     },
     "since": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "Only events created at or after this time."
     }
    }
   },
   "SubscriptionPreview": {
    "type": "object",
    "description": "The latest events and which of them a subscription would match.",
    "required": [
     "checked",
     "matched",
     "data"
    ],
    "properties": {
     "checked": {
      "type": "integer",
      "minimum": 0,
      "maximum": 100,
      "description": "Number of events in \u0060data\u0060."
     },
     "matched": {
      "type": "integer",
      "minimum": 0,
      "maximum": 100,
      "description": "Number of events that match."
     },
     "data": {
      "type": "array",
      "maxItems": 100,
      "description": "Newest first.",
      "items": {
       "$ref": "#/components/schemas/PreviewedEvent"
      }
     }
    }
   },
   "PreviewedEvent": {
    "type": "object",
    "description": "An event, without its body.",
    "required": [
     "id",
     "type",
     "created_at",
     "matches"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/EventId"
     },
     "type": {
      "type": "string"
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "matches": {
      "type": "boolean",
      "description": "Whether the pattern and the filter match it."
     }
    }
   },
   "SubscriptionUpdate": {
    "type": "object",
    "description": "The fields of a subscription to change. Omitted fields keep their values.",
    "additionalProperties": false,
    "properties": {
     "status": {
      "$ref": "#/components/schemas/SubscriptionStatus"
     },
     "event_type": {
      "$ref": "#/components/schemas/EventTypePattern"
     },
     "filter": {
      "$ref": "#/components/schemas/Filter",
      "description": "Replaces the filter; null removes it."
     }
    }
   },
   "EventTypePattern": {
    "type": "string",
    "minLength": 1,
    "maxLength": 256,
    "pattern": "^(([A-Za-z0-9_\\-]+|\\*)\\.)*([A-Za-z0-9_\\-]+|\\*\\*?)$",
    "x-checked-later": [
     "minLength",
     "maxLength",
     "pattern"
    ],
    "description": "An event type in which \u0060*\u0060 matches one segment and a final \u0060**\u0060 one or more: \u0060order.*\u0060 matches \u0060order.created\u0060,\n\u0060order.**\u0060 also matches \u0060order.line_item.added\u0060. Only patterns that begin with \u0060harbor\u0060 match types that begin with\n\u0060harbor.\u0060.\n",
    "examples": [
     "order.created",
     "order.*",
     "order.**",
     "**"
    ]
   },
   "Filter": {
    "type": [
     "object",
     "null"
    ],
    "description": "\u0060{ \"<JSONPath>\": condition }\u0060: all conditions must hold. \u0060$or: [filter, …]\u0060 at the top level lists alternatives. A\ncondition is a value to equal, or an object of \u0060$eq $ne $gt $gte $lt $lte $in $nin $exists $prefix\u0060. Paths are RFC 9535\nwith names, indexes and wildcards. A condition holds if any selected node meets it; \u0060$ne\u0060 and \u0060$nin\u0060 hold if \u0060$eq\u0060 and\n\u0060$in\u0060 do not. Maximum: 20 conditions, depth 8, 4 KB.\n",
    "maxProperties": 20,
    "propertyNames": {
     "pattern": "^\\$"
    },
    "x-checked-later": [
     "maxProperties",
     "propertyNames"
    ],
    "additionalProperties": true,
    "examples": [
     {
      "$.amount_cents": {
       "$gte": 1000
      },
      "$.currency": "EUR"
     }
    ]
   },
   "Event": {
    "type": "object",
    "description": "A JSON body with a type, as it was submitted. It never changes, but can be erased.",
    "required": [
     "id",
     "type",
     "body",
     "erased_at",
     "idempotency_key",
     "ordering_key",
     "occurred_at",
     "tenant",
     "environment",
     "created_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/EventId"
     },
     "type": {
      "type": "string"
     },
     "body": {
      "description": "Any JSON value, as it was submitted; null once the event is erased."
     },
     "erased_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When its body was erased; null for an event that has its body."
     },
     "idempotency_key": {
      "type": [
       "string",
       "null"
      ]
     },
     "ordering_key": {
      "type": [
       "string",
       "null"
      ],
      "description": "Destinations with \u0060ordering: key\u0060 get the events of a key in order; null for any order."
     },
     "occurred_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When the event happened, as given by the sender."
     },
     "tenant": {
      "$ref": "#/components/schemas/Tenant",
      "description": "The tenant that it is about; null if none was given."
     },
     "environment": {
      "$ref": "#/components/schemas/Environment"
     },
     "created_at": {
      "type": "string",
      "format": "date-time",
      "description": "When Harbor accepted it."
     }
    }
   },
   "EventWithDeliveries": {
    "description": "An event with its deliveries, one for each destination.",
    "allOf": [
     {
      "$ref": "#/components/schemas/Event"
     },
     {
      "type": "object",
      "required": [
       "deliveries"
      ],
      "properties": {
       "deliveries": {
        "type": "array",
        "description": "One per destination; empty when no subscription matched.",
        "items": {
         "$ref": "#/components/schemas/EventDelivery"
        }
       }
      }
     }
    ]
   },
   "EventDelivery": {
    "type": "object",
    "description": "A summary of a delivery, as part of an event.",
    "required": [
     "id",
     "destination_id",
     "status"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/DeliveryId"
     },
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "status": {
      "$ref": "#/components/schemas/DeliveryStatus"
     }
    }
   },
   "EventPage": {
    "type": "object",
    "description": "A page of events, newest first.",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Event"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "EventInput": {
    "type": "object",
    "description": "An event to send to all destinations with a matching subscription.",
    "additionalProperties": false,
    "required": [
     "type",
     "body"
    ],
    "properties": {
     "type": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256,
      "pattern": "^(?!harbor\\.)[A-Za-z0-9_\\-]+(\\.[A-Za-z0-9_\\-]+)*$",
      "x-checked-later": [
       "minLength",
       "maxLength",
       "pattern"
      ],
      "description": "1-256 characters in dotted segments of \u0060A-Z a-z 0-9 _ -\u0060, case-sensitive. Types that begin with \u0060harbor.\u0060 are reserved.\n",
      "examples": [
       "order.created"
      ]
     },
     "body": {
      "description": "Any JSON value, up to 256 KB as submitted and 512 levels deep. Delivered byte for byte."
     },
     "idempotency_key": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 255,
      "pattern": "^[^\\x00]*$",
      "x-checked-later": [
       "pattern"
      ],
      "description": "Within 24 hours, an event with the same key is accepted only once."
     },
     "ordering_key": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 128,
      "pattern": "^[^\\x00]*$",
      "x-checked-later": [
       "pattern"
      ],
      "description": "Destinations with \u0060ordering: key\u0060 get the events with the same key one at a time, in the order of their acceptance: the id of an\norder or an account, for example.\n"
     },
     "occurred_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When the event happened. Stored and returned, not used."
     },
     "tenant": {
      "$ref": "#/components/schemas/Tenant",
      "description": "The tenant that the event is about. It goes to matching destinations of this tenant and to those without a tenant; an\nevent without a tenant goes only to destinations without one.\n"
     }
    }
   },
   "EventBatchInput": {
    "type": "object",
    "description": "1 to 100 events, up to 5 MB in total. Each event is accepted or refused independently.",
    "additionalProperties": false,
    "required": [
     "events"
    ],
    "properties": {
     "events": {
      "type": "array",
      "minItems": 1,
      "maxItems": 100,
      "items": {
       "type": "object",
       "$ref": "#/components/schemas/EventInput",
       "x-checked-later": [
        "$ref"
       ]
      }
     }
    }
   },
   "EventBatch": {
    "type": "object",
    "description": "One result for each event of the batch, in its order.",
    "required": [
     "data"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "oneOf": [
        {
         "$ref": "#/components/schemas/EventBatchAccepted"
        },
        {
         "$ref": "#/components/schemas/EventBatchRefused"
        }
       ]
      }
     }
    }
   },
   "EventBatchAccepted": {
    "type": "object",
    "description": "An accepted event.",
    "required": [
     "status",
     "event"
    ],
    "properties": {
     "status": {
      "type": "integer",
      "description": "202, or 200 if an earlier request with this idempotency key created the event.",
      "enum": [
       200,
       202
      ]
     },
     "event": {
      "$ref": "#/components/schemas/EventWithDeliveries"
     }
    }
   },
   "EventBatchRefused": {
    "type": "object",
    "description": "A refused event and its error. The other events of the batch are not affected.",
    "required": [
     "status",
     "error"
    ],
    "properties": {
     "status": {
      "type": "integer",
      "description": "403 if the API key was revoked while the batch was being stored.",
      "enum": [
       400,
       403,
       409,
       413
      ]
     },
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "invalid_event_type",
           "invalid_event_body",
           "body_too_deep",
           "forbidden",
           "idempotency_key_conflict",
           "body_too_large"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "EventReplayInput": {
    "type": "object",
    "description": "The destinations of a replay. Default: all with a subscription that matches now.",
    "additionalProperties": false,
    "properties": {
     "destination_ids": {
      "type": "array",
      "minItems": 1,
      "maxItems": 1000,
      "items": {
       "type": "string"
      },
      "description": "Only these destinations. Default: all with a subscription that matches now."
     },
     "dry_run": {
      "$ref": "#/components/schemas/DryRun"
     }
    }
   },
   "DryRun": {
    "type": "boolean",
    "description": "Only count. Changes nothing; an \u0060Idempotency-Key\u0060 is ignored.",
    "default": false
   },
   "EventReplay": {
    "type": "object",
    "description": "The new deliveries of the event.",
    "required": [
     "count",
     "data"
    ],
    "properties": {
     "count": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of new deliveries; with \u0060dry_run\u0060 of those that would be created."
     },
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Delivery"
      }
     }
    }
   },
   "WaitingFor": {
    "type": "string",
    "enum": [
     "key",
     "resume",
     "token"
    ],
    "description": "\u0060key\u0060: an earlier delivery with the same ordering key has not finished. \u0060resume\u0060: the destination is paused, which holds\nfirst attempts; retries continue. \u0060token\u0060: the first attempt waits for \u0060max_per_second\u0060 of the destination; a retry after its\n\u0060next_retry_at\u0060 waits for it too, without this value.\n"
   },
   "Delivery": {
    "type": "object",
    "description": "One event going to one destination: its state and the last attempt.",
    "required": [
     "id",
     "event_id",
     "event_type",
     "destination_id",
     "status",
     "retry_count",
     "response_code",
     "response_body",
     "latency_ms",
     "error",
     "next_retry_at",
     "waiting_for",
     "dead_reason",
     "tenant",
     "environment",
     "created_at",
     "updated_at",
     "completed_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/DeliveryId"
     },
     "event_id": {
      "$ref": "#/components/schemas/EventId"
     },
     "event_type": {
      "type": "string"
     },
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "status": {
      "$ref": "#/components/schemas/DeliveryStatus"
     },
     "retry_count": {
      "type": "integer",
      "description": "Number of scheduled retries so far."
     },
     "response_code": {
      "type": [
       "integer",
       "null"
      ],
      "description": "HTTP status of the last attempt; null without a response."
     },
     "response_body": {
      "type": [
       "string",
       "null"
      ],
      "description": "The first 4 KB of the last attempt's response body, as text."
     },
     "latency_ms": {
      "type": [
       "number",
       "null"
      ],
      "description": "Duration of the last attempt."
     },
     "error": {
      "description": "The reason why the last attempt got no response.",
      "oneOf": [
       {
        "$ref": "#/components/schemas/AttemptError"
       },
       {
        "type": "null"
       }
      ]
     },
     "next_retry_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When the next attempt is due; null unless the delivery is \u0060retrying\u0060, and while it waits for others."
     },
     "waiting_for": {
      "description": "The reason why the delivery is not attempted yet, other than its time; null in other states.",
      "oneOf": [
       {
        "$ref": "#/components/schemas/WaitingFor"
       },
       {
        "type": "null"
       }
      ]
     },
     "dead_reason": {
      "description": "The reason why the delivery is dead; null in other states.",
      "oneOf": [
       {
        "$ref": "#/components/schemas/DeadReason"
       },
       {
        "type": "null"
       }
      ]
     },
     "tenant": {
      "$ref": "#/components/schemas/Tenant",
      "description": "The tenant of its event."
     },
     "environment": {
      "$ref": "#/components/schemas/Environment"
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "updated_at": {
      "type": "string",
      "format": "date-time"
     },
     "completed_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When the delivery succeeded or became dead."
     }
    }
   },
   "DeliveryWithRetries": {
    "description": "A delivery with all its attempts.",
    "allOf": [
     {
      "$ref": "#/components/schemas/Delivery"
     },
     {
      "type": "object",
      "required": [
       "retries"
      ],
      "properties": {
       "retries": {
        "type": "array",
        "description": "All attempts, including the first one, in order.",
        "items": {
         "$ref": "#/components/schemas/Attempt"
        }
       }
      }
     }
    ]
   },
   "DeliveryPage": {
    "type": "object",
    "description": "A page of deliveries, newest first.",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Delivery"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "Attempt": {
    "type": "object",
    "description": "One request to the destination and its result.",
    "required": [
     "number",
     "trigger",
     "started_at",
     "url",
     "latency_ms",
     "request_headers",
     "response_code",
     "response_headers",
     "response_body",
     "error",
     "outcome"
    ],
    "properties": {
     "number": {
      "type": "integer",
      "minimum": 0,
      "description": "0 is the first attempt."
     },
     "trigger": {
      "type": "string",
      "description": "\u0060schedule\u0060, \u0060manual\u0060 (a retry through the API) or \u0060probe\u0060 (the circuit breaker tests a paused destination).",
      "enum": [
       "schedule",
       "manual",
       "probe"
      ]
     },
     "started_at": {
      "type": "string",
      "format": "date-time"
     },
     "url": {
      "type": "string",
      "description": "The URL that the destination had when the attempt started."
     },
     "latency_ms": {
      "type": "number",
      "minimum": 0
     },
     "request_headers": {
      "type": [
       "array",
       "null"
      ],
      "description": "The headers of the request, without \u0060Host\u0060, \u0060Connection\u0060 and \u0060Content-Length\u0060. Null when a version of the server that did not\nkeep them made the attempt.\n",
      "items": {
       "$ref": "#/components/schemas/AttemptHeader"
      }
     },
     "response_code": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Null without a response."
     },
     "response_headers": {
      "type": [
       "array",
       "null"
      ],
      "description": "The first 4 KB of the headers of the response, in its order and spelling. Null without a response, or when a version of the\nserver that did not keep them made the attempt.\n",
      "items": {
       "$ref": "#/components/schemas/AttemptHeader"
      }
     },
     "response_body": {
      "type": [
       "string",
       "null"
      ],
      "description": "The first 4 KB of the response body, as text."
     },
     "error": {
      "description": "The reason why there was no response.",
      "oneOf": [
       {
        "$ref": "#/components/schemas/AttemptError"
       },
       {
        "type": "null"
       }
      ]
     },
     "outcome": {
      "type": "string",
      "description": "\u0060succeeded\u0060: 2xx. \u0060failed\u0060: can be retried. \u0060rejected\u0060: a 4xx that does not ask for a retry.",
      "enum": [
       "succeeded",
       "failed",
       "rejected"
      ]
     }
    }
   },
   "AttemptHeader": {
    "type": "object",
    "description": "A header of a request or a response. A name can occur more than once.",
    "required": [
     "name",
     "value"
    ],
    "properties": {
     "name": {
      "type": "string"
     },
     "value": {
      "type": [
       "string",
       "null"
      ],
      "description": "Null for the custom headers of the destination, which are never returned."
     }
    }
   },
   "AttemptError": {
    "type": "string",
    "description": "\u0060blocked_address\u0060: the host resolved to an address that is not allowed.",
    "enum": [
     "timeout",
     "connection_refused",
     "connection_reset",
     "dns_error",
     "tls_error",
     "blocked_address",
     "protocol_error"
    ]
   },
   "DeadReason": {
    "type": "string",
    "description": "\u0060rejected\u0060: the destination returned 4xx. \u0060retries_exhausted\u0060, \u0060budget_exhausted\u0060: the limit of the retry policy is reached.\n\u0060destination_paused\u0060: held for an hour. \u0060destination_deleted\u0060: the destination was deleted.\n\u0060event_erased\u0060: the event was erased.\n",
    "enum": [
     "rejected",
     "retries_exhausted",
     "budget_exhausted",
     "destination_paused",
     "destination_deleted",
     "event_erased"
    ]
   },
   "DeadDeliveryGroups": {
    "type": "object",
    "description": "Dead deliveries, counted by cause.",
    "required": [
     "data",
     "complete"
    ],
    "properties": {
     "data": {
      "type": "array",
      "maxItems": 1000,
      "description": "Largest group first, up to 1,000.",
      "items": {
       "$ref": "#/components/schemas/DeadDeliveryGroup"
      }
     },
     "complete": {
      "type": "boolean",
      "description": "Whether all dead deliveries that match are counted and all groups are in \u0060data\u0060."
     }
    }
   },
   "DeadDeliveryGroup": {
    "type": "object",
    "description": "Dead deliveries of one destination with the same cause.",
    "required": [
     "destination_id",
     "dead_reason",
     "response_code",
     "count",
     "newest_delivery_id",
     "newest_created_at"
    ],
    "properties": {
     "destination_id": {
      "$ref": "#/components/schemas/DestinationId"
     },
     "dead_reason": {
      "$ref": "#/components/schemas/DeadReason"
     },
     "response_code": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Status of the response to the last attempt; null without a response or an attempt."
     },
     "count": {
      "type": "integer",
      "minimum": 1
     },
     "newest_delivery_id": {
      "$ref": "#/components/schemas/DeliveryId"
     },
     "newest_created_at": {
      "type": "string",
      "format": "date-time",
      "description": "When the newest of the deliveries was created."
     }
    }
   },
   "RecoveryInput": {
    "type": "object",
    "description": "The events to recover.",
    "required": [
     "since"
    ],
    "additionalProperties": false,
    "properties": {
     "since": {
      "type": "string",
      "format": "date-time",
      "description": "Only events accepted at or after this time."
     },
     "until": {
      "type": "string",
      "format": "date-time",
      "description": "Only events accepted before this time. Default: no limit."
     },
     "dry_run": {
      "$ref": "#/components/schemas/DryRun"
     }
    }
   },
   "Recovery": {
    "type": "object",
    "description": "Events that match the subscriptions of the destination, counted by what they needed.",
    "required": [
     "matched",
     "created",
     "revived",
     "skipped"
    ],
    "properties": {
     "matched": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of events that match: the sum of the other three."
     },
     "created": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of events that had no delivery to the destination and now have one, due at once."
     },
     "revived": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of events whose last dead delivery is now \u0060retrying\u0060, due at once."
     },
     "skipped": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of events that were delivered, or have a delivery that is not finished."
     }
    }
   },
   "DeadDeliveryReplayInput": {
    "type": "object",
    "description": "Filters for the dead deliveries to replay. Default: all.",
    "additionalProperties": false,
    "properties": {
     "destination_id": {
      "type": "string",
      "description": "Only deliveries to this destination."
     },
     "tenant": {
      "$ref": "#/components/schemas/TenantSelector",
      "description": "Only deliveries of events of this tenant; empty: of those without a tenant."
     },
     "since": {
      "type": "string",
      "format": "date-time",
      "description": "Only deliveries created at or after this time."
     },
     "until": {
      "type": "string",
      "format": "date-time",
      "description": "Only deliveries created before this time."
     },
     "dry_run": {
      "$ref": "#/components/schemas/DryRun"
     }
    }
   },
   "DeadDeliveryReplay": {
    "type": "object",
    "description": "The number of replayed and of skipped dead deliveries.",
    "required": [
     "replayed",
     "skipped"
    ],
    "properties": {
     "replayed": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of deliveries that are now \u0060retrying\u0060, due at once."
     },
     "skipped": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of deliveries that stay dead, because the destination is paused or deleted or the event is too old."
     }
    }
   },
   "StreamEvent": {
    "description": "One server-sent event, its \u0060data\u0060 parsed.",
    "oneOf": [
     {
      "$ref": "#/components/schemas/StreamDelivery"
     },
     {
      "$ref": "#/components/schemas/StreamGap"
     }
    ]
   },
   "StreamDelivery": {
    "type": "object",
    "description": "A delivery after a change of its state.",
    "required": [
     "id",
     "event",
     "data"
    ],
    "properties": {
     "id": {
      "type": "string",
      "description": "The position in the stream, for \u0060Last-Event-ID\u0060."
     },
     "event": {
      "type": "string",
      "enum": [
       "delivery"
      ]
     },
     "data": {
      "$ref": "#/components/schemas/Delivery"
     }
    }
   },
   "StreamGap": {
    "type": "object",
    "description": "The changes since \u0060Last-Event-ID\u0060 are no longer available. The stream continues from now; list deliveries to catch up.",
    "required": [
     "id",
     "event",
     "data"
    ],
    "properties": {
     "id": {
      "type": "string",
      "description": "The position in the stream, for \u0060Last-Event-ID\u0060."
     },
     "event": {
      "type": "string",
      "enum": [
       "gap"
      ]
     },
     "data": {
      "type": "object"
     }
    }
   },
   "Stats": {
    "type": "object",
    "description": "Counts and latencies over time, the number of dead deliveries and the backlog.",
    "required": [
     "since",
     "until",
     "bucket",
     "destination_id",
     "tenant",
     "group_by",
     "totals",
     "groups",
     "buckets",
     "dlq_depth",
     "backlog"
    ],
    "properties": {
     "since": {
      "type": "string",
      "format": "date-time",
      "description": "Start of the first bucket."
     },
     "until": {
      "type": "string",
      "format": "date-time",
      "description": "End of the last bucket."
     },
     "bucket": {
      "$ref": "#/components/schemas/StatsResolution"
     },
     "destination_id": {
      "type": [
       "string",
       "null"
      ],
      "description": "The requested destination; null for all."
     },
     "tenant": {
      "$ref": "#/components/schemas/Tenant",
      "description": "The requested tenant; null for all and for those without one."
     },
     "group_by": {
      "description": "The requested grouping; null without one.",
      "oneOf": [
       {
        "$ref": "#/components/schemas/StatsGrouping"
       },
       {
        "type": "null"
       }
      ]
     },
     "totals": {
      "$ref": "#/components/schemas/StatsCounts"
     },
     "groups": {
      "type": [
       "array",
       "null"
      ],
      "maxItems": 1000,
      "description": "With \u0060group_by\u0060: the destinations that exist and have counts in the range or dead deliveries, most attempts first, up\nto 1,000. Otherwise null.\n",
      "items": {
       "$ref": "#/components/schemas/StatsGroup"
      }
     },
     "buckets": {
      "type": "array",
      "description": "Oldest first, without gaps.",
      "items": {
       "$ref": "#/components/schemas/StatsBucket"
      }
     },
     "dlq_depth": {
      "type": "integer",
      "minimum": 0,
      "description": "Current number of dead deliveries."
     },
     "backlog": {
      "$ref": "#/components/schemas/Backlog"
     }
    }
   },
   "StatsResolution": {
    "type": "string",
    "description": "The width of a bucket. Buckets begin on whole UTC minutes, hours or days.",
    "enum": [
     "minute",
     "hour",
     "day"
    ]
   },
   "StatsGrouping": {
    "type": "string",
    "description": "The field by which the counts are grouped.",
    "enum": [
     "destination"
    ]
   },
   "StatsGroup": {
    "description": "The counts of one destination over the whole range.",
    "allOf": [
     {
      "$ref": "#/components/schemas/StatsCounts"
     },
     {
      "type": "object",
      "required": [
       "destination_id",
       "dlq_depth"
      ],
      "properties": {
       "destination_id": {
        "$ref": "#/components/schemas/DestinationId"
       },
       "dlq_depth": {
        "type": "integer",
        "minimum": 0,
        "description": "Current number of dead deliveries to it."
       }
      }
     }
    ]
   },
   "StatsBucket": {
    "description": "The counts of one minute, hour or day.",
    "allOf": [
     {
      "$ref": "#/components/schemas/StatsCounts"
     },
     {
      "type": "object",
      "required": [
       "start"
      ],
      "properties": {
       "start": {
        "type": "string",
        "format": "date-time"
       }
      }
     }
    ]
   },
   "StatsCounts": {
    "type": "object",
    "description": "Events, attempts and deliveries of a span of time, and the percentiles of the attempts' latency.",
    "required": [
     "ingested",
     "attempts",
     "delivered",
     "dead",
     "success_rate",
     "latency_ms"
    ],
    "properties": {
     "ingested": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of accepted events. With \u0060destination_id\u0060, of events that were routed to it."
     },
     "attempts": {
      "type": "object",
      "description": "Number of attempts by outcome.",
      "required": [
       "succeeded",
       "failed",
       "rejected"
      ],
      "properties": {
       "succeeded": {
        "type": "integer",
        "minimum": 0
       },
       "failed": {
        "type": "integer",
        "minimum": 0
       },
       "rejected": {
        "type": "integer",
        "minimum": 0
       }
      }
     },
     "delivered": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of deliveries that succeeded."
     },
     "dead": {
      "type": "integer",
      "minimum": 0,
      "description": "Number of deliveries that became dead."
     },
     "success_rate": {
      "type": [
       "number",
       "null"
      ],
      "minimum": 0,
      "maximum": 1,
      "description": "Share of successful attempts; null without attempts."
     },
     "latency_ms": {
      "type": "object",
      "description": "Percentiles over all attempts, estimated from a histogram; null without attempts.",
      "required": [
       "p50",
       "p95",
       "p99"
      ],
      "properties": {
       "p50": {
        "type": [
         "number",
         "null"
        ]
       },
       "p95": {
        "type": [
         "number",
         "null"
        ]
       },
       "p99": {
        "type": [
         "number",
         "null"
        ]
       }
      }
     }
    }
   },
   "Backlog": {
    "type": "object",
    "description": "The deliveries that are due now.",
    "required": [
     "due",
     "oldest_due_age_seconds"
    ],
    "properties": {
     "due": {
      "type": "integer",
      "minimum": 0,
      "maximum": 100000,
      "description": "Number of due deliveries that have not started, up to 100,000."
     },
     "oldest_due_age_seconds": {
      "type": [
       "number",
       "null"
      ],
      "minimum": 0,
      "description": "How long the oldest of them has been due; null if none is due."
     }
    }
   },
   "TestClockAdvanceInput": {
    "type": "object",
    "description": "How far to move the time of the test environment.",
    "additionalProperties": false,
    "required": [
     "seconds"
    ],
    "properties": {
     "seconds": {
      "type": "number",
      "minimum": 0,
      "maximum": 315360000,
      "description": "Seconds to move forward. 0 sends the deliveries that are due now."
     }
    }
   },
   "TestClock": {
    "type": "object",
    "description": "The time of the test environment.",
    "required": [
     "now"
    ],
    "properties": {
     "now": {
      "type": "string",
      "format": "date-time",
      "description": "The environment's time."
     }
    }
   },
   "KeyRole": {
    "type": "string",
    "description": "The operations that a key may use. \u0060admin\u0060: everything. \u0060send\u0060: send events, and read events and deliveries. \u0060read\u0060: read everything except API keys and\nportal sessions.\n",
    "enum": [
     "admin",
     "send",
     "read"
    ]
   },
   "ApiKey": {
    "type": "object",
    "description": "A key of the environment, without the key itself.",
    "required": [
     "id",
     "role",
     "name",
     "hint",
     "environment",
     "created_at",
     "last_used_at",
     "revoked_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/ApiKeyId"
     },
     "role": {
      "$ref": "#/components/schemas/KeyRole"
     },
     "name": {
      "type": [
       "string",
       "null"
      ],
      "maxLength": 256
     },
     "hint": {
      "type": "string",
      "description": "The first characters of the key."
     },
     "environment": {
      "$ref": "#/components/schemas/Environment"
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "last_used_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "To the minute."
     },
     "revoked_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time"
     }
    }
   },
   "ApiKeyWithKey": {
    "description": "A new key, with the key itself.",
    "allOf": [
     {
      "$ref": "#/components/schemas/ApiKey"
     },
     {
      "type": "object",
      "required": [
       "key"
      ],
      "properties": {
       "key": {
        "type": "string",
        "description": "The key, shown only once. Harbor stores its SHA-256.",
        "pattern": "^hk_(live|test)_[A-Za-z0-9]{32}$"
       }
      }
     }
    ]
   },
   "ApiKeyPage": {
    "type": "object",
    "description": "A page of API keys, newest first.",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/ApiKey"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "ApiKeyInput": {
    "type": "object",
    "description": "A new API key. Omitted fields get their defaults.",
    "additionalProperties": false,
    "properties": {
     "role": {
      "$ref": "#/components/schemas/KeyRole",
      "default": "admin"
     },
     "name": {
      "type": [
       "string",
       "null"
      ],
      "maxLength": 256,
      "pattern": "^[^\\x00]*$",
      "x-checked-later": [
       "pattern"
      ],
      "description": "A label for lists."
     }
    }
   },
   "PortalCapability": {
    "type": "string",
    "description": "\u0060read\u0060: read what belongs to the tenant's destinations. \u0060manage\u0060: also change it; includes \u0060read\u0060.",
    "enum": [
     "read",
     "manage"
    ]
   },
   "PortalSession": {
    "type": "object",
    "description": "A portal session, without its token.",
    "required": [
     "id",
     "tenant",
     "capabilities",
     "environment",
     "return_url",
     "created_at",
     "expires_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/PortalSessionId"
     },
     "tenant": {
      "$ref": "#/components/schemas/TenantName"
     },
     "capabilities": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/PortalCapability"
      }
     },
     "environment": {
      "$ref": "#/components/schemas/Environment"
     },
     "return_url": {
      "type": [
       "string",
       "null"
      ],
      "description": "The link of the portal that leads back to your application."
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "expires_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "PortalSessionWithToken": {
    "description": "A new portal session, with its token.",
    "allOf": [
     {
      "$ref": "#/components/schemas/PortalSession"
     },
     {
      "type": "object",
      "required": [
       "token",
       "url"
      ],
      "properties": {
       "token": {
        "type": "string",
        "description": "The token, shown only once. Harbor stores its SHA-256.",
        "pattern": "^hp_(live|test)_[A-Za-z0-9]{32}$"
       },
       "url": {
        "type": [
         "string",
         "null"
        ],
        "description": "A link that opens the portal with this session. It contains the token, in the fragment, which browsers do not send to\nservers. Null when the server has no dashboard or no \u0060HARBOR_PUBLIC_URL\u0060.\n"
       }
      }
     }
    ]
   },
   "PortalSessionPage": {
    "type": "object",
    "description": "A page of portal sessions, newest first.",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/PortalSession"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "PortalSessionInput": {
    "type": "object",
    "description": "A new portal session. Omitted fields get their defaults.",
    "required": [
     "tenant"
    ],
    "additionalProperties": false,
    "properties": {
     "tenant": {
      "$ref": "#/components/schemas/TenantName"
     },
     "capabilities": {
      "type": "array",
      "description": "The rights of the session.",
      "items": {
       "$ref": "#/components/schemas/PortalCapability"
      },
      "minItems": 1,
      "maxItems": 2,
      "default": [
       "read"
      ]
     },
     "ttl_seconds": {
      "type": "integer",
      "minimum": 60,
      "maximum": 86400,
      "default": 3600,
      "description": "How long the session lasts, in real time: a test clock does not move it."
     },
     "return_url": {
      "type": [
       "string",
       "null"
      ],
      "format": "uri",
      "maxLength": 2048,
      "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s]+([/?#]\\S*)?$",
      "x-checked-later": [
       "format",
       "pattern"
      ],
      "description": "A page of your application, shown by the portal as a link: \u0060https\u0060, in test mode also \u0060http\u0060, without credentials."
     }
    }
   },
   "CallerIdentity": {
    "type": "object",
    "description": "The API key or the portal session of a request. Fields that the other kind has are null.",
    "required": [
     "kind",
     "id",
     "environment",
     "role",
     "tenant",
     "capabilities",
     "expires_at",
     "return_url",
     "server_version"
    ],
    "properties": {
     "kind": {
      "type": "string",
      "enum": [
       "api_key",
       "portal_session"
      ]
     },
     "id": {
      "type": "string",
      "description": "The key's or the session's id."
     },
     "environment": {
      "$ref": "#/components/schemas/Environment"
     },
     "role": {
      "type": [
       "string",
       "null"
      ],
      "enum": [
       "admin",
       "send",
       "read",
       null
      ],
      "description": "The role of the key."
     },
     "tenant": {
      "type": [
       "string",
       "null"
      ],
      "description": "The tenant of the session."
     },
     "capabilities": {
      "type": [
       "array",
       "null"
      ],
      "description": "The rights of the session.",
      "items": {
       "$ref": "#/components/schemas/PortalCapability"
      }
     },
     "expires_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When the session ends, if it is not revoked before."
     },
     "return_url": {
      "type": [
       "string",
       "null"
      ],
      "description": "The link of the portal that leads back to the sender's application."
     },
     "server_version": {
      "type": [
       "string",
       "null"
      ],
      "description": "The server's version. Null for a session."
     }
    }
   },
   "EventTypeVisibility": {
    "type": "string",
    "description": "\u0060internal\u0060 types are not shown to portal sessions and do not go to destinations of a tenant.",
    "enum": [
     "public",
     "internal"
    ]
   },
   "EventTypeValidation": {
    "type": "string",
    "description": "The treatment of an event whose body does not match the schema. \u0060off\u0060: it is not checked. \u0060warn\u0060: it is accepted, logged and\ncounted. \u0060enforce\u0060: it is refused with \u0060invalid_event_body\u0060.\n",
    "enum": [
     "off",
     "warn",
     "enforce"
    ]
   },
   "EventTypeSchema": {
    "type": [
     "object",
     "null"
    ],
    "description": "A JSON Schema 2020-12 for the bodies of the type, up to 64 KB. References stay inside the schema; \u0060format\u0060 is an annotation;\npatterns have no look-around and no back-references.\n",
    "additionalProperties": true,
    "examples": [
     {
      "type": "object",
      "required": [
       "order_id"
      ],
      "properties": {
       "order_id": {
        "type": "string"
       }
      }
     }
    ]
   },
   "EventType": {
    "type": "object",
    "description": "An entry of the catalogue: what a type of event means and what its body looks like.",
    "required": [
     "type",
     "description",
     "group",
     "visibility",
     "schema",
     "example",
     "deprecated",
     "validation"
    ],
    "properties": {
     "type": {
      "type": "string"
     },
     "description": {
      "type": [
       "string",
       "null"
      ]
     },
     "group": {
      "type": [
       "string",
       "null"
      ],
      "description": "A heading for lists."
     },
     "visibility": {
      "$ref": "#/components/schemas/EventTypeVisibility"
     },
     "schema": {
      "$ref": "#/components/schemas/EventTypeSchema"
     },
     "example": {
      "description": "A body of this type; null for none."
     },
     "deprecated": {
      "type": "boolean"
     },
     "validation": {
      "$ref": "#/components/schemas/EventTypeValidation"
     }
    }
   },
   "TenantSummary": {
    "type": "object",
    "description": "One of your own customers, with its destinations and its last event.",
    "required": [
     "tenant",
     "destinations",
     "paused_destinations",
     "dead_deliveries",
     "last_event_at"
    ],
    "properties": {
     "tenant": {
      "type": "string",
      "examples": [
       "acme"
      ]
     },
     "destinations": {
      "type": "integer",
      "minimum": 0
     },
     "paused_destinations": {
      "type": "integer",
      "minimum": 0
     },
     "dead_deliveries": {
      "type": "integer",
      "minimum": 0,
      "description": "Dead deliveries to its destinations."
     },
     "last_event_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "When its last event that is not erased was accepted; null without one."
     }
    }
   },
   "TenantPage": {
    "type": "object",
    "description": "A page of tenants, by name.",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/TenantSummary"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "EventTypePage": {
    "type": "object",
    "description": "A page of event types, in the order of the types.",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/EventType"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "EventTypeInput": {
    "type": "object",
    "description": "An entry of the catalogue. Omitted fields get their defaults.",
    "additionalProperties": false,
    "properties": {
     "description": {
      "type": [
       "string",
       "null"
      ],
      "maxLength": 2000,
      "pattern": "^[^\\x00]*$",
      "x-checked-later": [
       "pattern"
      ],
      "description": "The meaning of the event. Default: null."
     },
     "group": {
      "type": [
       "string",
       "null"
      ],
      "maxLength": 128,
      "pattern": "^[^\\x00]*$",
      "x-checked-later": [
       "pattern"
      ],
      "description": "A heading for lists. Default: null."
     },
     "visibility": {
      "$ref": "#/components/schemas/EventTypeVisibility",
      "default": "public"
     },
     "schema": {
      "$ref": "#/components/schemas/EventTypeSchema",
      "description": "A JSON Schema 2020-12 for the bodies of the type, up to 64 KB. Default: null."
     },
     "example": {
      "description": "A body of this type, up to 64 KB as JSON. It has to match the schema. Null: none."
     },
     "deprecated": {
      "type": "boolean",
      "default": false
     },
     "validation": {
      "$ref": "#/components/schemas/EventTypeValidation",
      "default": "off"
     }
    }
   },
   "ErrorObject": {
    "type": "object",
    "description": "The \u0060error\u0060 of every error response.",
    "required": [
     "code",
     "message",
     "doc_url",
     "request_id"
    ],
    "properties": {
     "code": {
      "$ref": "#/components/schemas/ErrorCode"
     },
     "message": {
      "type": "string",
      "description": "A text for people. It can change; branch on \u0060code\u0060."
     },
     "doc_url": {
      "type": "string",
      "format": "uri",
      "description": "The documentation of this code, with its cause and remedy."
     },
     "request_id": {
      "$ref": "#/components/schemas/RequestId"
     },
     "details": {
      "type": "array",
      "description": "The parts of the request that are at fault, if known.",
      "items": {
       "$ref": "#/components/schemas/ErrorDetail"
      }
     }
    }
   },
   "ErrorDetail": {
    "type": "object",
    "description": "One fault: its place and a message.",
    "required": [
     "path",
     "message"
    ],
    "properties": {
     "path": {
      "type": "string",
      "description": "\u0060body\u0060, \u0060query\u0060 or \u0060headers\u0060, followed by a JSON Pointer.",
      "examples": [
       "body/retry_policy/jitter"
      ]
     },
     "message": {
      "type": "string",
      "examples": [
       "must be <= 1"
      ]
     }
    }
   },
   "ErrorCode": {
    "type": "string",
    "description": "The error code, for programs.",
    "enum": [
     "invalid_request",
     "invalid_url",
     "url_not_reachable",
     "invalid_cursor",
     "invalid_event_type",
     "invalid_event_type_pattern",
     "invalid_filter",
     "invalid_signing_secret",
     "invalid_schema",
     "invalid_event_body",
     "body_too_deep",
     "destination_not_subscribed",
     "unauthorized",
     "forbidden",
     "not_found",
     "destination_not_found",
     "subscription_not_found",
     "event_not_found",
     "delivery_not_found",
     "event_type_not_found",
     "api_key_not_found",
     "portal_session_not_found",
     "method_not_allowed",
     "rotation_in_progress",
     "idempotency_key_conflict",
     "uid_taken",
     "tenant_mismatch",
     "over_destination_limit",
     "over_event_type_limit",
     "over_subscription_limit",
     "last_admin_key",
     "delivery_not_retryable",
     "destination_deleted",
     "destination_paused",
     "event_erased",
     "event_too_old",
     "delivery_too_old",
     "body_too_large",
     "request_too_large",
     "unsupported_media_type",
     "rate_limited",
     "internal_error",
     "overloaded"
    ]
   },
   "InvalidRequestError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InvalidRotationError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "invalid_signing_secret"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InvalidListRequestError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "invalid_cursor"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InvalidNewDestinationError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "invalid_url",
           "url_not_reachable",
           "invalid_event_type_pattern",
           "invalid_filter",
           "invalid_signing_secret"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InvalidDestinationError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "invalid_url",
           "url_not_reachable"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InvalidSubscriptionError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "invalid_event_type_pattern",
           "invalid_filter"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InvalidEventError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "invalid_event_type",
           "invalid_event_body",
           "body_too_deep"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InvalidReplayError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "destination_not_subscribed"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "UnauthorizedError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "unauthorized"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "ForbiddenError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "forbidden"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DestinationNotFoundError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "destination_not_found"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "SubscriptionNotFoundError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "subscription_not_found"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "EventNotFoundError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "event_not_found"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DeliveryNotFoundError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "delivery_not_found"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "ApiKeyNotFoundError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "api_key_not_found"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "PortalSessionNotFoundError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "portal_session_not_found"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "LastAdminKeyError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "last_admin_key"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "EventTypeNotFoundError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "event_type_not_found"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InvalidEventTypeError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "invalid_request",
           "invalid_event_type",
           "invalid_schema",
           "invalid_event_body"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "OverEventTypeLimitError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "over_event_type_limit"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "IdempotencyKeyConflictError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "EventErasedError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "event_erased",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DestinationPausedError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "destination_paused",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DestinationNotCreatedError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "over_destination_limit",
           "over_subscription_limit",
           "uid_taken",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "OverSubscriptionLimitError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "over_subscription_limit",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "RotationInProgressError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "rotation_in_progress",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DestinationNotChangedError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "rotation_in_progress",
           "uid_taken",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DestinationNotReplacedError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "rotation_in_progress",
           "tenant_mismatch",
           "over_destination_limit",
           "over_subscription_limit",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DeliveryNotRetryableError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "delivery_not_retryable",
           "event_erased",
           "destination_deleted",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DeadDeliveryNotReplayableError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "delivery_not_retryable",
           "event_erased",
           "destination_paused",
           "destination_deleted",
           "idempotency_key_conflict"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "EventTooOldError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "event_too_old"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "DeliveryTooOldError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "delivery_too_old"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "RequestTooLargeError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "request_too_large"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "BodyTooLargeError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "body_too_large",
           "request_too_large"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "UnsupportedMediaTypeError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "unsupported_media_type"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "RateLimitedError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "rate_limited"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "InternalError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "internal_error"
          ]
         }
        }
       }
      ]
     }
    }
   },
   "OverloadedError": {
    "type": "object",
    "required": [
     "error"
    ],
    "properties": {
     "error": {
      "allOf": [
       {
        "$ref": "#/components/schemas/ErrorObject"
       },
       {
        "type": "object",
        "required": [
         "code"
        ],
        "properties": {
         "code": {
          "type": "string",
          "enum": [
           "overloaded"
          ]
         }
        }
       }
      ]
     }
    }
   }
  },
  "links": {
   "GetDestination": {
    "operationId": "getDestination",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "The new destination."
   },
   "UpdateDestination": {
    "operationId": "updateDestination",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Changes the new destination."
   },
   "DeleteDestination": {
    "operationId": "deleteDestination",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Deletes the new destination."
   },
   "RotateSigningKey": {
    "operationId": "rotateSigningKey",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Rotates the signing key of the new destination."
   },
   "TestDestination": {
    "operationId": "testDestination",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Sends a test event to the new destination."
   },
   "ListSubscriptionsOfDestination": {
    "operationId": "listSubscriptions",
    "parameters": {
     "destination_id": "$response.body#/id"
    },
    "description": "The subscriptions of the new destination."
   },
   "ListDeliveriesOfDestination": {
    "operationId": "listDeliveries",
    "parameters": {
     "destination_id": "$response.body#/id"
    },
    "description": "The deliveries to the new destination."
   },
   "GetStatsOfDestination": {
    "operationId": "getStats",
    "parameters": {
     "destination_id": "$response.body#/id"
    },
    "description": "The statistics of the new destination."
   },
   "GetSubscription": {
    "operationId": "getSubscription",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "The new subscription."
   },
   "UpdateSubscription": {
    "operationId": "updateSubscription",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Changes the new subscription."
   },
   "DeleteSubscription": {
    "operationId": "deleteSubscription",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Deletes the new subscription."
   },
   "GetEvent": {
    "operationId": "getEvent",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "The event with the current state of its deliveries."
   },
   "ReplayEvent": {
    "operationId": "replayEvent",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Sends the event again."
   },
   "ListDeliveriesOfEvent": {
    "operationId": "listDeliveries",
    "parameters": {
     "event_id": "$response.body#/id"
    },
    "description": "The deliveries of the event."
   },
   "GetDeliveryOfEvent": {
    "operationId": "getDelivery",
    "parameters": {
     "id": "$response.body#/deliveries/0/id"
    },
    "description": "The first delivery of the event."
   },
   "GetDelivery": {
    "operationId": "getDelivery",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "The delivery with its attempts."
   },
   "RetryDelivery": {
    "operationId": "retryDelivery",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Sends the delivery once more."
   },
   "GetReplayedDelivery": {
    "operationId": "getDelivery",
    "parameters": {
     "id": "$response.body#/data/0/id"
    },
    "description": "The first new delivery."
   },
   "RetryListedDelivery": {
    "operationId": "retryDelivery",
    "parameters": {
     "id": "$response.body#/data/0/id"
    },
    "description": "Retries the first delivery of the page."
   },
   "ReplayListedDeadDelivery": {
    "operationId": "replayDeadDelivery",
    "parameters": {
     "delivery_id": "$response.body#/data/0/id"
    },
    "description": "Replays the first delivery of the page."
   },
   "DeleteListedDeadDelivery": {
    "operationId": "deleteDeadDelivery",
    "parameters": {
     "delivery_id": "$response.body#/data/0/id"
    },
    "description": "Deletes the first delivery of the page."
   },
   "GetEventOfDelivery": {
    "operationId": "getEvent",
    "parameters": {
     "id": "$response.body#/event_id"
    },
    "description": "The event of the delivery."
   },
   "GetDestinationOfDelivery": {
    "operationId": "getDestination",
    "parameters": {
     "id": "$response.body#/destination_id"
    },
    "description": "The destination of the delivery."
   },
   "RevokeApiKey": {
    "operationId": "revokeApiKey",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Revokes the new key."
   },
   "RevokePortalSession": {
    "operationId": "revokePortalSession",
    "parameters": {
     "id": "$response.body#/id"
    },
    "description": "Revokes the new session."
   },
   "NextPortalSessions": {
    "operationId": "listPortalSessions",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   },
   "NextApiKeys": {
    "operationId": "listApiKeys",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   },
   "NextTenants": {
    "operationId": "listTenants",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   },
   "NextEventTypes": {
    "operationId": "listEventTypes",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   },
   "NextDestinations": {
    "operationId": "listDestinations",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   },
   "NextSubscriptions": {
    "operationId": "listSubscriptions",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   },
   "NextEvents": {
    "operationId": "listEvents",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   },
   "NextDeliveries": {
    "operationId": "listDeliveries",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   },
   "NextDeadDeliveries": {
    "operationId": "listDeadDeliveries",
    "parameters": {
     "cursor": "$response.body#/next_cursor"
    },
    "description": "The next page."
   }
  },
  "examples": {
   "Destination": {
    "summary": "A destination",
    "value": {
     "id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
     "uid": "acme-orders",
     "url": "https://hooks.acme.example/harbor",
     "name": "Acme order service",
     "status": "active",
     "paused_reason": null,
     "paused_at": null,
     "retry_policy": {
      "max_retries": 6,
      "base_delay_seconds": 30,
      "max_delay_seconds": 86400,
      "total_budget_seconds": 172800,
      "jitter": 0.2,
      "circuit_breaker_threshold": 50
     },
     "max_concurrent_deliveries": 50,
     "max_per_second": null,
     "timeout_seconds": 30,
     "ordering": "none",
     "header_names": [
      "X-Acme-Tenant"
     ],
     "metadata": {
      "customer_id": "cus_981"
     },
     "tenant": null,
     "environment": "test",
     "signature": "harbor",
     "public_key": null,
     "public_keys": [],
     "old_key_expires_at": null,
     "created_at": "2026-03-02T09:14:07.512Z",
     "updated_at": "2026-03-02T09:14:07.512Z"
    }
   },
   "DestinationWithSecret": {
    "summary": "A new destination",
    "value": {
     "id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
     "uid": "acme-orders",
     "url": "https://hooks.acme.example/harbor",
     "name": "Acme order service",
     "status": "active",
     "paused_reason": null,
     "paused_at": null,
     "retry_policy": {
      "max_retries": 6,
      "base_delay_seconds": 30,
      "max_delay_seconds": 86400,
      "total_budget_seconds": 172800,
      "jitter": 0.2,
      "circuit_breaker_threshold": 50
     },
     "max_concurrent_deliveries": 50,
     "max_per_second": null,
     "timeout_seconds": 30,
     "ordering": "none",
     "header_names": [
      "X-Acme-Tenant"
     ],
     "metadata": {
      "customer_id": "cus_981"
     },
     "tenant": null,
     "environment": "test",
     "signature": "harbor",
     "public_key": null,
     "public_keys": [],
     "old_key_expires_at": null,
     "created_at": "2026-03-02T09:14:07.512Z",
     "updated_at": "2026-03-02T09:14:07.512Z",
     "signing_secret": "whsec_9KlQBb5R2mazILSkjLeeokq4Ld1quwUghMTwLzQX0iE="
    }
   },
   "PausedDestination": {
    "summary": "A destination that was paused through the API",
    "value": {
     "id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
     "uid": "acme-orders",
     "url": "https://hooks.acme.example/harbor",
     "name": "Acme order service",
     "status": "paused",
     "paused_reason": "manual",
     "paused_at": "2026-03-02T11:00:03.441Z",
     "retry_policy": {
      "max_retries": 6,
      "base_delay_seconds": 30,
      "max_delay_seconds": 86400,
      "total_budget_seconds": 172800,
      "jitter": 0.2,
      "circuit_breaker_threshold": 50
     },
     "max_concurrent_deliveries": 50,
     "max_per_second": null,
     "timeout_seconds": 30,
     "ordering": "none",
     "header_names": [
      "X-Acme-Tenant"
     ],
     "metadata": {
      "customer_id": "cus_981"
     },
     "tenant": null,
     "environment": "test",
     "signature": "harbor",
     "public_key": null,
     "public_keys": [],
     "old_key_expires_at": null,
     "created_at": "2026-03-02T09:14:07.512Z",
     "updated_at": "2026-03-02T11:00:03.441Z",
     "signing_secret": null
    }
   },
   "SigningKeyRotation": {
    "summary": "Two secrets sign for three days",
    "value": {
     "id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
     "uid": "acme-orders",
     "url": "https://hooks.acme.example/harbor",
     "name": "Acme order service",
     "status": "active",
     "paused_reason": null,
     "paused_at": null,
     "retry_policy": {
      "max_retries": 6,
      "base_delay_seconds": 30,
      "max_delay_seconds": 86400,
      "total_budget_seconds": 172800,
      "jitter": 0.2,
      "circuit_breaker_threshold": 50
     },
     "max_concurrent_deliveries": 50,
     "max_per_second": null,
     "timeout_seconds": 30,
     "ordering": "none",
     "header_names": [
      "X-Acme-Tenant"
     ],
     "metadata": {
      "customer_id": "cus_981"
     },
     "tenant": null,
     "environment": "test",
     "signature": "harbor",
     "public_key": null,
     "public_keys": [],
     "old_key_expires_at": "2026-03-05T12:40:09.730Z",
     "created_at": "2026-03-02T09:14:07.512Z",
     "updated_at": "2026-03-02T12:40:09.730Z",
     "signing_secret": "whsec_dGf5QlWRLiR3YcWpTtFmZzCAbPQL+XPZvZKlaHiWNic=",
     "rotated_at": "2026-03-02T12:40:09.730Z"
    }
   },
   "DestinationPage": {
    "summary": "Two destinations, one paused by its circuit breaker",
    "value": {
     "data": [
      {
       "id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
       "uid": "acme-orders",
       "url": "https://hooks.globex.example/in",
       "name": "Globex",
       "status": "paused",
       "paused_reason": "circuit_breaker",
       "paused_at": "2026-03-02T09:31:18.402Z",
       "retry_policy": {
        "max_retries": 6,
        "base_delay_seconds": 30,
        "max_delay_seconds": 86400,
        "total_budget_seconds": 172800,
        "jitter": 0.2,
        "circuit_breaker_threshold": 50
       },
       "max_concurrent_deliveries": 50,
       "max_per_second": null,
       "timeout_seconds": 30,
       "ordering": "none",
       "header_names": [],
       "metadata": null,
       "tenant": null,
       "environment": "test",
       "signature": "harbor",
       "public_key": null,
       "public_keys": [],
       "old_key_expires_at": null,
       "created_at": "2026-03-02T09:20:41.090Z",
       "updated_at": "2026-03-02T09:31:18.402Z"
      },
      {
       "id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
       "uid": "acme-orders",
       "url": "https://hooks.acme.example/harbor",
       "name": "Acme order service",
       "status": "active",
       "paused_reason": null,
       "paused_at": null,
       "retry_policy": {
        "max_retries": 6,
        "base_delay_seconds": 30,
        "max_delay_seconds": 86400,
        "total_budget_seconds": 172800,
        "jitter": 0.2,
        "circuit_breaker_threshold": 50
       },
       "max_concurrent_deliveries": 50,
       "max_per_second": null,
       "timeout_seconds": 30,
       "ordering": "none",
       "header_names": [
        "X-Acme-Tenant"
       ],
       "metadata": {
        "customer_id": "cus_981"
       },
       "tenant": null,
       "environment": "test",
       "signature": "harbor",
       "public_key": null,
       "public_keys": [],
       "old_key_expires_at": null,
       "created_at": "2026-03-02T09:14:07.512Z",
       "updated_at": "2026-03-02T09:14:07.512Z"
      }
     ],
     "next_cursor": null
    }
   },
   "Subscription": {
    "summary": "A pattern with a body filter",
    "value": {
     "id": "sub_01KJPX7SD4VQ3E5CH4T3YR45K9",
     "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
     "event_type": "order.*",
     "filter": {
      "$.amount_cents": {
       "$gte": 1000
      },
      "$.currency": "EUR"
     },
     "status": "active",
     "tenant": null,
     "environment": "test",
     "created_at": "2026-03-02T09:14:31.204Z",
     "updated_at": "2026-03-02T09:14:31.204Z"
    }
   },
   "SubscriptionPage": {
    "summary": "One subscription",
    "value": {
     "data": [
      {
       "id": "sub_01KJPX7SD4VQ3E5CH4T3YR45K9",
       "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
       "event_type": "order.*",
       "filter": {
        "$.amount_cents": {
         "$gte": 1000
        },
        "$.currency": "EUR"
       },
       "status": "active",
       "tenant": null,
       "environment": "test",
       "created_at": "2026-03-02T09:14:31.204Z",
       "updated_at": "2026-03-02T09:14:31.204Z"
      }
     ],
     "next_cursor": null
    }
   },
   "Recovery": {
    "summary": "Most events were never delivered",
    "value": {
     "matched": 220,
     "created": 214,
     "revived": 3,
     "skipped": 3
    }
   },
   "SubscriptionPreview": {
    "summary": "One of two events matches",
    "value": {
     "checked": 2,
     "matched": 1,
     "data": [
      {
       "id": "evt_01KJPX8RB2VYV7SCQ3FM7A6GG3",
       "type": "order.created",
       "created_at": "2026-03-02T09:15:02.882Z",
       "matches": false
      },
      {
       "id": "evt_01KJPX8RB1P17G0AVDQZTD2P3X",
       "type": "order.created",
       "created_at": "2026-03-02T09:15:02.881Z",
       "matches": true
      }
     ]
    }
   },
   "EventWithDeliveries": {
    "summary": "An event with one pending delivery",
    "value": {
     "id": "evt_01KJPX8RB1P17G0AVDQZTD2P3X",
     "type": "order.created",
     "body": {
      "order_id": "ord_123",
      "amount_cents": 4500
     },
     "erased_at": null,
     "idempotency_key": "ord_123-created",
     "ordering_key": null,
     "occurred_at": "2026-03-02T09:15:01.940Z",
     "tenant": null,
     "environment": "test",
     "created_at": "2026-03-02T09:15:02.881Z",
     "deliveries": [
      {
       "id": "del_01KJPX8RB1D5DN21RK3W3F0XPC",
       "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
       "status": "pending"
      }
     ]
    }
   },
   "EventPage": {
    "summary": "One event",
    "value": {
     "data": [
      {
       "id": "evt_01KJPX8RB1P17G0AVDQZTD2P3X",
       "type": "order.created",
       "body": {
        "order_id": "ord_123",
        "amount_cents": 4500
       },
       "erased_at": null,
       "idempotency_key": "ord_123-created",
       "ordering_key": null,
       "occurred_at": "2026-03-02T09:15:01.940Z",
       "tenant": null,
       "environment": "test",
       "created_at": "2026-03-02T09:15:02.881Z"
      }
     ],
     "next_cursor": null
    }
   },
   "EventBatch": {
    "summary": "One accepted, without a matching subscription, and one refused",
    "value": {
     "data": [
      {
       "status": 202,
       "event": {
        "id": "evt_01KJPX8RB2VYV7SCQ3FM7A6GG3",
        "type": "order.created",
        "body": {
         "order_id": "ord_124",
         "amount_cents": 900
        },
        "erased_at": null,
        "idempotency_key": null,
        "ordering_key": null,
        "occurred_at": null,
        "tenant": null,
        "environment": "test",
        "created_at": "2026-03-02T09:15:02.882Z",
        "deliveries": []
       }
      },
      {
       "status": 409,
       "error": {
        "code": "idempotency_key_conflict",
        "message": "The idempotency key was already used with a different request.",
        "doc_url": "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#idempotency_key_conflict",
        "request_id": "req_01KJPX8RAZRFVVVX9QRHKJ8E9C"
       }
      }
     ]
    }
   },
   "EventReplay": {
    "summary": "One new delivery",
    "value": {
     "count": 1,
     "data": [
      {
       "id": "del_01KJQ002PPNGG3S623PPYRS21Y",
       "event_id": "evt_01KJPX8RB1P17G0AVDQZTD2P3X",
       "event_type": "order.created",
       "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
       "status": "pending",
       "retry_count": 0,
       "response_code": null,
       "response_body": null,
       "latency_ms": null,
       "error": null,
       "next_retry_at": null,
       "waiting_for": null,
       "dead_reason": null,
       "tenant": null,
       "environment": "test",
       "created_at": "2026-03-02T10:02:44.310Z",
       "updated_at": "2026-03-02T10:02:44.310Z",
       "completed_at": null
      }
     ]
    }
   },
   "DeliveryWithRetries": {
    "summary": "Delivered by the first retry",
    "value": {
     "id": "del_01KJPX8RB1D5DN21RK3W3F0XPC",
     "event_id": "evt_01KJPX8RB1P17G0AVDQZTD2P3X",
     "event_type": "order.created",
     "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
     "status": "succeeded",
     "retry_count": 1,
     "response_code": 200,
     "response_body": "ok",
     "latency_ms": 84,
     "error": null,
     "next_retry_at": null,
     "waiting_for": null,
     "dead_reason": null,
     "tenant": null,
     "environment": "test",
     "created_at": "2026-03-02T09:15:02.881Z",
     "updated_at": "2026-03-02T09:15:31.020Z",
     "completed_at": "2026-03-02T09:15:31.020Z",
     "retries": [
      {
       "number": 0,
       "trigger": "schedule",
       "started_at": "2026-03-02T09:15:02.885Z",
       "url": "https://shop.example/webhooks",
       "latency_ms": 12,
       "request_headers": [
        {
         "name": "Content-Type",
         "value": "application/json"
        },
        {
         "name": "X-Api-Key",
         "value": null
        },
        {
         "name": "User-Agent",
         "value": "Harbor/1.0.0"
        },
        {
         "name": "Harbor-Signature",
         "value": "t=1772442902,v1=ce9ad9e64710577437be7e6c3a5aba1737bd69d314cdabcd078e5356c64daf81,v2=947162f1b37ea74e53f6086a197d6c749c6f094020cd0bc236d496c3754ce80c"
        },
        {
         "name": "Harbor-Timestamp",
         "value": "1772442902"
        },
        {
         "name": "Harbor-Retry-Count",
         "value": "0"
        },
        {
         "name": "traceparent",
         "value": "00-019cadd46161b04f002b6dbff4d1587d-ec18eac8d758b1eb-01"
        },
        {
         "name": "Harbor-Event-Id",
         "value": "evt_01KJPX8RB1P17G0AVDQZTD2P3X"
        },
        {
         "name": "Harbor-Event-Type",
         "value": "order.created"
        },
        {
         "name": "Harbor-Delivery-Id",
         "value": "del_01KJPX8RB1D5DN21RK3W3F0XPC"
        }
       ],
       "response_code": null,
       "response_headers": null,
       "response_body": null,
       "error": "connection_refused",
       "outcome": "failed"
      },
      {
       "number": 1,
       "trigger": "schedule",
       "started_at": "2026-03-02T09:15:30.936Z",
       "url": "https://shop.example/webhooks",
       "latency_ms": 84,
       "request_headers": [
        {
         "name": "Content-Type",
         "value": "application/json"
        },
        {
         "name": "X-Api-Key",
         "value": null
        },
        {
         "name": "User-Agent",
         "value": "Harbor/1.0.0"
        },
        {
         "name": "Harbor-Signature",
         "value": "t=1772442930,v1=0eee3a0bb608847ca1ac05a7689e07f625d04045c0146025136a545ec9ccbc09,v2=0e4a1b71a8e1df8f87a964dcc0b897b7ac458787a86aca82fac375369863e94d"
        },
        {
         "name": "Harbor-Timestamp",
         "value": "1772442930"
        },
        {
         "name": "Harbor-Retry-Count",
         "value": "1"
        },
        {
         "name": "traceparent",
         "value": "00-019cadd46161b04f002b6dbff4d1587d-e8bc163c82eee187-01"
        },
        {
         "name": "Harbor-Event-Id",
         "value": "evt_01KJPX8RB1P17G0AVDQZTD2P3X"
        },
        {
         "name": "Harbor-Event-Type",
         "value": "order.created"
        },
        {
         "name": "Harbor-Delivery-Id",
         "value": "del_01KJPX8RB1D5DN21RK3W3F0XPC"
        }
       ],
       "response_code": 200,
       "response_headers": [
        {
         "name": "Content-Type",
         "value": "text/plain"
        },
        {
         "name": "X-Request-Id",
         "value": "4c1d8a90"
        }
       ],
       "response_body": "ok",
       "error": null,
       "outcome": "succeeded"
      }
     ]
    }
   },
   "DeliveryPage": {
    "summary": "One delivery",
    "value": {
     "data": [
      {
       "id": "del_01KJPX8RB1D5DN21RK3W3F0XPC",
       "event_id": "evt_01KJPX8RB1P17G0AVDQZTD2P3X",
       "event_type": "order.created",
       "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
       "status": "succeeded",
       "retry_count": 0,
       "response_code": 200,
       "response_body": "ok",
       "latency_ms": 84,
       "error": null,
       "next_retry_at": null,
       "waiting_for": null,
       "dead_reason": null,
       "tenant": null,
       "environment": "test",
       "created_at": "2026-03-02T09:15:02.881Z",
       "updated_at": "2026-03-02T09:15:02.969Z",
       "completed_at": "2026-03-02T09:15:02.969Z"
      }
     ],
     "next_cursor": null
    }
   },
   "DeadDeliveryPage": {
    "summary": "One delivery that its destination rejected",
    "value": {
     "data": [
      {
       "id": "del_01KJPXKYVQ52HTBT0X3T4Z1VY7",
       "event_id": "evt_01KJPXKYVQAZQ7FQR87NQ2MSJA",
       "event_type": "order.created",
       "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
       "status": "dead",
       "retry_count": 0,
       "response_code": 422,
       "response_body": "unknown order",
       "latency_ms": 31,
       "error": null,
       "next_retry_at": null,
       "waiting_for": null,
       "dead_reason": "rejected",
       "tenant": null,
       "environment": "test",
       "created_at": "2026-03-02T09:21:10.007Z",
       "updated_at": "2026-03-02T09:21:10.041Z",
       "completed_at": "2026-03-02T09:21:10.041Z"
      }
     ],
     "next_cursor": null
    }
   },
   "DeadDeliveryGroups": {
    "summary": "Two causes",
    "value": {
     "data": [
      {
       "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
       "dead_reason": "retries_exhausted",
       "response_code": 503,
       "count": 214,
       "newest_delivery_id": "del_01KJPX8RB1D5DN21RK3W3F0XPC",
       "newest_created_at": "2026-03-02T09:15:02.881Z"
      },
      {
       "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
       "dead_reason": "rejected",
       "response_code": 422,
       "count": 1,
       "newest_delivery_id": "del_01KJPXKYVQ52HTBT0X3T4Z1VY7",
       "newest_created_at": "2026-03-02T09:21:10.007Z"
      }
     ],
     "complete": true
    }
   },
   "RetryingDelivery": {
    "summary": "Due at once",
    "value": {
     "id": "del_01KJPXKYVQ52HTBT0X3T4Z1VY7",
     "event_id": "evt_01KJPXKYVQAZQ7FQR87NQ2MSJA",
     "event_type": "order.created",
     "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
     "status": "retrying",
     "retry_count": 0,
     "response_code": 422,
     "response_body": "unknown order",
     "latency_ms": 31,
     "error": null,
     "next_retry_at": "2026-03-02T10:02:44.310Z",
     "waiting_for": null,
     "dead_reason": null,
     "tenant": null,
     "environment": "test",
     "created_at": "2026-03-02T09:21:10.007Z",
     "updated_at": "2026-03-02T10:02:44.310Z",
     "completed_at": null
    }
   },
   "TestDelivery": {
    "summary": "Not sent yet",
    "value": {
     "id": "del_01KJPXB3RPKY3D10C89HYPB6HF",
     "event_id": "evt_01KJPXB3RPWMJCQ24E7QS33QYP",
     "event_type": "harbor.test",
     "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
     "status": "pending",
     "retry_count": 0,
     "response_code": null,
     "response_body": null,
     "latency_ms": null,
     "error": null,
     "next_retry_at": null,
     "waiting_for": null,
     "dead_reason": null,
     "tenant": null,
     "environment": "test",
     "created_at": "2026-03-02T09:16:20.118Z",
     "updated_at": "2026-03-02T09:16:20.118Z",
     "completed_at": null
    }
   },
   "Stats": {
    "summary": "Two hours",
    "value": {
     "since": "2026-03-02T08:00:00.000Z",
     "until": "2026-03-02T10:00:00.000Z",
     "bucket": "hour",
     "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
     "tenant": null,
     "group_by": null,
     "totals": {
      "ingested": 1500,
      "attempts": {
       "succeeded": 1490,
       "failed": 10,
       "rejected": 0
      },
      "delivered": 1490,
      "dead": 0,
      "success_rate": 0.9933,
      "latency_ms": {
       "p50": 42,
       "p95": 180,
       "p99": 410
      }
     },
     "groups": null,
     "buckets": [
      {
       "start": "2026-03-02T08:00:00.000Z",
       "ingested": 0,
       "attempts": {
        "succeeded": 0,
        "failed": 0,
        "rejected": 0
       },
       "delivered": 0,
       "dead": 0,
       "success_rate": null,
       "latency_ms": {
        "p50": null,
        "p95": null,
        "p99": null
       }
      },
      {
       "start": "2026-03-02T09:00:00.000Z",
       "ingested": 1500,
       "attempts": {
        "succeeded": 1490,
        "failed": 10,
        "rejected": 0
       },
       "delivered": 1490,
       "dead": 0,
       "success_rate": 0.9933,
       "latency_ms": {
        "p50": 42,
        "p95": 180,
        "p99": 410
       }
      }
     ],
     "dlq_depth": 0,
     "backlog": {
      "due": 2,
      "oldest_due_age_seconds": 0.4
     }
    }
   },
   "ApiKeyWithKey": {
    "summary": "A new key, with the key itself",
    "value": {
     "id": "key_01KJPX71V0Z7M1RCH4T3YR45K9",
     "role": "send",
     "name": "Order service",
     "hint": "hk_test_4fT9…",
     "environment": "test",
     "created_at": "2026-03-02T09:14:02.144Z",
     "last_used_at": null,
     "revoked_at": null,
     "key": "hk_test_4fT9bQ2mZrLw8KxVnDcJ6pYsHgA3eU5t"
    }
   },
   "ApiKeyPage": {
    "summary": "One key",
    "value": {
     "data": [
      {
       "id": "key_01KJPX71V0Z7M1RCH4T3YR45K9",
       "role": "send",
       "name": "Order service",
       "hint": "hk_test_4fT9…",
       "environment": "test",
       "created_at": "2026-03-02T09:14:02.144Z",
       "last_used_at": null,
       "revoked_at": null
      }
     ],
     "next_cursor": null
    }
   },
   "PortalSessionWithToken": {
    "summary": "A new session, with its token",
    "value": {
     "id": "ps_01KJPX71V0Z7M1RCH4T3YR45K9",
     "tenant": "acme",
     "capabilities": [
      "read"
     ],
     "environment": "test",
     "return_url": "https://app.acme.example/settings",
     "created_at": "2026-03-02T09:14:02.144Z",
     "expires_at": "2026-03-02T10:14:02.144Z",
     "token": "hp_test_4fT9bQ2mZrLw8KxVnDcJ6pYsHgA3eU5t",
     "url": "https://webhooks.example.com/portal/#token=hp_test_4fT9bQ2mZrLw8KxVnDcJ6pYsHgA3eU5t"
    }
   },
   "PortalSessionPage": {
    "summary": "One session",
    "value": {
     "data": [
      {
       "id": "ps_01KJPX71V0Z7M1RCH4T3YR45K9",
       "tenant": "acme",
       "capabilities": [
        "read"
       ],
       "environment": "test",
       "return_url": "https://app.acme.example/settings",
       "created_at": "2026-03-02T09:14:02.144Z",
       "expires_at": "2026-03-02T10:14:02.144Z"
      }
     ],
     "next_cursor": null
    }
   },
   "CallingKey": {
    "summary": "An API key",
    "value": {
     "kind": "api_key",
     "id": "key_01KJPX71V0Z7M1RCH4T3YR45K9",
     "environment": "test",
     "role": "admin",
     "tenant": null,
     "capabilities": null,
     "expires_at": null,
     "return_url": null,
     "server_version": "1.0.0"
    }
   },
   "CallingSession": {
    "summary": "A portal session",
    "value": {
     "kind": "portal_session",
     "id": "ps_01KJPX71V0Z7M1RCH4T3YR45K9",
     "environment": "test",
     "role": null,
     "tenant": "acme",
     "capabilities": [
      "read"
     ],
     "expires_at": "2026-03-02T10:14:02.144Z",
     "return_url": "https://app.acme.example/settings",
     "server_version": null
    }
   },
   "EventType": {
    "summary": "A type that is validated",
    "value": {
     "type": "order.created",
     "description": "A customer placed an order.",
     "group": "orders",
     "visibility": "public",
     "schema": {
      "type": "object",
      "required": [
       "order_id",
       "amount_cents"
      ],
      "properties": {
       "order_id": {
        "type": "string"
       },
       "amount_cents": {
        "type": "integer",
        "minimum": 0
       }
      }
     },
     "example": {
      "order_id": "ord_123",
      "amount_cents": 4500
     },
     "deprecated": false,
     "validation": "enforce"
    }
   },
   "TenantPage": {
    "summary": "One tenant",
    "value": {
     "data": [
      {
       "tenant": "acme",
       "destinations": 2,
       "paused_destinations": 1,
       "dead_deliveries": 14,
       "last_event_at": "2026-03-02T09:15:02.881Z"
      }
     ],
     "next_cursor": null
    }
   },
   "EventTypePage": {
    "summary": "One event type",
    "value": {
     "data": [
      {
       "type": "order.created",
       "description": "A customer placed an order.",
       "group": "orders",
       "visibility": "public",
       "schema": {
        "type": "object",
        "required": [
         "order_id",
         "amount_cents"
        ],
        "properties": {
         "order_id": {
          "type": "string"
         },
         "amount_cents": {
          "type": "integer",
          "minimum": 0
         }
        }
       },
       "example": {
        "order_id": "ord_123",
        "amount_cents": 4500
       },
       "deprecated": false,
       "validation": "enforce"
      }
     ],
     "next_cursor": null
    }
   },
   "StatsByDestination": {
    "summary": "One hour by destination",
    "value": {
     "since": "2026-03-02T09:00:00.000Z",
     "until": "2026-03-02T10:00:00.000Z",
     "bucket": "hour",
     "destination_id": null,
     "tenant": null,
     "group_by": "destination",
     "totals": {
      "ingested": 1500,
      "attempts": {
       "succeeded": 1490,
       "failed": 60,
       "rejected": 1
      },
      "delivered": 1490,
      "dead": 1,
      "success_rate": 0.9607,
      "latency_ms": {
       "p50": 42,
       "p95": 180,
       "p99": 410
      }
     },
     "groups": [
      {
       "destination_id": "dest_01KJPX728R3NF6M7PXVWPBB6VV",
       "ingested": 1500,
       "attempts": {
        "succeeded": 1490,
        "failed": 10,
        "rejected": 0
       },
       "delivered": 1490,
       "dead": 0,
       "success_rate": 0.9933,
       "latency_ms": {
        "p50": 42,
        "p95": 180,
        "p99": 410
       },
       "dlq_depth": 0
      },
      {
       "destination_id": "dest_01KJPXK2M23WNRD4S7XJVNV8EX",
       "ingested": 1,
       "attempts": {
        "succeeded": 0,
        "failed": 50,
        "rejected": 1
       },
       "delivered": 0,
       "dead": 1,
       "success_rate": 0,
       "latency_ms": {
        "p50": 31,
        "p95": 90,
        "p99": 98
       },
       "dlq_depth": 1
      }
     ],
     "buckets": [
      {
       "start": "2026-03-02T09:00:00.000Z",
       "ingested": 1500,
       "attempts": {
        "succeeded": 1490,
        "failed": 60,
        "rejected": 1
       },
       "delivered": 1490,
       "dead": 1,
       "success_rate": 0.9607,
       "latency_ms": {
        "p50": 42,
        "p95": 180,
        "p99": 410
       }
      }
     ],
     "dlq_depth": 1,
     "backlog": {
      "due": 0,
      "oldest_due_age_seconds": null
     }
    }
   }
  }
 }
}`;
