"""One consumer's share of one stream: pull, hand to handlers, settle.

Order per customer holds within one process per consumer, which is how a service runs in a cell.
"""

import asyncio
import json
import random
from collections import deque
from collections.abc import Mapping
from contextlib import suppress

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from chassis.handling import EventHandlers, Handling, Held, SubscriptionOptions
from chassis.lanes import Lanes
from chassis.ports import Clock, utc_now
from chassis.streams import BusError, ask

log = structlog.get_logger(__name__)

HEARTBEAT_S = 2.0
"""How often the server says that a waiting pull is still waiting."""
PULL_EXPIRES_S = 30.0


class Subscription:
    """A durable pull consumer `<consumer>-in` on one stream, served by this process."""

    def __init__(
        self,
        client: Client,
        *,
        consumer: str,
        stream: str,
        handlers: EventHandlers,
        options: SubscriptionOptions,
        dice: random.Random,
        clock: Clock = utc_now,
    ) -> None:
        self._client = client
        self._consumer = consumer
        self._stream = stream
        self._options = options
        self._handle = Handling(
            client,
            consumer=consumer,
            stream=stream,
            handlers=handlers,
            options=options,
            dice=dice,
            clock=clock,
        )
        self._created = ""
        self._inbox = ""
        self._pulls: dict[str, int] = {}
        self._pull_number = 0
        self._held: dict[int, Held] = {}
        self._queues: dict[str, deque[Held]] = {}
        self._lanes = Lanes()
        self._workers: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._begin_anew = False
        self._heard_at = 0.0

    async def run(self) -> None:
        """Serve until cancelled; what is in hand then is given back at once."""
        self._loop = asyncio.get_running_loop()
        pause_s = 0.1
        try:
            while True:
                try:
                    await self._ensure_consumer()
                    pause_s = 0.1
                    await self._serve()
                    await asyncio.sleep(0.05)
                except (BusError, NatsError, OSError, TimeoutError) as error:
                    log.debug("bus.not_consuming", stream=self._stream, kind=type(error).__name__)
                    await asyncio.sleep(pause_s)
                    pause_s = min(pause_s * 2, 1.0)
        finally:
            await self._give_back()

    def reconnected(self) -> None:
        """The connection is back: pulls sent over the old one are forgotten by the server."""
        self._begin_anew = True
        self._wake.set()

    async def _ensure_consumer(self) -> None:
        """Create the consumer or bring it up to date; raises BusError while there is no stream."""
        durable = f"{self._consumer}-in"
        body = {
            "stream_name": self._stream,
            "config": {
                "durable_name": durable,
                "name": durable,
                "deliver_policy": "all",
                "ack_policy": "explicit",
                "ack_wait": int(self._options.ack_wait_s * 1e9),
                # The client decides when to give up, because only it knows why a try failed.
                "max_deliver": -1,
                "max_ack_pending": self._options.max_ack_pending,
                "filter_subjects": self._handle.subjects,
            },
        }
        answer = await ask(self._client, f"CONSUMER.CREATE.{self._stream}.{durable}", body)
        if answer["created"] != self._created:
            self._created = answer["created"]
            self._lanes.clear()
            self._handle.forget()
            self._held = {}

    async def _serve(self) -> None:
        """Pull and hand out until the consumer has to be looked after again."""
        self._inbox = self._client.new_inbox()
        self._begin_anew = False
        self._heard_at = self._loop.time()
        inbox = await self._client.subscribe(f"{self._inbox}.*", cb=self._on_message)
        try:
            while not self._begin_anew:
                await self._pull()
                self._wake.clear()
                try:
                    async with asyncio.timeout(1.0):
                        await self._wake.wait()
                except TimeoutError:
                    await self._keep_alive()
                    if self._loop.time() - self._heard_at > 3 * HEARTBEAT_S:
                        return
        finally:
            self._pulls.clear()
            if not self._client.is_closed:
                await inbox.unsubscribe()

    async def _pull(self) -> None:
        """Ask for more once half of the window is free, so that pulls overlap with work."""
        free = self._options.in_hand - len(self._held) - sum(self._pulls.values())
        if free < max(self._options.in_hand // 2, 1):
            return
        self._pull_number += 1
        reply = f"{self._inbox}.{self._pull_number}"
        self._pulls[reply] = free
        body = {
            "batch": free,
            "expires": int(PULL_EXPIRES_S * 1e9),
            "idle_heartbeat": int(HEARTBEAT_S * 1e9),
        }
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{self._consumer}-in"
        await self._client.publish(subject, json.dumps(body).encode(), reply=reply)

    async def _on_message(self, message: Msg) -> None:
        self._heard_at = self._loop.time()
        headers = message.headers or {}
        status = headers.get("Status")
        if status is None:
            self._count_down()
            await self._take(message, headers)
        elif status != "100":
            self._pulls.pop(message.subject, None)
            # Anything but "nothing came in time" may mean that consumer or stream are gone.
            self._begin_anew |= status not in {"404", "408"} and "Completed" not in headers.get(
                "Description", ""
            )
            self._wake.set()

    def _count_down(self) -> None:
        for pull, expected in self._pulls.items():
            if expected > 1:
                self._pulls[pull] = expected - 1
            else:
                del self._pulls[pull]
            return

    async def _take(self, message: Msg, headers: Mapping[str, str]) -> None:
        position = message.metadata
        sequence = position.sequence.stream
        if sequence in self._held:
            # Delivered again while in hand, after a break of the connection: settle the new one.
            self._held[sequence].message = message
            return
        message_id = (
            headers.get("ce-id") or headers.get("Nats-Msg-Id") or f"{self._stream}:{sequence}"
        )
        lane = headers.get("customer-id") or headers.get("aggregate-id") or message_id
        now = self._loop.time()
        held = Held(message, sequence, position.num_delivered, lane, now, message_id, headers)
        delay_s = self._lanes.delay(lane, sequence, now)
        if delay_s:
            await self._send_back(held, delay_s, blocks=True)
            self._wake.set()
            return
        self._held[sequence] = held
        queue = self._queues.get(lane)
        if queue is not None:
            queue.append(held)
            return
        self._queues[lane] = deque([held])
        worker = asyncio.create_task(self._work(lane))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, lane: str) -> None:
        """Handle a lane's messages one after the other."""
        queue = self._queues[lane]
        while queue:
            held = queue[0]
            again = await self._handle(held)
            queue.popleft()
            self._let_go(held)
            if again is None:
                self._lanes.leave(lane, held.sequence)
                continue
            await self._send_back(held, again.delay_s, blocks=again.blocks)
            while again.blocks and queue:
                behind = queue.popleft()
                self._let_go(behind)
                delay_s = self._lanes.delay(lane, behind.sequence, self._loop.time())
                await self._send_back(behind, delay_s, blocks=True)
        del self._queues[lane]

    def _let_go(self, held: Held) -> None:
        if self._held.get(held.sequence) is held:
            del self._held[held.sequence]
        self._wake.set()

    async def _send_back(self, held: Held, delay_s: float, *, blocks: bool) -> None:
        if blocks:
            self._lanes.wait(held.lane, held.sequence, self._loop.time() + delay_s)
        else:
            self._lanes.leave(held.lane, held.sequence)
        nak = b'-NAK {"delay": %d}' % int(delay_s * 1e9)
        await self._say(held, nak)

    async def _keep_alive(self) -> None:
        """Tell the server, in order, which messages are still being worked on."""
        now = self._loop.time()
        for held in sorted(self._held.values(), key=lambda held: held.sequence):
            if now - held.since > self._options.ack_wait_s / 3:
                held.since = now
                await self._say(held, b"+WPI")

    async def _give_back(self) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        for held in sorted(self._held.values(), key=lambda held: held.sequence):
            await self._say(held, b"-NAK")

    async def _say(self, held: Held, verdict: bytes) -> None:
        # Lost words are harmless: the server delivers again after its wait.
        with suppress(NatsError):
            await self._client.publish(held.message.reply, verdict)
