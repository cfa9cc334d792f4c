"""Random lives of loans for property tests: acts that are tried one after the other."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from chassis.decision import Transfer
from chassis.errors import DomainError
from chassis.frozen import replace
from services.repayment.domain.allocation_order import Part
from services.repayment.domain.history import EntryKind, HistoryEntry, PlanChange, PlanChangeKind
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.terms import Method
from tests.builders.loans import CUSTOMER, LOAN, a_loan, repayment_id, some_terms

FEE_ITEM = "paper_statement"
CHANGE_KINDS = tuple(PlanChangeKind)
ACTS = st.lists(
    st.tuples(
        st.integers(0, 40),  # days until the act
        st.sampled_from(["pay", "pay", "pay", "change", "waive", "fee", "charge_off"]),
        st.sampled_from(CHANGE_KINDS),
        st.integers(1, 100),  # per cent, or a number of instalments or a day
    ),
    max_size=14,
)
LOANS = st.builds(
    lambda principal, instalments, rate, method: a_loan(
        principal_minor=principal,
        terms=some_terms(
            daily_rate_ppm=rate, instalments=instalments, method=method, fee_items=(FEE_ITEM,)
        ),
    ),
    st.integers(50_000, 5_000_000),
    st.sampled_from([1, 3, 5, 10, 20]),
    st.integers(100, 650),
    st.sampled_from(list(Method)),
)


def a_change(kind: PlanChangeKind, number: int, on: date) -> PlanChange:
    """A change of a kind that a number from 1 to 100 makes more or less drastic."""
    fields: dict[str, Any] = {
        "due_day": 1 + number % 31,
        "instalments": 1 + number % 6,
        "daily_rate_ppm": 8 * number,  # up to 800, beyond the cap
        "from_on": on + timedelta(days=number % 20),
        "to_on": on + timedelta(days=number % 20 + number // 4),
    }
    if kind is PlanChangeKind.RE_AGE:
        fields["from_on"] = on + timedelta(days=1 + number % 40)
    return PlanChange(kind=kind, **fields)


@dataclass
class RandomLife:
    """Plays acts on one loan and keeps the books beside it."""

    loan: Loan
    today: date
    number: int = 0

    def __post_init__(self) -> None:
        self.transfers: list[Transfer] = []

    def play(self, acts: list[tuple[int, str, PlanChangeKind, int]]) -> None:
        for gap, act, kind, size in acts:
            self.today += timedelta(days=gap)
            self.try_act(act, kind, size)

    def try_act(self, act: str, kind: PlanChangeKind, size: int) -> None:
        """Let it happen, unless the loan does not allow it."""
        if self.loan.status is LoanStatus.SETTLED:
            return
        self.bring()
        entry = self.entry(act, kind, size)
        if entry is None:
            return
        try:
            done = happened(self.loan, entry)
        except DomainError:
            return
        self.loan = done.loan
        self.post(done.events)

    def bring(self) -> None:
        self.loan, dates = self.loan.brought_to(self.today)
        self.post(dates)

    def post(self, events: tuple[object, ...]) -> None:
        self.transfers += transfers_of(
            events, customer_id=CUSTOMER, loan_id=LOAN, business_date=self.today
        )

    def entry(self, act: str, kind: PlanChangeKind, size: int) -> HistoryEntry | None:
        self.number += 1
        entry = HistoryEntry(
            EntryKind.REPAYMENT, repayment_id(self.number), self.today, self.today, label="PREPAY"
        )
        owed = self.loan.owed(self.today)
        match act:
            case "pay":
                amount = self.loan.payoff(self.today).total_minor * size // 100
                return replace(entry, amount_minor=amount) if amount else None
            case "change":
                change = a_change(kind, size, self.today)
                return replace(entry, kind=EntryKind.PLAN_CHANGE, change=change)
            case "waive":
                part = (Part.PENALTY, Part.INTEREST, Part.FEE)[size % 3]
                amount = owed.of(part) * size // 100
                return replace(entry, kind=EntryKind.WAIVER, part=part, amount_minor=amount)
            case "fee":
                return replace(entry, kind=EntryKind.FEE, label=FEE_ITEM, amount_minor=size)
            case _:
                return replace(entry, kind=EntryKind.CHARGE_OFF)


def balances(*transfers: Transfer) -> Counter[str]:
    """Debit balance of each account, those of zero left out."""
    books: Counter[str] = Counter()
    for transfer in transfers:
        books[transfer.debit] += transfer.amount_minor
        books[transfer.credit] -= transfer.amount_minor
    return Counter({account: balance for account, balance in books.items() if balance})
