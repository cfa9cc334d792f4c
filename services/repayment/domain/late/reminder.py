"""Reminders before a due date and notices after it: what is said, when, and each only once.

A line is about one instalment and is announced once; the lines of a customer and day make one
message. The text knows amounts and dates, never who the customer is.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.dated_policy import PolicyError, text
from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.instalment import InstalmentState
from services.repayment.domain.late.classification import table_of
from services.repayment.domain.late.contact import (
    Contact,
    ContactChannel,
    ContactOutcome,
    ContactParty,
    ContactRules,
    ContactWish,
    DebtorContacts,
    ask_to_contact,
)
from services.repayment.domain.late.events import CustomerNoticeDue, ReminderDue
from services.repayment.domain.loan import Loan, LoanStatus

ASKED_BY = "machine:remind"
"""Who the contact log says asked for a message."""


class ReminderKind(StrEnum):
    """What a reminder is about."""

    BEFORE_DUE = "BEFORE_DUE"  # an instalment falls due in some days
    DUE_TODAY = "DUE_TODAY"
    OVERDUE = "OVERDUE"  # an instalment is past its grace


@dataclass(frozen=True, slots=True)
class MessageHours:
    """At which hours messages go out."""

    from_time: time
    """Local time from which messages are sent ..."""
    until_time: time
    """... and from which they wait for the next day."""

    @classmethod
    def of_policy(cls, given: object) -> "MessageHours":
        """Raises PolicyError unless the hours are in order."""
        value = table_of(given)
        hours = cls(
            from_time=time.fromisoformat(text(value["from"])),
            until_time=time.fromisoformat(text(value["until"])),
        )
        if hours.until_time <= hours.from_time:
            raise PolicyError("messages are sent from one time of a day until a later one")
        return hours

    def send_after(self, local_now: datetime) -> datetime:
        """The instant from which a message may be sent: now, or when the quiet hours end."""
        if self.from_time <= local_now.time() < self.until_time:
            return local_now
        day = local_now.date()
        if local_now.time() >= self.until_time:
            day += timedelta(days=1)
        return datetime.combine(day, self.from_time, tzinfo=local_now.tzinfo)


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """On which days customers are reminded, and at which hours messages go out."""

    days_before: tuple[int, ...]
    """Days before a due date; 0 is the day itself."""
    days_overdue: tuple[int, ...]
    """Days past due, counted after the grace."""
    hours: MessageHours


@dataclass(frozen=True, slots=True)
class DebtorToday:
    """What the contact governor needs to know of a customer before a message about what is late."""

    contacts: DebtorContacts | None
    promised: Collection[UUID]
    """The loans for which a promise to pay stands."""
    rules: ContactRules

    def send_after(self, hours: MessageHours, local_now: datetime) -> datetime:
        """As `MessageHours.send_after`, in the hours that the debtor agreed to, if any."""
        known = self.contacts
        if known is not None and known.agreed_from is not None and known.agreed_until is not None:
            hours = MessageHours(known.agreed_from, known.agreed_until)
        return hours.send_after(local_now)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One instalment a customer was reminded of; its key makes it happen once."""

    customer_id: UUID
    loan_id: UUID
    reminder_key: str
    """Loan, due date, number, kind and day: "0198…:2026-12-23:1:BEFORE_DUE:3"."""
    notice_id: UUID
    kind: ReminderKind
    number: int
    due_on: date
    amount_minor: int
    currency: str
    reminded_on: date
    version: int = 0


def reminder_lines(loan: Loan, on: date, rules: ReminderRules) -> tuple[Reminder, ...]:
    """What a customer is to be told about one loan on a date; the notice comes later.

    A loan whose collection is under way is left alone: the outcome may make the words wrong.
    """
    if loan.live_repayment_id is not None or loan.status is LoanStatus.SETTLED:
        return ()
    lines = []
    for instalment in loan.instalments:
        if instalment.state is InstalmentState.PAID:
            continue
        days = (instalment.due_on - on).days
        late_days = (on - instalment.late_from(loan.terms)).days + 1
        if days in rules.days_before:
            kind = ReminderKind.BEFORE_DUE if days else ReminderKind.DUE_TODAY
            owed = (
                instalment.principal_minor
                - instalment.principal_paid_minor
                + instalment.interest_minor
                - instalment.interest_paid_minor
            )
        elif late_days in rules.days_overdue and instalment.state is InstalmentState.DUE:
            kind, days = ReminderKind.OVERDUE, late_days
            owed = instalment.owed(loan.terms, on).total_minor
        else:
            continue
        if owed:
            lines.append(
                Reminder(
                    customer_id=loan.customer_id,
                    loan_id=loan.loan_id,
                    reminder_key=f"{loan.loan_id}:{instalment.due_on}:{instalment.number}:{kind}:{days}",
                    notice_id=UUID(int=0),
                    kind=kind,
                    number=instalment.number,
                    due_on=instalment.due_on,
                    amount_minor=owed,
                    currency=loan.currency,
                    reminded_on=on,
                )
            )
    return tuple(lines)


def remind_customer(
    loans: Iterable[Loan],
    told: Collection[str],
    on: date,
    rules: ReminderRules,
    notices: Mapping[ReminderKind, UUID],
    local_now: datetime,
    debtor: DebtorToday,
) -> Decision[int]:
    """Remind a customer of what falls due or is late on a date; replies how many messages.

    All lines of a kind become one message with their sum. What was said before is not said again.
    A message about what is late is a contact: the governor may refuse it, and both are logged.
    """
    changes: list[Change] = []
    count = 0
    fresh = [
        line
        for loan in loans
        for line in reminder_lines(loan, on, rules)
        if line.reminder_key not in told
    ]
    for kind in ReminderKind:
        lines = [replace(line, notice_id=notices[kind]) for line in fresh if line.kind is kind]
        send_after = rules.hours.send_after(local_now)
        if lines and kind is ReminderKind.OVERDUE:
            send_after = debtor.send_after(rules.hours, local_now)
            unpromised = [line for line in lines if line.loan_id not in debtor.promised]
            asked = _asked((unpromised or lines)[0], send_after, debtor, is_held=not unpromised)
            changes.append(Change(asked))
            lines = unpromised if asked.outcome is ContactOutcome.AWAITED else []
        if not lines:
            continue
        count += 1
        notice = CustomerNoticeDue(
            customer_id=lines[0].customer_id,
            notice_id=notices[kind],
            kind=kind.value,
            loans=len({line.loan_id for line in lines}),
            total_minor=sum(line.amount_minor for line in lines),
            earliest_due_on=min(line.due_on for line in lines),
            send_after=send_after,
            business_date=on,
            currency=lines[0].currency,
        )
        changes += [Change(line, (_due_event(line),)) for line in lines[:-1]]
        changes.append(Change(lines[-1], (_due_event(lines[-1]), notice)))
    return Decision(count, tuple(changes))


def _asked(line: Reminder, at: datetime, debtor: DebtorToday, *, is_held: bool) -> Contact:
    """The line of the contact log for a message, which has the message's own id."""
    wish = ContactWish(
        contact_id=line.notice_id,
        loan_id=line.loan_id,
        channel=ContactChannel.SMS,
        party=ContactParty.DEBTOR,
        party_id=None,
        discloses_debt=True,
        local_at=at,
        asked_by=ASKED_BY,
    )
    return ask_to_contact(
        debtor.contacts,
        line.customer_id,
        wish,
        debtor.rules,
        is_overdue=True,
        has_promised=is_held,
    ).reply


def _due_event(line: Reminder) -> ReminderDue:
    return ReminderDue(
        customer_id=line.customer_id,
        loan_id=line.loan_id,
        notice_id=line.notice_id,
        kind=line.kind.value,
        number=line.number,
        due_on=line.due_on,
        amount_minor=line.amount_minor,
        business_date=line.reminded_on,
        currency=line.currency,
    )
