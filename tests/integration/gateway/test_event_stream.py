"""Staff watch alerts over HTTP and lose none when the connection breaks."""

import json

import aiohttp

from chassis.errors import Unavailable
from tests.integration.gateway.gateway_support import (
    App,
    MakeGateway,
    Services,
    an_alert,
    events_of,
    until,
)

WATCH = "/v1/monitoring/alerts:watch"


async def alerts_of(response: aiohttp.ClientResponse, count: int) -> list[tuple[str | None, int]]:
    found = []
    async for event in events_of(response):
        if event.name == "alert":
            found.append((event.number, json.loads(event.data)["alert"]["alert_number"]))
        if len(found) == count:
            break
    return found


async def test_alerts_arrive_as_they_are_raised_each_with_its_number(
    app: App, services: Services
) -> None:
    services.alerts = [an_alert(1)]
    async with app.http.get(app.url + WATCH, headers=app.keys.staff()) as response:
        first = await alerts_of(response, 1)
        services.alerts.append(an_alert(2))
        second = await alerts_of(response, 1)

    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.headers["X-Request-Id"]
    assert first + second == [("1", 1), ("2", 2)]


async def test_a_watcher_resumes_after_the_last_event_it_saw(app: App, services: Services) -> None:
    services.alerts = [an_alert(number) for number in range(1, 6)]
    async with app.http.get(app.url + WATCH, headers=app.keys.staff()) as response:
        seen = await alerts_of(response, 2)

    again = {**app.keys.staff(), "Last-Event-ID": seen[-1][0]}
    first_asked = f"{WATCH}?resume_after_alert_number=0"
    async with app.http.get(app.url + first_asked, headers=again) as response:
        rest = await alerts_of(response, 3)

    assert [number for _, number in seen + rest] == [1, 2, 3, 4, 5]


async def test_heartbeats_carry_no_number_to_resume_after(app: App, services: Services) -> None:
    async with app.http.get(app.url + WATCH, headers=app.keys.staff()) as response:
        event = await anext(events_of(response))

    assert (event.name, event.number) == ("heartbeat", None)


async def test_only_staff_watch(app: App, services: Services) -> None:
    customer = await app.get(WATCH, app.keys.customer(services.owner))
    nobody = await app.get(WATCH)
    confused = await app.get(WATCH, {**app.keys.staff(), "Last-Event-ID": "x"})

    assert (customer.status, nobody.status, confused.status) == (403, 401, 400)


async def test_a_prompt_refusal_is_an_http_problem_and_a_late_one_an_event(
    app: App, services: Services
) -> None:
    services.break_with = Unavailable()
    prompt = await app.get(WATCH, app.keys.staff())
    services.break_with = None

    async with app.http.get(app.url + WATCH, headers=app.keys.staff()) as response:
        events = events_of(response)
        await anext(events)
        services.break_with = Unavailable()
        rest = [event async for event in events]

    assert (prompt.status, prompt.reason) == (503, "UNAVAILABLE")
    assert rest[-1].name == "problem"
    assert json.loads(rest[-1].data)["reason"] == "UNAVAILABLE"


async def test_a_watcher_who_leaves_is_forgotten(app: App, services: Services) -> None:
    async with app.http.get(app.url + WATCH, headers=app.keys.staff()) as response:
        await anext(events_of(response))
        assert services.open_streams == 1

    await until(lambda: services.open_streams == 0)


async def test_a_stream_ends_after_its_lifetime_without_a_problem(
    gateway: MakeGateway, grpc_address: str, services: Services
) -> None:
    app = await gateway(grpc_address, stream_lifetime_s=1)

    async with app.http.get(app.url + WATCH, headers=app.keys.staff()) as response:
        events = [event async for event in events_of(response)]

    assert {event.name for event in events} == {"heartbeat"}


async def test_a_stopping_gateway_ends_its_streams_and_drains(app: App, services: Services) -> None:
    async with app.http.get(app.url + WATCH, headers=app.keys.staff()) as response:
        await anext(events_of(response))

        await app.server.stop(5)
        rest = [event async for event in events_of(response)]

    assert all(event.name == "heartbeat" for event in rest)
    await until(lambda: services.open_streams == 0)
