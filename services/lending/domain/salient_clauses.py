"""The key clauses (重大利害关系条款): each is shown to the customer and acknowledged by itself.

The law asks the lender to draw attention to them, and a ticked box is no proof of it. So what was
on the screen is kept with the quote, with how long each clause stood there and when it was agreed
to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from services.lending.domain.documents import Templates
from services.lending.domain.errors import (
    ClauseHashDiffers,
    ClauseReadTooShort,
    ClausesNotAcknowledged,
    ClausesNotOpened,
    ClauseUnknown,
)
from services.lending.domain.policy import LendingPolicy


@dataclass(frozen=True, slots=True)
class SalientClause:
    """One clause as this customer sees it. The Chinese text binds."""

    code: str
    template: str
    sha256: str
    """Of quote id, code and Chinese text, each on a line: one of another quote does not fit."""
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class ClauseSeen:
    """What the app tells of one clause: which text was shown, in which language, how long."""

    code: str
    sha256: str
    dwell_ms: int
    language: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The customer agreed to one clause; kept as evidence."""

    code: str
    sha256: str
    dwell_ms: int
    language: str
    acknowledged_at: datetime


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """The clauses of one quote, and how far the customer has come with them."""

    clauses: tuple[SalientClause, ...] = ()
    min_dwell_ms: int = 0
    """How long each must stand on the screen, milliseconds."""
    opened_at: datetime | None = None
    acknowledged: tuple[Acknowledgement, ...] = ()

    @property
    def missing(self) -> list[str]:
        """The codes still to be acknowledged, in the order of the clauses."""
        done = {one.code for one in self.acknowledged}
        return [clause.code for clause in self.clauses if clause.code not in done]

    def require_complete(self) -> None:
        """Refuse to go on before each clause is acknowledged."""
        if self.missing:
            raise ClausesNotAcknowledged(missing=",".join(self.missing))

    def acknowledge(self, seen: Sequence[ClauseSeen], now: datetime) -> "ClauseReading":
        """Take what the customer agreed to; a clause agreed to before changes nothing.

        Refuses a clause that is not of this quote, another text, and a reading too short: the
        times told can never be longer together than the clauses have been open.
        """
        if self.opened_at is None:
            raise ClausesNotOpened
        done = {one.code for one in self.acknowledged}
        added = []
        for one in seen:
            self._require_shown(one)
            if one.code not in done:
                done.add(one.code)
                added.append(Acknowledgement(one.code, one.sha256, one.dwell_ms, one.language, now))
        acknowledged = (*self.acknowledged, *added)
        read_ms = sum(one.dwell_ms for one in acknowledged)
        if timedelta(milliseconds=read_ms) > now - self.opened_at:
            raise ClauseReadTooShort(min_dwell_ms=self.min_dwell_ms)
        return ClauseReading(self.clauses, self.min_dwell_ms, self.opened_at, acknowledged)

    def _require_shown(self, seen: ClauseSeen) -> None:
        clause = next((clause for clause in self.clauses if clause.code == seen.code), None)
        if clause is None:
            raise ClauseUnknown(code=seen.code)
        if clause.sha256 != seen.sha256:
            raise ClauseHashDiffers(code=seen.code)
        if seen.dwell_ms < self.min_dwell_ms:
            raise ClauseReadTooShort(code=seen.code, min_dwell_ms=self.min_dwell_ms)


def write_clauses(
    quote_id: UUID, facts: Mapping[str, str], policy: LendingPolicy, templates: Templates
) -> ClauseReading:
    """Render the clauses that the policy names with the figures of the cost sheet."""
    folder = f"salient_clauses/{policy.salient_clauses_template}"
    clauses = []
    for code in policy.salient_clauses:
        text_zh = templates.render(f"{folder}/{code}.zh-CN", facts)
        clauses.append(
            SalientClause(
                code=code,
                template=policy.salient_clauses_template,
                sha256=sha256(f"{quote_id}\n{code}\n{text_zh}".encode()).hexdigest(),
                text_zh=text_zh,
                text_en=templates.render(f"{folder}/{code}.en", facts),
            )
        )
    return ClauseReading(tuple(clauses), policy.salient_clause_min_dwell_ms)
