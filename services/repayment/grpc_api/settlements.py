"""Partners and the treasury, for staff: RPC -> use case -> reply."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

from granary.repayment.v1 import settlement_pb2
from granary.repayment.v1 import settlement_service_pb2 as pb
from granary.repayment.v1.settlement_service_pb2_grpc import SettlementInternalServiceServicer

from chassis.call_context import current_caller
from chassis.contract_values import EnumMapping, timestamp
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from services.repayment.domain.ledger.settlement import (
    Settlement,
    SettlementKind,
    SettlementState,
)
from services.repayment.domain.ledger.subsidy_claim import SubsidyClaim
from services.repayment.proto_mapping import iso
from services.repayment.use_cases.settlements import Recorded, SettlementUseCases

_KINDS = EnumMapping(SettlementKind, settlement_pb2.SettlementKind)
_STATES = EnumMapping(SettlementState, settlement_pb2.SettlementState)
CLAIM_COLUMNS = (
    "month",
    "claim_id",
    "customer_id",
    "loan_id",
    "from_on",
    "due_on",
    "eligible_principal_minor",
    "nights",
    "annual_ppm",
    "amount_minor",
    "currency",
    "evidence",
    "told_by",
)


class SettlementApi(SettlementInternalServiceServicer):
    """Who records and who approves follows from their tokens."""

    def __init__(self, settlements: SettlementUseCases) -> None:
        self._settlements = settlements

    async def RecordPartnerPaidIn(
        self, request: pb.RecordPartnerPaidInRequest, _: Any
    ) -> pb.RecordPartnerPaidInResponse:
        kind = SettlementKind.PARTNER_PAID_IN
        return pb.RecordPartnerPaidInResponse(
            settlement=await self._recorded(kind, request.partner, request)
        )

    async def RecordPartnerPaidOut(
        self, request: pb.RecordPartnerPaidOutRequest, _: Any
    ) -> pb.RecordPartnerPaidOutResponse:
        kind = SettlementKind.PARTNER_PAID_OUT
        return pb.RecordPartnerPaidOutResponse(
            settlement=await self._recorded(kind, request.partner, request)
        )

    async def TellEligibleSpending(
        self, request: pb.TellEligibleSpendingRequest, _: Any
    ) -> pb.TellEligibleSpendingResponse:
        told = await self._settlements.tell_spending(
            UUID(request.customer_id),
            UUID(request.loan_id),
            request.principal_minor,
            request.note,
            by=current_caller().name,
            request=request_key(request),
        )
        return pb.TellEligibleSpendingResponse(
            principal_minor=told.principal_minor,
            told_on=told.told_on.isoformat(),
            earlier=[
                pb.SpendingTold(
                    principal_minor=one.principal_minor,
                    note=one.note,
                    told_by=one.told_by,
                    told_on=one.told_on.isoformat(),
                )
                for one in told.earlier
            ],
        )

    async def ListPartnerAccounts(
        self, _request: pb.ListPartnerAccountsRequest, _: Any
    ) -> pb.ListPartnerAccountsResponse:
        return pb.ListPartnerAccountsResponse(
            accounts=[
                pb.PartnerAccount(
                    partner=one.account.partner,
                    paid_in_minor=one.account.paid_in_minor,
                    paid_out_minor=one.account.paid_out_minor,
                    of_loans_minor=one.of_loans_minor,
                    payable_minor=one.account.payable_minor(one.of_loans_minor),
                    currency="CNY",
                )
                for one in await self._settlements.partner_accounts()
            ]
        )

    async def GetSubsidyMonth(
        self, request: pb.GetSubsidyMonthRequest, _: Any
    ) -> pb.GetSubsidyMonthResponse:
        month = await self._settlements.month(request.month)
        return pb.GetSubsidyMonthResponse(
            month=month.month,
            granted_minor=month.granted_minor,
            received_minor=month.received_minor,
            refused_minor=month.refused_minor,
            open_minor=month.open_minor,
            currency=month.currency,
        )

    async def ExportSubsidyClaims(
        self, request: pb.ExportSubsidyClaimsRequest, _: Any
    ) -> AsyncIterator[pb.ExportSubsidyClaimsResponse]:
        yield pb.ExportSubsidyClaimsResponse(content=_lines([CLAIM_COLUMNS]))
        async for claims in self._settlements.claims(request.month):
            content = _lines(_values(claim) for claim in claims)
            yield pb.ExportSubsidyClaimsResponse(content=content)

    async def RecordSubsidyReceived(
        self, request: pb.RecordSubsidyReceivedRequest, _: Any
    ) -> pb.RecordSubsidyReceivedResponse:
        kind = SettlementKind.SUBSIDY_RECEIVED
        return pb.RecordSubsidyReceivedResponse(
            settlement=await self._recorded(kind, request.month, request)
        )

    async def RecordSubsidyRefused(
        self, request: pb.RecordSubsidyRefusedRequest, _: Any
    ) -> pb.RecordSubsidyRefusedResponse:
        kind = SettlementKind.SUBSIDY_REFUSED
        return pb.RecordSubsidyRefusedResponse(
            settlement=await self._recorded(kind, request.month, request, bank_reference="")
        )

    async def ApproveSettlement(
        self, request: pb.ApproveSettlementRequest, _: Any
    ) -> pb.ApproveSettlementResponse:
        approved = await self._settlements.approve(
            UUID(request.settlement_id), current_caller().name, request_key(request)
        )
        return pb.ApproveSettlementResponse(settlement=_message(approved))

    async def DeclineSettlement(
        self, request: pb.DeclineSettlementRequest, _: Any
    ) -> pb.DeclineSettlementResponse:
        declined = await self._settlements.decline(
            UUID(request.settlement_id), current_caller().name, request_key(request)
        )
        return pb.DeclineSettlementResponse(settlement=_message(declined))

    async def ListSettlements(
        self, request: pb.ListSettlementsRequest, _: Any
    ) -> pb.ListSettlementsResponse:
        size = page_size(request)
        found = await self._settlements.settlements(
            _STATES.from_proto(request.state) if request.state else None,
            id_in(request.page_token),
            size + 1,
        )
        page, token = cut(found, size, lambda one: one.settlement_id)
        return pb.ListSettlementsResponse(
            settlements=[_message(one) for one in page], next_page_token=token
        )

    async def _recorded(
        self, kind: SettlementKind, party: str, request: Any, *, bank_reference: str | None = None
    ) -> settlement_pb2.Settlement:
        wish = Recorded(
            kind=kind,
            party=party,
            amount_minor=request.amount_minor,
            currency=request.currency,
            bank_reference=request.bank_reference if bank_reference is None else bank_reference,
            note=request.note,
            by=current_caller().name,
        )
        return _message(await self._settlements.record(wish, request_key(request)))


def _values(claim: SubsidyClaim) -> tuple[str, ...]:
    return tuple(str(getattr(claim, name)) for name in CLAIM_COLUMNS)


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _message(one: Settlement) -> settlement_pb2.Settlement:
    return settlement_pb2.Settlement(
        settlement_id=str(one.settlement_id),
        kind=_KINDS.to_proto(one.kind),
        state=_STATES.to_proto(one.state),
        party=one.party,
        amount_minor=one.amount_minor,
        currency=one.currency,
        bank_reference=one.bank_reference,
        note=one.note,
        requested_by=one.requested_by,
        requested_on=one.requested_on.isoformat(),
        requested_at=timestamp(one.requested_at),
        decided_by=one.decided_by,
        decided_on=iso(one.decided_on),
    )
