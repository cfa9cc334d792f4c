"""One whole suite per test file; its tests share it and each verifies all of it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.builders.whole_suite import World, whole_suite


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with whole_suite(tmp_path_factory.mktemp("whole")) as running:
        yield running
