"""Example values for the document: true to the rules, so that an app can start from them."""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.gateway.json_codec import TIMESTAMP, enum_of, is_map, message_of, short_names
from services.gateway.openapi.schemas import rules_of

_ID = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11"
_INSTANT = "2026-11-23T02:00:00Z"
_DAY = "2026-11-23"
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

_BY_NAME: dict[str, Any] = {
    "access_token": "eyJhbGciOiJFZERTQSJ9.…",
    "acknowledged_by": "li.ming",
    "address": "广东省深圳市南山区示例路1号",
    "agreed_from": "18:30",
    "agreed_until": "21:30",
    "amount_minor": 250000,
    "annual_rate_ppm": 182500,
    "answer": "",
    "apr_irr_ppm": 181400,
    "apr_simple_ppm": 182500,
    "bank_name": "示例银行",
    "cap_annual_ppm": 240000,
    "card_number": "6222020000000000018",
    "card_number_masked": "**** **** **** 0018",
    "clause": "price_and_penalty",
    "code": "246810",
    "contact": "138 0013 8000",
    "currency": "CNY",
    "daily_rate_ppm": 500,
    "device_id": "device-1",
    "employer": "示例科技有限公司",
    "grade": "B",
    "id_number": "11010519491231002X",
    "id_number_masked": "1****************X",
    "instalments": 10,
    "language": "zh-CN",
    "monthly_income_minor": 1200000,
    "name": "王小明",
    "name_masked": "王**",
    "next_page_token": "",
    "note": "",
    "occupation": "工程师",
    "otp_code": "246810",
    "page_token": "",
    "phone": "13800138000",
    "phone_masked": "138****8000",
    "policy_version": "2026-11",
    "product_code": "personal_revolving",
    "reason_codes": "INCOME_TOO_LOW",
    "refresh_token": "b3BhcXVlLXJlZnJlc2gtdG9rZW4",
    "refusal_reason": "",
    "rule_id": "A01_FAILED_LOG_INS",
    "rule_set_version": "2026-11",
    "text": "希望支持按月还款提醒。",
    "text_en": "All-in cost sheet …",
    "text_version": "2026-08",
    "text_zh": "综合融资成本明示表……",
    "ticket_number": "C-20261123-000042",
    "version": "2026-08",
}


def example_of(message: Descriptor, *, is_request: bool) -> dict[str, Any]:
    """An example of a message; a request shows no more than it must and what is usual."""
    return {
        field.name: _example_of_field(field, is_request=is_request)
        for field in message.fields
        if not (is_request and field.name in {"request_id", "page_size", "page_token"})
    }


def example_of_parameter(field: FieldDescriptor) -> Any:
    """An example of a field that comes in path or query; None when it is better left out."""
    if field.name in {"page_token", "page_size"}:
        return None
    return _example_of_field(field, is_request=True)


def _example_of_field(field: FieldDescriptor, *, is_request: bool) -> Any:
    if is_map(field):
        return {"count": "5", "window_s": "600"}
    if field.is_repeated:
        return [_example_of_value(field, is_request=is_request)]
    return _example_of_value(field, is_request=is_request)


def _example_of_value(field: FieldDescriptor, *, is_request: bool) -> Any:
    if field.type == FieldDescriptor.TYPE_ENUM:
        return next(iter(short_names(enum_of(field)).values()))
    if field.type == FieldDescriptor.TYPE_BOOL:
        return field.name != "is_student"
    if field.type == FieldDescriptor.TYPE_BYTES:
        return "JVBERi0="
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        if message_of(field).full_name == TIMESTAMP:
            return _INSTANT
        return example_of(message_of(field), is_request=is_request)
    is_text = field.type == FieldDescriptor.TYPE_STRING
    return _BY_NAME.get(field.name, _example_text(field) if is_text else 1)


def _example_text(field: FieldDescriptor) -> str:
    if rules_of(field).string.uuid or field.name.endswith("_id"):
        return _ID
    if field.name.endswith(("_hash", "hash", "sha256")):
        return _HASH
    if field.name.endswith(("_on", "_date")):
        return _DAY
    if field.name == "month":
        return _DAY[:7]
    return "…"
