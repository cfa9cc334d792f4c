"""Each promise of the suite, and each way to break it, which the checker must find."""

from collections.abc import Callable
from uuid import UUID

import msgspec
import pytest
from granary.lending.v1 import events_pb2 as lending
from granary.repayment.v1 import events_pb2 as repayment

from chassis.frozen import replace
from cli.checker.facts import (
    Balance,
    CreditFact,
    CreditLineFact,
    Facts,
    LoanFact,
    RailMovement,
    ServiceFacts,
)
from cli.checker.invariants import INVARIANTS, verify
from tests.unit.checker.small_books import (
    BUCKET,
    CUSTOMER,
    FAILED,
    HELD,
    LINE,
    PAID,
    POSTED,
    REFUSED,
    Service,
    consistent_books,
)

STRANGER = UUID(int=99)


def found(facts: Facts) -> list[tuple[str, str]]:
    return [(finding.code, finding.detail) for finding in verify(facts)]


def codes(facts: Facts) -> set[str]:
    return {finding.code for finding in verify(facts)}


def test_consistent_books_break_no_promise() -> None:
    assert found(consistent_books(calm=True)) == []
    assert found(consistent_books(calm=False)) == []


def test_an_empty_suite_breaks_no_promise() -> None:
    assert found(Facts(calm=True)) == []


def test_the_nine_promises_are_numbered() -> None:
    assert [one.code for one in INVARIANTS] == [f"I{number}" for number in range(1, 10)]
    assert all(one.meaning for one in INVARIANTS)


# I1: debits equal credits


def test_debits_that_exceed_credits_are_found() -> None:
    facts = consistent_books()
    balances = facts.services["repayment"].balances
    balances[0] = replace(balances[0], debit_minor=balances[0].debit_minor + 1)

    assert ("I1", "repayment: debits exceed credits by 1 CNY") in found(facts)


def test_currencies_are_balanced_apart() -> None:
    facts = consistent_books()
    facts.services["repayment"].balances += [
        Balance(0, "bank_clearing", "CNY", 5, 0),
        Balance(0, "bank_clearing", "USD", 0, 5),
    ]

    details = [detail for code, detail in found(facts) if code == "I1"]

    assert details == [
        "repayment: debits exceed credits by 5 CNY",
        "repayment: debits exceed credits by -5 USD",
    ]


@pytest.mark.parametrize("amount_minor", [0, -100])
def test_an_entry_that_moves_no_positive_amount_is_found(amount_minor: int) -> None:
    facts = consistent_books()
    entry = facts.services["repayment"].entries[0]
    # The type itself refuses such an amount; a tampered row would not.
    msgspec.structs.force_setattr(entry.row.transfer, "amount_minor", amount_minor)

    detail = f"repayment: entry {entry.row.entry_id} does not move a positive amount"
    assert ("I1", detail) in found(facts)


# I2: balances are the fold of entries


def _balance_changed(facts: Facts) -> None:
    balances = facts.services["repayment"].balances
    balances[0] = replace(balances[0], debit_minor=1, credit_minor=1)


def _balance_missing(facts: Facts) -> None:
    del facts.services["repayment"].balances[0]


def _entry_missing(facts: Facts) -> None:
    del facts.services["repayment"].entries[1]


@pytest.mark.parametrize("break_it", [_balance_changed, _balance_missing, _entry_missing])
def test_a_balance_that_is_not_the_fold_of_its_entries_is_found(
    break_it: Callable[[Facts], None],
) -> None:
    facts = consistent_books()

    break_it(facts)

    details = [detail for code, detail in found(facts) if code == "I2"]
    assert details
    assert all(detail.endswith("is not the fold of its entries") for detail in details)


@pytest.mark.parametrize(
    ("limit", "drawn", "reserved", "detail"),
    [
        (500_000, -1, 20_000, "has a negative part"),
        (500_000, 75_000, -1, "has a negative part"),
        (94_999, 75_000, 20_000, "is used beyond its limit"),
    ],
)
def test_a_credit_line_with_impossible_parts_is_found(
    limit: int, drawn: int, reserved: int, detail: str
) -> None:
    facts = consistent_books()
    facts.credit_lines = [CreditLineFact(LINE, limit, drawn, reserved)]

    assert ("I2", f"credit line {LINE} {detail}") in found(facts)


def test_a_line_used_up_to_its_limit_is_right() -> None:
    facts = consistent_books()
    facts.credit_lines = [CreditLineFact(LINE, 95_000, 75_000, 20_000)]

    assert found(facts) == []


def test_a_loan_that_owes_less_than_nothing_is_found() -> None:
    facts = consistent_books()
    facts.loans = [replace(facts.loans[0], outstanding_principal_minor=-1)]

    assert ("I2", f"loan {PAID} owes a negative principal") in found(facts)


def test_a_loan_that_differs_from_the_ledger_is_found() -> None:
    facts = consistent_books()
    facts.loans = [replace(facts.loans[0], outstanding_principal_minor=75_001)]

    assert ("I2", f"loan {PAID}: outstanding principal differs from the ledger") in found(facts)


def test_principal_in_the_ledger_without_a_loan_is_found() -> None:
    facts = consistent_books()
    facts.loans = []

    assert ("I2", f"ledger principal of {PAID} has no loan") in found(facts)


def _keep(facts: Facts, ledger_minor: int, kept_minor: int) -> None:
    """Money of the rail kept for the customer: an entry and its balance, and what is kept."""
    service = Service("repayment", 3)
    service.commit((), [("bank_clearing", "customer_credit", ledger_minor)])
    books = facts.services["repayment"]
    books.entries += service.facts.entries
    books.balances += [replace(b, bucket=BUCKET + 1) for b in service.facts.balances]
    for posted in service.facts.entries:
        books.entries[-1] = replace(posted, row=replace(posted.row, bucket=BUCKET + 1))
    books.journal += service.facts.journal
    facts.credits = [CreditFact(CUSTOMER, kept_minor, "CNY")]


def test_money_kept_for_customers_is_what_the_ledger_owes_them() -> None:
    facts = consistent_books()

    _keep(facts, 700, 700)

    assert [code for code, _ in found(facts) if code == "I2"] == []


@pytest.mark.parametrize(("ledger_minor", "kept_minor"), [(700, 0), (700, 699), (1, 700)])
def test_money_kept_for_a_customer_that_differs_from_the_ledger_is_found(
    ledger_minor: int, kept_minor: int
) -> None:
    facts = consistent_books()

    _keep(facts, ledger_minor, kept_minor)

    more = ledger_minor - kept_minor
    detail = f"credit of {CUSTOMER}: the ledger owes {more} CNY more than kept"
    assert ("I2", detail) in found(facts)


# I3: every instruction is paid exactly once or not at all


def moved(facts: Facts) -> list[RailMovement]:
    assert facts.rail is not None
    return facts.rail


def test_money_moved_twice_is_found() -> None:
    facts = consistent_books()
    moved(facts).append(moved(facts)[0])

    assert found(facts) == [("I3", f"the rail moved payment {PAID.hex} 2 times")]


@pytest.mark.parametrize(("place", "kind", "key"), [(0, "payment", PAID), (2, "debit", POSTED)])
def test_money_booked_that_never_moved_is_found(place: int, kind: str, key: UUID) -> None:
    facts = consistent_books()
    moved(facts)[place] = replace(moved(facts)[place], settled=False)

    assert found(facts) == [("I3", f"{kind} {key.hex} is booked here but the rail never moved it")]


@pytest.mark.parametrize(
    ("kind", "key", "amount_minor"), [("payment", REFUSED, 30_000), ("debit", FAILED, 10_000)]
)
def test_money_moved_for_what_failed_here_is_found(kind: str, key: UUID, amount_minor: int) -> None:
    facts = consistent_books()
    moved(facts).append(RailMovement(kind, key.hex, amount_minor, "CNY", settled=True))

    assert found(facts) == [("I3", f"{kind} {key.hex} failed here but the rail moved it")]


@pytest.mark.parametrize("change", [{"amount_minor": 100_001}, {"currency": "USD"}])
def test_another_amount_or_currency_moved_is_found(change: dict[str, int | str]) -> None:
    facts = consistent_books()
    moved(facts)[0] = replace(moved(facts)[0], **change)

    assert codes(facts) == {"I3"}


def test_a_payment_and_a_debit_may_share_a_key() -> None:
    facts = consistent_books()
    facts.repayments.append(replace(facts.repayments[0], repayment_id=HELD, status="FAILED"))
    facts.drawdowns[2] = replace(facts.drawdowns[2], status="PAYING")
    facts.calm = False
    moved(facts).append(RailMovement("payment", HELD.hex, 20_000, "CNY", settled=True))

    assert found(facts) == []


def test_what_people_accounted_for_to_the_fen_is_right() -> None:
    facts = consistent_books()
    moved(facts).append(RailMovement("debit", FAILED.hex, 10_000, "CNY", settled=True))
    moved(facts).append(RailMovement("debit", "FOREIGN-7", 900, "CNY", settled=True))
    facts.resolved = {("debit", FAILED.hex): 10_000, ("debit", "FOREIGN-7"): 900}

    assert found(facts) == []


def test_what_people_accounted_for_otherwise_than_the_rail_moved_is_found() -> None:
    facts = consistent_books()
    moved(facts).append(RailMovement("debit", FAILED.hex, 10_000, "CNY", settled=True))
    facts.resolved = {("debit", FAILED.hex): 9_999, ("debit", POSTED.hex): 0}

    assert codes(facts) == {"I3"}
    assert (
        "I3",
        f"debit {FAILED.hex} was resolved for 9999, the rail moved 10000",
    ) in found(facts)


def test_without_the_rails_book_nothing_is_said_of_it() -> None:
    facts = consistent_books()
    facts.rail = None

    assert found(facts) == []


# I4: no movement without instruction, no instruction lost


def test_a_movement_without_an_instruction_is_found() -> None:
    facts = consistent_books()
    moved(facts).append(RailMovement("payment", STRANGER.hex, 1, "CNY", settled=True))

    assert found(facts) == [("I4", f"the rail moved payment {STRANGER.hex} without an instruction")]


def test_a_loan_without_a_paid_drawdown_is_found() -> None:
    facts = consistent_books(calm=False)
    facts.drawdowns[0] = replace(facts.drawdowns[0], status="PAYING")

    assert found(facts) == [("I4", f"loan {PAID} has no paid drawdown")]


def test_a_paid_drawdown_whose_loan_never_came_is_found_once_work_has_drained() -> None:
    detail = f"paid drawdown {HELD} has no loan"
    facts, busy = consistent_books(), consistent_books(calm=False)
    for one in (facts, busy):
        one.drawdowns[2] = replace(one.drawdowns[2], status="PAID")

    assert ("I4", detail) in found(facts)
    assert ("I4", detail) not in found(busy)


@pytest.mark.parametrize("status", ["REQUESTED", "PAYING", "UNKNOWN"])
def test_a_drawdown_stuck_on_its_way_is_found_once_work_has_drained(status: str) -> None:
    facts, busy = consistent_books(), consistent_books(calm=False)
    for one in (facts, busy):
        one.drawdowns[1] = replace(one.drawdowns[1], status=status)

    assert found(facts) == [("I4", f"drawdown {REFUSED} is still {status}")]
    assert found(busy) == []


@pytest.mark.parametrize("status", ["COLLECTING", "UNKNOWN"])
def test_a_repayment_stuck_on_its_way_is_found_once_work_has_drained(status: str) -> None:
    facts, busy = consistent_books(), consistent_books(calm=False)
    for one in (facts, busy):
        one.repayments[1] = replace(one.repayments[1], status=status)

    assert found(facts) == [("I4", f"repayment {FAILED} is still {status}")]
    assert found(busy) == []


# I5: the events rebuild the state


def test_a_loan_that_differs_from_its_events_is_found() -> None:
    facts = consistent_books()
    facts.loans = [replace(facts.loans[0], outstanding_principal_minor=75_001)]

    assert ("I5", f"loan {PAID} differs from the replay of its events") in found(facts)


def test_a_loan_without_events_is_found() -> None:
    facts = consistent_books()
    facts.loans.append(LoanFact(STRANGER, CUSTOMER, 1, 0, "SETTLED"))

    assert ("I5", f"loan {STRANGER} differs from the replay of its events") in found(facts)


def test_events_of_a_loan_that_is_gone_are_found() -> None:
    facts = consistent_books()
    facts.loans = []

    assert ("I5", f"events tell of loan {PAID}, which does not exist") in found(facts)


@pytest.mark.parametrize(("drawn", "reserved"), [(75_001, 20_000), (75_000, 19_999)])
def test_a_line_that_differs_from_the_events_is_found_once_work_has_drained(
    drawn: int, reserved: int
) -> None:
    facts, busy = consistent_books(), consistent_books(calm=False)
    for one in (facts, busy):
        one.credit_lines = [CreditLineFact(LINE, 500_000, drawn, reserved)]

    assert found(facts) == [("I5", f"credit line {LINE} differs from the replay of its events")]
    assert found(busy) == []


def test_a_line_nobody_ever_drew_on_is_unused() -> None:
    facts = consistent_books()
    facts.credit_lines.append(CreditLineFact(STRANGER, 100_000, 0, 0))

    assert found(facts) == []


def test_use_of_a_line_nobody_ever_drew_on_is_found() -> None:
    facts = consistent_books()
    facts.credit_lines.append(CreditLineFact(STRANGER, 100_000, 1, 0))

    assert found(facts) == [("I5", f"credit line {STRANGER} differs from the replay of its events")]


# I6: the outbox is complete and gapless


def _event_lost_in_the_middle(service: ServiceFacts) -> None:
    del service.outbox[0]


def _last_event_lost(service: ServiceFacts) -> None:
    del service.outbox[-1]


def _every_event_lost(service: ServiceFacts) -> None:
    service.outbox.clear()


def _row_behind_its_events(service: ServiceFacts) -> None:
    service.versions["loan", CUSTOMER, str(PAID)] = 1


def _row_gone(service: ServiceFacts) -> None:
    del service.versions["loan", CUSTOMER, str(PAID)]


@pytest.mark.parametrize(
    "break_it",
    [
        _event_lost_in_the_middle,
        _last_event_lost,
        _every_event_lost,
        _row_behind_its_events,
        _row_gone,
    ],
)
def test_a_gap_between_an_aggregate_and_its_events_is_found(
    break_it: Callable[[ServiceFacts], None],
) -> None:
    facts = consistent_books()

    break_it(facts.services["repayment"])

    assert ("I6", f"repayment: versions of loan {PAID} have a gap") in found(facts)


def test_an_event_never_published_is_found_once_work_has_drained() -> None:
    facts, busy = consistent_books(), consistent_books(calm=False)
    for one in (facts, busy):
        outbox = one.services["lending"].outbox
        outbox[0] = replace(outbox[0], stream_sequence=None)
        assert one.stream is not None
        del one.stream[str(outbox[0].row.message_id)]

    message_id = facts.services["lending"].outbox[0].row.message_id
    assert found(facts) == [("I6", f"lending: event {message_id} was never published")]
    assert found(busy) == []


def test_a_published_event_that_the_stream_lost_is_found() -> None:
    facts = consistent_books(calm=False)
    message_id = str(facts.services["lending"].outbox[0].row.message_id)
    assert facts.stream is not None
    del facts.stream[message_id]

    assert found(facts) == [("I6", f"lending: event {message_id} is missing in the stream")]


def test_a_message_nobody_announced_is_found() -> None:
    facts = consistent_books(calm=False)
    assert facts.stream is not None
    facts.stream["forged"] = ("LENDING", 9)

    assert found(facts) == [("I6", "stream message forged has no outbox row")]


def test_without_the_bus_nothing_is_said_of_it() -> None:
    facts = consistent_books()
    facts.stream = None

    assert found(facts) == []


# I7: every event is applied at most once


def test_an_event_applied_twice_is_found() -> None:
    facts = consistent_books()
    facts.services["lending"].inbox.append(("lending", "m-2"))

    assert found(facts) == [("I7", "lending: ('lending', 'm-2') was applied 2 times")]


def test_a_repayment_posted_twice_is_found() -> None:
    facts = consistent_books()
    outbox = facts.services["repayment"].outbox
    outbox.append(
        replace(outbox[-1], row=replace(outbox[-1].row, message_id=STRANGER, aggregate_version=4))
    )

    assert ("I7", f"repayment {POSTED} was posted 2 times") in found(facts)


# I8: the hash chain is unbroken


def chain_breaks(facts: Facts) -> list[str]:
    return [detail for code, detail in found(facts) if code == "I8"]


def test_a_changed_event_breaks_the_chain_at_its_commit() -> None:
    facts = consistent_books()
    outbox = facts.services["lending"].outbox
    forged = lending.DrawdownPaid(credit_line_id=str(LINE), amount_minor=1).SerializeToString()
    outbox[3] = replace(outbox[3], row=replace(outbox[3].row, payload=forged))

    writer = facts.services["lending"].journal[0].writer_id
    assert chain_breaks(facts) == [f"lending: the hash chain breaks at commit {(writer, 2)}"]


def test_a_changed_entry_breaks_the_chain_at_its_commit() -> None:
    facts = consistent_books()
    entries = facts.services["repayment"].entries
    transfer = replace(entries[0].row.transfer, amount_minor=100_001)
    entries[0] = replace(entries[0], row=replace(entries[0].row, transfer=transfer))

    writer = facts.services["repayment"].journal[0].writer_id
    assert chain_breaks(facts) == [f"repayment: the hash chain breaks at commit {(writer, 1)}"]


def test_an_event_or_entry_written_past_the_journal_is_found() -> None:
    facts = consistent_books()
    service = facts.services["repayment"]
    service.entries[0] = replace(service.entries[0], batch_number=9)

    writer = service.journal[0].writer_id
    assert f"repayment: commit {(writer, 9)} is not in the journal" in chain_breaks(facts)


def test_a_commit_taken_out_breaks_the_chain() -> None:
    facts = consistent_books()
    service = facts.services["lending"]
    taken = service.journal.pop(1)
    service.outbox = [one for one in service.outbox if one.batch_number != taken.batch_number]

    assert chain_breaks(facts) == [
        f"lending: the hash chain breaks at commit {(taken.writer_id, 3)}"
    ]


def test_a_commit_put_in_front_breaks_the_chain() -> None:
    facts = consistent_books()
    journal = facts.services["lending"].journal
    journal[0] = replace(journal[0], previous_hash=bytes([1]) * 32)

    assert len(chain_breaks(facts)) == 1


def test_each_writer_has_a_chain_of_its_own() -> None:
    facts = consistent_books()
    other = Service("lending", 3)
    other.commit([("loan_application", STRANGER, 1, lending.ApplicationDecided())])
    service = facts.services["lending"]
    service.outbox += other.facts.outbox
    service.journal += other.facts.journal
    service.versions |= other.facts.versions
    assert facts.stream is not None
    facts.stream[str(other.facts.outbox[0].row.message_id)] = ("LENDING", 9)

    assert found(facts) == []


# I9: allocation conserves money


def test_money_received_but_not_allocated_is_found() -> None:
    facts = consistent_books()
    facts.repayments[0] = replace(facts.repayments[0], amount_minor=26_501)

    assert ("I9", f"loan {PAID}: 26501 received but 26500 allocated") in found(facts)


def test_money_allocated_that_was_never_received_is_found() -> None:
    facts = consistent_books()
    facts.repayments[0] = replace(facts.repayments[0], status="FAILED")

    assert ("I9", f"loan {PAID}: 0 received but 26500 allocated") in found(facts)


def test_a_posted_event_for_a_loan_never_opened_is_found() -> None:
    facts = consistent_books()
    stray = Service("repayment", 4)
    posted = repayment.RepaymentPosted(
        loan_id=str(STRANGER), credit_line_id=str(LINE), principal_minor=1
    )
    stray.commit([("loan", STRANGER, 1, posted)])
    facts.services["repayment"].outbox += stray.facts.outbox

    assert ("I5", f"events tell of loan {STRANGER}, which does not exist") in found(facts)
