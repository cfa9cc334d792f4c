"""A case: what a customer complained about or told us, by when it is due, what we answered."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.decision import Change, Decision
from services.support.domain.errors import (
    CaseAlreadyAnswered,
    CaseHasNoDueDate,
    ExtensionNeedsApprover,
    ExtensionTooLong,
)
from services.support.domain.events import (
    CaseAnswered,
    CaseExtended,
    ComplaintFiled,
    FeedbackGiven,
)
from services.support.domain.policy import SupportPolicy
from services.support.domain.ticket_number import ticket_number
from services.support.domain.words import CaseCategory, CaseChannel, CaseKind, CaseStatus

NOT_RATED = 0


@dataclass(frozen=True, slots=True)
class CaseRef:
    """Names a case. The reply of every command, because replies are stored: no text in it."""

    customer_id: UUID
    case_id: UUID


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """The data key of one customer's texts, wrapped; deleting it erases them all."""

    customer_id: UUID
    data_key_wrapped: bytes
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What a customer hands in, its texts sealed."""

    customer_id: UUID
    case_id: UUID
    category: CaseCategory
    channel: CaseChannel
    filed_at: datetime
    received_on: date
    """The calendar date of filed_at in Asia/Shanghai; deadlines are counted from it."""
    text_sealed: bytes
    contact_sealed: bytes | None = None
    rating: int = NOT_RATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One move of the due date."""

    days: int
    due_on: date
    reason_sealed: bytes
    asked_by: str
    approved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One complaint or feedback. It is only ever added to: nothing the customer said changes."""

    customer_id: UUID
    case_id: UUID
    ticket_number: str
    kind: CaseKind
    category: CaseCategory
    channel: CaseChannel
    filed_at: datetime
    received_on: date
    """The calendar date of filed_at in Asia/Shanghai; deadlines are counted from it."""
    text_sealed: bytes
    contact_sealed: bytes | None
    rating: int
    policy_version: str
    """The policy that set the due date."""
    due_on: date | None
    """The last day to answer, in Asia/Shanghai; None for feedback."""
    extensions: tuple[Extension, ...] = ()
    answer_sealed: bytes | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    version: int = 0

    @property
    def ref(self) -> CaseRef:
        return CaseRef(self.customer_id, self.case_id)

    @property
    def status(self) -> CaseStatus:
        if self.answered_at is not None:
            return CaseStatus.ANSWERED
        return CaseStatus.EXTENDED if self.extensions else CaseStatus.OPEN

    @property
    def extended_days(self) -> int:
        return sum(extension.days for extension in self.extensions)

    def answer(self, answer_sealed: bytes, answered_by: str, now: datetime) -> Decision[CaseRef]:
        """Answer the case, once. Raises CaseAlreadyAnswered."""
        self._must_be_open()
        answered = replace(
            self, answer_sealed=answer_sealed, answered_at=now, answered_by=answered_by
        )
        event = CaseAnswered(
            customer_id=self.customer_id,
            occurred_at=now,
            case_id=self.case_id,
            ticket_number=self.ticket_number,
            answered_by=answered_by,
        )
        return Decision(self.ref, (Change(answered, (event,)),))

    def extend(self, extension: "ExtensionAsked", policy: SupportPolicy) -> Decision[CaseRef]:
        """Move the due date within the next step: complex first, then special reasons.

        One extension never passes the end of its step, so that the special one is a second
        decision with its own approval. `policy` is that of the day of receipt. Raises
        CaseAlreadyAnswered, CaseHasNoDueDate, ExtensionNeedsApprover or ExtensionTooLong.
        """
        self._must_be_open()
        if self.due_on is None:
            raise CaseHasNoDueDate(kind=self.kind)
        if _same_person(extension.approved_by, extension.asked_by):
            raise ExtensionNeedsApprover(approver=extension.approved_by)
        latest = self._latest_due_on(self.due_on, policy)
        due_on = self.due_on + timedelta(days=extension.days)
        if due_on > latest:
            raise ExtensionTooLong(latest_due_on=latest)
        moved = Extension(
            days=extension.days,
            due_on=due_on,
            reason_sealed=extension.reason_sealed,
            asked_by=extension.asked_by,
            approved_by=extension.approved_by,
            moved_at=extension.moved_at,
        )
        extended = replace(self, due_on=due_on, extensions=(*self.extensions, moved))
        event = CaseExtended(
            customer_id=self.customer_id,
            occurred_at=extension.moved_at,
            case_id=self.case_id,
            ticket_number=self.ticket_number,
            due_on=due_on,
            approved_by=extension.approved_by,
        )
        return Decision(self.ref, (Change(extended, (event,)),))

    def _latest_due_on(self, due_on: date, policy: SupportPolicy) -> date:
        complex_end = self.received_on + timedelta(days=policy.complaint_complex_days)
        if due_on < complex_end:
            return complex_end
        return self.received_on + timedelta(days=policy.complaint_special_days)

    def _must_be_open(self) -> None:
        if self.answered_at is not None:
            raise CaseAlreadyAnswered(answered_at=self.answered_at.strftime("%Y-%m-%dT%H:%M:%SZ"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionAsked:
    """What a member of staff asks for, with the person who approves."""

    days: int
    reason_sealed: bytes
    asked_by: str
    approved_by: str
    moved_at: datetime


def file_complaint(filing: Filing, policy: SupportPolicy) -> Case:
    """Whatever a customer complains about becomes a case with a due date; nothing is refused."""
    due_on = filing.received_on + timedelta(days=policy.complaint_answer_days)
    return _filed(filing, CaseKind.COMPLAINT, due_on, policy)


def give_feedback(filing: Filing, policy: SupportPolicy) -> Case:
    """An opinion or a wish becomes a case without a due date."""
    return _filed(filing, CaseKind.FEEDBACK, None, policy)


def filing_event(case: Case) -> ComplaintFiled | FeedbackGiven:
    """What is announced about a case just filed."""
    if case.due_on is None:
        return FeedbackGiven(
            customer_id=case.customer_id,
            occurred_at=case.filed_at,
            case_id=case.case_id,
            ticket_number=case.ticket_number,
            category=case.category,
            rating=case.rating,
        )
    return ComplaintFiled(
        customer_id=case.customer_id,
        occurred_at=case.filed_at,
        case_id=case.case_id,
        ticket_number=case.ticket_number,
        category=case.category,
        channel=case.channel,
        due_on=case.due_on,
    )


def _filed(filing: Filing, kind: CaseKind, due_on: date | None, policy: SupportPolicy) -> Case:
    return Case(
        customer_id=filing.customer_id,
        case_id=filing.case_id,
        ticket_number=ticket_number(kind, filing.received_on, filing.case_id),
        kind=kind,
        category=filing.category,
        channel=filing.channel,
        filed_at=filing.filed_at,
        received_on=filing.received_on,
        text_sealed=filing.text_sealed,
        contact_sealed=filing.contact_sealed,
        rating=filing.rating,
        policy_version=policy.version,
        due_on=due_on,
    )


def _same_person(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
