"""Every refusal about late loans; the docstring is the sentence the caller reads."""

from chassis.errors import NotFound, StateForbids


class DelinquencyPauseImpossible(StateForbids):
    """Days late are paused from today on, in order, and not twice; choose other days."""

    reason = "DELINQUENCY_PAUSE_IMPOSSIBLE"


class DelinquencyNotPaused(StateForbids):
    """The count of days late runs; there is nothing to resume."""

    reason = "DELINQUENCY_NOT_PAUSED"


class DayNotTotalled(NotFound):
    """The portfolio of this business day has no totals; name a day that was closed."""

    reason = "NOT_FOUND"
