"""Print one JSON result for each `verify` case of a vector file: run_vectors.py vectors.json"""

from __future__ import annotations

import base64
import json
import sys

from harbor_signature import Delivery, SignatureError, verify, verify_body, verify_standard


def run(case: dict) -> dict:
    body = base64.b64decode(case["body_base64"])
    options = {"tolerance_seconds": case["tolerance_seconds"], "now": case["now_ms"] / 1000}
    try:
        if "keys" in case:
            return standard_result(verify_standard(body, case["headers"], case["keys"], **options))
        if "header" in case:
            return harbor_result(verify_body(body, case["header"], case["secrets"], **options))
        return harbor_result(verify(body, case["headers"], case["secrets"], **options))
    except SignatureError as error:
        return {"ok": False, "code": error.code}


def harbor_result(delivery: Delivery) -> dict:
    result = {
        "ok": True,
        "timestamp": delivery.timestamp,
        "secret_index": delivery.secret_index,
        "headers_signed": delivery.headers_signed,
    }
    if delivery.headers_signed:
        result["ids"] = [delivery.event_id, delivery.event_type, delivery.delivery_id]
    return result


def standard_result(delivery: Delivery) -> dict:
    return {
        "ok": True,
        "id": delivery.event_id,
        "timestamp": delivery.timestamp,
        "key_index": delivery.secret_index,
    }


with open(sys.argv[1], encoding="utf-8") as file:
    for case in json.load(file)["verify"]:
        print(json.dumps(run(case)))
