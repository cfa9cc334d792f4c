"""The contact governor: hours, three effective calls a day, the debtor only, stop on refusal."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.dated_policy import PolicyError
from chassis.ports import SHANGHAI
from services.repayment.domain.late.contact import (
    Contact,
    ContactChannel,
    ContactOutcome,
    ContactParty,
    ContactRules,
    ContactWish,
    DebtorContacts,
    ask_to_contact,
    hold_contacts,
    prefer_contacts,
    record_contact,
    release_contacts,
)
from services.repayment.domain.late.errors import ContactHoursImpossible, ContactOutcomeKnown
from services.repayment.late_policy_file import read_late_policy
from tests.builders.loans import CUSTOMER, LOAN

DAY = date(2026, 12, 28)
RULES = read_late_policy().on(DAY).contact_rules
FRIEND = UUID(int=77)
NOON = time(12, 0)


def at(moment: time = NOON, day: date = DAY) -> datetime:
    return datetime.combine(day, moment, tzinfo=SHANGHAI)


class Debtor:
    """One debtor and everybody's attempts to reach them."""

    def __init__(self, **wishes: Any) -> None:
        self.state: DebtorContacts | None = None
        self.log: list[Contact] = []
        if wishes:
            defaults: Any = {"agreed_from": None, "agreed_until": None, "refused_channels": ()}
            self.state = prefer_contacts(None, CUSTOMER, **defaults | wishes).reply

    def ask(
        self,
        channel: ContactChannel = ContactChannel.CALL,
        *,
        when: datetime | None = None,
        party: ContactParty = ContactParty.DEBTOR,
        party_id: UUID | None = None,
        discloses_debt: bool = False,
        is_overdue: bool = True,
        has_promised: bool = False,
    ) -> Contact:
        wish = ContactWish(
            contact_id=UUID(int=len(self.log) + 1),
            loan_id=LOAN,
            channel=channel,
            party=party,
            party_id=party_id,
            discloses_debt=discloses_debt,
            local_at=when or at(),
            asked_by="li",
        )
        decision = ask_to_contact(
            self.state,
            CUSTOMER,
            wish,
            RULES,
            is_overdue=is_overdue,
            has_promised=has_promised,
        )
        self._keep(decision)
        self.log.append(decision.reply)
        return decision.reply

    def record(
        self, contact: Contact, outcome: ContactOutcome, when: datetime | None = None
    ) -> None:
        self._keep(record_contact(self.state, contact, outcome, when or at(), RULES))

    def _keep(self, decision: Any) -> None:
        for change in decision.changes:
            if isinstance(change.state, DebtorContacts):
                self.state = change.state

    def try_call(self, outcome: ContactOutcome, **more: Any) -> str:
        contact = self.ask(**more)
        if not contact.refusal:
            self.record(contact, outcome, more.get("when"))
        return contact.refusal


@pytest.mark.parametrize(
    ("moment", "refusal"),
    [
        (time(7, 59, 59), "QUIET_HOURS"),
        (time(8, 0), ""),
        (time(21, 59, 59), ""),
        (time(22, 0), "QUIET_HOURS"),
        (time(0, 0), "QUIET_HOURS"),
    ],
)
def test_nobody_is_contacted_between_22_and_8(moment: time, refusal: str) -> None:
    for channel in (ContactChannel.CALL, ContactChannel.BOT_CALL, ContactChannel.SMS):
        assert Debtor().ask(channel, when=at(moment)).refusal == refusal
    assert Debtor().ask(ContactChannel.LETTER, when=at(moment)).refusal == ""


def test_hours_the_debtor_agreed_to_take_the_place_of_the_usual_ones() -> None:
    debtor = Debtor(agreed_from=time(19, 0), agreed_until=time(23, 0))

    assert debtor.ask(when=at(time(22, 30))).refusal == ""
    assert debtor.ask(when=at(time(12, 0))).refusal == "QUIET_HOURS"


def test_three_effective_calls_are_allowed_a_day_and_machines_count() -> None:
    debtor = Debtor()
    channels = [ContactChannel.CALL, ContactChannel.BOT_CALL, ContactChannel.CALL]

    allowed = [debtor.try_call(ContactOutcome.EFFECTIVE, channel=channel) for channel in channels]

    assert allowed == ["", "", ""]
    assert debtor.ask(ContactChannel.BOT_CALL).refusal == "DAILY_LIMIT"
    assert debtor.ask(ContactChannel.SMS).refusal == ""
    assert debtor.ask(when=at(day=DAY + timedelta(days=1))).refusal == ""


def test_a_call_nobody_answers_gives_its_place_back() -> None:
    debtor = Debtor()

    for _ in range(5):
        assert debtor.try_call(ContactOutcome.NO_ANSWER) == ""
    assert debtor.state is not None
    assert debtor.state.calls_taken == 0
    assert debtor.state.missed_in_row == 5


def test_a_call_under_way_takes_a_place_until_its_outcome_is_known() -> None:
    debtor = Debtor()
    contacts = [debtor.ask() for _ in range(3)]

    assert debtor.ask().refusal == "DAILY_LIMIT"
    debtor.record(contacts[0], ContactOutcome.NO_ANSWER)
    assert debtor.ask().refusal == ""


def test_an_outcome_reported_the_next_day_does_not_touch_the_new_counter() -> None:
    debtor = Debtor()
    late = debtor.ask()
    tomorrow = at(day=DAY + timedelta(days=1))
    debtor.try_call(ContactOutcome.EFFECTIVE, when=tomorrow)

    debtor.record(late, ContactOutcome.EFFECTIVE, tomorrow)

    assert debtor.state is not None
    assert debtor.state.effective_calls == 1


def test_an_outcome_is_recorded_once_and_never_for_a_refused_contact() -> None:
    debtor = Debtor()
    refused = debtor.ask(when=at(time(23, 0)))

    with pytest.raises(ContactOutcomeKnown):
        debtor.record(refused, ContactOutcome.EFFECTIVE)


def test_a_debtor_who_owes_nothing_late_is_left_alone() -> None:
    assert Debtor().ask(is_overdue=False).refusal == "NOT_OVERDUE"


def test_somebody_else_is_asked_only_when_the_debtor_cannot_be_reached() -> None:
    debtor = Debtor()
    friend: Any = {"party": ContactParty.NAMED_CONTACT, "party_id": FRIEND}

    assert debtor.ask(**friend).refusal == "DEBTOR_REACHABLE"
    for _ in range(RULES.unreachable_after):
        debtor.try_call(ContactOutcome.NO_ANSWER)
    assert debtor.ask(**friend, discloses_debt=True).refusal == "DEBT_WOULD_BE_DISCLOSED"
    assert debtor.ask(party=ContactParty.NAMED_CONTACT).refusal == "PARTY_FORBIDDEN"
    assert debtor.ask(party=ContactParty.OTHER, party_id=FRIEND).refusal == "PARTY_FORBIDDEN"
    assert debtor.try_call(ContactOutcome.EFFECTIVE, **friend) == ""
    assert debtor.try_call(ContactOutcome.STOP_ASKED, **friend) == ""
    assert debtor.ask(**friend).refusal == "STOP_ASKED"

    debtor.try_call(ContactOutcome.EFFECTIVE)
    other: Any = {"party": ContactParty.NAMED_CONTACT, "party_id": UUID(int=78)}
    assert debtor.ask(**other).refusal == "DEBTOR_REACHABLE"


def test_a_debtor_who_asks_to_stop_is_not_called_that_day_and_the_next() -> None:
    debtor = Debtor()
    debtor.try_call(ContactOutcome.STOP_ASKED)

    assert debtor.ask().refusal == "STOP_ASKED"
    assert debtor.ask(when=at(day=DAY + timedelta(days=1))).refusal == "STOP_ASKED"
    assert debtor.ask(when=at(day=DAY + timedelta(days=2))).refusal == ""


def test_a_message_that_is_delivered_makes_nobody_reachable() -> None:
    debtor = Debtor()
    debtor.try_call(ContactOutcome.NO_ANSWER)
    debtor.try_call(ContactOutcome.EFFECTIVE, channel=ContactChannel.SMS)

    assert debtor.state is not None
    assert debtor.state.missed_in_row == 1


def test_a_channel_the_debtor_refused_is_not_used_but_letters_always_are() -> None:
    refused = (ContactChannel.BOT_CALL, ContactChannel.LETTER)
    debtor = Debtor(refused_channels=refused)

    assert debtor.ask(ContactChannel.BOT_CALL).refusal == "CHANNEL_REFUSED"
    assert debtor.ask(ContactChannel.LETTER).refusal == ""


@pytest.mark.parametrize(
    ("first", "last"), [(time(9), None), (None, time(9)), (time(9), time(9)), (time(9), time(8))]
)
def test_agreed_hours_need_an_order(first: time | None, last: time | None) -> None:
    with pytest.raises(ContactHoursImpossible):
        prefer_contacts(None, CUSTOMER, agreed_from=first, agreed_until=last, refused_channels=())


def test_rules_with_hours_out_of_order_are_refused() -> None:
    value = {
        "from": "22:00",
        "until": "08:00",
        "most_calls_per_day": 3,
        "unreachable_after": 6,
        "stop_days": 1,
        "most_given_up_per_day": 3,
    }
    with pytest.raises(PolicyError):
        ContactRules.of_policy(value)


steps = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from([ContactChannel.CALL, ContactChannel.BOT_CALL]),
        st.sampled_from([ContactOutcome.EFFECTIVE, ContactOutcome.NO_ANSWER]),
        st.integers(0, 20),
        st.integers(0, 2),
    ),
    max_size=60,
)


@given(steps=steps)
def test_under_any_interleaving_no_fourth_effective_call_is_made_in_a_day(
    steps: list[tuple[bool, ContactChannel, ContactOutcome, int, int]],
) -> None:
    debtor, day = Debtor(), DAY
    waiting: list[Contact] = []
    effective: dict[date, int] = {}

    for asks, channel, outcome, which, passed in steps:
        if not asks and not waiting:
            day += timedelta(days=passed == 2)
        if asks:
            contact = debtor.ask(channel, when=at(day=day))
            if not contact.refusal:
                waiting.append(contact)
        elif waiting:
            contact = waiting.pop(which % len(waiting))
            debtor.record(contact, outcome, at(day=day))
            if outcome is ContactOutcome.EFFECTIVE:
                called_on = contact.asked_at.date()
                effective[called_on] = effective.get(called_on, 0) + 1

    assert max(effective.values(), default=0) <= 3


# --- complaints, promises, calls that were not made

CASE, OTHER_CASE = UUID(int=31), UUID(int=32)


def test_while_a_complaint_is_open_nobody_is_contacted_by_any_channel() -> None:
    debtor = Debtor()
    debtor.state = hold_contacts(None, CUSTOMER, CASE, DAY).reply

    assert {debtor.ask(channel).refusal for channel in ContactChannel} == {"ON_HOLD"}
    assert debtor.ask(when=at(day=DAY + timedelta(days=1))).refusal == ""


def test_the_answer_to_the_complaint_that_holds_ends_the_hold_and_no_other_does() -> None:
    held = hold_contacts(None, CUSTOMER, CASE, DAY).reply

    assert release_contacts(held, CUSTOMER, OTHER_CASE).changes == ()
    assert release_contacts(held, CUSTOMER, CASE).reply.holds == ()
    assert release_contacts(None, CUSTOMER, CASE).changes == ()


def test_of_two_complaints_each_holds_until_its_own_answer() -> None:
    both = hold_contacts(
        hold_contacts(None, CUSTOMER, CASE, DAY).reply, CUSTOMER, OTHER_CASE, DAY - timedelta(1)
    ).reply
    debtor = Debtor()

    debtor.state = release_contacts(both, CUSTOMER, OTHER_CASE).reply
    assert debtor.ask().refusal == "ON_HOLD"
    debtor.state = release_contacts(debtor.state, CUSTOMER, CASE).reply
    assert debtor.ask().refusal == ""


def test_a_debtor_whose_promise_stands_is_left_in_peace() -> None:
    debtor = Debtor()

    assert debtor.ask(has_promised=True).refusal == "PROMISED"
    assert debtor.ask(ContactChannel.LETTER, has_promised=True).refusal == "PROMISED"


def test_a_call_that_was_not_made_gives_its_place_back_and_does_not_count_as_missed() -> None:
    debtor = Debtor()
    debtor.try_call(ContactOutcome.NO_ANSWER)

    debtor.try_call(ContactOutcome.NOT_MADE)

    assert debtor.state is not None
    assert (debtor.state.calls_taken, debtor.state.missed_in_row) == (0, 1)


def test_saying_that_calls_were_not_made_is_no_way_to_call_more_often() -> None:
    debtor = Debtor()

    given_up = [debtor.try_call(ContactOutcome.NOT_MADE) for _ in range(7)]

    # Three give their place back, the next three keep theirs.
    assert given_up == ["", "", "", "", "", "", "DAILY_LIMIT"]
    tomorrow = at(day=DAY + timedelta(days=1))
    assert debtor.try_call(ContactOutcome.NOT_MADE, when=tomorrow) == ""
    assert debtor.state is not None
    assert (debtor.state.given_up_calls, debtor.state.calls_taken) == (1, 0)
