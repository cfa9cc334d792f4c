"""What a replay knows: the rows with what was paid on them, and the facts interest follows."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from services.repayment.domain.allocation_order import Part
from services.repayment.domain.repayment_schedule import InterestStep
from services.repayment.quoting.agreement import Agreement


@dataclass(slots=True)
class Charge:
    """A fee or penalty with a due date of its own."""

    part: Part
    due_on: date
    amount_minor: int


@dataclass(slots=True)
class Row:
    """One row of the answer while it is being found. Amounts in minor units."""

    number: int
    starts_on: date
    due_on: date
    principal_minor: int = 0
    interest_minor: int = 0
    balance_after_minor: int = 0
    opening_minor: int = 0
    """The balance at its start, as planned."""
    whole_minor: int = 0
    """The same with what is drawn within it: the most it can repay."""
    carried_minor: int = 0
    """Interest that the row before left to it."""
    brought_minor: int = 0
    """Interest of a time before the rows, that falls due with it."""
    level_minor: int | None = None
    """A level that begins with this row; else that of the row before goes on."""
    level_now_minor: int = 0
    """The level in force for it."""
    fixed: bool = False
    """Whether principal and interest no longer follow from the facts."""
    closed: bool = False
    """Whether a re-age took what it still asked for into new rows."""
    principal_free: bool = False
    interest_later: bool = False
    """Whether its interest falls due with the row after."""
    whole_days: int | None = None
    """The days of a whole period, for a row whose own is longer or shorter."""
    charges: list[Charge] = field(default_factory=list)
    paid: dict[Part, int] = field(default_factory=lambda: dict.fromkeys(Part, 0))
    paid_in_advance_minor: int = 0
    paid_late_minor: int = 0
    paid_on: date | None = None

    def due(self, part: Part) -> int:
        """What the row asks for of one part."""
        match part:
            case Part.PRINCIPAL:
                return self.principal_minor
            case Part.INTEREST:
                return self.interest_minor
            case _:
                return sum(c.amount_minor for c in self.charges if c.part is part)

    @property
    def whole_until(self) -> date:
        """Where its period would end were it a whole one."""
        if self.whole_days is None:
            return self.due_on
        return self.starts_on + timedelta(days=self.whole_days)

    def unpaid(self, part: Part) -> int:
        return self.due(part) - self.paid[part]

    @property
    def total_minor(self) -> int:
        return sum(self.due(part) for part in Part)

    @property
    def outstanding_minor(self) -> int:
        return sum(self.unpaid(part) for part in Part)

    @property
    def paid_minor(self) -> int:
        return sum(self.paid.values())

    def pay(self, part: Part, amount_minor: int, on: date) -> None:
        """Take money for one part and remember whether it came early or late."""
        self.paid[part] += amount_minor
        if on < self.due_on:
            self.paid_in_advance_minor += amount_minor
        elif on > self.due_on and part is not Part.PENALTY:
            self.paid_late_minor += amount_minor


@dataclass(slots=True)
class Book:
    """The rows and the facts of one replay."""

    agreement: Agreement
    rows: list[Row]
    drawn: list[tuple[date, int]]
    """Money lent on dates, oldest first."""
    rates: list[tuple[date, int]]
    """The rate in 10^-9 from each date on, oldest first."""
    parts_rounded: bool
    """Whether the parts of a period are rounded each, not once together."""
    pauses: list[tuple[date, date]] = field(default_factory=list)
    """No interest on the days of [since, until)."""
    repaid: list[tuple[date, int]] = field(default_factory=list)
    """Principal repaid on dates, oldest first."""
    today: date = date.min
    """Up to here the facts count; from here on rows are taken to be paid as they ask."""
    overpaid_minor: int = 0
    re_aged: tuple[int, int] | None = None
    """Principal and interest that a re-age took into new rows."""

    @property
    def drawn_minor(self) -> int:
        return sum(amount for _, amount in self.drawn)

    @property
    def outstanding_principal_minor(self) -> int:
        return self.drawn_minor - sum(amount for _, amount in self.repaid)

    def steps(self, row: Row, opening_minor: int, until: date) -> list[InterestStep]:
        """The balances and rates that bear interest in a row's period, up to a date."""
        facts = (*self.drawn, *self.repaid)
        dates = {row.starts_on, self.today}
        if self.agreement.recalculated:
            dates |= {on for on, _ in facts}
        dates |= {on for on, _ in self.rates}
        dates |= {on for pause in self.pauses for on in pause}
        steps: list[InterestStep] = []
        for on in sorted(d for d in dates if row.starts_on <= d < until):
            step = InterestStep(on, self._bearing(row, opening_minor, on), self.rate_on(on))
            last = steps[-1] if steps else None
            same = (step.principal_minor, step.rate_nano)
            if last and (last.principal_minor, last.rate_nano) == same:
                continue
            steps.append(step)
        return steps

    def _bearing(self, row: Row, opening_minor: int, on: date) -> int:
        """What bears interest on a day: what is really owed, or will be if rows are paid."""
        planned = opening_minor + sum(a for d, a in self.drawn if row.starts_on < d <= on)
        if not self.agreement.recalculated:
            return planned
        if on < self.today:
            return sum(a for d, a in self.drawn if d <= on) - sum(
                a for d, a in self.repaid if d <= on
            )
        ahead = sum(r.paid[Part.PRINCIPAL] for r in self.rows if r.number >= row.number)
        return max(0, planned - ahead)

    def rate_on(self, on: date) -> int:
        """The rate of a day; 0 in a pause."""
        if any(since <= on < until for since, until in self.pauses):
            return 0
        return [rate for begins, rate in self.rates if begins <= on][-1]
