"""`granary books`: the trial balance of a running suite, as of a closed day."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import MessageToDict
from granary.repayment.v1 import ledger_pb2
from granary.repayment.v1 import ledger_service_pb2 as pb
from granary.repayment.v1.ledger_service_pb2_grpc import LedgerInternalServiceStub

from chassis.errors import DomainError
from chassis.grpc_client import PeerChannel
from chassis.money import format_minor
from cli.commands.token import staff_token
from cli.errors import CommandError
from cli.suite.data_folder import DataFolder

if TYPE_CHECKING:
    from rich.console import Console

_CLASSES = {
    ledger_pb2.ACCOUNT_CLASS_ASSET: "资产 assets",
    ledger_pb2.ACCOUNT_CLASS_LIABILITY: "负债 liabilities",
    ledger_pb2.ACCOUNT_CLASS_INCOME: "收入 income",
    ledger_pb2.ACCOUNT_CLASS_EXPENSE: "支出 expenses",
    ledger_pb2.ACCOUNT_CLASS_OFF_BALANCE: "表外 off balance",
}


def show_books(data_dir: Path, *, from_on: str, to_on: str, as_json: bool) -> int:
    """Print the trial balance; the exit status is 0 when debits equal credits."""
    folder = DataFolder(data_dir)
    state = folder.read_state()
    if not folder.is_claimed():
        raise CommandError(f"the suite in {data_dir} does not run; start it with `granary up`")
    token = staff_token(data_dir, "books", hours=1)
    address = f"127.0.0.1:{state['ports']['repayment']}"
    chart, turnover = asyncio.run(_read(address, token, from_on, to_on))
    if as_json:
        print(json.dumps(MessageToDict(turnover, preserving_proto_field_name=True)))
    else:
        from rich.console import Console

        print_books(Console(), chart, turnover)
    return 0 if _balances(turnover) else 1


async def _read(address: str, token: str, from_on: str, to_on: str) -> tuple[Any, Any]:
    async with PeerChannel(address, token=lambda: token) as channel:
        books = LedgerInternalServiceStub(channel)
        try:
            return await read_books(books, from_on=from_on, to_on=to_on)
        except DomainError as refused:
            raise CommandError(refused.message) from refused


async def read_books(
    books: LedgerInternalServiceStub, *, from_on: str = "", to_on: str = ""
) -> tuple[Any, Any]:
    """The chart and the trial balance over closed days; the last one when none is named."""
    chart = await books.GetChartOfAccounts(pb.GetChartOfAccountsRequest())
    turnover = await books.GetTurnover(pb.GetTurnoverRequest(from_on=from_on, to_on=to_on))
    return chart.accounts, turnover


def print_books(console: "Console", chart: Any, turnover: Any) -> None:
    """Accounts by class: opening balance, turnover and closing balance, in yuan."""
    from rich.table import Table

    known = {account.code: account for account in chart}
    table = Table(
        title=f"试算平衡表 trial balance, {turnover.from_on} to {turnover.to_on}, yuan",
        title_justify="left",
    )
    table.add_column("科目 account")
    for name in ("期初 opening", "借方 debits", "贷方 credits", "期末 closing"):
        table.add_column(name, justify="right", no_wrap=True)
    for kind, title in _CLASSES.items():
        lines = [
            line
            for line in turnover.accounts
            if line.account in known and known[line.account].account_class == kind
        ]
        if lines:
            table.add_section()
            table.add_row(f"[bold]{title}[/]")
        for line in lines:
            account = known[line.account]
            table.add_row(
                f"{account.number} {account.name_zh} {account.name_en}",
                _side(line.opening_minor),
                format_minor(line.debit_minor),
                format_minor(line.credit_minor),
                _side(line.closing_minor),
            )
    table.add_section()
    table.add_row(
        "合计 total",
        _side(sum(line.opening_minor for line in turnover.accounts)),
        format_minor(turnover.total_debit_minor),
        format_minor(turnover.total_credit_minor),
        _side(turnover.total_closing_minor),
    )
    console.print(table)
    if not _balances(turnover):
        console.print("Debits and credits differ.", style="red")


def _balances(turnover: Any) -> bool:
    equal = turnover.total_debit_minor == turnover.total_credit_minor
    return bool(equal and turnover.total_closing_minor == 0)


def _side(balance_minor: int) -> str:
    """A balance with its side: 借 debit, 贷 credit."""
    if not balance_minor:
        return "平 0.00"
    return f"{'借' if balance_minor > 0 else '贷'} {format_minor(abs(balance_minor))}"
