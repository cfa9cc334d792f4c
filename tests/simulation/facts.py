"""The simulated world as the facts that the checker looks at, the same as in production."""

from collections.abc import Mapping

from cli.checker.facts import (
    Balance,
    CreditFact,
    CreditLineFact,
    DrawdownFact,
    Facts,
    HeldFact,
    LoanFact,
    RepaymentFact,
    ServiceFacts,
)
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.drawdown import Drawdown
from services.repayment.domain.collection import Repayment
from services.repayment.domain.customer_credit import CustomerCredit, HeldReceipt
from services.repayment.domain.loan import Loan
from tests.simulation.bus import SimulatedBus
from tests.simulation.database import Database
from tests.simulation.rail import SimulatedRail


def read_world(databases: Mapping[str, Database], bus: SimulatedBus, rail: SimulatedRail) -> Facts:
    """Everything, at the end of the calm phase."""
    lending, repayment = databases["lending"], databases["repayment"]
    return Facts(
        calm=True,
        services={name: _service(database) for name, database in databases.items()},
        stream={
            message_id: place
            for message_id, place in bus.places.items()
            if place[0] != "DEADLETTER"
        },
        drawdowns=[_drawdown(drawdown) for drawdown in lending.all_of(Drawdown)],
        credit_lines=[_line(line) for line in lending.all_of(CreditLine)],
        loans=[_loan(loan) for loan in repayment.all_of(Loan)],
        repayments=[_repayment(one) for one in repayment.all_of(Repayment)],
        held=[
            HeldFact(one.repayment_id, one.amount_minor, one.currency)
            for one in repayment.all_of(HeldReceipt)
        ],
        credits=[
            CreditFact(one.customer_id, one.held_minor + one.refunding_minor, one.currency)
            for one in repayment.all_of(CustomerCredit)
        ],
        rail=rail.movements,
    )


def _service(database: Database) -> ServiceFacts:
    tables = {table.kind: table for table in database.tables}
    versions = {}
    for key, state in database.states.items():
        table = tables[key.kind]
        aggregate_id = str(getattr(state, table.key_columns[-1]))
        versions[table.name, getattr(state, "customer_id", None), aggregate_id] = state.version
    return ServiceFacts(
        name=database.name,
        outbox=database.published,
        inbox=database.applied,
        entries=database.posted,
        balances=[Balance(*key, *total) for key, total in database.balances.items()],
        journal=database.journal,
        versions=versions,
    )


def _drawdown(drawdown: Drawdown) -> DrawdownFact:
    return DrawdownFact(
        drawdown_id=drawdown.drawdown_id,
        customer_id=drawdown.customer_id,
        credit_line_id=drawdown.credit_line_id,
        amount_minor=drawdown.amount_minor,
        currency="CNY",
        status=drawdown.status.value,
    )


def _line(line: CreditLine) -> CreditLineFact:
    return CreditLineFact(
        credit_line_id=line.credit_line_id,
        limit_minor=line.limit_minor,
        drawn_minor=line.drawn_minor,
        reserved_minor=line.reserved_minor,
    )


def _loan(loan: Loan) -> LoanFact:
    return LoanFact(
        loan_id=loan.loan_id,
        customer_id=loan.customer_id,
        principal_minor=loan.principal_minor,
        outstanding_principal_minor=loan.outstanding_principal_minor,
        status=loan.status.value,
    )


def _repayment(repayment: Repayment) -> RepaymentFact:
    return RepaymentFact(
        repayment_id=repayment.repayment_id,
        loan_id=repayment.loan_id,
        amount_minor=repayment.amount_minor,
        currency=repayment.currency,
        status=repayment.status.value,
    )
