"""Documents say what the books say, in both languages, and are the same bytes each time."""

import re
from datetime import date
from io import BytesIO
from string import Template
from uuid import UUID

import pytest
from pypdf import PdfReader

from chassis import paper_pdf as pdf
from chassis.frozen import replace
from chassis.paper import Column, Paper, Section, Table
from services.repayment.domain.collection import (
    Repayment,
    RepaymentKind,
    RepaymentOrigin,
    RepaymentStatus,
)
from services.repayment.domain.documents.frame import Frame, Lender
from services.repayment.domain.documents.issued_document import (
    DocumentKind,
    IssuedDocument,
    hash_of,
    issue,
)
from services.repayment.domain.documents.loan_papers import (
    certificate_paper,
    disclosure_paper,
    receipt_paper,
    schedule_paper,
)
from services.repayment.domain.documents.statement_paper import customer_paper, loan_paper
from services.repayment.domain.documents.words import Language, amount, masked, percent
from services.repayment.domain.errors import LoanNotSettled, RepaymentNotPosted
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_life import LoanLife, life_of
from services.repayment.domain.prepayment_fee import FeeTier
from services.repayment.domain.statement import (
    customer_statement,
    loan_statement,
    month_period,
    whole_life,
)
from services.repayment.domain.terms import DisclosedFee
from services.repayment.words_file import read_words
from tests.builders.loans import (
    AT,
    CARD,
    CUSTOMER,
    LOAN,
    a_loan,
    paid,
    repayment_id,
    some_terms,
)

TODAY = date(2027, 2, 10)
WORDS = read_words()
LENDER = Lender("示范消费金融有限公司", "L-0001", "应用内投诉")


def frame(language: Language = Language.ZH) -> Frame:
    return Frame(LENDER, WORDS[language], date(2027, 2, 1))


def late_payer() -> Loan:
    """The first instalment was paid ten days after its grace, and the money booked two days on."""
    loan = a_loan(on=date(2027, 1, 3))
    due = loan.owed(date(2027, 1, 3)).total_minor
    return paid(loan, due, date(2027, 1, 3), booked_on=date(2027, 1, 5)).loan


def settled() -> Loan:
    loan = late_payer()
    total = loan.brought_to(date(2027, 1, 20)).loan.payoff(date(2027, 1, 20)).total_minor
    return paid(loan, total, date(2027, 1, 20), number=2).loan


def life(loan: Loan) -> LoanLife:
    found = life_of(loan, TODAY)
    assert found is not None
    return found


def receipt_of(loan: Loan) -> Repayment:
    return Repayment(
        customer_id=CUSTOMER,
        repayment_id=repayment_id(1),
        loan_id=LOAN,
        card_id=CARD,
        currency="CNY",
        amount_minor=115_658,
        kind=RepaymentKind.DUE,
        origin=RepaymentOrigin.CUSTOMER,
        requested_on=date(2027, 1, 3),
        requested_at=AT,
        status=RepaymentStatus.POSTED,
        posted_on=date(2027, 1, 5),
        parts=Owed(penalty_minor=658, interest_minor=15_000, principal_minor=100_000),
    )


def papers(language: Language) -> dict[str, Paper]:
    loan, around = late_payer(), frame(language)
    period = month_period(date(2027, 1, 1), TODAY)
    return {
        "month": customer_paper(CUSTOMER, customer_statement([loan], period), around),
        "empty": customer_paper(CUSTOMER, customer_statement([], period), around),
        "loan": loan_paper(CUSTOMER, loan_statement(loan, whole_life(loan, TODAY)), around),
        "schedule": schedule_paper(life(loan), around),
        "receipt": receipt_paper(life(loan), receipt_of(loan), around),
        "certificate": certificate_paper(settled(), around),
        "disclosure": disclosure_paper(loan, around, 20),
    }


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", papers(Language.ZH))
def test_a_file_shows_all_that_the_paper_says_and_is_the_same_each_time(
    language: Language, name: str
) -> None:
    paper = papers(language)[name]

    content = pdf.drawn(paper)

    assert content == pdf.drawn(papers(language)[name])
    shown = squeezed(text_of(content))
    assert paper.digest in shown
    assert squeezed(paper.number) in shown
    for fact, value in paper.facts:
        assert squeezed(fact) in shown
        assert squeezed(value) in shown
    for section in paper.sections:
        for table in section.tables:
            for row in table.rows:
                assert all(squeezed(cell) in shown for cell in row)
        assert all(squeezed(text) in shown for text in section.paragraphs)


def test_the_font_is_embedded_so_that_any_viewer_shows_it() -> None:
    reader = PdfReader(BytesIO(pdf.drawn(papers(Language.ZH)["month"])))

    for page in reader.pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        for font in fonts.values():
            described = font.get_object()["/FontDescriptor"].get_object()
            assert "/FontFile2" in described


def test_no_document_shows_an_id_whole() -> None:
    whole = {str(CUSTOMER), CUSTOMER.hex, str(LOAN), LOAN.hex}

    for paper in papers(Language.EN).values():
        shown = text_of(pdf.drawn(paper))
        assert not any(identifier in shown for identifier in whole)


def test_both_languages_have_the_same_words_with_the_same_facts() -> None:
    zh, en = (WORDS[language].texts for language in (Language.ZH, Language.EN))

    assert {group: set(texts) for group, texts in zh.items()} == {
        group: set(texts) for group, texts in en.items()
    }
    for group, texts in zh.items():
        for key, text in texts.items():
            facts = set(Template(text).get_identifiers())
            assert facts == set(Template(en[group][key]).get_identifiers()), key


def test_every_kind_and_status_has_a_word() -> None:
    from services.repayment.domain.loan import LoanStatus
    from services.repayment.domain.loan_life import EntryKind

    for words in WORDS.values():
        assert {kind.value for kind in EntryKind} <= set(words.texts["movement"])
        assert {status.value for status in LoanStatus} <= set(words.texts["status"])
        kinds = {*RepaymentKind, *RepaymentOrigin}
        assert {kind.value for kind in kinds} <= set(words.texts["receipt"])


def test_a_long_table_goes_on_under_its_headings_with_the_page_numbered() -> None:
    rows = tuple((f"line {number}", f"{number}.00") for number in range(120))
    columns = (Column("Name", 3), Column("Sum", 1, is_amount=True))
    paper = replace(
        papers(Language.EN)["month"],
        sections=(Section("Many", tables=(Table(columns, rows, totals=1),)),),
    )

    reader = PdfReader(BytesIO(pdf.drawn(paper)))

    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Name" in text


def test_a_text_without_a_place_to_break_stays_whole() -> None:
    paper = replace(papers(Language.ZH)["empty"], notes=("x" * 300, "，。" * 3, ""))

    assert "x" * 300 in squeezed(text_of(pdf.drawn(paper)))


def test_a_certificate_is_only_for_a_loan_on_which_nothing_is_owed() -> None:
    with pytest.raises(LoanNotSettled) as refusal:
        certificate_paper(late_payer(), frame())

    assert refusal.value.metadata == {"status": "ACTIVE"}


def test_a_receipt_is_only_for_money_that_arrived() -> None:
    collecting = replace(
        receipt_of(late_payer()), status=RepaymentStatus.COLLECTING, posted_on=None, parts=None
    )

    with pytest.raises(RepaymentNotPosted) as refusal:
        receipt_paper(life(late_payer()), collecting, frame())

    assert refusal.value.metadata == {"status": "COLLECTING"}


def test_money_beyond_what_was_owed_is_named_on_the_receipt() -> None:
    more = replace(receipt_of(late_payer()), amount_minor=115_658 + 700)

    paper = receipt_paper(life(late_payer()), more, frame(Language.EN))

    assert ("Kept for you", "7.00") in paper.facts


def test_terms_name_every_fee_that_may_be_charged() -> None:
    free = disclosure_paper(a_loan(), frame(Language.EN), 20)
    terms = some_terms(prepayment_fee=(FeeTier(0, 5_000),), fee_items=("statement_fee",))
    priced = disclosure_paper(a_loan(terms=terms), frame(Language.EN), 20)

    assert dict(free.sections[0].facts)["Fees"].startswith("none")
    assert dict(free.sections[0].facts)["Prepayment"].endswith("without a fee")
    only = "only these: statement_fee (at most CNY 10,000.00 each time)"
    assert dict(priced.sections[0].facts)["Fees"] == only
    fee = DisclosedFee("paper_statement", 1_000, "纸质对账单邮寄费", "Statement on paper by post")
    named = a_loan(terms=replace(terms, fees=(fee,)))
    zh = dict(disclosure_paper(named, frame(Language.ZH), 20).sections[0].facts)
    assert zh["费用"] == "仅限下列各项：纸质对账单邮寄费（每次最高10.00元）"
    assert "0.50%" in dict(priced.sections[0].facts)["Prepayment"]


def test_an_overdue_row_is_marked_on_schedule_and_statement() -> None:
    loan = a_loan()
    schedule = schedule_paper(life(loan), frame(Language.EN))
    statement = loan_paper(
        CUSTOMER, loan_statement(loan, month_period(date(2027, 1, 1), TODAY)), frame(Language.EN)
    )

    states = [row[-1] for row in schedule.sections[0].tables[0].rows]
    assert states[:3] == ["overdue", "overdue", "open"]
    assert "Overdue" in dict(statement.sections[1].facts)
    assert [row[-1] for row in statement.sections[3].tables[0].rows] == ["overdue", "overdue", ""]


def test_a_correction_and_a_late_answer_are_remarked() -> None:
    loan = paid(
        a_loan(on=date(2026, 12, 23)), 115_000, date(2026, 12, 23), booked_on=date(2027, 2, 3)
    ).loan
    paper = loan_paper(
        CUSTOMER,
        loan_statement(loan, month_period(date(2027, 2, 1), TODAY)),
        frame(Language.EN),
    )

    lines = [row[1] for row in paper.sections[2].tables[0].rows]
    assert "Penalty charged (correction)" in lines
    assert "Repayment received (counts for 2026-12-23)" in lines


def test_a_settled_loans_statement_names_no_sum_to_pay() -> None:
    made = loan_statement(settled(), month_period(date(2027, 1, 1), TODAY))

    facts = dict(loan_paper(CUSTOMER, made, frame(Language.EN)).sections[1].facts)

    assert facts["Status"] == "Paid in full"
    assert not {"Overdue", "Next due"} & set(facts)
    assert not any(name.startswith("To pay it off") for name in facts)


def test_a_month_before_the_loan_has_no_standing_and_no_due_rows() -> None:
    made = loan_statement(a_loan(), month_period(date(2026, 10, 1), TODAY))

    paper = loan_paper(CUSTOMER, made, frame(Language.EN))

    assert "Status" not in dict(paper.sections[1].facts)
    assert len(paper.sections) == 3


def test_a_document_is_kept_once_and_never_replaced() -> None:
    content = b"%PDF-"
    made = IssuedDocument(
        customer_id=CUSTOMER,
        number="DZ-202701-00-ZH",
        kind=DocumentKind.MONTHLY_STATEMENT,
        subject_id=CUSTOMER,
        language="ZH",
        issued_on=TODAY,
        words_version="2026-11",
        digest="0" * 64,
        content=content,
        sha256=hash_of(content),
    )

    assert [change.state for change in issue(None, made).changes] == [made]
    assert issue(made, replace(made, content=b"other")).changes == ()
    assert made.file_name == "DZ-202701-00-ZH.pdf"


def test_amounts_rates_days_and_ids_are_written_for_people() -> None:
    assert (amount(0), amount(123_456_789), amount(-5)) == ("—", "1,234,567.89", "-0.05")
    assert (percent(500, 3), percent(182_500)) == ("0.050%", "18.25%")
    assert masked(UUID(int=0x1234ABCD)) == "****1234abcd"
    assert WORDS[Language.ZH].day(date(2027, 1, 5)) == "2027年1月5日"
    assert (WORDS[Language.EN].day(date(2027, 1, 5)), WORDS[Language.EN].day(None)) == (
        "2027-01-05",
        "—",
    )
