// Generated from openapi.yaml by tools/generate.mjs. Do not edit.
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
         * All destinations of the environment, newest first. Signing secrets are never part of it.
         */
        get: operations["listDestinations"];
        put?: never;
        /**
         * Register a destination
         * Registers a URL. The answer holds `signing_secret`, shown this once: store it where the receiver can read it.
         *     With an `Idempotency-Key`, a lost answer can be fetched again for 24 hours.
         *
         *     Live destinations must be `https`; test destinations may be `http`. A host that is, or resolves to, a loopback,
         *     private, link-local or otherwise special address is `invalid_url`, and is refused again at each delivery.
         */
        post: operations["createDestination"];
        delete?: never;
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
         * The destination and its state. The signing secret is never part of it.
         */
        get: operations["getDestination"];
        put?: never;
        post?: never;
        /**
         * Delete a destination
         * Its subscriptions are deleted with it. Its unfinished deliveries are dead (`destination_deleted`) and stay in the
         *     dead-letter queue for the record, but cannot be retried.
         */
        delete: operations["deleteDestination"];
        options?: never;
        head?: never;
        /**
         * Change, pause or resume a destination
         * Changes the fields that are given and leaves the rest. Inside `retry_policy` too, fields that are not given keep
         *     their value. `headers` and `metadata` are replaced as a whole.
         *
         *     `status: paused` holds first attempts, each for an hour, after which its delivery is dead (`destination_paused`);
         *     retries already scheduled go on. `status: active` sends what is held and resets the circuit breaker.
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
         * Makes a new signing secret, shown this once. During the grace period deliveries are signed with both secrets, so the
         *     receiver can be moved over without losing one.
         *
         *     `grace_period_days: 0` ends every earlier secret at once and is always accepted: use it for a leaked secret.
         *     Any other rotation inside a grace period is `rotation_in_progress`.
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
         * Sends an event to this destination only, whatever its subscriptions, paused or not. It is signed, retried and
         *     recorded like any other.
         */
        post: operations["testDestination"];
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
         * All subscriptions of the environment, newest first.
         */
        get: operations["listSubscriptions"];
        put?: never;
        /**
         * Subscribe a destination to event types
         * Events accepted after this answer are routed by the subscription. However many of a destination's subscriptions
         *     match an event, the destination gets one delivery.
         */
        post: operations["createSubscription"];
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
         * The subscription and its state.
         */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        /**
         * Delete a subscription
         * Later events are not routed by it. Deliveries that it already made go on.
         */
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        /**
         * Change, pause or resume a subscription
         * Changes the fields that are given. A paused subscription matches nothing: events accepted meanwhile are not
         *     delivered by it, and are not made up for when it is resumed (replay them if they matter).
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
         * Events of the last 30 days, newest first, without their deliveries.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Send an event
         * Takes an event and makes one delivery for each destination with a matching subscription. Once this has answered, the
         *     event is on disk: it survives a crash and a power cut, and is delivered at least once.
         *
         *     `body` is delivered byte for byte as submitted, numbers, key order and white space included.
         *
         *     Repeating a request with the same idempotency key within 24 hours answers 200 with the original event and sends
         *     nothing; a different type or body under that key is `idempotency_key_conflict`. The `Idempotency-Key` header stands
         *     for `idempotency_key`; giving both with different values is `invalid_request`.
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
         * Answers one result per event, in order. Each event stands or falls alone: an invalid one gets its error, the others
         *     are accepted. The whole request may be 5 MB. It costs its number of events in rate limit and is refused whole.
         *
         *     An `Idempotency-Key` header covers the batch: repeating it gives the first answer. Events can also carry their own
         *     `idempotency_key`.
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
         * The event with its body as submitted and the state of each of its deliveries.
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
         * Makes new deliveries of the event, with the same event id, so a receiver that remembers ids will recognise it.
         *     They go to all destinations whose subscriptions match now, or to the named ones among them. Events older than 30
         *     days are `event_too_old`.
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
         * Deliveries of the last 30 days, newest first, each with its last attempt.
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
         * The delivery with every attempt that was made, in order.
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
         * Make one attempt now
         * One attempt, outside the retry count and the time budget, also while the destination is paused. If it fails, a dead
         *     delivery is dead again and a scheduled one keeps its schedule. A delivery that has succeeded or is in flight is
         *     `delivery_not_retryable`.
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
         * Deliveries that Harbor has given up on, newest first; `dead_reason` says why.
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
         * Replays every dead delivery that matches, all of them without a filter. Deliveries whose destination is paused or
         *     deleted, or whose event is older than 30 days, are skipped and stay dead.
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
         * Removes the delivery and its attempts for good. One that is not dead is `delivery_not_found`.
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
         * The delivery becomes `retrying`, due at once; its retry count, schedule and time budget start afresh. One that is
         *     not dead is `delivery_not_retryable`. While the destination is paused this is `destination_paused`: resume it first.
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
         * Counts and latencies over time, and what is waiting now. Without `since`, the last 24 hours. The range is widened to
         *     whole buckets, which the answer shows; it may span 1,440 buckets (a day of minutes, 60 days of hours), more is
         *     `invalid_request`.
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
         *     windows and key expiry. Answers when everything that fell due has been attempted. Signature timestamps, ids,
         *     timeouts and rate limits keep real time.
         *
         *     `forbidden` with a live key, and where the server does not have `HARBOR_TEST_CLOCK=on`.
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
         * Server-Sent Events, one per change of a delivery's state, from now on or from `Last-Event-ID` on.
         *
         *     `event: delivery` carries a `Delivery`, as it is after the change. `event: gap` carries `{}`: what happened since
         *     `Last-Event-ID` is no longer kept, list deliveries to catch up.
         *
         *     A comment line goes out every 15 seconds as a heartbeat. A reader that does not keep up is disconnected; it can
         *     reconnect with the last id it saw.
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
}
/** What Harbor sends: the delivery of an event, and the operational events. */
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
         * What a destination receives
         * One attempt of one delivery. The request body is the event's `body`, byte for byte as it was submitted: verify the
         *     signature over the raw bytes, before anything parses them.
         *
         *     Deliveries come at least once and in no particular order; the event id is the key to de-duplicate by. What the
         *     answer's status makes Harbor do is listed below. Redirects are not followed. The first 4 KB of the answer's body are
         *     kept with the attempt.
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
         * The circuit breaker has paused a destination
         * The operational event `harbor.destination.paused`, delivered with the same headers and rules as any other to
         *     destinations with a subscription whose pattern begins with `harbor`.
         */
        post: operations["receiveDestinationPaused"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
/** Every schema, parameter, header and answer of the API by its name. */
export interface components {
    schemas: {
        /**
         * `dest_` and a ULID.
         * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
         */
        DestinationId: string;
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
         * `req_` and a ULID; also in the `Harbor-Request-Id` header of every answer.
         * @example req_01KJPX8RAZRFVVVX9QRHKJ8E9C
         */
        RequestId: string;
        /**
         * The environment of the API key.
         */
        Environment: "live" | "test";
        /**
         * `whsec_` and the base64 of 32 random bytes. The whole string is the HMAC key.
         * @example whsec_9KlQBb5R2mazILSkjLeeokq4Ld1quwUghMTwLzQX0iE=
         */
        SigningSecret: string;
        /**
         * `paused` holds first attempts; retries already scheduled go on.
         */
        DestinationStatus: "active" | "paused";
        /**
         * A `paused` subscription matches nothing.
         */
        SubscriptionStatus: "active" | "paused";
        /**
         * `pending`: no attempt yet, or held. `retrying`: the last attempt failed and another one is scheduled. `succeeded`: the
         *     destination answered 2xx. `dead`: given up, see `dead_reason`.
         */
        DeliveryStatus: "pending" | "retrying" | "succeeded" | "dead";
        /**
         * Yours to use, up to 8 KB as JSON. Harbor does not look inside.
         * @example {
         *       "customer_id": "cus_981"
         *     }
         */
        Metadata: {
            [key: string]: unknown;
        } | null;
        /** A URL that Harbor delivers to, with how it is retried and whether it is paused. */
        Destination: {
            id: components["schemas"]["DestinationId"];
            /** Where deliveries are sent. */
            url: string;
            name: string | null;
            status: components["schemas"]["DestinationStatus"];
            /**
             * `manual`: by hand. `circuit_breaker`: too many failed attempts in a row. Null while active.
             */
            paused_reason: "manual" | "circuit_breaker" | null;
            /** Format: date-time */
            paused_at: string | null;
            retry_policy: components["schemas"]["RetryPolicy"];
            /** Requests in flight to this destination at one time, over all of Harbor. */
            max_concurrent_deliveries: number;
            /** From the DNS lookup to the end of what is read of the answer. */
            timeout_seconds: number;
            /** Names of the custom headers that deliveries carry. Their values are never returned. */
            header_names: string[];
            /** Yours to use; null when none was given. */
            metadata: components["schemas"]["Metadata"];
            environment: components["schemas"]["Environment"];
            /**
             * Format: date-time
             * When the secret from before the last rotation stops signing. Null when one secret signs.
             */
            old_key_expires_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** A new destination with its signing secret, which no other answer shows. */
        DestinationWithSecret: components["schemas"]["Destination"] & {
            signing_secret: components["schemas"]["SigningSecret"];
        };
        /** A page of destinations, newest first. */
        DestinationPage: {
            data: components["schemas"]["Destination"][];
            next_cursor: string | null;
        };
        /** What a new destination is to be; what is left out has its default. */
        DestinationInput: {
            /**
             * Format: uri
             * Where deliveries are sent: `https`, in test mode also `http`, without credentials.
             */
            url: string;
            /** For people. */
            name?: string | null;
            retry_policy?: components["schemas"]["RetryPolicyInput"];
            /**
             * Requests in flight to this destination at one time, over all of Harbor.
             * @default 50
             */
            max_concurrent_deliveries?: number;
            /**
             * From the DNS lookup to the end of what is read of the answer.
             * @default 30
             */
            timeout_seconds?: number;
            headers?: components["schemas"]["CustomHeaders"];
            /** Yours to use. */
            metadata?: components["schemas"]["Metadata"];
        };
        /** What is to change of a destination; what is left out stays as it is. */
        DestinationUpdate: {
            /**
             * Format: uri
             * Where deliveries are sent: `https`, in test mode also `http`, without credentials.
             */
            url?: string;
            /** For people. */
            name?: string | null;
            status?: components["schemas"]["DestinationStatus"];
            retry_policy?: components["schemas"]["RetryPolicyInput"];
            /** Requests in flight to this destination at one time, over all of Harbor. */
            max_concurrent_deliveries?: number;
            /** From the DNS lookup to the end of what is read of the answer. */
            timeout_seconds?: number;
            headers?: components["schemas"]["CustomHeaders"];
            /** Replaces the metadata as a whole; null removes it. */
            metadata?: components["schemas"]["Metadata"];
        };
        /**
         * Up to 20 headers that every delivery carries, values up to 1 KB. On an update they replace the earlier ones; `{}`
         *     removes them. Not allowed: `Host`, `Connection`, `Content-*`, `Transfer-Encoding`, `TE`, `Trailer`, `Upgrade`,
         *     `Expect`, `User-Agent`, `traceparent`, `Proxy-*`, `Harbor-*`.
         * @example {
         *       "X-Acme-Tenant": "eu-1"
         *     }
         */
        CustomHeaders: {
            [key: string]: string;
        };
        /** The policy in force, defaults filled in. */
        RetryPolicy: {
            max_retries: number;
            base_delay_seconds: number;
            max_delay_seconds: number;
            total_budget_seconds: number;
            jitter: number;
            circuit_breaker_threshold: number | null;
        };
        /**
         * Delay before retry n = min(shape[n] x base, max) x (1 +- jitter), shape being 1, 4, 20, 120, 720, 2880 and then x4 each.
         *     By default 30 s, 2 min, 10 min, 1 h, 6 h, 24 h.
         */
        RetryPolicyInput: {
            /**
             * Attempts after the first.
             * @default 6
             */
            max_retries?: number;
            /** @default 30 */
            base_delay_seconds?: number;
            /**
             * Cap on the delay, and on a destination's `Retry-After`.
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
             * Failed attempts in a row, with no success between, that pause the destination. Null turns it off.
             * @default 50
             */
            circuit_breaker_threshold?: number | null;
        };
        /** How long the earlier secrets go on signing. */
        SigningKeyRotationInput: {
            /**
             * How long the old secret signs too. 0 ends it, and every earlier one, at once.
             * @default 7
             */
            grace_period_days?: number;
        };
        /** The destination with its new signing secret, which no other answer shows. */
        SigningKeyRotation: components["schemas"]["DestinationWithSecret"] & {
            /** Format: date-time */
            rotated_at: string;
        };
        /** What to send; left out, a `harbor.test` event with a short message. */
        TestEventInput: {
            /**
             * The event's type; of those that begin with `harbor.`, only `harbor.test`.
             * @default harbor.test
             */
            type?: string;
            /** Any JSON value, up to 256 KB as submitted. Default: `{"message":"A test event from Harbor"}`. */
            body?: unknown;
        };
        /** The body of the operational event `harbor.destination.paused`. */
        DestinationPausedBody: {
            destination_id: components["schemas"]["DestinationId"];
            url: string;
            paused_reason: "circuit_breaker";
            /** Format: date-time */
            paused_at: string;
            consecutive_failures: number;
        };
        /** Which events go to a destination: a pattern of their type and, if there is one, a filter of their body. */
        Subscription: {
            id: components["schemas"]["SubscriptionId"];
            destination_id: components["schemas"]["DestinationId"];
            /** The pattern that event types are matched with. */
            event_type: string;
            /** The condition on the body; null takes every body. */
            filter: components["schemas"]["Filter"];
            status: components["schemas"]["SubscriptionStatus"];
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
        /** What a new subscription is to be. */
        SubscriptionInput: {
            destination_id: string;
            event_type: components["schemas"]["EventTypePattern"];
            /** A condition on the body. */
            filter?: components["schemas"]["Filter"];
        };
        /** What is to change of a subscription; what is left out stays as it is. */
        SubscriptionUpdate: {
            status?: components["schemas"]["SubscriptionStatus"];
            event_type?: components["schemas"]["EventTypePattern"];
            /** Replaces the filter; null removes it. */
            filter?: components["schemas"]["Filter"];
        };
        /**
         * An event type in which `*` stands for one whole segment and a final `**` for one or more: `order.*` takes
         *     `order.created`, `order.**` also `order.line_item.added`. Types that begin with `harbor.` are only matched by patterns
         *     that begin with `harbor`.
         * @example order.created
         * @example order.*
         * @example order.**
         * @example **
         */
        EventTypePattern: string;
        /**
         * `{ "<JSONPath>": condition }`, all of which must hold; `$or: [filter, …]` at the top for alternatives. A condition is a
         *     value to equal, or an object of `$eq $ne $gt $gte $lt $lte $in $nin $exists $prefix`. Paths are RFC 9535 with names,
         *     indexes and wildcards; a condition holds if any selected node meets it, `$ne` and `$nin` if `$eq` and `$in` do not. At
         *     most 20 conditions, depth 8, 4 KB.
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
        /** An immutable JSON body with a type, as it was submitted. */
        Event: {
            id: components["schemas"]["EventId"];
            type: string;
            /** Any JSON value, as it was submitted. */
            body: unknown;
            idempotency_key: string | null;
            /**
             * Format: date-time
             * When it happened, in the sender's words.
             */
            occurred_at: string | null;
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
        /** A delivery in short, as an event lists it. */
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
        /** An event to send to every destination that is subscribed to its type. */
        EventInput: {
            /**
             * 1-256 characters in dotted segments of `A-Z a-z 0-9 _ -`, case-sensitive. Types that begin with `harbor.` are reserved.
             * @example order.created
             */
            type: string;
            /** Any JSON value, up to 256 KB as submitted. Delivered byte for byte. */
            body: unknown;
            /** Within 24 hours, the same event under the same key is accepted once. */
            idempotency_key?: string | null;
            /**
             * Format: date-time
             * When it happened. Kept with the event; nothing depends on it.
             */
            occurred_at?: string | null;
        };
        /** 1 to 100 events, at most 5 MB in all; each stands or falls alone. */
        EventBatchInput: {
            events: components["schemas"]["EventInput"][];
        };
        /** One result for each event of the batch, in its order. */
        EventBatch: {
            data: (components["schemas"]["EventBatchAccepted"] | components["schemas"]["EventBatchRefused"])[];
        };
        /** An event that was taken: 202, or 200 when its idempotency key had made it before. */
        EventBatchAccepted: {
            /**
             * 202, or 200 where an earlier request with its idempotency key made the event.
             */
            status: 200 | 202;
            event: components["schemas"]["EventWithDeliveries"];
        };
        /** An event that was refused, and why; the others of the batch are not affected. */
        EventBatchRefused: {
            /**
             * 403 when the API key was revoked while the batch was being stored.
             */
            status: 400 | 403 | 409 | 413;
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_event_type" | "body_too_deep" | "forbidden" | "idempotency_key_conflict" | "body_too_large";
            };
        };
        /** Which destinations get the event again; left out, all that are subscribed to it now. */
        EventReplayInput: {
            /** Only to these. Default: every destination with a subscription that matches now. */
            destination_ids?: string[];
        };
        /** The new deliveries of the event. */
        EventReplay: {
            data: components["schemas"]["Delivery"][];
        };
        /** One event going to one destination: its state and the last attempt. */
        Delivery: {
            id: components["schemas"]["DeliveryId"];
            event_id: components["schemas"]["EventId"];
            event_type: string;
            destination_id: components["schemas"]["DestinationId"];
            status: components["schemas"]["DeliveryStatus"];
            /** Retries of the schedule that were made so far. */
            retry_count: number;
            /** Of the last attempt; null when it got no answer. */
            response_code: number | null;
            /** Of the last attempt, its first 4 KB as text. */
            response_body: string | null;
            /** Of the last attempt. */
            latency_ms: number | null;
            /** Why the last attempt got no answer. */
            error: components["schemas"]["AttemptError"] | null;
            /**
             * Format: date-time
             * When the next attempt is due, while it is `retrying`; null otherwise.
             */
            next_retry_at: string | null;
            /** Why it is dead; null unless it is. */
            dead_reason: components["schemas"]["DeadReason"] | null;
            environment: components["schemas"]["Environment"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: date-time
             * When it succeeded or died.
             */
            completed_at: string | null;
        };
        /** A delivery with all its attempts. */
        DeliveryWithRetries: components["schemas"]["Delivery"] & {
            /** Every attempt that was made, the first one included, in order. */
            retries: components["schemas"]["Attempt"][];
        };
        /** A page of deliveries, newest first. */
        DeliveryPage: {
            data: components["schemas"]["Delivery"][];
            next_cursor: string | null;
        };
        /** One request to the destination and what came of it. */
        Attempt: {
            /** 0 is the first attempt. */
            number: number;
            /**
             * `schedule`, `manual` (a forced retry) or `probe` (the circuit breaker's test of a paused destination).
             */
            trigger: "schedule" | "manual" | "probe";
            /** Format: date-time */
            started_at: string;
            latency_ms: number;
            /** Null when it got no answer. */
            response_code: number | null;
            /** The first 4 KB, as text. */
            response_body: string | null;
            /** Why it got no answer. */
            error: components["schemas"]["AttemptError"] | null;
            /**
             * `succeeded`: 2xx. `failed`: to be retried. `rejected`: a 4xx that asked for no retry.
             */
            outcome: "succeeded" | "failed" | "rejected";
        };
        /**
         * `blocked_address`: the host resolved to an address that Harbor does not deliver to.
         */
        AttemptError: "timeout" | "connection_refused" | "connection_reset" | "dns_error" | "tls_error" | "blocked_address" | "protocol_error";
        /**
         * `rejected`: the destination answered 4xx. `retries_exhausted`, `budget_exhausted`: the retry policy ran out.
         *     `destination_paused`: held for an hour. `destination_deleted`: its destination is gone.
         */
        DeadReason: "rejected" | "retries_exhausted" | "budget_exhausted" | "destination_paused" | "destination_deleted";
        /** Which dead deliveries to replay; left out, all of them. */
        DeadDeliveryReplayInput: {
            /** Only deliveries to this destination. */
            destination_id?: string;
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
        };
        /** How many dead deliveries are on their way again, and how many could not be. */
        DeadDeliveryReplay: {
            /** Now `retrying`, due at once. */
            replayed: number;
            /** Still dead, because the destination is paused or deleted or the event too old. */
            skipped: number;
        };
        /** One server-sent event, its `data` parsed. */
        StreamEvent: components["schemas"]["StreamDelivery"] | components["schemas"]["StreamGap"];
        /** A delivery as it is after a change of its state. */
        StreamDelivery: {
            /** The position in the stream, for `Last-Event-ID`. */
            id: string;
            event: "delivery";
            data: components["schemas"]["Delivery"];
        };
        /** Changes since `Last-Event-ID` are no longer kept. The stream goes on from now; list deliveries to catch up. */
        StreamGap: {
            /** The position in the stream, for `Last-Event-ID`. */
            id: string;
            event: "gap";
            data: Record<string, never>;
        };
        /** Counts and latencies over time, and what is dead or waiting now. */
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
            /** The destination asked for; null for all. */
            destination_id: string | null;
            totals: components["schemas"]["StatsCounts"];
            /** Oldest first, without gaps. */
            buckets: components["schemas"]["StatsBucket"][];
            /** Dead deliveries now. */
            dlq_depth: number;
            backlog: components["schemas"]["Backlog"];
        };
        /**
         * The width of a bucket. Buckets begin on whole UTC minutes, hours or days.
         */
        StatsResolution: "minute" | "hour" | "day";
        /** The counts of one minute, hour or day. */
        StatsBucket: components["schemas"]["StatsCounts"] & {
            /** Format: date-time */
            start: string;
        };
        /** Events, attempts and deliveries of a span of time, and the percentiles of the attempts' latency. */
        StatsCounts: {
            /** Events accepted. For one destination, those that were routed to it. */
            ingested: number;
            /** Attempts made, by outcome. */
            attempts: {
                succeeded: number;
                failed: number;
                rejected: number;
            };
            /** Deliveries that succeeded. */
            delivered: number;
            /** Deliveries that died. */
            dead: number;
            /** Share of the attempts that succeeded; null when none were made. */
            success_rate: number | null;
            /** Percentiles over all attempts, estimated from a histogram; null when none were made. */
            latency_ms: {
                p50: number | null;
                p95: number | null;
                p99: number | null;
            };
        };
        /** What is waiting now. */
        Backlog: {
            /** Deliveries whose time has come and that have not started. Counted to 100,000 at most. */
            due: number;
            /** How long the oldest of them has been due; null when none is. */
            oldest_due_age_seconds: number | null;
        };
        /** How far the time of the test environment is to move. */
        TestClockAdvanceInput: {
            /** How far to move. 0 attempts what is due now. */
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
        /** The `error` of every error answer. */
        ErrorObject: {
            code: components["schemas"]["ErrorCode"];
            /** For people. It can change; branch on `code`. */
            message: string;
            /**
             * Format: uri
             * The documentation of this code, with its cause and remedy.
             */
            doc_url: string;
            request_id: components["schemas"]["RequestId"];
            /** The places that are at fault, where they can be named. */
            details?: components["schemas"]["ErrorDetail"][];
        };
        /** One fault: where it is and what is wrong. */
        ErrorDetail: {
            /**
             * A JSON Pointer behind `body`, `query` or `headers`.
             * @example body/retry_policy/jitter
             */
            path: string;
            /** @example must be <= 1 */
            message: string;
        };
        /**
         * What went wrong, for programs.
         */
        ErrorCode: "invalid_request" | "invalid_url" | "url_not_reachable" | "invalid_cursor" | "invalid_event_type" | "invalid_event_type_pattern" | "invalid_filter" | "body_too_deep" | "destination_not_subscribed" | "unauthorized" | "forbidden" | "not_found" | "destination_not_found" | "subscription_not_found" | "event_not_found" | "delivery_not_found" | "method_not_allowed" | "rotation_in_progress" | "idempotency_key_conflict" | "over_destination_limit" | "delivery_not_retryable" | "destination_deleted" | "destination_paused" | "event_too_old" | "delivery_too_old" | "body_too_large" | "request_too_large" | "unsupported_media_type" | "rate_limited" | "internal_error" | "overloaded";
        InvalidRequestError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request";
            };
        };
        InvalidListRequestError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "invalid_request" | "invalid_cursor";
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
                code: "invalid_request" | "invalid_event_type" | "body_too_deep";
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
        IdempotencyKeyConflictError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "idempotency_key_conflict";
            };
        };
        OverDestinationLimitError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "over_destination_limit" | "idempotency_key_conflict";
            };
        };
        RotationInProgressError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "rotation_in_progress" | "idempotency_key_conflict";
            };
        };
        DeliveryNotRetryableError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "delivery_not_retryable" | "destination_deleted" | "idempotency_key_conflict";
            };
        };
        DeadDeliveryNotReplayableError: {
            error: components["schemas"]["ErrorObject"] & {
                code: "delivery_not_retryable" | "destination_paused" | "destination_deleted" | "idempotency_key_conflict";
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
        /** The request does not match this specification; `details` names the places. */
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
        /** A query parameter does not match this specification, or the cursor is not one that this list gave out for these filters. */
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
        /** The request does not match this specification, the URL is not one that Harbor delivers to, or its host does not resolve. */
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
        /** The request does not match this specification, or the event type is not valid. */
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
        /** The API key is revoked, or not allowed to make this call. */
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
        /** No such destination in this environment. */
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
        /** No such subscription in this environment. */
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
        /** No such event in this environment. */
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
        /** No such delivery in this environment. */
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
        /** The environment has its 1,000 destinations, or the idempotency key was used for a different request. */
        OverDestinationLimit: {
            headers: {
                "Harbor-Request-Id": components["headers"]["HarborRequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OverDestinationLimitError"];
            };
        };
        /** An earlier rotation is in its grace period (`grace_period_days: 0` is accepted all the same), or the idempotency key was used for a different request. */
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
        /** The delivery has succeeded or is in flight, its destination is deleted, or the idempotency key was used for a different request. */
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
        /** The delivery is not dead, its destination is paused or deleted, or the idempotency key was used for a different request. */
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
        /** The request is larger than this call takes. */
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
        /** An event body is over 256 KB or a batch over 5 MB (`body_too_large`), or the request as a whole is larger than this call takes. */
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
        /** The request body is not `application/json`. */
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
        /** A fault on the side of Harbor. The request can be repeated; with a POST, under its idempotency key. */
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
        /** Harbor is taking more than it can store right now. Nothing was stored. Wait for `Retry-After` seconds. */
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
         * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
         *     A different request under the key is `idempotency_key_conflict`.
         * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
         */
        IdempotencyKey: string;
        /** `next_cursor` of the page before. Only good for the same list with the same filters. */
        Cursor: string;
        /**
         * Items per page.
         * @example 25
         */
        Limit: number;
        /**
         * Only what was created at or after this time.
         * @example 2026-03-02T09:00:00.000Z
         */
        Since: string;
        /**
         * Only what was created before this time.
         * @example 2026-03-02T10:00:00.000Z
         */
        Until: string;
        /**
         * Only what belongs to this destination.
         * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
         */
        DestinationIdFilter: string;
        /**
         * Only deliveries of events of exactly this type.
         * @example order.created
         */
        EventTypeFilter: string;
    };
    requestBodies: never;
    headers: {
        /**
         * The request's id. Quote it when you ask about an answer.
         * @example req_01KJPX8RAZRFVVVX9QRHKJ8E9C
         */
        HarborRequestId: components["schemas"]["RequestId"];
        /**
         * What is left of the limit and when, in seconds, it is whole again. Absent where limits are off.
         * @example "management";r=59;t=1
         */
        RateLimit: string;
        /**
         * The limit that applies, its quota and window in seconds. Absent where limits are off.
         * @example "management";q=60;w=60
         */
        RateLimitPolicy: string;
        /**
         * `true` when this is the repeated answer to an earlier request. Absent otherwise.
         * @example true
         */
        IdempotentReplayed: "true";
        /**
         * Seconds to wait before trying again.
         * @example 2
         */
        RetryAfter: number;
        /**
         * `true`, in any case, asks Harbor to try again on schedule.
         * @example true
         */
        HarborRetryHint: string;
        /**
         * Asks Harbor not to try again sooner. Seconds or an HTTP date, capped at `max_delay_seconds`.
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
                /** `next_cursor` of the page before. Only good for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Items per page.
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
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
            /** The destination, with its signing secret. */
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
            400: components["responses"]["InvalidDestination"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["OverDestinationLimit"];
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationUpdate"];
            };
        };
        responses: {
            /** The destination as it is now. */
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
            400: components["responses"]["InvalidDestination"];
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
    rotateSigningKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
            400: components["responses"]["InvalidRequest"];
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
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
    listSubscriptions: {
        parameters: {
            query?: {
                /**
                 * Only what belongs to this destination.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: components["parameters"]["DestinationIdFilter"];
                /** `next_cursor` of the page before. Only good for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Items per page.
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
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
            409: components["responses"]["IdempotencyKeyConflict"];
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
            /** The subscription as it is now. */
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
                 * Only what was created at or after this time.
                 * @example 2026-03-02T09:00:00.000Z
                 */
                since?: components["parameters"]["Since"];
                /**
                 * Only what was created before this time.
                 * @example 2026-03-02T10:00:00.000Z
                 */
                until?: components["parameters"]["Until"];
                /** `next_cursor` of the page before. Only good for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Items per page.
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
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
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
            /** The event that an earlier request with this idempotency key made. Nothing is sent again. */
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
            /** The event, stored, and the deliveries that were made for it. */
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
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
                 * @example 7f3c1f0e-2b1d-4c57-9a56-0f6f1c1d8a11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
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
    replayEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
            409: components["responses"]["IdempotencyKeyConflict"];
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
                 * Only what belongs to this destination.
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
                 * Only what was created at or after this time.
                 * @example 2026-03-02T09:00:00.000Z
                 */
                since?: components["parameters"]["Since"];
                /**
                 * Only what was created before this time.
                 * @example 2026-03-02T10:00:00.000Z
                 */
                until?: components["parameters"]["Until"];
                /** `next_cursor` of the page before. Only good for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Items per page.
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
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
                 * Only what belongs to this destination.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: components["parameters"]["DestinationIdFilter"];
                /**
                 * Only what was created at or after this time.
                 * @example 2026-03-02T09:00:00.000Z
                 */
                since?: components["parameters"]["Since"];
                /**
                 * Only what was created before this time.
                 * @example 2026-03-02T10:00:00.000Z
                 */
                until?: components["parameters"]["Until"];
                /** `next_cursor` of the page before. Only good for the same list with the same filters. */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * Items per page.
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
    replayDeadDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
            /** How many were replayed and how many were skipped. */
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
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
                 * Only this destination. An unknown one has counts of 0.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: string;
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
                 * Makes the request safe to repeat: within 24 hours, the same request with the same key gets the first answer again.
                 *     A different request under the key is `idempotency_key_conflict`.
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
            /** The environment's time after the move. */
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
                 * Only what belongs to this destination.
                 * @example dest_01KJPX728R3NF6M7PXVWPBB6VV
                 */
                destination_id?: components["parameters"]["DestinationIdFilter"];
                /**
                 * Only deliveries of events of exactly this type.
                 * @example order.created
                 */
                event_type?: components["parameters"]["EventTypeFilter"];
            };
            header?: {
                /**
                 * The `id` of the last event that was seen; the stream goes on behind it.
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
    receiveDelivery: {
        parameters: {
            query?: never;
            header: {
                /**
                 * `t=<unix seconds>,v1=<hex>,v2=<hex>`, with several `v1` and `v2` during a key rotation, newest key first.
                 *
                 *     - `v1` = HMAC-SHA256(key, `t` + `.` + body), lower-case hex. The key is the whole secret string, `whsec_` included.
                 *     - `v2` = HMAC-SHA256(key, `t` LF event id LF delivery id LF event type LF `v1`), LF being the byte 0x0A. It covers
                 *       the headers that `v1` does not.
                 *
                 *     Reject a signature whose `t` is more than 300 seconds from now. Every attempt is signed afresh.
                 * @example t=1772442902,v1=59d4863c207137f751cd785ce8d7311293ec07121dfbba1d657160743dca4bd8,v2=615781c8d136e5ee08b160d9eceb45d0c1dcd772c35c4d97096bd93225328d1c
                 */
                "Harbor-Signature": string;
                /**
                 * The `t` of the signature, Unix time in seconds.
                 * @example 1772442902
                 */
                "Harbor-Timestamp": number;
                /**
                 * The event. The same on all attempts, deliveries and replays of it.
                 * @example evt_01KJPX8RB1P17G0AVDQZTD2P3X
                 */
                "Harbor-Event-Id": components["schemas"]["EventId"];
                /**
                 * The event's type.
                 * @example order.created
                 */
                "Harbor-Event-Type": string;
                /**
                 * The delivery. The same on all its attempts.
                 * @example del_01KJPX8RB1D5DN21RK3W3F0XPC
                 */
                "Harbor-Delivery-Id": components["schemas"]["DeliveryId"];
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
                 * W3C trace context. One trace per event, its id being the event's own 128 bits; a span per attempt.
                 * @example 00-019cadd46161b04f002b6dbff4d1587d-00f067aa0ba902b7-01
                 */
                traceparent?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** The event's body, any JSON value, always as `application/json`. */
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
            /** Tried again on schedule. The redirect is not followed. */
            "3XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * The delivery is dead at once (`rejected`), unless the answer asks for a retry with `Harbor-Retry-Hint` or
             *     `Retry-After`.
             */
            "4XX": {
                headers: {
                    "Harbor-Retry-Hint": components["headers"]["HarborRetryHint"];
                    "Retry-After": components["headers"]["DestinationRetryAfter"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** Tried again on schedule. */
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
            /** The delivery has succeeded. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** The delivery is dead at once, unless the answer asks for a retry. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** Tried again on schedule. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
