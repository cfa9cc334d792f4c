"""Refuse through the executor, so that a repeated request still hears its first answer."""

from collections.abc import Callable
from typing import Any

from chassis.command import Loaded
from chassis.decision import Decision
from chassis.errors import DomainError


def refusing(error: DomainError) -> Callable[[Loaded], Decision[Any]]:
    """A decision that refuses. The executor asks it only when the request is new.

    What is seen while a command is prepared may have changed since its first answer, by that very
    answer: a line that a first request used up must not make its repetition fail.
    """

    def decide(_: Loaded) -> Decision[Any]:
        raise error

    return decide
