"""The demo's story in chapters: three customers, four loans, one of everything that can happen."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cli.commands.books import print_books, read_books
from cli.demo.app import App, Desk, OutsideWorld, Refused, short, until
from cli.demo.customer import Customer
from cli.demo.documents import explain_instalment, fetch
from cli.demo.screen import Screen, per_cent, yuan
from cli.errors import CommandError

FIRST_DATE = date(2026, 11, 23)
DAYS = (30, 31, 31, 28, 31, 30, 31, 30, 31, 31)
"""Days of the ten months that begin on 2026-11-23."""
ENOUGH_MONEY = 5_000_000
INCOME = 4_900_000


class StoryBroken(CommandError):
    """The suite did not do as the story expects; with `--data-dir` its books are kept."""


def interest_of(rate_ppm: int) -> list[int]:
    """Interest in fen of 10,000.00 over 10 instalments of principal, drawn on 2026-11-23."""
    return [(10 - number) * days * rate_ppm // 10 for number, days in enumerate(DAYS)]


def expect(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise StoryBroken(f"{what}: expected {wanted}, found {found}")


@dataclass(slots=True)
class Story:
    """What the chapters share."""

    screen: Screen
    outside: OutsideWorld
    desk: Desk
    make_app: Any
    folder: Path
    """Where documents are put."""
    customers: list[Customer] = field(default_factory=list)
    rate_ppm: int = 0
    """Daily rate of the first customer."""
    first_loan: str = ""
    prepaid_loan: str = ""
    late_loan: str = ""

    async def play(self) -> None:
        """Every chapter in order."""
        await self.three_customers_join()
        await self.a_loan_is_drawn()
        await self.the_rail_keeps_silent()
        await self.a_drawdown_is_blocked()
        await self.a_due_date_comes()
        await self.a_customer_is_late_and_recovers()
        await self.a_loan_is_partly_prepaid()
        await self.its_plan_is_changed()
        await self.the_first_loan_is_held_to_term()
        await self.papers_are_given_out()
        await self.a_complaint_is_filed()
        await self.the_books_are_shown()

    async def three_customers_join(self) -> None:
        self.screen.chapter("1  Three customers join")
        people = await self.outside.people(count=3, archetype="good", seed=20261123)
        for number, person in enumerate(people):
            app: App = self.make_app("zh-CN" if number % 2 else "en")
            customer = Customer(app, self.outside, person, device_id=f"demo-phone-{number}")
            await self._join(customer)
            self.customers.append(customer)

    async def _join(self, customer: Customer) -> None:
        name = customer.name
        with self.screen.step(f"{name} logs in with a code sent to the phone"):
            await customer.log_in()
        with self.screen.step(f"{name} consents and registers; ID number checked") as step:
            await customer.consent()
            step.note = (await customer.register())["assurance_level"]
        with self.screen.step(f"{name} binds a bank card; four factors checked") as step:
            card = await customer.bind_card()
            step.note = f"{card['bank_name']} {card['card_number_masked']}"
        await self.outside.set_balance(customer.person["card_number"], ENOUGH_MONEY)
        with self.screen.step(f"{name} applies for a credit line") as step:
            decision = await customer.apply(INCOME)
            reasons = ", ".join(decision["reason_codes"])
            expect(decision["outcome"], "APPROVED", f"the application ({reasons})")
            rate = per_cent(decision["daily_rate_ppm"])
            step.note = f"grade {decision['grade']}, {yuan(decision['limit_minor'])}, {rate} a day"
        with self.screen.step(f"{name} asks why") as step:
            why = await customer.explanation(decision["application_id"])
            told = [(reason["code"], reason["text_en"]) for reason in why["price_reasons"]]
            expect(len(told) in range(2, 5), True, "two to four reasons of limit and price")
            step.note = f"score {why['score']} of 1000"
        self.screen.table("Why this limit and price", ("reason", "what it says"), told)

    async def a_loan_is_drawn(self) -> None:
        self.screen.chapter("2  A loan of 10,000.00 over 10 instalments")
        customer = self.customers[0]
        with self.screen.step(f"{customer.name} compares every loan on offer") as step:
            options = await customer.compare(1_000_000)
            interest = sorted(option["total_interest_minor"] for option in options)
            step.note = f"{len(options)} side by side, {yuan(interest[0])} to {yuan(interest[-1])}"
        with self.screen.step(f"{customer.name} asks what it would cost") as step:
            quote = await customer.quote(1_000_000, 10)
            simple, irr = per_cent(quote["apr_simple_ppm"]), per_cent(quote["apr_irr_ppm"])
            step.note = f"{simple} a year simple, {irr} IRR"
        self.rate_ppm = quote["daily_rate_ppm"]
        interest_minor = sum(interest_of(self.rate_ppm))
        expect(quote["total_interest_minor"], interest_minor, "interest to term")
        self._show_schedule("The quoted schedule", quote["schedule"])
        with self.screen.step("The all-in cost sheet is opened, read and confirmed"):
            await customer.read_cost_sheet(quote)
        with self.screen.step("Each key clause is read and agreed to by itself"):
            await customer.read_clauses(quote)
        with self.screen.step("The contract is agreed to by code, sealed and timestamped") as step:
            contract = await customer.sign(quote)
            step.note = f"sha256 {contract['sealed_sha256'][:16]}…"
        with self.screen.step("Its file is checked, and refused with one byte changed") as step:
            file = await customer.contract_file(contract["contract_id"])
            good = await customer.check_contract(file)
            bad = await customer.check_contract(file[:1000] + b"?" + file[1001:])
            expect((good["valid"], bad["valid"]), (True, False), "the check of the contract")
            step.note = f"sealed by {good['sealed_by']}; then {bad['problem']}"
        with self.screen.step("The draw: limit reserved, screened, paid out") as step:
            self.first_loan = await customer.draw(contract)
            await customer.drawdown_is(self.first_loan, "PAID")
            line = await customer.credit_line()
            step.note = f"{yuan(line['available_minor'])} still available"
        with self.screen.step("The loan is opened and booked") as step:
            loan = await customer.loan_opened(self.first_loan)
            step.note = f"first due {loan['next_due_on']}, {yuan(loan['next_due_minor'])}"

    async def the_rail_keeps_silent(self) -> None:
        self.screen.chapter("3  A payment whose answer never comes")
        customer = self.customers[0]
        with self.screen.step(f"{customer.name} signs for 6,000.00 over 5"):
            contract = await customer.prepare(600_000, 5)
        await self.outside.play_fault(
            operation="payment",
            fault="timeout_then_paid",
            match_amount_minor=600_000,
            delay_s=1,
            pending_asks=2,
        )
        with self.screen.step("The rail cuts the line: the outcome is unknown, not failed") as step:
            self.prepaid_loan = await customer.draw(contract)
            seen = await customer.drawdown_is(self.prepaid_loan, "UNKNOWN", "PAID")
            step.note = seen["status"]
        with self.screen.step("Asked again with the same key, the rail says: paid, once") as step:
            await customer.drawdown_is(self.prepaid_loan, "PAID")
            await customer.loan_opened(self.prepaid_loan)
            step.note = f"loan …{short(self.prepaid_loan)}"

    async def a_drawdown_is_blocked(self) -> None:
        self.screen.chapter("4  Monitoring blocks a run of drawdowns")
        customer = self.customers[2]
        with self.screen.step(f"{customer.name} signs four contracts of 500.00"):
            quotes = [await customer.quote(50_000, 5) for _ in range(4)]
            for quote in quotes:
                await customer.read_cost_sheet(quote)
                await customer.read_clauses(quote)
            contracts = [await customer.sign(quote) for quote in quotes]
        for number, contract in enumerate(contracts, start=1):
            with self.screen.step(f"Draw {number} of 4 within ten minutes") as step:
                drawdown_id = await customer.draw(contract)
                seen = await customer.drawdown_is(drawdown_id, "PAID", "REFUSED", "HELD")
                step.note = f"{seen['status']} {seen.get('refusal_reason', '')}"
                step.mark = "ok" if seen["status"] == "PAID" else "refused"
        expect(seen["status"], "REFUSED", "the fourth drawdown")
        with self.screen.step("The alert reaches the desk") as step:
            alerts = await self._alerts_of(customer)
            step.note = ", ".join(sorted({alert.rule_id for alert in alerts}))

    async def a_due_date_comes(self) -> None:
        self.screen.chapter("5  Days are closed; the first due date is collected")
        late = self.customers[1]
        with self.screen.step(f"{late.name} draws 3,000.00 over 5, then empties the card"):
            contract = await late.prepare(300_000, 5)
            self.late_loan = await late.draw(contract)
            await late.drawdown_is(self.late_loan, "PAID")
            await late.loan_opened(self.late_loan)
            await self.outside.set_balance(late.person["card_number"], 0)
        await self._close_until("2026-12-23")
        customer = self.customers[0]
        with self.screen.step(f"{customer.name}'s first instalment is debited by itself") as step:
            loan = await until(
                lambda: customer.loan(self.first_loan),
                lambda loan: loan["outstanding_principal_minor"] == 900_000,  # noqa: PLR2004
                "the first instalment to be collected",
            )
            first = loan["instalments"][0]
            step.note = f"{yuan(first['principal_minor'])} + {yuan(first['interest_minor'])}"
            expect(first["interest_minor"], interest_of(self.rate_ppm)[0], "its interest")

    async def a_customer_is_late_and_recovers(self) -> None:
        self.screen.chapter("6  A missed due date: grace, penalty, alert, recovery")
        late, loan_id = self.customers[1], self.late_loan
        await self._close_until("2027-01-03")
        with self.screen.step(f"{late.name}'s loan is overdue") as step:
            loan = await late.loan(loan_id)
            expect(loan["status"], "OVERDUE", "the late loan")
            penalty = loan["instalments"][0]["penalty_minor"]
            step.note = (
                f"{loan['days_past_due']} days after grace, "
                f"{yuan(loan['overdue_minor'])} due, {yuan(penalty)} of it penalty"
            )
        with self.screen.step("The alert reaches the desk") as step:
            alerts = await self._alerts_of(late)
            step.note = ", ".join(sorted({alert.rule_id for alert in alerts}))
        with self.screen.step(f"{late.name} pays what is due; the loan recovers") as step:
            await self.outside.set_balance(late.person["card_number"], ENOUGH_MONEY)
            repayment = await late.repay(loan_id, loan["overdue_minor"], "DUE")
            expect(repayment["status"], "POSTED", "the repayment")
            step.note = (await late.loan(loan_id))["status"]

    async def a_loan_is_partly_prepaid(self) -> None:
        self.screen.chapter("7  Early repayment")
        customer = self.customers[0]
        await self._close_until("2027-01-07")
        with self.screen.step("What it would cost to pay off the first loan today") as step:
            payoff = await customer.app.get(f"/v1/repayment/loans/{self.first_loan}/payoff")
            # Nine tenths of the principal for the 15 days since the first due date.
            wanted = 900_000 + 9 * 15 * self.rate_ppm // 10
            expect(payoff["total_minor"], wanted, "the payoff quote")
            step.note = (
                f"{yuan(payoff['principal_minor'])} + {yuan(payoff['interest_minor'])}, "
                f"saves {yuan(payoff['saved_interest_minor'])}"
            )
        with self.screen.step(f"{customer.name} prepays 2,000.00 of the second loan") as step:
            before = await customer.credit_line()
            repayment = await customer.repay(self.prepaid_loan, 200_000, "PREPAY")
            expect(repayment["status"], "POSTED", "the prepayment")
            parts = repayment["allocation"]
            repaid = int(parts["principal_minor"])
            step.note = f"{yuan(parts['interest_minor'])} interest, {yuan(repaid)} principal"
        with self.screen.step("The principal repaid can be drawn again at once") as step:
            wanted = before["available_minor"] + repaid
            line = await until(
                customer.credit_line,
                lambda line: line["available_minor"] == wanted,
                "the line to be restored",
            )
            step.note = f"{yuan(before['available_minor'])} → {yuan(line['available_minor'])}"

    async def its_plan_is_changed(self) -> None:
        customer = self.customers[0]
        with self.screen.step("What two more instalments would do to the second loan") as step:
            preview = await customer.preview_plan(self.prepaid_loan, "EXTEND", instalments=2)
            before, after = preview["before"], preview["after"]
            next_before, next_after = before["rows"][0], after["rows"][0]
            step.note = (
                f"{before['instalments_to_come']} → {after['instalments_to_come']} rows, next "
                f"{yuan(next_before['total_minor'])} → {yuan(next_after['total_minor'])}, "
                f"costs {yuan(preview['cost_change_minor'])} more"
            )
        with self.screen.step(
            f"{customer.name} confirms the new cost; the plan is that one"
        ) as step:
            await customer.change_plan(self.prepaid_loan, preview)
            loan = await customer.loan(self.prepaid_loan)
            to_come = [row for row in loan["instalments"] if row["status"] == "PLANNED"]
            shown = [(row["due_on"], row["principal_minor"]) for row in to_come]
            wanted = [(row["due_on"], row["principal_minor"]) for row in after["rows"]]
            expect(shown, wanted, "the plan after the change")
            step.note = f"last due {after['last_due_on']}, the old plan is kept"

    async def the_first_loan_is_held_to_term(self) -> None:
        self.screen.chapter("8  The first loan, held to term")
        customer = self.customers[0]
        await self._close_until("2027-09-23")
        with self.screen.step("The last instalment is collected; the loan is settled") as step:
            loan = await until(
                lambda: customer.loan(self.first_loan),
                lambda loan: loan["status"] == "SETTLED",
                "the first loan to be settled",
            )
            interest = sum(row["interest_minor"] for row in loan["instalments"])
            expect(interest, sum(interest_of(self.rate_ppm)), "interest actually paid")
            step.note = f"interest paid {yuan(interest)}"

    async def papers_are_given_out(self) -> None:
        self.screen.chapter("9  Papers, and why an amount is what it is")
        first, late = self.customers[0], self.customers[1]
        month = "/v1/repayment/statements/2027-01/pdf"
        await fetch(self.screen, late, "the statement of January", month, self.folder)
        certificate = f"/v1/repayment/loans/{self.first_loan}/settlement-certificate/pdf"
        await fetch(self.screen, first, "the settlement certificate", certificate, self.folder)
        await explain_instalment(self.screen, late, self.late_loan, 1)

    async def a_complaint_is_filed(self) -> None:
        self.screen.chapter("10  A complaint")
        late = self.customers[1]
        with self.screen.step(f"{late.name} complains about the penalty") as step:
            body = {"category": "PRICE", "text": "为什么收取罚息?", "channel": "APP"}
            case = (await late.app.post("/v1/support/complaints", body))["filed_case"]
            step.note = f"{case['ticket_number']}, answer due by {case['due_on']} on the wall clock"
        with self.screen.step("Another customer cannot read it") as step:
            step.note = await self._refusal(self.customers[0], case["ticket_number"])
            step.mark = "refused"

    async def the_books_are_shown(self) -> None:
        self.screen.chapter("11  The books")
        await self._show_statement(self.customers[0], self.first_loan)
        balance = await self.desk.trial_balance()
        expect(balance.total_debit_minor, balance.total_credit_minor, "the trial balance")
        closed = await read_books(self.desk.ledger, from_on=FIRST_DATE.isoformat())
        print_books(self.screen.console, *closed)
        expect(closed[1].total_debit_minor, closed[1].total_credit_minor, "the general ledger")
        expect(closed[1].total_closing_minor, 0, "the closing balances")

    async def _close_until(self, open_on: str) -> None:
        with self.screen.days("closing") as on_day:
            await self.desk.close_days(open_on, on_day)
        expect(await self.desk.business_date(), open_on, "the business date")

    async def _alerts_of(self, customer: Customer) -> list[Any]:
        found = await until(
            lambda: self.desk.alerts(customer.customer_id), bool, "an alert about the customer"
        )
        return list(found)

    async def _refusal(self, customer: Customer, ticket_number: str) -> str:
        try:
            await customer.app.get(f"/v1/support/cases/{ticket_number}")
        except Refused as refused:
            return refused.reason
        raise StoryBroken("a customer could read another customer's complaint")

    def _show_schedule(self, title: str, rows: list[Any]) -> None:
        self.screen.table(
            title,
            ("due on", "days", "principal", "interest", "total", "principal left"),
            [
                (
                    row["due_on"],
                    row["days"],
                    yuan(row["principal_minor"]),
                    yuan(row["interest_minor"]),
                    yuan(row["total_minor"]),
                    yuan(row["outstanding_principal_minor"]),
                )
                for row in rows
            ],
        )

    async def _show_statement(self, customer: Customer, loan_id: str) -> None:
        statement = await customer.app.get(f"/v1/repayment/loans/{loan_id}/statement")
        self.screen.table(
            f"Statement of {customer.name}'s loan …{short(loan_id)}",
            ("business date", "movement", "amount", "principal", "interest", "principal left"),
            [
                (
                    row["business_date"],
                    row["kind"],
                    yuan(row["amount_minor"]),
                    yuan(row["principal_change_minor"]),
                    yuan(row["interest_minor"]),
                    yuan(row["outstanding_principal_minor"]),
                )
                for row in statement["movements"]
            ],
        )
