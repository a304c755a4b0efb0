"""
`verbale erase`: an article's words taken out of the record for good, because the law asks for it.

Nothing brings them back; the events, their hashes and what was read from the words stay.
"""

from __future__ import annotations

import asyncio
from typing import Any

import rich_click as click

from service.cli import client, options


@click.command(epilog='Example: `verbale erase art-5f0c… --reason "order of the court, 12 O 345/26"`')
@click.argument("article_id")
@click.option("--reason", required=True, help="The law or the decision that asks for it; recorded in the log.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--base", default=client.DEFAULT_BASE, show_default=True, help="Address of the service.")
@click.option("--key", help="API key; VERBALE_BOOTSTRAP_KEY when left out.")
def erase(article_id: str, reason: str, base: str, key: str | None, *, yes: bool) -> None:
    """Erase the text and title of every version of an article, and every quote of them."""
    if not yes:
        click.confirm(f"Nothing brings the words of {article_id} back. Erase them?", abort=True)
    done = asyncio.run(_erase(base, key or options.settings().bootstrap_key, article_id, reason))
    if done.get("projected") is False:
        click.echo("The words are gone from the log; titles leave the answers once a worker has followed.", err=True)
    said = (
        f"{done['texts']} texts, titles and long values are erased" if done["texts"] else "The words were gone before"
    )
    click.echo(f"{said}, as position {done['position']} says. Backups, and exports made before, still hold them.")


async def _erase(base: str, key: str | None, article_id: str, reason: str) -> dict[str, Any]:
    async with client.api(base, key) as api:
        return await client.post(api, f"/v1/articles/{article_id}/erasure", {"reason": reason})
