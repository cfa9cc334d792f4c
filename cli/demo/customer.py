"""One customer's way through the app: what each screen of it would send."""

import asyncio
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.demo.app import App, OutsideWorld, Refused, until

CHANNEL = "APP"
CONSENTS = ("DATA_PROCESSING", "BUREAU_QUERY", "AUTO_DEBIT")
CONSENT_TEXT = "2026-08"
DRAW_WAIT_MS = 2_000
"""An app shows the money as soon as it is there, and a spinner no longer than this."""


@dataclass(slots=True)
class Customer:
    """A person with a phone, and what the app knows of them so far."""

    app: App
    outside: OutsideWorld
    person: dict[str, Any]
    device_id: str
    customer_id: str = ""
    card_id: str = ""
    refresh_token: str = ""
    contracts: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.person["name"])

    async def log_in(self) -> None:
        code = await self._code("LOGIN")
        session = await self.app.post(
            "/v1/identity/sessions",
            {
                "phone": self.person["phone"],
                "code": code,
                "device_id": self.device_id,
                "channel": CHANNEL,
            },
        )
        self.app.logged_in(session["access_token"])
        self.customer_id = session["customer_id"]
        self.refresh_token = session["refresh_token"]

    async def stay_logged_in(self) -> None:
        """Exchange the refresh token for fresh ones, as an app does before the hour is over."""
        body = {"refresh_token": self.refresh_token}
        session = await self.app.post("/v1/identity/sessions:refresh", body)
        self.app.logged_in(session["access_token"])
        self.refresh_token = session["refresh_token"]

    async def consent(self) -> None:
        for purpose in CONSENTS:
            body = {"purpose": purpose, "text_version": CONSENT_TEXT}
            await self.app.post("/v1/identity/consents", body)

    async def register(self) -> Any:
        body = {
            "name": self.name,
            "id_number": self.person["id_number"],
            "address": "示例省示例市示例路1号",
            "is_student": False,
        }
        return (await self.app.post("/v1/identity/registration", body))["customer"]

    async def bind_card(self) -> Any:
        body = {
            "card_number": self.person["card_number"],
            "phone": self.person["phone"],
            "otp_code": await self._code("BIND_CARD"),
        }
        card = (await self.app.post("/v1/identity/cards", body))["card"]
        self.card_id = card["card_id"]
        return card

    async def apply(self, monthly_income_minor: int) -> Any:
        body = {
            "employer": "示例公司",
            "occupation": "工程师",
            "monthly_income_minor": monthly_income_minor,
            "purpose": "CONSUMPTION",
            "truth_declared": True,
        }
        return (await self.app.post("/v1/lending/applications", body))["application"]

    async def explanation(self, application_id: str) -> Any:
        """Why an application was decided as it was."""
        path = f"/v1/lending/applications/{application_id}/explanation"
        return (await self.app.get(path))["explanation"]

    async def credit_line(self) -> Any:
        return (await self.app.get("/v1/lending/credit-line"))["credit_line"]

    async def quote(self, amount_minor: int, instalments: int) -> Any:
        body = {
            "amount_minor": amount_minor,
            "instalments": instalments,
            "method": "EQUAL_PRINCIPAL",
        }
        return (await self.app.post("/v1/lending/quotes", body))["quote"]

    async def read_cost_sheet(self, quote: Any) -> None:
        """Open the sheet, read it for as long as the policy asks, confirm."""
        path = f"/v1/lending/quotes/{quote['quote_id']}/cost-sheet"
        opened = await self.app.post(f"{path}:open")
        confirmable_at = datetime.fromisoformat(opened["confirmable_at"])
        await asyncio.sleep(max(0.0, (confirmable_at - datetime.now(UTC)).total_seconds()) + 0.05)
        sheet_hash = quote["cost_sheet"]["hash"]
        await self.app.post(f"{path}:confirm", {"cost_sheet_hash": sheet_hash})

    async def compare(self, amount_minor: int) -> list[Any]:
        """What every loan on offer over this amount would cost."""
        path = f"/v1/lending/loan-options?amount_minor={amount_minor}"
        return list((await self.app.get(path))["options"])

    async def read_clauses(self, quote: Any) -> None:
        """Read the key clauses one by one, each for as long as the policy asks, and agree."""
        path = f"/v1/lending/quotes/{quote['quote_id']}/clauses"
        opened = await self.app.post(f"{path}:open")
        dwell_ms, language = opened["min_dwell_ms"], self.app.language
        seen = [
            {
                "clause": clause["clause"],
                "hash": clause["hash"],
                "dwell_ms": dwell_ms,
                "language": language,
            }
            for clause in opened["clauses"]
        ]
        read_at = datetime.fromisoformat(opened["opened_at"])
        read_at += timedelta(milliseconds=dwell_ms * len(seen))
        await asyncio.sleep(max(0.0, (read_at - datetime.now(UTC)).total_seconds()) + 0.05)
        await self.app.post(f"{path}:acknowledge", {"clauses": seen})

    async def sign(self, quote: Any) -> Any:
        path = f"/v1/lending/quotes/{quote['quote_id']}/contract"
        draft = await self.app.get(path)
        body = {"contract_hash": draft["contract_hash"]}
        await self.app.post(f"{path}:request-code", body)
        code = await self.outside.signing_code(self.person["phone"], draft["contract_hash"])
        contract = (await self.app.post(f"{path}:sign", {**body, "otp_code": code}))["contract"]
        self.contracts.append(contract["contract_id"])
        return await self.contract_sealed(contract["contract_id"])

    async def contract_sealed(self, contract_id: str) -> Any:
        """The contract once the lender's seal is under it."""

        async def look() -> Any:
            return (await self.app.get(f"/v1/lending/contracts/{contract_id}"))["contract"]

        return await until(
            look, lambda contract: contract["status"] == "SIGNED", "the contract to be sealed"
        )

    async def contract_file(self, contract_id: str) -> bytes:
        path = f"/v1/lending/contracts/{contract_id}/document"
        return (await self.app.download(path))[1]

    async def check_contract(self, content: bytes) -> Any:
        """What the lender says of a contract file: valid, or what is wrong with it."""
        body = {"content": b64encode(content).decode()}
        return await self.app.post("/v1/lending/contracts:verify", body)

    async def prepare(self, amount_minor: int, instalments: int) -> Any:
        """Quote, cost sheet and contract in one go; returns the signed contract."""
        quote = await self.quote(amount_minor, instalments)
        await self.read_cost_sheet(quote)
        await self.read_clauses(quote)
        return await self.sign(quote)

    async def draw(self, contract: Any) -> str:
        return str((await self._draw(contract, wait_ms=0))["drawdown_id"])

    async def draw_paid(self, contract: Any) -> Any:
        """Draw and wait for the money; the drawdown as it was paid."""
        drawdown = await self._draw(contract, wait_ms=DRAW_WAIT_MS)
        if drawdown["status"] == "PAID":
            return drawdown
        return await self.drawdown_is(str(drawdown["drawdown_id"]), "PAID")

    async def drawdown(self, drawdown_id: str) -> Any:
        return (await self.app.get(f"/v1/lending/drawdowns/{drawdown_id}"))["drawdown"]

    async def drawdown_is(self, drawdown_id: str, *statuses: str) -> Any:
        return await until(
            lambda: self.drawdown(drawdown_id),
            lambda drawdown: drawdown["status"] in statuses,
            f"the drawdown to be {' or '.join(statuses)}",
        )

    async def loan(self, loan_id: str) -> Any:
        return (await self.app.get(f"/v1/repayment/loans/{loan_id}"))["loan"]

    async def loan_opened(self, loan_id: str) -> Any:
        async def look() -> Any:
            loans = (await self.app.get("/v1/repayment/loans"))["loans"]
            return [loan for loan in loans if loan["loan_id"] == loan_id]

        await until(look, bool, "the loan to be opened")
        return await self.loan(loan_id)

    async def loans(self) -> list[Any]:
        return list((await self.app.get("/v1/repayment/loans?page_size=100"))["loans"])

    async def payoff(self, loan_id: str) -> Any:
        return await self.app.get(f"/v1/repayment/loans/{loan_id}/payoff")

    async def preview_plan(self, loan_id: str, kind: str, *, instalments: int) -> Any:
        path = f"/v1/repayment/loans/{loan_id}/plan-preview?kind={kind}&instalments={instalments}"
        return (await self.app.get(path))["preview"]

    async def change_plan(self, loan_id: str, preview: Any) -> Any:
        """Make a previewed change, its new cost sheet confirmed."""
        change = preview["change"]
        body = {
            "change": {"kind": change["kind"], "instalments": change["instalments"]},
            "preview_hash": preview["preview_hash"],
            "cost_sheet_hash": preview["cost_sheet_hash"],
        }
        return await self.app.post(f"/v1/repayment/loans/{loan_id}/plan-changes", body)

    async def repay(self, loan_id: str, amount_minor: int, kind: str, **wishes: str) -> Any:
        path = f"/v1/repayment/loans/{loan_id}/repayments"
        body = {"amount_minor": amount_minor, "card_id": self.card_id, "kind": kind, **wishes}
        repayment = (await self.app.post(path, body))["repayment"]

        async def look() -> Any:
            path = f"/v1/repayment/repayments/{repayment['repayment_id']}"
            return (await self.app.get(path))["repayment"]

        return await until(
            look, lambda seen: seen["status"] in {"POSTED", "FAILED"}, "the repayment to be posted"
        )

    async def _draw(self, contract: Any, *, wait_ms: int) -> Any:
        """Draw; whoever has borrowed much reads the warning first, and draws all the same."""
        body = {
            "contract_id": contract["contract_id"],
            "card_id": self.card_id,
            "wait_ms": wait_ms,
        }
        path = f"/v1/lending/contracts/{contract['contract_id']}/borrowing-warning"
        while True:
            try:
                return (await self.app.post("/v1/lending/drawdowns", body))["drawdown"]
            except Refused as refused:
                if refused.reason != "BORROWING_WARNING_UNREAD":
                    raise
            # Another drawdown at the same time changes the numbers of the warning.
            body["warning_sha256"] = (await self.app.get(path))["warning_sha256"]

    async def _code(self, purpose: str) -> str:
        body = {"phone": self.person["phone"], "purpose": purpose}
        await self.app.post("/v1/identity/otps", body)
        return await self.outside.newest_code(self.person["phone"])
