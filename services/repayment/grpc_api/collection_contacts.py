"""Contacts, promises and easier terms: RPC -> use case -> reply."""

from datetime import time
from typing import Any
from uuid import UUID

from granary.repayment.v1 import collection_contact_service_pb2 as pb
from granary.repayment.v1.collection_contact_service_pb2_grpc import (
    CollectionContactInternalServiceServicer,
    CollectionContactServiceServicer,
)

from chassis.call_context import current_caller, current_customer
from chassis.contract_values import EnumMapping, date_of, timestamp
from chassis.grpc_server import request_key
from chassis.pages import cut, id_in, page_size
from services.repayment.domain.late.contact import (
    Contact,
    ContactChannel,
    ContactOutcome,
    ContactParty,
    DebtorContacts,
)
from services.repayment.domain.late.promise import PaymentPromise, PromiseStatus
from services.repayment.grpc_api.hardship import CAUSES, RELIEFS, hardship_message
from services.repayment.use_cases.collection_contacts import (
    CollectionContacts,
    ContactAsked,
    Promises,
)
from services.repayment.use_cases.hardship import Confirmed, Hardship

CHANNELS = EnumMapping(ContactChannel, pb.ContactChannel)
PARTIES = EnumMapping(ContactParty, pb.ContactParty)
OUTCOMES = EnumMapping(ContactOutcome, pb.ContactOutcome)
PROMISE_STATUSES = EnumMapping(PromiseStatus, pb.PromiseStatus)


class CollectionContactApi(CollectionContactServiceServicer):
    """What customers wish and ask for."""

    def __init__(self, contacts: CollectionContacts, hardship: Hardship) -> None:
        self._contacts = contacts
        self._hardship = hardship

    async def GetContactPreferences(
        self, _request: pb.GetContactPreferencesRequest, _: Any
    ) -> pb.GetContactPreferencesResponse:
        debtor = await self._contacts.preferences(current_customer())
        return pb.GetContactPreferencesResponse(preferences=_preferences(debtor))

    async def SetContactPreferences(
        self, request: pb.SetContactPreferencesRequest, _: Any
    ) -> pb.SetContactPreferencesResponse:
        debtor = await self._contacts.prefer(
            current_customer(),
            agreed_from=_time(request.agreed_from),
            agreed_until=_time(request.agreed_until),
            refused_channels=tuple(map(CHANNELS.from_proto, request.refused_channels)),
            request=request_key(request),
        )
        return pb.SetContactPreferencesResponse(preferences=_preferences(debtor))

    async def AskForRelief(
        self, request: pb.AskForReliefRequest, _: Any
    ) -> pb.AskForReliefResponse:
        asked = await self._hardship.ask(
            current_customer(),
            UUID(request.loan_id),
            CAUSES.from_proto(request.cause),
            request_key(request),
        )
        return pb.AskForReliefResponse(hardship=hardship_message(asked))

    async def AcceptRelief(
        self, request: pb.AcceptReliefRequest, _: Any
    ) -> pb.AcceptReliefResponse:
        accepted = await self._hardship.accept(
            current_customer(),
            UUID(request.hardship_id),
            RELIEFS.from_proto(request.kind),
            Confirmed(request.preview_hash, request.cost_sheet_hash),
            request_key(request),
        )
        return pb.AcceptReliefResponse(hardship=hardship_message(accepted))


class CollectionContactInternalApi(CollectionContactInternalServiceServicer):
    """What those who collect ask and record."""

    def __init__(self, contacts: CollectionContacts, promises: Promises) -> None:
        self._contacts = contacts
        self._promises = promises

    async def AskToContact(
        self, request: pb.AskToContactRequest, _: Any
    ) -> pb.AskToContactResponse:
        contact = await self._contacts.ask(
            ContactAsked(
                customer_id=UUID(request.customer_id),
                loan_id=UUID(request.loan_id),
                channel=CHANNELS.from_proto(request.channel),
                party=PARTIES.from_proto(request.party),
                party_id=UUID(request.party_id) if request.party_id else None,
                discloses_debt=request.discloses_debt,
                asked_by=current_caller().caller_id,
            ),
            request_key(request),
        )
        return pb.AskToContactResponse(contact=_contact(contact))

    async def RecordContact(
        self, request: pb.RecordContactRequest, _: Any
    ) -> pb.RecordContactResponse:
        contact = await self._contacts.record(
            UUID(request.customer_id),
            UUID(request.contact_id),
            OUTCOMES.from_proto(request.outcome),
            request_key(request),
        )
        return pb.RecordContactResponse(contact=_contact(contact))

    async def ListContacts(
        self, request: pb.ListContactsRequest, _: Any
    ) -> pb.ListContactsResponse:
        size = page_size(request)
        found = await self._contacts.log(
            UUID(request.customer_id), id_in(request.page_token), size + 1
        )
        page, next_token = cut(found, size, lambda contact: contact.contact_id)
        return pb.ListContactsResponse(
            contacts=[_contact(contact) for contact in page], next_page_token=next_token
        )

    async def NotePromise(self, request: pb.NotePromiseRequest, _: Any) -> pb.NotePromiseResponse:
        promise = await self._promises.make(
            UUID(request.customer_id),
            UUID(request.loan_id),
            request.amount_minor,
            date_of(request.pay_by, "pay_by"),
            request_key(request),
        )
        return pb.NotePromiseResponse(promise=_promise(promise))

    async def ListPromises(
        self, request: pb.ListPromisesRequest, _: Any
    ) -> pb.ListPromisesResponse:
        found = await self._promises.of_loan(UUID(request.customer_id), UUID(request.loan_id))
        return pb.ListPromisesResponse(promises=[_promise(promise) for promise in found])


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _clock_text(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment is not None else ""


def _preferences(debtor: DebtorContacts) -> pb.ContactPreferences:
    return pb.ContactPreferences(
        agreed_from=_clock_text(debtor.agreed_from),
        agreed_until=_clock_text(debtor.agreed_until),
        refused_channels=[CHANNELS.to_proto(channel) for channel in debtor.refused_channels],
    )


def _contact(contact: Contact) -> pb.Contact:
    return pb.Contact(
        contact_id=str(contact.contact_id),
        loan_id=str(contact.loan_id),
        channel=CHANNELS.to_proto(contact.channel),
        party=PARTIES.to_proto(contact.party),
        party_id=str(contact.party_id) if contact.party_id is not None else "",
        asked_at=timestamp(contact.asked_at),
        asked_by=contact.asked_by,
        outcome=OUTCOMES.to_proto(contact.outcome),
        refusal=contact.refusal,
        reported_at=timestamp(contact.reported_at) if contact.reported_at is not None else None,
    )


def _promise(promise: PaymentPromise) -> pb.PaymentPromise:
    return pb.PaymentPromise(
        promise_id=str(promise.promise_id),
        loan_id=str(promise.loan_id),
        amount_minor=promise.amount_minor,
        currency=promise.currency,
        made_on=promise.made_on.isoformat(),
        pay_by=promise.pay_by.isoformat(),
        status=PROMISE_STATUSES.to_proto(promise.status),
        paid_minor=promise.paid_minor,
    )
