"""A call of staff to a service of a running suite."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.json_format import MessageToDict

from chassis.errors import DomainError
from chassis.grpc_client import PeerChannel
from cli.commands.token import staff_token
from cli.errors import CommandError
from cli.suite.data_folder import DataFolder

DEADLINE_S = 60.0
"""A preview of the policy decides thousands of applications again."""

Call = Callable[[PeerChannel], Awaitable[Any]]


def ask_as_staff(data_dir: Path, service: str, name: str, call: Call) -> Any:
    """The reply. Raises CommandError with the reason of a refusal, or when nothing runs."""
    folder = DataFolder(data_dir)
    if not folder.is_claimed():
        raise CommandError(f"no suite runs on {data_dir}; start one with `granary up`")
    address = f"127.0.0.1:{folder.read_state()['ports'][service]}"
    token = staff_token(data_dir, name, hours=1)
    try:
        return asyncio.run(_call(address, token, call))
    except DomainError as refused:
        facts = ", ".join(f"{key} {value}" for key, value in refused.metadata.items())
        raise CommandError(f"{refused.reason}: {refused.message} {facts}".rstrip()) from refused
    except grpc.RpcError as error:
        raise CommandError(f"{service} does not answer: {error}") from error


async def _call(address: str, token: str, call: Call) -> Any:
    async with PeerChannel(address, token=lambda: token, deadline_s=DEADLINE_S) as channel:
        return await call(channel)


def print_json(message: Any) -> None:
    """A reply as one JSON object."""
    print(json.dumps(MessageToDict(message, preserving_proto_field_name=True), ensure_ascii=False))
