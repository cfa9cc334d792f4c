"""The end of day as staff see it: RPC -> queries and chunks -> reply."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

from granary.repayment.v1 import end_of_day_service_pb2 as pb
from granary.repayment.v1.end_of_day_service_pb2_grpc import EndOfDayInternalServiceServicer

from chassis.contract_values import date_of, timestamp
from chassis.pages import cut, page_size, page_token_refused
from chassis.ports import Clock
from services.repayment.daily_chunks import DailyChunks
from services.repayment.domain.end_of_day import SetAside
from services.repayment.end_of_day_queries import EndOfDayQueries, Progress

LOOK_AGAIN_S = 0.25
"""Pause between two messages about a running close."""


class EndOfDayApi(EndOfDayInternalServiceServicer):
    """Progress of a close, and the loans it set aside."""

    def __init__(self, *, queries: EndOfDayQueries, chunks: DailyChunks, clock: Clock) -> None:
        self._queries = queries
        self._chunks = chunks
        self._clock = clock

    async def WatchEndOfDay(
        self, request: pb.WatchEndOfDayRequest, _: Any
    ) -> AsyncIterator[pb.WatchEndOfDayResponse]:
        until = date_of(request.until, "until") if request.until else None
        before, seen_at = await self._queries.progress(), self._clock()
        yield _progress(before, 0)
        while not _is_reached(before, until):
            await asyncio.sleep(LOOK_AGAIN_S)
            now, progress = self._clock(), await self._queries.progress()
            changed = progress.loans_changed - before.loans_changed
            seconds = (now - seen_at).total_seconds()
            # The count begins again with each business date.
            per_second = round(max(changed, 0) / seconds) if seconds > 0 else 0
            before, seen_at = progress, now
            yield _progress(progress, per_second)

    async def ListLoansSetAside(
        self, request: pb.ListLoansSetAsideRequest, _: Any
    ) -> pb.ListLoansSetAsideResponse:
        size = page_size(request)
        found = await self._queries.set_aside_after(_key_in(request.page_token), size + 1)
        page, next_token = cut(found, size, _token_of)
        return pb.ListLoansSetAsideResponse(
            loans=[_set_aside(one) for one in page], next_page_token=next_token
        )

    async def RetryLoanSetAside(
        self, request: pb.RetryLoanSetAsideRequest, _: Any
    ) -> pb.RetryLoanSetAsideResponse:
        # Harmless when it comes twice: the loan's change is applied once per day.
        key = (UUID(request.customer_id), UUID(request.loan_id), request.step)
        known = await self._queries.one_set_aside(*key)
        if known.resolved_at is None:
            await self._chunks.retry(known)
            known = await self._queries.one_set_aside(*key)
        return pb.RetryLoanSetAsideResponse(loan=_set_aside(known))


def _is_reached(progress: Progress, until: date | None) -> bool:
    return progress.is_open and (until is None or progress.business_date >= until)


def _progress(progress: Progress, loans_per_second: int) -> pb.WatchEndOfDayResponse:
    return pb.WatchEndOfDayResponse(
        business_date=progress.business_date.isoformat(),
        is_open=progress.is_open,
        step=progress.step,
        steps_done=progress.steps_done,
        steps_total=progress.steps_total,
        chunks_done=progress.chunks_done,
        chunks_total=progress.chunks_total,
        loans_changed=progress.loans_changed,
        loans_per_second=loans_per_second,
        loans_set_aside=progress.loans_set_aside,
    )


def _set_aside(one: SetAside) -> pb.LoanSetAside:
    return pb.LoanSetAside(
        customer_id=str(one.customer_id),
        loan_id=str(one.loan_id),
        step=one.step,
        business_date=one.business_date.isoformat(),
        reason=one.reason,
        tries=one.tries,
        first_at=timestamp(one.first_at),
        last_at=timestamp(one.last_at),
        resolved_at=timestamp(one.resolved_at) if one.resolved_at else None,
    )


def _token_of(one: SetAside) -> str:
    return f"{one.customer_id}/{one.loan_id}/{one.step}"


def _key_in(page_token: str) -> tuple[UUID, UUID, str] | None:
    if not page_token:
        return None
    try:
        customer_id, loan_id, step = page_token.split("/")
        return UUID(customer_id), UUID(loan_id), step
    except ValueError:
        raise page_token_refused() from None
