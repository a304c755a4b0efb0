"""
`verbale parked`: the events that a worker could not handle, and what becomes of them.

An event is tried again, or let go with a reason that is recorded; it stays in the log in either case.
"""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import asyncpg
import rich_click as click
from rich.table import Table
from rich.text import Text

from service.cli import answers, database, logs, options
from service.eventstore import ROLE, EventLog
from service.intake.model import ModelEndpoint
from service.projections import parking, retrying
from service.settings import Settings

_POSITION = click.argument("position", type=click.IntRange(1))
_CONSUMER = click.option(
    "--consumer", help="Whose: `projections`, `reading`, `model-reading`; needed where several failed at it."
)
_DATA_DIR = click.option(
    "--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the record."
)


@click.group(epilog='Example: `verbale parked skip 512 --reason "withdrawn by the wire, see 530"`')
def parked() -> None:
    """Events that a worker could not handle: list them, try them again, let them go."""


@parked.command("list", epilog="Example: `verbale parked list`")
@_DATA_DIR
def list_(data_dir: Path | None) -> None:
    """Show what is parked, with the error of each."""
    found = asyncio.run(_list(options.settings(data_dir=data_dir)))
    if not found:
        click.echo("Nothing is parked.")
        return
    table = Table("position", "consumer", "event", "stream", "parked", "error")
    for each in found:
        moment = each.parked_at.strftime("%Y-%m-%d %H:%M:%SZ")
        table.add_row(str(each.position), each.consumer, each.type, each.stream, moment, Text(each.error))
    answers.console().print(table)


@parked.command(epilog="Example: `verbale parked retry 512`")
@_POSITION
@_CONSUMER
@_DATA_DIR
def retry(position: int, consumer: str | None, data_dir: Path | None) -> None:
    """Handle the event at POSITION now, once what it failed on is mended."""
    settings = options.settings(data_dir=data_dir)
    logs.configure(settings)
    asyncio.run(_retry(settings, position, consumer))
    click.echo(f"Position {position} is handled.")


@parked.command(epilog='Example: `verbale parked skip 512 --reason "withdrawn by the wire, see 530"`')
@_POSITION
@click.option("--reason", required=True, help="Why it is let go; recorded in the log.")
@click.option("--actor", help="Who lets it go; the user of this system when left out.")
@_CONSUMER
@_DATA_DIR
def skip(position: int, reason: str, actor: str | None, consumer: str | None, data_dir: Path | None) -> None:
    """Let the event at POSITION go: it stays in the log, and that it was skipped becomes an event too."""
    if not reason.strip():
        raise click.UsageError("--reason must say why")
    settings = options.settings(data_dir=data_dir)
    recorded = asyncio.run(
        _skip(settings, position, consumer, reason.strip(), actor or f"operator:{getpass.getuser()}")
    )
    click.echo(f"Position {position} is skipped, as position {recorded} says.")


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[asyncpg.Pool, EventLog]]:
    async with (
        database.opened(settings) as url,
        asyncpg.create_pool(url, min_size=1, max_size=3, server_settings={"role": ROLE}) as pool,
        EventLog(pool) as log,
    ):
        yield pool, log


async def _list(settings: Settings) -> list[parking.Parked]:
    async with _opened(settings) as (pool, _):
        return await parking.parked(pool)


async def _retry(settings: Settings, position: int, consumer: str | None) -> None:
    async with _opened(settings) as (pool, log):
        endpoint = ModelEndpoint.configured(settings)
        async with endpoint or nullcontext():
            await retrying.retry(pool, log, await parking.one(pool, position, consumer), endpoint)


async def _skip(settings: Settings, position: int, consumer: str | None, reason: str, actor: str) -> int:
    async with _opened(settings) as (pool, log):
        return await parking.skip(pool, log, await parking.one(pool, position, consumer), reason, actor)
