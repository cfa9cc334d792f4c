"""Expected credit losses: what may be lost, and the provision that is booked for it each night.

Expected loss = exposure at default x probability of default x loss given default (IFRS 9, CAS 22).
The exposure is the outstanding principal: lines can be closed at any time, so nothing undrawn
counts. Stage 1 has the probability of twelve months, stages 2 and 3 that of the whole life.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from chassis.dated_policy import PolicyError, number
from chassis.decision import Change, Decision
from chassis.frozen import replace
from chassis.money import round_half_up
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.late.classification import CURRENT, AssetClass, Stage, table_of
from services.repayment.domain.late.events import ProvisionAdjusted

PPM = 1_000_000
MOST_PPM = 2**31 - 1
"""Ratios end here: more than two thousand times says no more."""
UNITS = PPM * PPM
"""Expected loss is exact in fen / UNITS until it is rounded."""
LENDER = UUID(int=0)
"""Stands for the lender itself where an entry concerns no single customer."""


@dataclass(frozen=True, slots=True)
class LossRates:
    """The probability of default by stage and bucket, and the loss that follows it by stage."""

    default_ppm: Mapping[Stage, Mapping[str, int]]
    loss_ppm: Mapping[Stage, int]

    @classmethod
    def of_policy(cls, given: object) -> "LossRates":
        """Raises PolicyError unless every stage has both, from M0 on, between nothing and all."""
        value = table_of(given)
        defaults = {
            Stage(name): {bucket: number(ppm) for bucket, ppm in table_of(row).items()}
            for name, row in table_of(value["default_ppm"]).items()
        }
        losses = {Stage(name): number(ppm) for name, ppm in table_of(value["loss_ppm"]).items()}
        if set(defaults) != set(Stage) or set(losses) != set(Stage):
            raise PolicyError("every stage has a probability of default and a loss")
        if any(CURRENT not in row for row in defaults.values()):
            raise PolicyError("every stage has a probability for M0")
        rates = [*losses.values(), *(ppm for row in defaults.values() for ppm in row.values())]
        if max(rates) > PPM:
            raise PolicyError("a rate is at most 1000000 ppm")
        return cls(defaults, losses)

    def default_of(self, stage: Stage, bucket: str, buckets: Iterable[str]) -> int:
        """The probability in ppm; a bucket without one has that of the bucket before it."""
        row = self.default_ppm[stage]
        found = row[CURRENT]
        for name in buckets:
            found = row.get(name, found)
            if name == bucket:
                break
        return found

    def expected_loss(
        self, exposure_minor: int, stage: Stage, bucket: str, buckets: Iterable[str]
    ) -> int:
        """Exposure x probability x loss, exact, in fen / UNITS."""
        return exposure_minor * self.default_of(stage, bucket, buckets) * self.loss_ppm[stage]


@dataclass(frozen=True, slots=True)
class ProvisionFloors:
    """The least ratios the supervisor asks for, in parts per million."""

    coverage_ppm: int
    """Allowance to non-performing loans."""
    provision_to_loans_ppm: int
    """Allowance to all loans."""

    @classmethod
    def of_policy(cls, given: object) -> "ProvisionFloors":
        """Raises PolicyError for anything but two whole numbers."""
        value = table_of(given)
        return cls(number(value["coverage_ppm"]), number(value["provision_to_loans_ppm"]))


@dataclass(frozen=True, slots=True)
class PortfolioCell:
    """All loans of one bucket, class and stage at the end of a business date."""

    late_bucket: str
    asset_class: AssetClass
    stage: Stage
    currency: str
    loans: int
    outstanding_minor: int


@dataclass(frozen=True, slots=True)
class Provision:
    """What is provided for the loans of one bucket and stage."""

    late_bucket: str
    stage: Stage
    currency: str
    exposure_minor: int
    allowance_minor: int


@dataclass(frozen=True, slots=True)
class LossAllowance:
    """The allowance of the whole suite, as it was last booked."""

    suite_id: str
    business_date: date
    provisions: tuple[Provision, ...] = ()
    version: int = 0


def provisions_of(
    cells: Iterable[PortfolioCell], rates: LossRates, buckets: tuple[str, ...]
) -> tuple[Provision, ...]:
    """What a portfolio needs; each bucket and stage is rounded half up once."""
    exposure: dict[tuple[str, Stage, str], int] = {}
    for cell in cells:
        key = (cell.late_bucket, cell.stage, cell.currency)
        exposure[key] = exposure.get(key, 0) + cell.outstanding_minor
    return tuple(
        Provision(
            late_bucket=bucket,
            stage=stage,
            currency=currency,
            exposure_minor=minor,
            allowance_minor=round_half_up(
                rates.expected_loss(minor, stage, bucket, buckets), UNITS
            ),
        )
        for (bucket, stage, currency), minor in sorted(exposure.items())
    )


def book_provisions(
    before: LossAllowance | None, suite_id: str, needed: tuple[Provision, ...], on: date
) -> Decision[int]:
    """Book the change of each bucket and stage since the last night; replies how many changed."""
    allowance = before or LossAllowance(suite_id, on)
    held = {_key(provision): provision for provision in allowance.provisions}
    wanted = {_key(provision): provision for provision in needed}
    events = []
    for key in sorted(held.keys() | wanted.keys()):
        bucket, stage, currency = key
        now = wanted.get(key) or Provision(bucket, stage, currency, 0, 0)
        change = now.allowance_minor - (held[key].allowance_minor if key in held else 0)
        if change:
            events.append(
                ProvisionAdjusted(
                    late_bucket=bucket,
                    stage=stage.value,
                    exposure_minor=now.exposure_minor,
                    allowance_minor=now.allowance_minor,
                    charged_minor=max(change, 0),
                    released_minor=max(-change, 0),
                    business_date=on,
                    currency=currency,
                )
            )
    after = replace(allowance, business_date=on, provisions=needed)
    transfers = transfers_of(events, customer_id=LENDER, loan_id=LENDER, business_date=on)
    return Decision(len(events), (Change(after, tuple(events)),), transfers)


def _key(provision: Provision) -> tuple[str, Stage, str]:
    return provision.late_bucket, provision.stage, provision.currency


@dataclass(frozen=True, slots=True)
class QualityRatios:
    """The ratios the supervisor looks at; None where there is nothing to divide by."""

    outstanding_minor: int
    non_performing_minor: int
    overdue_minor: int
    """Principal of loans that are late at all."""
    allowance_minor: int
    non_performing_ppm: int | None
    """Non-performing to all loans."""
    coverage_ppm: int | None
    """Allowance to non-performing loans (拨备覆盖率)."""
    provision_to_loans_ppm: int | None
    """Allowance to all loans (贷款拨备率)."""


def quality_ratios(cells: Iterable[PortfolioCell], allowance_minor: int) -> QualityRatios:
    """The ratios of one date, of cells in one currency."""
    known = tuple(cells)
    total = sum(cell.outstanding_minor for cell in known)
    bad = sum(cell.outstanding_minor for cell in known if cell.asset_class.is_impaired)
    late = sum(cell.outstanding_minor for cell in known if cell.late_bucket != CURRENT)
    return QualityRatios(
        outstanding_minor=total,
        non_performing_minor=bad,
        overdue_minor=late,
        allowance_minor=allowance_minor,
        non_performing_ppm=_ppm(bad, total),
        coverage_ppm=_ppm(allowance_minor, bad),
        provision_to_loans_ppm=_ppm(allowance_minor, total),
    )


@dataclass(frozen=True, slots=True)
class RollRate:
    """How much of a bucket was in the next worse one at a later date (迁徙率)."""

    from_bucket: str
    to_bucket: str
    before_minor: int
    after_minor: int
    rate_ppm: int | None
    """None when nothing was in the bucket."""


def roll_rates(
    earlier: Iterable[PortfolioCell], later: Iterable[PortfolioCell], buckets: tuple[str, ...]
) -> tuple[RollRate, ...]:
    """From each bucket to the next, between the totals of two dates about a month apart."""
    before, after = _by_bucket(earlier), _by_bucket(later)
    return tuple(
        RollRate(
            from_bucket=bucket,
            to_bucket=worse,
            before_minor=before.get(bucket, 0),
            after_minor=after.get(worse, 0),
            rate_ppm=_ppm(after.get(worse, 0), before.get(bucket, 0)),
        )
        for bucket, worse in pairwise(buckets)
    )


def _by_bucket(cells: Iterable[PortfolioCell]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for cell in cells:
        totals[cell.late_bucket] = totals.get(cell.late_bucket, 0) + cell.outstanding_minor
    return totals


def _ppm(part: int, whole: int) -> int | None:
    return min(MOST_PPM, round_half_up(part * PPM, whole)) if whole else None
