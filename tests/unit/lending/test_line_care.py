"""Lines after they are opened: raised with consent, lowered, frozen, given back, closed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.decision import Decision
from chassis.frozen import replace
from services.lending.domain import line_care
from services.lending.domain.credit_line import CreditLine, LineStatus
from services.lending.domain.errors import (
    CreditLineFrozen,
    CreditLineInUse,
    CreditLineNotActive,
    LimitExceeded,
    LimitImpossible,
    LimitOfferEnded,
)
from services.lending.domain.exposure import CustomerExposure, GrantedLimit
from services.lending.domain.line_care import BehaviourSeen, Occasion
from services.lending.domain.line_notice import notice_of
from services.lending.domain.line_record import LineChange
from services.lending.domain.line_words import (
    Freeze,
    FreezeReason,
    LimitOffer,
    LimitReason,
    LineChangeKind,
    read_triggers,
)
from tests.builders.lending import CUSTOMER, NOW, TODAY, a_line, a_policy

TRIGGERS = a_policy().line_triggers
NOTHING = CustomerExposure(CUSTOMER)
PAST_DUE = FreezeReason.PAST_DUE


def at(days: int = 0, **changes: Any) -> Occasion:
    occasion = Occasion(
        change_id=UUID(int=9),
        actor="policy",
        reason="PAST_DUE",
        note="",
        today=TODAY + timedelta(days=days),
        now=NOW + timedelta(days=days),
    )
    return replace(occasion, **changes)


def frozen(line: CreditLine | None = None, *, about: str = "loan", days: int = 0) -> CreditLine:
    return line_care.freeze(line or a_line(), PAST_DUE, about, at(days)).reply


def record_of(decision: Decision[CreditLine]) -> LineChange | None:
    records = [it.state for it in decision.changes if isinstance(it.state, LineChange)]
    return records[0] if records else None


def test_a_frozen_line_gives_nothing_and_its_customer_is_told_why_in_both_languages() -> None:
    decision = line_care.freeze(a_line(drawn_minor=1_000), PAST_DUE, "loan", at())

    record = record_of(decision)
    assert record is not None
    assert (decision.reply.status, decision.reply.available_minor) == (LineStatus.FROZEN, 0)
    assert decision.reply.drawn_minor == 1_000
    assert (record.kind, record.reason) == (LineChangeKind.FROZEN, "PAST_DUE")
    assert "逾期" in record.notice.text_zh
    assert "past due" in record.notice.text_en


def test_the_same_reason_again_and_one_more_reason_are_no_news() -> None:
    line = frozen()

    assert line_care.freeze(line, PAST_DUE, "loan", at(1)).changes == ()
    another = line_care.freeze(line, PAST_DUE, "another loan", at(1))
    assert record_of(another) is None
    assert len(another.reply.freezes) == 2


def test_a_line_is_given_back_only_after_some_days_in_order() -> None:
    line = line_care.in_order_again(frozen(), PAST_DUE, "loan", at(5)).reply

    early = line_care.review(line, TRIGGERS, at(5 + TRIGGERS.unfreeze_after_days - 1))
    late = line_care.review(line, TRIGGERS, at(5 + TRIGGERS.unfreeze_after_days))

    assert early.changes == ()
    assert late.reply.status is LineStatus.OPENED
    assert late.reply.freezes == ()
    record = record_of(late)
    assert record is not None
    assert record.kind is LineChangeKind.UNFROZEN


def test_a_loan_that_is_late_again_meanwhile_begins_the_days_anew() -> None:
    line = line_care.in_order_again(frozen(), PAST_DUE, "loan", at(5)).reply

    again = line_care.freeze(line, PAST_DUE, "loan", at(20)).reply

    assert again.freezes == (Freeze(PAST_DUE, "loan", TODAY + timedelta(days=20)),)
    assert line_care.review(again, TRIGGERS, at(90)).changes == ()
    assert line_care.in_order_again(again, PAST_DUE, "no such loan", at(30)).changes == ()


def test_a_line_stays_frozen_while_another_reason_holds() -> None:
    line = line_care.in_order_again(frozen(frozen(), about="second"), PAST_DUE, "loan", at(1)).reply

    decision = line_care.review(line, TRIGGERS, at(60))

    assert decision.reply.status is LineStatus.FROZEN
    assert [freeze.about for freeze in decision.reply.freezes] == ["second"]
    assert record_of(decision) is None


def test_what_staff_froze_is_given_back_by_people_only() -> None:
    line = line_care.freeze(a_line(drawn_minor=5), FreezeReason.STAFF, "", at(reason="STAFF")).reply
    in_order = line_care.in_order_again(line, FreezeReason.STAFF, "", at(1)).reply

    assert line_care.review(in_order, TRIGGERS, at(400)).changes == ()
    given_back = line_care.unfreeze(line, (FreezeReason.STAFF,), at(2, reason="STAFF"))
    assert given_back.reply.status is LineStatus.ACTIVE
    assert line_care.unfreeze(line, (PAST_DUE,), at(2)).changes == ()


@pytest.mark.parametrize(
    ("seen", "reasons"),
    [
        (BehaviourSeen(1, 3), ()),
        (BehaviourSeen(2, 0), (FreezeReason.RISK_WORSE,)),
        (BehaviourSeen(0, 4), (FreezeReason.NEW_ENQUIRIES,)),
        (BehaviourSeen(3, 9), (FreezeReason.RISK_WORSE, FreezeReason.NEW_ENQUIRIES)),
    ],
)
def test_a_worse_risk_freezes_from_the_numbers_of_the_policy_on(seen: Any, reasons: Any) -> None:
    decision = line_care.behaviour(a_line(), seen, TRIGGERS, at())

    assert tuple(freeze.reason for freeze in decision.reply.freezes) == reasons
    assert sum(isinstance(it.state, LineChange) for it in decision.changes) == bool(reasons)
    assert sum(isinstance(it.state, CreditLine) for it in decision.changes) == bool(reasons)


def test_a_risk_that_is_no_longer_worse_ends_its_freeze_after_some_days() -> None:
    line = line_care.behaviour(a_line(), BehaviourSeen(2, 9), TRIGGERS, at()).reply

    better = line_care.behaviour(line, BehaviourSeen(0, 0), TRIGGERS, at(3)).reply

    assert [freeze.in_order_since for freeze in better.freezes] == [TODAY + timedelta(days=3)] * 2
    assert line_care.review(better, TRIGGERS, at(40)).reply.status is LineStatus.OPENED


def offered(limit_minor: int = 6_000_000) -> CreditLine:
    reason = LimitReason.GOOD_REPAYMENT.value
    parts = (a_line(), NOTHING)
    return line_care.offer_increase(parts, limit_minor, a_policy(), at(reason=reason)).reply


def test_a_limit_is_raised_only_when_its_customer_agrees() -> None:
    line = offered()
    by_customer = at(1, actor="customer", reason="CUSTOMER_ASKED")

    decision = line_care.accept_offer((line, NOTHING), UUID(int=9), a_policy(), by_customer)

    assert line.limit_minor == 5_000_000
    assert (decision.reply.limit_minor, decision.reply.offer) == (6_000_000, None)
    (exposure,) = [it.state for it in decision.changes if isinstance(it.state, CustomerExposure)]
    assert exposure.limits == (GrantedLimit("personal_revolving", 6_000_000),)


def test_a_customer_may_leave_a_higher_limit() -> None:
    decision = line_care.decline_offer(offered(), UUID(int=9), at(1, reason="CUSTOMER_ASKED"))

    assert (decision.reply.limit_minor, decision.reply.offer) == (5_000_000, None)
    with pytest.raises(LimitOfferEnded):
        line_care.decline_offer(decision.reply, UUID(int=9), at(1))


def test_an_offer_ends_with_its_last_day_and_with_a_freeze() -> None:
    line = offered()

    for offer_id, days in ((UUID(int=8), 0), (UUID(int=9), TRIGGERS.offer_valid_days + 1)):
        with pytest.raises(LimitOfferEnded):
            line_care.accept_offer((line, NOTHING), offer_id, a_policy(), at(days))
    assert frozen(line).offer is None


@pytest.mark.parametrize("limit_minor", [5_000_000, 12_000_001, 1])
def test_no_limit_is_offered_that_is_not_higher_or_above_what_the_grade_may_have(
    limit_minor: int,
) -> None:
    with pytest.raises(LimitImpossible):
        offered(limit_minor)


def test_a_higher_limit_never_passes_what_one_person_may_have_over_all_products() -> None:
    others = CustomerExposure(CUSTOMER, (GrantedLimit("micro_business", 44_500_000),))

    with pytest.raises(LimitImpossible) as refused:
        line_care.accept_offer((offered(), others), UUID(int=9), a_policy(), at())
    ungraded = (a_line(grade="Z"), NOTHING)
    with pytest.raises(LimitImpossible):
        line_care.offer_increase(ungraded, 6_000_000, a_policy(), at())

    assert refused.value.metadata["most_minor"] == "5500000"


def test_a_frozen_line_is_offered_nothing() -> None:
    with pytest.raises(CreditLineFrozen) as refused:
        line_care.offer_increase((frozen(), NOTHING), 6_000_000, a_policy(), at())

    assert refused.value.metadata == {"reasons": "PAST_DUE"}


def test_a_limit_is_lowered_but_never_below_what_is_in_use() -> None:
    line = a_line(drawn_minor=2_000_000, reserved_minor=500_000)
    because = at(reason="UNUSED")

    lowered = line_care.decrease((line, NOTHING), 3_000_000, because).reply
    floored = line_care.decrease((line, NOTHING), 1_000_000, because).reply

    assert (lowered.limit_minor, floored.limit_minor) == (3_000_000, 2_500_000)
    with pytest.raises(CreditLineInUse):
        line_care.decrease((floored, NOTHING), 0, because)
    with pytest.raises(LimitImpossible):
        line_care.decrease((line, NOTHING), 5_000_000, because)


def test_a_line_is_closed_once_nothing_is_owed_and_for_good() -> None:
    because = at(reason="CUSTOMER_ASKED")
    exposure = NOTHING.with_limit("personal_revolving", 5_000_000)
    with pytest.raises(CreditLineInUse):
        line_care.close((a_line(drawn_minor=1), exposure), because)

    decision = line_care.close((a_line(), exposure), because)

    assert decision.reply.status is LineStatus.CLOSED
    assert decision.changes[-1].state.limits == ()
    for again in (
        lambda line: line_care.close((line, exposure), because),
        lambda line: line_care.decrease((line, exposure), 1, because),
        lambda line: line_care.freeze(line, PAST_DUE, "", at()),
        lambda line: line_care.unfreeze(line, (PAST_DUE,), at()),
        lambda line: line_care.offer_increase((line, exposure), 6_000_000, a_policy(), at()),
    ):
        with pytest.raises(CreditLineNotActive):
            again(decision.reply)
    seen = BehaviourSeen(5, 5)
    assert line_care.behaviour(decision.reply, seen, TRIGGERS, at()).changes == ()


def test_every_kind_and_reason_has_its_words() -> None:
    line = a_line(offer=LimitOffer(UUID(int=1), 6_000_000, TODAY, "p"))
    told = set(FreezeReason) - {FreezeReason.DECLINED}
    for reason in told | set(LimitReason):
        for kind in LineChangeKind:
            notice = notice_of(kind, reason.value, line, line)
            assert "{" not in notice.text_zh + notice.text_en


def test_triggers_are_read_whole() -> None:
    with pytest.raises(ValueError, match="line triggers"):
        read_triggers({"unfreeze_after_days": 1})


_STEPS = (
    "draw",
    "paid",
    "refused",
    "repay",
    "lower",
    "raise",
    "freeze",
    "order",
    "review",
    "close",
)


@given(st.lists(st.tuples(st.sampled_from(_STEPS), st.integers(0, 3_000_000)), max_size=25))
def test_whatever_happens_in_whatever_order_no_draw_passes_the_limit(
    steps: list[tuple[str, int]],
) -> None:
    line, exposure = a_line(), NOTHING.with_limit("personal_revolving", 5_000_000)
    for day, (step, amount) in enumerate(steps):
        occasion = at(day * 7, reason="STAFF")
        try:
            line, exposure = _step(line, exposure, step, amount, occasion)
        except (
            LimitExceeded,
            LimitImpossible,
            CreditLineInUse,
            CreditLineFrozen,
            CreditLineNotActive,
        ):
            continue
        assert line.drawn_minor + line.reserved_minor <= line.limit_minor
        assert (line.status is LineStatus.FROZEN) == bool(line.freezes)
        granted = 0 if line.status is LineStatus.CLOSED else line.limit_minor
        assert exposure.besides("") == granted


def _step(
    line: CreditLine, exposure: CustomerExposure, step: str, amount: int, occasion: Occasion
) -> tuple[CreditLine, CustomerExposure]:
    parts = (line, exposure)
    if step == "draw" and amount:
        line.require_usable_on(line.assessed_on, a_policy())
        return line.reserve(amount), exposure
    if step in {"paid", "refused"} and line.reserved_minor:
        done = line.commit if step == "paid" else line.release
        return done(line.reserved_minor), exposure
    if step == "repay" and line.drawn_minor:
        return line.restore(line.drawn_minor), exposure
    decisions: dict[str, Any] = {
        "lower": lambda: line_care.decrease(parts, amount, occasion),
        "raise": lambda: line_care.offer_increase(
            parts, line.limit_minor + amount, a_policy(), occasion
        ),
        "freeze": lambda: line_care.freeze(line, PAST_DUE, "", occasion),
        "order": lambda: line_care.in_order_again(line, PAST_DUE, "", occasion),
        "review": lambda: line_care.review(line, TRIGGERS, occasion),
        "close": lambda: line_care.close(parts, occasion),
    }
    if step not in decisions:
        return parts
    decision = decisions[step]()
    line = decision.reply
    if step == "raise":
        accepted = line_care.accept_offer(
            (line, exposure), occasion.change_id, a_policy(), occasion
        )
        line, decision = accepted.reply, accepted
    exposures = [it.state for it in decision.changes if isinstance(it.state, CustomerExposure)]
    return line, exposures[-1] if exposures else exposure
