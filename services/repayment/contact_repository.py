"""Contacts, promises and requests for relief: their tables and what is read from them."""

from datetime import date
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.late.contact import Contact, DebtorContacts
from services.repayment.domain.late.errors import ContactNotFound, HardshipNotFound
from services.repayment.domain.late.hardship import HardshipRequest
from services.repayment.domain.late.promise import PaymentPromise

# The log and the counter are the lender's own record; what concerns others is announced.
DEBTORS = AggregateTable(DebtorContacts, "debtor_contacts", key=("customer_id",), announced=False)
CONTACTS = AggregateTable(
    Contact, "collection_contact", key=("customer_id", "contact_id"), announced=False
)
PROMISES = AggregateTable(
    PaymentPromise, "payment_promise", key=("customer_id", "promise_id"), announced=False
)
HARDSHIPS = AggregateTable(
    HardshipRequest, "hardship_request", key=("customer_id", "request_id"), announced=False
)


class ContactRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def contact(self, customer_id: UUID, contact_id: UUID) -> Contact:
        """Raises ContactNotFound."""
        row = await self._pool.fetchrow(
            f"select {CONTACTS.column_list} from collection_contact"  # noqa: S608
            " where customer_id = $1 and contact_id = $2",
            customer_id,
            contact_id,
        )
        if row is None:
            raise ContactNotFound(kind="contact")
        return CONTACTS.from_row(row)

    async def contacts(
        self, customer_id: UUID, older_than: UUID | None, limit: int
    ) -> list[Contact]:
        """The log of a debtor, the newest first."""
        rows = await self._pool.fetch(
            f"""
            select {CONTACTS.column_list} from collection_contact
            where customer_id = $1 and ($2::uuid is null or contact_id < $2)
            order by contact_id desc limit $3
            """,  # noqa: S608
            customer_id,
            older_than,
            limit,
        )
        return [CONTACTS.from_row(row) for row in rows]

    async def debtor(self, customer_id: UUID) -> DebtorContacts:
        """What the governor remembers of a debtor; nothing of one never contacted."""
        row = await self._pool.fetchrow(
            f"select {DEBTORS.column_list} from debtor_contacts where customer_id = $1",  # noqa: S608
            customer_id,
        )
        return DEBTORS.from_row(row) if row is not None else DebtorContacts(customer_id)

    async def promises_to_judge(
        self, on: date, after: tuple[UUID, UUID], limit: int
    ) -> list[PaymentPromise]:
        """Open promises whose day has passed, in order of their key."""
        rows = await self._pool.fetch(
            f"""
            select {PROMISES.column_list} from payment_promise
            where status = 'OPEN' and pay_by < $1 and (customer_id, promise_id) > ($2, $3)
            order by customer_id, promise_id limit $4
            """,  # noqa: S608
            on,
            *after,
            limit,
        )
        return [PROMISES.from_row(row) for row in rows]

    async def promises_of_loan(self, customer_id: UUID, loan_id: UUID) -> list[PaymentPromise]:
        """All promises for a loan, the oldest first."""
        rows = await self._pool.fetch(
            f"select {PROMISES.column_list} from payment_promise"  # noqa: S608
            " where customer_id = $1 and loan_id = $2 order by promise_id",
            customer_id,
            loan_id,
        )
        return [PROMISES.from_row(row) for row in rows]

    async def promises_standing(
        self, customer_id: UUID, loan_id: UUID, on: date
    ) -> list[PaymentPromise]:
        """The promises for a loan that may still be kept on a business date."""
        found = await self.promises_of_loan(customer_id, loan_id)
        return [promise for promise in found if promise.stands_on(on)]

    async def paid_between(self, customer_id: UUID, loan_id: UUID, first: date, last: date) -> int:
        """What was posted to a loan with value on the days between, both included, in fen."""
        paid = await self._pool.fetchval(
            """
            select coalesce(sum(amount_minor), 0)::bigint from repayment
            where customer_id = $1 and loan_id = $2 and status = 'POSTED'
                and requested_on between $3 and $4
            """,
            customer_id,
            loan_id,
            first,
            last,
        )
        return int(paid)

    async def hardship(self, customer_id: UUID, request_id: UUID) -> HardshipRequest:
        """Raises HardshipNotFound, also when it is another customer's."""
        row = await self._pool.fetchrow(
            f"select {HARDSHIPS.column_list} from hardship_request"  # noqa: S608
            " where customer_id = $1 and request_id = $2",
            customer_id,
            request_id,
        )
        if row is None:
            raise HardshipNotFound(kind="hardship_request")
        return HARDSHIPS.from_row(row)
