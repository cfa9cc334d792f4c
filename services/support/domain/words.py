"""Words with a fixed set of values that several modules share."""

from enum import StrEnum


class CaseKind(StrEnum):
    """What a case is."""

    COMPLAINT = "COMPLAINT"  # has a statutory due date
    FEEDBACK = "FEEDBACK"  # an opinion or a wish, without one


class CaseCategory(StrEnum):
    """What a case is about (SP-06)."""

    COLLECTION = "COLLECTION"
    PRICE = "PRICE"
    CREDIT_RECORD = "CREDIT_RECORD"
    PRIVACY = "PRIVACY"
    SERVICE = "SERVICE"
    FRAUD = "FRAUD"
    PRODUCT = "PRODUCT"
    OTHER = "OTHER"


class CaseChannel(StrEnum):
    """Where a case came in (SP-03, SP-04)."""

    APP = "APP"
    WEB = "WEB"
    WECHAT = "WECHAT"
    QQ = "QQ"
    PHONE = "PHONE"
    EMAIL = "EMAIL"


class CaseStatus(StrEnum):
    """How a case stands."""

    OPEN = "OPEN"  # waits for an answer
    EXTENDED = "EXTENDED"  # waits for an answer; the due date was moved
    ANSWERED = "ANSWERED"
