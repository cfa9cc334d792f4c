"""The customer's papers in the demo: files from the gateway, an amount explained by its days."""

from pathlib import Path
from typing import Any

from cli.demo.customer import Customer
from cli.demo.screen import Screen, yuan

ROWS = {
    "FEE": "fee",
    "PENALTY": "penalty",
    "INTEREST": "interest",
    "PLANNED_INTEREST": "interest, planned",
    "ACCRUED_INTEREST": "interest so far",
    "PRINCIPAL": "principal",
}


async def fetch(screen: Screen, customer: Customer, what: str, path: str, folder: Path) -> Path:
    """Download a document into a folder and show where it is."""
    with screen.step(f"{customer.name} downloads {what}") as step:
        name, content = await customer.app.download(path)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / name
        file.write_bytes(content)
        step.note = f"{file} ({len(content):,} bytes)"
    return file


async def explain_instalment(
    screen: Screen, customer: Customer, loan_id: str, instalment: int
) -> Any:
    """Show the days that make the amounts of one instalment; returns the explanation."""
    path = f"/v1/repayment/loans/{loan_id}/explanation?subject=INSTALMENT&instalment={instalment}"
    explained = (await customer.app.get(path))["explanation"]
    rows: list[tuple[str, ...]] = []
    for amount in explained["amounts"]:
        if not amount["charged_minor"]:
            continue
        name = ROWS[amount["kind"]]
        rows += [
            (
                name,
                f"{line['from_on']} to {line['to_on']}",
                str(line["days"]),
                yuan(line["base_minor"]),
                line["daily_rate"],
                line["amount_text"],
            )
            for line in amount["days"]
        ]
        if amount["days"]:
            rows.append((name, "rounded once", "", "", "", yuan(amount["charged_minor"])))
        else:
            rows.append((name, "fixed", "", "", "", yuan(amount["charged_minor"])))
    screen.table(
        f"Why instalment {instalment} of {customer.name}'s loan costs what it costs",
        ("what", "days", "count", "on", "rate a day", "yuan"),
        rows,
    )
    return explained
