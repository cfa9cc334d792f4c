"""Corrections: nothing in the ledger is edited; a wrong entry is posted the other way round.

When the life of a loan is replayed, because a repayment was reversed or is dated back, the replay
gives the transfers the loan should have had. `difference` compares them with the transfers it has
and answers with what to post so that the balances of both agree: the reversals of entries that
should not be there, then the entries that are missing. What is right in both stays as it is.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from chassis.decision import Transfer
from chassis.frozen import replace

REVERSAL = "reversal:"
"""What the kind of a reversing entry begins with; the rest names what it reverses."""


def reversal_of(transfers: Iterable[Transfer]) -> tuple[Transfer, ...]:
    """The same transfers with their sides swapped, on the same business dates.

    The kind says what is taken back. Reversing a reversal posts the original again under its own
    kind, so that the kinds of a journal add up however often something is taken back.
    """
    return tuple(_reversed(transfer) for transfer in transfers)


def difference(
    old: Iterable[Transfer], new: Iterable[Transfer], business_date: date
) -> tuple[Transfer, ...]:
    """What to post on an open business date so that `old` and it balance like `new`.

    `old` are the transfers in the ledger, earlier reversals included; `new` those of the replayed
    life. Transfers that differ only in the business date they were posted on are equal, and equal
    ones cancel one for one. An entry and its reversal in `old` cancel too: they need nothing.
    """
    excess = _net(old, business_date)
    excess.subtract(_net(new, business_date))
    taken_back = tuple(
        _reversed(transfer) for transfer, times in excess.items() for _ in range(times)
    )
    missing = tuple(transfer for transfer, times in excess.items() for _ in range(-times))
    return taken_back + missing


def _reversed(transfer: Transfer) -> Transfer:
    kind = transfer.kind
    return replace(
        transfer,
        debit=transfer.credit,
        credit=transfer.debit,
        kind=kind.removeprefix(REVERSAL) if kind.startswith(REVERSAL) else REVERSAL + kind,
    )


def _net(transfers: Iterable[Transfer], business_date: date) -> Counter[Transfer]:
    """How often each transfer stands, its reversals taken off; the dates are made alike."""
    net: Counter[Transfer] = Counter()
    for transfer in transfers:
        alike = replace(transfer, business_date=business_date)
        if alike.kind.startswith(REVERSAL):
            net[_reversed(alike)] -= 1
        else:
            net[alike] += 1
    return net
