"""
`verbale demo`: the whole way on one terminal, from three articles to three answers with their evidence.

It runs the same parts as `verbale up` and asks over HTTP, as any client would; nothing in it is prepared.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from pathlib import Path

import msgspec
import rich_click as click

from service.cli import answers, client, load, logs, options, tree
from service.domain.errors import SetupError

QUESTIONS: tuple[tuple[str, str, dict[str, object]], ...] = (
    (
        "What duty did the US put on Indian goods on 1 September 2025?",
        "/v1/tariffs",
        {"imposer": "US", "target": "IN", "product": "*", "as_of": "2025-09-01", "known_by": "2026-02-02"},
    ),
    (
        "And on 2 February 2026?",
        "/v1/tariffs",
        {"imposer": "US", "target": "IN", "product": "*", "as_of": "2026-02-02", "known_by": "2026-02-02"},
    ),
    (
        "How did India stand to Pax Silica?",
        "/v1/memberships",
        {"member": "IN", "initiative": "Pax Silica", "as_of": "2026-02-02", "known_by": "2026-02-02"},
    ),
    (
        "Which meetings of Jaishankar and Rubio are known?",
        "/v1/meetings",
        {"person": ["S. Jaishankar", "Marco Rubio"], "as_of": "2026-02-02", "known_by": "2026-02-02"},
    ),
)


@click.command(epilog="Example: `ONCE=1 verbale demo` prints the answers and exits")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the record.")
@click.option("--seeds", type=click.Path(path_type=Path, file_okay=False), default=Path("seeds"), show_default=True)
def demo(port: int | None, data_dir: Path | None, seeds: Path) -> None:
    """Load three articles, answer three questions with their evidence, and keep serving."""
    settings = options.settings(port=port, data_dir=data_dir)
    if settings.bootstrap_key is None:
        settings = msgspec.structs.replace(settings, bootstrap_key=secrets.token_urlsafe(24))
    logs.configure(settings)
    files = tuple(sorted(seeds.glob("*.json")))
    if not files:
        raise SetupError(f"{seeds} holds no article: run it from the project's folder, or name one with --seeds.")
    once = os.environ.get("ONCE", "") not in {"", "0"}

    async def show(base: str) -> bool:
        await show_answers(base, settings.bootstrap_key, files)
        if not once:
            click.echo(f"The API listens on {base} (its description: {base}/openapi.json). Ctrl-C stops it.")
            click.echo(f"To write: Authorization: Bearer {settings.bootstrap_key}")
        return not once

    sys.exit(asyncio.run(tree.run(settings, show)))


async def show_answers(base: str, key: str | None, files: tuple[Path, ...]) -> None:
    """Load *files* into the service at *base*, and print the questions with their answers."""
    console = answers.console()
    console.print(answers.receipt_table(await load.send(files, base, key)))
    async with client.api(base, key) as api:
        for question, path, asked in QUESTIONS:
            console.print(answers.answer_panel(question, await client.get(api, path, **asked)))
