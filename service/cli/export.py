"""
`verbale export`: the log with its texts as one compressed file, checked while it is written.

An export that was interrupted goes on where it stopped: run the same command again.
"""

from __future__ import annotations

import asyncio
import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import asyncpg
import rich_click as click

from service.cli import bars, database, options
from service.domain.errors import SetupError
from service.eventstore import exporting
from service.settings import Settings


@click.command(epilog="Example: `verbale export record.ndjson.zst`; to read one: `zstdcat record.ndjson.zst | head`")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--after", type=click.IntRange(0), help="Leave out the events up to this position.")
@click.option("--to", type=click.IntRange(0), help="The last position; the head of the log when left out.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the record.")
def export(file: Path, after: int | None, to: int | None, data_dir: Path | None) -> None:
    """Write the log and its texts to FILE (`-`: standard output), as JSON lines compressed with zstd."""
    settings = options.settings(data_dir=data_dir)
    try:
        with _opened(file) as target:
            done = asyncio.run(_export(settings, target, after, to))
    except ConnectionError:
        raise
    except OSError as error:
        raise _unwritable(file, error) from error
    resumed = f"; the first {done.resumed:,} of them had been written before" if done.resumed else ""
    click.echo(f"{file} holds the events after {done.after:,} up to {done.to:,}{resumed}.", err=True)


async def _export(settings: Settings, target: BinaryIO, after: int | None, to: int | None) -> exporting.Exported:
    with bars.events("Exporting") as progress:
        async with database.opened(settings) as url, asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
            return await exporting.export(pool, target, progress, after=after, to=to)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdout.buffer
        return
    with file.open("r+b" if file.exists() else "x+b") as target:
        yield target


def _unwritable(file: Path, error: OSError) -> SetupError:
    full = error.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
    mend = "make room and run the same command again, which goes on where it stopped" if full else "see the reason"
    return SetupError(f"{file} cannot be written ({error.strerror}): {mend}.", field="file")
