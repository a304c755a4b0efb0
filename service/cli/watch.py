"""
`verbale watch`: changes as they come, as a live table, or as JSON lines where no terminal is looking.

It comes back to a service that it lost, and goes on with the change after the last one it had.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import aclosing, nullcontext
from typing import Any

import msgspec
import rich_click as click
from rich.console import Console
from rich.live import Live

from service.cli import answers, client, options, streams
from service.cli.watch_table import Board

_CAUSES = ("world", "learned", "corrected", "retracted", "reviewed", "erased", "resolver", "day")
_KINDS = ("tariff", "meeting", "membership", "negotiation", "position", "office")
_MOST_AT_ONCE = 1_000


@click.command(
    epilog="Example: `verbale watch --pair US-IN --kind tariff`; or what there is since a cursor, as JSON lines: "
    "`verbale watch --once --after 120 --json`"
)
@click.option("--kind", multiple=True, type=click.Choice(_KINDS), help="Only these kinds; may be given again.")
@click.option("--party", multiple=True, help="Only what is about this country or group; may be given again: about all.")
@click.option("--pair", help="Only what is about both of two parties, such as US-IN.")
@click.option("--fact", help="Only the answer for this key, such as tariff:US:IN:*:total.")
@click.option("--cause", multiple=True, type=click.Choice(_CAUSES), help="Only changes for these reasons.")
@click.option("--min-rate-change", metavar="POINTS", help="Only rates that moved by so many percentage points or more.")
@click.option("--certainty", type=click.Choice(("certain", "possible")), help="Only answers that are so certain.")
@click.option("--after", help="Begin after this cursor; 0 is the beginning. Default: with what comes from now on.")
@click.option("--limit", type=click.IntRange(min=1), help="End after so many changes.")
@click.option("--once", is_flag=True, help="Show what there is (from the beginning, unless --after says), and end.")
@click.option("--json", "as_json", is_flag=True, help="One CloudEvent a line; so wherever no terminal is looking.")
@client.BASE
@client.KEY
def watch(
    base: str,
    api_key: str | None,
    after: str | None,
    limit: int | None,
    *,
    once: bool,
    as_json: bool,
    **filters: Any,
) -> None:
    """Watch answers change: what became another one, from when on, and who says so."""
    if after is not None and after != "now" and not (after.isascii() and after.isdigit()):
        raise click.BadParameter(f"{after!r} is not a cursor; give a number from 0 on, or now", param_hint="--after")
    names = {"fact": "key"}
    asked = {names.get(name, name): value for name, value in filters.items() if value}
    key = api_key or options.settings().bootstrap_key
    as_json = as_json or not sys.stdout.isatty()
    board = Board(" ".join(["Changes", *(f"{name}={_told(value)}" for name, value in asked.items())]))
    work = (
        _once(board, base, key, asked, after or "0", limit or _MOST_AT_ONCE, as_json=as_json)
        if once
        else _live(board, base, key, asked, after or "now", limit, as_json=as_json)
    )
    asyncio.run(_until_stopped(work))
    if not once and board.cursor is not None:
        click.echo(f"Go on with: verbale watch --after {board.cursor}", err=True)


async def _once(
    board: Board, base: str, key: str | None, asked: dict[str, Any], after: str, most: int, *, as_json: bool
) -> None:
    """Show what there is after a cursor."""
    with Console(stderr=True).status(f"Asking {base} …"):
        events, reached, more = await streams.held(base, key, asked, after, most)
    for event in events:
        if as_json:
            click.echo(msgspec.json.encode(event))
        board.add(event)
    board.state = f"up to {reached}"
    if not as_json:
        answers.console().print(board.table())
    if more:
        click.echo(f"There is more: verbale watch --once --after {reached}", err=True)


async def _live(
    board: Board, base: str, key: str | None, asked: dict[str, Any], after: str, most: int | None, *, as_json: bool
) -> None:
    """Show what comes, until there were so many."""
    said = answers.progress_console()
    live = nullcontext() if as_json else Live(board, console=answers.console(), refresh_per_second=4, screen=False)

    def say(state: str) -> None:
        board.state = state
        if as_json:
            said.print(state, style="dim", highlight=False)

    with live:
        async with aclosing(streams.follow(base, key, asked, after, say)) as events:
            async for event in events:
                board.add(msgspec.json.decode(event))
                if as_json:
                    click.echo(event)
                if board.count == most:
                    board.state = f"ended after {most:,} changes"
                    return


async def _until_stopped(work: Any) -> None:
    """Do *work* until it is done, or Ctrl-C or SIGTERM ends it as it is meant to be ended."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    await asyncio.wait({task})
    if not task.cancelled():
        task.result()


def _told(value: Any) -> str:
    return value if isinstance(value, str) else ",".join(value)
