"""Sending messages that other areas ask for: the phone number never leaves identity."""

from typing import Protocol

import structlog

from chassis.call_context import subject_ref
from chassis.command import Delivery
from chassis.handling import RetryLater
from chassis.personal import Personal
from services.identity.domain.notice import (
    CustomerNotice,
    Language,
    NoticeWanted,
    note_sent,
    notice_text,
)
from services.identity.use_cases.ports import Command, Key, Shell

log = structlog.get_logger(__name__)

LONGEST_WAIT_S = 12 * 3600.0
"""No quiet hours are longer."""


class NoticeGateway(Protocol):
    """Takes text messages, each id once."""

    async def send_once(
        self, phone: Personal[str], text: Personal[str], template: str, message_id: str
    ) -> None:
        """Hand over a message; raises SmsUnavailable when it is not surely taken."""


class Notices:
    """Brings messages to customers' phones."""

    def __init__(self, shell: Shell, sms: NoticeGateway, language: Language) -> None:
        self._shell = shell
        self._sms = sms
        self._language = language

    async def send(self, wanted: NoticeWanted, delivery: Delivery) -> None:
        """Send a message once, however often it is asked for, outside the quiet hours.

        Raises RetryLater before its time and SmsUnavailable while the gateway is away. The id goes
        with the message, so that one sent again after a crash does not reach the phone twice.
        """
        shell = self._shell
        wait_s = (wanted.send_after - shell.clock()).total_seconds()
        if wait_s > 0:
            raise RetryLater(wait_s, longest_delay_s=max(wait_s, LONGEST_WAIT_S))
        if await shell.reads.find_notice(wanted.customer_id, wanted.notice_id) is not None:
            return
        customer = await shell.reads.find_customer(wanted.customer_id)
        if customer is None:
            log.warning("notice.no_customer", customer=subject_ref(wanted.customer_id))
            return
        digits = Personal(shell.personal.phone_of(customer).reveal().digits)
        text = Personal(notice_text(wanted, self._language))
        await self._sms.send_once(digits, text, wanted.template, str(wanted.notice_id))
        key = Key(CustomerNotice, (wanted.customer_id, wanted.notice_id))
        now = shell.clock()
        await shell.execute(
            Command(
                delivery,
                (key,),
                lambda loaded: note_sent(loaded.find(key), wanted, now),
                CustomerNotice,
            )
        )
