"""The journal of every event, as an accountant expects it, and that every journal balances."""

from datetime import date
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.decision import Transfer
from chassis.frozen import field_names
from services.repayment.domain import events as loan_events
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.late import events as late_events
from services.repayment.domain.ledger import events as book_events
from services.repayment.domain.ledger.posting_table import POSTING_TABLE, POSTINGS_OF

CUSTOMER, LOAN = UUID(int=1), UUID(int=2)
DAY = date(2026, 12, 23)


def an_event(kind: type, **given_fields: int) -> Any:
    """An event with these amounts; every other field says something harmless."""
    hints = get_type_hints(kind)
    harmless: dict[Any, Any] = {int: 0, str: "CNY", date: DAY, UUID: LOAN}
    values = {name: harmless.get(hints[name]) for name in field_names(kind)}
    return kind(**values | given_fields)


def journal_of(event: Any) -> list[tuple[str, str, str, int]]:
    found = transfers_of((event,), customer_id=CUSTOMER, loan_id=LOAN, business_date=DAY)
    return [(entry.kind, entry.debit, entry.credit, entry.amount_minor) for entry in found]


GOLDEN: list[tuple[type, dict[str, int], list[tuple[str, str, str, int]]]] = [
    (
        loan_events.LoanOpened,
        {"principal_minor": 1_000_000},
        [("disbursement", "loan_principal", "bank_clearing", 1_000_000)],
    ),
    (
        loan_events.InstalmentDue,
        # 500 of the interest were charged before, by paying ahead, and 200 were carried along.
        {"principal_minor": 100_000, "interest_minor": 14_700, "charged_interest_minor": 14_500},
        [("interest_charged", "interest_receivable", "interest_income", 14_500)],
    ),
    (
        loan_events.PenaltyAccrued,
        {"amount_minor": 658, "unpaid_penalty_minor": 0},
        [("penalty_charged", "penalty_receivable", "penalty_income", 658)],
    ),
    (
        loan_events.RepaymentPosted,
        {
            "penalty_minor": 658,
            "interest_minor": 15_500,
            "principal_minor": 100_000,
            "interest_charged_minor": 500,
            "fee_minor": 90,
            "overpayment_minor": 7,
        },
        [
            ("interest_charged", "interest_receivable", "interest_income", 500),
            ("penalty_repaid", "bank_clearing", "penalty_receivable", 658),
            ("interest_repaid", "bank_clearing", "interest_receivable", 15_500),
            ("principal_repaid", "bank_clearing", "loan_principal", 100_000),
            ("fee_repaid", "bank_clearing", "fee_receivable", 90),
            ("overpayment_held", "bank_clearing", "customer_credit", 7),
        ],
    ),
    (
        loan_events.FeeCharged,
        {"amount_minor": 90},
        [("fee_charged", "fee_receivable", "fee_income", 90)],
    ),
    (
        loan_events.PlanChanged,
        {"interest_charged_minor": 1_200},
        [("interest_charged", "interest_receivable", "interest_income", 1_200)],
    ),
    (
        loan_events.ChargesWaived,
        {"penalty_minor": 658, "interest_minor": 1_000, "fee_minor": 90},
        [
            ("interest_waived", "waiver_cost", "interest_receivable", 1_000),
            ("fee_waived", "waiver_cost", "fee_receivable", 90),
        ],
    ),
    (
        loan_events.LoanChargedOff,
        {
            "principal_minor": 900_000,
            "interest_minor": 15_000,
            "interest_charged_minor": 1_000,
            "penalty_minor": 6_000,
            "fee_minor": 90,
        },
        [
            ("interest_charged", "interest_receivable", "interest_income", 1_000),
            ("principal_charged_off", "charge_off_loss", "loan_principal", 900_000),
            ("interest_charged_off", "charge_off_loss", "interest_receivable", 15_000),
            ("fee_charged_off", "charge_off_loss", "fee_receivable", 90),
            ("claim_kept", "written_off_loans", "written_off_contra", 900_000),
        ],
    ),
    (
        loan_events.RecoveryPosted,
        {
            "fee_minor": 90,
            "penalty_minor": 600,
            "interest_minor": 1_000,
            "principal_minor": 50_000,
            "overpayment_minor": 7,
        },
        [
            ("fee_recovered", "bank_clearing", "recovery_income", 90),
            ("penalty_recovered", "bank_clearing", "recovery_income", 600),
            ("interest_recovered", "bank_clearing", "recovery_income", 1_000),
            ("principal_recovered", "bank_clearing", "recovery_income", 50_000),
            ("claim_reduced", "written_off_contra", "written_off_loans", 50_000),
            ("overpayment_held", "bank_clearing", "customer_credit", 7),
        ],
    ),
    (
        book_events.PartnerFunded,
        {"principal_minor": 800_000},
        [("partner_funded", "partner_payable", "partner_principal", 800_000)],
    ),
    (
        book_events.PartnerInterestShared,
        {"interest_minor": 10_500},
        [("partner_interest_charged", "interest_shared", "partner_interest", 10_500)],
    ),
    (
        book_events.PartnerRepaid,
        {"principal_minor": 80_000, "interest_minor": 10_500},
        [
            ("partner_principal_repaid", "partner_principal", "partner_payable", 80_000),
            ("partner_interest_repaid", "partner_interest", "partner_payable", 10_500),
        ],
    ),
    (
        book_events.PartnerLossShared,
        {"principal_minor": 80_000, "interest_minor": 10_500},
        [
            ("partner_principal_lost", "partner_principal", "charge_off_loss", 80_000),
            ("partner_interest_lost", "partner_interest", "charge_off_loss", 10_500),
        ],
    ),
    (
        book_events.PartnerWaiverShared,
        {"interest_minor": 10_500},
        [("partner_interest_waived", "partner_interest", "waiver_cost", 10_500)],
    ),
    (
        book_events.PartnerRecovered,
        {"principal_minor": 80_000, "interest_minor": 10_500},
        [
            ("partner_principal_recovered", "recovery_income", "partner_payable", 80_000),
            ("partner_interest_recovered", "recovery_income", "partner_payable", 10_500),
        ],
    ),
    (
        book_events.PartnerPaidIn,
        {"amount_minor": 800_000},
        [("partner_paid_in", "bank_clearing", "partner_payable", 800_000)],
    ),
    (
        book_events.PartnerPaidOut,
        {"amount_minor": 90_500},
        [("partner_paid_out", "partner_payable", "bank_clearing", 90_500)],
    ),
    (
        book_events.SubsidyGranted,
        {"amount_minor": 849},
        [("subsidy_granted", "subsidy_receivable", "interest_receivable", 849)],
    ),
    (
        book_events.SubsidyReceived,
        {"amount_minor": 849},
        [("subsidy_received", "bank_clearing", "subsidy_receivable", 849)],
    ),
    (
        book_events.SubsidyRefused,
        {"amount_minor": 849},
        [("subsidy_refused", "subsidy_cost", "subsidy_receivable", 849)],
    ),
    (
        book_events.CouponUsed,
        {"amount_minor": 7_500},
        [("coupon_used", "coupon_cost", "interest_receivable", 7_500)],
    ),
    (
        loan_events.OverpaymentHeld,
        {"amount_minor": 115_000},
        [("overpayment_held", "bank_clearing", "customer_credit", 115_000)],
    ),
    (
        loan_events.OverpaymentRefunded,
        {"amount_minor": 115_000},
        [("overpayment_refunded", "customer_credit", "bank_clearing", 115_000)],
    ),
    (
        book_events.TransferArrived,
        {"amount_minor": 900},
        [("transfer_suspended", "bank_clearing", "suspense_receipts", 900)],
    ),
    (
        book_events.SuspenseReleased,
        {"amount_minor": 900},
        [("suspense_released", "suspense_receipts", "bank_clearing", 900)],
    ),
    (
        book_events.SuspenseReturned,
        {"amount_minor": 900},
        [("suspense_returned", "suspense_receipts", "bank_clearing", 900)],
    ),
    (
        book_events.RailReceiptHeld,
        {"amount_minor": 115_000},
        [("rail_receipt_held", "bank_clearing", "suspense_receipts", 115_000)],
    ),
    (
        book_events.RailShortfallBorne,
        {"amount_minor": 1},
        [("rail_shortfall_borne", "reconciliation_cost", "bank_clearing", 1)],
    ),
    (
        book_events.RailPaymentBorne,
        {"amount_minor": 1},
        [("rail_payment_borne", "reconciliation_cost", "bank_clearing", 1)],
    ),
    (
        late_events.ProvisionAdjusted,
        {"exposure_minor": 1_000_000, "allowance_minor": 9_000, "charged_minor": 9_000},
        [("provision_charged", "credit_loss_expense", "loan_loss_allowance", 9_000)],
    ),
    (
        late_events.ProvisionAdjusted,
        {"exposure_minor": 0, "allowance_minor": 0, "released_minor": 9_000},
        [("provision_released", "loan_loss_allowance", "credit_loss_expense", 9_000)],
    ),
]


@pytest.mark.parametrize(("kind", "amounts", "entries"), GOLDEN)
def test_the_journal_of_each_event_is_what_an_accountant_expects(
    kind: type, amounts: dict[str, int], entries: list[tuple[str, str, str, int]]
) -> None:
    assert journal_of(an_event(kind, **amounts)) == entries


def test_every_event_of_the_table_has_a_golden_journal() -> None:
    assert {kind for kind, _, _ in GOLDEN} == set(POSTINGS_OF)


def test_an_amount_of_zero_writes_nothing() -> None:
    assert journal_of(an_event(loan_events.InstalmentDue)) == []


def test_an_event_without_rows_writes_nothing() -> None:
    assert journal_of(an_event(loan_events.LoanRecovered)) == []


@pytest.mark.parametrize("row", POSTING_TABLE, ids=lambda row: f"{row.event.__name__}-{row.kind}")
def test_every_row_takes_its_amount_from_a_whole_number_of_its_event(row: Any) -> None:
    assert get_type_hints(row.event)[row.amount] is int


@given(st.sampled_from(list(POSTINGS_OF)), st.integers(0, 10**12), st.integers(1, 10**12))
def test_the_entries_of_every_event_balance_and_move_positive_amounts(
    kind: type, some: int, more: int
) -> None:
    rows = POSTINGS_OF[kind]
    event = an_event(kind, **{row.amount: (some, more)[i % 2] for i, row in enumerate(rows)})

    entries = transfers_of((event,), customer_id=CUSTOMER, loan_id=LOAN, business_date=DAY)

    balances = balances_of(entries)
    assert sum(balances.values()) == 0
    assert all(entry.amount_minor > 0 for entry in entries)
    assert sum(entry.amount_minor for entry in entries) == sum(
        getattr(event, row.amount) for row in rows
    )


def balances_of(entries: tuple[Transfer, ...]) -> dict[str, int]:
    """Debit balance of each account."""
    balances: dict[str, int] = {}
    for entry in entries:
        balances[entry.debit] = balances.get(entry.debit, 0) + entry.amount_minor
        balances[entry.credit] = balances.get(entry.credit, 0) - entry.amount_minor
    return balances
