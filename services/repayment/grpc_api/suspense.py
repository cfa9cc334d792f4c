"""Money in suspense, for staff: RPC -> use case -> reply."""

from datetime import date
from typing import Any

from granary.repayment.v1 import suspense_service_pb2 as pb
from granary.repayment.v1.suspense_service_pb2_grpc import SuspenseInternalServiceServicer

from chassis.call_context import current_caller
from chassis.contract_values import EnumMapping
from chassis.errors import InvalidInput
from chassis.grpc_server import request_key
from chassis.pages import page_size
from services.repayment.domain.incoming_transfer import IncomingTransfer, TransferState
from services.repayment.proto_mapping import iso
from services.repayment.use_cases.incoming_money import IncomingMoney

_STATES = EnumMapping(TransferState, pb.IncomingTransferState)
_OPEN = (TransferState.SUSPENDED, TransferState.RETURN_PROPOSED, TransferState.RETURNING)


class SuspenseApi(SuspenseInternalServiceServicer):
    """Who wants a return and who agrees follows from their tokens."""

    def __init__(self, money: IncomingMoney) -> None:
        self._money = money

    async def ListIncomingTransfers(
        self, request: pb.ListIncomingTransfersRequest, _: Any
    ) -> pb.ListIncomingTransfersResponse:
        size = page_size(request)
        states = (_STATES.from_proto(request.state),) if request.state else _OPEN
        found = await self._money.transfers(states, _after(request.page_token), size + 1)
        page = found[:size]
        is_last = len(found) <= size
        token = "" if is_last else f"{page[-1].held_on}/{page[-1].bank_reference}"
        return pb.ListIncomingTransfersResponse(
            transfers=map(_message, page), next_page_token=token
        )

    async def ProposeTransferReturn(
        self, request: pb.ProposeTransferReturnRequest, _: Any
    ) -> pb.ProposeTransferReturnResponse:
        said = await self._money.propose_return(
            request.bank_reference, request.note, current_caller().name, request_key(request)
        )
        return pb.ProposeTransferReturnResponse(transfer=_message(said))

    async def ApproveTransferReturn(
        self, request: pb.ApproveTransferReturnRequest, _: Any
    ) -> pb.ApproveTransferReturnResponse:
        said = await self._money.approve_return(
            request.bank_reference, current_caller().name, request_key(request)
        )
        return pb.ApproveTransferReturnResponse(transfer=_message(said))

    async def DeclineTransferReturn(
        self, request: pb.DeclineTransferReturnRequest, _: Any
    ) -> pb.DeclineTransferReturnResponse:
        said = await self._money.decline_return(
            request.bank_reference, current_caller().name, request_key(request)
        )
        return pb.DeclineTransferReturnResponse(transfer=_message(said))


def _after(token: str) -> tuple[date, str] | None:
    if not token:
        return None
    day, _, reference = token.partition("/")
    try:
        return date.fromisoformat(day), reference
    except ValueError as error:
        raise InvalidInput("The page token is not one that was given out.") from error


def _message(one: IncomingTransfer) -> pb.IncomingTransfer:
    return pb.IncomingTransfer(
        bank_reference=one.bank_reference,
        amount_minor=one.amount_minor,
        currency=one.currency,
        booked_on=one.booked_on.isoformat(),
        held_on=one.held_on.isoformat(),
        payer_name=one.payer_name,
        payer_account=one.payer_account,
        loan_id=str(one.loan_id or ""),
        customer_id=str(one.customer_id or ""),
        state=_STATES.to_proto(one.state),
        why=one.why,
        subject_id=str(one.subject_id or ""),
        proposed_by=one.proposed_by,
        decided_by=one.decided_by,
        note=one.note,
        ended_on=iso(one.ended_on),
    )
