"""The numbers identity decides by, as dated data; nothing in this service writes one in code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError, positive, text


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
    intent_codes_per_hour_max: int
    intent_codes_per_day_max: int
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


class PolicyRegistry:
    """Every policy there was, is and is announced to be."""

    def __init__(self, parameters: DatedParameters) -> None:
        self._parameters = parameters.parsed(_PARSERS)

    def on(self, day: date) -> IdentityPolicy:
        """The policy of a date in Asia/Shanghai; raises PolicyError when a value is missing."""
        return IdentityPolicy(**self._parameters.on(day))


def _texts(value: Mapping[str, str]) -> Mapping[ConsentPurpose, str]:
    if not isinstance(value, dict) or set(value) != set(ConsentPurpose):
        raise PolicyError(f"a version is needed for each of {', '.join(ConsentPurpose)}")
    return {ConsentPurpose(purpose): text(version) for purpose, version in value.items()}


_PARSERS: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(IdentityPolicy.__annotations__, positive),
    "bind_card_code": BindCardCode,
    "consent_texts": _texts,
}
"""How the value of each parameter is read; what is not named here is a count."""
