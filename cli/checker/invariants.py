"""The invariants of the suite as pure functions: facts in, findings out. No finding means true.

The same functions serve the simulation, the fault tests, `granary verify` and production.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from chassis.journal import GENESIS, commit_hash
from cli.checker.facts import Facts, Published, ServiceFacts
from cli.checker.replay import principal_restated, repayments_posted, replayed_lines, replayed_loans

PRINCIPAL_ACCOUNTS = frozenset({"loan_principal", "written_off_loans"})
"""Principal owed: on the balance sheet, or written off it while the claim is kept."""
CREDIT_ACCOUNT = "customer_credit"
"""What is owed back to customers."""
REVERSAL = "reversal:"
"""What the kind of an entry that takes another back begins with."""
ANNOUNCED_KINDS = frozenset(
    {
        "customer",
        "consent_ledger",
        "loan_application",
        "manual_review",
        "behaviour_score",
        "quote",
        "drawdown",
        "model_version",
        "model_roster",
        "loan",
        "credit_dispute",
        "refund",
        "alert",
        "support_case",
        "business_profile",
        "policy_change",
        "line_change",
        "post_loan_check",
    }
)
"""Aggregates whose every change is announced, so that their events number 1, 2, 3 without gap.

The services' tables say the same (`announced`); a test compares.
"""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One promise, its meaning and the function that finds where it is broken."""

    code: str
    meaning: str
    check: Callable[[Facts], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    detail: str


def verify(facts: Facts) -> list[Finding]:
    """Every broken promise; an empty list when all hold."""
    return [
        Finding(invariant.code, detail)
        for invariant in INVARIANTS
        for detail in invariant.check(facts)
    ]


def rail_key(instruction_id: UUID) -> str:
    """The end-to-end id under which an instruction goes to the rail, for ever."""
    return instruction_id.hex


def debits_equal_credits(facts: Facts) -> Iterator[str]:
    for service in facts.services.values():
        totals: Counter[str] = Counter()
        for balance in service.balances:
            totals[balance.currency] += balance.debit_minor - balance.credit_minor
        for currency, difference in totals.items():
            if difference:
                yield f"{service.name}: debits exceed credits by {difference} {currency}"
        for posted in service.entries:
            if posted.row.transfer.amount_minor <= 0:
                yield f"{service.name}: entry {posted.row.entry_id} does not move a positive amount"


def balances_are_the_fold_of_entries(facts: Facts) -> Iterator[str]:
    for service in facts.services.values():
        yield from _balance_differences(service)
    for line in facts.credit_lines:
        if min(line.drawn_minor, line.reserved_minor) < 0:
            yield f"credit line {line.credit_line_id} has a negative part"
        if line.drawn_minor + line.reserved_minor > line.limit_minor + line.over_limit_minor:
            yield f"credit line {line.credit_line_id} is used beyond its limit"
    principal = _ledger_principal(facts)
    for loan in facts.loans:
        if loan.outstanding_principal_minor < 0:
            yield f"loan {loan.loan_id} owes a negative principal"
        if principal.pop(loan.loan_id, 0) != loan.outstanding_principal_minor:
            yield f"loan {loan.loan_id}: outstanding principal differs from the ledger"
    yield from (f"ledger principal of {loan_id} has no loan" for loan_id in principal)
    yield from _credit_differences(facts)


def _credit_differences(facts: Facts) -> Iterator[str]:
    """Customers whose kept money is not what the ledger owes them."""
    owed: Counter[tuple[UUID, str]] = Counter()
    repayment = facts.services.get("repayment")
    for posted in repayment.entries if repayment else ():
        transfer = posted.row.transfer
        whose = transfer.customer_id, transfer.currency
        if transfer.credit == CREDIT_ACCOUNT:
            owed[whose] += transfer.amount_minor
        if transfer.debit == CREDIT_ACCOUNT:
            owed[whose] -= transfer.amount_minor
    for credit in facts.credits:
        owed[credit.customer_id, credit.currency] -= credit.amount_minor
    for (customer_id, currency), difference in owed.items():
        if difference:
            yield f"credit of {customer_id}: the ledger owes {difference} {currency} more than kept"


def _ledger_principal(facts: Facts) -> Counter[UUID]:
    """Outstanding principal per loan as the ledger has it."""
    principal: Counter[UUID] = Counter()
    repayment = facts.services.get("repayment")
    for posted in repayment.entries if repayment else ():
        transfer = posted.row.transfer
        if transfer.debit in PRINCIPAL_ACCOUNTS:
            principal[transfer.subject_id] += transfer.amount_minor
        if transfer.credit in PRINCIPAL_ACCOUNTS:
            principal[transfer.subject_id] -= transfer.amount_minor
    return principal


def _balance_differences(service: ServiceFacts) -> Iterator[str]:
    folded: dict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for posted in service.entries:
        transfer = posted.row.transfer
        folded[posted.row.bucket, transfer.debit, transfer.currency][0] += transfer.amount_minor
        folded[posted.row.bucket, transfer.credit, transfer.currency][1] += transfer.amount_minor
    stored = {
        (balance.bucket, balance.account, balance.currency): [
            balance.debit_minor,
            balance.credit_minor,
        ]
        for balance in service.balances
    }
    for account in sorted(folded.keys() | stored.keys()):
        if folded.get(account, [0, 0]) != stored.get(account, [0, 0]):
            yield f"{service.name}: balance of {account} is not the fold of its entries"


_Instruction = tuple[str, str, int, str, bool, bool]


def _instructions(facts: Facts) -> list[_Instruction]:
    """What the rail moves, by kind and key, and whether we say that it did or that it failed."""
    held = {one.repayment_id: one for one in facts.held}
    instructions: list[_Instruction] = [
        (
            "payment",
            rail_key(d.drawdown_id),
            d.amount_minor,
            d.currency,
            d.status == "PAID",
            d.status == "REFUSED",
        )
        for d in facts.drawdowns
    ] + [
        (
            "debit",
            rail_key(r.repayment_id),
            # Collected under a refused key, it is booked as the customer's own money.
            held[r.repayment_id].amount_minor if r.repayment_id in held else r.amount_minor,
            r.currency,
            r.status == "POSTED" or r.repayment_id in held,
            r.status == "FAILED" and r.repayment_id not in held,
        )
        for r in facts.repayments
        # Money that came by transfer was never asked for; the reconciliation finds it.
        if not r.bank_reference
    ]
    instructions += [
        (
            "payment",
            rail_key(one.refund_id),
            one.amount_minor,
            one.currency,
            one.status == "PAID",
            one.status == "REFUSED",
        )
        for one in facts.refunds
    ]
    for one in facts.incoming:
        instructions.append(
            ("incoming", one.bank_reference, one.amount_minor, one.currency, True, False)
        )
        if one.return_key is not None:
            instructions.append(
                (
                    "payment",
                    one.return_key,
                    one.amount_minor,
                    one.currency,
                    one.state == "RETURNED",
                    one.state not in ("RETURNING", "RETURNED"),
                )
            )
    return instructions


def paid_exactly_once(facts: Facts) -> Iterator[str]:
    if facts.rail is None:
        return
    settled = [movement for movement in facts.rail if movement.settled]
    for (kind, key), count in Counter((m.kind, m.end_to_end_id) for m in settled).items():
        if count > 1 and (kind, key) not in facts.resolved:
            yield f"the rail moved {kind} {key} {count} times"
    moved = {(movement.kind, movement.end_to_end_id): movement for movement in settled}
    for kind, key, amount_minor, currency, done, failed in _instructions(facts):
        movement = moved.get((kind, key))
        if (kind, key) in facts.resolved:
            # People accounted for what the rail did, to the fen.
            accounted, found = facts.resolved[kind, key], movement.amount_minor if movement else 0
            if accounted != found:
                yield f"{kind} {key} was resolved for {accounted}, the rail moved {found}"
            continue
        if done and movement is None:
            yield f"{kind} {key} is booked here but the rail never moved it"
        if failed and movement is not None:
            yield f"{kind} {key} failed here but the rail moved it"
        if movement and (movement.amount_minor, movement.currency) != (amount_minor, currency):
            yield f"{kind} {key}: the rail moved {movement.amount_minor}, not {amount_minor}"


FINAL_DRAWDOWN = {"PAID", "REFUSED", "HELD"}
FINAL_REPAYMENT = {"POSTED", "FAILED", "REVERSED"}
FINAL_REFUND = {"PAID", "REFUSED"}


def nothing_is_orphaned(facts: Facts) -> Iterator[str]:
    known = {rail_key(d.drawdown_id) for d in facts.drawdowns} | {
        rail_key(r.repayment_id) for r in facts.repayments
    }
    known |= {r.bank_reference for r in facts.repayments}
    known |= {rail_key(refund.refund_id) for refund in facts.refunds}
    known |= {one.bank_reference for one in facts.incoming}
    known |= {one.return_key for one in facts.incoming if one.return_key is not None}
    for movement in facts.rail or ():
        is_resolved = (movement.kind, movement.end_to_end_id) in facts.resolved
        if movement.end_to_end_id not in known and not is_resolved:
            yield f"the rail moved {movement.kind} {movement.end_to_end_id} without an instruction"
    loans = {loan.loan_id for loan in facts.loans}
    paid = {d.drawdown_id for d in facts.drawdowns if d.status == "PAID"}
    yield from (f"loan {loan_id} has no paid drawdown" for loan_id in loans - paid)
    if facts.calm:
        yield from (f"paid drawdown {drawdown_id} has no loan" for drawdown_id in paid - loans)
        for drawdown in facts.drawdowns:
            if drawdown.status not in FINAL_DRAWDOWN:
                yield f"drawdown {drawdown.drawdown_id} is still {drawdown.status}"
        for repayment in facts.repayments:
            if repayment.status not in FINAL_REPAYMENT:
                yield f"repayment {repayment.repayment_id} is still {repayment.status}"
        for refund in facts.refunds:
            if refund.status not in FINAL_REFUND:
                yield f"refund {refund.refund_id} is still {refund.status}"


def events_rebuild_the_state(facts: Facts) -> Iterator[str]:
    loans = replayed_loans(facts)
    for loan in facts.loans:
        if loans.pop(loan.loan_id, None) != loan.outstanding_principal_minor:
            yield f"loan {loan.loan_id} differs from the replay of its events"
    yield from (f"events tell of loan {loan_id}, which does not exist" for loan_id in loans)
    lines, restated = replayed_lines(facts), principal_restated(facts)
    for line in facts.credit_lines:
        if line.over_limit_minor > restated[line.credit_line_id]:
            yield f"credit line {line.credit_line_id} is beyond its limit without a correction"
        drawn, reserved = lines.get(line.credit_line_id, (0, 0))
        # Principal repaid reaches the line with its event; until work has drained it may lag.
        if facts.calm and (drawn, reserved) != (line.drawn_minor, line.reserved_minor):
            yield f"credit line {line.credit_line_id} differs from the replay of its events"


def outbox_is_complete(facts: Facts) -> Iterator[str]:
    for service in facts.services.values():
        yield from _version_gaps(service)
        for published in service.outbox:
            message_id = str(published.row.message_id)
            if published.stream_sequence is None:
                if facts.calm:
                    yield f"{service.name}: event {message_id} was never published"
            elif facts.stream is not None and message_id not in facts.stream:
                yield f"{service.name}: event {message_id} is missing in the stream"
    if facts.stream is not None:
        announced = {
            str(published.row.message_id)
            for service in facts.services.values()
            for published in service.outbox
        }
        for message_id in facts.stream.keys() - announced:
            yield f"stream message {message_id} has no outbox row"


def _version_gaps(service: ServiceFacts) -> Iterator[str]:
    versions: dict[tuple[str, UUID | None, str], set[int]] = defaultdict(set)
    for published in service.outbox:
        row = published.row
        aggregate = (row.aggregate_kind, row.customer_id, row.aggregate_id)
        versions[aggregate].add(row.aggregate_version)
    for aggregate in versions.keys() | service.versions.keys():
        seen, stored = versions.get(aggregate, set()), service.versions.get(aggregate)
        kind, _, aggregate_id = aggregate
        if kind in ANNOUNCED_KINDS and (
            seen != set(range(1, len(seen) + 1)) or stored != len(seen)
        ):
            yield f"{service.name}: versions of {kind} {aggregate_id} have a gap"


def inbox_applies_once(facts: Facts) -> Iterator[str]:
    for service in facts.services.values():
        for delivery, count in Counter(service.inbox).items():
            if count > 1:
                yield f"{service.name}: {delivery} was applied {count} times"
    for repayment_id, count in repayments_posted(facts).items():
        if count > 1:
            yield f"repayment {repayment_id} was posted {count} times"


def hash_chain_is_unbroken(facts: Facts) -> Iterator[str]:
    for service in facts.services.values():
        events: dict[tuple[UUID, int], list[Published]] = defaultdict(list)
        entries = defaultdict(list)
        for published in service.outbox:
            events[published.writer_id, published.batch_number].append(published)
        for posted in service.entries:
            entries[posted.writer_id, posted.batch_number].append(posted)
        links = {(link.writer_id, link.batch_number) for link in service.journal}
        for orphan in (events.keys() | entries.keys()) - links:
            yield f"{service.name}: commit {orphan} is not in the journal"
        ordered = sorted(service.journal, key=lambda link: (link.writer_id, link.batch_number))
        for _, chain in groupby(ordered, key=lambda link: link.writer_id):
            previous = GENESIS
            for number, link in enumerate(chain, start=1):
                commit = (link.writer_id, link.batch_number)
                expected = commit_hash(
                    previous,
                    [published.row for published in events[commit]],
                    [posted.row for posted in entries[commit]],
                )
                if (link.batch_number, link.previous_hash, link.hash) != (
                    number,
                    previous,
                    expected,
                ):
                    yield f"{service.name}: the hash chain breaks at commit {commit}"
                    break
                previous = link.hash


def allocation_conserves_money(facts: Facts) -> Iterator[str]:
    service = facts.services.get("repayment")
    if service is None:
        return
    received: Counter[UUID] = Counter()
    for posted in service.entries:
        transfer = posted.row.transfer
        # What is in suspense is nobody's yet: whatever takes it in books it as received.
        if transfer.debit == "bank_clearing" and transfer.kind != "transfer_suspended":
            received[transfer.subject_id] += transfer.amount_minor
        elif transfer.credit == "bank_clearing" and transfer.kind.startswith(REVERSAL):
            received[transfer.subject_id] -= transfer.amount_minor
    posted_amounts: Counter[UUID] = Counter()
    for repayment in facts.repayments:
        if repayment.status == "POSTED":
            posted_amounts[repayment.loan_id] += repayment.amount_minor
    for held in facts.held:
        posted_amounts[held.repayment_id] += held.amount_minor
    for loan_id in sorted(received.keys() | posted_amounts.keys()):
        if received[loan_id] != posted_amounts[loan_id]:
            yield (
                f"loan {loan_id}: {posted_amounts[loan_id]} received but "
                f"{received[loan_id]} allocated"
            )


INVARIANTS = (
    Invariant("I1", "debits equal credits in every service and currency", debits_equal_credits),
    Invariant("I2", "balances are the fold of entries", balances_are_the_fold_of_entries),
    Invariant("I3", "every instruction is paid exactly once or not at all", paid_exactly_once),
    Invariant("I4", "no movement without instruction, no instruction lost", nothing_is_orphaned),
    Invariant("I5", "the events rebuild the state", events_rebuild_the_state),
    Invariant("I6", "the outbox is complete and gapless", outbox_is_complete),
    Invariant("I7", "every event is applied at most once", inbox_applies_once),
    Invariant("I8", "the hash chain is unbroken", hash_chain_is_unbroken),
    Invariant("I9", "allocation conserves money", allocation_conserves_money),
)
