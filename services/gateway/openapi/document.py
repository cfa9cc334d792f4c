"""The OpenAPI 3.1 document of the public RPCs, from the same descriptors as the routes."""

import re
from collections.abc import Iterable
from typing import Any

from chassis.call_context import Role
from services.gateway.event_stream import EVENT_FORMS
from services.gateway.lender import LENDER_PATH
from services.gateway.openapi.examples import example_of, example_of_parameter
from services.gateway.openapi.schemas import Comments, Schemas
from services.gateway.openapi.texts import AREA_TITLES, INTRODUCTION, LENDER, LENDER_SCHEMA
from services.gateway.problem_texts import catalogue
from services.gateway.problems import MEDIA_TYPE, type_of
from services.gateway.transcoding import Route

VERSION = "1.0.0"
_ERRORS = re.compile(r"\s*Errors: ([A-Z0-9_, \n]+)\.")


def document(routes: Iterable[Route], comments: Comments) -> dict[str, Any]:
    """The whole document."""
    schemas = Schemas(comments)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        operation = _operation(route, comments, schemas)
        paths.setdefault(route.path, {})[route.verb.lower()] = operation
    paths[LENDER_PATH] = {"get": {**LENDER, "responses": _responses_of_lender()}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Granary",
            "version": VERSION,
            "summary": "Consumer revolving micro-loans, for apps.",
            "description": INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": area, "description": title} for area, title in AREA_TITLES.items()],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "customer": _bearer("Access token of a customer, from POST /v1/identity/sessions."),
                "staff": _bearer("Access token of a member of the lender's staff."),
            },
            "parameters": _SHARED_PARAMETERS,
            "headers": _SHARED_HEADERS,
            "responses": {"Problem": _problem_response("Refused; `reason` says why.")},
            "schemas": {
                "Problem": _PROBLEM_SCHEMA,
                "Lender": LENDER_SCHEMA,
                **dict(sorted(schemas.components.items())),
            },
        },
        "x-reasons": {
            reason: {language: [text.title, text.detail] for language, text in texts.items()}
            for reason, texts in catalogue().items()
        },
    }


def _operation(route: Route, comments: Comments, schemas: Schemas) -> dict[str, Any]:
    comment = comments.get(route.rpc.full_name, "")
    errors = _ERRORS.search(comment)
    text = _ERRORS.sub("", comment).strip()
    summary, _, rest = text.partition(". ")
    operation: dict[str, Any] = {
        "operationId": route.rpc.name,
        "tags": [route.area],
        "summary": summary.rstrip("."),
        **({"description": rest} if rest else {}),
        "security": _security(route),
        "parameters": _parameters(route, schemas),
    }
    if route.takes_body:
        operation["requestBody"] = {
            "required": bool(route.rpc.input_type.fields),
            "content": {
                "application/json": {
                    "schema": schemas.of_request(route.rpc.input_type, without=route.path_fields),
                    "example": _body_example(route),
                }
            },
        }
    operation["responses"] = {
        "200": _answer(route, comments, schemas),
        "default": {"$ref": "#/components/responses/Problem"},
    }
    operation["x-reasons"] = re.findall(r"\w+", errors[1]) if errors else []
    return operation


def _body_example(route: Route) -> dict[str, Any]:
    example = example_of(route.rpc.input_type, is_request=True)
    return {name: value for name, value in example.items() if name not in route.path_fields}


def _security(route: Route) -> list[dict[str, list[str]]]:
    if Role.ANONYMOUS in route.access.roles:
        return []
    return [{role.lower(): []} for role in sorted(route.access.roles)]


def _parameters(route: Route, schemas: Schemas) -> list[dict[str, Any]]:
    fields = route.rpc.input_type.fields_by_name
    named = [
        {
            "name": name,
            "in": "path" if name in route.path_fields else "query",
            "required": name in route.path_fields,
            **_described(schemas.of_field(fields[name], is_request=True)),
            **_parameter_example(route, name),
        }
        for name in (*sorted(route.path_fields), *route.query_fields)
    ]
    headers = ["RequestId", "RequestTimeout", "AcceptLanguage"]
    if route.has_request_id and not route.reads_only:
        headers.insert(0, "IdempotencyKey")
    if route.name in EVENT_FORMS:
        headers = ["LastEventId", "AcceptLanguage"]
    return [*named, *({"$ref": f"#/components/parameters/{name}"} for name in headers)]


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in schema.items() if name != "description"}
    return {"description": schema["description"], "schema": rest}


def _parameter_example(route: Route, name: str) -> dict[str, Any]:
    if name not in route.path_fields:
        return {}
    return {"example": example_of_parameter(route.rpc.input_type.fields_by_name[name])}


def _answer(route: Route, comments: Comments, schemas: Schemas) -> dict[str, Any]:
    message = route.rpc.output_type
    schema = schemas.of_reply(message)
    if route.name in EVENT_FORMS:
        content = {"text/event-stream": {"schema": {"type": "string"}, "x-event-data": schema}}
    elif route.document_field:
        content = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
    else:
        example = example_of(message, is_request=False)
        content = {"application/json": {"schema": schema, "example": example}}
    return {
        "description": comments.get(message.full_name, ""),
        "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}},
        "content": content,
    }


def _bearer(description: str) -> dict[str, str]:
    return {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": description,
    }


def _responses_of_lender() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Lender"}
    return {
        "200": {"description": "The lender.", "content": {"application/json": {"schema": schema}}},
        "default": {"$ref": "#/components/responses/Problem"},
    }


def _problem_response(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "headers": {
            "X-Request-Id": {"$ref": "#/components/headers/RequestId"},
            "Retry-After": {"$ref": "#/components/headers/RetryAfter"},
        },
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": _PROBLEM_EXAMPLE,
            }
        },
    }


def _header_parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": description, "schema": schema}


_SHARED_PARAMETERS = {
    "IdempotencyKey": _header_parameter(
        "Idempotency-Key",
        "Key of this request, instead of `request_id` in the body; one of the two is needed.",
        {"type": "string", "format": "uuid"},
    ),
    "RequestId": _header_parameter(
        "X-Request-Id",
        "The app's name for this HTTP request in logs; made by the gateway when absent.",
        {"type": "string", "pattern": "^[0-9A-Za-z._-]{8,64}$"},
    ),
    "RequestTimeout": _header_parameter(
        "Request-Timeout-Ms",
        "Milliseconds the app will wait; never lengthens the gateway's own limit.",
        {"type": "integer", "minimum": 50},
    ),
    "AcceptLanguage": _header_parameter(
        "Accept-Language",
        "Language of problem texts: zh-CN (default) or en.",
        {"type": "string"},
    ),
    "LastEventId": _header_parameter(
        "Last-Event-ID",
        "Number of the last event seen; the stream goes on after it.",
        {"type": "string", "pattern": "^[0-9]{1,18}$"},
    ),
}
_SHARED_HEADERS = {
    "RequestId": {"description": "Names this request in logs.", "schema": {"type": "string"}},
    "RetryAfter": {
        "description": "Seconds to wait before trying again, where that helps.",
        "schema": {"type": "integer"},
    },
}
_PROBLEM_EXAMPLE = {
    "type": type_of("LIMIT_EXCEEDED"),
    "title": "超出可用额度",
    "status": 409,
    "detail": "当前最多可借 2500.00 元。",
    "reason": "LIMIT_EXCEEDED",
    "errors": [],
    "metadata": {"available_minor": "250000"},
    "request_id": "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11",
}
_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Why a request was refused (RFC 9457); programs read `reason`.",
    "properties": {
        "type": {"type": "string", "description": "URI of this kind of problem."},
        "title": {"type": "string", "description": "What happened, in the language asked for."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What to do about it."},
        "reason": {"type": "string", "description": "The word to program against; see x-reasons."},
        "errors": {
            "type": "array",
            "description": "The fields at fault.",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
        "metadata": {
            "type": "object",
            "description": "Facts that go with the reason, e.g. `available_minor`.",
            "additionalProperties": {"type": "string"},
        },
        "request_id": {"type": "string", "description": "Names this request in logs."},
    },
    "required": [
        *("type", "title", "status", "detail"),
        *("reason", "errors", "metadata", "request_id"),
    ],
}
