"""Propose a change of the policy, look at what it would do, approve or reject it."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, Origin
from chassis.decision import Decision
from chassis.errors import NotFound
from chassis.ports import Clock, NewId
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.policy_change import (
    Review,
    approve_change,
    checked,
    propose_change,
    reject_change,
    with_values,
)
from services.lending.domain.policy_effect import (
    AdverseEffect,
    GradeEffect,
    LineCell,
    PolicyNotice,
    PolicyPreview,
    ReplayEffect,
    adverse_effects,
    grade_effects,
    replay,
)
from services.lending.domain.policy_register import (
    REGISTER,
    PolicyChange,
    PolicyRegister,
    PolicyValue,
)
from services.lending.use_cases.business_days import BusinessDays

REGISTER_KEY = Key(PolicyRegister, (REGISTER,))


class PolicyReads(Protocol):
    """Lending's own tables, read for policy changes."""

    async def register(self) -> PolicyRegister: ...

    async def change(self, change_id: UUID) -> PolicyChange | None: ...

    async def changes(self, *, before: UUID | None, limit: int) -> list[PolicyChange]: ...

    async def line_cells(self, product_code: str, limits: dict[str, int]) -> list[LineCell]:
        """Lines by grade and price; `limits` is what the changed policy gives each grade."""
        ...

    async def last_applications(self, product_code: str, number: int) -> list[LoanApplication]: ...

    async def notices(
        self, change: PolicyChange, effects: Sequence[AdverseEffect], after: UUID | None, limit: int
    ) -> list[PolicyNotice]: ...


class PolicyChanges:
    """What staff do with the policy. Every change needs two of them."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: PolicyReads,
        days: BusinessDays,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._days = days
        self._clock = clock
        self._new_id = new_id

    async def propose(
        self, values: tuple[PolicyValue, ...], reason: str, staff_name: str, origin: Origin
    ) -> PolicyChange:
        """Store a change that could take effect as it is; raises what `checked` raises."""
        today, shipped = await self._days.today(), self._days.book.shipped
        change_id, now = self._new_id(), self._clock()

        def decide(loaded: Loaded) -> Decision[PolicyChange]:
            register = loaded.find(REGISTER_KEY) or PolicyRegister(REGISTER)
            change = PolicyChange(change_id, values, reason, staff_name, now, register.number)
            return propose_change(change, register, shipped, today)

        return await self._execute(Command(origin, (REGISTER_KEY,), decide, PolicyChange))

    async def approve(
        self, change_id: UUID, staff_name: str, reason: str, origin: Origin
    ) -> PolicyChange:
        """Let a change take effect on its dates."""
        today, shipped = await self._days.today(), self._days.book.shipped
        key, review = Key(PolicyChange, (change_id,)), Review(staff_name, reason, self._clock())

        def decide(loaded: Loaded) -> Decision[PolicyChange]:
            register = loaded.find(REGISTER_KEY) or PolicyRegister(REGISTER)
            return approve_change(loaded.get(key), register, shipped, review, today)

        return await self._execute(Command(origin, (key, REGISTER_KEY), decide, PolicyChange))

    async def reject(
        self, change_id: UUID, staff_name: str, reason: str, origin: Origin
    ) -> PolicyChange:
        """Decide against a change, or take an own one back."""
        key, review = Key(PolicyChange, (change_id,)), Review(staff_name, reason, self._clock())

        def decide(loaded: Loaded) -> Decision[PolicyChange]:
            return reject_change(loaded.get(key), review)

        return await self._execute(Command(origin, (key,), decide, PolicyChange))

    async def change(self, change_id: UUID) -> PolicyChange:
        """Raises NotFound when there is no such change."""
        change = await self._reads.change(change_id)
        if change is None:
            raise NotFound(kind="policy_change")
        return change

    async def changes(self, *, before: UUID | None, limit: int) -> list[PolicyChange]:
        """Changes, the newest first, older than the one named."""
        return await self._reads.changes(before=before, limit=limit)

    async def preview(self, change_id: UUID, applications: int) -> PolicyPreview:
        """What a proposed change would do to the lines there are and the last applications."""
        change, register = await self.change(change_id), await self._reads.register()
        today, shipped = await self._days.today(), self._days.book.shipped
        without = with_values(shipped, register.approved)
        with_change = checked(change, register, shipped, today)
        grades: list[GradeEffect] = []
        replays: list[ReplayEffect] = []
        adverse: list[AdverseEffect] = []
        for code in change.product_codes:
            day = change.begins_on(code)
            before, after = without.on(day, code), with_change.on(day, code)
            limits = {
                it.grade: min(it.limit_max_minor, after.line_limit_max_minor) for it in after.grades
            }
            cells = await self._reads.line_cells(code, limits)
            decided = await self._reads.last_applications(code, applications)
            grades += grade_effects(cells, after)
            deciding = self._days.decisions
            replays.append(replay(decided, deciding.of(before, day), deciding.of(after, day)))
            adverse += adverse_effects(before, after)
        return PolicyPreview(tuple(grades), tuple(replays), tuple(adverse))

    async def notices(
        self, change_id: UUID, *, after: UUID | None, limit: int
    ) -> list[PolicyNotice]:
        """Whom an adverse change is to be told to, by customer, beginning after the one named."""
        change, register = await self.change(change_id), await self._reads.register()
        effects = self._effects_of(change, register)
        return await self._reads.notices(change, effects, after, limit)

    def _effects_of(self, change: PolicyChange, register: PolicyRegister) -> list[AdverseEffect]:
        """What was adverse in a change, whether it is proposed or in the register already."""
        earlier = [
            value
            for value in register.approved
            if not change.approval or value.approval < change.approval
        ]
        shipped = self._days.book.shipped
        without = with_values(shipped, earlier)
        with_change = with_values(without, change.new_values)
        effects: list[AdverseEffect] = []
        for code in change.product_codes:
            day = change.begins_on(code)
            effects += adverse_effects(without.on(day, code), with_change.on(day, code))
        return effects
