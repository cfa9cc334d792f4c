"""The tables of identity and the questions asked of them."""

from typing import Any, TypeVar
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.identity.domain.business import BusinessProfile
from services.identity.domain.consent import ConsentLedger
from services.identity.domain.credential import Credential, IdNumberClaim
from services.identity.domain.customer import Customer
from services.identity.domain.intent_code import IntentCode
from services.identity.domain.log_in_guard import LogInGuard
from services.identity.domain.notice import CustomerNotice
from services.identity.domain.one_time_code import OtpAllowance, OtpChallenge, OtpPurpose
from services.identity.domain.session import Session

A = TypeVar("A")

CUSTOMERS = AggregateTable(Customer, "customer", key=("customer_id",))
CONSENT_LEDGERS = AggregateTable(ConsentLedger, "consent_ledger", key=("customer_id",))
# What follows is internal state; of a session and of a guard only some changes are news.
SESSIONS = AggregateTable(Session, "session", key=("customer_id", "session_id"), announced=False)
CREDENTIALS = AggregateTable(Credential, "credential", key=("phone_index",), announced=False)
ID_NUMBER_CLAIMS = AggregateTable(
    IdNumberClaim, "id_number_claim", key=("id_number_index",), announced=False
)
OTP_ALLOWANCES = AggregateTable(
    OtpAllowance, "otp_allowance", key=("phone_index",), announced=False
)
OTP_CHALLENGES = AggregateTable(
    OtpChallenge, "otp_challenge", key=("phone_index", "purpose"), announced=False
)
BUSINESS_PROFILES = AggregateTable(BusinessProfile, "business_profile", key=("customer_id",))
INTENT_CODES = AggregateTable(
    IntentCode,
    "intent_code",
    key=("customer_id", "purpose", "subject_sha256"),
    announced=False,
)
NOTICES = AggregateTable(
    CustomerNotice, "customer_notice", key=("customer_id", "notice_id"), announced=False
)
LOG_IN_GUARDS = AggregateTable(LogInGuard, "log_in_guard", key=("subject",), announced=False)

TABLES: tuple[AggregateTable[Any], ...] = (
    OTP_ALLOWANCES,
    OTP_CHALLENGES,
    INTENT_CODES,
    LOG_IN_GUARDS,
    CREDENTIALS,
    ID_NUMBER_CLAIMS,
    CUSTOMERS,
    SESSIONS,
    CONSENT_LEDGERS,
    NOTICES,
    BUSINESS_PROFILES,
)


class Repository:
    """Reads outside of commands."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def find_customer(self, customer_id: UUID) -> Customer | None:
        """The customer with this id."""
        return await self._find(CUSTOMERS, customer_id)

    async def find_session(self, customer_id: UUID, session_id: UUID) -> Session | None:
        """One session of the customer."""
        return await self._find(SESSIONS, customer_id, session_id)

    async def find_challenge(self, phone_index: str, purpose: OtpPurpose) -> OtpChallenge | None:
        """The latest code asked for, for this phone and purpose."""
        return await self._find(OTP_CHALLENGES, phone_index, purpose)

    async def find_business(self, customer_id: UUID) -> BusinessProfile | None:
        """The business of the customer."""
        return await self._find(BUSINESS_PROFILES, customer_id)

    async def find_intent_code(
        self, customer_id: UUID, purpose: OtpPurpose, subject_sha256: str
    ) -> IntentCode | None:
        """The latest code asked for, for one document of a customer."""
        return await self._find(INTENT_CODES, customer_id, purpose, subject_sha256)

    async def find_notice(self, customer_id: UUID, notice_id: UUID) -> CustomerNotice | None:
        """A message that was sent."""
        return await self._find(NOTICES, customer_id, notice_id)

    async def find_consent_ledger(self, customer_id: UUID) -> ConsentLedger | None:
        """Everything the customer ever agreed to."""
        return await self._find(CONSENT_LEDGERS, customer_id)

    async def _find(self, table: AggregateTable[A], *key: object) -> A | None:
        where = " and ".join(f"{name} = ${n}" for n, name in enumerate(table.key_columns, start=1))
        row = await self._pool.fetchrow(
            f"select {table.column_list} from {table.name} where {where}",  # noqa: S608
            *key,
        )
        return None if row is None else table.from_row(row)
