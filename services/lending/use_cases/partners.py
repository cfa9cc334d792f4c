"""What the use cases need from the world: other services, partners, and lending's own tables."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from chassis.paper import Paper
from chassis.personal import Personal
from chassis.seal_check import SealReport
from services.lending.domain.approval import LastApplication
from services.lending.domain.behaviour import BehaviourFact
from services.lending.domain.contract import Contract, ContractDocument, Intent, Seal
from services.lending.domain.credit_file import FeatureVector
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.drawdown import Drawdown, OwnCard, PaymentAnswer, Verdict
from services.lending.domain.line_record import LineChange
from services.lending.domain.loan_application import (
    BureauReport,
    LoanApplication,
    Screening,
)
from services.lending.domain.manual_review import ManualReview
from services.lending.domain.policy_register import PolicyRegister
from services.lending.domain.product import AssuranceLevel
from services.lending.domain.quote import Quote, QuoteTerms
from services.lending.domain.schedule import Schedule
from services.lending.domain.score import Score


@dataclass(frozen=True, slots=True)
class Customer:
    """What identity tells about a customer; the label names them in texts without naming them."""

    assurance_level: AssuranceLevel
    birth_date: Personal[date] | None
    is_student: bool
    label_masked: str
    business_verified: bool = False
    """Whether identity knows the business this customer runs."""
    region: str = ""
    """Two-digit province code of the identity number; empty before registration."""
    sanctions: Screening = Screening.NOT_SCREENED
    people_on_device: int = 1
    """Customers who logged in on this customer's devices, where identity counts them."""
    people_on_card: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """Name and number in clear, for the credit bureau only; never stored or logged."""

    name: Personal[str]
    id_number: Personal[str]
    consent_id: UUID


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file, what its seal says, and the authority's answer as bytes."""

    content: bytes
    seal: Seal
    timestamp_token: bytes


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A one-time code is on its way to the customer's phone."""

    otp_id: UUID
    expires_at: datetime
    resend_after: datetime


class Identity(Protocol):
    """Who the customer is."""

    async def customer(self, customer_id: UUID) -> Customer: ...

    async def payout_card(self, customer_id: UUID, card_id: UUID) -> OwnCard | None:
        """The customer's card and how well they are known; None when it is not theirs."""
        ...

    async def send_signing_code(
        self, customer_id: UUID, sha256: str, amount_minor: int, request_id: UUID
    ) -> CodeSent:
        """Raises the reasons of a code that cannot be sent yet."""
        ...

    async def verify_signing_code(
        self, customer_id: UUID, sha256: str, code: Personal[str], request_id: UUID
    ) -> Intent:
        """Raises the reasons of a code that is wrong, old, used, or for another document."""
        ...

    async def person_for_bureau(self, customer_id: UUID) -> Person:
        """Raises CONSENT_MISSING without the customer's consent to a bureau query."""
        ...


class Papers(Protocol):
    """Draws papers as files: the same bytes for the same paper."""

    async def drawn(self, paper: Paper) -> bytes: ...


class Seals(Protocol):
    """The lender's seal with a trusted timestamp."""

    async def seal(self, content: bytes, contract: Contract) -> "SealedFile":
        """The file with the seal behind it. Raises Unavailable, and then nothing happened."""
        ...

    async def check(self, content: bytes) -> SealReport:
        """Whether the seal of a file is good; never raises."""
        ...


class Vault(Protocol):
    """Locks files that tell about a customer, each under a key of its own."""

    def locked(self, customer_id: UUID, contract_id: UUID, content: bytes) -> ContractDocument: ...

    def opened(self, document: ContractDocument) -> bytes: ...


class CreditBureau(Protocol):
    """Asks the bureau, always under a consent."""

    async def report(self, person: Person) -> BureauReport: ...


class Scorer(Protocol):
    """Scores feature vectors in memory: no I/O, well below a millisecond, and always an answer."""

    def score(self, customer_id: UUID, features: FeatureVector) -> Score:
        """The customer decides by hash which model is used; the same customer always gets it."""
        ...


class Schedules(Protocol):
    """Repayment, the one owner of schedules."""

    async def schedule(
        self, terms: QuoteTerms, *, daily_rate_ppm: int, disbursed_on: date
    ) -> Schedule: ...


class Monitoring(Protocol):
    """Judges drawdowns before money moves."""

    async def screen(self, drawdown: Drawdown, request_id: UUID) -> Verdict:
        """Raises Unavailable when no answer came in time."""
        ...


class PayoutRail(Protocol):
    """Pays drawdowns out, each under its own key."""

    async def pay(self, drawdown: Drawdown) -> PaymentAnswer: ...

    async def status(self, drawdown: Drawdown) -> PaymentAnswer | None:
        """What became of the payment; None when the rail does not know its key."""
        ...


class Reads(Protocol):
    """Lending's own tables, read without a lock."""

    async def application(
        self, customer_id: UUID, application_id: UUID
    ) -> LoanApplication | None: ...

    async def credit_line(self, customer_id: UUID, credit_line_id: UUID) -> CreditLine | None: ...

    async def credit_lines(self, customer_id: UUID) -> list[CreditLine]: ...

    async def line_changes(
        self, customer_id: UUID, credit_line_id: UUID, *, before: UUID | None, limit: int
    ) -> list[LineChange]: ...

    async def frozen_lines(self, after: UUID, limit: int) -> list[tuple[UUID, UUID]]:
        """Customer and line of frozen lines of which something is in order again, by line."""
        ...

    async def quote(self, customer_id: UUID, quote_id: UUID) -> Quote | None: ...

    async def contract(self, customer_id: UUID, contract_id: UUID) -> Contract | None: ...

    async def contract_document(
        self, customer_id: UUID, contract_id: UUID
    ) -> ContractDocument | None: ...

    async def drawdown(self, customer_id: UUID, drawdown_id: UUID) -> Drawdown | None: ...

    async def drawdowns(
        self, customer_id: UUID, *, before: UUID | None, limit: int
    ) -> list[Drawdown]: ...

    async def unfinished_drawdowns(
        self, requested_before: datetime, *, after: UUID | None, limit: int
    ) -> list[Drawdown]:
        """Drawdowns that wait for monitoring or the rail, in order of their ids, after one."""
        ...

    async def held_drawdowns(
        self, requested_before: datetime, *, after: UUID | None, limit: int
    ) -> list[Drawdown]:
        """Drawdowns that wait for a decision, in order of their ids, after one."""
        ...

    async def last_application(
        self, customer_id: UUID, product_code: str
    ) -> LastApplication | None:
        """How the customer's latest application for a product stands."""
        ...

    async def review(self, customer_id: UUID, review_id: UUID) -> ManualReview | None: ...

    async def reviews_waiting(self, *, after: UUID | None, limit: int) -> list[ManualReview]:
        """Reviews nobody has decided, by id, after the one named."""
        ...

    async def reviews_due(self, today: date, *, limit: int) -> list[ManualReview]:
        """Undecided reviews whose day has passed and about which nothing was done yet."""
        ...

    async def behaviour_facts(self, customer_id: UUID) -> list[BehaviourFact]:
        """All that is known of a customer's loans here, in no order."""
        ...

    async def open_lines(self, *, after: UUID | None, limit: int) -> list[CreditLine]:
        """Lines that are not closed, over all customers, in order of their ids, after one."""
        ...

    async def newest_applications(self, *, product_code: str, limit: int) -> list[LoanApplication]:
        """The applications decided last, over all customers, the newest first."""
        ...

    async def opened_day_and_policy_number(self) -> tuple[date | None, int]: ...

    async def policy_register(self) -> PolicyRegister: ...
