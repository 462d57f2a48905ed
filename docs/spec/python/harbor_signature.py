"""Verify webhooks that Harbor signs: Harbor-Signature (v1 and v2) and Standard Webhooks 1.0 (v1).

One file, Python 3.9 or newer, standard library only: copy it into your project.
https://github.com/harbor-webhooks/harbor/blob/main/docs/spec/README.md specifies the rules.

    delivery = verify(request.get_data(), request.headers.items(), [secret])
    if delivery.headers_signed:
        handle(delivery.event_id, delivery.event_type, request.get_data())

SPDX-License-Identifier: Apache-2.0
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import math
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

DEFAULT_TOLERANCE_SECONDS = 300

Headers = Iterable[tuple[str, str]]

_MIN_SECRET_BYTES = 16
_MAX_STANDARD_SECRET_BYTES = 64
_PUBLIC_KEY_BYTES = 32
_MAX_ID_CHARACTERS = 1_024
_MAX_HEADER_CHARACTERS = 8_192
_TIMESTAMP = re.compile(r"0|[1-9][0-9]{0,11}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_STANDARD_V1 = re.compile(r"v1,([A-Za-z0-9+/]{43}=)")
_STANDARD_V1A = re.compile(r"v1a,[A-Za-z0-9+/]{86}==")


class SignatureError(Exception):
    """A request that is not accepted. `code` is stable; do not send it to the caller."""

    def __init__(self, code: str) -> None:
        super().__init__(code.replace("_", " "))
        self.code = code


@dataclass(frozen=True)
class Delivery:
    """The facts that a valid signature proves. A field that it does not prove is None."""

    timestamp: int
    """Unix seconds at which the attempt was signed."""
    secret_index: int
    """Index of the secret or key that matched."""
    headers_signed: bool = False
    """Whether event id, event type and delivery id are those that were signed."""
    event_id: str | None = None
    event_type: str | None = None
    delivery_id: str | None = None


def verify(
    body: bytes,
    headers: Headers,
    secrets: Iterable[str],
    *,
    tolerance_seconds: int = DEFAULT_TOLERANCE_SECONDS,
    now: float | None = None,
) -> Delivery:
    """Verify the bytes of a request with its headers, as (name, value) pairs. Raise SignatureError.

    `now` is in Unix seconds; without it the system's clock is used.
    """
    keys = _harbor_keys(secrets)
    signature, *ids = _values(
        headers, "harbor-signature", "harbor-event-id", "harbor-event-type", "harbor-delivery-id"
    )
    delivery = _match(keys, _parse(signature), body, ids)
    _check_age(delivery.timestamp, tolerance_seconds, now)
    return delivery


def verify_body(
    body: bytes,
    signature: str | None,
    secrets: Iterable[str],
    *,
    tolerance_seconds: int = DEFAULT_TOLERANCE_SECONDS,
    now: float | None = None,
) -> Delivery:
    """Verify with the value of Harbor-Signature alone, which proves body and time."""
    delivery = _match(_harbor_keys(secrets), _parse(signature), body, ids=None)
    _check_age(delivery.timestamp, tolerance_seconds, now)
    return delivery


def verify_standard(
    body: bytes,
    headers: Headers,
    keys: Iterable[str],
    *,
    tolerance_seconds: int = DEFAULT_TOLERANCE_SECONDS,
    now: float | None = None,
) -> Delivery:
    """Verify a request of any sender that follows Standard Webhooks 1.0. Raise SignatureError.

    Python's standard library has no Ed25519. A request that only a public key (`whpk_...`) could
    verify is refused with the code `ed25519_unsupported`.
    """
    parsed_keys = [_standard_key(key) for key in keys]
    if not parsed_keys:
        raise SignatureError("secret_invalid")
    event_id, timestamp, v1, has_v1a = _parse_standard(headers)
    content = b"%s.%s.%s" % (_bytes(event_id), timestamp.encode(), body)
    for index, key in enumerate(parsed_keys):
        if not key.is_public and _any_equal(v1, base64.b64encode(_hmac(key.material, content))):
            _check_age(int(timestamp), tolerance_seconds, now)
            return Delivery(int(timestamp), index, event_id=event_id)
    if has_v1a and any(key.is_public for key in parsed_keys):
        raise SignatureError("ed25519_unsupported")
    raise SignatureError("signature_mismatch")


class _Signature(NamedTuple):
    timestamp: str
    v1: list[str]
    v2: list[str]
    has_v2: bool


class _StandardKey(NamedTuple):
    is_public: bool
    material: bytes


def _match(
    keys: list[bytes], signature: _Signature, body: bytes, ids: list[str | None] | None
) -> Delivery:
    """Find the first secret for which v1, and v2 if it is checked, match."""
    timestamp = int(signature.timestamp)
    body_is_genuine = False
    for index, key in enumerate(keys):
        digest = _hmac(key, b"%s.%s" % (signature.timestamp.encode(), body)).hex()
        if not _any_equal(signature.v1, digest.encode()):
            continue
        if ids is None or not signature.has_v2:
            return Delivery(timestamp, index)
        event_id, event_type, delivery_id = ids
        if not (event_id and event_type and delivery_id):
            raise SignatureError("headers_missing")
        content = "\n".join([signature.timestamp, event_id, delivery_id, event_type, digest])
        if _any_equal(signature.v2, _hmac(key, _bytes(content)).hex().encode()):
            return Delivery(timestamp, index, True, event_id, event_type, delivery_id)
        body_is_genuine = True
    raise SignatureError("headers_mismatch" if body_is_genuine else "signature_mismatch")


def _parse(value: str | None) -> _Signature:
    if value is None or not value.strip():
        raise SignatureError("signature_missing")
    parts: dict[str, list[str]] = {"t": [], "v1": [], "v2": []}
    for part in value.split(","):
        name, equals, text = part.strip(" \t").partition("=")
        if equals and name in parts:
            parts[name].append(text)
    v1 = [text for text in parts["v1"] if _DIGEST.fullmatch(text)]
    v2 = [text for text in parts["v2"] if _DIGEST.fullmatch(text)]
    if len(parts["t"]) != 1 or not _TIMESTAMP.fullmatch(parts["t"][0]) or not v1:
        raise SignatureError("signature_malformed")
    return _Signature(parts["t"][0], v1, v2, has_v2=bool(parts["v2"]))


def _parse_standard(headers: Headers) -> tuple[str, str, list[str], bool]:
    """Read id, timestamp, the well-formed v1 signatures, and whether there is a v1a signature."""
    event_id, timestamp, signature = _standard_headers(list(headers))
    if not signature:
        raise SignatureError("signature_missing")
    if not event_id or not timestamp:
        raise SignatureError("headers_missing")
    if len(event_id) > _MAX_ID_CHARACTERS or len(signature) > _MAX_HEADER_CHARACTERS:
        raise SignatureError("signature_malformed")
    parts = signature.split(" ")
    v1 = [match[1] for match in map(_STANDARD_V1.fullmatch, parts) if match]
    has_v1a = any(map(_STANDARD_V1A.fullmatch, parts))
    if not _TIMESTAMP.fullmatch(timestamp) or not (v1 or has_v1a):
        raise SignatureError("signature_malformed")
    return event_id, timestamp, v1, has_v1a


def _standard_headers(headers: list[tuple[str, str]]) -> list[str | None]:
    """Never a mix of the two: a caller could replace one header that a proxy has checked."""
    webhook = _values(headers, "webhook-id", "webhook-timestamp", "webhook-signature")
    if any(value is not None for value in webhook):
        return webhook
    return _values(headers, "svix-id", "svix-timestamp", "svix-signature")


def _harbor_keys(secrets: Iterable[str]) -> list[bytes]:
    """The key is the text of the whole secret. An empty one would accept every forged request."""
    keys = [secret.encode() for secret in secrets]
    if not keys or any(len(key) < _MIN_SECRET_BYTES or key != key.strip() for key in keys):
        raise SignatureError("secret_invalid")
    return keys


def _standard_key(text: str) -> _StandardKey:
    """The key is decoded: `whsec_` (optional) and 16 to 64 bytes, or `whpk_` and 32 bytes."""
    is_public = text.startswith("whpk_")
    material = _decode_base64(text[len("whpk_") :] if is_public else text.removeprefix("whsec_"))
    is_usable = (
        len(material) == _PUBLIC_KEY_BYTES
        if is_public
        else _MIN_SECRET_BYTES <= len(material) <= _MAX_STANDARD_SECRET_BYTES
    )
    if not is_usable:
        raise SignatureError("secret_invalid")
    return _StandardKey(is_public, material)


def _decode_base64(text: str) -> bytes:
    """Strict, padding optional: text that does not encode to itself was damaged when copied."""
    try:
        decoded = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise SignatureError("secret_invalid") from None
    encoded = base64.b64encode(decoded).decode()
    if text not in (encoded, encoded.rstrip("=")):
        raise SignatureError("secret_invalid")
    return decoded


def _values(headers: Headers, *names: str) -> list[str | None]:
    """The lines of a repeated header are joined as in HTTP, so that it is detected."""
    lines: dict[str, list[str]] = {name: [] for name in names}
    for name, value in headers:
        if name.lower() in lines:
            lines[name.lower()].append(value)
    return [", ".join(values) if values else None for values in lines.values()]


def _check_age(timestamp: int, tolerance_seconds: int, now: float | None) -> None:
    """Runs after the signature has matched, so that only a genuine request is reported stale."""
    seconds = math.floor(time.time() if now is None else now)
    if abs(seconds - timestamp) > tolerance_seconds:
        raise SignatureError("signature_stale")


def _any_equal(signatures: list[str], expected: bytes) -> bool:
    """Compare with each signature in constant time, without stopping at the one that matches."""
    found = False
    for signature in signatures:
        found |= hmac.compare_digest(signature.encode(), expected)
    return found


def _hmac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
