"""The contact governor: who may be contacted about a debt, when, how often, and what was refused.

GB/T 45251-2025: no contact between 22:00 and 08:00 unless agreed, at most three effective calls per
debtor and day with calls of machines counted, the debtor only; somebody else only when the debtor
cannot be reached, without a word about the debt, and never again once they refuse.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from chassis.dated_policy import PolicyError, number, positive, text
from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.late.classification import table_of
from services.repayment.domain.late.errors import (
    ContactHoursImpossible,
    ContactOutcomeKnown,
)


class ContactChannel(StrEnum):
    """How somebody is contacted."""

    CALL = "CALL"  # by a person
    BOT_CALL = "BOT_CALL"  # by a machine
    SMS = "SMS"
    APP_PUSH = "APP_PUSH"
    LETTER = "LETTER"

    @property
    def is_call(self) -> bool:
        return self in (ContactChannel.CALL, ContactChannel.BOT_CALL)


class ContactParty(StrEnum):
    """Who is contacted."""

    DEBTOR = "DEBTOR"
    NAMED_CONTACT = "NAMED_CONTACT"  # somebody the debtor named to be reached through
    OTHER = "OTHER"  # never allowed


class ContactOutcome(StrEnum):
    """What came of a contact."""

    AWAITED = "AWAITED"  # allowed, not yet made or reported
    REFUSED = "REFUSED"  # not allowed by the governor; it was not made
    EFFECTIVE = "EFFECTIVE"  # somebody answered and heard what it is about
    NO_ANSWER = "NO_ANSWER"  # nobody answered, or the line failed
    STOP_ASKED = "STOP_ASKED"  # somebody answered and wants no more contacts
    NOT_MADE = "NOT_MADE"  # it was allowed, and given up before it was made


class Refusal(StrEnum):
    """Why the governor says no."""

    NOT_OVERDUE = "NOT_OVERDUE"  # nothing is past its grace
    PARTY_FORBIDDEN = "PARTY_FORBIDDEN"  # neither the debtor nor somebody they named
    DEBT_WOULD_BE_DISCLOSED = "DEBT_WOULD_BE_DISCLOSED"
    DEBTOR_REACHABLE = "DEBTOR_REACHABLE"  # so nobody else is asked
    ON_HOLD = "ON_HOLD"  # while a complaint about collection is looked into
    PROMISED = "PROMISED"  # a promise to pay stands until its day has passed
    QUIET_HOURS = "QUIET_HOURS"
    STOP_ASKED = "STOP_ASKED"
    CHANNEL_REFUSED = "CHANNEL_REFUSED"  # the debtor does not want this channel
    DAILY_LIMIT = "DAILY_LIMIT"  # as many effective calls as a day allows


@dataclass(frozen=True, slots=True)
class ContactRules:
    """The numbers of the standard."""

    from_time: time
    """Local time from which contacts are allowed ..."""
    until_time: time
    """... and from which they are not any more."""
    most_calls_per_day: int
    unreachable_after: int
    """Calls without an answer in a row after which the debtor counts as unreachable."""
    stop_days: int
    """Days without any call after the debtor asked to stop."""
    most_given_up_per_day: int
    """Calls of a day that were not made and give their place back; more of them keep it."""

    @classmethod
    def of_policy(cls, given: object) -> "ContactRules":
        """Raises PolicyError unless the hours are in order."""
        value = table_of(given)
        rules = cls(
            from_time=time.fromisoformat(text(value["from"])),
            until_time=time.fromisoformat(text(value["until"])),
            most_calls_per_day=positive(value["most_calls_per_day"]),
            unreachable_after=positive(value["unreachable_after"]),
            stop_days=number(value["stop_days"]),
            most_given_up_per_day=number(value["most_given_up_per_day"]),
        )
        if rules.until_time <= rules.from_time:
            raise PolicyError("contacts are allowed from one time of a day until a later one")
        return rules


@dataclass(frozen=True, slots=True)
class ContactWish:
    """Somebody wants to contact a debtor, or somebody else about one."""

    contact_id: UUID
    loan_id: UUID
    channel: ContactChannel
    party: ContactParty
    party_id: UUID | None
    """Who, when it is not the debtor; an opaque id."""
    discloses_debt: bool
    """Whether what will be said or written mentions the debt."""
    local_at: datetime
    """When, in Asia/Shanghai."""
    asked_by: str
    """Who asks: a person or a machine, by name."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the contact log; asked, then reported once. Nothing is removed."""

    customer_id: UUID
    contact_id: UUID
    loan_id: UUID
    channel: ContactChannel
    party: ContactParty
    party_id: UUID | None
    asked_at: datetime
    asked_by: str
    outcome: ContactOutcome
    refusal: str
    """Why it was not allowed; empty when it was."""
    reported_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class ContactHold:
    """A complaint about collection that is being looked into."""

    case_id: UUID
    """The case of customer care."""
    until: date
    """The last day it holds, answered or not."""


@dataclass(frozen=True, slots=True)
class DebtorContacts:
    """What the governor remembers of one debtor: the counter of the day and the wishes."""

    customer_id: UUID
    counted_on: date | None = None
    """The local day of the counter."""
    effective_calls: int = 0
    """Effective calls of that day."""
    awaited_calls: tuple[UUID, ...] = ()
    """Allowed calls of that day whose outcome is not known; each may become effective."""
    missed_in_row: int = 0
    """Calls to the debtor without an answer since the last effective one."""
    stopped_until: date | None = None
    """Before this day the debtor is not called."""
    stopped_parties: tuple[UUID, ...] = ()
    """Those who asked not to be contacted again."""
    agreed_from: time | None = None
    """Earlier or later hours the debtor agreed to."""
    agreed_until: time | None = None
    refused_channels: tuple[ContactChannel, ...] = ()
    holds: tuple[ContactHold, ...] = ()
    """Complaints during which nobody is contacted."""
    given_up_calls: int = 0
    """Calls of the day that were allowed and, it was said, not made."""
    version: int = 0

    def on(self, day: date) -> "DebtorContacts":
        """The same with the counter of a day; a new day begins at zero."""
        if self.counted_on == day:
            return self
        return replace(self, counted_on=day, effective_calls=0, awaited_calls=(), given_up_calls=0)

    @property
    def calls_taken(self) -> int:
        """Effective calls of the day, and those that may become so."""
        return self.effective_calls + len(self.awaited_calls)


def refusal_of(
    debtor: DebtorContacts,
    wish: ContactWish,
    rules: ContactRules,
    *,
    is_overdue: bool,
    has_promised: bool = False,
) -> Refusal | None:
    """Why a contact is not allowed; None when it is. `debtor` has the counter of the day."""
    is_held = any(wish.local_at.date() <= hold.until for hold in debtor.holds)
    is_debtor, is_call = wish.party is ContactParty.DEBTOR, wish.channel.is_call
    is_written = wish.channel is ContactChannel.LETTER
    stopped = debtor.stopped_until is not None and wish.local_at.date() < debtor.stopped_until
    checks = (
        (not is_overdue, Refusal.NOT_OVERDUE),
        *(() if is_debtor else _checks_of_somebody_else(debtor, wish, rules)),
        (is_held, Refusal.ON_HOLD),
        (has_promised, Refusal.PROMISED),
        (not is_written and not _is_allowed_hour(debtor, wish, rules), Refusal.QUIET_HOURS),
        (is_debtor and wish.channel in debtor.refused_channels, Refusal.CHANNEL_REFUSED),
        (is_debtor and is_call and stopped, Refusal.STOP_ASKED),
        (is_call and debtor.calls_taken >= rules.most_calls_per_day, Refusal.DAILY_LIMIT),
    )
    return next((refusal for applies, refusal in checks if applies), None)


def _checks_of_somebody_else(
    debtor: DebtorContacts, wish: ContactWish, rules: ContactRules
) -> tuple[tuple[bool, Refusal], ...]:
    forbidden = wish.party is ContactParty.OTHER or wish.party_id is None
    return (
        (forbidden, Refusal.PARTY_FORBIDDEN),
        (wish.discloses_debt, Refusal.DEBT_WOULD_BE_DISCLOSED),
        (wish.party_id in debtor.stopped_parties, Refusal.STOP_ASKED),
        (debtor.missed_in_row < rules.unreachable_after, Refusal.DEBTOR_REACHABLE),
    )


def _is_allowed_hour(debtor: DebtorContacts, wish: ContactWish, rules: ContactRules) -> bool:
    """Hours the debtor agreed to take the place of the usual ones, for the debtor alone."""
    first, last = rules.from_time, rules.until_time
    if wish.party is ContactParty.DEBTOR:
        first, last = debtor.agreed_from or first, debtor.agreed_until or last
    return first <= wish.local_at.time() < last


def ask_to_contact(
    debtor: DebtorContacts | None,
    customer_id: UUID,
    wish: ContactWish,
    rules: ContactRules,
    *,
    is_overdue: bool,
    has_promised: bool = False,
) -> Decision[Contact]:
    """Allow a contact or refuse it; both are kept in the log. An allowed call takes its place.

    `has_promised` says that a promise to pay stands for the loan.
    """
    before = (debtor or DebtorContacts(customer_id)).on(wish.local_at.date())
    refused = refusal_of(before, wish, rules, is_overdue=is_overdue, has_promised=has_promised)
    contact = Contact(
        customer_id=customer_id,
        contact_id=wish.contact_id,
        loan_id=wish.loan_id,
        channel=wish.channel,
        party=wish.party,
        party_id=wish.party_id,
        asked_at=wish.local_at,
        asked_by=wish.asked_by,
        outcome=ContactOutcome.AWAITED if refused is None else ContactOutcome.REFUSED,
        refusal=refused.value if refused is not None else "",
    )
    if refused is not None or not wish.channel.is_call:
        return Decision(contact, (Change(contact),))
    after = replace(before, awaited_calls=(*before.awaited_calls, wish.contact_id))
    return Decision(contact, (Change(contact), Change(after)))


def record_contact(
    debtor: DebtorContacts | None,
    contact: Contact,
    outcome: ContactOutcome,
    local_at: datetime,
    rules: ContactRules,
) -> Decision[Contact]:
    """Keep what came of an allowed contact. Raises ContactOutcomeKnown the second time.

    A call that nobody answered or made gives its place back; one that was answered keeps it. Calls
    said not to be made beyond the policy's number keep theirs too, so that saying so is no way to
    call more often.
    """
    if contact.outcome is not ContactOutcome.AWAITED:
        raise ContactOutcomeKnown(outcome=contact.outcome.value)
    reported = replace(contact, outcome=outcome, reported_at=local_at)
    before = debtor or DebtorContacts(contact.customer_id)
    after = _answered(before, contact, outcome, local_at.date(), rules)
    if contact.channel.is_call:
        after = _counted(after, contact, outcome, rules)
    changes = (Change(reported),) if after == before else (Change(reported), Change(after))
    return Decision(reported, changes)


def _counted(
    debtor: DebtorContacts, contact: Contact, outcome: ContactOutcome, rules: ContactRules
) -> DebtorContacts:
    if contact.contact_id not in debtor.awaited_calls:
        return debtor  # It belongs to a day whose counter is closed.
    waiting = tuple(waits for waits in debtor.awaited_calls if waits != contact.contact_id)
    given_up = debtor.given_up_calls + (outcome is ContactOutcome.NOT_MADE)
    is_given_back = outcome is ContactOutcome.NO_ANSWER or (
        outcome is ContactOutcome.NOT_MADE and given_up <= rules.most_given_up_per_day
    )
    return replace(
        debtor,
        awaited_calls=waiting,
        effective_calls=debtor.effective_calls + (not is_given_back),
        given_up_calls=given_up,
    )


def _answered(
    debtor: DebtorContacts,
    contact: Contact,
    outcome: ContactOutcome,
    on: date,
    rules: ContactRules,
) -> DebtorContacts:
    asked_to_stop = outcome is ContactOutcome.STOP_ASKED
    if contact.party is not ContactParty.DEBTOR:
        if not asked_to_stop or contact.party_id is None:
            return debtor
        return replace(debtor, stopped_parties=(*debtor.stopped_parties, contact.party_id))
    if asked_to_stop:
        stopped_until = date.fromordinal(on.toordinal() + rules.stop_days + 1)
        return replace(debtor, stopped_until=stopped_until, missed_in_row=0)
    if not contact.channel.is_call or outcome is ContactOutcome.NOT_MADE:
        return debtor
    missed = debtor.missed_in_row + 1 if outcome is ContactOutcome.NO_ANSWER else 0
    return replace(debtor, missed_in_row=missed)


def prefer_contacts(
    debtor: DebtorContacts | None,
    customer_id: UUID,
    *,
    agreed_from: time | None,
    agreed_until: time | None,
    refused_channels: tuple[ContactChannel, ...],
) -> Decision[DebtorContacts]:
    """Keep the hours a debtor agrees to and the channels they do not want.

    Raises ContactHoursImpossible unless the hours are in order; letters cannot be refused, since
    the law asks for notices in writing.
    """
    both = agreed_from is not None and agreed_until is not None
    neither = agreed_from is None and agreed_until is None
    if not (both or neither) or (both and agreed_until <= agreed_from):  # type: ignore[operator]
        raise ContactHoursImpossible
    after = replace(
        debtor or DebtorContacts(customer_id),
        agreed_from=agreed_from,
        agreed_until=agreed_until,
        refused_channels=tuple(
            channel
            for channel in ContactChannel
            if channel in refused_channels and channel is not ContactChannel.LETTER
        ),
    )
    return Decision(after, (Change(after),))


def hold_contacts(
    debtor: DebtorContacts | None, customer_id: UUID, case_id: UUID, until: date
) -> Decision[DebtorContacts]:
    """Nobody is contacted until a complaint is answered, or the last day for that has passed."""
    before = debtor or DebtorContacts(customer_id)
    others = (hold for hold in before.holds if hold.case_id != case_id)
    after = replace(before, holds=(*others, ContactHold(case_id, until)))
    return Decision(after, (Change(after),))


def release_contacts(
    debtor: DebtorContacts | None, customer_id: UUID, case_id: UUID
) -> Decision[DebtorContacts]:
    """The complaint is answered; another one goes on holding."""
    before = debtor or DebtorContacts(customer_id)
    others = tuple(hold for hold in before.holds if hold.case_id != case_id)
    if others == before.holds:
        return Decision(before)
    after = replace(before, holds=others)
    return Decision(after, (Change(after),))
