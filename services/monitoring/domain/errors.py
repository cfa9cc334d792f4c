"""Why monitoring refuses. The docstring is the sentence a caller reads."""

from chassis.errors import Conflict, NotFound, StateForbids


class ScreenTermsDiffer(Conflict):
    """This drawdown was screened with another customer, amount or card; a verdict binds all."""

    reason = "SCREEN_TERMS_DIFFER"


class AlertAlreadyAcknowledged(StateForbids):
    """Somebody looked at this alert before."""

    reason = "ALERT_ALREADY_ACKNOWLEDGED"


class AlertNotFound(NotFound):
    """There is no alert under this id."""
