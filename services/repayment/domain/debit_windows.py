"""At which hours a card is debited by itself, and when a debit that took too little is tried again.

The hours are those of Asia/Shanghai and belong to the calendar day that bears the business date.
While the business date is not today's date, as when days are caught up with, or closed by hand in
a demonstration, the clock says nothing about its hours: its debits are sent at once, one a day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

SHANGHAI = timezone(timedelta(hours=8))
"""China has had one time zone and no daylight saving since 1991."""


class RefusalKind(StrEnum):
    """What a refused debit means for the next one."""

    INSUFFICIENT_FUNDS = "INSUFFICIENT_FUNDS"  # money may come: the next window
    TECHNICAL = "TECHNICAL"  # nobody's fault: soon
    PERMANENT = "PERMANENT"  # no debit will succeed: stop, and tell the customer
    OTHER = "OTHER"  # not known here: the next window


@dataclass(frozen=True, slots=True)
class DebitWindows:
    """The policy of debiting by itself."""

    starts: tuple[time, ...]
    """When the windows of a day begin, in order; a debit is tried as each begins."""
    cut_off: time
    """No debit is sent on a day after this time."""
    most_tries: int
    """Debits of one loan on one day, at most."""
    technical_wait: timedelta
    """Until a debit that failed technically is tried again."""
    partial_from_try: int
    """The try from which the rail may collect a part; 0 for never. Tries of earlier days count."""
    kinds: tuple[tuple[str, RefusalKind], ...]
    """Reason codes of the rail (ISO 20022) and what each means."""
    are_kept: bool = True
    """False where days are closed by hand and nobody waits for an hour."""

    def kind_of(self, reason_code: str) -> RefusalKind:
        """What a reason code means; OTHER for one the policy does not name."""
        return dict(self.kinds).get(reason_code, RefusalKind.OTHER)

    def first_try_at(self, now: datetime, business_date: date) -> datetime:
        """When the first debit of a business date may be sent; `now` when at once.

        After the day's cut-off it is the first window of the next day, on which the debits of
        that day's own date take over.
        """
        if not self.apply(now, business_date):
            return now
        if now < self._at(business_date, self.starts[0]):
            return self._at(business_date, self.starts[0])
        if now > self._at(business_date, self.cut_off):
            return self._at(business_date + timedelta(days=1), self.starts[0])
        return now

    def next_try_at(
        self, kind: RefusalKind, tries_made: int, now: datetime, business_date: date
    ) -> datetime | None:
        """When a debit is tried again on the same business date; None when it is not."""
        is_over = tries_made >= self.most_tries or not self.apply(now, business_date)
        if kind is RefusalKind.PERMANENT or is_over:
            return None
        wanted = [self._at(business_date, start) for start in self.starts]
        if kind is RefusalKind.TECHNICAL:
            wanted = [now + self.technical_wait]
        cut_off = self._at(business_date, self.cut_off)
        return next((at for at in wanted if now < at <= cut_off), None)

    def may_be_partial(self, number: int) -> bool:
        """Whether the rail may collect a part on a try, counted from 1."""
        return 0 < self.partial_from_try <= number

    def apply(self, now: datetime, business_date: date) -> bool:
        """Whether the hours count now: the business date is today's date in Asia/Shanghai."""
        return self.are_kept and now.astimezone(SHANGHAI).date() == business_date

    @staticmethod
    def _at(day: date, start: time) -> datetime:
        return datetime.combine(day, start, SHANGHAI)
