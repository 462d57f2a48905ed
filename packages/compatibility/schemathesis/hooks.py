"""Replaces Schemathesis' check that every schema-valid request is accepted: the reasons for a refusal that no schema can say."""

import schemathesis
from schemathesis import GenerationMode

# Error codes that depend on stored state or on the meaning of a value, not on its form.
CODES = {
    "invalid_cursor": "a cursor is authenticated, so a made-up one is refused",
    "invalid_url": "the host decides: private and special addresses are refused",
    "url_not_reachable": "the host name does not resolve",
    "invalid_filter": "a filter's paths, operators and nesting have a grammar of their own",
    "idempotency_key_conflict": "the key was used before with another request",
    "destination_not_subscribed": "a replay names a destination without a matching subscription",
    "destination_not_found": "the id is unknown",
    "subscription_not_found": "the id is unknown",
    "event_not_found": "the id is unknown",
    "delivery_not_found": "the id is unknown",
    "rotation_in_progress": "the destination is in a grace period",
    "over_destination_limit": "the environment is full",
    "delivery_not_retryable": "the delivery has succeeded or is not dead",
    "destination_paused": "the destination is paused",
    "destination_deleted": "the destination is deleted",
    "not_found": "the path contains an escape that is not UTF-8",
}

# Details of invalid_request that depend on more than one value.
DETAILS = {
    "differs from the Idempotency-Key header": "the key is given twice with different values",
    "is given more than once": "JSON Schema cannot say that names are unique without regard to case",
    "must not contain NUL": "half of a surrogate pair is valid JSON but not text",
    "bytes": "the size of the JSON text is limited",
    "buckets": "the number of buckets follows from since, until and bucket",
    "must not be later than until": "since and until depend on each other",
}


@schemathesis.check
def valid_request_refused_for_a_known_reason(ctx, response, case):
    if not 400 <= response.status_code < 500 or case.meta is None:
        return
    if case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    error = response.json()["error"]
    if error["code"] in CODES:
        return
    details = error.get("details", [])
    if details and all(any(known in detail["message"] for known in DETAILS) for detail in details):
        return
    raise AssertionError(f"openapi.yaml allows this request, the server refuses it: {error}")
