"""What support refuses, one class for each reason. The docstring is the message.

Filing a case is not among it: a complaint cannot be refused (SP-05).
"""

from chassis.errors import NotAllowed, StateForbids


class CaseAlreadyAnswered(StateForbids):
    """The case was answered before; an answer is not replaced."""

    reason = "CASE_ALREADY_ANSWERED"


class ExtensionTooLong(StateForbids):
    """The due date would lie later than this step of extension allows; ask for fewer days."""

    reason = "EXTENSION_TOO_LONG"


class ExtensionNeedsApprover(NotAllowed):
    """Another person than the one who asks must approve the extension."""

    reason = "EXTENSION_NEEDS_APPROVER"


class CaseHasNoDueDate(StateForbids):
    """Feedback has no due date that could be moved."""

    reason = "CASE_HAS_NO_DUE_DATE"
