"""Asks the business register whether a person answers for a business."""

import aiohttp
import orjson

from chassis.personal import Personal
from services.identity.domain.errors import IdAuthorityUnavailable
from services.identity.use_cases.businesses import BusinessForm

_OK = 200


class BusinessRegisterClient:
    """Speaks to the register, which the ID authority's operator gives access to as well."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, timeout_s: float) -> None:
        self._session = session
        self._url = base_url.rstrip("/") + "/id-authority/businesses"
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    async def confirms_business(
        self, form: BusinessForm, *, person_name: Personal[str], id_number: Personal[str]
    ) -> bool:
        """Raises IdAuthorityUnavailable when there is no clear answer."""
        body = {
            "uscc": form.uscc.reveal().text,
            "business_name": form.name.reveal(),
            "role": form.role.value,
            "name": person_name.reveal(),
            "id_number": id_number.reveal(),
        }
        try:
            async with self._session.post(
                self._url, json=body, timeout=self._timeout, allow_redirects=False
            ) as response:
                status, raw = response.status, await response.read()
        except (TimeoutError, aiohttp.ClientError, OSError):
            # Its text could quote what was sent, so it is not kept as the cause.
            raise IdAuthorityUnavailable from None
        if status != _OK:
            raise IdAuthorityUnavailable(why=f"HTTP_{status}")
        return _matches(raw)


def _matches(raw: bytes) -> bool:
    try:
        answer = orjson.loads(raw)
    except ValueError:
        raise IdAuthorityUnavailable(why="MALFORMED_ANSWER") from None
    match answer:
        case {"result": "match"}:
            return True
        case {"result": "mismatch" | "unknown"}:
            return False
        case _:
            raise IdAuthorityUnavailable(why="MALFORMED_ANSWER")
