"""
A real Postgres for every test that asks for one.

Ask for the fixture `database`: the URL (`postgresql://…`) of a fresh, migrated database of the test's own, in sync
and async tests alike. It is cloned from a template in about 50 ms and dropped after the test, with whatever is still
connected to it::

    async def test_the_log_starts_empty(database: str) -> None:
        connection = await asyncpg.connect(database)

`empty_database` is the same without tables. `postgres` is the server (one a worker, started when first asked for) for
tests that need several databases: `postgres.create("name")` and `postgres.drop("name")`; nothing here survives the run.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from hypothesis import settings

from service.postgres.cluster import Cluster
from service.postgres.migrate import upgrade
from tests.examples import pytest_runtest_logreport, pytest_runtest_makereport, pytest_terminal_summary

__all__ = ["Postgres", "pytest_runtest_logreport", "pytest_runtest_makereport", "pytest_terminal_summary"]

TEMPLATE = "verbale_template"

# No test asserts how long anything takes: the machines that run them are shared.
settings.register_profile("verbale", deadline=None)
settings.load_profile("verbale")


class Postgres:
    """The worker's server, driven from sync code on a loop of its own, so that every kind of test can use it."""

    def __init__(self, runner: asyncio.Runner, cluster: Cluster) -> None:
        self._runner = runner
        self._cluster = cluster
        self._numbers = itertools.count(1)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(work)

    def create(self, name: str | None = None, template: str | None = TEMPLATE) -> str:
        """The URL of a new database: a copy of the migrated template, or an empty one with `template=None`."""
        return self.run(self._cluster.create_database(name or f"test_{next(self._numbers)}", template))

    def drop(self, url_or_name: str) -> None:
        name = url_or_name.partition("?")[0].rpartition("/")[2]
        self.run(self._cluster.drop_database(name))


@pytest.fixture(scope="session")
def bare_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    cluster = Cluster(tmp_path_factory.mktemp("pg"), durable=False, configuration={"autovacuum": "off"})
    # A loop factory leaves the thread's current loop alone, which belongs to the test.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(cluster.start())
        try:
            yield Postgres(runner, cluster)
        finally:
            runner.run(cluster.stop())


@pytest.fixture(scope="session")
def postgres(bare_postgres: Postgres) -> Postgres:
    bare_postgres.run(upgrade(bare_postgres.create(TEMPLATE, template=None)))
    return bare_postgres


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture
def empty_database(bare_postgres: Postgres) -> Iterator[str]:
    url = bare_postgres.create(template=None)
    yield url
    bare_postgres.drop(url)
