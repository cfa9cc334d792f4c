"""Money that comes by itself, put together: what is served, and what events lead to."""

from dataclasses import dataclass
from typing import Any

from granary.repayment.v1 import suspense_service_pb2_grpc as rpc
from granary.repayment.v1.events_pb2 import TransferArrived, TransferReturnApproved

from chassis.command import Delivery, Execute
from chassis.database import Pool
from chassis.event_bus import Bus, EventHandlers, SubscriptionOptions
from chassis.http_server import HttpServer
from chassis.ports import Clock, NewId
from services.repayment.grpc_api.suspense import SuspenseApi
from services.repayment.incoming_repository import IncomingRepository
from services.repayment.rail_notices import RailNotices
from services.repayment.settings import Settings
from services.repayment.use_cases.customer_credits import PayingRail
from services.repayment.use_cases.incoming_money import IncomingMoney
from services.repayment.use_cases.ports import Books, Cards

CONSUMER = "repayment-incoming"


@dataclass(frozen=True, slots=True)
class IncomingParts:
    """The incoming money of one service process."""

    money: IncomingMoney

    @property
    def services(self) -> tuple[tuple[Any, Any], ...]:
        """What the server adds, each with how it is added."""
        return ((rpc.add_SuspenseInternalServiceServicer_to_server, SuspenseApi(self.money)),)

    def consumer(self, bus: Bus, options: SubscriptionOptions | None = None) -> Any:
        """What takes events in; a consumer of its own, which waits for loans that stand still."""
        return bus.consume(CONSUMER, self.event_handlers(), options)

    def notices(self, settings: Settings) -> tuple[HttpServer, ...]:
        """Where the bank tells of movements by itself, if there is a key to know it by."""
        if not settings.rail_notice_key:
            return ()
        notices = RailNotices(self.money, key=settings.rail_notice_key.encode())
        return (notices.server(settings.rail_notice_address),)

    def event_handlers(self) -> EventHandlers:
        """A transfer that names a loan is posted to it; an agreed return is paid."""

        async def arrived(event: TransferArrived, _: Delivery) -> None:
            await self.money.post(event.bank_reference)

        async def return_approved(event: TransferReturnApproved, _: Delivery) -> None:
            await self.money.pay_back(event.bank_reference)

        return {TransferArrived: arrived, TransferReturnApproved: return_approved}


def incoming_parts(
    pool: Pool,
    *,
    execute: Execute,
    books: Books,
    cards: Cards,
    rail: PayingRail,
    clock: Clock,
    new_id: NewId,
    first_wait_s: float = 1.0,
    longest_wait_s: float = 300.0,
) -> IncomingParts:
    """Put it together over a database, an executor and a rail."""
    return IncomingParts(
        IncomingMoney(
            execute=execute,
            reads=IncomingRepository(pool),
            books=books,
            cards=cards,
            rail=rail,
            clock=clock,
            new_id=new_id,
            first_wait_s=first_wait_s,
            longest_wait_s=longest_wait_s,
        )
    )
