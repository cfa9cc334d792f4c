"""What the document says in words."""

from pathlib import Path
from typing import Any

AREA_TITLES = {
    "identity": "Who the customer is: log-in, registration, cards, consents.",
    "lending": "Credit line, quote, contract, drawdown.",
    "repayment": "Loans, payoff, repayments, statements.",
    "support": "Complaints and feedback.",
    "monitoring": "Alerts, for the lender's staff.",
    "lender": "Who lends.",
}

INTRODUCTION = Path(__file__).with_name("introduction.md").read_text(encoding="utf-8")

LENDER: dict[str, Any] = {
    "operationId": "GetLender",
    "tags": ["lender"],
    "summary": "Shows the licensed lender and its partners",
    "security": [],
    "parameters": [],
    "x-reasons": [],
}
LENDER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "The licensed lender, as app, contract and cost sheet name it (CP-01).",
    "properties": {
        "name": {"type": "string", "description": "Full name."},
        "licence_number": {"type": "string", "description": "Number of the financial licence."},
        "licence_authority": {"type": "string", "description": "Who granted it."},
        "hotline": {"type": "string", "description": "Telephone for questions and complaints."},
        "partners": {
            "type": "array",
            "description": "Everybody who takes part in the lending, and as what.",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "role": {"type": "string"}},
                "required": ["name", "role"],
            },
        },
    },
    "required": ["name", "licence_number", "licence_authority", "hotline", "partners"],
}
