"""
`verbale load`: articles from files into a running service.

Every article gets a line of its own in the closing table; one that is refused leaves the rest unharmed.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import rich_click as click
from rich.progress import track

from service.cli import answers, client, options
from service.domain.errors import InvalidInput, Unavailable, VerbaleError

Row = tuple[str, str, str]


@click.command(epilog="Example: `verbale load seeds/*.json`")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--base", default=client.DEFAULT_BASE, show_default=True, help="Address of the service.")
@click.option("--key", help="API key; VERBALE_BOOTSTRAP_KEY when left out.")
def load(files: tuple[Path, ...], base: str, key: str | None) -> None:
    """Send the articles of JSON or NDJSON files, and show what became of each."""
    rows = asyncio.run(send(files, base, key or options.settings().bootstrap_key))
    answers.console().print(answers.receipt_table(rows))
    refused = sum(state == "refused" for _, state, _ in rows)
    if refused:
        click.echo(f"{refused} of {len(rows)} articles were refused; the others are recorded.", err=True)
        sys.exit(1)


async def send(files: tuple[Path, ...], base: str, key: str | None) -> list[Row]:
    """Post every article of *files*; a row each. Raises Unavailable when the service does not answer."""
    async with client.api(base, key) as api:
        articles = [article for file in files for article in _articles(file)]
        return [await _send(api, *article) for article in track(articles, "Loading", console=answers.console())]


async def _send(api: httpx.AsyncClient, source: str, document: object) -> Row:
    if isinstance(document, InvalidInput):
        return (source, "refused", str(document))
    try:
        receipt = await client.post_article(api, dict[str, Any](document))  # type: ignore[call-overload]
    except Unavailable:
        raise
    except VerbaleError as error:
        return (source, "refused", str(error))
    return (source, "new" if receipt["created"] else "held", f"{receipt['id']} version {receipt['version']}")


def _articles(file: Path) -> Iterator[tuple[str, object]]:
    """Each article of a file with its place; what is not JSON comes as the error that says so."""
    content = file.read_bytes()
    lines = content.splitlines() if file.suffix in {".ndjson", ".jsonl"} else [content]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = file.name if len(lines) == 1 else f"{file.name}:{number}"
        try:
            document = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield place, InvalidInput(f"{place} is not JSON in UTF-8: {error}", field=place)
            continue
        for each in document if isinstance(document, list) else [document]:
            if isinstance(each, dict):
                yield place, each
            else:
                yield place, InvalidInput(f"{place} must hold an object for each article", field=place)
