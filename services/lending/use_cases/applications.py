"""Apply for a credit line and look at it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, Origin
from chassis.decision import Decision
from chassis.errors import DomainError, NotFound
from chassis.ports import Clock, NewId, calendar_date
from services.lending.domain.admission import is_stale, require_admissible, require_fresh
from services.lending.domain.approval import Apply, decide_application, require_may_apply
from services.lending.domain.credit_file import features_of
from services.lending.domain.credit_line import CreditLine, credit_line_id_of
from services.lending.domain.decision_engine import may_explore
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.errors import CreditLineMissing
from services.lending.domain.exploration import ExplorationMonth, month_of
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import (
    ApplicationInputs,
    BureauReport,
    LoanApplication,
    age_on,
)
from services.lending.domain.product import PERSONAL_REVOLVING, Purpose
from services.lending.domain.related_parties import RelatedParties
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import (
    CreditBureau,
    Customer,
    Identity,
    Person,
    Reads,
    Scorer,
)
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
    purpose_text: str = ""
    """The purpose in the customer's own words; may be empty."""


class Applications:
    """Decides applications; each opens, renews or freezes the customer's line, or declines."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        identity: Identity,
        bureau: CreditBureau,
        scorer: Scorer,
        related: RelatedParties,
        roll_ppm: Callable[[], int],
        days: BusinessDays,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._identity = identity
        self._bureau = bureau
        self._scorer = scorer
        self._related = related
        self._roll_ppm = roll_ppm
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
        keys: tuple[Key[Any], ...] = (line_key, exposure_key)
        try:
            command = await self._learn(customer_id, form)
        except DomainError as refusal:
            decide = refusing(refusal)
        else:
            month = month_of(command.inputs.business_date)
            month_key = Key(ExplorationMonth, (month,))
            explores = may_explore(command.inputs, command.policy)
            # Only who may be chosen waits for the month's budget.
            keys += (month_key,) if explores else ()

            def decide(loaded: Loaded) -> Decision[LoanApplication]:
                exposure = loaded.find(exposure_key) or CustomerExposure(customer_id)
                explored = loaded.find(month_key) or ExplorationMonth(month) if explores else None
                return decide_application(command, loaded.find(line_key), exposure, explored)

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
        today, customer, line, last = await asyncio.gather(
            self._days.today(),
            self._identity.customer(customer_id),
            self._reads.credit_line(customer_id, credit_line_id_of(customer_id, product_code)),
            self._reads.last_application(customer_id, product_code),
        )
        policy = self._days.decision_policy_on(today, product_code)
        stated = _stated(form, customer, today)
        require_admissible(
            stated,
            truth_declared=form.truth_declared,
            birth_date_known=customer.birth_date is not None,
            business_verified=customer.business_verified,
            policy=policy,
        )
        require_may_apply(line, last, today, policy.product)
        person = await self._identity.person_for_bureau(customer_id)
        # A report ages by the calendar; the business date waits for the day to be closed.
        bureau = await self._fresh_report(person, calendar_date(self._clock()), policy)
        features = features_of(bureau.credit_file)
        inputs = ApplicationInputs(
            business_date=today,
            bureau=bureau,
            region=customer.region,
            is_related_party=self._related.includes(person.id_number),
            sanctions=customer.sanctions,
            people_on_device=customer.people_on_device,
            people_on_card=customer.people_on_card,
            features=features,
            score=self._scorer.score(customer_id, features),
            dice_ppm=self._roll_ppm(),
            **stated,
        )
        return Apply(
            customer_id=customer_id,
            application_id=self._new_id(),
            inputs=inputs,
            last=last,
            policy=policy,
            now=self._clock(),
        )

    async def _fresh_report(
        self, person: Person, today: date, policy: DecisionPolicy
    ) -> BureauReport:
        """A report that is not too old; an old one is asked for once more, then refused."""
        report = await self._bureau.report(person)
        if is_stale(report, today, policy):
            report = await self._bureau.report(person)
        require_fresh(report, today, policy)
        return report


def _stated(form: ApplicationForm, customer: Customer, today: date) -> dict[str, Any]:
    """What is known before the bureau is asked, by the names rules and inputs call it."""
    born = customer.birth_date
    return {
        "age_years": 0 if born is None else age_on(born.reveal(), today),
        "assurance_level": customer.assurance_level,
        "employer": form.employer,
        "is_student": customer.is_student,
        "monthly_income_minor": form.monthly_income_minor,
        "occupation": form.occupation,
        "purpose": form.purpose,
        "purpose_text": form.purpose_text,
    }
