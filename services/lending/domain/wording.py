"""How amounts and rates are written in the texts that customers read. Pure."""

from chassis.money import round_half_up
from services.lending.domain.product import RepaymentMethod

PPM_PER_PERCENT = 10_000

METHODS_ZH = {
    RepaymentMethod.EQUAL_PRINCIPAL: "等额本金，按日计息，按月还款",
    RepaymentMethod.EQUAL_INSTALMENT: "等额本息，按日计息，按月还款",
    RepaymentMethod.INTEREST_ONLY_BULLET: "先息后本，按日计息，按月付息，到期一次性归还本金",
    RepaymentMethod.PAY_ANY_TIME_DAILY: "随借随还，按日计息，到期一次性还本付息，可随时提前归还",
}
METHODS_EN = {
    RepaymentMethod.EQUAL_PRINCIPAL: "equal principal, interest by the day, paid monthly",
    RepaymentMethod.EQUAL_INSTALMENT: "equal instalments, interest by the day, paid monthly",
    RepaymentMethod.INTEREST_ONLY_BULLET: (
        "interest only, by the day and paid monthly, all principal on the last due date"
    ),
    RepaymentMethod.PAY_ANY_TIME_DAILY: (
        "repay any time, interest by the day, the rest in one sum on the last day"
    ),
}

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUP = 10_000


def percent(ppm: int, decimals: int = 2) -> str:
    """Write parts per million as a percentage, half up: 181_675 -> 18.17%, with two decimals."""
    scaled = round_half_up(ppm * 10**decimals, PPM_PER_PERCENT)
    whole, fraction = divmod(scaled, 10**decimals)
    return f"{whole}.{fraction:0{decimals}d}%"


def times(percentage: int) -> str:
    """Write a percentage as a factor: 150 -> 1.5."""
    whole, hundredths = divmod(percentage, 100)
    return f"{whole}.{hundredths:02d}".rstrip("0").rstrip(".")


def capitals(amount_minor: int) -> str:
    """Write fen in the capital characters of Chinese contracts: 1000050 -> 人民币壹万元伍角整."""
    yuan, rest = divmod(amount_minor, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_capital_number(yuan)}元" if yuan or not rest else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif fen and yuan:
        text += _DIGITS[0]
    text += f"{_DIGITS[fen]}分" if fen else "整"
    return f"人民币{text}"


def _capital_number(number: int) -> str:
    """A whole number below one hundred million; no loan here comes near it."""
    if number == 0:
        return _DIGITS[0]
    ten_thousands, rest = divmod(number, _GROUP)
    if not ten_thousands:
        return _capital_group(rest)
    text = _capital_group(ten_thousands) + "万"
    if 0 < rest < _GROUP // 10:
        text += _DIGITS[0]
    return text + _capital_group(rest)


def _capital_group(group: int) -> str:
    text, zero_pending = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit == 0:
            zero_pending = bool(text)
            continue
        text += (_DIGITS[0] if zero_pending else "") + _DIGITS[digit] + _PLACES[place]
        zero_pending = False
    return text
