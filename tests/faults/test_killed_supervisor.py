"""`granary up` killed with -9 in the middle of drawdowns, then started again on the same folder."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from cli.demo.app import App, OutsideWorld, open_session
from cli.demo.customer import Customer
from cli.demo.story import FIRST_DATE, INCOME
from cli.suite.data_folder import DataFolder
from tests.builders.whole_suite import PROJECT, become_true, hand_out_again, verified
from tests.integration.suite.test_supervisor import is_gone, pids_of

DRAWS = 3


@asynccontextmanager
async def granary_up(data_dir: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command as a person starts it, ready; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", "up", "--data-dir", str(data_dir),
        cwd=PROJECT,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "GRANARY_FIRST_BUSINESS_DATE": FIRST_DATE.isoformat()},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        while b"stop with" not in (line := await process.stdout.readline()):
            assert line, "the suite did not start"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ready_to_draw(outside: OutsideWorld, app: App) -> tuple[Customer, list[Any]]:
    (person,) = await outside.people(count=1, archetype="good", seed=1)
    customer = Customer(app, outside, person, device_id="phone")
    await customer.log_in()
    await customer.consent()
    await customer.register()
    await customer.bind_card()
    await customer.apply(INCOME)
    return customer, await asyncio.gather(*(customer.prepare(50_000, 5) for _ in range(DRAWS)))


async def test_a_killed_supervisor_leaves_nothing_behind_and_nothing_undone(
    tmp_path: Path,
) -> None:
    data_dir = tmp_path / "suite"
    async with open_session() as session:
        async with granary_up(data_dir) as supervisor:
            state = DataFolder(data_dir).read_state()
            pids = pids_of(data_dir)
            outside = OutsideWorld(session, state["sandbox_url"])
            app = App(session, state["gateway_url"], "en")
            customer, contracts = await ready_to_draw(outside, app)
            drawn = [await customer.draw(contracts[0])]
            drawing = [asyncio.create_task(customer.draw(one)) for one in contracts[1:]]
            await asyncio.sleep(0)
            supervisor.kill()
            await supervisor.wait()
            await become_true(lambda: all(is_gone(pid) for pid in pids))

        async with granary_up(data_dir):
            await hand_out_again(DataFolder(data_dir).read_state()["nats_url"])
            drawn += await asyncio.gather(*drawing)
            for drawdown_id in drawn:
                drawdown = await customer.drawdown_is(drawdown_id, "PAID", "REFUSED")
                assert drawdown["status"] == "PAID"
                await customer.loan_opened(drawdown_id)
            result = await verified(data_dir)

    assert result["calm"]
    assert result["findings"] == []
    assert all(result["invariants"].values())
    assert result["looked_at"]["loans"] == DRAWS
