"""Documents of one loan: its schedule, a receipt, the settlement certificate, its terms."""

from datetime import timedelta

from chassis.money import format_minor
from chassis.paper import Column, Paper, Section, Table
from services.repayment.domain.allocation_order import Purpose
from services.repayment.domain.collection import Repayment, RepaymentStatus
from services.repayment.domain.documents.frame import Frame, document_number
from services.repayment.domain.documents.words import Language, Words, amount, masked, percent
from services.repayment.domain.errors import LoanNotSettled, RepaymentNotPosted
from services.repayment.domain.instalment import Instalment, InstalmentState, Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_life import LoanLife, all_owed
from services.repayment.domain.statement import penalty_annual_ppm
from services.repayment.domain.terms import DAYS_PER_YEAR, DisclosedFee


def schedule_paper(life: LoanLife, frame: Frame) -> Paper:
    """The plan as it stands on the date of the life: paid rows, due rows, forecast rows."""
    loan, words = life.loan, frame.words
    return frame.paper(
        number=document_number("HK", f"{life.on:%Y%m%d}", loan.loan_id, words.language),
        title=words("schedule.title"),
        subtitle=words("page.amounts"),
        customer_id=loan.customer_id,
        facts=(
            *_loan_facts(loan, words),
            (words("schedule.as_of"), words.day(life.on)),
            (words("statement.rate"), _rate_text(loan, words)),
        ),
        sections=(Section(words("disclosure.plan"), tables=(_schedule_table(life, words),)),),
        notes=(words("schedule.note_interest"), words("statement.note_grace")),
    )


def receipt_paper(life: LoanLife, repayment: Repayment, frame: Frame) -> Paper:
    """That money arrived and where it went. Raises RepaymentNotPosted."""
    check_receipt(repayment)
    parts = repayment.parts or Owed()
    words, loan = frame.words, life.loan
    _, after = life.around[repayment.repayment_id]
    left = all_owed(after, repayment.requested_on)
    columns = (
        Column("", 3),
        *(
            Column(words(f"parts.{name}"), 2, is_amount=True)
            for name in ("principal", "interest", "penalty", "fee", "total")
        ),
    )
    rows = tuple(
        (
            words(name),
            amount(owed.principal_minor),
            amount(owed.interest_minor),
            amount(owed.penalty_minor),
            amount(owed.fee_minor),
            format_minor(owed.total_minor),
        )
        for name, owed in (("receipt.allocation", parts), ("receipt.left", left))
    )
    kept = repayment.amount_minor - parts.total_minor
    return frame.paper(
        number=receipt_number(repayment, words),
        title=words("receipt.title"),
        subtitle=words("page.amounts"),
        customer_id=loan.customer_id,
        facts=(
            *_loan_facts(loan, words),
            (words("receipt.repayment"), masked(repayment.repayment_id)),
            (words("receipt.received"), format_minor(repayment.amount_minor)),
            (words("receipt.value_date"), words.day(repayment.requested_on)),
            (words("receipt.booked_on"), words.day(repayment.posted_on)),
            (words("receipt.kind"), words(f"receipt.{repayment.kind.value}")),
            (words("receipt.origin"), words(f"receipt.{repayment.origin.value}")),
            *(((words("receipt.overpaid"), format_minor(kept)),) if kept else ()),
        ),
        sections=(Section(words("receipt.allocation"), tables=(Table(columns, rows),)),),
        notes=(words("receipt.note"),),
    )


def certificate_paper(loan: Loan, frame: Frame, edition: int = 1) -> Paper:
    """That nothing is owed any more (结清证明). Raises LoanNotSettled."""
    check_settled(loan)
    words = frame.words
    paid = loan.principal_minor + sum(
        i.interest_paid_minor + i.penalty_paid_minor + i.fee_paid_minor for i in loan.instalments
    )
    text = words(
        "certificate.text",
        principal=format_minor(loan.principal_minor),
        disbursed=words.day(loan.disbursed_on),
        settled=words.day(loan.settled_on),
    )
    return frame.paper(
        number=certificate_number(loan, words, edition),
        title=words("certificate.title"),
        subtitle=words("page.amounts"),
        customer_id=loan.customer_id,
        facts=(
            *_loan_facts(loan, words),
            (words("certificate.principal"), format_minor(loan.principal_minor)),
            (words("certificate.disbursed_on"), words.day(loan.disbursed_on)),
            (words("certificate.settled_on"), words.day(loan.settled_on)),
            (words("certificate.paid"), format_minor(paid)),
        ),
        sections=(
            Section(
                "",
                paragraphs=(text,),
                signature=(frame.lender.name, words.day(frame.made_on)),
            ),
        ),
        notes=(words("certificate.note"),),
    )


def _fee_text(fee: DisclosedFee, words: Words) -> str:
    name = fee.name_zh if words.language is Language.ZH else fee.name_en
    most = format_minor(fee.most_minor)
    return words("disclosure.fee_item", item=name or fee.item, most=most)


def disclosure_paper(loan: Loan, frame: Frame, dispute_days: int) -> Paper:
    """What the loan costs, by which rules, and what the customer may ask for."""
    words, terms = frame.words, loan.terms
    prepay_from = loan.disbursed_on + timedelta(days=terms.prepayment_from_day)
    fee_ppm = loan.prepayment_fee_rate_ppm(prepay_from)
    prepayment_fee = (
        words("disclosure.prepayment_fee", rate=percent(fee_ppm))
        if fee_ppm
        else words("disclosure.prepayment_free")
    )
    parts = dict.fromkeys(cell.part for cell in terms.order_for(Purpose.REPAYMENT).cells)
    order = " → ".join(words(f"parts.{part.value.lower()}") for part in parts)
    fees = (
        words("disclosure.fee_text", items=", ".join(_fee_text(fee, words) for fee in terms.fees))
        if terms.fees
        else words("disclosure.fee_none")
    )
    price = (
        (words("disclosure.rate"), _rate_text(loan, words)),
        (
            words("disclosure.penalty"),
            words(
                "rate.penalty",
                annual=percent(penalty_annual_ppm(terms)),
                grace=terms.grace_days,
            ),
        ),
        (
            words("disclosure.cap"),
            words("disclosure.cap_text", cap=percent(terms.cap_annual_ppm)),
        ),
        (words("disclosure.fee"), fees),
        (
            words("disclosure.prepayment"),
            f"{words('disclosure.prepayment_text', date=words.day(prepay_from))} {prepayment_fee}",
        ),
        (words("disclosure.order"), words("disclosure.order_text", order=order)),
        (words("disclosure.complaints"), frame.lender.complaint_channel),
    )
    rights = (
        words("disclosure.right_statement"),
        words("disclosure.right_explain"),
        words("disclosure.right_credit", days=dispute_days),
    )
    return frame.paper(
        number=document_number("PL", f"{frame.made_on:%Y%m%d}", loan.loan_id, words.language),
        title=words("disclosure.title"),
        subtitle=words("page.amounts"),
        customer_id=loan.customer_id,
        facts=(
            *_loan_facts(loan, words),
            (words("certificate.principal"), format_minor(loan.principal_minor)),
            (words("certificate.disbursed_on"), words.day(loan.disbursed_on)),
            (words("disclosure.instalments"), str(terms.instalments)),
        ),
        sections=(
            Section(words("disclosure.price"), facts=price),
            Section(words("disclosure.rights"), paragraphs=rights),
        ),
        notes=(words("statement.note_grace"), words("schedule.note_interest")),
    )


def check_receipt(repayment: Repayment) -> None:
    """Raises RepaymentNotPosted for a repayment whose money has not been allocated."""
    if repayment.status is not RepaymentStatus.POSTED:
        raise RepaymentNotPosted(status=repayment.status.value)


def check_settled(loan: Loan) -> None:
    """Raises LoanNotSettled while something is owed."""
    if loan.status is not LoanStatus.SETTLED:
        raise LoanNotSettled(status=loan.status.value)


def receipt_number(repayment: Repayment, words: Words) -> str:
    """The number of a repayment's receipt."""
    stamp = f"{repayment.posted_on or repayment.requested_on:%Y%m%d}"
    return document_number("HP", stamp, repayment.repayment_id, words.language)


def certificate_number(loan: Loan, words: Words, edition: int = 1) -> str:
    """The number of a settlement certificate; one that replaces a withdrawn one counts on."""
    stamp = f"{loan.settled_on or loan.as_of:%Y%m%d}"
    number = document_number("JQ", stamp, loan.loan_id, words.language)
    return number if edition == 1 else f"{number}-{edition}"


def _loan_facts(loan: Loan, words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (words("page.loan"), masked(loan.loan_id)),
        (words("page.contract"), masked(loan.contract_id)),
    )


def _rate_text(loan: Loan, words: Words) -> str:
    return words(
        "rate.text",
        daily=percent(loan.terms.daily_rate_ppm, 3),
        annual=percent(loan.terms.daily_rate_ppm * DAYS_PER_YEAR),
    )


def _schedule_table(life: LoanLife, words: Words) -> Table:
    columns = (
        Column(words("schedule.number"), 1),
        Column(words("schedule.starts_on"), 3),
        Column(words("schedule.due_on"), 3),
        Column(words("schedule.days"), 1, is_amount=True),
        *(
            Column(words(f"parts.{part}"), 2, is_amount=True)
            for part in ("principal", "interest", "penalty", "fee")
        ),
        Column(words("schedule.instalment"), 2, is_amount=True),
        Column(words("schedule.state"), 3),
    )
    rows = [_schedule_row(instalment, life, words) for instalment in life.loan.instalments]
    instalments, terms = life.loan.instalments, life.loan.terms
    sums = (
        sum(i.principal_minor for i in instalments),
        sum(i.interest_minor for i in instalments),
        sum(i.penalty(terms, life.on) for i in instalments),
        sum(i.fee_minor for i in instalments),
    )
    total = (words("schedule.total"), "", "", "", *map(amount, sums), amount(sum(sums)), "")
    return Table(columns, (*rows, total), totals=1)


def _schedule_row(instalment: Instalment, life: LoanLife, words: Words) -> tuple[str, ...]:
    terms, on = life.loan.terms, life.on
    parts = (
        instalment.principal_minor,
        instalment.interest_minor,
        instalment.penalty(terms, on),
        instalment.fee_minor,
    )
    if instalment.state is InstalmentState.PAID:
        state = words("statement.state_paid", date=words.day(instalment.paid_on))
    elif instalment.state is InstalmentState.UPCOMING or instalment.late_from(terms) > on:
        state = words("statement.state_open")
    else:
        state = words("statement.state_overdue")
    return (
        str(instalment.number),
        words.day(instalment.starts_on),
        words.day(instalment.due_on),
        str(instalment.days),
        *map(amount, parts),
        amount(sum(parts)),
        state,
    )
