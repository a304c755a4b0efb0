"""
`verbale migrate`: the schema of the database, forward and back.

With `--check` nothing is changed: the exit status says whether the database is up to date.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import rich_click as click

from service.cli import database, options
from service.postgres import migrate as migrations
from service.postgres import revisions
from service.settings import Settings


@click.command(epilog="Example: `verbale migrate --check`")
@click.option("--to", metavar="REVISION", help='Go to this revision, forward or back; "base" is before the first.')
@click.option("--check", is_flag=True, help="Change nothing; fail unless the schema is at the newest revision.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder of the embedded Postgres.")
def migrate(to: str | None, *, check: bool, data_dir: Path | None) -> None:
    """Bring the database's schema up to date."""
    click.echo(asyncio.run(_migrate(options.settings(data_dir=data_dir), to, check=check)))


async def _migrate(settings: Settings, to: str | None, *, check: bool) -> str:
    async with database.opened(settings, migrated=False) as url:
        if check:
            return f"The schema is at {await revisions.check(url)}, the newest revision."
        before = await revisions.current(url)
        if to is not None and to in migrations.behind(before):
            await migrations.downgrade(url, to)
        else:
            await migrations.upgrade(url, to or "head")
        after = await revisions.current(url)
    return f"The schema was at {before or 'no revision'}, and is at {after or 'no revision'}."
