"""
`verbale diff`: what is answered otherwise at two triples of day, publication time and log position, and why.

What is left out of the one side is as on the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import rich_click as click

from service.cli import answers, changes, client, options
from service.domain.claims import KINDS


@click.command(
    epilog="Example: `verbale diff --pair US-IN --from-known-by 2026-02-01 --to-known-by 2026-02-10` shows what was "
    "learned in between"
)
@click.option("--from-as-of", help="The day of the one side. Default: that of the other.")
@click.option("--from-known-by", help="By when it had been published, on the one side.")
@click.option("--from-at", help="What the service held, on the one side: a log position or an instant.")
@click.option("--to-as-of", help="The day of the other side. Default: today.")
@click.option("--to-known-by", help="By when it had been published, on the other side. Default: now.")
@click.option("--to-at", help="What the service held, on the other side. Default: all.")
@click.option("--pair", help="Only answers about both of two parties, such as US-IN.")
@click.option("--party", multiple=True, help="Only answers about this party; several must all take part.")
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="Only answers of this kind; may be repeated.")
@click.option("--about", "key", metavar="KEY", help="Only the answer for one key.")
@click.option("--everything", is_flag=True, help="Count also how it is known: standing, rule, evidence.")
@click.option("--limit", type=click.IntRange(1, 500), default=100, show_default=True, help="So many at most.")
@client.BASE
@client.KEY
def diff(base: str, api_key: str | None, *, everything: bool, **asked: str | int | Sequence[str] | None) -> None:
    """Show every answer that differs between two moments, each with its cause."""
    given = {name: value for name, value in asked.items() if value not in {None, ()}}
    detail = "everything" if everything else "answer"
    key = api_key or options.settings().bootstrap_key
    answer = asyncio.run(client.ask(base, key, "/v1/diff", detail=detail, **given))
    answers.console().print(changes.diff_panel("what is answered otherwise", answer))
