"""A statement as a document: a summary that ties out, and each loan with its lines."""

from collections.abc import Iterable
from uuid import UUID

from chassis.money import format_minor
from chassis.paper import Column, Paper, Section, Table
from services.repayment.domain.documents.frame import Frame, document_number
from services.repayment.domain.documents.words import Words, amount, masked, percent
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan_life import EntryKind, less
from services.repayment.domain.statement import (
    CustomerStatement,
    DueRow,
    Movement,
    Period,
    Standing,
    Statement,
)

CHARGES = (EntryKind.INTEREST, EntryKind.FEE, EntryKind.PENALTY, EntryKind.PLAN_CHANGE)
_NOTES = ("note_owed", "note_tie", "note_dates", "note_grace")


def customer_paper(customer_id: UUID, made: CustomerStatement, frame: Frame) -> Paper:
    """The statement of a month over all of a customer's loans."""
    words, period = frame.words, made.period
    sections = [_summary(made, words)] if made.loans else []
    sections += [section for loan in made.loans for section in _loan_sections(loan, words)]
    if not made.loans:
        sections = [Section(words("statement.summary"), paragraphs=(words("statement.empty"),))]
    return frame.paper(
        number=document_number("DZ", _stamp(period), customer_id, words.language),
        title=words("statement.title"),
        subtitle=words("page.amounts"),
        customer_id=customer_id,
        facts=(_period_fact(period, words),),
        sections=tuple(sections),
        notes=tuple(words(f"statement.{note}") for note in _NOTES),
    )


def loan_paper(customer_id: UUID, made: Statement, frame: Frame) -> Paper:
    """The statement of one loan over a period."""
    words = frame.words
    return frame.paper(
        number=document_number("JD", _stamp(made.period), made.loan_id, words.language),
        title=words("statement.title_loan"),
        subtitle=words("page.amounts"),
        customer_id=customer_id,
        facts=(_period_fact(made.period, words),),
        sections=(
            _summary(CustomerStatement(made.period, (made,)), words),
            *_loan_sections(made, words),
        ),
        notes=tuple(words(f"statement.{note}") for note in _NOTES),
    )


def _stamp(period: Period) -> str:
    """A whole month is its name; anything else is told by its last day."""
    return f"{period.to_on:%Y%m}" if period.is_over else f"{period.to_on:%Y%m%d}"


def _period_fact(period: Period, words: Words) -> tuple[str, str]:
    first, last = words.day(period.from_on), words.day(period.to_on)
    days = words("statement.period_text", first=first, last=last)
    interim = "" if period.is_over else f" ({words('statement.interim')})"
    return (words("statement.period"), days + interim)


def _summary(made: CustomerStatement, words: Words) -> Section:
    rows = [
        ("opening", made.opening),
        ("paid_out", made.moved(EntryKind.DISBURSEMENT)),
        ("charged", made.moved(*CHARGES)),
        ("waived", made.moved(EntryKind.WAIVER)),
        ("repaid", made.moved(EntryKind.REPAYMENT)),
        ("closing", made.closing),
    ]
    shown = [(name, owed) for name, owed in rows if owed != Owed() or name in _ALWAYS]
    table = Table(
        (Column("", 3), *_part_columns(words, Column(words("parts.total"), 2, is_amount=True))),
        tuple((words(f"statement.{name}"), *_parts(_unsigned(name, owed))) for name, owed in shown),
        totals=1,
    )
    return Section(words("statement.summary"), tables=(table,))


_ALWAYS = {"opening", "charged", "repaid", "closing"}


def _unsigned(name: str, owed: Owed) -> Owed:
    """What goes down is written without its sign; the row's name says it."""
    return less(Owed(), owed) if name in {"waived", "repaid"} else owed


def _loan_sections(made: Statement, words: Words) -> Iterable[Section]:
    title = words(
        "statement.loan_section",
        date=words.day(made.disbursed_on),
        principal=format_minor(made.principal_minor),
    )
    yield Section(
        title,
        facts=(
            (words("page.loan"), masked(made.loan_id)),
            (words("page.contract"), masked(made.contract_id)),
            (
                words("statement.rate"),
                words(
                    "rate.text",
                    daily=percent(made.daily_rate_ppm, 3),
                    annual=percent(made.annual_rate_ppm),
                ),
            ),
            (
                words("statement.penalty_rate"),
                words(
                    "rate.penalty",
                    annual=percent(made.penalty_annual_ppm),
                    grace=made.grace_days,
                ),
            ),
            *(_standing_facts(made.standing, made.period, words) if made.standing else ()),
        ),
    )
    yield Section(words("statement.movements"), tables=(_movement_table(made, words),))
    if made.due:
        yield Section(words("statement.due"), tables=(_due_table(made.due, words),))


def _standing_facts(standing: Standing, period: Period, words: Words) -> Iterable[tuple[str, str]]:
    yield words("statement.status"), words(f"status.{standing.status.value}")
    if standing.overdue_minor:
        yield (
            words("statement.overdue"),
            words(
                "statement.overdue_text",
                amount=format_minor(standing.overdue_minor),
                days=standing.days_past_due,
            ),
        )
    if standing.next_due_on is not None:
        yield (
            words("statement.next_due"),
            words(
                "statement.next_due_text",
                date=words.day(standing.next_due_on),
                amount=format_minor(standing.next_due_minor),
            ),
        )
    if standing.payoff_minor:
        yield (
            words("statement.payoff", date=words.day(period.to_on)),
            words(
                "statement.payoff_text",
                amount=format_minor(standing.payoff_minor),
                accrued=format_minor(standing.accrued_interest_minor),
            ),
        )


def _movement_table(made: Statement, words: Words) -> Table:
    columns = (
        Column(words("statement.date"), 3),
        Column(words("statement.movement"), 6),
        *_part_columns(words, Column(words("statement.owed_after"), 3, is_amount=True)),
    )
    opening = (
        words.day(made.period.from_on),
        words("statement.opening"),
        "",
        "",
        "",
        "",
        format_minor(made.opening.total_minor),
    )
    closing = (
        words.day(made.period.to_on),
        words("statement.closing"),
        *_parts(made.closing)[:4],
        format_minor(made.closing.total_minor),
    )
    lines = (_movement_row(movement, words) for movement in made.movements)
    return Table(columns, (opening, *lines, closing), totals=1)


def _movement_row(movement: Movement, words: Words) -> tuple[str, ...]:
    name = words(f"movement.{movement.kind.value}")
    if movement.kind is EntryKind.INTEREST and movement.number:
        name = words("movement.INTEREST_OF", number=movement.number)
    remarks = []
    if movement.value_date != movement.on and movement.kind is EntryKind.REPAYMENT:
        remarks.append(words("movement.value_date", date=words.day(movement.value_date)))
    if movement.is_correction:
        remarks.append(words("movement.correction"))
    remark = f" ({', '.join(remarks)})" if remarks else ""
    return (
        words.day(movement.on),
        name + remark,
        *_parts(movement.change)[:4],
        format_minor(movement.owed.total_minor),
    )


def _due_table(rows: tuple[DueRow, ...], words: Words) -> Table:
    columns = (
        Column(words("statement.due_number"), 1),
        Column(words("statement.due_on"), 3),
        *_part_columns(words, Column(words("statement.paid"), 2, is_amount=True)),
        Column(words("statement.unpaid"), 2, is_amount=True),
        Column(words("statement.state"), 3),
    )
    lines = tuple(
        (
            str(row.number),
            words.day(row.due_on),
            amount(row.principal_minor),
            amount(row.interest_minor),
            amount(row.penalty_minor),
            amount(row.fee_minor),
            amount(row.paid_minor),
            amount(row.unpaid_minor),
            _state(row, words),
        )
        for row in rows
    )
    totals = (
        words("parts.total"),
        "",
        *(
            amount(sum(getattr(row, f"{part}_minor") for row in rows))
            for part in ("principal", "interest", "penalty", "fee", "paid", "unpaid")
        ),
        "",
    )
    return Table(columns, (*lines, totals), totals=1)


def _state(row: DueRow, words: Words) -> str:
    if row.paid_on is not None:
        return words("statement.state_paid", date=words.day(row.paid_on))
    return words("statement.state_overdue" if row.is_overdue else "statement.state_open")


def _part_columns(words: Words, last: Column) -> tuple[Column, ...]:
    names = ("principal", "interest", "penalty", "fee")
    return (*(Column(words(f"parts.{name}"), 2, is_amount=True) for name in names), last)


def _parts(owed: Owed) -> tuple[str, ...]:
    return (
        amount(owed.principal_minor),
        amount(owed.interest_minor),
        amount(owed.penalty_minor),
        amount(owed.fee_minor),
        format_minor(owed.total_minor),
    )
