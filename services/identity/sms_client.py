"""Hands text messages to the message gateway. Neither number nor text is ever logged."""

import aiohttp

from chassis.personal import Personal
from services.identity.domain.errors import SmsUnavailable

_TAKEN = 201


class SmsClient:
    """Speaks to the gateway over a session whose connections are reused."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, timeout_s: float) -> None:
        self._session = session
        self._url = base_url.rstrip("/") + "/sms/messages"
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    async def send(self, phone: Personal[str], text: Personal[str], template: str) -> None:
        """Raises SmsUnavailable unless the gateway says that it took the message.

        A message may then still have been taken; sending it again shows the phone the same code.
        """
        await self._hand_over(phone, text, template, {})

    async def send_once(
        self, phone: Personal[str], text: Personal[str], template: str, message_id: str
    ) -> None:
        """The same under an id: the gateway takes each id once. Raises SmsUnavailable."""
        await self._hand_over(phone, text, template, {"message_id": message_id})

    async def _hand_over(
        self, phone: Personal[str], text: Personal[str], template: str, more: dict[str, str]
    ) -> None:
        body = {"phone": phone.reveal(), "text": text.reveal(), "template": template, **more}
        try:
            async with self._session.post(
                self._url, json=body, timeout=self._timeout, allow_redirects=False
            ) as response:
                if response.status == _TAKEN:
                    return
        except (TimeoutError, aiohttp.ClientError, OSError):
            # Its text could quote what was sent, so it is not kept as the cause.
            raise SmsUnavailable from None
        raise SmsUnavailable(why=f"HTTP_{response.status}")
