"""Debiting by mandate at the hours of the policy: a planned try waits on the bus for its hour."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import structlog

from chassis.command import Command, Delivery, Execute, Key
from chassis.handling import RetryLater
from chassis.ports import Clock, NewId
from services.repayment.domain.collection import AutoDebit, start_debit
from services.repayment.domain.errors import RepaymentInProgress
from services.repayment.domain.loan import Loan
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.use_cases.ports import Books

log = structlog.get_logger(__name__)

CONSUMER = "repayment-debit-window"
MOST_WAITING = 200_000
"""Tries that may wait for their hour on the bus at once; more wait in the stream behind them."""
LONGEST_SLEEP_S = 300.0
"""A waiting try looks at the clock at least this often, so that it is late by a minute at most."""
BEHIND_ANOTHER_S = 15.0
"""How soon a try looks again when another collection of the loan is under way."""


@dataclass(frozen=True, slots=True)
class PlannedTry:
    """A debit that is to be sent at an hour of a business date."""

    customer_id: UUID
    loan_id: UUID
    business_date: date
    number: int
    not_before: datetime


class DebitTries:
    """Starts planned debits when their hour has come."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        policies: PolicyRegistry,
        clock: Clock,
        new_id: NewId,
        longest_sleep_s: float = LONGEST_SLEEP_S,
    ) -> None:
        self._execute = execute
        self._books = books
        self._policies = policies
        self._clock = clock
        self._new_id = new_id
        self._longest_sleep_s = longest_sleep_s

    async def start(self, planned: PlannedTry) -> None:
        """Start a planned try once, however often it is told.

        Raises RetryLater before its hour and while another collection of the loan is under way. A
        try whose business date has passed is dropped: the next date has tries of its own.
        """
        today = await self._books.business_date()
        if today != planned.business_date:
            log.info("debit.day_over", loan_id=str(planned.loan_id))
            return
        now, windows = self._clock(), self._policies.on(today).debit_windows
        if windows.apply(now, today) and now < planned.not_before:
            wait_s = min((planned.not_before - now).total_seconds(), self._longest_sleep_s)
            raise RetryLater(wait_s, longest_delay_s=wait_s)
        debit = AutoDebit(self._new_id(), now, windows=windows)
        key = Key(Loan, (planned.customer_id, planned.loan_id))
        try:
            await self._execute(
                Command(
                    origin=Delivery(CONSUMER, f"{planned.loan_id}:{today}:{planned.number}"),
                    keys=(key,),
                    decide=lambda loaded: start_debit(
                        loaded.get(key), today, debit, planned.number
                    ),
                    reply_type=int,
                )
            )
        except RepaymentInProgress as busy:
            raise RetryLater(BEHIND_ANOTHER_S, longest_delay_s=BEHIND_ANOTHER_S) from busy
