"""Stand-ins for what lending asks: identity, bureau, repayment, monitoring and the rail."""

from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from chassis.errors import InvalidInput, StateForbids, Unavailable
from chassis.paper import Paper
from chassis.personal import Personal
from chassis.ports import new_id, utc_now
from chassis.seal_check import SealReport
from services.lending.domain.contract import Contract, Intent, Seal
from services.lending.domain.drawdown import (
    Drawdown,
    OwnCard,
    PaymentAnswer,
    PaymentOutcome,
    PayoutCard,
    Verdict,
    VerdictOutcome,
)
from services.lending.domain.errors import ConsentMissing
from services.lending.domain.loan_application import BureauReport
from services.lending.domain.product import AssuranceLevel
from services.lending.domain.quote import QuoteTerms
from services.lending.domain.schedule import Schedule
from services.lending.use_cases.partners import CodeSent, Customer, Person, SealedFile
from tests.builders.lending import CARD, TODAY, a_bureau_report, a_schedule

CODE = "246810"


class FakeIdentity:
    """Knows every customer; their one card is CARD."""

    def __init__(self) -> None:
        self.level = AssuranceLevel.L1
        self.has_consented = True
        self.codes: dict[tuple[UUID, str], UUID] = {}
        self.used: dict[tuple[UUID, str], UUID] = {}

    async def customer(self, customer_id: UUID) -> Customer:
        born = Personal(date(1996, 5, 1))
        return Customer(
            self.level, born, is_student=False, label_masked="王**（1****************X）"
        )

    async def payout_card(self, customer_id: UUID, card_id: UUID) -> OwnCard | None:
        return OwnCard(PayoutCard(card_id, "card-token"), self.level) if card_id == CARD else None

    async def send_signing_code(
        self, customer_id: UUID, sha256: str, amount_minor: int, request_id: UUID
    ) -> CodeSent:
        self.codes.setdefault((customer_id, sha256), request_id)
        now = utc_now()
        return CodeSent(request_id, now + timedelta(minutes=5), now + timedelta(minutes=1))

    async def verify_signing_code(
        self, customer_id: UUID, sha256: str, code: Personal[str], request_id: UUID
    ) -> Intent:
        """The one right code is CODE; each document's code works once, but for a repetition."""
        if code.reveal() != CODE:
            raise InvalidInput.received("OTP_WRONG", "wrong", {"tries_left": "4"})
        if (customer_id, sha256) not in self.codes:
            raise StateForbids.received("OTP_NOT_REQUESTED", "not requested", {})
        used = self.used.setdefault((customer_id, sha256), request_id)
        if used != request_id:
            raise StateForbids.received("OTP_USED", "used", {})
        return Intent(self.codes[customer_id, sha256], utc_now())

    async def person_for_bureau(self, customer_id: UUID) -> Person:
        if not self.has_consented:
            raise ConsentMissing(purpose="BUREAU_QUERY")
        return Person(Personal("王小明"), Personal("11010119900307900X"), new_id())


class FakePapers:
    """A file that says no more than the hash of the paper."""

    def __init__(self) -> None:
        self.drawings = 0

    async def drawn(self, paper: Paper) -> bytes:
        self.drawings += 1
        return b"%PDF " + paper.digest.encode()


class FakeSeals:
    """Seals by adding a number that grows, so that two seals are never the same."""

    def __init__(self) -> None:
        self.silent_for = 0
        self.sealed = 0

    async def check(self, content: bytes) -> SealReport:
        return SealReport(valid=b" sealed " in content, problem="")

    async def seal(self, content: bytes, contract: Contract) -> SealedFile:
        if self.silent_for:
            self.silent_for -= 1
            raise Unavailable
        self.sealed += 1
        file = content + b" sealed %d" % self.sealed
        seal = Seal(sha256(file).hexdigest(), "A lender", "A TSA", utc_now())
        return SealedFile(file, seal, b"token")


class FakeBureau:
    """Answers with `answer` and counts the questions."""

    def __init__(self) -> None:
        self.answer: BureauReport = a_bureau_report()
        self.asked = 0

    async def report(self, person: Person) -> BureauReport:
        self.asked += 1
        return self.answer


class FakeSchedules:
    async def schedule(
        self, terms: QuoteTerms, *, daily_rate_ppm: int, disbursed_on: date
    ) -> Schedule:
        return a_schedule(
            terms.amount_minor,
            terms.instalments,
            daily_rate_ppm=daily_rate_ppm,
            disbursed_on=disbursed_on,
            method=terms.method,
        )


class FakeMonitoring:
    """Gives `outcome`, or no answer as often as `silent_for` says; a key keeps its verdict."""

    def __init__(self) -> None:
        self.outcome = VerdictOutcome.ALLOW
        self.silent_for = 0
        self.given: dict[UUID, Verdict] = {}
        self.lifetime = timedelta(seconds=60)

    async def screen(self, drawdown: Drawdown, request_id: UUID) -> Verdict:
        if self.silent_for:
            self.silent_for -= 1
            raise Unavailable
        if request_id not in self.given:
            self.given[request_id] = Verdict(
                verdict_id=new_id(),
                outcome=self.outcome,
                reason_codes=(),
                rule_set_version="rules-1",
                customer_id=drawdown.customer_id,
                amount_minor=drawdown.amount_minor,
                card_id=drawdown.card.card_id,
                expires_at=utc_now() + self.lifetime,
            )
        return self.given[request_id]


class FakeRail:
    """A rail with a book: one key pays at most once, whatever is asked how often."""

    def __init__(self) -> None:
        self.book: dict[str, int] = {}
        self.sent: list[str] = []
        self.lost_answers = 0
        """How many payments will be booked without the caller hearing of it."""
        self.lost_requests = 0
        """How many payments will get lost on the way, unbooked."""
        self.refuse_with = ""

    async def pay(self, drawdown: Drawdown) -> PaymentAnswer:
        key = drawdown.end_to_end_id
        self.sent.append(key)
        if self.refuse_with:
            return PaymentAnswer(PaymentOutcome.REFUSED, reason_code=self.refuse_with)
        if self.lost_requests:
            self.lost_requests -= 1
            return PaymentAnswer(PaymentOutcome.UNSETTLED)
        assert self.book.setdefault(key, drawdown.amount_minor) == drawdown.amount_minor
        if self.lost_answers:
            self.lost_answers -= 1
            return PaymentAnswer(PaymentOutcome.UNSETTLED)
        return PaymentAnswer(PaymentOutcome.PAID, booked_on=TODAY)

    async def status(self, drawdown: Drawdown) -> PaymentAnswer | None:
        if drawdown.end_to_end_id not in self.book:
            return None
        return PaymentAnswer(PaymentOutcome.PAID, booked_on=TODAY)
