"""Who lends: the licensed lender and its partners, for everybody to read (CP-01)."""

from typing import Any

from chassis.settings import SettingsError
from services.gateway.settings import Settings

LENDER_PATH = "/v1/lender"


def lender_of(settings: Settings) -> dict[str, Any]:
    """The answer of GET /v1/lender; raises SettingsError when a partner has no role."""
    return {
        "name": settings.lender_name,
        "licence_number": settings.lender_licence_number,
        "licence_authority": settings.lender_licence_authority,
        "hotline": settings.lender_hotline,
        "partners": [
            _partner(pair) for pair in settings.lender_partners.split(";") if pair.strip()
        ],
    }


def _partner(pair: str) -> dict[str, str]:
    name, _, role = (part.strip() for part in pair.partition("="))
    if not (name and role):
        raise SettingsError("GRANARY_LENDER_PARTNERS must be name=role pairs separated by ;")
    return {"name": name, "role": role}
