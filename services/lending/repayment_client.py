"""The call lending makes to repayment, the one owner of schedules."""

from datetime import date
from typing import Any

from granary.repayment.v1 import repayment_service_pb2 as pb
from granary.repayment.v1.repayment_service_pb2_grpc import RepaymentInternalServiceStub

from services.lending.domain.quote import QuoteTerms
from services.lending.domain.schedule import Schedule
from services.lending.proto_mapping import METHODS, schedule_row_from_proto


class RepaymentClient:
    """Asks repayment what a loan's instalments would be."""

    def __init__(self, channel: Any) -> None:
        self._repayment = RepaymentInternalServiceStub(channel)

    async def schedule(
        self, terms: QuoteTerms, *, daily_rate_ppm: int, disbursed_on: date
    ) -> Schedule:
        """The schedule of a loan paid out on a business date."""
        reply = await self._repayment.QuoteSchedule(
            pb.QuoteScheduleRequest(
                principal_minor=terms.amount_minor,
                daily_rate_ppm=daily_rate_ppm,
                instalments=terms.instalments,
                method=METHODS.to_proto(terms.method),
                disbursed_on=disbursed_on.isoformat(),
            )
        )
        rows = tuple(schedule_row_from_proto(row) for row in reply.rows)
        return Schedule(disbursed_on=disbursed_on, rows=rows)
