"""Domain value <-> proto message."""

from datetime import UTC, date
from uuid import UUID

from granary.lending.v1 import events_pb2 as lending_events
from granary.repayment.v1 import events_pb2, loan_pb2, repayment_service_pb2, schedule_pb2

from chassis.contract_values import EnumMapping, date_of, timestamp
from chassis.ports import day_ends_at
from services.repayment.domain.collection import (
    Repayment,
    RepaymentKind,
    RepaymentOrigin,
    RepaymentStatus,
)
from services.repayment.domain.history import PrepaymentEffect
from services.repayment.domain.instalment import Instalment, InstalmentState
from services.repayment.domain.loan import Loan, LoanStatus, Payoff
from services.repayment.domain.loan_life import EntryKind
from services.repayment.domain.repayment_schedule import ScheduleRow
from services.repayment.domain.statement import Statement
from services.repayment.domain.terms import DisclosedFee, Method
from services.repayment.domain.third_party import PayerRelation, ThirdParty
from services.repayment.use_cases.debit_tries import PlannedTry
from services.repayment.use_cases.loans import LoanOnDate, PaidDrawdown

METHODS = EnumMapping(Method, schedule_pb2.RepaymentMethod)
KINDS = EnumMapping(RepaymentKind, loan_pb2.RepaymentKind)
RELATIONS = EnumMapping(PayerRelation, loan_pb2.PayerRelation)
ORIGINS = EnumMapping(RepaymentOrigin, loan_pb2.RepaymentOrigin)
STATUSES = EnumMapping(RepaymentStatus, loan_pb2.RepaymentStatus)
EFFECTS = EnumMapping(PrepaymentEffect, loan_pb2.PrepaymentEffect)
LOAN_STATUSES = EnumMapping(LoanStatus, loan_pb2.LoanStatus)


def iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def month_of(text: str, field: str) -> date | None:
    """The first day of a month written YYYY-MM; None for no text."""
    return date_of(f"{text}-01", field) if text else None


def effect(number: int) -> PrepaymentEffect:
    """What a prepayment does; smaller instalments where the customer did not choose."""
    return EFFECTS.from_proto(number) if number else PrepaymentEffect.SMALLER_INSTALMENTS


def paid_drawdown(message: lending_events.DrawdownPaid) -> PaidDrawdown:
    return PaidDrawdown(
        customer_id=UUID(message.customer_id),
        drawdown_id=UUID(message.drawdown_id),
        credit_line_id=UUID(message.credit_line_id),
        contract_id=UUID(message.contract_id),
        card_id=UUID(message.card_id),
        amount_minor=message.amount_minor,
        currency=message.currency,
        instalments=message.instalments,
        method=METHODS.from_proto(message.method),
        daily_rate_ppm=message.daily_rate_ppm,
        penalty_factor_pct=message.penalty_factor_pct,
        cap_annual_ppm=message.cap_annual_ppm,
        grace_days=message.grace_days,
        disbursed_on=date.fromisoformat(message.disbursed_on),
        policy_version=message.policy_version,
        fees=tuple(
            DisclosedFee(fee.item, fee.most_minor, fee.name_zh, fee.name_en) for fee in message.fees
        ),
        prepayment_fee_ppm=message.prepayment_fee_ppm,
    )


def planned_try(message: events_pb2.DebitScheduled) -> PlannedTry:
    return PlannedTry(
        customer_id=UUID(message.customer_id),
        loan_id=UUID(message.loan_id),
        business_date=date.fromisoformat(message.business_date),
        number=message.try_number,
        not_before=message.not_before.ToDatetime(tzinfo=UTC),
    )


def schedule_row(row: ScheduleRow) -> schedule_pb2.ScheduleRow:
    return schedule_pb2.ScheduleRow(
        number=row.number,
        due_on=row.due_on.isoformat(),
        days=row.days,
        principal_minor=row.principal_minor,
        interest_minor=row.interest_minor,
        total_minor=row.total_minor,
        outstanding_principal_minor=row.balance_after_minor,
    )


def loan(shown: LoanOnDate, *, with_instalments: bool) -> loan_pb2.Loan:
    """A loan as it stands on a date."""
    state, on = shown.loan, shown.on
    late = [i for i in state.instalments if _is_late(i, state, on)]
    ahead = next(
        (i for i in state.instalments if i.state is not InstalmentState.PAID and i not in late),
        None,
    )
    return loan_pb2.Loan(
        loan_id=str(state.loan_id),
        credit_line_id=str(state.credit_line_id),
        contract_id=str(state.contract_id),
        card_id=str(state.card_id),
        status=LOAN_STATUSES.to_proto(state.status),
        principal_minor=state.principal_minor,
        outstanding_principal_minor=state.outstanding_principal_minor,
        currency=state.currency,
        daily_rate_ppm=state.terms.daily_rate_ppm,
        method=METHODS.to_proto(state.terms.method),
        penalty_terms=schedule_pb2.PenaltyTerms(
            penalty_factor_pct=state.terms.penalty_factor_pct,
            cap_annual_ppm=state.terms.cap_annual_ppm,
            grace_days=state.terms.grace_days,
        ),
        disbursed_on=state.disbursed_on.isoformat(),
        next_due_on=iso(ahead.due_on if ahead else None),
        next_due_minor=_unpaid_minor(ahead) if ahead else 0,
        overdue_minor=sum(i.owed(state.terms, on).total_minor for i in late),
        days_past_due=state.days_past_due(on),
        settled_on=iso(state.settled_on),
        instalments=[_instalment(i, state, on) for i in state.instalments]
        if with_instalments
        else [],
    )


def _is_late(instalment: Instalment, state: Loan, on: date) -> bool:
    return instalment.state is InstalmentState.DUE and instalment.late_from(state.terms) <= on


def _unpaid_minor(instalment: Instalment) -> int:
    fee = instalment.fee_minor - instalment.fee_paid_minor
    return instalment.unpaid_principal_minor + instalment.unpaid_interest_minor + fee


def _instalment(instalment: Instalment, state: Loan, on: date) -> loan_pb2.Instalment:
    status = {
        InstalmentState.UPCOMING: loan_pb2.INSTALMENT_STATUS_PLANNED,
        InstalmentState.DUE: loan_pb2.INSTALMENT_STATUS_DUE,
        InstalmentState.PAID: loan_pb2.INSTALMENT_STATUS_PAID,
    }[instalment.state]
    if _is_late(instalment, state, on):
        status = loan_pb2.INSTALMENT_STATUS_OVERDUE
    return loan_pb2.Instalment(
        number=instalment.number,
        due_on=instalment.due_on.isoformat(),
        days=instalment.days,
        principal_minor=instalment.principal_minor,
        interest_minor=instalment.interest_minor,
        penalty_minor=instalment.penalty(state.terms, on),
        paid_principal_minor=instalment.principal_paid_minor,
        paid_interest_minor=instalment.interest_paid_minor,
        paid_penalty_minor=instalment.penalty_paid_minor,
        status=status,
        paid_on=iso(instalment.paid_on),
        fee_minor=instalment.fee_minor,
        paid_fee_minor=instalment.fee_paid_minor,
        carried_interest_minor=instalment.carried_interest_minor,
    )


def payoff(state: Loan, quote: Payoff) -> repayment_service_pb2.QuotePayoffResponse:
    parts = quote.parts
    return repayment_service_pb2.QuotePayoffResponse(
        loan_id=str(state.loan_id),
        currency=state.currency,
        principal_minor=parts.principal_minor,
        interest_minor=parts.interest_minor,
        penalty_minor=parts.penalty_minor,
        fee_minor=parts.fee_minor,
        total_minor=quote.total_minor,
        valid_on=quote.valid_on.isoformat(),
        saved_interest_minor=quote.saved_interest_minor,
        valid_until=timestamp(day_ends_at(quote.valid_on)),
    )


def repayment(state: Repayment) -> loan_pb2.Repayment:
    message = loan_pb2.Repayment(
        repayment_id=str(state.repayment_id),
        loan_id=str(state.loan_id),
        card_id=str(state.card_id) if state.origin is not RepaymentOrigin.TRANSFER else "",
        kind=KINDS.to_proto(state.kind),
        origin=ORIGINS.to_proto(state.origin),
        status=STATUSES.to_proto(state.status),
        amount_minor=state.amount_minor,
        currency=state.currency,
        failure_reason=state.failure_code,
        requested_on=state.requested_on.isoformat(),
        value_date=state.requested_on.isoformat() if state.parts is not None else "",
        requested_at=timestamp(state.requested_at),
        asked_minor=state.asked_minor,
        may_be_partial=state.may_be_partial,
        try_number=state.try_number,
        open_minor=state.open_minor if state.is_final else 0,
        effect=EFFECTS.to_proto(state.effect),
        bank_reference=state.bank_reference,
        is_from_third_party=state.is_from_third_party,
        third_party_name=state.third_party.name if state.third_party else "",
        third_party_relation=relation_of(state.third_party),
        reversed_on=iso(state.reversed_on),
    )
    if state.next_try_at is not None:
        message.next_try_at.CopyFrom(timestamp(state.next_try_at))
    if state.parts is not None:
        message.allocation.penalty_minor = state.parts.penalty_minor
        message.allocation.interest_minor = state.parts.interest_minor
        message.allocation.principal_minor = state.parts.principal_minor
        message.allocation.fee_minor = state.parts.fee_minor
    return message


def statement(made: Statement) -> repayment_service_pb2.GetStatementResponse:
    """The lines of a statement on which money changed hands."""
    return repayment_service_pb2.GetStatementResponse(
        loan_id=str(made.loan_id),
        currency=made.currency,
        from_on=made.period.from_on.isoformat(),
        to_on=made.period.to_on.isoformat(),
        opening_principal_minor=made.opening.principal_minor,
        movements=[
            repayment_service_pb2.StatementMovement(
                business_date=movement.on.isoformat(),
                kind=_MONEY_MOVED[movement.kind],
                subject_id=str(movement.subject_id),
                amount_minor=abs(movement.change.total_minor),
                principal_change_minor=movement.change.principal_minor,
                interest_minor=abs(movement.change.interest_minor),
                penalty_minor=abs(movement.change.penalty_minor),
                fee_minor=abs(movement.change.fee_minor),
                outstanding_principal_minor=movement.owed.principal_minor,
            )
            for movement in made.movements
            if movement.kind in _MONEY_MOVED
        ],
        closing_principal_minor=made.closing.principal_minor,
    )


_MONEY_MOVED = {
    EntryKind.DISBURSEMENT: repayment_service_pb2.MOVEMENT_KIND_DISBURSEMENT,
    EntryKind.REPAYMENT: repayment_service_pb2.MOVEMENT_KIND_REPAYMENT,
}


def relation_of(payer: ThirdParty | None) -> loan_pb2.PayerRelation | None:
    """What somebody who paid is to the customer; unspecified where nobody else did."""
    return RELATIONS.to_proto(payer.relation) if payer is not None else None
