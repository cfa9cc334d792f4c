"""Binding bank cards (ID-05)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.bank_rail import AccountCheck
from chassis.decision import Decision
from chassis.errors import NotFound, Unavailable
from chassis.personal import Personal
from services.identity.domain.bank_card import CardNumber
from services.identity.domain.card_binding import Bound, bind_card, must_have_code
from services.identity.domain.customer import Card, Customer
from services.identity.domain.errors import (
    CardAlreadyBound,
    CardNotOwn,
    CardNotSupported,
    NotRegistered,
    RailUnavailable,
)
from services.identity.domain.one_time_code import OtpChallenge, OtpPurpose
from services.identity.domain.phone import Phone
from services.identity.personal_fields import Person
from services.identity.use_cases.ports import (
    Command,
    CustomerCaller,
    Key,
    Loaded,
    Rail,
    RequestKey,
    Shell,
    open_session,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardForm:
    """What a customer sends to bind a card."""

    number: Personal[CardNumber]
    phone: Personal[Phone]
    code: Personal[str] | None


class Cards:
    """Binds cards and tells which are bound."""

    def __init__(self, shell: Shell, rail: Rail) -> None:
        self._shell = shell
        self._rail = rail

    async def bind(
        self, origin: RequestKey, caller: CustomerCaller, form: CardForm
    ) -> tuple[Customer, Card]:
        """Have the rail confirm that the card is the customer's own, and bind it.

        Raises NotRegistered, CardAlreadyBound, CardTooMany, CardNotOwn, CardNotSupported,
        RailUnavailable, the reasons of a refused code and what an ended session gives.
        """
        shell = self._shell
        now = shell.clock()
        customer = await shell.customer(caller.customer_id)
        index = shell.personal.card_index(form.number)
        bound = next((card for card in customer.cards if card.card_index == index), None)
        if bound is not None:
            command = self._repeat(origin, bound)
        else:
            card = await self._confirmed_card(customer, form, now)
            command = self._bind(origin, caller, form, card, now)
        done = await shell.execute(command)
        if done.refused is not None:
            raise done.refused.as_error()
        assert done.card_id is not None
        return await self.get(caller.customer_id, done.card_id)

    async def get(self, customer_id: UUID, card_id: UUID) -> tuple[Customer, Card]:
        """The card and its owner; raises NotFound."""
        customer = await self._shell.customer(customer_id)
        card = customer.card(card_id)
        if card is None:
            raise NotFound(kind="card")
        return customer, card

    async def find(self, customer_id: UUID, card_token: str) -> tuple[Customer, Card]:
        """The bound card that the rail names like this, and its owner; raises NotFound."""
        personal, customer = self._shell.personal, await self._shell.customer(customer_id)
        for card in customer.cards:
            if personal.card_token_of(customer, card).reveal() == card_token:
                return customer, card
        raise NotFound(kind="card")

    async def _confirmed_card(self, customer: Customer, form: CardForm, now: datetime) -> Card:
        shell = self._shell
        policy = shell.policy_at(now)
        customer.must_be_able_to_bind(shell.personal.card_index(form.number), policy)
        must_have_code(customer, shell.personal.phone_index(form.phone), form.code, policy)
        person = shell.personal.person_of(customer)
        if person is None:
            raise NotRegistered
        check = await self._ask_rail(person, form)
        return shell.personal.seal_card(
            customer,
            shell.new_id(),
            form.number,
            Personal(check.card_token or ""),
            check.bank_name or "",
            now,
        )

    async def _ask_rail(self, person: Person, form: CardForm) -> AccountCheck:
        try:
            check = await self._rail.check_account(
                name=person.name.reveal(),
                id_number=person.id_number.reveal().text,
                card_number=form.number.reveal().digits,
                phone=form.phone.reveal().digits,
            )
        except Unavailable as error:
            raise RailUnavailable from error
        if not check.match:
            raise CardNotOwn
        if not check.debit:
            raise CardNotSupported(bank_name=check.bank_name)
        return check

    def _repeat(self, origin: RequestKey, bound: Card) -> Command[Bound]:
        """Gives a repeated request its first answer, refuses any other, and asks nobody."""

        def decide(_: Loaded) -> Decision[Bound]:
            raise CardAlreadyBound(card_id=bound.card_id)

        return Command(self._shell.personal.private_key_of(origin), (), decide, Bound)

    def _bind(
        self,
        origin: RequestKey,
        caller: CustomerCaller,
        form: CardForm,
        card: Card,
        now: datetime,
    ) -> Command[Bound]:
        shell = self._shell
        policy = shell.policy_at(now)
        phone_index = shell.personal.phone_index(form.phone)
        customer, session = caller.customer_key, caller.session_key
        challenge = Key(OtpChallenge, (phone_index, OtpPurpose.BIND_CARD))

        def decide(loaded: Loaded) -> Decision[Bound]:
            return bind_card(
                loaded.get(customer),
                open_session(loaded, session, now),
                loaded.find(challenge),
                card=card,
                phone_index=phone_index,
                code=form.code,
                key=shell.personal.code_key,
                policy=policy,
                now=now,
            )

        keys: tuple[Key[Any], ...] = (customer, session, challenge)
        origin = shell.personal.private_key_of(origin)
        return Command(origin, keys, decide, Bound)
