"""What stands beside a loan follows its entries in the same decision."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from chassis.command import Command, Delivery, Key, Loaded
from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.customer_credit import CustomerCredit
from services.repayment.domain.events import LoanOpened
from services.repayment.domain.ledger.followed import with_credit, with_partners
from services.repayment.domain.ledger.partners import JointLoan
from services.repayment.domain.ledger.policy import Partner
from services.repayment.domain.loan import Loan
from services.repayment.following import Following
from tests.builders.loans import a_loan
from tests.unit.repayment.test_journal import an_event
from tests.unit.repayment.test_partners import A_BANK, an_entry
from tests.unit.repayment.test_partners import with_partners as policy_with

CUSTOMER, LOAN = UUID(int=1), UUID(int=2)
BANK = Partner("bank-a", 400_000, 350_000)
OVERPAID: Decision[None] = Decision(None, (), (an_entry("overpayment_held", 700),))
PAID_OUT = an_event(LoanOpened, principal_minor=1_001)
OPENED = Change(a_loan(), (PAID_OUT,))


def credit_of(decision: Decision[Any]) -> CustomerCredit:
    return next(c.state for c in decision.changes if isinstance(c.state, CustomerCredit))


def test_money_beyond_all_that_was_owed_is_the_customers_at_once() -> None:
    first = with_credit(OVERPAID, CUSTOMER, None)
    second = with_credit(OVERPAID, CUSTOMER, credit_of(first))

    assert credit_of(first) == CustomerCredit(CUSTOMER, "CNY", held_minor=700)
    assert credit_of(second).held_minor == 1_400


def test_an_overpayment_that_is_taken_back_leaves_the_credit() -> None:
    back = Decision(None, (), (an_entry("reversal:overpayment_held", 700),))
    held = CustomerCredit(CUSTOMER, "CNY", held_minor=1_000, refunding_minor=5)

    assert credit_of(with_credit(back, CUSTOMER, held)) == replace(held, held_minor=300)


def test_what_a_decision_booked_itself_is_not_booked_twice() -> None:
    itself = replace(OVERPAID, changes=(Change(CustomerCredit(CUSTOMER, "CNY", 700)),))
    elsewhere = Decision(None, (), (an_entry("principal_repaid", 700),))

    assert with_credit(itself, CUSTOMER, None) is itself
    assert with_credit(elsewhere, CUSTOMER, None) is elsewhere
    assert with_credit(OVERPAID, UUID(int=9), None) is OVERPAID


def opened() -> Decision[None]:
    return Decision(None, (OPENED,), (an_entry("disbursement", 1_001),))


def test_a_loan_gets_the_partners_of_the_day_it_was_paid_out() -> None:
    asked: list[date] = []

    def partners(on: date) -> tuple[Partner, ...]:
        asked.append(on)
        return (BANK,)

    decision = with_partners(opened(), LOAN, None, partners)

    joint = decision.changes[-1].state
    assert isinstance(joint, JointLoan)
    assert (joint.partners, joint.funded_minor) == ((BANK,), 1_001)
    assert [(t.kind, t.amount_minor) for t in decision.transfers[1:]] == [("partner_funded", 400)]
    assert asked == [PAID_OUT.disbursed_on]


def test_a_loan_without_partners_and_an_older_loan_stay_ours() -> None:
    older = Decision(None, (Change(a_loan()),), (an_entry("principal_repaid", 700),))

    assert with_partners(opened(), LOAN, None, lambda _: ()).changes == (OPENED,)
    assert with_partners(older, LOAN, None, lambda _: (BANK,)) is older


def test_a_joint_loan_follows_its_entries_and_no_others() -> None:
    joint = JointLoan(CUSTOMER, LOAN, "CNY", (BANK,), funded_minor=1_001, version=3)
    repaid = Decision(None, (), (an_entry("principal_repaid", 1_001),))
    penalty = Decision(None, (), (an_entry("penalty_repaid", 7),))

    after = with_partners(repaid, LOAN, joint, lambda _: ())

    assert after.changes == (Change(replace(joint, principal_ended_minor=1_001, payable=(400,))),)
    assert [t.amount_minor for t in after.transfers] == [1_001, 400]
    assert with_partners(penalty, LOAN, joint, lambda _: ()) is penalty


class Carried:
    """Decides on what it is given, and keeps it."""

    def __init__(self) -> None:
        self.commands: list[Command[Any]] = []
        self.decided: list[Decision[Any]] = []

    async def __call__(self, command: Command[Any]) -> Any:
        self.commands.append(command)
        decision = command.decide(Loaded(dict.fromkeys(command.keys)))
        self.decided.append(decision)
        return decision.reply

    async def many(self, commands: Any, *, tally: Any = None) -> list[Any]:
        return [await self(command) for command in commands]


def a_command(decision: Decision[Any], *keys: Key[Any]) -> Command[Any]:
    return Command(Delivery("test", "1"), keys, lambda _: decision, int)


def test_every_command_on_a_loan_takes_along_what_stands_beside_it() -> None:
    carried = Carried()
    following = Following(carried, carried.many, policy_with([("2022-01-01", 300_000)], [A_BANK]))
    loan, other = Key(Loan, (CUSTOMER, LOAN)), Key(CustomerCredit, (CUSTOMER,))

    asyncio.run(following(a_command(OVERPAID, loan)))
    asyncio.run(following.execute_many([a_command(opened(), loan), a_command(OVERPAID, other)]))
    asyncio.run(following(a_command(Decision(None), loan)))

    beside = (Key(CustomerCredit, (CUSTOMER,)), Key(JointLoan, (CUSTOMER, LOAN)))
    assert [c.keys for c in carried.commands] == [(loan, *beside)] * 2 + [(other,), (loan, *beside)]
    assert [len(d.changes) for d in carried.decided] == [1, 2, 0, 0]


def test_without_any_partner_in_the_policy_no_joint_loan_is_looked_up() -> None:
    carried = Carried()
    following = Following(carried, carried.many, policy_with([("2022-01-01", 300_000)], []))

    asyncio.run(following(a_command(OVERPAID, Key(Loan, (CUSTOMER, LOAN)))))

    assert [key.kind for key in carried.commands[0].keys] == [Loan, CustomerCredit]
