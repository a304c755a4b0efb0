"""
`verbale rebuild`: the read models made again from the log.

Answers stay as they are until the new ones are complete; only what differs is taken over.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import rich_click as click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from service.cli import answers, database, logs, options
from service.projections.rebuilding import TABLES, Difference
from service.projections.rebuilding import rebuild as rebuild_tables
from service.settings import Settings


@click.command(epilog="Example: `verbale rebuild --compare` lists what a rebuild would change")
@click.option("--compare", is_flag=True, help="List the differences and change nothing.")
@click.option("--processes", type=click.IntRange(1, 64), help="So many resolve at once (default: as many as cores).")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the record.")
def rebuild(compare: bool, processes: int | None, data_dir: Path | None) -> None:  # noqa: FBT001 (click passes flags by name)
    """Make every read model again from the log, and take over what differs."""
    settings = options.settings(data_dir=data_dir)
    logs.configure(settings)
    differences = asyncio.run(_rebuild(settings, compare_only=compare, processes=processes))
    if not differences:
        click.echo(f"The {len(TABLES)} rebuilt tables are identical to the standing ones.")
        return
    answers.console().print(_table(differences))
    click.echo("Nothing was changed." if compare else "The differences were taken over.")


async def _rebuild(settings: Settings, *, compare_only: bool, processes: int | None) -> list[Difference]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=answers.console()) as bar:

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        async with database.opened(settings) as url:
            return await rebuild_tables(url, show, compare_only=compare_only, processes=processes)


def _table(differences: list[Difference]) -> Table:
    table = Table("table", "rows to go", "rows to come", "for example")
    for each in differences:
        table.add_row(each.table, str(each.gone), str(each.new), "\n".join(each.examples))
    return table
