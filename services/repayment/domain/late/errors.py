"""Every refusal about late loans; the docstring is the sentence the caller reads."""

from chassis.errors import StateForbids


class DelinquencyPauseImpossible(StateForbids):
    """Days late are paused from today on, in order, and not twice; choose other days."""

    reason = "DELINQUENCY_PAUSE_IMPOSSIBLE"


class DelinquencyNotPaused(StateForbids):
    """The count of days late runs; there is nothing to resume."""

    reason = "DELINQUENCY_NOT_PAUSED"
