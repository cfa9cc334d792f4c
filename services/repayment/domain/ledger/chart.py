"""The chart of accounts, read from dated data: what each account is and what it holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError, flag, text


class Side(StrEnum):
    """The side on which an account grows."""

    DEBIT = "DEBIT"
    CREDIT = "CREDIT"


class AccountClass(StrEnum):
    """Where an account stands in the financial statements."""

    ASSET = "ASSET"
    LIABILITY = "LIABILITY"
    INCOME = "INCOME"
    EXPENSE = "EXPENSE"
    OFF_BALANCE = "OFF_BALANCE"  # a memorandum; in no balance sheet


class Layer(StrEnum):
    """How an account is written."""

    JOURNAL = "JOURNAL"  # entry by entry, each for one customer
    TOTALS = "TOTALS"  # once per bucket and day, by the general ledger alone


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the chart. Its code is what entries carry and is never changed."""

    code: str
    number: str
    """Its number in the lender's general ledger, e.g. `1303.01`."""
    name_zh: str
    name_en: str
    kind: AccountClass
    grows_on: Side
    owed_by_customer: bool = False
    """Whether its balance is what a customer owes: the accounts a statement is made of."""
    layer: Layer = Layer.JOURNAL


class Chart:
    """Every account there is on any date, and which of them are in use on one."""

    def __init__(self, parameters: DatedParameters) -> None:
        """Raises PolicyError, naming the account, when one cannot be read or a number is twice."""
        parsers = {code: _reader(code) for code in parameters.dated}
        self._dated = parameters.parsed(parsers).dated
        seen: dict[str, str] = {}
        for account in self:
            other = seen.setdefault(account.number, account.code)
            if other != account.code:
                raise PolicyError(f"{account.code}: {other} has the number {account.number}")

    def __iter__(self) -> Iterator[Account]:
        """Every account as last described, in the order of the file."""
        return (values[-1].value for values in self._dated.values())

    def __contains__(self, code: str) -> bool:
        return code in self._dated

    def account(self, code: str) -> Account:
        """The account as last described. Raises PolicyError when the chart has none."""
        if code not in self._dated:
            raise PolicyError(f"the chart of accounts has no {code}")
        account: Account = self._dated[code][-1].value
        return account

    def on(self, day: date) -> tuple[Account, ...]:
        """The accounts in use on a date."""
        return tuple(
            dated.value
            for values in self._dated.values()
            for dated in values
            if dated.in_force_on(day)
        )

    def check(self, codes: Iterable[str]) -> None:
        """Raises PolicyError unless every code is an account that entries may be posted to."""
        for code in codes:
            if self.account(code).layer is not Layer.JOURNAL:
                raise PolicyError(f"{code} is written by the general ledger alone")


_KEYS = {"number", "zh", "en", "class", "grows_on", "owed_by_customer", "layer"}


def _reader(code: str) -> Any:
    def read(value: Mapping[str, Any]) -> Account:
        if not isinstance(value, Mapping) or value.keys() - _KEYS:
            raise PolicyError(f"an account has {', '.join(sorted(_KEYS))}")
        account = Account(
            code=code,
            number=text(value["number"]),
            name_zh=text(value["zh"]),
            name_en=text(value["en"]),
            kind=AccountClass(value["class"]),
            grows_on=Side(value["grows_on"]),
            owed_by_customer=flag(value.get("owed_by_customer", False)),
            layer=Layer(value.get("layer", Layer.JOURNAL)),
        )
        if account.owed_by_customer and account.kind is not AccountClass.ASSET:
            raise PolicyError("what a customer owes is an asset")
        return account

    return read
