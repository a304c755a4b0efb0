"""
`verbale history` and `verbale revisions`: one key over the days, and as it came to be known.

A key stands in every item that the API answers with, and in `verbale ask`'s tables.
"""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import rich_click as click

from service.cli import answers, changes, client, options

KEY = click.argument("key")
KNOWN_BY = click.option("--known-by", help="What had been published by then: an instant or a date. Default: now.")
AT = click.option("--at", help="What the service held: a log position or an instant. Default: all.")
EVERYTHING = click.option("--everything", is_flag=True, help="Tell apart also how it is known: standing, evidence.")
LIMIT = click.option("--limit", type=click.IntRange(1, 500), default=100, show_default=True, help="So many at most.")


@click.command(epilog="Example: `verbale history tariff:US:IN:*:total --known-by 2026-02-02`")
@KEY
@click.option("--as-of", help="Only these days: EDTF such as 2025-08/2025-12. Default: all days.")
@KNOWN_BY
@AT
@EVERYTHING
@LIMIT
@client.BASE
@client.KEY
def history(key: str, base: str, api_key: str | None, *, everything: bool, **asked: str | int | None) -> None:
    """Show one key over the days, with the days on which nothing is known to hold, and why."""
    answer = _ask(base, api_key, key, "history", asked, everything=everything)
    answers.console().print(answers.answer_panel(f"history of {key}", answer))


@click.command(epilog="Example: `verbale revisions tariff:US:IN:*:total --as-of 2026-03-02`")
@KEY
@click.option("--as-of", help="The day that is asked about. Default: today.")
@KNOWN_BY
@AT
@EVERYTHING
@LIMIT
@client.BASE
@client.KEY
def revisions(key: str, base: str, api_key: str | None, *, everything: bool, **asked: str | int | None) -> None:
    """Show when, and by which article, the answer for one key on a day changed."""
    answer = _ask(base, api_key, key, "revisions", asked, everything=everything)
    answers.console().print(changes.revisions_panel(f"revisions of {key}", answer))


def _ask(
    base: str, api_key: str | None, key: str, axis: str, asked: dict[str, str | int | None], *, everything: bool
) -> dict[str, object]:
    given = {name: value for name, value in asked.items() if value is not None}
    detail = "everything" if everything else "answer"
    path = f"/v1/facts/{quote(key, safe=':*-')}/{axis}"
    return asyncio.run(client.ask(base, api_key or options.settings().bootstrap_key, path, detail=detail, **given))
