"""Every refusal about late loans; the docstring is the sentence the caller reads."""

from chassis.errors import InvalidInput, NotAllowed, NotFound, StateForbids


class DelinquencyPauseImpossible(StateForbids):
    """Days late are paused from today on, in order, and not twice; choose other days."""

    reason = "DELINQUENCY_PAUSE_IMPOSSIBLE"


class DelinquencyNotPaused(StateForbids):
    """The count of days late runs; there is nothing to resume."""

    reason = "DELINQUENCY_NOT_PAUSED"


class DayNotTotalled(NotFound):
    """The portfolio of this business day has no totals; name a day that was closed."""

    reason = "NOT_FOUND"


class ContactRefused(NotAllowed):
    """The rules for collection do not allow this contact now; do not make it."""

    reason = "CONTACT_REFUSED"


class ContactOutcomeKnown(StateForbids):
    """The outcome of this contact was recorded already, or it was never allowed."""

    reason = "CONTACT_OUTCOME_KNOWN"


class ContactNotFound(NotFound):
    """There is no such contact; list the contacts of the debtor."""

    reason = "NOT_FOUND"


class ContactHoursImpossible(InvalidInput):
    """Agreed hours have a beginning and a later end on the same day; correct them."""

    reason = "CONTACT_HOURS_IMPOSSIBLE"


class PromiseImpossible(StateForbids):
    """A promise is about money that is due, until a day not past and not too far; correct it."""

    reason = "PROMISE_IMPOSSIBLE"


class HardshipNotEligible(StateForbids):
    """Easier terms cannot be offered by rule for this loan; ask customer care."""

    reason = "HARDSHIP_NOT_ELIGIBLE"


class HardshipOfferClosed(StateForbids):
    """This offer does not stand any more; ask again."""

    reason = "HARDSHIP_OFFER_CLOSED"


class HardshipNotFound(NotFound):
    """There is no such request for easier terms; make one first."""

    reason = "NOT_FOUND"


class CollectionTaskNotFound(NotFound):
    """There is no such task of collection; list the tasks."""

    reason = "NOT_FOUND"


class CollectionTaskNotOpen(StateForbids):
    """Somebody has this task, it is over, or its day has not come; take another one."""

    reason = "COLLECTION_TASK_NOT_OPEN"


class CollectionTaskNotYours(StateForbids):
    """Only who has taken a task completes it or hands it back; take it first."""

    reason = "COLLECTION_TASK_NOT_YOURS"


class CollectionTaskOutcomeWrong(InvalidInput):
    """A task of this kind cannot end like this; name an outcome that fits."""

    reason = "COLLECTION_TASK_OUTCOME_WRONG"
