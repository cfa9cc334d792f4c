"""Changes of the policy: one person proposes values with their dates, another approves.

The shipped files are the beginning; approved values come on top of them, in one register that every
process reads. A value begins tomorrow at the earliest, so that nothing already priced changes, and
takes the place of the value in force then. Where another value is announced inside its days the
change is refused: which of the two was meant is for people to say.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chassis.dated_policy import Confidence, DatedParameters, DatedValue, PolicyError
from chassis.decision import Change, Decision
from services.lending.domain.errors import (
    PolicyChangedMeanwhile,
    PolicyChangeEnded,
    PolicyChangeInPast,
    PolicyChangeInvalid,
    PolicyDatesOverlap,
    SecondPersonNeeded,
)
from services.lending.domain.events import (
    PolicyChangeApproved,
    PolicyChangeProposed,
    PolicyChangeRejected,
)
from services.lending.domain.policy import PolicyRegistry, ProductCatalogue, read_value
from services.lending.domain.policy_register import (
    ChangeStatus,
    PolicyChange,
    PolicyRegister,
    PolicyValue,
)
from services.lending.domain.worst_case import require_within_cap

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Review:
    """What a second person decides about a change, and why."""

    staff_name: str
    reason: str
    decided_at: datetime


def propose_change(
    change: PolicyChange, register: PolicyRegister, shipped: ProductCatalogue, today: date
) -> Decision[PolicyChange]:
    """Store a change that could take effect as it is. Raises what `checked` raises."""
    checked(change, register, shipped, today)
    return Decision(reply=change, changes=(Change(change, events=(PolicyChangeProposed(change),)),))


def approve_change(
    change: PolicyChange,
    register: PolicyRegister,
    shipped: ProductCatalogue,
    review: Review,
    today: date,
) -> Decision[PolicyChange]:
    """Put a change into the register. Refuses the proposer, and one overtaken by another change."""
    _require_open(change)
    if review.staff_name == change.proposed_by:
        raise SecondPersonNeeded(proposed_by=change.proposed_by)
    since = register.approved[_values_at(register, change.seen_number) :]
    overtaken = [value for value in since if change.touches(value)]
    if overtaken:
        raise PolicyChangedMeanwhile(
            product_code=overtaken[0].product_code, parameter=overtaken[0].parameter
        )
    checked(change, register, shipped, today)
    number = register.number + 1
    added = tuple(replace(value, approval=number) for value in change.new_values)
    grown = replace(register, number=number, approved=register.approved + added)
    approved = replace(_decided(change, ChangeStatus.APPROVED, review), approval=number)
    event = PolicyChangeApproved(approved)
    changes = (Change(approved, events=(event,)), Change(grown))
    return Decision(reply=approved, changes=changes)


def reject_change(change: PolicyChange, review: Review) -> Decision[PolicyChange]:
    """Decide against a change; its proposer may take it back so too."""
    _require_open(change)
    rejected = _decided(change, ChangeStatus.REJECTED, review)
    event = PolicyChangeRejected(rejected)
    return Decision(reply=rejected, changes=(Change(rejected, events=(event,)),))


def checked(
    change: PolicyChange, register: PolicyRegister, shipped: ProductCatalogue, today: date
) -> ProductCatalogue:
    """The policies as they would be with a change.

    Raises PolicyChangeInPast for a value that begins before tomorrow, ProductUnknown,
    PolicyChangeInvalid for a value of the wrong form and for a day that would be without one,
    PolicyDatesOverlap, and ProductAboveCap for a product whose dearest loan would pass the cap.
    """
    tomorrow = today + ONE_DAY
    for value in change.new_values:
        if value.effective_from < tomorrow:
            raise PolicyChangeInPast(
                parameter=value.parameter,
                effective_from=value.effective_from.isoformat(),
                earliest=tomorrow.isoformat(),
            )
    catalogue = with_values(with_values(shipped, register.approved), change.new_values)
    for product_code in change.product_codes:
        product = catalogue.of(product_code)
        for day in (tomorrow, *(day for day in product.changes() if day > tomorrow)):
            try:
                policy = product.on(day)
            except PolicyError as error:
                raise PolicyChangeInvalid(problem=str(error)) from error
            require_within_cap(policy)
    return catalogue


def with_values(catalogue: ProductCatalogue, values: Iterable[PolicyValue]) -> ProductCatalogue:
    """The catalogue with more values, in their order."""
    dated = {code: dict(one.parameters.dated) for code, one in catalogue.products.items()}
    changed: set[str] = set()
    for value in values:
        parameters = dated[catalogue.of(value.product_code).product_code]
        if value.parameter not in parameters:
            raise PolicyChangeInvalid(parameter=value.parameter, problem="unknown parameter")
        parameters[value.parameter] = followed_by(value, parameters[value.parameter])
        changed.add(value.product_code)
    return ProductCatalogue(
        PolicyRegistry(code, DatedParameters(parameters)) if code in changed else catalogue.of(code)
        for code, parameters in dated.items()
    )


def followed_by(new: PolicyValue, values: tuple[DatedValue, ...]) -> tuple[DatedValue, ...]:
    """The values of a parameter with one more; what is in force then makes room for its days."""
    for position, old in enumerate(values):
        if _begins_within(old, new) and not _resumes(old, values[:position]):
            raise PolicyDatesOverlap(
                parameter=new.parameter,
                effective_from=new.effective_from.isoformat(),
                announced_from=old.effective_from.isoformat(),
            )
    kept = [part for old in values for part in _around(old, new)]
    return tuple(sorted((*kept, _read(new)), key=lambda value: value.effective_from))


def _begins_within(old: DatedValue, new: PolicyValue) -> bool:
    until = new.effective_to
    return old.effective_from >= new.effective_from and (
        until is None or old.effective_from <= until
    )


def _resumes(old: DatedValue, earlier: Iterable[DatedValue]) -> bool:
    """Whether a value only holds again after another one ended; nobody announced it."""
    return any((it.value, it.source) == (old.value, old.source) for it in earlier)


def _around(old: DatedValue, new: PolicyValue) -> list[DatedValue]:
    """What is left of a value when the days of another are taken out of it."""
    parts = []
    if old.effective_from < new.effective_from:
        last = new.effective_from - ONE_DAY
        ends = last if old.effective_to is None else min(old.effective_to, last)
        parts.append(replace(old, effective_to=ends))
    if new.effective_to is not None:
        begins = max(old.effective_from, new.effective_to + ONE_DAY)
        if old.effective_to is None or begins <= old.effective_to:
            parts.append(replace(old, effective_from=begins))
    return parts


def _read(new: PolicyValue) -> DatedValue:
    try:
        return DatedValue(
            value=read_value(new.parameter, json.loads(new.value_json)),
            effective_from=new.effective_from,
            effective_to=new.effective_to,
            source=new.source,
            confidence=Confidence(new.confidence),
        )
    except (PolicyError, KeyError, TypeError, ValueError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise PolicyChangeInvalid(parameter=new.parameter, problem=problem) from error


def _values_at(register: PolicyRegister, number: int) -> int:
    """How many values the register held when it had a number."""
    return sum(value.approval <= number for value in register.approved)


def _require_open(change: PolicyChange) -> None:
    if change.status is not ChangeStatus.PROPOSED:
        raise PolicyChangeEnded(status=change.status.value)


def _decided(change: PolicyChange, status: ChangeStatus, review: Review) -> PolicyChange:
    return replace(
        change,
        status=status,
        decided_by=review.staff_name,
        decided_at=review.decided_at,
        decision_reason=review.reason,
    )
