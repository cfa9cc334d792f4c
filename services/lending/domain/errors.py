"""What lending refuses, one class for each reason. The docstring is the message."""

from chassis.errors import InvalidInput, NotAllowed, NotFound, StateForbids, Unavailable


class AssuranceTooLow(StateForbids):
    """We are not sure enough of who you are; raise your assurance level first."""

    reason = "ASSURANCE_TOO_LOW"


class ConsentMissing(NotAllowed):
    """Grant the consent named in the metadata first; nothing was asked of the credit bureau."""

    reason = "CONSENT_MISSING"


class PurposeBanned(InvalidInput):
    """We do not lend for this purpose."""

    reason = "PURPOSE_BANNED"


class TruthNotDeclared(InvalidInput):
    """Declare that the application is true and complete before sending it."""

    reason = "TRUTH_NOT_DECLARED"


class IncomeNotPlausible(InvalidInput):
    """The monthly income looks like a slip; check it and send the application again."""

    reason = "INCOME_NOT_PLAUSIBLE"


class BureauReportStale(Unavailable):
    """The credit bureau has only an old report now; send the same request again later."""

    reason = "BUREAU_REPORT_STALE"


class ReviewPending(StateForbids):
    """A person is looking at your last application; wait for the answer."""

    reason = "REVIEW_PENDING"


class ReviewNotPossible(StateForbids):
    """Only a decline that no person looked at yet can be reviewed."""

    reason = "REVIEW_NOT_POSSIBLE"


class ReviewDecided(StateForbids):
    """This review is decided already."""

    reason = "REVIEW_DECIDED"


class ReviewTaken(StateForbids):
    """Take the review first; another member of staff may have it."""

    reason = "REVIEW_TAKEN"


class ReviewLimitNotAllowed(InvalidInput):
    """The limit is none, or more than a person may grant here."""

    reason = "REVIEW_LIMIT_NOT_ALLOWED"


class SecondPersonRequired(NotAllowed):
    """Somebody else than who proposed it must confirm."""

    reason = "SECOND_PERSON_REQUIRED"


class DecisionRulesUnusable(InvalidInput):
    """This rule file or credit policy cannot be used; the metadata say what is wrong."""

    reason = "DECISION_RULES_UNUSABLE"


class CreditLineExists(StateForbids):
    """You have a credit line already; draw from it."""

    reason = "CREDIT_LINE_EXISTS"


class ApplicationTooSoon(StateForbids):
    """Your last application was declined a short while ago; apply again on the day named."""

    reason = "APPLICATION_TOO_SOON"


class CreditBureauUnavailable(Unavailable):
    """The credit bureau does not answer now; send the same request again later."""

    reason = "CREDIT_BUREAU_UNAVAILABLE"


class ModelFilesInvalid(InvalidInput):
    """The model's files are not in the folder of models, or are not what the hash says."""

    reason = "MODEL_FILES_INVALID"


class ModelStateForbids(StateForbids):
    """The model is not in the state that this needs."""

    reason = "MODEL_STATE_FORBIDS"


class ModelRolesInvalid(InvalidInput):
    """These roles cannot be given; the metadata say why."""

    reason = "MODEL_ROLES_INVALID"


class ModelRolesNotProposed(StateForbids):
    """These roles are not what is proposed now; look at the register again."""

    reason = "MODEL_ROLES_NOT_PROPOSED"


class CreditLineMissing(NotFound):
    """You have no credit line yet; apply for one first."""

    reason = "CREDIT_LINE_MISSING"


class CreditLineNotActive(StateForbids):
    """Nothing can be drawn now: the line is frozen, closed, or assessed too long ago."""

    reason = "CREDIT_LINE_NOT_ACTIVE"


class CreditLineFrozen(StateForbids):
    """The line is frozen; the metadata say why, and that must end first."""

    reason = "CREDIT_LINE_FROZEN"


class CreditLineInUse(StateForbids):
    """Money of this line is owed or on its way; it can neither be closed nor lowered below that."""

    reason = "CREDIT_LINE_IN_USE"


class LimitImpossible(StateForbids):
    """This line cannot have this limit; the metadata say what it has and may have."""

    reason = "LIMIT_IMPOSSIBLE"


class LimitOfferEnded(StateForbids):
    """This higher limit is not on offer, or not any more."""

    reason = "LIMIT_OFFER_ENDED"


class CheckEnded(StateForbids):
    """This loan is not looked at any more."""

    reason = "CHECK_ENDED"


class EvidenceTooMany(StateForbids):
    """This loan has as many pieces of evidence as it may have."""

    reason = "EVIDENCE_TOO_MANY"


class LimitExceeded(StateForbids):
    """The amount is larger than what can be drawn; ask for at most available_minor."""

    reason = "LIMIT_EXCEEDED"


class AmountBelowMinimum(InvalidInput):
    """The amount is smaller than the smallest drawdown."""

    reason = "AMOUNT_BELOW_MINIMUM"


class AmountAboveMaximum(InvalidInput):
    """The amount is larger than the largest single drawdown."""

    reason = "AMOUNT_ABOVE_MAXIMUM"


class InstalmentsNotOffered(InvalidInput):
    """This number of instalments is not offered."""

    reason = "INSTALMENTS_NOT_OFFERED"


class MethodNotOffered(InvalidInput):
    """This repayment method is not offered."""

    reason = "METHOD_NOT_OFFERED"


class CostAboveCap(StateForbids):
    """The yearly cost of this loan would pass the cap in force, so it is not offered."""

    reason = "COST_ABOVE_CAP"


class QuoteExpired(StateForbids):
    """The quote was for another business date; ask for a new one."""

    reason = "QUOTE_EXPIRED"


class CostSheetNotOpened(StateForbids):
    """Open and read the cost sheet before confirming it."""

    reason = "COST_SHEET_NOT_OPENED"


class CostSheetReadTooShort(StateForbids):
    """The cost sheet was open for too short a time; confirm it again from confirmable_at on."""

    reason = "COST_SHEET_READ_TOO_SHORT"


class CostSheetHashDiffers(StateForbids):
    """The hash is not that of this quote's cost sheet; read the sheet again."""

    reason = "COST_SHEET_HASH_DIFFERS"


class CostSheetNotConfirmed(StateForbids):
    """Confirm the cost sheet of this quote first."""

    reason = "COST_SHEET_NOT_CONFIRMED"


class ClausesNotOpened(StateForbids):
    """Open and read the key clauses of this quote before acknowledging them."""

    reason = "CLAUSES_NOT_OPENED"


class ClauseUnknown(InvalidInput):
    """This quote has no key clause of that name."""

    reason = "CLAUSE_UNKNOWN"


class ClauseHashDiffers(StateForbids):
    """The hash is not that of this quote's clause; read the clause again."""

    reason = "CLAUSE_HASH_DIFFERS"


class ClauseReadTooShort(StateForbids):
    """A key clause was on the screen for too short a time; read it and acknowledge it again."""

    reason = "CLAUSE_READ_TOO_SHORT"


class ClausesNotAcknowledged(StateForbids):
    """Acknowledge each key clause of this quote first; the metadata names those missing."""

    reason = "CLAUSES_NOT_ACKNOWLEDGED"


class ContractHashDiffers(StateForbids):
    """The hash is not that of this quote's contract; read the contract again."""

    reason = "CONTRACT_HASH_DIFFERS"


class ContractAlreadySigned(StateForbids):
    """The contract of this quote is signed already."""

    reason = "CONTRACT_ALREADY_SIGNED"


class ContractNotSealed(StateForbids):
    """The contract is not sealed yet; ask for it again in a moment, then draw."""

    reason = "CONTRACT_NOT_SEALED"


class ContractAlreadyDrawn(StateForbids):
    """The money of this contract was drawn already."""

    reason = "CONTRACT_ALREADY_DRAWN"


class CardNotBound(StateForbids):
    """This card is not bound to you; bind an own-name card first."""

    reason = "CARD_NOT_BOUND"


class DrawdownNotHeld(StateForbids):
    """This drawdown does not wait for a decision."""

    reason = "DRAWDOWN_NOT_HELD"


class BorrowingWarningUnread(StateForbids):
    """Read the warning that is due before this drawdown, and send its hash with the request."""

    reason = "BORROWING_WARNING_UNREAD"


class DrawdownNotCancellable(StateForbids):
    """This drawdown does not wait any more: its money may be on the way."""

    reason = "DRAWDOWN_NOT_CANCELLABLE"


class ProductUnknown(InvalidInput):
    """There is no such product; the metadata name those there are."""

    reason = "PRODUCT_UNKNOWN"


class ProductAboveCap(StateForbids):
    """The product could make a loan above the yearly cap; the metadata name that loan."""

    reason = "PRODUCT_ABOVE_CAP"


class PolicyChangeInvalid(InvalidInput):
    """A value of this change cannot be used; the metadata say which and why."""

    reason = "POLICY_CHANGE_INVALID"


class PolicyDatesOverlap(InvalidInput):
    """Another value of this parameter is announced within the days of the new one."""

    reason = "POLICY_DATES_OVERLAP"


class PolicyChangeInPast(InvalidInput):
    """A value begins tomorrow at the earliest; what is in force is not changed any more."""

    reason = "POLICY_CHANGE_IN_PAST"


class SecondPersonNeeded(NotAllowed):
    """Another person than the one who asked for it approves this."""

    reason = "SECOND_PERSON_NEEDED"


class PolicyChangeEnded(StateForbids):
    """This change is approved or rejected already."""

    reason = "POLICY_CHANGE_ENDED"


class PolicyChangedMeanwhile(StateForbids):
    """Another change of the same parameter was approved since; propose this one again on it."""

    reason = "POLICY_CHANGED_MEANWHILE"


class PurposeNotOffered(InvalidInput):
    """This product is not lent for this purpose; another product may be."""

    reason = "PURPOSE_NOT_OFFERED"


class BusinessNotVerified(StateForbids):
    """This product is for a business that you are known to run; have it verified first."""

    reason = "BUSINESS_NOT_VERIFIED"


class VerdictForAnotherDrawdown(ValueError):
    """A verdict for another customer, amount or card: a mistake of ours, told to no caller."""
