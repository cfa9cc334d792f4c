"""The numbers identity decides by, as dated data; nothing in this service writes one in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PolicyError(ValueError):
    """The policy data cannot be used: correct the file it was read from."""


class Confidence(StrEnum):
    """How sure we are of a value."""

    LAW = "law"  # read in the text of the law or standard
    PUBLISHED = "published"  # read on a page about the product or rule
    UNSURE = "unsure"  # general knowledge; to be confirmed before production
    CHOICE = "choice"  # the lender's own choice


class BindCardCode(StrEnum):
    """When binding a card needs a code sent to the phone that the bank knows."""

    ALWAYS = "ALWAYS"
    OTHER_PHONE = "OTHER_PHONE"  # not when it is the phone that the customer logs in with


class ConsentPurpose(StrEnum):
    """What a customer may agree to; each is asked for and withdrawn by itself."""

    DATA_PROCESSING = "DATA_PROCESSING"
    BUREAU_QUERY = "BUREAU_QUERY"
    BUREAU_REPORT = "BUREAU_REPORT"
    FACE = "FACE"
    AUTO_DEBIT = "AUTO_DEBIT"
    MARKETING = "MARKETING"


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """Every parameter as it is in force on one date."""

    otp_valid_for_s: int
    otp_tries_max: int
    otp_resend_after_s: int
    otp_per_hour_max: int
    otp_per_day_max: int
    otp_sends_max: int
    log_in_failures_window_s: int
    log_in_failures_per_phone_max: int
    log_in_failures_per_device_max: int
    log_in_locked_for_s: int
    session_valid_for_s: int
    access_token_valid_for_s: int
    devices_remembered_max: int
    customer_age_min: int
    customer_age_max: int
    cards_max: int
    bind_card_code: BindCardCode
    consent_texts: Mapping[ConsentPurpose, str]


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a parameter and the dates it is in force, both ends included."""

    value: object
    effective_from: date
    effective_to: date | None
    source: str
    confidence: Confidence

    def __post_init__(self) -> None:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise PolicyError(f"effective_to is before effective_from {self.effective_from}")
        if not self.source:
            raise PolicyError(f"the value from {self.effective_from} names no source")

    def in_force_on(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True, slots=True)
class PolicyRegistry:
    """All values of all parameters: past, present and announced."""

    parameters: Mapping[str, tuple[DatedValue, ...]]

    def __post_init__(self) -> None:
        names = set(IdentityPolicy.__annotations__)
        if wrong := names.symmetric_difference(self.parameters):
            raise PolicyError(f"missing or unknown parameters: {sorted(wrong)}")

    def on(self, day: date) -> IdentityPolicy:
        """The policy of a calendar date in Asia/Shanghai.

        Raises PolicyError when a parameter has no value then, or two, or one of the wrong form.
        """
        values = {name: _value_on(name, dated, day) for name, dated in self.parameters.items()}
        return IdentityPolicy(
            **{  # type: ignore[arg-type]
                **{name: value for name, value in values.items() if _is_count(name, value)},
                "bind_card_code": _choice(values["bind_card_code"]),
                "consent_texts": _texts(values["consent_texts"]),
            }
        )


def _value_on(name: str, values: tuple[DatedValue, ...], day: date) -> object:
    in_force = [dated.value for dated in values if dated.in_force_on(day)]
    if len(in_force) != 1:
        raise PolicyError(f"{name} has {len(in_force)} values on {day}")
    return in_force[0]


def _is_count(name: str, value: object) -> bool:
    if name in {"bind_card_code", "consent_texts"}:
        return False
    if type(value) is not int or value < 1:
        raise PolicyError(f"{name} is a whole number of one or more")
    return True


def _choice(value: object) -> BindCardCode:
    try:
        return BindCardCode(str(value))
    except ValueError:
        raise PolicyError(f"bind_card_code is one of {', '.join(BindCardCode)}") from None


def _texts(value: object) -> Mapping[ConsentPurpose, str]:
    if not isinstance(value, dict) or set(value) != set(ConsentPurpose):
        raise PolicyError(f"consent_texts names a version for each of {', '.join(ConsentPurpose)}")
    return {ConsentPurpose(purpose): str(version) for purpose, version in value.items()}
