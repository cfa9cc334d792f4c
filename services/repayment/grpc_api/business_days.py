"""Schedules, the business day and the books, for services and staff: RPC -> use case -> reply."""

from collections.abc import AsyncIterator
from typing import Any

from granary.repayment.v1 import ledger_pb2
from granary.repayment.v1 import repayment_service_pb2 as pb
from granary.repayment.v1.repayment_service_pb2_grpc import RepaymentInternalServiceServicer

from chassis.contract_values import date_of, timestamp
from chassis.grpc_server import request_key
from chassis.ports import Clock
from services.repayment import proto_mapping
from services.repayment.daily_jobs import DailyJobs
from services.repayment.daily_queries import DayReport
from services.repayment.domain.errors import ReconciliationNotFound
from services.repayment.domain.repayment_schedule import Plan, schedule
from services.repayment.domain.terms import NANO_PER_PPM
from services.repayment.reconciliation_queries import DayReconciliation, ReconciliationQueries
from services.repayment.repository import Repository

_DIFFERENCES = {
    "MISSING_AT_RAIL": ledger_pb2.DIFFERENCE_KIND_MISSING_AT_RAIL,
    "MISSING_IN_BOOKS": ledger_pb2.DIFFERENCE_KIND_MISSING_IN_BOOKS,
    "AMOUNT": ledger_pb2.DIFFERENCE_KIND_AMOUNT,
}


class RepaymentInternalApi(RepaymentInternalServiceServicer):
    """What other services and staff ask."""

    def __init__(
        self,
        *,
        repository: Repository,
        reconciliations: ReconciliationQueries,
        jobs: DailyJobs,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._reconciliations = reconciliations
        self._jobs = jobs
        self._clock = clock

    async def QuoteSchedule(
        self, request: pb.QuoteScheduleRequest, _: Any
    ) -> pb.QuoteScheduleResponse:
        rows = schedule(
            request.principal_minor,
            request.daily_rate_ppm * NANO_PER_PPM,
            Plan(proto_mapping.METHODS.from_proto(request.method), request.instalments),
            date_of(request.disbursed_on, "disbursed_on"),
        )
        return pb.QuoteScheduleResponse(
            rows=[proto_mapping.schedule_row(row) for row in rows],
            total_interest_minor=sum(row.interest_minor for row in rows),
            total_minor=sum(row.total_minor for row in rows),
        )

    async def GetBusinessDate(
        self, _request: pb.GetBusinessDateRequest, _: Any
    ) -> pb.GetBusinessDateResponse:
        today = await self._repository.business_date()
        return pb.GetBusinessDateResponse(business_date=today.isoformat())

    async def CloseBusinessDay(
        self, request: pb.CloseBusinessDayRequest, _: Any
    ) -> pb.CloseBusinessDayResponse:
        on = date_of(request.business_date, "business_date")
        report = await self._jobs.close_business_day(on, request_key(request))
        return pb.CloseBusinessDayResponse(report=_report(report))

    async def CloseBusinessDays(
        self, request: pb.CloseBusinessDaysRequest, _: Any
    ) -> AsyncIterator[pb.CloseBusinessDaysResponse]:
        until = date_of(request.until, "until")
        async for report, days_left in self._jobs.close_until(until):
            yield pb.CloseBusinessDaysResponse(report=_report(report), days_left=days_left)

    async def GetTrialBalance(
        self, _request: pb.GetTrialBalanceRequest, _: Any
    ) -> pb.GetTrialBalanceResponse:
        totals = await self._repository.trial_balance()
        today = await self._repository.business_date()
        return pb.GetTrialBalanceResponse(
            accounts=[
                ledger_pb2.AccountBalance(
                    account=total.account,
                    currency=total.currency,
                    debit_minor=total.debit_minor,
                    credit_minor=total.credit_minor,
                )
                for total in totals
            ],
            total_debit_minor=sum(total.debit_minor for total in totals),
            total_credit_minor=sum(total.credit_minor for total in totals),
            business_date=today.isoformat(),
            read_at=timestamp(self._clock()),
        )

    async def GetReconciliation(
        self, request: pb.GetReconciliationRequest, _: Any
    ) -> pb.GetReconciliationResponse:
        on = date_of(request.business_date, "business_date")
        found = await self._reconciliations.reconciliation(on)
        if found is None:
            raise ReconciliationNotFound(kind="reconciliation")
        return pb.GetReconciliationResponse(reconciliation=_reconciliation(found))


def _report(report: DayReport) -> ledger_pb2.BusinessDayReport:
    return ledger_pb2.BusinessDayReport(
        closed_on=report.closed_on.isoformat(),
        opened_on=report.opened_on.isoformat(),
        instalments_due=report.instalments_due,
        collections_requested=report.collections_requested,
        loans_became_overdue=report.loans_became_overdue,
        penalty_accrued_minor=report.penalty_accrued_minor,
        interest_accrued_minor=report.interest_accrued_minor,
        outstanding_principal_minor=report.outstanding_principal_minor,
        duration_ms=report.duration_ms,
        closed_at=timestamp(report.closed_at),
    )


def _reconciliation(found: DayReconciliation) -> ledger_pb2.Reconciliation:
    status = ledger_pb2.RECONCILIATION_STATUS_MATCHED
    if found.differences:
        status = ledger_pb2.RECONCILIATION_STATUS_DIFFERENT
    if not found.has_statement:
        status = ledger_pb2.RECONCILIATION_STATUS_STATEMENT_MISSING
    return ledger_pb2.Reconciliation(
        business_date=found.business_date.isoformat(),
        status=status,
        currency="CNY",
        matched_count=found.matched_count,
        disbursed_minor=found.disbursed_minor,
        collected_minor=found.collected_minor,
        differences=[
            ledger_pb2.ReconciliationDifference(
                kind=_DIFFERENCES[item.status],
                end_to_end_id=item.rail_key,
                book_amount_minor=item.book_amount_minor,
                rail_amount_minor=item.rail_amount_minor,
            )
            for item in found.differences
        ],
    )
