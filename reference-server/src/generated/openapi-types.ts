// Generated from openapi.yaml by npm run generate. Do not edit.
/** Every path of the API, as openapi-fetch wants it: what `harbor.raw` is typed by. */
export interface paths {
    "/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List destinations
         * Returns all destinations of the environment, newest first, without signing secrets.
         */
        get: operations["listDestinations"];
        put?: never;
        /**
         * Register a destination
         * Registers a URL. The response contains `signing_secret`, which is shown only once: store it where the receiver can read it.
         *     With an `Idempotency-Key`, a lost response can be fetched again for 24 hours. A destination with the signature
         *     `standard_ed25519` has no secret: its receiver verifies with `public_key`.
         *
         *     Live destinations must be `https`; test destinations can be `http`. A host that is, or resolves to, a loopback,
         *     private, link-local or otherwise special address is `invalid_url`, and is refused again at each delivery.
         */
        post: operations["createDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations/by-uid/{uid}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `uid` that you gave the destination.
                 * @example acme-orders
                 */
                uid: components["parameters"]["DestinationUidPath"];
            };
            cookie?: never;
        };
        /**
         * Get a destination by its uid
         * Returns the destination that has this `uid`, without the signing secret.
         */
        get: operations["getDestinationByUid"];
        /**
         * Create or replace a destination by its uid
         * Creates the destination with this `uid`, or replaces the one that has it: omitted fields get their defaults. The status, the
         *     keys of an existing destination stay; without a `signature` its signature does, and without `subscriptions` they do. The same
         *     request again changes nothing.
         *
         *     A new destination is a 201 with its `signing_secret`, which is shown only once; of concurrent requests one gets it. A 200 has
         *     a secret only if a new `signature` needed one. The `tenant` of a destination never changes: another one is
         *     `tenant_mismatch`.
         */
        put: operations["putDestinationByUid"];
        post?: never;
        /**
         * Delete a destination by its uid
         * Deletes the destination that has this `uid`, as `DELETE /v1/destinations/{id}` does. The `uid` is free for another one
         *     afterwards.
         */
        delete: operations["deleteDestinationByUid"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        /**
         * Get a destination
         * Returns the destination and its state, without the signing secret.
         */
        get: operations["getDestination"];
        put?: never;
        post?: never;
        /**
         * Delete a destination
         * Also deletes its subscriptions. Its unfinished deliveries become dead (`destination_deleted`). They stay in the dead-letter
         *     queue but cannot be retried.
         */
        delete: operations["deleteDestination"];
        options?: never;
        head?: never;
        /**
         * Change, pause or resume a destination
         * Changes the given fields and keeps the others. `retry_policy` is merged field by field; `headers` and `metadata` are
         *     replaced.
         *
         *     `status: paused` holds first attempts for up to an hour, after which a held delivery is dead (`destination_paused`);
         *     scheduled retries continue. `status: active` sends held deliveries and resets the circuit breaker.
         *
         *     A new `signature` starts a grace period, as a rotation of the key does: until `old_key_expires_at` deliveries have the
         *     headers of both. Between `harbor` and `standard` the secret stays. To and from `standard_ed25519` the keys are new, and
         *     a new secret is in the response, once.
         */
        patch: operations["updateDestination"];
        trace?: never;
    };
    "/destinations/{id}/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the signing key
         * Creates a new signing secret, which is shown only once, or with `standard_ed25519` a new pair of keys. During the grace
         *     period Harbor signs with both, so that the receiver can switch without losing a delivery.
         *
         *     `grace_period_days: 0` ends every earlier secret at once and is always accepted: use it for a leaked secret.
         *     Any other rotation during a grace period is `rotation_in_progress`.
         */
        post: operations["rotateSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to a destination
         * Sends an event to this destination only, even if it is paused and regardless of its subscriptions. The event is signed,
         *     retried and recorded like any other.
         */
        post: operations["testDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/destinations/{id}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recover what a destination missed
         * Delivers the events of a time range that the destination has not received. Events are routed as of now: a subscription
         *     that is newer than an event counts. If an event has no delivery to the destination, one is created; if its deliveries
         *     are dead, the last one is replayed. Events that were delivered or may still be delivered are skipped. Test events are
         *     ignored. With `dry_run` it changes and stores nothing, and returns the numbers.
         *
         *     If the destination is paused, the error is `destination_paused`: resume it first. Works in steps: if the request fails,
         *     repeat it; what is recovered already is skipped.
         */
        post: operations["recoverDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List subscriptions
         * Returns all subscriptions of the environment, newest first.
         */
        get: operations["listSubscriptions"];
        put?: never;
        /**
         * Subscribe a destination to event types
         * Applies to all events that are accepted after the response. A destination receives one delivery per event, even if several
         *     of its subscriptions match.
         */
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a subscription
         * Shows which of the latest 100 events a subscription with this pattern and filter would match. Nothing is created or sent.
         */
        post: operations["previewSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The subscription's id.
                 * @example sub_01KJPX7SD4VQ3E5CH4T3YR45K9
                 */
                id: components["parameters"]["SubscriptionIdPath"];
            };
            cookie?: never;
        };
        /**
         * Get a subscription
         * Returns the subscription and its state.
         */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        /**
         * Delete a subscription
         * Later events no longer match it. Existing deliveries continue.
         */
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        /**
         * Change, pause or resume a subscription
         * Changes the given fields. A paused subscription matches nothing: events that are accepted meanwhile are not delivered
         *     through it, and resuming does not deliver them later. Replay them if necessary.
         */
        patch: operations["updateSubscription"];
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * Returns the events of the last 30 days, newest first, without their deliveries.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Send an event
         * Accepts an event and creates one delivery for each destination with a matching subscription. When the response arrives, the
         *     event is on disk: it survives a crash or a power failure, and is delivered at least once.
         *
         *     `body` is delivered byte for byte as submitted, including numbers, key order and white space.
         *
         *     Within 24 hours, a request with the same idempotency key returns 200 with the original event and sends nothing. A
         *     different type, body, tenant or ordering key with that key is `idempotency_key_conflict`. The `Idempotency-Key` header is another way to send
         *     `idempotency_key`; different values in both are `invalid_request`.
         *
         *     If the catalogue has a schema for the type with `validation: enforce`, a body that does not match it is `invalid_event_body`.
         */
        post: operations["createEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send up to 100 events
         * Returns one result per event, in order. Each event is accepted or refused independently. The whole request can have 5 MB.
         *     It counts as many events against the rate limit as it contains, and is refused as a whole when it exceeds it.
         *
         *     An `Idempotency-Key` header applies to the batch: a repeated request returns the first response. Events can also have
         *     their own `idempotency_key`.
         */
        post: operations["createEventBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event's id.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                id: components["parameters"]["EventIdPath"];
            };
            cookie?: never;
        };
        /**
         * Get an event
         * Returns the event with its body as submitted and the state of each of its deliveries.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/body": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event's id.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                id: components["parameters"]["EventIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase an event
         * Erases the body of the event and the responses to its deliveries. By the time of the response both are unreadable everywhere in
         *     the API, and no attempt of it starts any more; one in flight may end. The stored bytes are overwritten soon after.
         *
         *     The event stays in the lists with `body: null` and `erased_at`. Its unfinished deliveries become dead (`event_erased`). Replays
         *     and retries of it are `event_erased`, and a repeat of its idempotency key returns it and sends nothing. Erasing it again
         *     changes nothing.
         */
        delete: operations["eraseEvent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event's id.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                id: components["parameters"]["EventIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event again
         * Creates new deliveries of the event with the same event id, which receivers use to recognise duplicates. Sends to all
         *     destinations with a subscription that matches now, or only to those in `destination_ids`. Events older than 30 days are
         *     `event_too_old`, erased ones `event_erased`. With `dry_run` it creates and stores nothing, and returns the number.
         */
        post: operations["replayEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * Returns the deliveries of the last 30 days, newest first, each with its last attempt.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The delivery's id.
                 * @example del_01KJPX8RB1D5DN21RK3W3F0XPC
                 */
                id: components["parameters"]["DeliveryIdPath"];
            };
            cookie?: never;
        };
        /**
         * Get a delivery
         * Returns the delivery with all its attempts, in order.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The delivery's id.
                 * @example del_01KJPX8RB1D5DN21RK3W3F0XPC
                 */
                id: components["parameters"]["DeliveryIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a delivery now
         * Sends one attempt outside the retry schedule and the time budget, even if the destination is paused. If it fails, the
         *     delivery returns to its earlier state. A delivery that has succeeded, has an attempt in progress or waits for an earlier one with
         *     its ordering key is `delivery_not_retryable`.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dlq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List dead deliveries
         * Returns deliveries that failed for good, newest first, with their `dead_reason`.
         */
        get: operations["listDeadDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dlq/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count dead deliveries by cause
         * Counts the dead deliveries by destination, `dead_reason` and the response code of the last attempt, largest group first. Counts
         *     the newest 100,000; `complete` is false if there are more.
         */
        get: operations["listDeadDeliveryGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dlq/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay many dead deliveries
         * Replays all dead deliveries that match the filters. Skips deliveries whose destination is paused or deleted, or whose
         *     event is older than 30 days; they stay dead. With `dry_run` it changes and stores nothing, and returns the numbers.
         */
        post: operations["replayDeadDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dlq/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The dead delivery's id.
                 * @example del_01KJPXKYVQ52HTBT0X3T4Z1VY7
                 */
                delivery_id: components["parameters"]["DeadDeliveryIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a dead delivery
         * Permanently removes the delivery and its attempts. A delivery that is not dead is `delivery_not_found`.
         */
        delete: operations["deleteDeadDelivery"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dlq/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The dead delivery's id.
                 * @example del_01KJPXKYVQ52HTBT0X3T4Z1VY7
                 */
                delivery_id: components["parameters"]["DeadDeliveryIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a dead delivery
         * Sets the delivery to `retrying`, due at once, with a new retry count, schedule and time budget. A delivery that is
         *     not dead is `delivery_not_retryable`. If the destination is paused, the error is `destination_paused`: resume it first.
         */
        post: operations["replayDeadDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get delivery statistics
         * Returns counts and latencies over time, and the current backlog. Without `since`, covers the last 24 hours. The range is
         *     widened to whole buckets, as the response shows. The maximum is 1,440 buckets (a day of minutes, 60 days of hours); more
         *     is `invalid_request`.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/test-clock/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Advance the test clock
         * Moves the time of this project's test environment forward: due times, time budgets, holds, retention, idempotency
         *     windows and key expiry. Responds when all deliveries that became due have been attempted. Signature timestamps, ids,
         *     timeouts and rate limits keep real time.
         *
         *     `forbidden` with a live key, and on a server without `HARBOR_TEST_CLOCK=on`.
         */
        post: operations["advanceTestClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream deliveries as they change
         * Sends a Server-Sent Event for each change of a delivery's state, from now on or after `Last-Event-ID`.
         *
         *     `event: delivery` carries the `Delivery` after the change. `event: gap` carries `{}`: the changes since `Last-Event-ID` are
         *     no longer available; list deliveries to catch up.
         *
         *     A comment line every 15 seconds is the heartbeat. A reader that falls 4 MB behind is disconnected; it can reconnect with
         *     the last id that it received. A key can have 20 open streams and an environment 50; the portal sessions of a tenant can have 5,
         *     and those of an environment 100. The stream of a key or session that is revoked ends, and that of a session that expires.
         */
        get: operations["streamDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * Returns all keys of the environment, newest first, revoked ones too. The keys themselves are not shown again.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * Creates a key of the caller's environment. The response contains `key`, which is shown only once. With an `Idempotency-Key`, a
         *     lost response can be fetched again for 24 hours.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The key's id.
                 * @example key_01KJPX71V0Z7M1RCH4T3YR45K9
                 */
                id: components["parameters"]["ApiKeyIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * Later requests with the key are refused, in every process. The key stays in the list, with `revoked_at`. Revoking it again
         *     changes nothing. The last admin key of an environment cannot be revoked.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List portal sessions
         * Returns the sessions in force, newest first: those that are neither revoked nor expired. Their tokens are not shown again.
         */
        get: operations["listPortalSessions"];
        put?: never;
        /**
         * Create a portal session
         * Gives a tenant access to what belongs to its destinations, for a limited time. The response contains `token`, which is shown
         *     only once: the tenant's program or page sends it like an API key, `Authorization: Bearer hp_…`. With an `Idempotency-Key`, a
         *     lost response can be fetched again for 24 hours.
         *
         *     `url` opens the session in a browser: the portal, a page of this server that shows the tenant what it may see.
         *
         *     The session ends at `expires_at`, when it is revoked, and with the API key that created it.
         */
        post: operations["createPortalSession"];
        /**
         * Revoke all portal sessions of a tenant
         * Later requests with their tokens are refused and their open streams end, in every process. Sessions that are created afterwards
         *     are not affected.
         */
        delete: operations["revokePortalSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal-sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The portal session's id.
                 * @example ps_01KJPX71V0Z7M1RCH4T3YR45K9
                 */
                id: components["parameters"]["PortalSessionIdPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a portal session
         * Later requests with its token are refused and its open streams end, in every process. Revoking it again changes nothing.
         */
        delete: operations["revokePortalSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/caller": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the caller
         * Returns the API key or the portal session that the request is made with: its environment, and what it may do. A page or a
         *     program that is given a key or a token checks it with this request, because every key and every session may send it.
         */
        get: operations["getCaller"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List event types
         * Returns the catalogue of the environment in the order of the types, with the entries of Harbor's own types (`harbor.*`) among
         *     them.
         */
        get: operations["listEventTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/event-types/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event type.
                 * @example order.created
                 */
                type: components["parameters"]["EventTypePath"];
            };
            cookie?: never;
        };
        /**
         * Get an event type
         * Returns the entry of this type in the catalogue.
         */
        get: operations["getEventType"];
        /**
         * Create or replace an event type
         * Stores the entry as a whole: omitted fields get their defaults. It applies to every event that is accepted after the
         *     response. `validation` needs a `schema`, and `example` has to match it. Types that begin with `harbor.` are read-only.
         */
        put: operations["putEventType"];
        post?: never;
        /**
         * Delete an event type
         * Removes the entry. Events of the type are accepted without validation afterwards, unless the server only takes types of the
         *     catalogue. Types that begin with `harbor.` are read-only.
         */
        delete: operations["deleteEventType"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tenants
         * Returns the tenants of the environment by name: those that have a destination, or an event of the last 30 days that is not
         *     erased. Tenants are not created.
         */
        get: operations["listTenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["TenantPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a tenant
         * Revokes the portal sessions of the tenant, erases all of its events that were accepted before, wherever they went, and deletes
         *     its destinations. By the time of the response nothing of that can be read any more, and no attempt of it starts; one in flight
         *     may end. The stored bytes are overwritten soon after.
         *
         *     Events of the tenant that are accepted later are not touched. Deleting it again, or a tenant that does not exist, succeeds. An
         *     interrupted request can be repeated.
         */
        delete: operations["deleteTenant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
/** The requests that Harbor sends: the delivery of an event, and the operational events. */
export interface webhooks {
    delivery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delivery to a destination
         * One attempt of one delivery. The request body is the event's `body`, byte for byte as it was submitted: verify the
         *     signature over the raw bytes before you parse them.
         *
         *     Deliveries arrive at least once and in no particular order; use the event id to recognise duplicates. The responses below
         *     list the effect of each status. Redirects are not followed. Harbor stores the first 4 KB of the response body with the
         *     attempt.
         */
        post: operations["receiveDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    destinationPaused: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A destination has been paused
         * The operational event `harbor.destination.paused`: a destination was paused; `paused_reason` says why. It does not go to that destination itself. Its headers and rules are those of any other event. It goes to
         *     destinations with a subscription whose pattern begins with `harbor` and matches it.
         */
        post: operations["receiveDestinationPaused"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    destinationResumed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A destination has been resumed
         * The operational event `harbor.destination.resumed`: a destination is active again, because a delivery succeeded or by hand. Its headers and rules are those of any other event. It goes to
         *     destinations with a subscription whose pattern begins with `harbor` and matches it.
         */
        post: operations["receiveDestinationResumed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    destinationFailing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A destination is failing
         * The operational event `harbor.destination.failing`: the consecutive failures of a destination have reached 50, 70 or 90 % of the threshold of its circuit breaker. Each percentage is reported once until the count is reset, and of several reached together only the highest. It does not go to that destination itself. Its headers and rules are those of any other event. It goes to
         *     destinations with a subscription whose pattern begins with `harbor` and matches it.
         */
        post: operations["receiveDestinationFailing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    destinationCreated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A destination has been created
         * The operational event `harbor.destination.created`: a destination was created. Its headers and rules are those of any other event. It goes to
         *     destinations with a subscription whose pattern begins with `harbor` and matches it.
         */
        post: operations["receiveDestinationCreated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    destinationDeleted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A destination has been deleted
         * The operational event `harbor.destination.deleted`: a destination was deleted. Its headers and rules are those of any other event. It goes to
         *     destinations with a subscription whose pattern begins with `harbor` and matches it.
         */
        post: operations["receiveDestinationDeleted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    deliveryDead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A delivery is dead
         * The operational event `harbor.delivery.dead`: a delivery went to the DLQ, unless its destination is deleted, its event is erased, or it delivered a test event or an operational event. After 60 of one destination in a minute, one more event has the number of the rest; its fields about a single delivery are null. Its headers and rules are those of any other event. It goes to
         *     destinations with a subscription whose pattern begins with `harbor` and matches it.
         */
        post: operations["receiveDeliveryDead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    signingKeyRotated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A signing key has been rotated
         * The operational event `harbor.signing_key.rotated`: the signing key or the signature of a destination has changed. Its headers and rules are those of any other event. It goes to
         *     destinations with a subscription whose pattern begins with `harbor` and matches it.
         */
        post: operations["receiveSigningKeyRotated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    signingKeyExpiring: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An old signing key is about to expire
         * The operational event `harbor.signing_key.expiring`: the old key of a rotation stops signing in 24 hours, or sooner when the grace period is shorter. Its headers and rules are those of any other event. It goes to
         *     destinations with a subscription whose pattern begins with `harbor` and matches it.
         */
        post: operations["receiveSigningKeyExpiring"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
/** Every schema, parameter, header and response of the API by its name. */
export interface components {
    schemas: {
        /**
         * `dest_` and a ULID.
         * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
         */
        DestinationId: string;
        /**
         * Your own id of a destination: 1-128 of `A-Z a-z 0-9 _ . : -`, beginning with a letter or digit, unique in the
         *     environment.
         * @example acme-orders
         */
        DestinationUid: string;
        /**
         * `sub_` and a ULID.
         * @example sub_01KJPX7SD4VQ3E5CH4T3YR45K9
         */
        SubscriptionId: string;
        /**
         * `evt_` and a ULID.
         * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
         */
        EventId: string;
        /**
         * `del_` and a ULID.
         * @example del_01KJPX8RB1D5DN21RK3W3F0XPC
         */
        DeliveryId: string;
        /**
         * `req_` and a ULID; also in the `Harbor-Request-Id` header of every response.
         * @example req_01KJPX8RAZRFVVVX9QRHKJ8E9C
         */
        RequestId: string;
        /**
         * An API key's id.
         * @example key_01KJPX71V0Z7M1RCH4T3YR45K9
         */
        ApiKeyId: string;
        /**
         * A portal session's id.
         * @example ps_01KJPX71V0Z7M1RCH4T3YR45K9
         */
        PortalSessionId: string;
        /**
         * The environment of the API key.
         */
        Environment: "live" | "test";
        /**
         * A tenant; empty stands for the items without one.
         * @example acme
         */
        TenantSelector: string;
        /**
         * A tenant.
         * @example acme
         */
        TenantName: string;
        /**
         * One of your own customers: a string that you choose, 1-128 of `A-Z a-z 0-9 _ . : -`, beginning with a letter or digit.
         *     Null: none.
         * @example acme
         */
        Tenant: string | null;
        /**
         * `whsec_` and the base64 of 32 random bytes, or the secret that you gave. With the signature `harbor` the whole string is the
         *     HMAC key.
         * @example whsec_9KlQBb5R2mazILSkjLeeokq4Ld1quwUghMTwLzQX0iE=
         */
        SigningSecret: string | null;
        /**
         * `whpk_` and the base64 of the 32 bytes of an Ed25519 public key.
         * @example whpk_1HxkZBMC8pWfOAqVFzCv2q5C0mQXzNzTFpYbWcqy9gI=
         */
        PublicKey: string;
        /**
         * The headers that prove a delivery. `harbor`: `Harbor-Signature`. `standard`: `webhook-id`, `webhook-timestamp` and
         *     `webhook-signature` of Standard Webhooks 1.0, version `v1`; the HMAC key is the base64-decoded part of the secret.
         *     `standard_ed25519`: the same headers, version `v1a`, signed with a private key that only Harbor has.
         */
        SignatureScheme: "harbor" | "standard" | "standard_ed25519";
        /**
         * `paused` holds first attempts; scheduled retries continue.
         */
        DestinationStatus: "active" | "paused";
        /**
         * A `paused` subscription matches nothing.
         */
        SubscriptionStatus: "active" | "paused";
        /**
         * `pending`: no attempt yet, or held. `retrying`: the last attempt failed and another one is scheduled. `succeeded`: the
         *     destination returned 2xx. `dead`: failed for good, see `dead_reason`.
         */
        DeliveryStatus: "pending" | "retrying" | "succeeded" | "dead";
        /**
         * Custom data, up to 8 KB as JSON. Harbor stores it and does not interpret it.
         * @example {
         *       "customer_id": "cus_981"
         *     }
         */
        Metadata: {
            [key: string]: unknown;
        } | null;
        /** A URL that Harbor delivers to, with its retry policy and state. */
        Destination: {
            id: components["schemas"]["DestinationId"];
            /** Your own id of it; null if it has none, and for portal sessions. */
            uid: string | null;
            /** The URL that receives deliveries. */
            url: string;
            name: string | null;
            status: components["schemas"]["DestinationStatus"];
            /**
             * `manual`: paused through the API. `circuit_breaker`: too many consecutive failed attempts. `gone`: it returned 410. `portal`: paused by a portal session. Null while active.
             */
            paused_reason: "manual" | "circuit_breaker" | "gone" | "portal" | null;
            /** Format: date-time */
            paused_at: string | null;
            retry_policy: components["schemas"]["RetryPolicy"];
            /** Maximum number of concurrent requests to this destination, over all server processes. */
            max_concurrent_deliveries: number;
            /** Maximum number of requests to this destination per second, over all server processes; null for no limit. */
            max_per_second: number | null;
            /** Time limit of an attempt, from the DNS lookup to the last byte that is read of the response. */
            timeout_seconds: number;
            ordering: components["schemas"]["Ordering"];
            /** Names of the custom headers of deliveries. Their values are never returned. */
            header_names: string[];
            /** Custom data; null if none was given. */
            metadata: components["schemas"]["Metadata"];
            /** The tenant that it belongs to, which never changes. Null: it is your own and gets the events of all tenants. */
            tenant: components["schemas"]["Tenant"];
            environment: components["schemas"]["Environment"];
            signature: components["schemas"]["SignatureScheme"];
            /** The current public key; null unless `signature` is `standard_ed25519`. */
            public_key: string | null;
            /** The public keys in force, newest first: two during a rotation. Empty if no key has a public part. */
            public_keys: components["schemas"]["PublicKey"][];
            /**
             * Format: date-time
             * When the previous key or signature ends. Null if only one signs.
             */
            old_key_expires_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** A new destination with its signing secret, which no other response contains. */
        DestinationWithSecret: components["schemas"]["Destination"] & {
            /** Shown only in this response; null if `signature` is `standard_ed25519`. */
            signing_secret: components["schemas"]["SigningSecret"];
        };
        /** The destination after the change, with the new secret if a new `signature` needed one. */
        UpdatedDestination: components["schemas"]["Destination"] & {
            /** The new secret after a change from `standard_ed25519`, shown only in this response; otherwise null. */
            signing_secret: components["schemas"]["SigningSecret"];
        };
        /** A page of destinations, newest first. */
        DestinationPage: {
            data: components["schemas"]["Destination"][];
            next_cursor: string | null;
        };
        /**
         * The order in which a destination gets events.
         */
        Ordering: "none" | "key";
        /** A new destination. Omitted fields get their defaults. */
        DestinationInput: {
            /**
             * Format: uri
             * The URL that receives deliveries: `https`, in test mode also `http`, without credentials.
             */
            url: string;
            /** A display name. */
            name?: string | null;
            retry_policy?: components["schemas"]["RetryPolicyInput"];
            /**
             * Maximum number of concurrent requests to this destination, over all server processes.
             * @default 50
             */
            max_concurrent_deliveries?: number;
            /**
             * Maximum number of requests to this destination per second, over all server processes. Deliveries wait until they may be
             *     sent; retries by hand and test events do not wait, but count. Null: no limit.
             * @default null
             */
            max_per_second?: number | null;
            /**
             * Time limit of an attempt, from the DNS lookup to the last byte that is read of the response.
             * @default 30
             */
            timeout_seconds?: number;
            /**
             * `key`: events with the same `ordering_key` are sent one at a time, in the order of their acceptance. An event that fails holds
             *     back the later ones of its key until it succeeds or is dead. `none`: in any order. A change to `key` applies to later
             *     events; `none` releases the deliveries that wait.
             * @default none
             */
            ordering?: components["schemas"]["Ordering"];
            headers?: components["schemas"]["CustomHeaders"];
            /** Custom data. */
            metadata?: components["schemas"]["Metadata"];
            /**
             * The tenant that it belongs to: it gets only events of this tenant. It cannot be changed. By default null: the
             *     destination is your own and gets the events of all tenants and those without one.
             */
            tenant?: components["schemas"]["Tenant"];
            /** Its subscriptions, up to 100, which are created with it: in one transaction, all or nothing. Default: none. */
            subscriptions?: components["schemas"]["SubscriptionOfDestination"][];
            /**
             * The secret that its receiver verifies with today, for a migration: `whsec_` and the base64 of 24 to 64 bytes. By default Harbor creates
             *     one. Not for `standard_ed25519`.
             */
            signing_secret?: string;
            /**
             * Your own id of it, such as one of your database, unique in the environment: 1-128 of `A-Z a-z 0-9 _ . : -`, beginning
             *     with a letter or digit. With it the destination is at `/v1/destinations/by-uid/{uid}`. Null: none.
             */
            uid?: string | null;
            /** @default harbor */
            signature?: components["schemas"]["SignatureScheme"];
        };
        /** A destination as a whole. Omitted fields get their defaults. */
        DestinationReplacement: {
            /**
             * Format: uri
             * The URL that receives deliveries: `https`, in test mode also `http`, without credentials.
             */
            url: string;
            /** A display name. */
            name?: string | null;
            retry_policy?: components["schemas"]["RetryPolicyInput"];
            /**
             * Maximum number of concurrent requests to this destination, over all server processes.
             * @default 50
             */
            max_concurrent_deliveries?: number;
            /**
             * Maximum number of requests to this destination per second, over all server processes. Deliveries wait until they may be
             *     sent; retries by hand and test events do not wait, but count. Null: no limit.
             * @default null
             */
            max_per_second?: number | null;
            /**
             * Time limit of an attempt, from the DNS lookup to the last byte that is read of the response.
             * @default 30
             */
            timeout_seconds?: number;
            /**
             * `key`: events with the same `ordering_key` are sent one at a time, in the order of their acceptance. An event that fails holds
             *     back the later ones of its key until it succeeds or is dead. `none`: in any order. A change to `key` applies to later
             *     events; `none` releases the deliveries that wait.
             * @default none
             */
            ordering?: components["schemas"]["Ordering"];
            headers?: components["schemas"]["CustomHeaders"];
            /** Custom data. */
            metadata?: components["schemas"]["Metadata"];
            /**
             * The tenant that it belongs to: it gets only events of this tenant. It has to be that of an existing destination. By
             *     default null: the destination is your own and gets the events of all tenants and those without one.
             */
            tenant?: components["schemas"]["Tenant"];
            /**
             * All of its subscriptions, up to 100. They replace the current ones in the same transaction; one that is equal stays as
             *     it is, with its id and its status. By default the current ones stay.
             */
            subscriptions?: components["schemas"]["SubscriptionOfDestination"][];
            /**
             * The secret of a new destination, for a migration: `whsec_` and the base64 of 24 to 64 bytes. An existing destination keeps its keys. Not
             *     for `standard_ed25519`.
             */
            signing_secret?: string;
            /** The headers that prove a delivery. Default: that of the existing destination, `harbor` for a new one. */
            signature?: components["schemas"]["SignatureScheme"];
            /**
             * How long the old signature of an existing destination is sent beside a new `signature`. 0 ends every earlier key and
             *     signature at once. Without a new `signature` it has no effect.
             * @default 7
             */
            grace_period_days?: number;
        };
        /** The fields of a destination to change. Omitted fields keep their values. */
        DestinationUpdate: {
            /**
             * Format: uri
             * The URL that receives deliveries: `https`, in test mode also `http`, without credentials.
             */
            url?: string;
            /** A display name. */
            name?: string | null;
            status?: components["schemas"]["DestinationStatus"];
            retry_policy?: components["schemas"]["RetryPolicyInput"];
            /** Maximum number of concurrent requests to this destination, over all server processes. */
            max_concurrent_deliveries?: number;
            /**
             * Maximum number of requests to this destination per second, over all server processes. Deliveries wait until they may be
             *     sent; retries by hand and test events do not wait, but count. Null removes the limit.
             */
            max_per_second?: number | null;
            /** Time limit of an attempt, from the DNS lookup to the last byte that is read of the response. */
            timeout_seconds?: number;
            /**
             * `key`: events with the same `ordering_key` are sent one at a time, in the order of their acceptance. An event that fails holds
             *     back the later ones of its key until it succeeds or is dead. `none`: in any order. A change to `key` applies to later
             *     events; `none` releases the deliveries that wait.
             */
            ordering?: components["schemas"]["Ordering"];
            headers?: components["schemas"]["CustomHeaders"];
            /** Replaces the metadata; null removes it. */
            metadata?: components["schemas"]["Metadata"];
            /** Your own id of it, unique in the environment; null removes it. */
            uid?: string | null;
            signature?: components["schemas"]["SignatureScheme"];
            /**
             * How long the old signature is sent beside a new `signature`. 0 ends every earlier key and signature at once. Without
             *     a new `signature` it has no effect.
             * @default 7
             */
            grace_period_days?: number;
        };
        /**
         * Up to 20 headers that Harbor adds to every delivery, with values up to 1 KB. An update replaces all of them; `{}`
         *     removes them. Not allowed: `Host`, `Connection`, `Keep-Alive`, `Content-*`, `Transfer-Encoding`, `TE`, `Trailer`,
         *     `Upgrade`, `Expect`, `User-Agent`, `traceparent`, `tracestate`, `baggage`, `Proxy-*`, `Harbor-*`, `webhook-*`, `svix-*`.
         * @example {
         *       "X-Acme-Tenant": "eu-1"
         *     }
         */
        CustomHeaders: {
            [key: string]: string;
        };
        /** The current retry policy, including defaults. */
        RetryPolicy: {
            max_retries: number;
            base_delay_seconds: number;
            max_delay_seconds: number;
            total_budget_seconds: number;
            jitter: number;
            circuit_breaker_threshold: number | null;
        };
        /**
         * Delay before retry n = min(shape[n] x base, max) x (1 +- jitter), where shape is 1, 4, 20, 120, 720, 2880, then x4 each.
         *     By default 30 s, 2 min, 10 min, 1 h, 6 h, 24 h.
         */
        RetryPolicyInput: {
            /**
             * Maximum number of attempts after the first one.
             * @default 6
             */
            max_retries?: number;
            /** @default 30 */
            base_delay_seconds?: number;
            /**
             * Upper limit of the delay and of a destination's `Retry-After`.
             * @default 86400
             */
            max_delay_seconds?: number;
            /**
             * No attempt starts later than this after the delivery's creation or replay.
             * @default 172800
             */
            total_budget_seconds?: number;
            /** @default 0.2 */
            jitter?: number;
            /**
             * Number of consecutive failed attempts that pauses the destination. Null turns the circuit breaker off.
             * @default 50
             */
            circuit_breaker_threshold?: number | null;
        };
        /** The grace period of a rotation, and the new secret if it is yours. */
        SigningKeyRotationInput: {
            /**
             * How long the old secret also signs. 0 ends every earlier secret at once.
             * @default 7
             */
            grace_period_days?: number;
            /** The new secret, for a migration: `whsec_` and the base64 of 24 to 64 bytes. By default Harbor creates one. Not for `standard_ed25519`. */
            signing_secret?: string;
        };
        /** The destination with its new signing secret, which no other response contains. */
        SigningKeyRotation: components["schemas"]["DestinationWithSecret"] & {
            /** Format: date-time */
            rotated_at: string;
        };
        /** The event to send. Default: a `harbor.test` event with a short message. */
        TestEventInput: {
            /**
             * The event's type. Of the types that begin with `harbor.`, only `harbor.test` is allowed.
             * @default harbor.test
             */
            type?: string;
            /** Any JSON value, up to 256 KB as submitted. Default: the example of the type in the catalogue, else `{"message":"A test event from Harbor"}`. */
            body?: unknown;
        };
        /** The body of the operational event `harbor.destination.paused`. */
        DestinationPausedBody: {
            destination_id: components["schemas"]["DestinationId"];
            name: string | null;
            url: string;
            paused_reason: "manual" | "circuit_breaker" | "gone" | "portal";
            /** Format: date-time */
            paused_at: string;
            /** Null unless the circuit breaker paused it. */
            consecutive_failures: number | null;
        };
        /** The body of the operational event `harbor.destination.resumed`. */
        DestinationResumedBody: {
            destination_id: components["schemas"]["DestinationId"];
            name: string | null;
            url: string;
            /**
             * Of the pause that has ended.
             */
            paused_reason: "manual" | "circuit_breaker" | "gone" | "portal";
            /** Format: date-time */
            resumed_at: string;
        };
        /** The body of the operational event `harbor.destination.failing`. */
        DestinationFailingBody: {
            destination_id: components["schemas"]["DestinationId"];
            name: string | null;
            url: string;
            consecutive_failures: number;
            /** The number of consecutive failures at which the destination is paused. */
            circuit_breaker_threshold: number;
            percent: 50 | 70 | 90;
            /** Format: date-time */
            failed_at: string;
        };
        /** The body of the operational event `harbor.destination.created`. */
        DestinationCreatedBody: {
            destination_id: components["schemas"]["DestinationId"];
            name: string | null;
            url: string;
            /** Format: date-time */
            created_at: string;
        };
        /** The body of the operational event `harbor.destination.deleted`. */
        DestinationDeletedBody: {
            destination_id: components["schemas"]["DestinationId"];
            name: string | null;
            url: string;
            /** Format: date-time */
            deleted_at: string;
        };
        /** The body of the operational event `harbor.delivery.dead`. */
        DeliveryDeadBody: {
            destination_id: components["schemas"]["DestinationId"];
            name: string | null;
            url: string;
            /** Null when the event stands for several deliveries, as are the other fields of a single one. */
            delivery_id: string | null;
            event_id: string | null;
            event_type: string | null;
            dead_reason: "rejected" | "retries_exhausted" | "budget_exhausted" | "destination_paused" | null;
            /** Of the last attempt; null without a response. */
            response_code: number | null;
            /** Format: date-time */
            died_at: string;
            /** The number of deliveries that the event stands for. */
            count: number;
        };
        /** The body of the operational event `harbor.signing_key.rotated`. */
        SigningKeyRotatedBody: {
            destination_id: components["schemas"]["DestinationId"];
            name: string | null;
            url: string;
            signature: components["schemas"]["SignatureScheme"];
            old_signature: components["schemas"]["SignatureScheme"];
            /**
             * Format: date-time
             * When the old key or signature stops signing; null when it has ended at once.
             */
            old_key_expires_at: string | null;
            /** Format: date-time */
            rotated_at: string;
        };
        /** The body of the operational event `harbor.signing_key.expiring`. */
        SigningKeyExpiringBody: {
            destination_id: components["schemas"]["DestinationId"];
            name: string | null;
            url: string;
            signature: components["schemas"]["SignatureScheme"];
            old_signature: components["schemas"]["SignatureScheme"];
            /** Format: date-time */
            old_key_expires_at: string;
        };
        /** Routes events to a destination: a pattern for the type and an optional filter for the body. */
        Subscription: {
            id: components["schemas"]["SubscriptionId"];
            destination_id: components["schemas"]["DestinationId"];
            /** The pattern for event types. */
            event_type: string;
            /** The filter for the body; null matches every body. */
            filter: components["schemas"]["Filter"];
            status: components["schemas"]["SubscriptionStatus"];
            /** The tenant of its destination. */
            tenant: components["schemas"]["Tenant"];
            environment: components["schemas"]["Environment"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** A page of subscriptions, newest first. */
        SubscriptionPage: {
            data: components["schemas"]["Subscription"][];
            next_cursor: string | null;
        };
        /** A new subscription. */
        SubscriptionInput: {
            destination_id: string;
            event_type: components["schemas"]["EventTypePattern"];
            /** A filter for the body. */
            filter?: components["schemas"]["Filter"];
        };
        /** A subscription of the destination in the same request. */
        SubscriptionOfDestination: {
            event_type: components["schemas"]["EventTypePattern"];
            /** A filter for the body. */
            filter?: components["schemas"]["Filter"];
        };
        /** The pattern and filter of a possible subscription. */
        SubscriptionPreviewInput: {
            event_type: components["schemas"]["EventTypePattern"];
            /** A filter for the body. */
            filter?: components["schemas"]["Filter"];
            /**
             * Format: date-time
             * Only events created at or after this time.
             */
            since?: string | null;
        };
        /** The latest events and which of them a subscription would match. */
        SubscriptionPreview: {
            /** Number of events in `data`. */
            checked: number;
            /** Number of events that match. */
            matched: number;
            /** Newest first. */
            data: components["schemas"]["PreviewedEvent"][];
        };
        /** An event, without its body. */
        PreviewedEvent: {
            id: components["schemas"]["EventId"];
            type: string;
            /** Format: date-time */
            created_at: string;
            /** Whether the pattern and the filter match it. */
            matches: boolean;
        };
        /** The fields of a subscription to change. Omitted fields keep their values. */
        SubscriptionUpdate: {
            status?: components["schemas"]["SubscriptionStatus"];
            event_type?: components["schemas"]["EventTypePattern"];
            /** Replaces the filter; null removes it. */
            filter?: components["schemas"]["Filter"];
        };
        /**
         * An event type in which `*` matches one segment and a final `**` one or more: `order.*` matches `order.created`,
         *     `order.**` also matches `order.line_item.added`. Only patterns that begin with `harbor` match types that begin with
         *     `harbor.`.
         * @example order.created
         * @example order.*
         * @example order.**
         * @example **
         */
        EventTypePattern: string;
        /**
         * `{ "<JSONPath>": condition }`: all conditions must hold. `$or: [filter, …]` at the top level lists alternatives. A
         *     condition is a value to equal, or an object of `$eq $ne $gt $gte $lt $lte $in $nin $exists $prefix`. Paths are RFC 9535
         *     with names, indexes and wildcards. A condition holds if any selected node meets it; `$ne` and `$nin` hold if `$eq` and
         *     `$in` do not. Maximum: 20 conditions, depth 8, 4 KB.
         * @example {
         *       "$.amount_cents": {
         *         "$gte": 1000
         *       },
         *       "$.currency": "EUR"
         *     }
         */
        Filter: {
            [key: string]: unknown;
        } | null;
        /** A JSON body with a type, as it was submitted. It never changes, but can be erased. */
        Event: {
            id: components["schemas"]["EventId"];
            type: string;
            /** Any JSON value, as it was submitted; null once the event is erased. */
            body: unknown;
            /**
             * Format: date-time
             * When its body was erased; null for an event that has its body.
             */
            erased_at: string | null;
            idempotency_key: string | null;
            /** Destinations with `ordering: key` get the events of a key in order; null for any order. */
            ordering_key: string | null;
            /**
             * Format: date-time
             * When the event happened, as given by the sender.
             */
            occurred_at: string | null;
            /** The tenant that it is about; null if none was given. */
            tenant: components["schemas"]["Tenant"];
            environment: components["schemas"]["Environment"];
            /**
             * Format: date-time
             * When Harbor accepted it.
             */
            created_at: string;
        };
        /** An event with its deliveries, one for each destination. */
        EventWithDeliveries: components["schemas"]["Event"] & {
            /** One per destination; empty when no subscription matched. */
            deliveries: components["schemas"]["EventDelivery"][];
        };
        /** A summary of a delivery, as part of an event. */
        EventDelivery: {
            id: components["schemas"]["DeliveryId"];
            destination_id: components["schemas"]["DestinationId"];
            status: components["schemas"]["DeliveryStatus"];
        };
        /** A page of events, newest first. */
        EventPage: {
            data: components["schemas"]["Event"][];
            next_cursor: string | null;
        };
        /** An event to send to all destinations with a matching subscription. */
        EventInput: {
            /**
             * 1-256 characters in dotted segments of `A-Z a-z 0-9 _ -`, case-sensitive. Types that begin with `harbor.` are reserved.
             * @example order.created
             */
            type: string;
            /** Any JSON value, up to 256 KB as submitted and 512 levels deep. Delivered byte for byte. */
            body: unknown;
            /** Within 24 hours, an event with the same key is accepted only once. */
            idempotency_key?: string | null;
            /**
             * Destinations with `ordering: key` get the events with the same key one at a time, in the order of their acceptance: the id of an
             *     order or an account, for example.
             */
            ordering_key?: string | null;
            /**
             * Format: date-time
             * When the event happened. Stored and returned, not used.
             */
            occurred_at?: string | null;
            /**
             * The tenant that the event is about. It goes to matching destinations of this tenant and to those without a tenant; an
             *     event without a tenant goes only to destinations without one.
             */
            tenant?: components["schemas"]["Tenant"];
        };
        /** 1 to 100 events, up to 5 MB in total. Each event is accepted or refused independently. */
        EventBatchInput: {
            events: components["schemas"]["EventInput"][];
        };
        /** One result for each event of the batch, in its order. */
        EventBatch: {
            data: (components["schemas"]["EventBatchAccepted"] | components["schemas"]["EventBatchRefused"])[];
        };
        /** An accepted event. */
        EventBatchAccepted: {
            /**
             * 202, or 200 if an earlier request with this idempotency key created the event.
             */
            status: 200 | 202;
            event: components["schemas"]["EventWithDeliveries"];
        };
        /** A refused event and its error. The other events of the batch are not affected. */
        EventBatchRefused: {
            /**
             * 403 if the API key was revoked while the batch was being stored.
             */
            status: 400 | 403 | 409 | 413;
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_event_type" | "invalid_event_body" | "body_too_deep" | "forbidden" | "idempotency_key_conflict" | "body_too_large";
            };
        };
        /** The destinations of a replay. Default: all with a subscription that matches now. */
        EventReplayInput: {
            /** Only these destinations. Default: all with a subscription that matches now. */
            destination_ids?: string[];
            dry_run?: components["schemas"]["DryRun"];
        };
        /**
         * Only count. Changes nothing; an `Idempotency-Key` is ignored.
         * @default false
         */
        DryRun: boolean;
        /** The new deliveries of the event. */
        EventReplay: {
            /** Number of new deliveries; with `dry_run` of those that would be created. */
            count: number;
            data: components["schemas"]["Delivery"][];
        };
        /**
         * `key`: an earlier delivery with the same ordering key has not finished. `resume`: the destination is paused, which holds
         *     first attempts; retries continue. `token`: the first attempt waits for `max_per_second` of the destination; a retry after its
         *     `next_retry_at` waits for it too, without this value.
         */
        WaitingFor: "key" | "resume" | "token";
        /** One event going to one destination: its state and the last attempt. */
        Delivery: {
            id: components["schemas"]["DeliveryId"];
            event_id: components["schemas"]["EventId"];
            event_type: string;
            destination_id: components["schemas"]["DestinationId"];
            status: components["schemas"]["DeliveryStatus"];
            /** Number of scheduled retries so far. */
            retry_count: number;
            /** HTTP status of the last attempt; null without a response. */
            response_code: number | null;
            /** The first 4 KB of the last attempt's response body, as text. */
            response_body: string | null;
            /** Duration of the last attempt. */
            latency_ms: number | null;
            /** The reason why the last attempt got no response. */
            error: components["schemas"]["AttemptError"] | null;
            /**
             * Format: date-time
             * When the next attempt is due; null unless the delivery is `retrying`, and while it waits for others.
             */
            next_retry_at: string | null;
            /** The reason why the delivery is not attempted yet, other than its time; null in other states. */
            waiting_for: components["schemas"]["WaitingFor"] | null;
            /** The reason why the delivery is dead; null in other states. */
            dead_reason: components["schemas"]["DeadReason"] | null;
            /** The tenant of its event. */
            tenant: components["schemas"]["Tenant"];
            environment: components["schemas"]["Environment"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: date-time
             * When the delivery succeeded or became dead.
             */
            completed_at: string | null;
        };
        /** A delivery with all its attempts. */
        DeliveryWithRetries: components["schemas"]["Delivery"] & {
            /** All attempts, including the first one, in order. */
            retries: components["schemas"]["Attempt"][];
        };
        /** A page of deliveries, newest first. */
        DeliveryPage: {
            data: components["schemas"]["Delivery"][];
            next_cursor: string | null;
        };
        /** One request to the destination and its result. */
        Attempt: {
            /** 0 is the first attempt. */
            number: number;
            /**
             * `schedule`, `manual` (a retry through the API) or `probe` (the circuit breaker tests a paused destination).
             */
            trigger: "schedule" | "manual" | "probe";
            /** Format: date-time */
            started_at: string;
            /** The URL that the destination had when the attempt started. */
            url: string;
            latency_ms: number;
            /**
             * The headers of the request, without `Host`, `Connection` and `Content-Length`. Null when a version of the server that did not
             *     keep them made the attempt.
             */
            request_headers: components["schemas"]["AttemptHeader"][] | null;
            /** Null without a response. */
            response_code: number | null;
            /**
             * The first 4 KB of the headers of the response, in its order and spelling. Null without a response, or when a version of the
             *     server that did not keep them made the attempt.
             */
            response_headers: components["schemas"]["AttemptHeader"][] | null;
            /** The first 4 KB of the response body, as text. */
            response_body: string | null;
            /** The reason why there was no response. */
            error: components["schemas"]["AttemptError"] | null;
            /**
             * `succeeded`: 2xx. `failed`: can be retried. `rejected`: a 4xx that does not ask for a retry.
             */
            outcome: "succeeded" | "failed" | "rejected";
        };
        /** A header of a request or a response. A name can occur more than once. */
        AttemptHeader: {
            name: string;
            /** Null for the custom headers of the destination, which are never returned. */
            value: string | null;
        };
        /**
         * `blocked_address`: the host resolved to an address that is not allowed.
         */
        AttemptError: "timeout" | "connection_refused" | "connection_reset" | "dns_error" | "tls_error" | "blocked_address" | "protocol_error";
        /**
         * `rejected`: the destination returned 4xx. `retries_exhausted`, `budget_exhausted`: the limit of the retry policy is reached.
         *     `destination_paused`: held for an hour. `destination_deleted`: the destination was deleted.
         *     `event_erased`: the event was erased.
         */
        DeadReason: "rejected" | "retries_exhausted" | "budget_exhausted" | "destination_paused" | "destination_deleted" | "event_erased";
        /** Dead deliveries, counted by cause. */
        DeadDeliveryGroups: {
            /** Largest group first, up to 1,000. */
            data: components["schemas"]["DeadDeliveryGroup"][];
            /** Whether all dead deliveries that match are counted and all groups are in `data`. */
            complete: boolean;
        };
        /** Dead deliveries of one destination with the same cause. */
        DeadDeliveryGroup: {
            destination_id: components["schemas"]["DestinationId"];
            dead_reason: components["schemas"]["DeadReason"];
            /** Status of the response to the last attempt; null without a response or an attempt. */
            response_code: number | null;
            count: number;
            newest_delivery_id: components["schemas"]["DeliveryId"];
            /**
             * Format: date-time
             * When the newest of the deliveries was created.
             */
            newest_created_at: string;
        };
        /** The events to recover. */
        RecoveryInput: {
            /**
             * Format: date-time
             * Only events accepted at or after this time.
             */
            since: string;
            /**
             * Format: date-time
             * Only events accepted before this time. Default: no limit.
             */
            until?: string;
            dry_run?: components["schemas"]["DryRun"];
        };
        /** Events that match the subscriptions of the destination, counted by what they needed. */
        Recovery: {
            /** Number of events that match: the sum of the other three. */
            matched: number;
            /** Number of events that had no delivery to the destination and now have one, due at once. */
            created: number;
            /** Number of events whose last dead delivery is now `retrying`, due at once. */
            revived: number;
            /** Number of events that were delivered, or have a delivery that is not finished. */
            skipped: number;
        };
        /** Filters for the dead deliveries to replay. Default: all. */
        DeadDeliveryReplayInput: {
            /** Only deliveries to this destination. */
            destination_id?: string;
            /** Only deliveries of events of this tenant; empty: of those without a tenant. */
            tenant?: components["schemas"]["TenantSelector"];
            /**
             * Format: date-time
             * Only deliveries created at or after this time.
             */
            since?: string;
            /**
             * Format: date-time
             * Only deliveries created before this time.
             */
            until?: string;
            dry_run?: components["schemas"]["DryRun"];
        };
        /** The number of replayed and of skipped dead deliveries. */
        DeadDeliveryReplay: {
            /** Number of deliveries that are now `retrying`, due at once. */
            replayed: number;
            /** Number of deliveries that stay dead, because the destination is paused or deleted or the event is too old. */
            skipped: number;
        };
        /** One server-sent event, its `data` parsed. */
        StreamEvent: components["schemas"]["StreamDelivery"] | components["schemas"]["StreamGap"];
        /** A delivery after a change of its state. */
        StreamDelivery: {
            /** The position in the stream, for `Last-Event-ID`. */
            id: string;
            event: "delivery";
            data: components["schemas"]["Delivery"];
        };
        /** The changes since `Last-Event-ID` are no longer available. The stream continues from now; list deliveries to catch up. */
        StreamGap: {
            /** The position in the stream, for `Last-Event-ID`. */
            id: string;
            event: "gap";
            data: Record<string, never>;
        };
        /** Counts and latencies over time, the number of dead deliveries and the backlog. */
        Stats: {
            /**
             * Format: date-time
             * Start of the first bucket.
             */
            since: string;
            /**
             * Format: date-time
             * End of the last bucket.
             */
            until: string;
            bucket: components["schemas"]["StatsResolution"];
            /** The requested destination; null for all. */
            destination_id: string | null;
            /** The requested tenant; null for all and for those without one. */
            tenant: components["schemas"]["Tenant"];
            /** The requested grouping; null without one. */
            group_by: components["schemas"]["StatsGrouping"] | null;
            totals: components["schemas"]["StatsCounts"];
            /**
             * With `group_by`: the destinations that exist and have counts in the range or dead deliveries, most attempts first, up
             *     to 1,000. Otherwise null.
             */
            groups: components["schemas"]["StatsGroup"][] | null;
            /** Oldest first, without gaps. */
            buckets: components["schemas"]["StatsBucket"][];
            /** Current number of dead deliveries. */
            dlq_depth: number;
            backlog: components["schemas"]["Backlog"];
        };
        /**
         * The width of a bucket. Buckets begin on whole UTC minutes, hours or days.
         */
        StatsResolution: "minute" | "hour" | "day";
        /**
         * The field by which the counts are grouped.
         */
        StatsGrouping: "destination";
        /** The counts of one destination over the whole range. */
        StatsGroup: components["schemas"]["StatsCounts"] & {
            destination_id: components["schemas"]["DestinationId"];
            /** Current number of dead deliveries to it. */
            dlq_depth: number;
        };
        /** The counts of one minute, hour or day. */
        StatsBucket: components["schemas"]["StatsCounts"] & {
            /** Format: date-time */
            start: string;
        };
        /** Events, attempts and deliveries of a span of time, and the percentiles of the attempts' latency. */
        StatsCounts: {
            /** Number of accepted events. With `destination_id`, of events that were routed to it. */
            ingested: number;
            /** Number of attempts by outcome. */
            attempts: {
                succeeded: number;
                failed: number;
                rejected: number;
            };
            /** Number of deliveries that succeeded. */
            delivered: number;
            /** Number of deliveries that became dead. */
            dead: number;
            /** Share of successful attempts; null without attempts. */
            success_rate: number | null;
            /** Percentiles over all attempts, estimated from a histogram; null without attempts. */
            latency_ms: {
                p50: number | null;
                p95: number | null;
                p99: number | null;
            };
        };
        /** The deliveries that are due now. */
        Backlog: {
            /** Number of due deliveries that have not started, up to 100,000. */
            due: number;
            /** How long the oldest of them has been due; null if none is due. */
            oldest_due_age_seconds: number | null;
        };
        /** How far to move the time of the test environment. */
        TestClockAdvanceInput: {
            /** Seconds to move forward. 0 sends the deliveries that are due now. */
            seconds: number;
        };
        /** The time of the test environment. */
        TestClock: {
            /**
             * Format: date-time
             * The environment's time.
             */
            now: string;
        };
        /**
         * The operations that a key may use. `admin`: everything. `send`: send events, and read events and deliveries. `read`: read everything except API keys and
         *     portal sessions.
         */
        KeyRole: "admin" | "send" | "read";
        /** A key of the environment, without the key itself. */
        ApiKey: {
            id: components["schemas"]["ApiKeyId"];
            role: components["schemas"]["KeyRole"];
            name: string | null;
            /** The first characters of the key. */
            hint: string;
            environment: components["schemas"]["Environment"];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * To the minute.
             */
            last_used_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
        };
        /** A new key, with the key itself. */
        ApiKeyWithKey: components["schemas"]["ApiKey"] & {
            /** The key, shown only once. Harbor stores its SHA-256. */
            key: string;
        };
        /** A page of API keys, newest first. */
        ApiKeyPage: {
            data: components["schemas"]["ApiKey"][];
            next_cursor: string | null;
        };
        /** A new API key. Omitted fields get their defaults. */
        ApiKeyInput: {
            /** @default admin */
            role?: components["schemas"]["KeyRole"];
            /** A label for lists. */
            name?: string | null;
        };
        /**
         * `read`: read what belongs to the tenant's destinations. `manage`: also change it; includes `read`.
         */
        PortalCapability: "read" | "manage";
        /** A portal session, without its token. */
        PortalSession: {
            id: components["schemas"]["PortalSessionId"];
            tenant: components["schemas"]["TenantName"];
            capabilities: components["schemas"]["PortalCapability"][];
            environment: components["schemas"]["Environment"];
            /** The link of the portal that leads back to your application. */
            return_url: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** A new portal session, with its token. */
        PortalSessionWithToken: components["schemas"]["PortalSession"] & {
            /** The token, shown only once. Harbor stores its SHA-256. */
            token: string;
            /**
             * A link that opens the portal with this session. It contains the token, in the fragment, which browsers do not send to
             *     servers. Null when the server has no dashboard or no `HARBOR_PUBLIC_URL`.
             */
            url: string | null;
        };
        /** A page of portal sessions, newest first. */
        PortalSessionPage: {
            data: components["schemas"]["PortalSession"][];
            next_cursor: string | null;
        };
        /** A new portal session. Omitted fields get their defaults. */
        PortalSessionInput: {
            tenant: components["schemas"]["TenantName"];
            /**
             * The rights of the session.
             * @default [
             *       "read"
             *     ]
             */
            capabilities?: components["schemas"]["PortalCapability"][];
            /**
             * How long the session lasts, in real time: a test clock does not move it.
             * @default 3600
             */
            ttl_seconds?: number;
            /**
             * Format: uri
             * A page of your application, shown by the portal as a link: `https`, in test mode also `http`, without credentials.
             */
            return_url?: string | null;
        };
        /** The API key or the portal session of a request. Fields that the other kind has are null. */
        CallerIdentity: {
            kind: "api_key" | "portal_session";
            /** The key's or the session's id. */
            id: string;
            environment: components["schemas"]["Environment"];
            /**
             * The role of the key.
             */
            role: "admin" | "send" | "read" | null;
            /** The tenant of the session. */
            tenant: string | null;
            /** The rights of the session. */
            capabilities: components["schemas"]["PortalCapability"][] | null;
            /**
             * Format: date-time
             * When the session ends, if it is not revoked before.
             */
            expires_at: string | null;
            /** The link of the portal that leads back to the sender's application. */
            return_url: string | null;
            /** The server's version. Null for a session. */
            server_version: string | null;
        };
        /**
         * `internal` types are not shown to portal sessions and do not go to destinations of a tenant.
         */
        EventTypeVisibility: "public" | "internal";
        /**
         * The treatment of an event whose body does not match the schema. `off`: it is not checked. `warn`: it is accepted, logged and
         *     counted. `enforce`: it is refused with `invalid_event_body`.
         */
        EventTypeValidation: "off" | "warn" | "enforce";
        /**
         * A JSON Schema 2020-12 for the bodies of the type, up to 64 KB. References stay inside the schema; `format` is an annotation;
         *     patterns have no look-around and no back-references.
         * @example {
         *       "type": "object",
         *       "required": [
         *         "order_id"
         *       ],
         *       "properties": {
         *         "order_id": {
         *           "type": "string"
         *         }
         *       }
         *     }
         */
        EventTypeSchema: {
            [key: string]: unknown;
        } | null;
        /** An entry of the catalogue: what a type of event means and what its body looks like. */
        EventType: {
            type: string;
            description: string | null;
            /** A heading for lists. */
            group: string | null;
            visibility: components["schemas"]["EventTypeVisibility"];
            schema: components["schemas"]["EventTypeSchema"];
            /** A body of this type; null for none. */
            example: unknown;
            deprecated: boolean;
            validation: components["schemas"]["EventTypeValidation"];
        };
        /** One of your own customers, with its destinations and its last event. */
        TenantSummary: {
            /** @example acme */
            tenant: string;
            destinations: number;
            paused_destinations: number;
            /** Dead deliveries to its destinations. */
            dead_deliveries: number;
            /**
             * Format: date-time
             * When its last event that is not erased was accepted; null without one.
             */
            last_event_at: string | null;
        };
        /** A page of tenants, by name. */
        TenantPage: {
            data: components["schemas"]["TenantSummary"][];
            next_cursor: string | null;
        };
        /** A page of event types, in the order of the types. */
        EventTypePage: {
            data: components["schemas"]["EventType"][];
            next_cursor: string | null;
        };
        /** An entry of the catalogue. Omitted fields get their defaults. */
        EventTypeInput: {
            /** The meaning of the event. Default: null. */
            description?: string | null;
            /** A heading for lists. Default: null. */
            group?: string | null;
            /** @default public */
            visibility?: components["schemas"]["EventTypeVisibility"];
            /** A JSON Schema 2020-12 for the bodies of the type, up to 64 KB. Default: null. */
            schema?: components["schemas"]["EventTypeSchema"];
            /** A body of this type, up to 64 KB as JSON. It has to match the schema. Null: none. */
            example?: unknown;
            /** @default false */
            deprecated?: boolean;
            /** @default off */
            validation?: components["schemas"]["EventTypeValidation"];
        };
        /** The `error` of every error response. */
        ErrorObject: {
            code: components["schemas"]["ErrorCode"];
            /** A text for people. It can change; branch on `code`. */
            message: string;
            /**
             * Format: uri
             * The documentation of this code, with its cause and remedy.
             */
            doc_url: string;
            request_id: components["schemas"]["RequestId"];
            /** The parts of the request that are at fault, if known. */
            details?: components["schemas"]["ErrorDetail"][];
        };
        /** One fault: its place and a message. */
        ErrorDetail: {
            /**
             * `body`, `query` or `headers`, followed by a JSON Pointer.
             * @example body/retry_policy/jitter
             */
            path: string;
            /** @example must be <= 1 */
            message: string;
        };
        /**
         * The error code, for programs.
         */
        ErrorCode: "invalid_request" | "invalid_url" | "url_not_reachable" | "invalid_cursor" | "invalid_event_type" | "invalid_event_type_pattern" | "invalid_filter" | "invalid_signing_secret" | "invalid_schema" | "invalid_event_body" | "body_too_deep" | "destination_not_subscribed" | "unauthorized" | "forbidden" | "not_found" | "destination_not_found" | "subscription_not_found" | "event_not_found" | "delivery_not_found" | "event_type_not_found" | "api_key_not_found" | "portal_session_not_found" | "method_not_allowed" | "rotation_in_progress" | "idempotency_key_conflict" | "uid_taken" | "tenant_mismatch" | "over_destination_limit" | "over_event_type_limit" | "over_subscription_limit" | "last_admin_key" | "delivery_not_retryable" | "destination_deleted" | "destination_paused" | "event_erased" | "event_too_old" | "delivery_too_old" | "body_too_large" | "request_too_large" | "unsupported_media_type" | "rate_limited" | "internal_error" | "overloaded";
        InvalidRequestError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request";
            };
        };
        InvalidRotationError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_signing_secret";
            };
        };
        InvalidListRequestError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_cursor";
            };
        };
        InvalidNewDestinationError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_url" | "url_not_reachable" | "invalid_event_type_pattern" | "invalid_filter" | "invalid_signing_secret";
            };
        };
        InvalidDestinationError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_url" | "url_not_reachable";
            };
        };
        InvalidSubscriptionError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_event_type_pattern" | "invalid_filter";
            };
        };
        InvalidEventError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_event_type" | "invalid_event_body" | "body_too_deep";
            };
        };
        InvalidReplayError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "destination_not_subscribed";
            };
        };
        UnauthorizedError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "unauthorized";
            };
        };
        ForbiddenError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "forbidden";
            };
        };
        DestinationNotFoundError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "destination_not_found";
            };
        };
        SubscriptionNotFoundError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "subscription_not_found";
            };
        };
        EventNotFoundError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "event_not_found";
            };
        };
        DeliveryNotFoundError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "delivery_not_found";
            };
        };
        ApiKeyNotFoundError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "api_key_not_found";
            };
        };
        PortalSessionNotFoundError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "portal_session_not_found";
            };
        };
        LastAdminKeyError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "last_admin_key";
            };
        };
        EventTypeNotFoundError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "event_type_not_found";
            };
        };
        InvalidEventTypeError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_event_type" | "invalid_schema" | "invalid_event_body";
            };
        };
        OverEventTypeLimitError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "over_event_type_limit";
            };
        };
        IdempotencyKeyConflictError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "idempotency_key_conflict";
            };
        };
        EventErasedError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "event_erased" | "idempotency_key_conflict";
            };
        };
        DestinationPausedError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "destination_paused" | "idempotency_key_conflict";
            };
        };
        DestinationNotCreatedError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "over_destination_limit" | "over_subscription_limit" | "uid_taken" | "idempotency_key_conflict";
            };
        };
        OverSubscriptionLimitError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "over_subscription_limit" | "idempotency_key_conflict";
            };
        };
        RotationInProgressError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "rotation_in_progress" | "idempotency_key_conflict";
            };
        };
        DestinationNotChangedError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "rotation_in_progress" | "uid_taken" | "idempotency_key_conflict";
            };
        };
        DestinationNotReplacedError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "rotation_in_progress" | "tenant_mismatch" | "over_destination_limit" | "over_subscription_limit" | "idempotency_key_conflict";
            };
        };
        DeliveryNotRetryableError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "delivery_not_retryable" | "event_erased" | "destination_deleted" | "idempotency_key_conflict";
            };
        };
        DeadDeliveryNotReplayableError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "delivery_not_retryable" | "event_erased" | "destination_paused" | "destination_deleted" | "idempotency_key_conflict";
            };
        };
        EventTooOldError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "event_too_old";
            };
        };
        DeliveryTooOldError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "delivery_too_old";
            };
        };
        RequestTooLargeError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "request_too_large";
            };
        };
        BodyTooLargeError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "body_too_large" | "request_too_large";
            };
        };
        UnsupportedMediaTypeError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "unsupported_media_type";
            };
        };
        RateLimitedError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "rate_limited";
            };
        };
        InternalError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "internal_error";
            };
        };
        OverloadedError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "overloaded";
            };
        };
    };
    responses: {
        /** The delivery has succeeded. */
        OperationalEventReceived: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** The delivery is dead at once, unless the response asks for a retry. */
        OperationalEventRejected: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** Harbor retries on schedule. */
        OperationalEventFailed: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** The request does not match this specification; see `details`. */
        InvalidRequest: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidRequestError"];
            };
        };
        /** The request does not match this specification, or the signing secret is not valid; see `details`. */
        InvalidRotation: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidRotationError"];
            };
        };
        /** A query parameter does not match this specification, or the cursor is not valid for this list and these filters. */
        InvalidListRequest: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidListRequestError"];
            };
        };
        /** The request does not match this specification, the URL is not allowed, or its host does not resolve. */
        InvalidDestination: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidDestinationError"];
            };
        };
        /** The request does not match this specification, the URL is not allowed, or its host does not resolve, or the pattern or filter of a subscription is not valid. */
        InvalidNewDestination: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidNewDestinationError"];
            };
        };
        /** The request does not match this specification, or the pattern or filter is not valid. */
        InvalidSubscription: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidSubscriptionError"];
            };
        };
        /** The request does not match this specification, the event type is not valid, or the body does not match its schema or is nested too deeply. */
        InvalidEvent: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidEventError"];
            };
        };
        /** The request does not match this specification, or a named destination has no subscription that matches the event. */
        InvalidReplay: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidReplayError"];
            };
        };
        /** The API key is missing, malformed or unknown. */
        Unauthorized: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["UnauthorizedError"];
            };
        };
        /** The API key is revoked or is not allowed to make this request. */
        Forbidden: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ForbiddenError"];
            };
        };
        /** Destination not found in this environment. */
        DestinationNotFound: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DestinationNotFoundError"];
            };
        };
        /** Subscription not found in this environment. */
        SubscriptionNotFound: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SubscriptionNotFoundError"];
            };
        };
        /** Event not found in this environment. */
        EventNotFound: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EventNotFoundError"];
            };
        };
        /** Delivery not found in this environment. */
        DeliveryNotFound: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryNotFoundError"];
            };
        };
        /** API key not found in this environment. */
        ApiKeyNotFound: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiKeyNotFoundError"];
            };
        };
        /** Portal session not found in this environment. */
        PortalSessionNotFound: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PortalSessionNotFoundError"];
            };
        };
        /** The key is the last admin key of its environment. */
        LastAdminKey: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["LastAdminKeyError"];
            };
        };
        /** The catalogue of this environment has no such type. */
        EventTypeNotFound: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EventTypeNotFoundError"];
            };
        };
        /** The request does not match this specification, the type or the schema is not valid, or the example does not match the schema. */
        InvalidEventType: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InvalidEventTypeError"];
            };
        };
        /** The catalogue is full (1,000 event types per environment). */
        OverEventTypeLimit: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OverEventTypeLimitError"];
            };
        };
        /** The idempotency key was used for a different request. */
        IdempotencyKeyConflict: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdempotencyKeyConflictError"];
            };
        };
        /** The event is erased, or the idempotency key was used for a different request. */
        EventErased: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EventErasedError"];
            };
        };
        /** The destination is paused, or the idempotency key was used for a different request. */
        DestinationPaused: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DestinationPausedError"];
            };
        };
        /** The limit of destinations or of subscriptions is reached, another destination has the `uid`, or the idempotency key was used for a different request. */
        DestinationNotCreated: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DestinationNotCreatedError"];
            };
        };
        /** The destination limit is reached (1,000 per environment), or the idempotency key was used for a different request. */
        OverSubscriptionLimit: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OverSubscriptionLimitError"];
            };
        };
        /** An earlier rotation is in its grace period (use `grace_period_days: 0` to end it), or the idempotency key was used for a different request. */
        RotationInProgress: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RotationInProgressError"];
            };
        };
        /** A signing key or signature of an earlier change is still in its grace period, another destination has the `uid`, or the idempotency key was used for a different request. */
        DestinationNotChanged: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DestinationNotChangedError"];
            };
        };
        /** The destination belongs to another tenant, an earlier signature is in its grace period, the limit of destinations or of subscriptions is reached, or the idempotency key was used for a different request. */
        DestinationNotReplaced: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DestinationNotReplacedError"];
            };
        };
        /** The delivery has succeeded or has an attempt in progress, its event is erased, its destination is deleted, or the idempotency key was used for a different request. */
        DeliveryNotRetryable: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryNotRetryableError"];
            };
        };
        /** The delivery is not dead, its event is erased, its destination is paused or deleted, or the idempotency key was used for a different request. */
        DeadDeliveryNotReplayable: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeadDeliveryNotReplayableError"];
            };
        };
        /** The event is older than 30 days. */
        EventTooOld: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EventTooOldError"];
            };
        };
        /** The delivery's event is older than 30 days. */
        DeliveryTooOld: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryTooOldError"];
            };
        };
        /** The request exceeds the size limit of this operation. */
        RequestTooLarge: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RequestTooLargeError"];
            };
        };
        /** An event body is over 256 KB or a batch over 5 MB (`body_too_large`), or the request exceeds the size limit of this operation. */
        BodyTooLarge: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["BodyTooLargeError"];
            };
        };
        /** The request body is not `application/json` in UTF-8, or is compressed. */
        UnsupportedMediaType: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["UnsupportedMediaTypeError"];
            };
        };
        /** Too many requests. Wait for `Retry-After` seconds. */
        RateLimited: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RateLimitedError"];
            };
        };
        /** A fault in Harbor. Repeat the request, a POST with the same idempotency key. */
        InternalServerError: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["InternalError"];
            };
        };
        /** Harbor receives more than it can store. Nothing was stored. Wait for `Retry-After` seconds. */
        Overloaded: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OverloadedError"];
            };
        };
    };
    parameters: {
        /**
         * The destination's id.
         * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
         */
        DestinationIdPath: string;
        /**
         * The `uid` that you gave the destination.
         * @example acme-orders
         */
        DestinationUidPath: components["schemas"]["DestinationUid"];
        /**
         * The subscription's id.
         * @example sub_01KJPX7SD4VQ3E5CH4T3YR45K9
         */
        SubscriptionIdPath: string;
        /**
         * The event's id.
         * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
         */
        EventIdPath: string;
        /**
         * The delivery's id.
         * @example del_01KJPX8RB1D5DN21RK3W3F0XPC
         */
        DeliveryIdPath: string;
        /**
         * The dead delivery's id.
         * @example del_01KJPXKYVQ52HTBT0X3T4Z1VY7
         */
        DeadDeliveryIdPath: string;
        /**
         * The key's id.
         * @example key_01KJPX71V0Z7M1RCH4T3YR45K9
         */
        ApiKeyIdPath: string;
        /**
         * The portal session's id.
         * @example ps_01KJPX71V0Z7M1RCH4T3YR45K9
         */
        PortalSessionIdPath: string;
        /**
         * The tenant.
         * @example acme
         */
        TenantPath: string;
        /**
         * The event type.
         * @example order.created
         */
        EventTypePath: string;
        /**
         * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
         *     A different request with the key is `idempotency_key_conflict`.
         * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
         */
        IdempotencyKey: string;
        /**
         * W3C trace context of the sender. Every attempt of every delivery of the events continues it, as a span of the same trace:
         *     retries and replays too. A repetition with an idempotency key keeps the first one. Ignored if it is not valid, and in
         *     requests of portal sessions.
         * @example 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
         */
        Traceparent: string;
        /**
         * Continued with `traceparent`, to destinations without a tenant only. A list that is not valid is dropped. From one of more
         *     than 512 characters members are dropped until it fits.
         * @example congo=t61rcWkgMzE
         */
        Tracestate: string;
        /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
        Cursor: string;
        /**
         * Maximum number of items per page.
         * @example 25
         */
        Limit: number;
        /**
         * Only items created at or after this time.
         * @example 2026-03-02T09:00:00.000Z
         */
        Since: string;
        /**
         * Only items created before this time.
         * @example 2026-03-02T10:00:00.000Z
         */
        Until: string;
        /**
         * Only items of this destination.
         * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
         */
        DestinationIdFilter: string;
        /**
         * Only items of this tenant; empty: only those without a tenant.
         * @example acme
         */
        TenantFilter: components["schemas"]["TenantSelector"];
        /**
         * Only sessions of this tenant.
         * @example acme
         */
        SessionTenantFilter: components["schemas"]["TenantName"];
        /**
         * Only deliveries of events of exactly this type.
         * @example order.created
         */
        EventTypeFilter: string;
    };
    requestBodies: never;
    headers: {
        /**
         * The request's id. Quote it when you report a problem.
         * @example req_01KJPX8RAZRFVVVX9QRHKJ8E9C
         */
        HarborRequestId: components["schemas"]["RequestId"];
        /**
         * The remaining quota and the seconds until it is full again. Absent if limits are off.
         * @example "read";r=599;t=1
         */
        RateLimit: string;
        /**
         * The limit's name, its quota and its window in seconds. Absent if limits are off.
         * @example "read";q=600;w=60
         */
        RateLimitPolicy: string;
        /**
         * `true` if this is the stored response of an earlier request. Absent otherwise.
         * @example true
         */
        IdempotentReplayed: "true";
        /**
         * Seconds to wait before the next try.
         * @example 2
         */
        RetryAfter: number;
        /**
         * `true` (case-insensitive) asks Harbor to retry on schedule.
         * @example true
         */
        HarborRetryHint: string;
        /**
         * The earliest time of the next attempt: seconds or an HTTP date, limited to `max_delay_seconds`.
         * @example 120
         */
        DestinationRetryAfter: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
/** Every operation of the API by its `operationId`. */
export interface operations {
    listDestinations: {
        parameters: {
            query?: {
                /**
                 * Only destinations in this state.
                 * @example active
                 */
                status?: components["schemas"]["DestinationStatus"];
                /**
                 * Only items of this tenant; empty: only those without a tenant.
                 * @example acme
                 */
                tenant?: components["parameters"]["TenantFilter"];
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of destinations. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DestinationPage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    createDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationInput"];
            };
        };
        responses: {
            /** The new destination, with its signing secret. */
            201: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DestinationWithSecret"];
                };
            };
            400: components["responses"]["InvalidNewDestination"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["DestinationNotCreated"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getDestinationByUid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `uid` that you gave the destination.
                 * @example acme-orders
                 */
                uid: components["parameters"]["DestinationUidPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The destination. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    putDestinationByUid: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * The `uid` that you gave the destination.
                 * @example acme-orders
                 */
                uid: components["parameters"]["DestinationUidPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationReplacement"];
            };
        };
        responses: {
            /** The destination, which was there before. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatedDestination"];
                };
            };
            /** The new destination, with its signing secret. */
            201: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DestinationWithSecret"];
                };
            };
            400: components["responses"]["InvalidNewDestination"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["DestinationNotReplaced"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteDestinationByUid: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The `uid` that you gave the destination.
                 * @example acme-orders
                 */
                uid: components["parameters"]["DestinationUidPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Deleted. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The destination. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Deleted. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationUpdate"];
            };
        };
        responses: {
            /** The updated destination. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatedDestination"];
                };
            };
            400: components["responses"]["InvalidDestination"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            409: components["responses"]["DestinationNotChanged"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    rotateSigningKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SigningKeyRotationInput"];
            };
        };
        responses: {
            /** The destination with its new secret. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyRotation"];
                };
            };
            400: components["responses"]["InvalidRotation"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            409: components["responses"]["RotationInProgress"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    testDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * W3C trace context of the sender. Every attempt of every delivery of the events continues it, as a span of the same trace:
                 *     retries and replays too. A repetition with an idempotency key keeps the first one. Ignored if it is not valid, and in
                 *     requests of portal sessions.
                 * @example 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
                 */
                traceparent?: components["parameters"]["Traceparent"];
                /**
                 * Continued with `traceparent`, to destinations without a tenant only. A list that is not valid is dropped. From one of more
                 *     than 512 characters members are dropped until it fits.
                 * @example congo=t61rcWkgMzE
                 */
                tracestate?: components["parameters"]["Tracestate"];
            };
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TestEventInput"];
            };
        };
        responses: {
            /** The delivery of the test event. */
            202: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["InvalidEvent"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            409: components["responses"]["IdempotencyKeyConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    recoverDestination: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * The destination's id.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                id: components["parameters"]["DestinationIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecoveryInput"];
            };
        };
        responses: {
            /** With `dry_run`: the numbers that a recovery would return. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recovery"];
                };
            };
            /** The number of events by what was done for them. */
            202: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recovery"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            409: components["responses"]["DestinationPaused"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listSubscriptions: {
        parameters: {
            query?: {
                /**
                 * Only items of this destination.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: components["parameters"]["DestinationIdFilter"];
                /**
                 * Only items of this tenant; empty: only those without a tenant.
                 * @example acme
                 */
                tenant?: components["parameters"]["TenantFilter"];
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of subscriptions. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionPage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    createSubscription: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionInput"];
            };
        };
        responses: {
            /** The subscription. */
            201: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            400: components["responses"]["InvalidSubscription"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DestinationNotFound"];
            409: components["responses"]["OverSubscriptionLimit"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    previewSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionPreviewInput"];
            };
        };
        responses: {
            /** The events, newest first, and which of them match. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionPreview"];
                };
            };
            400: components["responses"]["InvalidSubscription"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The subscription's id.
                 * @example sub_01KJPX7SD4VQ3E5CH4T3YR45K9
                 */
                id: components["parameters"]["SubscriptionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The subscription. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["SubscriptionNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The subscription's id.
                 * @example sub_01KJPX7SD4VQ3E5CH4T3YR45K9
                 */
                id: components["parameters"]["SubscriptionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Deleted. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["SubscriptionNotFound"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    updateSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The subscription's id.
                 * @example sub_01KJPX7SD4VQ3E5CH4T3YR45K9
                 */
                id: components["parameters"]["SubscriptionIdPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionUpdate"];
            };
        };
        responses: {
            /** The updated subscription. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            400: components["responses"]["InvalidSubscription"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["SubscriptionNotFound"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /**
                 * Only events of exactly this type.
                 * @example order.created
                 */
                type?: string;
                /**
                 * Only the event that was accepted last with this idempotency key.
                 * @example ord_123-created
                 */
                idempotency_key?: string;
                /**
                 * Only items created at or after this time.
                 * @example 2026-03-02T09:00:00.000Z
                 */
                since?: components["parameters"]["Since"];
                /**
                 * Only items created before this time.
                 * @example 2026-03-02T10:00:00.000Z
                 */
                until?: components["parameters"]["Until"];
                /**
                 * Only items of this tenant; empty: only those without a tenant.
                 * @example acme
                 */
                tenant?: components["parameters"]["TenantFilter"];
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of events. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    createEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * W3C trace context of the sender. Every attempt of every delivery of the events continues it, as a span of the same trace:
                 *     retries and replays too. A repetition with an idempotency key keeps the first one. Ignored if it is not valid, and in
                 *     requests of portal sessions.
                 * @example 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
                 */
                traceparent?: components["parameters"]["Traceparent"];
                /**
                 * Continued with `traceparent`, to destinations without a tenant only. A list that is not valid is dropped. From one of more
                 *     than 512 characters members are dropped until it fits.
                 * @example congo=t61rcWkgMzE
                 */
                tracestate?: components["parameters"]["Tracestate"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventInput"];
            };
        };
        responses: {
            /** The event that an earlier request with this idempotency key created. Nothing is sent again. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventWithDeliveries"];
                };
            };
            /** The stored event and its deliveries. */
            202: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventWithDeliveries"];
                };
            };
            400: components["responses"]["InvalidEvent"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyKeyConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    createEventBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * W3C trace context of the sender. Every attempt of every delivery of the events continues it, as a span of the same trace:
                 *     retries and replays too. A repetition with an idempotency key keeps the first one. Ignored if it is not valid, and in
                 *     requests of portal sessions.
                 * @example 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
                 */
                traceparent?: components["parameters"]["Traceparent"];
                /**
                 * Continued with `traceparent`, to destinations without a tenant only. A list that is not valid is dropped. From one of more
                 *     than 512 characters members are dropped until it fits.
                 * @example congo=t61rcWkgMzE
                 */
                tracestate?: components["parameters"]["Tracestate"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventBatchInput"];
            };
        };
        responses: {
            /** One result per event, in the order of the request. */
            207: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventBatch"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyKeyConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event's id.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                id: components["parameters"]["EventIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The event with its deliveries. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventWithDeliveries"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["EventNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    eraseEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event's id.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                id: components["parameters"]["EventIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Erased. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["EventNotFound"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    replayEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * The event's id.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                id: components["parameters"]["EventIdPath"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EventReplayInput"];
            };
        };
        responses: {
            /** With `dry_run`: the number of deliveries that a replay would create. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventReplay"];
                };
            };
            /** The new deliveries. */
            202: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventReplay"];
                };
            };
            400: components["responses"]["InvalidReplay"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["EventNotFound"];
            409: components["responses"]["EventErased"];
            410: components["responses"]["EventTooOld"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /**
                 * Only deliveries of this event.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                event_id?: string;
                /**
                 * Only items of this destination.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: components["parameters"]["DestinationIdFilter"];
                /**
                 * Only deliveries in this state.
                 * @example succeeded
                 */
                status?: components["schemas"]["DeliveryStatus"];
                /**
                 * Only deliveries of events of exactly this type.
                 * @example order.created
                 */
                event_type?: components["parameters"]["EventTypeFilter"];
                /**
                 * Only items created at or after this time.
                 * @example 2026-03-02T09:00:00.000Z
                 */
                since?: components["parameters"]["Since"];
                /**
                 * Only items created before this time.
                 * @example 2026-03-02T10:00:00.000Z
                 */
                until?: components["parameters"]["Until"];
                /**
                 * Only items of this tenant; empty: only those without a tenant.
                 * @example acme
                 */
                tenant?: components["parameters"]["TenantFilter"];
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of deliveries. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The delivery's id.
                 * @example del_01KJPX8RB1D5DN21RK3W3F0XPC
                 */
                id: components["parameters"]["DeliveryIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The delivery with its attempts. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithRetries"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DeliveryNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * The delivery's id.
                 * @example del_01KJPX8RB1D5DN21RK3W3F0XPC
                 */
                id: components["parameters"]["DeliveryIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The delivery, `retrying`: due at once, or waiting for its ordering key. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DeliveryNotFound"];
            409: components["responses"]["DeliveryNotRetryable"];
            410: components["responses"]["DeliveryTooOld"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listDeadDeliveries: {
        parameters: {
            query?: {
                /**
                 * Only items of this destination.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: components["parameters"]["DestinationIdFilter"];
                /**
                 * Only items created at or after this time.
                 * @example 2026-03-02T09:00:00.000Z
                 */
                since?: components["parameters"]["Since"];
                /**
                 * Only items created before this time.
                 * @example 2026-03-02T10:00:00.000Z
                 */
                until?: components["parameters"]["Until"];
                /**
                 * Only items of this tenant; empty: only those without a tenant.
                 * @example acme
                 */
                tenant?: components["parameters"]["TenantFilter"];
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of dead deliveries. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listDeadDeliveryGroups: {
        parameters: {
            query?: {
                /**
                 * Only items of this destination.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: components["parameters"]["DestinationIdFilter"];
                /**
                 * Only items created at or after this time.
                 * @example 2026-03-02T09:00:00.000Z
                 */
                since?: components["parameters"]["Since"];
                /**
                 * Only items created before this time.
                 * @example 2026-03-02T10:00:00.000Z
                 */
                until?: components["parameters"]["Until"];
                /**
                 * Only items of this tenant; empty: only those without a tenant.
                 * @example acme
                 */
                tenant?: components["parameters"]["TenantFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The groups. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadDeliveryGroups"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    replayDeadDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeadDeliveryReplayInput"];
            };
        };
        responses: {
            /** With `dry_run`: the numbers that a replay would return. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadDeliveryReplay"];
                };
            };
            /** The number of replayed and of skipped deliveries. */
            202: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadDeliveryReplay"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyKeyConflict"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteDeadDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The dead delivery's id.
                 * @example del_01KJPXKYVQ52HTBT0X3T4Z1VY7
                 */
                delivery_id: components["parameters"]["DeadDeliveryIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Deleted. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DeliveryNotFound"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    replayDeadDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * The dead delivery's id.
                 * @example del_01KJPXKYVQ52HTBT0X3T4Z1VY7
                 */
                delivery_id: components["parameters"]["DeadDeliveryIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The delivery, `retrying` and due at once. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["DeliveryNotFound"];
            409: components["responses"]["DeadDeliveryNotReplayable"];
            410: components["responses"]["DeliveryTooOld"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getStats: {
        parameters: {
            query?: {
                /**
                 * Start of the range, inclusive. Default: 24 hours before `until`.
                 * @example 2026-03-02T08:00:00.000Z
                 */
                since?: string;
                /**
                 * End of the range, exclusive. Default: now.
                 * @example 2026-03-02T10:00:00.000Z
                 */
                until?: string;
                /**
                 * Width of a bucket. Buckets begin on whole UTC minutes, hours or days.
                 * @example hour
                 */
                bucket?: components["schemas"]["StatsResolution"];
                /**
                 * Only this destination. An unknown destination has counts of 0.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: string;
                /**
                 * `destination`: also returns `groups`, the counts of each destination. The range has a maximum of 7 days then.
                 * @example destination
                 */
                group_by?: components["schemas"]["StatsGrouping"];
                /**
                 * Only the destinations of this tenant; empty: only those without a tenant.
                 * @example acme
                 */
                tenant?: components["schemas"]["TenantSelector"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The statistics. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    advanceTestClock: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestClockAdvanceInput"];
            };
        };
        responses: {
            /** The environment's new time. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClock"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyKeyConflict"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    streamDeliveries: {
        parameters: {
            query?: {
                /**
                 * Only items of this destination.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: components["parameters"]["DestinationIdFilter"];
                /**
                 * Only deliveries of events of exactly this type.
                 * @example order.created
                 */
                event_type?: components["parameters"]["EventTypeFilter"];
                /**
                 * Only items of this tenant; empty: only those without a tenant.
                 * @example acme
                 */
                tenant?: components["parameters"]["TenantFilter"];
            };
            header?: {
                /**
                 * The `id` of the last event that was received; the stream continues after it.
                 * @example 48213
                 */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The stream. It ends only when one side closes it. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of API keys. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** The new key. This is the only response that contains it. */
            201: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyWithKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyKeyConflict"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The key's id.
                 * @example key_01KJPX71V0Z7M1RCH4T3YR45K9
                 */
                id: components["parameters"]["ApiKeyIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Revoked. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ApiKeyNotFound"];
            409: components["responses"]["LastAdminKey"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listPortalSessions: {
        parameters: {
            query?: {
                /**
                 * Only sessions of this tenant.
                 * @example acme
                 */
                tenant?: components["parameters"]["SessionTenantFilter"];
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of portal sessions. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSessionPage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    createPortalSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key returns the first response.
                 *     A different request with the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortalSessionInput"];
            };
        };
        responses: {
            /** The new session. This is the only response that contains its token. */
            201: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSessionWithToken"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyKeyConflict"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    revokePortalSessions: {
        parameters: {
            query: {
                /**
                 * The tenant.
                 * @example acme
                 */
                tenant: components["schemas"]["TenantName"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Revoked. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    revokePortalSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The portal session's id.
                 * @example ps_01KJPX71V0Z7M1RCH4T3YR45K9
                 */
                id: components["parameters"]["PortalSessionIdPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Revoked. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["PortalSessionNotFound"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getCaller: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The key or session. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallerIdentity"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listEventTypes: {
        parameters: {
            query?: {
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of event types. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTypePage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event type.
                 * @example order.created
                 */
                type: components["parameters"]["EventTypePath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The event type. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["EventTypeNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    putEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event type.
                 * @example order.created
                 */
                type: components["parameters"]["EventTypePath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventTypeInput"];
            };
        };
        responses: {
            /** The event type, which replaces an earlier entry. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            /** The new event type. */
            201: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["InvalidEventType"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["OverEventTypeLimit"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The event type.
                 * @example order.created
                 */
                type: components["parameters"]["EventTypePath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Deleted. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["EventTypeNotFound"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** `next_cursor` of the previous page. Valid only for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Maximum number of items per page.
                 * @example 25
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** A page of tenants. */
            200: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPage"];
                };
            };
            400: components["responses"]["InvalidListRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    deleteTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * The tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["TenantPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** Deleted. */
            204: {
                headers: {
                    "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["RequestTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["Overloaded"];
        };
    };
    receiveDelivery: {
        parameters: {
            query?: never;
            header: {
                /**
                 * In every delivery to a destination with the signature `harbor`:
                 *     `t=<unix seconds>,v1=<hex>,v2=<hex>`, with several `v1` and `v2` during a key rotation, newest key first.
                 *
                 *     - `v1` = HMAC-SHA256(key, `t` + `.` + body), lower-case hex. The key is the whole secret string, including `whsec_`.
                 *     - `v2` = HMAC-SHA256(key, `t` LF event id LF delivery id LF event type LF `v1`), where LF is the byte 0x0A. It covers
                 *       the headers that `v1` does not.
                 *
                 *     Reject a signature whose `t` is more than 300 seconds from now. Every attempt has a new signature.
                 * @example t=1772442902,v1=59d4863c207137f751cd785ce8d7311293ec07121dfbba1d657160743dca4bd8,v2=615781c8d136e5ee08b160d9eceb45d0c1dcd772c35c4d97096bd93225328d1c
                 */
                "Harbor-Signature"?: string;
                /**
                 * The event's id. With `webhook-timestamp` and `webhook-signature` in every delivery to a destination with the signature
                 *     `standard` or `standard_ed25519`, as Standard Webhooks 1.0 specifies.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                "webhook-id"?: components["schemas"]["EventId"];
                /**
                 * The signed time, Unix time in seconds.
                 * @example 1772442902
                 */
                "webhook-timestamp"?: number;
                /**
                 * `v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (Ed25519) over id + `.` + timestamp + `.` + body; during a key rotation
                 *     several, separated by spaces, newest key first.
                 * @example v1,Y2hlY2sgdGhlIHNpZ25hdHVyZSBiZWZvcmUgcGFyc2U=
                 */
                "webhook-signature"?: string;
                /**
                 * The `t` of the signature, Unix time in seconds.
                 * @example 1772442902
                 */
                "Harbor-Timestamp": number;
                /**
                 * The event's id. The same on all its attempts, deliveries and replays.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                "Harbor-Event-Id": components["schemas"]["EventId"];
                /**
                 * The event's type.
                 * @example order.created
                 */
                "Harbor-Event-Type": string;
                /**
                 * The delivery's id. The same on all its attempts.
                 * @example del_01KJPX8RB1D5DN21RK3W3F0XPC
                 */
                "Harbor-Delivery-Id": components["schemas"]["DeliveryId"];
                /**
                 * The event's tenant, only if it has one. No signature covers it: act on a tenant that the body names.
                 * @example acme
                 */
                "Harbor-Tenant"?: components["schemas"]["Tenant"];
                /**
                 * 0 on the first attempt.
                 * @example 0
                 */
                "Harbor-Retry-Count": number;
                /**
                 * `Harbor/<version>`.
                 * @example Harbor/0.1.0
                 */
                "User-Agent": string;
                /**
                 * W3C trace context: the trace of the request that sent the event, or else one whose id is the event's own 128 bits. One
                 *     span per attempt.
                 * @example 00-019cadd46161b04f002b6dbff4d1587d-00f067aa0ba902b7-01
                 */
                traceparent?: string;
                /**
                 * That of the request that sent the event, if it had a valid one. Only to destinations without a tenant.
                 * @example congo=t61rcWkgMzE
                 */
                tracestate?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** The event's body: any JSON value, always as `application/json`. */
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** The delivery has succeeded. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** Harbor retries on schedule and does not follow the redirect. */
            "3XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * The delivery is dead at once (`rejected`), unless the response asks for a retry with `Harbor-Retry-Hint` or
             *     `Retry-After`. A 410 also pauses the destination.
             */
            "4XX": {
                headers: {
                    "Harbor-Retry-Hint": components["headers"]["HarborRetryHint"];
                    "Retry-After": components["headers"]["DestinationRetryAfter"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** Harbor retries on schedule. */
            "5XX": {
                headers: {
                    "Retry-After": components["headers"]["DestinationRetryAfter"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    receiveDestinationPaused: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationPausedBody"];
            };
        };
        responses: {
            "2XX": components["responses"]["OperationalEventReceived"];
            "4XX": components["responses"]["OperationalEventRejected"];
            "5XX": components["responses"]["OperationalEventFailed"];
        };
    };
    receiveDestinationResumed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationResumedBody"];
            };
        };
        responses: {
            "2XX": components["responses"]["OperationalEventReceived"];
            "4XX": components["responses"]["OperationalEventRejected"];
            "5XX": components["responses"]["OperationalEventFailed"];
        };
    };
    receiveDestinationFailing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationFailingBody"];
            };
        };
        responses: {
            "2XX": components["responses"]["OperationalEventReceived"];
            "4XX": components["responses"]["OperationalEventRejected"];
            "5XX": components["responses"]["OperationalEventFailed"];
        };
    };
    receiveDestinationCreated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationCreatedBody"];
            };
        };
        responses: {
            "2XX": components["responses"]["OperationalEventReceived"];
            "4XX": components["responses"]["OperationalEventRejected"];
            "5XX": components["responses"]["OperationalEventFailed"];
        };
    };
    receiveDestinationDeleted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationDeletedBody"];
            };
        };
        responses: {
            "2XX": components["responses"]["OperationalEventReceived"];
            "4XX": components["responses"]["OperationalEventRejected"];
            "5XX": components["responses"]["OperationalEventFailed"];
        };
    };
    receiveDeliveryDead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryDeadBody"];
            };
        };
        responses: {
            "2XX": components["responses"]["OperationalEventReceived"];
            "4XX": components["responses"]["OperationalEventRejected"];
            "5XX": components["responses"]["OperationalEventFailed"];
        };
    };
    receiveSigningKeyRotated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SigningKeyRotatedBody"];
            };
        };
        responses: {
            "2XX": components["responses"]["OperationalEventReceived"];
            "4XX": components["responses"]["OperationalEventRejected"];
            "5XX": components["responses"]["OperationalEventFailed"];
        };
    };
    receiveSigningKeyExpiring: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SigningKeyExpiringBody"];
            };
        };
        responses: {
            "2XX": components["responses"]["OperationalEventReceived"];
            "4XX": components["responses"]["OperationalEventRejected"];
            "5XX": components["responses"]["OperationalEventFailed"];
        };
    };
}
