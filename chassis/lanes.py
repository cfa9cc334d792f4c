"""Which message of a customer may be handled now. Pure: knows no bus and no clock.

Messages of one lane (one customer) are handled in the order of the stream. When one must wait and
comes back later, those behind it in its lane wait too; other lanes go on.
"""

GRACE_S = 60.0
"""How long after its time a waiting message may stay away before its lane goes on without it."""
STEP_S = 0.02
"""How much later than its predecessor a message behind it comes back."""


class Lanes:
    """The lanes in which some message waits to be delivered again. Times are loop seconds."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[int, float]] = {}

    def delay(self, lane: str, sequence: int, now: float) -> float:
        """Seconds this message must wait behind earlier ones of its lane; 0 when it may go on."""
        waiting = self._waiting.get(lane)
        if waiting is None:
            return 0.0
        # One that stays away for long was lost with its stream, or purged.
        waiting = {earlier: due for earlier, due in waiting.items() if due + GRACE_S > now}
        self._waiting[lane] = waiting
        ahead = [due for earlier, due in waiting.items() if earlier < sequence]
        return max(max(ahead) - now, 0.0) + STEP_S if ahead else 0.0

    def wait(self, lane: str, sequence: int, due: float) -> None:
        """This message goes back to the server and is delivered again when it is due."""
        self._waiting.setdefault(lane, {})[sequence] = due

    def leave(self, lane: str, sequence: int) -> None:
        """This message is done."""
        waiting = self._waiting.get(lane)
        if waiting is not None:
            waiting.pop(sequence, None)
            if not waiting:
                del self._waiting[lane]

    def clear(self) -> None:
        """Forget all; for when the stream's sequence numbers started anew."""
        self._waiting.clear()

    def __len__(self) -> int:
        return len(self._waiting)
