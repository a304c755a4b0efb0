"""
`verbale reread`: articles read once more, by newer rules or by a language model.

What is read now takes the place of what was read before; answers pinned to an earlier log position stay as they are.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import rich_click as click
from rich.progress import track

from service.cli import answers, client, options
from service.extraction.reader import RulesReader
from service.intake.submission import READERS, RULES

CURRENT = f"{RulesReader.name}/{RulesReader.version}"
"""How answers name the rules of this release."""
_PAGE = 200


@click.command(epilog="Example: `verbale reread --outdated`")
@click.argument("article_ids", nargs=-1)
@click.option("--outdated", is_flag=True, help=f"Every article that was last read by older rules than {CURRENT}.")
@click.option("--reader", type=click.Choice(READERS), default=RULES, show_default=True, help="Who reads.")
@click.option("--base", default=client.DEFAULT_BASE, show_default=True, help="Address of the service.")
@click.option("--key", help="API key; VERBALE_BOOTSTRAP_KEY when left out.")
def reread(article_ids: tuple[str, ...], reader: str, base: str, key: str | None, *, outdated: bool) -> None:
    """Have ARTICLE_IDS read again, every version of each, or those that older rules read."""
    if bool(article_ids) == outdated:
        raise click.UsageError("name articles by their ids, or use --outdated; see `verbale reread --help`")
    count, position = asyncio.run(_reread(base, key or options.settings().bootstrap_key, article_ids, reader))
    if not count:
        click.echo(f"No article was last read by older rules than {CURRENT}.")
        return
    click.echo(f"{count} articles are read again by {reader}; the answers have it beyond position {position}.")


async def _reread(base: str, key: str | None, named: tuple[str, ...], reader: str) -> tuple[int, int]:
    async with client.api(base, key) as api:
        wanted = list(named) or [each async for each in _outdated(api)]
        position = 0
        for article_id in track(wanted, "Asking", console=answers.progress_console()):
            done = await client.post(api, f"/v1/articles/{article_id}/readings", {"reader": reader})
            position = done["position"]
        return len(wanted), position


async def _outdated(api: httpx.AsyncClient) -> AsyncIterator[str]:
    """The articles whose newest reading is one of older rules."""
    asked: dict[str, Any] | None = {"limit": _PAGE}
    while asked is not None:
        page = await client.get(api, "/v1/articles", **asked)
        for article in page["items"]:
            read_by = article.get("reader") or ""
            if read_by.startswith(f"{RULES}/") and read_by != CURRENT:
                yield article["id"]
        cursor = page["next_cursor"]
        asked = None if cursor is None else {"limit": _PAGE, "cursor": cursor}
