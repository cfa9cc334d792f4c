"""Messages to a customer that another area asks for: what they say and that each goes out once."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.money import format_minor


class NoticeKind(StrEnum):
    """What a message is about."""

    BEFORE_DUE = "BEFORE_DUE"
    DUE_TODAY = "DUE_TODAY"
    OVERDUE = "OVERDUE"
    DRAWDOWN_LAPSED = "DRAWDOWN_LAPSED"
    DRAWDOWN_DECLINED = "DRAWDOWN_DECLINED"


class Language(StrEnum):
    """The language of a message."""

    ZH_CN = "zh-CN"
    EN = "en"


@dataclass(frozen=True, slots=True)
class NoticeWanted:
    """A message that is to reach a customer; no personal data."""

    customer_id: UUID
    notice_id: UUID
    kind: NoticeKind
    loans: int
    total_minor: int
    currency: str
    earliest_due_on: date
    """For a drawdown, the day it ended."""
    send_after: datetime

    @property
    def template(self) -> str:
        """The name of the message's template at the gateway."""
        area = "LENDING" if self.kind.startswith("DRAWDOWN_") else "REPAYMENT"
        return f"{area}_{self.kind}"


@dataclass(frozen=True, slots=True)
class CustomerNotice:
    """A message that the gateway took."""

    customer_id: UUID
    notice_id: UUID
    kind: NoticeKind
    sent_at: datetime
    version: int = 0


_TEXTS = {
    (NoticeKind.BEFORE_DUE, Language.ZH_CN): (
        "您有{loans}笔借款将于{due}到期，应还{amount}元。请保证绑定银行卡余额充足。"
    ),
    (NoticeKind.DUE_TODAY, Language.ZH_CN): (
        "您有{loans}笔借款今日（{due}）到期，应还{amount}元。请保证绑定银行卡余额充足。"
    ),
    (NoticeKind.OVERDUE, Language.ZH_CN): (
        "您有{loans}笔借款已逾期，应还{amount}元。请尽快还款；如有困难，可在应用内申请帮扶。"
    ),
    (NoticeKind.DRAWDOWN_LAPSED, Language.ZH_CN): (
        "您申请的{amount}元借款因等待超时未发放，额度已恢复。如仍需要，请在应用内重新申请。"
    ),
    (NoticeKind.DRAWDOWN_DECLINED, Language.ZH_CN): (
        "您申请的{amount}元借款经审核未发放，额度已恢复。详情请在应用内查看。"
    ),
    (NoticeKind.DRAWDOWN_LAPSED, Language.EN): (
        "Your drawdown of {amount} {currency} waited too long and was not paid; the amount is free "
        "again. Ask again in the app if you still need it."
    ),
    (NoticeKind.DRAWDOWN_DECLINED, Language.EN): (
        "Your drawdown of {amount} {currency} was looked at and not paid; the amount is free "
        "again. See the app."
    ),
    (NoticeKind.BEFORE_DUE, Language.EN): (
        "{loans} of your loans fall due on {due}: {amount} {currency}. "
        "Please keep enough money on your bound card."
    ),
    (NoticeKind.DUE_TODAY, Language.EN): (
        "{loans} of your loans fall due today, {due}: {amount} {currency}. "
        "Please keep enough money on your bound card."
    ),
    (NoticeKind.OVERDUE, Language.EN): (
        "{loans} of your loans are overdue: {amount} {currency}. "
        "Please repay soon; if you cannot, ask for easier terms in the app."
    ),
}


def notice_text(wanted: NoticeWanted, language: Language) -> str:
    """The words of a message: amounts and dates, nobody's name."""
    return _TEXTS[wanted.kind, language].format(
        loans=wanted.loans,
        due=wanted.earliest_due_on.isoformat(),
        amount=format_minor(wanted.total_minor),
        currency=wanted.currency,
    )


def note_sent(
    before: CustomerNotice | None, wanted: NoticeWanted, now: datetime
) -> Decision[CustomerNotice]:
    """Remember that a message went out; the first time stands."""
    if before is not None:
        return Decision(before)
    notice = CustomerNotice(wanted.customer_id, wanted.notice_id, wanted.kind, now)
    return Decision(notice, (Change(notice),))
