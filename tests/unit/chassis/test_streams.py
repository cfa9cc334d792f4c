"""Small truths about the bus that need no server."""

import asyncio
from typing import Any, cast

import pytest

from chassis.streams import BusError, request, sequence_of, stream_of


class DeafClient:
    """Answers just when the caller is told to stop, as `asyncio.wait_for` may before 3.12."""

    async def request(self, *_: Any, **__: Any) -> Any:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return type("Reply", (), {"data": b"{}"})


async def test_a_stop_that_comes_together_with_an_answer_is_not_lost() -> None:
    task = asyncio.create_task(request(cast("Any", DeafClient()), "subject", b""))
    await asyncio.sleep(0)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_subject_belongs_to_the_stream_of_its_area() -> None:
    assert stream_of("lending.drawdown.paid") == "LENDING"


def test_an_acknowledgement_tells_the_sequence_number_or_why_not() -> None:
    assert sequence_of(b'{"stream": "LENDING", "seq": 7}') == 7
    with pytest.raises(BusError) as refused:
        sequence_of(b'{"error": {"code": 503, "err_code": 10077, "description": "full"}}')
    assert refused.value.code == 10077
