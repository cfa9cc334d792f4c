"""A statement of the rail is taken whole or not at all."""

from datetime import date

import pytest

from chassis.iso20022_account import (
    StatementCurrencyWrong,
    StatementTotalsWrong,
    read_statement,
)
from chassis.iso20022_xml import MalformedMessage

HEAD = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
TAIL = "</Stmt></BkToCstmrStmt></Document>"


def balance(code: str, amount: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">{amount}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-12-23</Dt></Dt></Bal>"
    )


def entry(amount: str, *, key: str = "key-1", way: str = "CRDT", currency: str = "CNY") -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
        "<BookgDt><Dt>2026-12-23</Dt></BookgDt><NtryDtls><TxDtls><Refs>"
        f"<EndToEndId>{key}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
    )


def summary(count: int, total: str) -> str:
    return (
        f"<TxsSummry><TtlNtries><NbOfNtries>{count}</NbOfNtries><Sum>{total}</Sum>"
        "</TtlNtries></TxsSummry>"
    )


def statement(*parts: str, closing: str = "101.00") -> bytes:
    body = balance("OPBD", "100.00") + balance("CLBD", closing) + "".join(parts)
    return (HEAD + body + TAIL).encode()


def test_a_statement_that_adds_up_is_taken() -> None:
    read = read_statement(
        statement(summary(2, "3.00"), entry("2.00"), entry("1.00", way="DBIT", key="key-2"))
    )

    assert (read.opening_minor, read.closing_minor, len(read.entries)) == (10_000, 10_100, 2)
    assert read.business_date == date(2026, 12, 23)


@pytest.mark.parametrize(
    "body",
    [
        statement(entry("1.01")),
        statement(),
        statement(summary(2, "1.00"), entry("1.00")),
        statement(summary(1, "1.01"), entry("1.00")),
        statement(entry("1.00"), entry("1.00")),
    ],
    ids=["a fen too much", "no entry", "another count", "another sum", "an entry twice"],
)
def test_a_statement_that_does_not_add_up_is_refused(body: bytes) -> None:
    with pytest.raises(StatementTotalsWrong):
        read_statement(body)


def test_an_entry_in_another_currency_is_refused() -> None:
    with pytest.raises(StatementCurrencyWrong):
        read_statement(statement(entry("1.00", currency="USD")))


def test_a_count_that_is_no_number_is_refused() -> None:
    with pytest.raises(MalformedMessage):
        read_statement(statement(summary(1, "one"), entry("1.00")))
