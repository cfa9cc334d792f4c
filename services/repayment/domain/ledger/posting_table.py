"""The posting table: which event moves which amount from which account to which. Read like a page.

One row is one line of an event's journal. To post a new event add its rows; the accounts are codes
of the chart, the amount is a field of the event, and an amount of zero writes nothing. Only
interest that becomes owed moves `interest_income`: the general ledger takes that much out of what
has accrued. The same table is printed in `docs/ledger.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from services.repayment.domain import events as loan
from services.repayment.domain.late import events as late
from services.repayment.domain.ledger import events as books


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an event's journal."""

    event: type
    kind: str
    """What the entry is called in the journal."""
    debit: str
    credit: str
    amount: str
    """The field of the event that holds the amount, in minor units."""
    when: str
    """In words, for the reader of the table."""


POSTING_TABLE = (
    # --- expected losses, per bucket and stage
    Posting(
        late.ProvisionAdjusted,
        "provision_charged",
        "credit_loss_expense",
        "loan_loss_allowance",
        "charged_minor",
        "more is expected to be lost of a bucket's loans",
    ),
    Posting(
        late.ProvisionAdjusted,
        "provision_released",
        "loan_loss_allowance",
        "credit_loss_expense",
        "released_minor",
        "less is expected to be lost of a bucket's loans",
    ),
    # --- the life of a loan
    Posting(
        loan.LoanOpened,
        "disbursement",
        "loan_principal",
        "bank_clearing",
        "principal_minor",
        "the drawdown was paid out",
    ),
    Posting(
        loan.InstalmentDue,
        "interest_charged",
        "interest_receivable",
        "interest_income",
        "charged_interest_minor",
        "an instalment falls due",
    ),
    Posting(
        loan.PenaltyAccrued,
        "penalty_charged",
        "penalty_receivable",
        "penalty_income",
        "amount_minor",
        "penalty is fixed because it is being paid",
    ),
    Posting(
        loan.RepaymentPosted,
        "interest_charged",
        "interest_receivable",
        "interest_income",
        "interest_charged_minor",
        "a repayment pays interest ahead of its due date",
    ),
    Posting(
        loan.RepaymentPosted,
        "penalty_repaid",
        "bank_clearing",
        "penalty_receivable",
        "penalty_minor",
        "a repayment is posted",
    ),
    Posting(
        loan.RepaymentPosted,
        "interest_repaid",
        "bank_clearing",
        "interest_receivable",
        "interest_minor",
        "a repayment is posted",
    ),
    Posting(
        loan.RepaymentPosted,
        "principal_repaid",
        "bank_clearing",
        "loan_principal",
        "principal_minor",
        "a repayment is posted",
    ),
    Posting(
        loan.RepaymentPosted,
        "fee_repaid",
        "bank_clearing",
        "fee_receivable",
        "fee_minor",
        "a repayment is posted",
    ),
    Posting(
        loan.RepaymentPosted,
        "overpayment_held",
        "bank_clearing",
        "customer_credit",
        "overpayment_minor",
        "money beyond all that was owed is kept for the customer",
    ),
    Posting(
        loan.FeeCharged,
        "fee_charged",
        "fee_receivable",
        "fee_income",
        "amount_minor",
        "a fee of the cost sheet becomes owed",
    ),
    Posting(
        loan.PlanChanged,
        "interest_charged",
        "interest_receivable",
        "interest_income",
        "interest_charged_minor",
        "interest accrued to a re-aged plan is carried into it",
    ),
    Posting(
        loan.ChargesWaived,
        "interest_waived",
        "waiver_cost",
        "interest_receivable",
        "interest_minor",
        "interest due is forgiven",
    ),
    Posting(
        loan.ChargesWaived,
        "fee_waived",
        "waiver_cost",
        "fee_receivable",
        "fee_minor",
        "a fee due is forgiven",
    ),
    Posting(
        loan.LoanChargedOff,
        "interest_charged",
        "interest_receivable",
        "interest_income",
        "interest_charged_minor",
        "interest accrued to the day of a charge-off is claimed with it",
    ),
    Posting(
        loan.LoanChargedOff,
        "principal_charged_off",
        "charge_off_loss",
        "loan_principal",
        "principal_minor",
        "a loan is charged off",
    ),
    Posting(
        loan.LoanChargedOff,
        "interest_charged_off",
        "charge_off_loss",
        "interest_receivable",
        "interest_minor",
        "a loan is charged off",
    ),
    Posting(
        loan.LoanChargedOff,
        "fee_charged_off",
        "charge_off_loss",
        "fee_receivable",
        "fee_minor",
        "a loan is charged off",
    ),
    Posting(
        loan.LoanChargedOff,
        "claim_kept",
        "written_off_loans",
        "written_off_contra",
        "principal_minor",
        "the claim on the principal is kept on record (账销案存)",
    ),
    Posting(
        loan.RecoveryPosted,
        "fee_recovered",
        "bank_clearing",
        "recovery_income",
        "fee_minor",
        "money is recovered on a loan that was charged off",
    ),
    Posting(
        loan.RecoveryPosted,
        "penalty_recovered",
        "bank_clearing",
        "recovery_income",
        "penalty_minor",
        "money is recovered on a loan that was charged off",
    ),
    Posting(
        loan.RecoveryPosted,
        "interest_recovered",
        "bank_clearing",
        "recovery_income",
        "interest_minor",
        "money is recovered on a loan that was charged off",
    ),
    Posting(
        loan.RecoveryPosted,
        "principal_recovered",
        "bank_clearing",
        "recovery_income",
        "principal_minor",
        "money is recovered on a loan that was charged off",
    ),
    Posting(
        loan.RecoveryPosted,
        "claim_reduced",
        "written_off_contra",
        "written_off_loans",
        "principal_minor",
        "the recovery pays principal of the claim",
    ),
    Posting(
        loan.RecoveryPosted,
        "overpayment_held",
        "bank_clearing",
        "customer_credit",
        "overpayment_minor",
        "money beyond the claim is kept for the customer",
    ),
    # --- joint lending
    Posting(
        books.PartnerFunded,
        "partner_funded",
        "partner_payable",
        "partner_principal",
        "principal_minor",
        "a joint loan is opened: the partner's share is not ours",
    ),
    Posting(
        books.PartnerInterestShared,
        "partner_interest_charged",
        "interest_shared",
        "partner_interest",
        "interest_minor",
        "interest of a joint loan falls due: the partner's share is not our income",
    ),
    Posting(
        books.PartnerRepaid,
        "partner_principal_repaid",
        "partner_principal",
        "partner_payable",
        "principal_minor",
        "principal of a joint loan is repaid",
    ),
    Posting(
        books.PartnerRepaid,
        "partner_interest_repaid",
        "partner_interest",
        "partner_payable",
        "interest_minor",
        "interest of a joint loan is paid",
    ),
    Posting(
        books.PartnerLossShared,
        "partner_principal_lost",
        "partner_principal",
        "charge_off_loss",
        "principal_minor",
        "a joint loan is charged off: each bears its share",
    ),
    Posting(
        books.PartnerLossShared,
        "partner_interest_lost",
        "partner_interest",
        "charge_off_loss",
        "interest_minor",
        "a joint loan is charged off: each bears its share",
    ),
    Posting(
        books.PartnerWaiverShared,
        "partner_interest_waived",
        "partner_interest",
        "waiver_cost",
        "interest_minor",
        "interest of a joint loan is forgiven: each forgoes its share",
    ),
    Posting(
        books.PartnerRecovered,
        "partner_principal_recovered",
        "recovery_income",
        "partner_payable",
        "principal_minor",
        "money is recovered on a joint loan that was charged off",
    ),
    Posting(
        books.PartnerRecovered,
        "partner_interest_recovered",
        "recovery_income",
        "partner_payable",
        "interest_minor",
        "money is recovered on a joint loan that was charged off",
    ),
    Posting(
        books.PartnerPaidIn,
        "partner_paid_in",
        "bank_clearing",
        "partner_payable",
        "amount_minor",
        "the partner's money for its shares arrives",
    ),
    Posting(
        books.PartnerPaidOut,
        "partner_paid_out",
        "partner_payable",
        "bank_clearing",
        "amount_minor",
        "what was collected for the partner is passed on",
    ),
    # --- interest borne by others
    Posting(
        books.SubsidyGranted,
        "subsidy_granted",
        "subsidy_receivable",
        "interest_receivable",
        "amount_minor",
        "a part of interest due is claimed from the treasury",
    ),
    Posting(
        books.SubsidyReceived,
        "subsidy_received",
        "bank_clearing",
        "subsidy_receivable",
        "amount_minor",
        "the treasury pays a claim",
    ),
    Posting(
        books.SubsidyRefused,
        "subsidy_refused",
        "subsidy_cost",
        "subsidy_receivable",
        "amount_minor",
        "the treasury refuses a claim",
    ),
    Posting(
        books.CouponUsed,
        "coupon_used",
        "coupon_cost",
        "interest_receivable",
        "amount_minor",
        "a coupon forgives interest due",
    ),
    # --- money held for a customer
    Posting(
        loan.OverpaymentHeld,
        "overpayment_held",
        "bank_clearing",
        "customer_credit",
        "amount_minor",
        "the rail took money that no repayment explains: it stays the customer's",
    ),
    Posting(
        loan.OverpaymentRefunded,
        "overpayment_refunded",
        "customer_credit",
        "bank_clearing",
        "amount_minor",
        "held money reached the customer's card",
    ),
    # --- differences with the rail, resolved by a person
    Posting(
        books.RailReceiptHeld,
        "rail_receipt_held",
        "bank_clearing",
        "suspense_receipts",
        "amount_minor",
        "money on the statement whose owner is not known",
    ),
    # --- transfers that nobody ordered
    Posting(
        books.TransferArrived,
        "transfer_suspended",
        "bank_clearing",
        "suspense_receipts",
        "amount_minor",
        "somebody transferred money: it is in suspense until it is somebody's",
    ),
    Posting(
        books.SuspenseReleased,
        "suspense_released",
        "suspense_receipts",
        "bank_clearing",
        "amount_minor",
        "a repayment or a settlement takes the money in, and books it itself",
    ),
    Posting(
        books.SuspenseReturned,
        "suspense_returned",
        "suspense_receipts",
        "bank_clearing",
        "amount_minor",
        "money in suspense went back to its payer",
    ),
    Posting(
        books.RailShortfallBorne,
        "rail_shortfall_borne",
        "reconciliation_cost",
        "bank_clearing",
        "amount_minor",
        "a receipt in the books never came over the rail",
    ),
    Posting(
        books.RailPaymentBorne,
        "rail_payment_borne",
        "reconciliation_cost",
        "bank_clearing",
        "amount_minor",
        "money left over the rail without an entry in the books",
    ),
)

POSTINGS_OF: dict[type, tuple[Posting, ...]] = {
    event: tuple(row for row in POSTING_TABLE if row.event is event)
    for event in dict.fromkeys(row.event for row in POSTING_TABLE)
}
"""The rows of each event, in the order in which they are posted."""


def posted_accounts() -> Iterator[str]:
    """Every account the table posts to."""
    for row in POSTING_TABLE:
        yield row.debit
        yield row.credit
