"""
`verbale import`: an export's events into this log, each checked before it is taken over.

Run again, it adds nothing that is held already; it never changes or moves what is.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

import asyncpg
import rich_click as click

from service.cli import bars, database, options
from service.domain.errors import SetupError
from service.eventstore import importing
from service.projections.reading import CHECKPOINT as READING
from service.settings import Settings


@click.command("import", epilog="Example: `verbale import record.ndjson.zst`")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--abandon", is_flag=True, help="Give up an import that was not finished, and read on without it.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the record.")
def import_(file: Path | None, data_dir: Path | None, *, abandon: bool) -> None:
    """
    Take over the events of an export from FILE (`-`: standard input), with their positions, ids and hashes.

    Nobody else can write while it runs. The answers follow by the worker, as with any event.
    """
    settings = options.settings(data_dir=data_dir)
    if abandon:
        if file is not None:
            raise click.UsageError("--abandon takes no FILE")
        count = asyncio.run(_abandon(settings))
        click.echo("The unfinished import is given up." if count else "No import was unfinished.")
        return
    if file is None:
        raise click.UsageError("name a FILE, or `-` for standard input; see `verbale import --help`")
    try:
        with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as source:
            done = asyncio.run(_import(settings, source))
    except ConnectionError:
        raise
    except OSError as error:
        raise SetupError(f"{file} cannot be read: {error.strerror}.", field="file") from error
    click.echo(f"{done.added:,} events are new, {done.held:,} were held; the log ends at {done.head:,}.")
    if done.erased_later:
        click.echo(
            f"{done.erased_later:,} texts lost their words by events behind the export's end; `verbale verify` names "
            "them until these are imported too.",
            err=True,
        )


async def _import(settings: Settings, source: BinaryIO) -> importing.Imported:
    with bars.events("Importing") as progress:
        async with database.opened(settings) as url:
            return await importing.adopt(url, source, progress, wait=[READING])


async def _abandon(settings: Settings) -> int:
    async with database.opened(settings) as url:
        connection = await asyncpg.connect(url)
        try:
            return await importing.release(connection)
        finally:
            await connection.close()
