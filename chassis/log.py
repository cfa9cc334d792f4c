"""Structured logs: one JSON object per line on standard output, personal values masked.

Events are dot names (`drawdown.paid`), facts are keyword arguments. The request id, trace id and
caller of the call being served are on every line written while it is served.
"""

import logging
import sys
import time
from datetime import UTC, datetime
from typing import Any, BinaryIO

import orjson
import structlog
from structlog.typing import EventDict

from chassis.call_context import current_call
from chassis.personal import mask, mask_text

_NS = 1_000_000_000


def configure(
    service: str, environment: str, *, level: str = "info", stream: BinaryIO | None = None
) -> None:
    """Set up logging for the process; lines below `level` cost next to nothing."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _AddProcess(service, environment),
            _add_call,
            structlog.processors.format_exc_info,
            _mask_values,
            structlog.processors.JSONRenderer(serializer=_to_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(stream or sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    # Libraries that use the standard library (grpc, asyncio, aiohttp) come out in the same form.
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_ToStructlog()], force=True)


class _AddProcess:
    def __init__(self, service: str, environment: str) -> None:
        self._service = service
        self._environment = environment

    def __call__(self, _: Any, __: str, line: EventDict) -> EventDict:
        line["ts"] = timestamp(time.time_ns())
        line["svc"] = self._service
        line["env"] = self._environment
        return line


def timestamp(ns: int) -> str:
    """Unix nanoseconds as UTC text with nine decimals."""
    seconds, fraction = divmod(ns, _NS)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{fraction:09d}Z"


def _add_call(_: Any, __: str, line: EventDict) -> EventDict:
    call = current_call.get()
    if call is not None:
        line["request_id"] = call.request_id
        line["caller"] = call.caller.log_name
        if call.trace_id:
            line["trace_id"] = call.trace_id
    return line


_OURS = frozenset({"ts", "svc", "env", "level", "request_id", "caller", "trace_id"})


def _mask_values(_: Any, __: str, line: EventDict) -> EventDict:
    for name, value in line.items():
        if name not in _OURS:
            line[name] = mask(value)
    return line


def _to_json(line: dict[str, Any], **_: Any) -> bytes:
    return orjson.dumps(
        line, default=lambda value: mask_text(repr(value)), option=orjson.OPT_NON_STR_KEYS
    )


class _ToStructlog(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        logger = structlog.get_logger(record.name)
        logger.log(
            record.levelno,
            "library.message",
            logger=record.name,
            message=record.getMessage(),
            exc_info=record.exc_info,
        )
