"""Every refusal of the repayment service; the docstring is the sentence the caller reads."""

from chassis.errors import Conflict, InvalidInput, NotFound, StateForbids, Unavailable


class AmountImpossible(InvalidInput):
    """An amount is at least one fen and a daily rate is not negative; correct the request."""

    reason = "REQUEST_INVALID"


class InstalmentsTooMany(InvalidInput):
    """The amount does not carry so many instalments; choose at most the number given."""

    reason = "INSTALMENTS_TOO_MANY"


class LoanNotFound(NotFound):
    """There is no such loan; list your loans to see the ones you have."""

    reason = "NOT_FOUND"


class RepaymentNotFound(NotFound):
    """There is no such repayment; look at the loan to see what was repaid."""

    reason = "NOT_FOUND"


class InstalmentNotFound(NotFound):
    """The loan has no instalment of this number; look at the loan for those it has."""

    reason = "NOT_FOUND"


class MonthNotBegun(StateForbids):
    """The month has not begun on the open business date; ask for one that has."""

    reason = "MONTH_NOT_BEGUN"


class LoanNotSettled(StateForbids):
    """A settlement certificate is given for a loan on which nothing is owed any more."""

    reason = "LOAN_NOT_SETTLED"


class RepaymentNotPosted(StateForbids):
    """A receipt is given for a repayment whose money has arrived and was allocated."""

    reason = "REPAYMENT_NOT_POSTED"


class DocumentNotFound(NotFound):
    """No document of this number was given out to the customer; compare the number."""

    reason = "NOT_FOUND"


class DisputeNotFound(NotFound):
    """There is no such dispute; list the records to see what can be disputed."""

    reason = "NOT_FOUND"


class CreditReportNotFound(NotFound):
    """No report of this month was made; make it first."""

    reason = "NOT_FOUND"


class DisputeOpen(StateForbids):
    """A month of this loan is disputed already; wait for the answer."""

    reason = "DISPUTE_OPEN"


class DisputeAnswered(StateForbids):
    """The dispute was answered before; an answer is not changed."""

    reason = "DISPUTE_ANSWERED"


class CreditMonthNotOver(StateForbids):
    """Only months that are over and in which the loan was open have a code."""

    reason = "CREDIT_MONTH_NOT_OVER"


class ReconciliationNotFound(NotFound):
    """This business day has not been reconciled; close it first."""

    reason = "NOT_FOUND"


class CardNotBound(StateForbids):
    """The card is not bound to you; bind it first or name another one."""

    reason = "CARD_NOT_BOUND"


class RailKeyUnknown(NotFound):
    """No order of ours has this key at the rail; compare it with the statement of that day."""

    reason = "RAIL_KEY_UNKNOWN"


class CurrencyDiffers(StateForbids):
    """A loan is repaid in its own currency; send the amount in that one."""

    reason = "CURRENCY_DIFFERS"


class RefundNotFound(NotFound):
    """There is no such refund; look at the money held for you to see what can be refunded."""

    reason = "NOT_FOUND"


class CreditTooSmall(StateForbids):
    """The amount is larger than what is held for you; ask for at most the amount given."""

    reason = "CREDIT_TOO_SMALL"


class ConsentToDebitMissing(StateForbids):
    """You have not agreed to be debited by itself; grant the consent AUTO_DEBIT first."""

    reason = "CONSENT_MISSING"


class LoanSettledAlready(StateForbids):
    """The loan is settled; nothing is owed on it any more."""

    reason = "LOAN_SETTLED"


class NothingDue(StateForbids):
    """Nothing is due on this loan today; prepay if you want to pay ahead."""

    reason = "NOTHING_DUE"


class AmountAboveDue(StateForbids):
    """The amount is larger than what is due today; pay at most that, or ask for a prepayment."""

    reason = "AMOUNT_ABOVE_DUE"


class AmountAboveOwed(StateForbids):
    """The amount is larger than all that is owed on the loan; pay at most the payoff amount."""

    reason = "AMOUNT_ABOVE_OWED"


class OverdueFirst(StateForbids):
    """What is due is paid before anything is prepaid; pay more than that, or pay just that."""

    reason = "OVERDUE_FIRST"


class PlanChangeImpossible(StateForbids):
    """The plan cannot be changed in this way; the cause says why."""

    reason = "PLAN_CHANGE_IMPOSSIBLE"


class PlanChangeNotFound(NotFound):
    """There is no such change; list the changes of the loan to see those there were."""

    reason = "NOT_FOUND"


class PlanPreviewStale(StateForbids):
    """The loan has changed since the preview was made; look at a new preview and confirm that."""

    reason = "PLAN_PREVIEW_STALE"


class PlanChangeNotAllowed(StateForbids):
    """You cannot make this change yourself; the cause says why, and customer care may help."""

    reason = "PLAN_CHANGE_NOT_ALLOWED"


class CostNotConfirmed(StateForbids):
    """The change alters what the loan costs; read the new cost sheet and confirm it by its hash."""

    reason = "COST_NOT_CONFIRMED"


class UndoImpossible(StateForbids):
    """The change can no longer be undone; ask for another change instead."""

    reason = "UNDO_IMPOSSIBLE"


class PastUnknown(StateForbids):
    """The loan is older than its recorded history, so its past cannot be corrected by replay."""

    reason = "PAST_UNKNOWN"


class AdjustmentNotFound(NotFound):
    """There is no such request; list the requests to see those there are."""

    reason = "NOT_FOUND"


class AdjustmentEnded(StateForbids):
    """The request was carried out or declined already; make a new one."""

    reason = "ADJUSTMENT_ENDED"


class LoanNotLateEnough(StateForbids):
    """A loan is written off only after it was pursued for long enough."""

    reason = "LOAN_NOT_LATE_ENOUGH"


class TransferRecordedAlready(StateForbids):
    """Money under this reference of the bank is in the books already; look at what it became."""

    reason = "TRANSFER_RECORDED"


class CouponUsedAlready(StateForbids):
    """The coupon was used up, on this loan or another of the customer's; each is used once."""

    reason = "COUPON_USED"


class CouponNotApplicable(StateForbids):
    """The coupon forgives nothing here: no interest is due, or its due date is not in its time."""

    reason = "COUPON_NOT_APPLICABLE"


class PartnerUnknown(StateForbids):
    """Nobody of this name ever lent with us; look at the policy of joint lending."""

    reason = "PARTNER_UNKNOWN"


class PartnerOwedLess(StateForbids):
    """Less than that is payable to the partner; look at its account first."""

    reason = "PARTNER_OWED_LESS"


class SuspenseNotFound(NotFound):
    """No transfer of this reference came in by itself; list those in suspense."""

    reason = "NOT_FOUND"


class SuspenseNotOpen(StateForbids):
    """The money is not in suspense, or its return is under way; look at its state."""

    reason = "SUSPENSE_NOT_OPEN"


class SuspenseAmountDiffers(StateForbids):
    """Another amount arrived under this reference; it is assigned as it came."""

    reason = "SUSPENSE_AMOUNT_DIFFERS"


class SubsidyClaimSmaller(StateForbids):
    """Less than that is open of the month's claims; look at the month first."""

    reason = "SUBSIDY_CLAIM_SMALLER"


class SettlementNotFound(NotFound):
    """There is no such settlement; list the settlements to see those there are."""

    reason = "NOT_FOUND"


class SettlementEnded(StateForbids):
    """The settlement was booked or declined already; record a new one."""

    reason = "SETTLEMENT_ENDED"


class LoanChangedMeanwhile(Conflict):
    """The loan has changed while you asked; send the same request again."""

    reason = "CONCURRENT_CHANGE"


class NotOnTheLoan(NotFound):
    """There is no such entry in the history of the loan; look at the loan first."""

    reason = "NOT_FOUND"


class BackdatedTooFar(StateForbids):
    """A repayment counts at the earliest from the day after the disbursement, never the future."""

    reason = "VALUE_DATE_IMPOSSIBLE"


class ChargeNotDisclosed(StateForbids):
    """The cost sheet does not list this charge, or lists less; it must not be asked for."""

    reason = "CHARGE_NOT_DISCLOSED"


class ChargeAboveCap(StateForbids):
    """The charge would take the cost of the loan above the cap in force."""

    reason = "CHARGE_ABOVE_CAP"


class WaiverImpossible(StateForbids):
    """There is not that much to waive; principal is never waived."""

    reason = "WAIVER_IMPOSSIBLE"


class LoanNotOverdue(StateForbids):
    """Only an overdue loan can be charged off."""

    reason = "LOAN_NOT_OVERDUE"


class PrepayTooEarly(StateForbids):
    """A loan can be prepaid from the day after it was drawn; try again then."""

    reason = "PREPAY_TOO_EARLY"


class PayoffAmountDiffers(StateForbids):
    """The payoff amount is not the one owed today; ask for a new payoff quote."""

    reason = "PAYOFF_AMOUNT_DIFFERS"


class RepaymentInProgress(StateForbids):
    """A repayment of this loan is being collected; wait for it to end, then look again."""

    reason = "REPAYMENT_IN_PROGRESS"


class BusinessDayNotOpen(StateForbids):
    """Days close once and in order; only the open business day can be closed."""

    reason = "BUSINESS_DAY_NOT_OPEN"


class BusinessDayBeingClosed(Conflict):
    """The business day is being closed right now; wait for that to end."""

    reason = "CONCURRENT_CHANGE"


class BusinessDayNotOver(StateForbids):
    """A business day is closed after its calendar day in Asia/Shanghai has ended."""

    reason = "BUSINESS_DAY_NOT_OVER"


class CollectionsUnderWay(Unavailable):
    """Collections of this business day are still being sent to the rail; close it when they are."""

    reason = "COLLECTIONS_UNDER_WAY"


class PartnerShareTooSmall(StateForbids):
    """The partners of a joint loan fund less than the law asks; make it with larger shares."""

    reason = "PARTNER_SHARE_TOO_SMALL"


class PartnerSharesImpossible(InvalidInput):
    """The shares of partners lie between nothing and the whole, and sum to at most the whole."""

    reason = "REQUEST_INVALID"


class DifferenceNotFound(NotFound):
    """There is no such difference; list the differences to see those there are."""

    reason = "NOT_FOUND"


class DifferenceEnded(StateForbids):
    """The difference has ended and is not opened again; look at how it ended."""

    reason = "DIFFERENCE_ENDED"


class DifferenceUnderWay(StateForbids):
    """The collection with this key awaits its outcome, or its money is held; wait for the close."""

    reason = "DIFFERENCE_UNDER_WAY"


class ResolutionImpossible(StateForbids):
    """A difference of this kind cannot have been that; choose another reason."""

    reason = "RESOLUTION_IMPOSSIBLE"


class NothingProposed(StateForbids):
    """Nobody has said yet what the difference was; resolve it first."""

    reason = "NOTHING_PROPOSED"


class SecondPersonNeeded(StateForbids):
    """Above this amount a second person confirms what the first proposed."""

    reason = "SECOND_PERSON_NEEDED"


class DayNotTotalled(NotFound):
    """The books of this day are not closed; choose a closed day."""

    reason = "DAY_NOT_CLOSED"


class NotSetAside(NotFound):
    """This loan is not set aside by this step; list the loans set aside to see which are."""

    reason = "NOT_FOUND"


class DeadLetterNotFound(NotFound):
    """No message was put aside under this number, or it was given back already."""


class DeadLetterOfAnother(StateForbids):
    """The message belongs to another service: its operator gives it back."""

    reason = "DEAD_LETTER_OF_ANOTHER"
