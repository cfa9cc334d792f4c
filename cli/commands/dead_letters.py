"""`granary dead-letters`: what repayment's consumers gave up on, and giving it back."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from google.protobuf.json_format import MessageToDict
from granary.repayment.v1 import dead_letter_service_pb2 as pb
from granary.repayment.v1.dead_letter_service_pb2_grpc import DeadLetterInternalServiceStub

from chassis.errors import DomainError
from chassis.grpc_client import PeerChannel
from cli.commands.token import staff_token
from cli.errors import CommandError
from cli.suite.data_folder import DataFolder

T = TypeVar("T")


def list_dead_letters(data_dir: Path, *, as_json: bool) -> int:
    """Print them, the oldest first; the exit status is 0 when there is none."""
    letters = _ask(data_dir, every_letter)
    if as_json:
        print(json.dumps([MessageToDict(x, preserving_proto_field_name=True) for x in letters]))
    for letter in () if as_json else letters:
        whose = "" if letter.is_own else ", to be given back by the service that sent it"
        print(
            f"{letter.sequence}  {letter.at.ToDatetime():%Y-%m-%d %H:%M:%S}  {letter.consumer}  "
            f"{letter.message_type}: {letter.error_kind} after {letter.attempts} tries{whose}"
        )
    return 1 if letters else 0


def replay_dead_letter(data_dir: Path, sequence: int) -> int:
    """Give one message back; the exit status is 0."""

    async def replay(letters: DeadLetterInternalServiceStub) -> Any:
        return await letters.ReplayDeadLetter(pb.ReplayDeadLetterRequest(sequence=sequence))

    print(_ask(data_dir, replay).message_id)
    return 0


async def every_letter(letters: DeadLetterInternalServiceStub) -> list[Any]:
    """All pages of the list."""
    found, token = [], ""
    while True:
        page = await letters.ListDeadLetters(pb.ListDeadLettersRequest(page_token=token))
        found += page.letters
        token = page.next_page_token
        if not token:
            return found


def _ask(data_dir: Path, question: Callable[[DeadLetterInternalServiceStub], Awaitable[T]]) -> T:
    folder = DataFolder(data_dir)
    state = folder.read_state()
    if not folder.is_claimed():
        raise CommandError(f"the suite in {data_dir} does not run; start it with `granary up`")
    token = staff_token(data_dir, "dead-letters", hours=1)
    address = f"127.0.0.1:{state['ports']['repayment']}"

    async def asked() -> T:
        async with PeerChannel(address, token=lambda: token) as channel:
            try:
                return await question(DeadLetterInternalServiceStub(channel))
            except DomainError as refused:
                raise CommandError(refused.message) from refused

    return asyncio.run(asked())
