"""The key clauses: shown one by one, read for a while, agreed to, kept as evidence."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.lending.domain import signature
from services.lending.domain.contract import require_signable
from services.lending.domain.cost_sheet import LoanCosts, sheet_facts
from services.lending.domain.errors import (
    ClauseHashDiffers,
    ClauseReadTooShort,
    ClausesNotAcknowledged,
    ClausesNotOpened,
    ClauseUnknown,
    QuoteExpired,
)
from services.lending.domain.events import ClausesAcknowledged, ClausesOpened
from services.lending.domain.product import RepaymentMethod
from services.lending.domain.quote import Quote
from services.lending.domain.salient_clauses import write_clauses
from services.lending.published_events import to_message
from tests.builders.lending import (
    NOW,
    QUOTE,
    TODAY,
    a_confirmed_quote,
    a_policy,
    a_quote,
    a_schedule,
    clauses_seen,
    signing,
    templates,
)

LATER = NOW + timedelta(seconds=10)


def an_opened_quote(**changes: Any) -> Quote:
    return replace(a_quote(**changes).open_clauses(today=TODAY, now=NOW), opened_at=NOW)


def test_the_clauses_name_price_penalty_and_route_with_the_figures_of_the_quote() -> None:
    clauses = {clause.code: clause for clause in a_quote().clauses.clauses}

    assert list(clauses) == [
        "price_and_penalty", "liability", "credit_reporting", "data_use", "early_repayment",
        "complaint_route", "use_of_funds",
    ]  # fmt: skip
    for figure in ("0.050%", "18.25%", "18.17%", "24.00%", "1.5"):
        assert figure in clauses["price_and_penalty"].text_zh
        assert figure in clauses["price_and_penalty"].text_en
    assert "投诉" in clauses["complaint_route"].text_zh
    assert "购房" in clauses["use_of_funds"].text_zh


def test_clauses_are_opened_once_and_each_agreement_is_told() -> None:
    opened = signature.open_clauses(a_quote(), today=TODAY, now=NOW)
    again = signature.open_clauses(opened.reply, today=TODAY, now=LATER)
    seen = clauses_seen(opened.reply)
    first = signature.acknowledge_clauses(opened.reply, seen[:2], today=TODAY, now=LATER)
    rest = signature.acknowledge_clauses(first.reply, seen, today=TODAY, now=LATER)
    nothing = signature.acknowledge_clauses(rest.reply, seen, today=TODAY, now=LATER)

    assert opened.changes[0].events == (ClausesOpened(opened.reply),)
    assert again.changes == nothing.changes == ()
    event = to_message(rest.changes[0].events[0])
    assert list(event.codes) == [one.code for one in seen[2:]]  # type: ignore[attr-defined]
    assert rest.changes[0].events == (ClausesAcknowledged(rest.reply, 2, LATER),)
    assert len(rest.reply.clauses.acknowledged) == 7


def test_nothing_is_agreed_to_unread() -> None:
    quote = an_opened_quote()
    seen = clauses_seen(quote)

    with pytest.raises(ClausesNotOpened):
        a_quote().acknowledge(seen, today=TODAY, now=LATER)
    with pytest.raises(ClauseReadTooShort):
        quote.acknowledge(clauses_seen(quote, dwell_ms=299), today=TODAY, now=LATER)
    with pytest.raises(ClauseReadTooShort):
        quote.acknowledge(seen, today=TODAY, now=NOW + timedelta(milliseconds=7 * 500 - 1))
    with pytest.raises(QuoteExpired):
        quote.acknowledge(seen, today=TODAY + timedelta(days=1), now=LATER)
    assert not quote.acknowledge(
        seen, today=TODAY, now=NOW + timedelta(milliseconds=7 * 500)
    ).clauses.missing


def test_the_clauses_of_another_quote_are_refused() -> None:
    quote, other = an_opened_quote(), a_quote()
    seen_of_other = [replace(one, sha256="0" * 64) for one in clauses_seen(other)]

    with pytest.raises(ClauseHashDiffers):
        quote.acknowledge(seen_of_other, today=TODAY, now=LATER)
    unknown = [replace(clauses_seen(quote)[0], code="no_such")]
    with pytest.raises(ClauseUnknown):
        quote.acknowledge(unknown, today=TODAY, now=LATER)


@given(st.sets(st.integers(0, 6), max_size=6))
def test_signing_is_refused_while_any_clause_is_missing(agreed: set[int]) -> None:
    quote = replace(a_confirmed_quote(), clauses=an_opened_quote().clauses)
    seen = [one for number, one in enumerate(clauses_seen(quote)) if number in agreed]
    quote = quote.acknowledge(seen, today=TODAY, now=LATER)

    with pytest.raises(ClausesNotAcknowledged) as refused:
        require_signable(signing(), quote)

    assert len(refused.value.metadata["missing"].split(",")) == 7 - len(agreed)


def test_a_clause_is_bound_to_its_quote_by_hash() -> None:
    facts = sheet_facts(
        LoanCosts(
            quote_id=QUOTE,
            instalments=10,
            method=RepaymentMethod.EQUAL_PRINCIPAL,
            schedule=a_schedule(),
            daily_rate_ppm=500,
            annual=a_quote().annual,
            penalty=a_quote().penalty,
            service_fee_minor=0,
            service_fee_annual_ppm=0,
            prepayment_fee_ppm=0,
        ),
        a_policy(),
    )

    one = write_clauses(QUOTE, facts, a_policy(), templates())
    other = write_clauses(UUID(int=9), facts, a_policy(), templates())

    assert one == a_quote().clauses
    assert {c.sha256 for c in one.clauses}.isdisjoint(c.sha256 for c in other.clauses)
    assert [c.text_zh for c in one.clauses] == [c.text_zh for c in other.clauses]


def test_the_policy_names_which_clauses_there_are() -> None:
    policy = a_policy(salient_clauses=("liability",))

    assert [clause.code for clause in a_quote(policy=policy).clauses.clauses] == ["liability"]
