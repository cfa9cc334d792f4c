"""Whatever a file holds, the answer closes to the fen or one sentence says why there is none."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.errors import DomainError
from services.repayment import vector_file
from services.repayment.quoting.reading import VectorUnsupportedError
from tests.builders.vectors import CUMULATIVE, EQUAL_INSTALMENT, FLAT, OWN, PROGRESSIVE

KEYS = sorted(
    {
        *CUMULATIVE,
        *OWN,
        "grace_principal",
        "interest_free_periods",
        "interest_free_days",
        "prepayment_effect",
        "down_payment_pct",
        "instalment_multiple",
        "instalment_given",
        "currency_decimals",
        "first_due",
    }
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 700),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=1),
    st.sampled_from(
        ["NaN", "1e999", "9" * 40, "2025-02-30", "0001-01-01", "9999-12-31", "last", "days"]
    ),
)
COLUMNS = ("principal", "interest", "fees", "penalties")
DAYS = st.dates().map(str) | st.sampled_from(
    ["2025-01-01", "2025-01-16", "2025-02-01", "2025-02-15", "2025-03-01", "2025-04-01"]
)
AMOUNTS = st.decimals("0.01", "2000", places=2).map(str)
EVENTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            [
                "payment",
                "payoff",
                "drawdown",
                "charge",
                "rate_change",
                "interest_pause",
                "reschedule",
                "re_age",
                "close_of_business",
            ]
        )
        | JUNK
    },
    optional={
        "date": DAYS | JUNK,
        "due": DAYS,
        "effective": DAYS,
        "from": DAYS,
        "to": DAYS,
        "first_due": DAYS,
        "new_due_date": DAYS,
        "amount": AMOUNTS | JUNK,
        "kind": st.sampled_from(["fee", "penalty"]) | JUNK,
        "instalments": st.integers(0, 5) | JUNK,
        "extra_terms": st.integers(0, 3),
        "new_annual_rate_pct": AMOUNTS,
        "interest": st.sampled_from(["equal_amortization_payable", "equal_amortization_full", "x"]),
    },
)


@settings(max_examples=200, deadline=None)
@given(
    inputs=st.sampled_from([CUMULATIVE, EQUAL_INSTALMENT, FLAT, OWN, PROGRESSIVE]),
    changes=st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=2),
    events=st.lists(EVENTS, max_size=4),
)
def test_any_file_is_answered_to_the_fen_or_refused(
    inputs: dict[str, Any], changes: dict[str, Any], events: list[dict[str, Any]]
) -> None:
    try:
        found = vector_file.answer({"inputs": inputs | changes, "events": events})
    except (VectorUnsupportedError, DomainError):
        return
    if "rows" in found:
        check(found["rows"], drawn=any(event["type"] == "drawdown" for event in events))


def check(rows: list[dict[str, Any]], *, drawn: bool) -> None:
    balance = None
    for row in rows:
        parts = [
            row[name] for name in ("principal", "interest", "fees", "penalties") if name in row
        ]
        assert sum(map(Decimal, parts)) == Decimal(row["total"])
        assert min(map(Decimal, parts)) >= 0
        if "paid" in row:
            assert Decimal(row["paid"]) + Decimal(row["outstanding"]) == Decimal(row["total"])
        if balance is not None and not drawn:
            assert balance - Decimal(row["principal"]) == Decimal(row["balance_after"])
        balance = Decimal(row["balance_after"])
    assert balance == 0
