"""Words with a fixed set of values that several modules share."""

from enum import StrEnum


class AssuranceLevel(StrEnum):
    """How sure we are that a customer is who they say (ID-06); each includes those before it."""

    L0_PHONE = "L0_PHONE"  # answered a code sent to the phone
    L1_DATA = "L1_DATA"  # name and ID number match at the ID authority


class Channel(StrEnum):
    """Where the customer meets us (GW-02)."""

    APP = "APP"
    WEB = "WEB"
    WECHAT = "WECHAT"
    QQ = "QQ"


class SessionEndReason(StrEnum):
    """Why a session ended before its time."""

    LOGGED_OUT = "LOGGED_OUT"
    TOKEN_REUSED = "TOKEN_REUSED"  # noqa: S105 - a reason, not a secret


class BusinessRole(StrEnum):
    """How a customer answers for a business."""

    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE"  # of an enterprise (法定代表人)
    SOLE_TRADER = "SOLE_TRADER"  # who runs it in their own name (个体工商户)
