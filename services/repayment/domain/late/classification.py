"""Buckets, classes and stages as pure functions of days late and flags.

The five classes and the probation before an upgrade: 商业银行金融资产风险分类办法 (2023 No. 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from chassis.dated_policy import PolicyError, flag, number, positive, text
from services.repayment.domain.late.days import months_after

CURRENT = "M0"
"""The bucket of a loan that is not late."""


class AssetClass(StrEnum):
    """The five tiers, the best first."""

    NORMAL = "NORMAL"  # 正常
    SPECIAL_MENTION = "SPECIAL_MENTION"  # 关注
    SUBSTANDARD = "SUBSTANDARD"  # 次级; from here on the loan is non-performing
    DOUBTFUL = "DOUBTFUL"  # 可疑
    LOSS = "LOSS"  # 损失

    @property
    def rank(self) -> int:
        """0 for the best."""
        return list(AssetClass).index(self)

    @property
    def is_impaired(self) -> bool:
        """Credit-impaired, which is what non-performing means."""
        return self.rank >= AssetClass.SUBSTANDARD.rank


class Stage(StrEnum):
    """The stage of expected credit loss (IFRS 9, CAS 22)."""

    STAGE_1 = "STAGE_1"  # losses of twelve months are provided for
    STAGE_2 = "STAGE_2"  # risk has risen significantly: losses of the whole life
    STAGE_3 = "STAGE_3"  # credit-impaired: losses of the whole life


@dataclass(frozen=True, slots=True)
class Bucket:
    """A range of days late, up to where the next one begins."""

    name: str
    from_day: int


@dataclass(frozen=True, slots=True)
class Buckets:
    """The ranges in order; below the first one a loan is in M0."""

    ranges: tuple[Bucket, ...]

    @classmethod
    def of_policy(cls, value: object) -> "Buckets":
        """Raises PolicyError unless days rise and names differ from one range to the next."""
        ranges = tuple(Bucket(name, positive(day)) for name, day in table_of(value).items())
        days = [bucket.from_day for bucket in ranges]
        names = {CURRENT, *(bucket.name for bucket in ranges)}
        if not ranges or days != sorted(set(days)) or len(names) != len(ranges) + 1:
            raise PolicyError("buckets need rising days and names of their own")
        return cls(ranges)

    @property
    def names(self) -> tuple[str, ...]:
        """All names in order, M0 first."""
        return (CURRENT, *(bucket.name for bucket in self.ranges))

    def name_at(self, days: int) -> str:
        """The bucket of a loan that is so many days late."""
        name = CURRENT
        for bucket in self.ranges:
            if days >= bucket.from_day:
                name = bucket.name
        return name


@dataclass(frozen=True, slots=True)
class Flags:
    """What besides days decides a loan's class."""

    is_charged_off: bool = False
    is_fraud: bool = False
    restructured_on: date | None = None
    """When its terms were eased because the customer could not pay."""


@dataclass(frozen=True, slots=True)
class ClassRules:
    """From which day late a class begins, and what an upgrade takes."""

    tables: Mapping[str, tuple[tuple[int, AssetClass], ...]]
    table: str
    """The table in force: FIVE_TIER, or CARD for products run as credit cards (art. 92)."""
    cure_periods: int
    """Instalments paid in time after the arrears were cleared ..."""
    cure_months: int
    """... and months since then: a non-performing loan waits for the longer of the two."""
    watch_months: int
    """How long a restructured loan is watched and at best of special mention."""
    fraud_class: AssetClass
    by_customer: bool
    """Whether all loans of a customer share the worst class."""

    @classmethod
    def of_policy(cls, given: object) -> "ClassRules":
        """Raises PolicyError for a table that is missing or whose classes do not get worse."""
        value = table_of(given)
        tables = {name: _class_table(rows) for name, rows in table_of(value["tables"]).items()}
        table = text(value["table"])
        if table not in tables:
            raise PolicyError(f"there is no table {table}")
        return cls(
            tables=tables,
            table=table,
            cure_periods=number(value["cure_periods"]),
            cure_months=number(value["cure_months"]),
            watch_months=number(value["watch_months"]),
            fraud_class=AssetClass(text(value["fraud_class"])),
            by_customer=flag(value["by_customer"]),
        )

    @property
    def days(self) -> tuple[int, ...]:
        """The days on which a class begins."""
        return tuple(day for day, _ in self.tables[self.table])

    def watch_ends_on(self, flags: Flags) -> date | None:
        """The first date on which a restructured loan is no longer watched."""
        if flags.restructured_on is None:
            return None
        return months_after(flags.restructured_on, self.watch_months)

    def is_watched(self, flags: Flags, on: date) -> bool:
        ends_on = self.watch_ends_on(flags)
        return ends_on is not None and on < ends_on

    def class_of(self, days: int, flags: Flags, on: date) -> AssetClass:
        """The class that days and flags ask for, before any probation."""
        asked = [AssetClass.NORMAL]
        asked += [tier for from_day, tier in self.tables[self.table] if days >= from_day]
        if flags.is_charged_off:
            asked.append(AssetClass.LOSS)
        if flags.is_fraud:
            asked.append(self.fraud_class)
        if self.is_watched(flags, on):
            asked.append(AssetClass.SPECIAL_MENTION)
        return max(asked, key=lambda tier: tier.rank)

    def probation_ends_on(self, clean_since: date, flags: Flags) -> date:
        """The earliest date of an upgrade from non-performing, periods apart."""
        ends_on = months_after(clean_since, self.cure_months)
        watch_ends_on = self.watch_ends_on(flags)
        return ends_on if watch_ends_on is None else max(ends_on, watch_ends_on)

    def next_class(
        self, current: AssetClass, asked: AssetClass, cure: "Cure", flags: Flags, on: date
    ) -> AssetClass:
        """The class after a look at the loan: worse at once, better only after the probation."""
        if asked.rank >= current.rank or not current.is_impaired:
            return asked
        if cure.clean_since is None or cure.periods_paid < self.cure_periods:
            return current
        return asked if on >= self.probation_ends_on(cure.clean_since, flags) else current


@dataclass(frozen=True, slots=True)
class Cure:
    """How far a loan has come since its arrears were cleared."""

    clean_since: date | None
    """None while anything is late."""
    periods_paid: int
    """Instalments that fell due since then and were paid in time."""


@dataclass(frozen=True, slots=True)
class StageRules:
    """From which day late a stage begins, rebuttable presumptions of IFRS 9."""

    stage_2_from_day: int
    stage_3_from_day: int

    @classmethod
    def of_policy(cls, given: object) -> "StageRules":
        """Raises PolicyError unless stage 3 begins after stage 2."""
        value = table_of(given)
        rules = cls(positive(value["stage_2_from_day"]), positive(value["stage_3_from_day"]))
        if rules.stage_3_from_day <= rules.stage_2_from_day:
            raise PolicyError("stage 3 begins after stage 2")
        return rules

    def stage_of(self, days: int, asset_class: AssetClass, *, is_watched: bool) -> Stage:
        """Stage 3 is what non-performing is; a watched loan is of higher risk than at its start."""
        if asset_class.is_impaired or days >= self.stage_3_from_day:
            return Stage.STAGE_3
        if days >= self.stage_2_from_day or is_watched:
            return Stage.STAGE_2
        return Stage.STAGE_1


def table_of(value: object) -> Mapping[str, Any]:
    """Reads a table of named values."""
    if not isinstance(value, Mapping):
        raise PolicyError(f"{value!r} is not a table of values")
    return value


def _class_table(rows: object) -> tuple[tuple[int, AssetClass], ...]:
    table = tuple((positive(day), AssetClass(name)) for name, day in table_of(rows).items())
    ranks = [tier.rank for _, tier in table]
    days = [day for day, _ in table]
    if ranks != [1, 2, 3, 4] or days != sorted(set(days)):
        raise PolicyError("a table names every class below normal once, with rising days")
    return table
