"""The bank rail over HTTP: the whole of what the lender can ask it."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime

from aiohttp import web

from sandbox.bank_rail import book, iso20022, mandates
from sandbox.bank_rail.incoming import take_in
from sandbox.bank_rail.notices import Notices
from sandbox.bank_rail.orders import Answer, Incoming, Kind, Order, Plan, Status
from sandbox.faults import SLOW_OR_DOWN, Fault, FaultBook, play_before_work
from sandbox.population import Population
from sandbox.store import Store
from sandbox.web import Refusal, bad_request, drop_connection, json_object, text_field, whole_number

_ORDERS = SLOW_OR_DOWN | {
    "timeout_then_paid",  # taken, then the line is held for delay_s and cut without an answer
    "lost",  # the line is cut before the rail takes the order: the key stays unknown
    "pending",  # answered ACSP; settles after pending_asks more questions
    "reject",  # answered RJCT with reason, for ever
    "refused_then_paid",  # answered RJCT with reason; pays all the same after pending_asks
    "wrong_amount",  # the answer echoes one fen more than was ordered
    "duplicate_callback",  # the movement is notified twice
    "callback_first",  # the movement is notified before the answer is given
}
FAULTS = {
    "payment": _ORDERS,
    "debit": _ORDERS,
    # unknown_key: answered 404 although the order is known
    "status": SLOW_OR_DOWN | {"lost", "wrong_amount", "unknown_key"},
    "statement": SLOW_OR_DOWN,
    "mandate": SLOW_OR_DOWN | {"lost", "reject", "timeout_then_taken"},
    # unannounced: no camt.054, only the statement has it
    "incoming": frozenset({"duplicate_callback", "unannounced"}),
    "check": SLOW_OR_DOWN,
}
_MAX_BALANCE_MINOR = 10**14
_MAX_LATENCY_MS = 60_000


class RailRoutes:
    """Reads messages, plays the fault that is due, answers from the book."""

    def __init__(
        self,
        store: Store,
        population: Population,
        notices: Notices | None,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._population = population
        self._notices = notices
        self._now = now
        self._faults = FaultBook(store, FAULTS, with_amount=frozenset(Kind))
        self._latency_s = 0.0

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/rail/payments", self._pay),
            web.get("/rail/payments/{end_to_end_id}", self._payment_status),
            web.post("/rail/debits", self._debit),
            web.get("/rail/debits/{end_to_end_id}", self._debit_status),
            web.get("/rail/statements/{day}", self._statement),
            web.post("/rail/mandates", self._mandate),
            web.post("/rail/incoming", self._incoming),
            web.post("/rail/accounts:check", self._check_account),
            web.get("/rail/accounts/{card_number}", self._account),
            web.post(r"/rail/accounts/{card_number:\d+}:set-balance", self._set_balance),
            web.get("/rail/book", self._book),
            web.post("/rail:set-latency", self._set_latency),
            *self._faults.routes("/rail"),
        ]

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        return await self._take_order(request, iso20022.read_pain_001)

    async def _debit(self, request: web.Request) -> web.StreamResponse:
        return await self._take_order(request, iso20022.read_pain_008)

    async def _take_order(
        self, request: web.Request, read: Callable[[bytes], Order]
    ) -> web.StreamResponse:
        try:
            order = read(await request.read())
        except iso20022.MessageRefused as refused:
            raise bad_request(refused.reason, refused.message) from refused
        fault = await self._faults.take(
            order.kind, amount_minor=order.amount_minor, key=order.end_to_end_id
        )
        await play_before_work(fault)
        if fault is not None and fault.fault == "lost":
            return drop_connection(request)
        notify = self._notices is not None
        plan = _plan(fault)
        answer = await self._store.run(lambda c: book.submit(c, order, plan, notify=notify))
        await self._announce(first=fault is not None and fault.fault == "callback_first")
        if fault is not None and fault.fault == "timeout_then_paid":
            await asyncio.sleep(fault.delay_s)
            return drop_connection(request)
        if self._latency_s:
            await asyncio.sleep(self._latency_s)
        return self._report(answer, fault)

    async def _announce(self, *, first: bool) -> None:
        if self._notices is None:
            return
        self._notices.wake()
        if first:
            await self._notices.send_due()

    async def _payment_status(self, request: web.Request) -> web.StreamResponse:
        return await self._status(request, Kind.PAYMENT)

    async def _debit_status(self, request: web.Request) -> web.StreamResponse:
        return await self._status(request, Kind.DEBIT)

    async def _status(self, request: web.Request, kind: Kind) -> web.StreamResponse:
        key = request.match_info["end_to_end_id"]
        fault = await self._faults.take("status", key=key)
        await play_before_work(fault)
        if fault is not None and fault.fault == "lost":
            return drop_connection(request)
        notify = self._notices is not None
        answer = await self._store.run(lambda c: book.ask(c, kind, key, notify=notify))
        if answer is None or (fault is not None and fault.fault == "unknown_key"):
            raise Refusal(404, "UNKNOWN_KEY", f"The rail knows no {kind} with this key.")
        await self._announce(first=False)
        return self._report(answer, fault)

    def _report(self, answer: Answer, fault: Fault | None) -> web.Response:
        if fault is not None and fault.fault == "wrong_amount":
            answer = replace(
                answer,
                amount_minor=answer.amount_minor + 1,
                moved_minor=answer.moved_minor + 1,
            )
        return _xml(iso20022.write_pain_002(answer, written_at=self._now()))

    async def _statement(self, request: web.Request) -> web.StreamResponse:
        try:
            day = iso20022.business_day(request.match_info["day"])
        except ValueError as error:
            raise bad_request("MALFORMED_FIELD", "Name the day as 20YY-MM-DD.") from error
        await play_before_work(await self._faults.take("statement"))
        try:
            statement = await self._store.run(lambda c: book.close_day(c, day))
        except book.DayTooFar as refused:
            raise bad_request(
                "DAY_TOO_FAR", f"No statement can be asked for after {refused.last_day}."
            ) from refused
        # A day can hold a hundred thousand entries; writing them must not hold up payments.
        written_at = self._now()
        return _xml(
            await asyncio.to_thread(iso20022.write_camt_053, statement, written_at=written_at)
        )

    async def _mandate(self, request: web.Request) -> web.StreamResponse:
        """A mandate is asked for, changed or ended."""
        try:
            wish = mandates.read_request(await request.read())
        except iso20022.MessageRefused as refused:
            raise bad_request(refused.reason, refused.message) from refused
        fault = await self._faults.take("mandate", key=wish.mandate_id)
        await play_before_work(fault)
        if fault is not None and fault.fault == "lost":
            return drop_connection(request)
        refuse_with = fault.reason if fault is not None and fault.fault == "reject" else ""
        report = await self._store.run(lambda c: mandates.take(c, wish, refuse_with=refuse_with))
        if fault is not None and fault.fault == "timeout_then_taken":
            await asyncio.sleep(fault.delay_s)
            return drop_connection(request)
        return _xml(mandates.write_report(report, written_at=self._now()))

    async def _incoming(self, request: web.Request) -> web.StreamResponse:
        """Somebody transfers money to the lender: a person by card, or an account elsewhere."""
        body = await json_object(request)
        person = None
        if "card_number" in body:
            person = await self._population.by_card_number(text_field(body, "card_number"))
            if person is None:
                raise Refusal(404, "UNKNOWN_CARD", "No card has this number.")
        try:
            paid_on = iso20022.business_day(text_field(body, "paid_on"))
        except ValueError as error:
            raise bad_request("MALFORMED_FIELD", "Name the day as 20YY-MM-DD.") from error
        money = Incoming(
            end_to_end_id=text_field(body, "end_to_end_id"),
            amount_minor=whole_number(
                body, "amount_minor", default=None, low=1, high=_MAX_BALANCE_MINOR
            ),
            payer_name=person.name if person else text_field(body, "payer_name"),
            payer_account=person.card_token if person else text_field(body, "payer_account"),
            virtual_account=str(body.get("virtual_account", "")),
            remittance=str(body.get("remittance", ""))[:140],
            paid_on=paid_on,
        )
        fault = await self._faults.take(
            Kind.INCOMING, amount_minor=money.amount_minor, key=money.end_to_end_id
        )
        notices = _notices_of(fault) if self._notices is not None else 0
        if person is not None:
            await self._store.run(lambda c: book.open_card_account(c, person))
        if not await self._store.run(lambda c: take_in(c, money, notices=notices)):
            raise Refusal(409, "INSUFFICIENT_FUNDS", "The payer has too little money.")
        await self._announce(first=False)
        return web.json_response({"end_to_end_id": money.end_to_end_id})

    async def _check_account(self, request: web.Request) -> web.StreamResponse:
        """Four-factor check: does this card belong to this person with this phone."""
        body = await json_object(request)
        said = {
            name: text_field(body, name) for name in ("name", "id_number", "card_number", "phone")
        }
        await play_before_work(await self._faults.take("check"))
        person = await self._population.by_card_number(said["card_number"])
        if person is None or any(getattr(person, name) != said[name] for name in said):
            return web.json_response({"match": False})
        await self._store.run(lambda c: book.open_card_account(c, person))
        return web.json_response(
            {
                "match": True,
                "card_token": person.card_token,
                "bank_name": person.bank_name,
                "card_masked": person.card_masked,
                "debit": True,
            }
        )

    async def _account(self, request: web.Request) -> web.StreamResponse:
        person = await self._population.by_card_number(request.match_info["card_number"])
        if person is None:
            raise Refusal(404, "UNKNOWN_CARD", "No card has this number.")
        balance_minor = await self._store.run(lambda c: book.open_card_account(c, person))
        return web.json_response(
            {"card_token": person.card_token, "balance_minor": balance_minor, "currency": "CNY"}
        )

    async def _set_balance(self, request: web.Request) -> web.StreamResponse:
        body = await json_object(request)
        balance_minor = whole_number(
            body, "balance_minor", default=None, low=0, high=_MAX_BALANCE_MINOR
        )
        person = await self._population.by_card_number(request.match_info["card_number"])
        if person is None:
            raise Refusal(404, "UNKNOWN_CARD", "No card has this number.")
        await self._store.run(lambda c: book.set_card_balance(c, person, balance_minor))
        return web.json_response(
            {"card_token": person.card_token, "balance_minor": balance_minor, "currency": "CNY"}
        )

    async def _set_latency(self, request: web.Request) -> web.StreamResponse:
        """How long after taking an order the rail answers it; back to 0 when the process starts."""
        latency_ms = whole_number(
            await json_object(request), "latency_ms", default=None, low=0, high=_MAX_LATENCY_MS
        )
        self._latency_s = latency_ms / 1000
        return web.json_response({"latency_ms": latency_ms})

    async def _book(self, _request: web.Request) -> web.StreamResponse:
        """Everything the rail did, for whoever checks the lender's books against it."""
        answers, balance_minor, standing = await self._store.run(
            lambda c: (book.orders(c), book.settlement_balance(c), mandates.active(c))
        )
        rows = [_as_json(answer) for answer in answers]
        return web.json_response(
            {
                "movements": [row for row in rows if row["status"] == Status.SETTLED],
                "orders": rows,
                "mandates": standing,
                "opening_minor": book.START_BALANCE_MINOR,
                "balance_minor": balance_minor,
            }
        )


def _notices_of(fault: Fault | None) -> int:
    match fault:
        case Fault(fault="unannounced"):
            return 0
        case Fault(fault="duplicate_callback"):
            return 2
        case _:
            return 1


def _plan(fault: Fault | None) -> Plan:
    match fault:
        case Fault(fault="reject"):
            return Plan(first=Status.REJECTED, reason=fault.reason, settles=False)
        case Fault(fault="refused_then_paid"):
            return Plan(first=Status.REJECTED, reason=fault.reason, asks=fault.pending_asks)
        case Fault(fault="pending"):
            return Plan(first=Status.IN_PROCESS, asks=fault.pending_asks)
        case Fault(fault="timeout_then_paid") if fault.pending_asks > 0:
            return Plan(first=Status.IN_PROCESS, asks=fault.pending_asks)
        case Fault(fault="duplicate_callback"):
            return Plan(callbacks=2)
        case _:
            return Plan()


def _as_json(answer: Answer) -> dict[str, str | int | None]:
    row = asdict(answer)
    return {
        "kind": row["kind"],
        "end_to_end_id": row["end_to_end_id"],
        "amount_minor": row["moved_minor"],
        "ordered_minor": row["amount_minor"],
        "currency": row["currency"],
        "account": row["card_token"],
        "status": row["status"],
        "reason": row["reason"],
        "requested_on": answer.requested_on.isoformat(),
        "booked_on": None if answer.booked_on is None else answer.booked_on.isoformat(),
    }


def _xml(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/xml", charset="utf-8")
