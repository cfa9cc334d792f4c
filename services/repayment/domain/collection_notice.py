"""What a customer reads about a collection that did not take everything, and can do next."""

from dataclasses import dataclass

from services.repayment.domain.collection import Repayment, RepaymentStatus


@dataclass(frozen=True, slots=True)
class Notice:
    """One text in both languages."""

    zh: str
    en: str


ASK_YOUR_BANK = Notice(
    "银行卡暂不能扣款,请向发卡银行查询,或更换还款银行卡后自行还款。",
    "Your bank does not allow debits of this card: ask your bank, or name another card and repay.",
)
TOPPED_UP_LATER = Notice(
    "银行卡余额不足,请存入足够款项;也可随时在应用内自行还款。",
    "There was too little money on the card: top it up, or repay in the app at any time.",
)
BANK_HAD_A_FAULT = Notice(
    "银行系统繁忙,未扣款,不影响您的信用;我们会再次扣款,您也可自行还款。",
    "The bank had a technical fault; nothing was taken. It will be tried again, or repay yourself.",
)
NOT_PERMITTED = Notice(
    "自动扣款未获授权或银行卡已解绑,请在应用内自行还款,或重新授权、绑卡。",
    "Automatic debits are not permitted or the card is unbound: repay in the app, or permit them.",
)
ASKING_THE_BANK = Notice(
    "银行尚未告知结果,请勿重复付款;等待期间的延误由我们承担。",
    "The bank has not told the outcome yet. Do not pay twice; waiting for it is not your delay.",
)
PART_WAS_TAKEN = Notice(
    "银行卡余额不足,已扣收部分款项;余下金额请存入后等待再次扣款或自行还款。",
    "Only a part was on the card and was collected; top it up for the rest, or repay in the app.",
)
OTHER_REASON = Notice(
    "扣款未成功,请在应用内自行还款,或联系客服。",
    "The debit did not succeed: repay in the app, or ask our support.",
)
_BY_REASON = {
    "AM04": TOPPED_UP_LATER,
    "MD01": NOT_PERMITTED,
    **dict.fromkeys(
        ("AC01", "AC04", "AC06", "AG01", "MD02", "MD06", "MD07", "SL01"), ASK_YOUR_BANK
    ),
    **dict.fromkeys(
        ("AB01", "AB05", "AB06", "AB07", "AB08", "AB09", "AB10", "ED05", "TM01"), BANK_HAD_A_FAULT
    ),
}


def notice_of(repayment: Repayment) -> Notice | None:
    """What to tell the customer about it; None when there is nothing to do."""
    match repayment.status:
        case RepaymentStatus.FAILED:
            return _BY_REASON.get(repayment.failure_code, OTHER_REASON)
        case RepaymentStatus.UNKNOWN:
            return ASKING_THE_BANK
        case RepaymentStatus.POSTED if repayment.open_minor:
            return PART_WAS_TAKEN
    return None


def receipt_number(repayment: Repayment) -> str:
    """The number on the receipt of money that was collected; empty for what was not."""
    if repayment.status is not RepaymentStatus.POSTED or repayment.posted_on is None:
        return ""
    return f"R{repayment.posted_on:%Y%m%d}-{repayment.repayment_id.hex[-12:].upper()}"
