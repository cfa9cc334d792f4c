"""Who has borrowed much is warned before a drawdown, and decides all the same."""

from typing import Any

import pytest

from services.lending.domain.borrowing_warning import require_read, warning_before
from services.lending.domain.documents import text_hash
from services.lending.domain.errors import BorrowingWarningUnread
from tests.builders.lending import a_line, a_policy, templates

LIMIT = 1_000_000


def the_warning(amount_minor: int = 100_000, **line: Any) -> Any:
    return warning_before(a_line(limit_minor=LIMIT, **line), amount_minor, a_policy(), templates())


@pytest.mark.parametrize(
    ("drawn_minor", "reserved_minor", "amount_minor", "accounts", "is_due"),
    [
        (0, 0, 799_999, 0, False),
        (0, 0, 800_000, 0, True),
        (500_000, 200_000, 100_000, 0, True),
        (500_000, 200_000, 99_999, 0, False),
        (0, 0, 50_000, 5, False),
        (0, 0, 50_000, 6, True),
    ],
)
def test_a_warning_is_due_when_much_is_borrowed_here_or_at_many_lenders(
    drawn_minor: int, reserved_minor: int, amount_minor: int, accounts: int, is_due: Any
) -> None:
    warning = the_warning(
        amount_minor,
        drawn_minor=drawn_minor,
        reserved_minor=reserved_minor,
        accounts_at_assessment=accounts,
    )

    assert (warning is not None) == is_due


def test_the_warning_says_in_numbers_what_it_is_about() -> None:
    warning = the_warning(drawn_minor=750_000, accounts_at_assessment=3)

    assert warning.utilisation_ppm == 850_000
    for text in (warning.text_zh, warning.text_en):
        assert "1,000.00" in text
        assert "85.00%" in text
        assert "10,000.00" in text
        assert " 3 " in text
    assert warning.sha256 == text_hash(warning.text_zh)


def test_only_the_warning_of_this_drawdown_counts_as_read() -> None:
    warning, other = the_warning(900_000), the_warning(800_000)

    require_read(None, "")
    require_read(warning, warning.sha256)
    for read in ("", other.sha256):
        with pytest.raises(BorrowingWarningUnread) as refused:
            require_read(warning, read)
        assert refused.value.metadata == {"warning_sha256": warning.sha256}
