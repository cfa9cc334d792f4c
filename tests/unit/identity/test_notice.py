"""Messages about due dates say amounts and dates in the customer's language, and nobody's name."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.identity.domain.notice import (
    CustomerNotice,
    Language,
    NoticeKind,
    NoticeWanted,
    note_sent,
    notice_text,
)

NOW = datetime(2026, 12, 22, 2, 0, tzinfo=UTC)


def wanted(kind: NoticeKind = NoticeKind.BEFORE_DUE) -> NoticeWanted:
    return NoticeWanted(
        customer_id=UUID(int=1),
        notice_id=UUID(int=2),
        kind=kind,
        loans=2,
        total_minor=172_500,
        currency="CNY",
        earliest_due_on=date(2026, 12, 23),
        send_after=NOW,
    )


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [
        (
            NoticeKind.DRAWDOWN_LAPSED,
            Language.ZH_CN,
            "您申请的1,725.00元借款因等待超时未发放，额度已恢复。如仍需要，请在应用内重新申请。",
        ),
        (
            NoticeKind.DRAWDOWN_DECLINED,
            Language.EN,
            (
                "Your drawdown of 1,725.00 CNY was looked at and not paid; the amount is free "
                "again. See the app."
            ),
        ),
        (
            NoticeKind.BEFORE_DUE,
            Language.ZH_CN,
            "您有2笔借款将于2026-12-23到期，应还1,725.00元。请保证绑定银行卡余额充足。",
        ),
        (
            NoticeKind.DUE_TODAY,
            Language.EN,
            (
                "2 of your loans fall due today, 2026-12-23: 1,725.00 CNY. "
                "Please keep enough money on your bound card."
            ),
        ),
        (
            NoticeKind.OVERDUE,
            Language.ZH_CN,
            "您有2笔借款已逾期，应还1,725.00元。请尽快还款；如有困难，可在应用内申请帮扶。",
        ),
    ],
)
def test_the_text_says_how_much_and_when(kind: NoticeKind, language: Language, text: str) -> None:
    assert notice_text(wanted(kind), language) == text


def test_every_kind_has_words_in_both_languages() -> None:
    for kind in NoticeKind:
        for language in Language:
            assert "1,725.00" in notice_text(wanted(kind), language)


def test_the_first_sending_stands() -> None:
    first = note_sent(None, wanted(), NOW)
    again = note_sent(first.reply, wanted(), datetime(2027, 1, 1, tzinfo=UTC))

    assert first.changes[0].state == CustomerNotice(
        UUID(int=1), UUID(int=2), NoticeKind.BEFORE_DUE, NOW
    )
    assert again.changes == ()
    assert again.reply.sent_at == NOW


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        (NoticeKind.OVERDUE, "REPAYMENT_OVERDUE"),
        (NoticeKind.DRAWDOWN_LAPSED, "LENDING_DRAWDOWN_LAPSED"),
    ],
)
def test_a_messages_template_is_named_after_the_area_that_asked(
    kind: NoticeKind, template: str
) -> None:
    assert wanted(kind).template == template
