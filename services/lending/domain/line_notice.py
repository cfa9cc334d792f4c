"""What a customer is told when something happens to their line, in both languages."""

from dataclasses import dataclass

from chassis.money import format_minor
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.line_words import LineChangeKind


@dataclass(frozen=True, slots=True)
class LineNotice:
    """The same in Chinese, which binds, and in English."""

    text_zh: str
    text_en: str


_TEXTS = {
    LineChangeKind.INCREASE_OFFERED: (
        "您的额度可由 {before} 元提高至 {offered} 元，{until} 前经您同意后生效，否则不变。",
        (
            "Your limit can be raised from {before} to {offered} yuan if you agree by {until}; "
            "otherwise it stays as it is."
        ),
    ),
    LineChangeKind.INCREASED: (
        "经您同意，您的额度已由 {before} 元提高至 {after} 元。",
        "As you agreed, your limit was raised from {before} to {after} yuan.",
    ),
    LineChangeKind.INCREASE_DECLINED: (
        "您已放弃提额，额度仍为 {after} 元。",
        "You declined the higher limit; it stays at {after} yuan.",
    ),
    LineChangeKind.DECREASED: (
        "因{reason_zh}，您的额度已由 {before} 元调整为 {after} 元；已借款项不受影响。",
        (
            "Because {reason_en}, your limit was lowered from {before} to {after} yuan. "
            "Loans you have are not affected."
        ),
    ),
    LineChangeKind.FROZEN: (
        "因{reason_zh}，您的额度已暂停使用；已借款项请按原约定还款。如有异议可联系客服。",
        (
            "Because {reason_en}, nothing can be drawn from your line for now. "
            "Please repay your loans as agreed. Tell us if you disagree."
        ),
    ),
    LineChangeKind.UNFROZEN: (
        "您的额度已恢复使用，当前额度 {after} 元。",
        "Your line can be drawn on again; its limit is {after} yuan.",
    ),
    LineChangeKind.CLOSED: (
        "因{reason_zh}，您的额度已关闭，今后不能再借款。",
        "Because {reason_en}, your line is closed; nothing can be drawn from it any more.",
    ),
}
_REASONS = {
    "PAST_DUE": ("您有借款逾期", "a loan of yours is past due"),
    "RISK_WORSE": ("综合信用评估结果变化", "the assessment of your credit has changed"),
    "NEW_ENQUIRIES": ("近期多家机构查询您的信用报告", "several lenders asked about you lately"),
    "FUNDS_MISUSED": ("借款未按约定用途使用", "a loan was not used for what it was lent for"),
    "FRAUD_SUSPECTED": ("账户安全核查", "the safety of your account is being checked"),
    "CUSTOMER_ASKED": ("您的申请", "you asked for it"),
    "UNUSED": ("额度长期未使用", "it was not used for a long time"),
    "POLICY_CHANGED": ("授信政策调整", "our credit policy has changed"),
    "GOOD_REPAYMENT": ("您的还款记录良好", "you repaid well"),
    "INCOME_HIGHER": ("您的收入情况变化", "your income has changed"),
    "STAFF": ("人工审核结果", "a member of our staff decided so"),
}


def notice_of(
    kind: LineChangeKind, reason: str, before: CreditLine, after: CreditLine
) -> LineNotice:
    """The notice of a change; raises KeyError for a reason without words."""
    reason_zh, reason_en = _REASONS[reason]
    offer = after.offer
    facts = {
        "before": format_minor(before.limit_minor),
        "after": format_minor(after.limit_minor),
        "offered": "" if offer is None else format_minor(offer.limit_minor),
        "until": "" if offer is None else offer.valid_until.isoformat(),
        "reason_zh": reason_zh,
        "reason_en": reason_en,
    }
    text_zh, text_en = _TEXTS[kind]
    return LineNotice(text_zh.format(**facts), text_en.format(**facts))
