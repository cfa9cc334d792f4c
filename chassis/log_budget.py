"""Keeps a flood of hostile calls from becoming a flood of log lines."""

from collections.abc import Callable
from time import monotonic


class LogBudget:
    """Allows a number of lines per second and counts the ones left out."""

    def __init__(self, lines_per_second: int, now: Callable[[], float] = monotonic) -> None:
        self._limit = lines_per_second
        self._now = now
        self._second = 0
        self._written = 0
        self._left_out = 0

    def allows(self) -> bool:
        """Whether one more line fits; a line that does not is counted."""
        second = int(self._now())
        if second != self._second:
            self._second, self._written = second, 0
        if self._written >= self._limit:
            self._left_out += 1
            return False
        self._written += 1
        return True

    def taken_note(self) -> dict[str, int]:
        """What the next line should say about the lines left out before it."""
        left_out, self._left_out = self._left_out, 0
        return {"lines_left_out": left_out} if left_out else {}
