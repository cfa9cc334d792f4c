"""What identity refuses, one class for each reason. The docstring is the message."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chassis.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    StateForbids,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    default_message,
)


class OtpWrong(InvalidInput):
    """The code is not the one that was sent; look at the latest message."""

    reason = "OTP_WRONG"


class OtpExpired(StateForbids):
    """The code is too old; ask for another."""

    reason = "OTP_EXPIRED"


class OtpUsed(StateForbids):
    """The code was used already; ask for another."""

    reason = "OTP_USED"


class OtpTooManyTries(StateForbids):
    """Too many wrong tries; this code is dead, ask for another."""

    reason = "OTP_TOO_MANY_TRIES"


class OtpTooSoon(TooManyRequests):
    """A code was sent a moment ago; wait before asking for another."""

    reason = "OTP_TOO_SOON"


class OtpDailyCap(TooManyRequests):
    """This phone got all the codes that a day allows; try again tomorrow."""

    reason = "OTP_DAILY_CAP"


class OtpNotRequested(StateForbids):
    """No code was asked for, for this phone and purpose; ask for one first."""

    reason = "OTP_NOT_REQUESTED"


class CustomerLocked(TooManyRequests):
    """Too many log-ins failed; wait until the lock ends."""

    reason = "CUSTOMER_LOCKED"


class SessionRevokedError(Unauthenticated):
    """The session was ended; log in again."""

    reason = "SESSION_REVOKED"


class SessionExpired(Unauthenticated):
    """The session is too old; log in again."""

    reason = "SESSION_EXPIRED"


class RefreshTokenReused(Unauthenticated):
    """This refresh token was used before, so the session was ended; log in again."""

    reason = "REFRESH_TOKEN_REUSED"


class RefreshTokenUnknown(Unauthenticated):
    """This refresh token is not one of ours; log in again."""

    reason = "UNAUTHENTICATED"


class IdNumberMalformed(InvalidInput):
    """An ID number has 18 characters: 17 digits and a digit or X; 15-digit ones are not taken."""

    reason = "REQUEST_INVALID"


class IdNumberCheckDigit(InvalidInput):
    """The last character of the ID number does not fit the others; look for a typing mistake."""

    reason = "ID_NUMBER_CHECK_DIGIT"


class IdNumberBirthDate(InvalidInput):
    """The ID number contains a date of birth that does not exist or lies ahead."""

    reason = "ID_NUMBER_BIRTH_DATE"


class IdNumberRegion(InvalidInput):
    """The ID number begins with a division code that does not exist."""

    reason = "ID_NUMBER_REGION"


class IdNumberTaken(Conflict):
    """Another customer is registered with this ID number; log in with the phone used then."""

    reason = "ID_NUMBER_TAKEN"


class UnderAge(StateForbids):
    """The person is too young to borrow."""

    reason = "UNDER_AGE"


class OverAge(StateForbids):
    """The person is older than the policy allows."""

    reason = "OVER_AGE"


class PersonNotConfirmed(StateForbids):
    """The ID authority does not know this name with this number; correct them and try again."""

    reason = "PERSON_NOT_CONFIRMED"


class AlreadyRegistered(Conflict):
    """The customer is registered already; an identity cannot be replaced by another."""

    reason = "ALREADY_REGISTERED"


class NotRegistered(StateForbids):
    """Register with name and ID number first."""

    reason = "NOT_REGISTERED"


class PhoneMalformed(InvalidInput):
    """A mobile number of mainland China has 11 digits and begins with 13 to 19."""

    reason = "REQUEST_INVALID"


class CardLuhn(InvalidInput):
    """A digit of the card number is wrong; look for a typing mistake."""

    reason = "CARD_LUHN"


class UsccMalformed(InvalidInput):
    """A unified social credit code has 18 digits and capital letters, without I, O, S, V and Z."""

    reason = "USCC_MALFORMED"


class UsccCheckDigit(InvalidInput):
    """The last character of the unified social credit code does not fit; check each character."""

    reason = "USCC_CHECK_DIGIT"


class BusinessNotConfirmed(StateForbids):
    """The register does not show you as the one who answers for this business."""

    reason = "BUSINESS_NOT_CONFIRMED"


class CardNotOwn(StateForbids):
    """The bank says that the card is not in your name with this phone; use a card of your own."""

    reason = "CARD_NOT_OWN"


class CardNotSupported(StateForbids):
    """Only debit cards with 16 to 19 digits, of banks on the rail, can be bound."""

    reason = "CARD_NOT_SUPPORTED"


class CardAlreadyBound(Conflict):
    """The card is bound already."""

    reason = "CARD_ALREADY_BOUND"


class CardTooMany(StateForbids):
    """You have as many cards as are allowed."""

    reason = "CARD_TOO_MANY"


class ConsentMissing(StateForbids):
    """The customer has not agreed to this purpose, or withdrew it; grant the consent first."""

    reason = "CONSENT_MISSING"


class ConsentTextOutdated(StateForbids):
    """The text that was shown is not the one in force; show the one in force and ask again."""

    reason = "CONSENT_TEXT_OUTDATED"


class IdAuthorityUnavailable(Unavailable):
    """The ID authority does not answer now; send the same request again later."""

    reason = "ID_AUTHORITY_UNAVAILABLE"


class RailUnavailable(Unavailable):
    """The bank rail does not answer now; send the same request again later."""

    reason = "RAIL_UNAVAILABLE"


class SmsUnavailable(Unavailable):
    """The message gateway does not take the code now; send the same request again later."""

    reason = "SMS_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal that leaves a trace, such as a wrong code that uses up a try.

    A raised error changes nothing; a decision that must remember the refusal replies with this
    instead, and the use case raises it once the trace is stored.
    """

    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def because(cls, error: DomainError) -> "Refused":
        return cls(error.reason, error.metadata)

    def as_error(self) -> DomainError:
        """The error that was recorded; the same sentence, reason and facts."""
        kind = _REMEMBERED[self.reason]
        return kind.received(self.reason, default_message(kind), dict(self.facts))


_REMEMBERED: dict[str, type[DomainError]] = {
    kind.reason: kind
    for kind in (
        OtpWrong,
        OtpExpired,
        OtpUsed,
        OtpTooManyTries,
        OtpNotRequested,
        RefreshTokenReused,
    )
}
"""The refusals that leave a trace."""
