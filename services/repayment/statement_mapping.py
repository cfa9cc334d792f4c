"""Statements, explanations and credit records -> proto message."""

from fractions import Fraction

from granary.repayment.v1 import credit_record_service_pb2 as credit_pb
from granary.repayment.v1 import statement_service_pb2 as pb
from granary.type.v1.document_pb2 import Document

from chassis.contract_values import EnumMapping
from services.repayment import proto_mapping
from services.repayment.document_repository import CreditReport
from services.repayment.domain.credit_record import CreditClaim, CreditDispute, DisputeStatus
from services.repayment.domain.documents.frame import Lender
from services.repayment.domain.documents.statement_paper import CHARGES
from services.repayment.domain.documents.words import Language
from services.repayment.domain.explain import (
    AmountKind,
    DayLine,
    ExplainedAmount,
    Explanation,
    decimal_text,
)
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan_life import EntryKind
from services.repayment.domain.self_service import ActionKind, LoanAction
from services.repayment.domain.statement import (
    CustomerStatement,
    DueRow,
    Movement,
    Statement,
)
from services.repayment.use_cases.credit_records import ShownRecord
from services.repayment.use_cases.documents import Subject
from services.repayment.use_cases.issuing import File

MOVEMENTS = EnumMapping(EntryKind, pb.AccountMovementKind)
SUBJECTS = EnumMapping(Subject, pb.ExplainedSubject)
AMOUNTS = EnumMapping(AmountKind, pb.ExplainedKind)
ACTIONS = EnumMapping(ActionKind, pb.LoanActionKind)
CLAIMS = EnumMapping(CreditClaim, credit_pb.CreditClaim)
DISPUTE_STATUSES = EnumMapping(DisputeStatus, credit_pb.CreditDisputeStatus)


def language_of(number: int) -> Language:
    """Chinese unless English was asked for."""
    return Language.EN if number == pb.DOCUMENT_LANGUAGE_EN else Language.ZH


def document(file: File) -> Document:
    return Document(
        media_type="application/pdf",
        file_name=file.name,
        content=file.content,
        sha256=file.sha256,
        standing=file.standing.value if file.standing is not None else "",
        standing_since=proto_mapping.iso(file.standing_since),
    )


def owed(parts: Owed) -> pb.OwedParts:
    return pb.OwedParts(
        principal_minor=parts.principal_minor,
        interest_minor=parts.interest_minor,
        penalty_minor=parts.penalty_minor,
        fee_minor=parts.fee_minor,
        total_minor=parts.total_minor,
    )


def lender(who: Lender) -> pb.StatementLender:
    return pb.StatementLender(
        name=who.name, licence=who.licence, complaint_channel=who.complaint_channel
    )


def monthly_statement(made: CustomerStatement, who: Lender) -> pb.MonthlyStatement:
    return pb.MonthlyStatement(
        lender=lender(who),
        from_on=made.period.from_on.isoformat(),
        to_on=made.period.to_on.isoformat(),
        is_final=made.period.is_over,
        opening=owed(made.opening),
        disbursed=owed(made.moved(EntryKind.DISBURSEMENT)),
        charged=owed(made.moved(*CHARGES)),
        waived=owed(made.moved(EntryKind.WAIVER)),
        repaid=owed(made.moved(EntryKind.REPAYMENT)),
        closing=owed(made.closing),
        loans=[loan_statement(loan) for loan in made.loans],
    )


def loan_statement(made: Statement) -> pb.LoanStatement:
    message = pb.LoanStatement(
        loan_id=str(made.loan_id),
        contract_id=str(made.contract_id),
        currency=made.currency,
        principal_minor=made.principal_minor,
        disbursed_on=made.disbursed_on.isoformat(),
        daily_rate_ppm=made.daily_rate_ppm,
        annual_rate_ppm=made.annual_rate_ppm,
        penalty_annual_rate_ppm=made.penalty_annual_ppm,
        from_on=made.period.from_on.isoformat(),
        to_on=made.period.to_on.isoformat(),
        is_final=made.period.is_over,
        opening=owed(made.opening),
        movements=[_movement(movement) for movement in made.movements],
        closing=owed(made.closing),
        due=[_due(row) for row in made.due],
    )
    standing = made.standing
    if standing is not None:
        message.status = proto_mapping.LOAN_STATUSES.to_proto(standing.status)
        message.days_past_due = standing.days_past_due
        message.overdue_minor = standing.overdue_minor
        message.next_due_on = proto_mapping.iso(standing.next_due_on)
        message.next_due_minor = standing.next_due_minor
        message.payoff_minor = standing.payoff_minor
        message.accrued_interest_minor = standing.accrued_interest_minor
    return message


def _movement(movement: Movement) -> pb.AccountMovement:
    return pb.AccountMovement(
        business_date=movement.on.isoformat(),
        value_date=movement.value_date.isoformat(),
        kind=MOVEMENTS.to_proto(movement.kind),
        subject_id=str(movement.subject_id),
        number=movement.number,
        change=owed(movement.change),
        owed=owed(movement.owed),
        is_correction=movement.is_correction,
    )


def _due(row: DueRow) -> pb.DueInstalment:
    return pb.DueInstalment(
        number=row.number,
        due_on=row.due_on.isoformat(),
        principal_minor=row.principal_minor,
        interest_minor=row.interest_minor,
        penalty_minor=row.penalty_minor,
        fee_minor=row.fee_minor,
        paid_minor=row.paid_minor,
        unpaid_minor=row.unpaid_minor,
        paid_on=proto_mapping.iso(row.paid_on),
        is_overdue=row.is_overdue,
    )


def explanation(currency: str, made: Explanation) -> pb.Explanation:
    return pb.Explanation(
        on_date=made.on.isoformat(),
        currency=currency,
        amounts=[_amount(amount) for amount in made.amounts],
        total_minor=made.total_minor,
        allocated_minor=made.allocated_minor,
    )


def _amount(amount: ExplainedAmount) -> pb.ExplainedAmount:
    return pb.ExplainedAmount(
        kind=AMOUNTS.to_proto(amount.kind),
        number=amount.number,
        days=[_days(line) for line in amount.lines],
        exact_fen=_fraction(amount.exact),
        rounding_fen=_fraction(amount.rounding),
        fixed_minor=amount.fixed_minor,
        charged_minor=amount.charged_minor,
        paid_before_minor=amount.paid_before_minor,
        unpaid_minor=amount.unpaid_minor,
        allocated_minor=amount.allocated_minor,
    )


def _days(line: DayLine) -> pb.ExplainedDays:
    return pb.ExplainedDays(
        from_on=line.from_on.isoformat(),
        to_on=line.to_on.isoformat(),
        days=line.days,
        base_minor=line.base_minor,
        daily_rate=_fraction(line.daily_rate),
        exact_fen=_fraction(line.amount),
        amount_text=decimal_text(line.amount),
    )


def _fraction(exact: Fraction) -> str:
    """A whole number, or numerator/denominator in lowest terms."""
    return str(exact)


def action(one: LoanAction) -> pb.LoanAction:
    return pb.LoanAction(
        kind=ACTIONS.to_proto(one.kind),
        is_open=one.is_open,
        reason=one.reason,
        open_from_on=proto_mapping.iso(one.open_from),
        amount_minor=one.amount_minor,
    )


def credit_record(shown: ShownRecord) -> credit_pb.CreditRecord:
    record = shown.record
    notices = record.notices if record else ()
    return credit_pb.CreditRecord(
        loan_id=str(shown.loan_id),
        last_month=f"{shown.told[-1].month:%Y-%m}" if shown.told else "",
        codes=shown.codes,
        is_disputed=record is not None and record.disputed_by is not None,
        notices=[
            credit_pb.CreditNotice(
                unpaid_since_on=notice.unpaid_since.isoformat(),
                given_on=notice.given_on.isoformat(),
            )
            for notice in notices
        ],
    )


def dispute(state: CreditDispute) -> credit_pb.CreditDispute:
    return credit_pb.CreditDispute(
        dispute_id=str(state.dispute_id),
        loan_id=str(state.loan_id),
        month=f"{state.month:%Y-%m}",
        claim=CLAIMS.to_proto(state.claim),
        status=DISPUTE_STATUSES.to_proto(state.status),
        opened_on=state.opened_on.isoformat(),
        answer_by_on=state.answer_by.isoformat(),
        answered_on=proto_mapping.iso(state.answered_on),
        corrected_to=state.corrected_to,
        reasons=state.reasons,
    )


def credit_report(made: CreditReport) -> credit_pb.CreditReport:
    return credit_pb.CreditReport(
        month=f"{made.month:%Y-%m}",
        made_on=made.made_on.isoformat(),
        lines=made.lines,
        negative=made.negative,
        withheld=made.withheld,
        sha256=made.sha256,
    )
