"""The books, for staff: RPC -> query or use case -> reply."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from granary.repayment.v1 import ledger_pb2
from granary.repayment.v1 import ledger_service_pb2 as pb
from granary.repayment.v1.ledger_service_pb2_grpc import LedgerInternalServiceServicer

from chassis.call_context import current_caller
from chassis.contract_values import EnumMapping, date_of, timestamp
from chassis.grpc_errors import InvalidRequest
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size, page_token_refused
from services.repayment.books_repository import BooksRepository
from services.repayment.domain.errors import DayNotTotalled
from services.repayment.domain.ledger.chart import Account, AccountClass, Chart, Layer, Side
from services.repayment.domain.ledger.partners import partner_shares
from services.repayment.domain.ledger.rail_difference import DifferenceState, RailDifference
from services.repayment.journal_export import as_csv, as_parquet
from services.repayment.ledger_events import DIFFERENCE_KINDS, DIRECTIONS, RESOLUTION_REASONS
from services.repayment.ledger_queries import Entry, LedgerQueries, Turnover
from services.repayment.reconciliation_queries import ReconciliationQueries, StatementDay
from services.repayment.repository import Repository
from services.repayment.use_cases.reconciliation import Dates, ReconciliationUseCases

_CLASSES = EnumMapping(AccountClass, ledger_pb2.AccountClass)
_SIDES = EnumMapping(Side, ledger_pb2.AccountSide)
_LAYERS = EnumMapping(Layer, ledger_pb2.AccountLayer)
_STATES = EnumMapping(DifferenceState, ledger_pb2.DifferenceState)
_NOT_ENDED = (DifferenceState.OPEN, DifferenceState.PROPOSED)
_AGES = (
    (1, ledger_pb2.AGE_BUCKET_TO_1_DAY),
    (3, ledger_pb2.AGE_BUCKET_TO_3_DAYS),
    (7, ledger_pb2.AGE_BUCKET_TO_7_DAYS),
    (30, ledger_pb2.AGE_BUCKET_TO_30_DAYS),
)
_EXPORTED_DAYS = timedelta(days=30)
_NO_BUCKET = -1


class LedgerInternalApi(LedgerInternalServiceServicer):
    """What accountants and those who reconcile ask."""

    def __init__(
        self,
        *,
        chart: Chart,
        queries: LedgerQueries,
        reconciliations: ReconciliationQueries,
        use_cases: ReconciliationUseCases,
        dates: Dates,
        partners: BooksRepository,
        loans: Repository,
    ) -> None:
        self._chart = chart
        self._queries = queries
        self._reconciliations = reconciliations
        self._use_cases = use_cases
        self._dates = dates
        self._partners = partners
        self._loans = loans

    async def GetChartOfAccounts(
        self, _request: pb.GetChartOfAccountsRequest, _: Any
    ) -> pb.GetChartOfAccountsResponse:
        accounts = sorted(self._chart, key=lambda account: account.number)
        return pb.GetChartOfAccountsResponse(accounts=[_account(account) for account in accounts])

    async def GetTurnover(self, request: pb.GetTurnoverRequest, _: Any) -> pb.GetTurnoverResponse:
        last = await self._last_closed()
        to_on = date_of(request.to_on, "to_on") if request.to_on else last
        from_on = date_of(request.from_on, "from_on") if request.from_on else to_on
        _check_days(from_on, to_on, last)
        bucket = request.bucket if request.HasField("bucket") else None
        found = await self._queries.turnover(from_on, to_on, bucket)
        found.sort(key=lambda turnover: self._number(turnover.account))
        return pb.GetTurnoverResponse(
            accounts=[_turnover(turnover) for turnover in found],
            from_on=from_on.isoformat(),
            to_on=to_on.isoformat(),
            total_debit_minor=sum(turnover.debit_minor for turnover in found),
            total_credit_minor=sum(turnover.credit_minor for turnover in found),
            total_closing_minor=sum(turnover.closing_minor for turnover in found),
        )

    async def ListGeneralLedgerTotals(
        self, request: pb.ListGeneralLedgerTotalsRequest, _: Any
    ) -> pb.ListGeneralLedgerTotalsResponse:
        on = date_of(request.business_date, "business_date")
        _check_days(on, on, await self._last_closed())
        size = page_size(request)
        found = await self._queries.general_ledger(on, _bucket_token(request.page_token), size + 1)
        page, token = cut(found, size, lambda total: f"{total.bucket}:{total.turnover.account}")
        return pb.ListGeneralLedgerTotalsResponse(
            totals=[
                pb.BucketTurnover(bucket=total.bucket, turnover=_turnover(total.turnover))
                for total in page
            ],
            next_page_token=token,
        )

    async def ListJournalEntries(
        self, request: pb.ListJournalEntriesRequest, _: Any
    ) -> pb.ListJournalEntriesResponse:
        size, after = page_size(request), id_in(request.page_token)
        if request.loan_id:
            found = await self._queries.journal_of_loan(
                UUID(request.customer_id), UUID(request.loan_id), after, size + 1
            )
        else:
            on = date_of(request.business_date, "business_date")
            found = await self._queries.journal_of_day(on, after, size + 1)
        page, token = cut(found, size, lambda entry: entry.entry_id)
        return pb.ListJournalEntriesResponse(
            entries=[_entry(entry) for entry in page], next_page_token=token
        )

    async def ExportJournal(
        self, request: pb.ExportJournalRequest, _: Any
    ) -> AsyncIterator[pb.ExportJournalResponse]:
        from_on = date_of(request.from_on, "from_on")
        to_on = date_of(request.to_on, "to_on")
        _check_days(from_on, to_on, await self._last_closed())
        if to_on - from_on > _EXPORTED_DAYS:
            raise InvalidRequest((("to_on", "must be at most 30 days after from_on"),))
        pieces = self._queries.journal(from_on, to_on)
        is_csv = request.format == ledger_pb2.EXPORT_FORMAT_CSV
        async for content in as_csv(pieces) if is_csv else as_parquet(pieces):
            yield pb.ExportJournalResponse(content=content)

    async def ListRailDifferences(
        self, request: pb.ListRailDifferencesRequest, _: Any
    ) -> pb.ListRailDifferencesResponse:
        size = page_size(request)
        states = [_STATES.from_proto(state) for state in request.states] or _NOT_ENDED
        found = await self._reconciliations.differences(
            states, _day_and_id(request.page_token), size + 1
        )
        page, token = cut(found, size, lambda found: f"{found.found_on}:{found.difference_id}")
        today = await self._dates.business_date()
        return pb.ListRailDifferencesResponse(
            differences=[_difference(difference, today) for difference in page],
            next_page_token=token,
        )

    async def ResolveRailDifference(
        self, request: pb.ResolveRailDifferenceRequest, _: Any
    ) -> pb.ResolveRailDifferenceResponse:
        difference = await self._use_cases.resolve(
            UUID(request.difference_id),
            RESOLUTION_REASONS.from_proto(request.reason),
            request.note,
            by=current_caller().name,
            request=request_key(request),
        )
        today = await self._dates.business_date()
        return pb.ResolveRailDifferenceResponse(difference=_difference(difference, today))

    async def ConfirmRailDifference(
        self, request: pb.ConfirmRailDifferenceRequest, _: Any
    ) -> pb.ConfirmRailDifferenceResponse:
        difference = await self._use_cases.confirm(
            UUID(request.difference_id), by=current_caller().name, request=request_key(request)
        )
        today = await self._dates.business_date()
        return pb.ConfirmRailDifferenceResponse(difference=_difference(difference, today))

    async def GetPartnerShares(
        self, request: pb.GetPartnerSharesRequest, _: Any
    ) -> pb.GetPartnerSharesResponse:
        joint = await self._partners.joint_loan(UUID(request.customer_id), UUID(request.loan_id))
        if joint is None:
            # Not found for another's loan; none of it is anybody else's otherwise.
            await self._loans.loan(UUID(request.customer_id), UUID(request.loan_id))
            return pb.GetPartnerSharesResponse()
        return pb.GetPartnerSharesResponse(
            shares=[
                ledger_pb2.PartnerShare(
                    partner=share.partner.name,
                    principal_ppm=share.partner.principal_ppm,
                    interest_ppm=share.partner.interest_ppm,
                    funded_minor=share.funded_minor,
                    principal_minor=share.principal_minor,
                    interest_charged_minor=share.interest_charged_minor,
                    interest_minor=share.interest_minor,
                )
                for share in partner_shares(joint)
            ]
        )

    async def ListStatementDays(
        self, request: pb.ListStatementDaysRequest, _: Any
    ) -> pb.ListStatementDaysResponse:
        size = page_size(request)
        before = date_of(request.page_token, "page_token") if request.page_token else None
        found = await self._reconciliations.statement_days(before, size + 1)
        page, token = cut(found, size, lambda day: day.business_date)
        return pb.ListStatementDaysResponse(
            days=[_statement_day(day) for day in page], next_page_token=token
        )

    async def _last_closed(self) -> date:
        last = await self._queries.last_totalled()
        if last is None:
            raise DayNotTotalled(open=await self._dates.business_date())
        return last

    def _number(self, code: str) -> str:
        """An account the chart no longer has comes last."""
        return self._chart.account(code).number if code in self._chart else f"~{code}"


def _check_days(from_on: date, to_on: date, last_closed: date) -> None:
    if to_on > last_closed:
        raise DayNotTotalled(open=last_closed + timedelta(days=1))
    if from_on > to_on:
        raise InvalidRequest((("from_on", "must not be after to_on"),))


def _bucket_token(page_token: str) -> tuple[int, str]:
    bucket, _, account = page_token.partition(":")
    if not page_token:
        return _NO_BUCKET, ""
    if not bucket.isdecimal() or not account:
        raise page_token_refused()
    return int(bucket), account


def _day_and_id(page_token: str) -> tuple[date, UUID] | None:
    if not page_token:
        return None
    day, _, identifier = page_token.partition(":")
    try:
        return date.fromisoformat(day), UUID(identifier)
    except ValueError:
        raise page_token_refused() from None


def _account(account: Account) -> ledger_pb2.LedgerAccount:
    return ledger_pb2.LedgerAccount(
        code=account.code,
        number=account.number,
        name_zh=account.name_zh,
        name_en=account.name_en,
        account_class=_CLASSES.to_proto(account.kind),
        grows_on=_SIDES.to_proto(account.grows_on),
        owed_by_customer=account.owed_by_customer,
        layer=_LAYERS.to_proto(account.layer),
    )


def _turnover(turnover: Turnover) -> ledger_pb2.AccountTurnover:
    return ledger_pb2.AccountTurnover(
        account=turnover.account,
        currency=turnover.currency,
        opening_minor=turnover.opening_minor,
        debit_minor=turnover.debit_minor,
        credit_minor=turnover.credit_minor,
        closing_minor=turnover.closing_minor,
    )


def _entry(entry: Entry) -> ledger_pb2.JournalEntry:
    return ledger_pb2.JournalEntry(
        entry_id=str(entry.entry_id),
        business_date=entry.business_date.isoformat(),
        kind=entry.kind,
        debit_account=entry.debit_account,
        credit_account=entry.credit_account,
        amount_minor=entry.amount_minor,
        currency=entry.currency,
        customer_id=str(entry.customer_id),
        subject_id=str(entry.subject_id),
        cause=entry.cause,
        posted_at=timestamp(entry.posted_at),
    )


def _difference(difference: RailDifference, today: date) -> ledger_pb2.RailDifference:
    age = difference.age_days(difference.ended_on or today)
    reason = difference.reason
    return ledger_pb2.RailDifference(
        difference_id=str(difference.difference_id),
        kind=DIFFERENCE_KINDS.to_proto(difference.kind),
        state=_STATES.to_proto(difference.state),
        direction=DIRECTIONS.to_proto(difference.direction),
        end_to_end_id=difference.rail_key,
        customer_id=str(difference.customer_id or ""),
        loan_id=str(difference.loan_id or ""),
        book_amount_minor=difference.book_amount_minor,
        rail_amount_minor=difference.rail_amount_minor,
        currency=difference.currency,
        found_on=difference.found_on.isoformat(),
        age_days=age,
        age_bucket=_age_bucket(age),
        reason=RESOLUTION_REASONS.to_proto(reason) if reason is not None else None,
        note=difference.note,
        proposed_by=difference.proposed_by,
        resolved_by=difference.resolved_by,
        ended_on=difference.ended_on.isoformat() if difference.ended_on else "",
    )


def _age_bucket(days: int) -> Any:
    fitting: Sequence[Any] = [bucket for most, bucket in _AGES if days <= most]
    return fitting[0] if fitting else ledger_pb2.AGE_BUCKET_OVER_30_DAYS


def _statement_day(day: StatementDay) -> ledger_pb2.StatementDay:
    return ledger_pb2.StatementDay(
        business_date=day.business_date.isoformat(),
        read_at=timestamp(day.read_at) if day.read_at is not None else None,
        opening_minor=day.opening_minor,
        closing_minor=day.closing_minor,
        refusal_reason=day.refusal_reason,
        times_refused=day.times_refused,
    )
