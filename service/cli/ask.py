"""
`verbale ask`: one question to a running service, answered as a table with its evidence.

The words after the resource are the API's own query parameters.
"""

from __future__ import annotations

import asyncio

import rich_click as click

from service.cli import answers, client, options

RESOURCES = ("tariffs", "memberships", "initiatives", "meetings", "negotiations", "positions", "offices")


@click.command(epilog="Example: `verbale ask tariffs imposer=US target=IN as_of=2025-09-01 known_by=2026-02-02`")
@click.argument("resource", type=click.Choice(RESOURCES))
@click.argument("parameters", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--base", default=client.DEFAULT_BASE, show_default=True, help="Address of the service.")
@click.option("--key", help="API key; VERBALE_BOOTSTRAP_KEY when left out.")
def ask(resource: str, parameters: tuple[str, ...], base: str, key: str | None) -> None:
    """Ask what was so on a day, as published by a day, and show which articles say so."""
    asked: dict[str, list[str]] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise click.UsageError(f"{parameter!r} is not NAME=VALUE; see `verbale ask --help`")
        asked.setdefault(name, []).append(value)
    answer = asyncio.run(_ask(base, key or options.settings().bootstrap_key, resource, asked))
    answers.console().print(answers.answer_panel(f"{resource} {' '.join(parameters)}", answer))


async def _ask(base: str, key: str | None, resource: str, asked: dict[str, list[str]]) -> dict[str, object]:
    async with client.api(base, key) as api:
        return await client.get(api, f"/v1/{resource}", **asked)
