"""Apply for a credit line and look at it."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, Origin
from chassis.decision import Decision
from chassis.errors import DomainError, NotFound
from chassis.ports import Clock, NewId
from services.lending.domain.approval import Apply, decide_application, require_may_apply
from services.lending.domain.credit_line import CreditLine, credit_line_id_of
from services.lending.domain.errors import CreditLineMissing
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import (
    ApplicationInputs,
    LoanApplication,
    age_on,
    require_admissible,
)
from services.lending.domain.product import PERSONAL_REVOLVING, Purpose
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import CreditBureau, Identity, Reads
from services.lending.use_cases.refusals import refusing


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """What the customer states."""

    employer: str
    occupation: str
    monthly_income_minor: int
    purpose: Purpose
    truth_declared: bool
    product_code: str = PERSONAL_REVOLVING


class Applications:
    """Decides applications; each opens, renews or freezes the customer's line, or declines."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        identity: Identity,
        bureau: CreditBureau,
        days: BusinessDays,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._identity = identity
        self._bureau = bureau
        self._days = days
        self._clock = clock
        self._new_id = new_id

    async def apply(
        self, customer_id: UUID, form: ApplicationForm, origin: Origin
    ) -> LoanApplication:
        """Decide an application on what identity and the bureau tell about the customer."""
        line_id = credit_line_id_of(customer_id, form.product_code)
        line_key = Key(CreditLine, (customer_id, line_id))
        exposure_key = Key(CustomerExposure, (customer_id,))
        try:
            command = await self._learn(customer_id, form)
        except DomainError as refusal:
            decide = refusing(refusal)
        else:

            def decide(loaded: Loaded) -> Decision[LoanApplication]:
                exposure = loaded.find(exposure_key) or CustomerExposure(customer_id)
                return decide_application(command, loaded.find(line_key), exposure)

        keys = (line_key, exposure_key)
        return await self._execute(Command(origin, keys, decide, LoanApplication))

    async def application(self, customer_id: UUID, application_id: UUID) -> LoanApplication:
        """Raises NotFound when this customer has no such application."""
        application = await self._reads.application(customer_id, application_id)
        if application is None:
            raise NotFound(kind="application")
        return application

    async def credit_line(
        self, customer_id: UUID, product_code: str = PERSONAL_REVOLVING
    ) -> CreditLine:
        """Raises CreditLineMissing when this customer has none of this product."""
        self._days.policies.of(product_code)
        line_id = credit_line_id_of(customer_id, product_code)
        line = await self._reads.credit_line(customer_id, line_id)
        if line is None:
            raise CreditLineMissing
        return line

    async def credit_lines(self, customer_id: UUID) -> list[CreditLine]:
        """All lines of a customer, by product."""
        return await self._reads.credit_lines(customer_id)

    async def _learn(self, customer_id: UUID, form: ApplicationForm) -> Apply:
        """Everything the decision needs. The bureau is asked last, and only if it matters."""
        product_code = form.product_code
        self._days.policies.of(product_code)
        today, customer, line, declined_on = await asyncio.gather(
            self._days.today(),
            self._identity.customer(customer_id),
            self._reads.credit_line(customer_id, credit_line_id_of(customer_id, product_code)),
            self._reads.last_declined_on(customer_id, product_code),
        )
        policy = self._days.policy_on(today, product_code)
        require_admissible(
            truth_declared=form.truth_declared,
            purpose=form.purpose,
            assurance_level=customer.assurance_level,
            birth_date_known=customer.birth_date is not None,
            business_verified=customer.business_verified,
            policy=policy,
        )
        assert customer.birth_date is not None
        require_may_apply(line, declined_on, today, policy)
        person = await self._identity.person_for_bureau(customer_id)
        inputs = ApplicationInputs(
            business_date=today,
            age_years=age_on(customer.birth_date.reveal(), today),
            is_student=customer.is_student,
            assurance_level=customer.assurance_level,
            purpose=form.purpose,
            monthly_income_minor=form.monthly_income_minor,
            bureau=await self._bureau.report(person),
        )
        return Apply(
            customer_id=customer_id,
            application_id=self._new_id(),
            employer=form.employer,
            occupation=form.occupation,
            inputs=inputs,
            last_declined_on=declined_on,
            policy=policy,
            now=self._clock(),
        )
