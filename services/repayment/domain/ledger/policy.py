"""What the books decide by: joint lending, interest subsidy and reconciliation, as dated data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError, number, text
from services.repayment.domain.errors import PartnerSharesImpossible, PartnerShareTooSmall

ONE_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class SubsidyWindow:
    """The days that are subsidised, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Partner:
    """A lender that makes loans jointly with us, and its shares in parts per million."""

    name: str
    principal_ppm: int
    interest_ppm: int
    """May differ from the share of principal: who bears the risk is paid for it."""


@dataclass(frozen=True, slots=True)
class BooksPolicy:
    """The policy of one date."""

    version: str
    """The date on which the newest of its values came into force."""
    partner_share_least_ppm: int
    """The least share of principal that partners fund of a joint loan."""
    joint_lending: tuple[Partner, ...]
    """Who lends with us on loans paid out on the date; none when all of it is ours."""
    subsidy_annual_ppm: int
    subsidy_share_of_rate_pct: int
    subsidy_yearly_cap_minor: int
    subsidy_window: SubsidyWindow
    four_eyes_above_minor: int
    """A difference with the rail above this amount needs two people."""


def check_partners(partners: tuple[Partner, ...], least_ppm: int) -> None:
    """Refuse shares the law or arithmetic forbid: PartnerShareTooSmall, PartnerSharesImpossible."""
    for shares in ([p.principal_ppm for p in partners], [p.interest_ppm for p in partners]):
        if sum(shares) > ONE_PPM or any(share < 0 for share in shares):
            raise PartnerSharesImpossible
    funded_ppm = sum(partner.principal_ppm for partner in partners)
    if partners and funded_ppm < least_ppm:
        raise PartnerShareTooSmall(least_ppm=least_ppm)


class BooksPolicyRegistry:
    """Every policy of the books there was, is and is announced to be."""

    def __init__(self, parameters: DatedParameters) -> None:
        """Raises PolicyError, also for partners whose shares the law or arithmetic forbid."""
        self._parameters = parameters.parsed(_PARSERS)
        for partners in self._parameters.dated["joint_lending"]:
            self._check(partners.value, partners.effective_from)
        # A change of the least share meets the partners of its first day.
        for least in self._parameters.dated["partner_share_least_ppm"]:
            for partners in self._parameters.dated["joint_lending"]:
                if partners.in_force_on(least.effective_from):
                    self._check(partners.value, least.effective_from)

    def _check(self, partners: tuple[Partner, ...], day: date) -> None:
        if not partners:
            return
        try:
            check_partners(partners, self.on(day).partner_share_least_ppm)
        except (PartnerShareTooSmall, PartnerSharesImpossible) as refused:
            raise PolicyError(f"joint_lending from {day}: {refused.reason}") from refused

    @property
    def knows_partners(self) -> bool:
        """Whether there was, is or will be any joint lending."""
        return any(dated.value for dated in self._parameters.dated["joint_lending"])

    @property
    def partners_ever(self) -> frozenset[str]:
        """The names of all who lent, lend or will lend with us."""
        return frozenset(
            partner.name
            for dated in self._parameters.dated["joint_lending"]
            for partner in dated.value
        )

    def on(self, day: date) -> BooksPolicy:
        """The policy of a business date; raises PolicyError when a value is missing."""
        return BooksPolicy(version=self._parameters.version_on(day), **self._parameters.on(day))


def _share(most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if number(value) > most:
            raise PolicyError(f"a share is at most {most}")
        return number(value)

    return read


def _window(value: Mapping[str, Any]) -> SubsidyWindow:
    window = SubsidyWindow(value["first"], value["last"])
    if type(window.first) is not date or type(window.last) is not date:
        raise PolicyError("a window has two dates")
    if window.last < window.first:
        raise PolicyError("a window ends before it begins")
    return window


def _partners(value: object) -> tuple[Partner, ...]:
    if not isinstance(value, list):
        raise PolicyError("joint lending is a list of partners")
    partners = tuple(
        Partner(text(row["name"]), number(row["principal_ppm"]), number(row["interest_ppm"]))
        for row in value
    )
    if len({partner.name for partner in partners}) != len(partners):
        raise PolicyError("each partner is named once")
    return partners


_PARSERS: Mapping[str, Callable[[Any], object]] = {
    "partner_share_least_ppm": _share(ONE_PPM),
    "joint_lending": _partners,
    "subsidy_annual_ppm": _share(ONE_PPM),
    "subsidy_share_of_rate_pct": _share(100),
    "subsidy_yearly_cap_minor": number,
    "subsidy_window": _window,
    "four_eyes_above_minor": number,
}
"""How the value of each parameter is read."""
