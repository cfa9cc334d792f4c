"""The rail port with a book of its own: pays, refuses, keeps silent, pays later.

One key is one order: asked again, it gives its first answer or no answer, and never moves money
twice. What arrives under a known key with other content is refused as a duplicate, as at the bank.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from chassis.bank_rail import (
    AccountCheck,
    DebitInstruction,
    MandateAnswer,
    MandateInstruction,
    MandateRequest,
    Outcome,
    PaymentInstruction,
    RailAnswer,
    Statement,
)
from chassis.errors import Unavailable
from cli.checker.facts import RailMovement
from tests.simulation.chaos import Chaos

TIMEOUT_S = 5.0
LATER_WITHIN_S = 20.0
REFUSES = {"payment": 0.12, "debit": 0.3}
DAYS_BACK = (30, 30, 29, 28, 0)
"""Payments are booked this long before they were asked for: a few closes reach due dates."""
TIMED_OUT = RailAnswer(outcome=Outcome.UNKNOWN, reason_code="TIMEOUT")
Instruction = PaymentInstruction | DebitInstruction


@dataclass(slots=True)
class Order:
    """What the rail knows under one key."""

    instruction: Instruction
    answer: RailAnswer
    """The final answer, which a pending order is still on its way to."""
    is_pending: bool = False


class SimulatedRail:
    """The bank's side: it does not crash, but it need not answer."""

    def __init__(self, chaos: Chaos, people: dict[str, tuple[str, str, str]]) -> None:
        self._chaos = chaos
        self._people = people
        self._book: dict[tuple[str, str], Order] = {}
        self._mandates: dict[str, str] = {}
        self._asked: dict[str, MandateAnswer] = {}
        self._underway = 0
        self.movements: list[RailMovement] = []

    @property
    def is_settled(self) -> bool:
        """Whether nothing can move any more without a new instruction."""
        return not self._underway

    async def pay(self, instruction: PaymentInstruction) -> RailAnswer:
        return await self._send("payment", instruction)

    async def debit(self, instruction: DebitInstruction) -> RailAnswer:
        return await self._send("debit", instruction)

    async def ask_mandate(self, instruction: MandateInstruction) -> MandateAnswer:
        what = f"rail {instruction.request} {instruction.message_id}"
        fate = self._chaos.dice.random() if self._chaos.is_faulty else 0.0
        unknown = MandateAnswer(outcome=Outcome.UNKNOWN, reason_code="TIMEOUT")
        if fate >= 0.9:
            await self._silence(f"{what} is lost")
            return unknown
        answer = await self._chaos.call(what, lambda: self._keep(instruction))
        if fate >= 0.8:
            await self._silence(f"{what} loses its answer")
            return unknown
        return answer

    def _keep(self, instruction: MandateInstruction) -> MandateAnswer:
        """A request counts once; only what stands can be changed or ended."""
        known = self._asked.get(instruction.message_id)
        if known is not None:
            return known
        stands = instruction.mandate_id in self._mandates
        answer = MandateAnswer(outcome=Outcome.ACCEPTED)
        if not stands and instruction.request is not MandateRequest.INITIATE:
            answer = MandateAnswer(outcome=Outcome.REFUSED, reason_code="MD01")
        elif instruction.request is MandateRequest.CANCEL:
            del self._mandates[instruction.mandate_id]
        else:
            self._mandates[instruction.mandate_id] = instruction.card_token
        self._asked[instruction.message_id] = answer
        return answer

    async def payment_status(
        self, end_to_end_id: str, *, expected_amount_minor: int | None = None
    ) -> RailAnswer | None:
        return await self._ask("payment", end_to_end_id)

    async def debit_status(
        self,
        end_to_end_id: str,
        *,
        expected_amount_minor: int | None = None,
        may_be_partial: bool = False,
    ) -> RailAnswer | None:
        return await self._ask("debit", end_to_end_id)

    async def check_account(
        self, *, name: str, id_number: str, card_number: str, phone: str
    ) -> AccountCheck:
        def check() -> AccountCheck:
            if self._people.get(card_number) != (name, id_number, phone):
                return AccountCheck(match=False)
            token = f"token-{card_number}"
            return AccountCheck(match=True, card_token=token, bank_name="演示银行", debit=True)

        return await self._chaos.call("rail checks a card", check)

    async def statement(self, business_date: date) -> Statement:
        if self._chaos.happens(0.1):
            await self._silence("statement")
            raise Unavailable
        return await self._chaos.call(
            f"rail's statement {business_date}",
            lambda: Statement(
                business_date=business_date, opening_minor=0, closing_minor=0, entries=()
            ),
        )

    async def _send(self, kind: str, instruction: Instruction) -> RailAnswer:
        key = f"{kind} {instruction.end_to_end_id}"
        fate = self._chaos.dice.random() if self._chaos.is_faulty else 0.0
        if fate >= 0.95:
            return await self._silence(f"{key} is lost")
        if fate >= 0.85:
            self._later(lambda: self._arrive(kind, instruction))
            return await self._silence(f"{key} arrives later")
        order = await self._chaos.call(f"rail {key}", lambda: self._arrive(kind, instruction))
        if fate >= 0.70:
            return await self._silence(f"{key} loses its answer")
        return self._told(order, instruction)

    async def _ask(self, kind: str, key: str) -> RailAnswer | None:
        if self._chaos.happens(0.2):
            return await self._silence(f"status of {kind} {key}")
        order = await self._chaos.call(
            f"rail status {kind} {key}", lambda: self._book.get((kind, key))
        )
        return None if order is None else self._told(order, order.instruction)

    def _told(self, order: Order, instruction: Instruction) -> RailAnswer:
        if _content(order.instruction) != _content(instruction):
            return RailAnswer(outcome=Outcome.UNKNOWN, reason_code="AM05")
        return RailAnswer(outcome=Outcome.PENDING) if order.is_pending else order.answer

    async def _silence(self, what: str) -> RailAnswer:
        """The caller waits for nothing."""
        await asyncio.sleep(TIMEOUT_S)
        await self._chaos.call(what, lambda: None)
        return TIMED_OUT

    def _arrive(self, kind: str, instruction: Instruction) -> Order:
        """The order is at the bank; the same key is the same order."""
        key = (kind, instruction.end_to_end_id)
        known = self._book.get(key)
        if known is not None:
            return known
        if isinstance(instruction, DebitInstruction) and not self._is_mandated(instruction):
            order = Order(instruction, RailAnswer(outcome=Outcome.REFUSED, reason_code="MD01"))
        elif self._chaos.happens(REFUSES[kind]):
            order = Order(instruction, RailAnswer(outcome=Outcome.REFUSED, reason_code="AM04"))
        else:
            order = Order(instruction, self._paid(instruction), self._chaos.happens(0.12))
            if order.is_pending:
                self._later(lambda: self._settle(kind, order))
            else:
                self._move(kind, order)
        self._book[key] = order
        return order

    def _is_mandated(self, debit: DebitInstruction) -> bool:
        """Whether a debit is the customer's own order, or under a mandate for its card."""
        return not debit.is_recurring or self._mandates.get(debit.mandate_id) == debit.card_token

    def _paid(self, instruction: Instruction) -> RailAnswer:
        asked_on = (
            instruction.execution_date
            if isinstance(instruction, PaymentInstruction)
            else instruction.collection_date
        )
        back = sha256(instruction.end_to_end_id.encode()).digest()[0] % len(DAYS_BACK)
        part_minor = None
        if isinstance(instruction, DebitInstruction) and instruction.may_be_partial:
            # What is on the card: nothing would have been a refusal.
            there = self._chaos.dice.randint(1, 2 * instruction.amount_minor)
            part_minor = there if there < instruction.amount_minor else None
        return RailAnswer(
            outcome=Outcome.PAID,
            booked_on=asked_on - timedelta(days=DAYS_BACK[back]),
            amount_minor=instruction.amount_minor,
            part_minor=part_minor,
        )

    def _settle(self, kind: str, order: Order) -> None:
        order.is_pending = False
        self._move(kind, order)

    def _move(self, kind: str, order: Order) -> None:
        made = order.instruction
        moved_minor = order.answer.part_minor or made.amount_minor
        self._chaos.note(f"rail moves {kind} {made.end_to_end_id} {moved_minor}")
        self.movements.append(
            RailMovement(kind, made.end_to_end_id, moved_minor, made.currency, settled=True)
        )

    def _later(self, effect: Callable[[], object]) -> None:
        self._underway += 1

        def now() -> None:
            self._underway -= 1
            effect()

        self._chaos.loop.call_later(self._chaos.dice.random() * LATER_WITHIN_S, now)


def _content(instruction: Instruction) -> tuple[int, str, str, str, bool]:
    """What a key stands for; the day may change, since a lender may ask again on a later one."""
    said = instruction.amount_minor, instruction.currency, instruction.card_token
    if isinstance(instruction, PaymentInstruction):
        return *said, "", False
    return *said, instruction.mandate_id, instruction.may_be_partial
