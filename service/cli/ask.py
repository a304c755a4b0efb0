"""
`verbale ask`: one question to a running service, answered as a table with its evidence.

The words after the resource are the API's own query parameters.
"""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import rich_click as click

from service.cli import answers, client, options

RESOURCES = (
    "tariffs", "memberships", "initiatives", "meetings", "negotiations", "positions", "offices", "pairs", "parties",
    "timeline", "facts",
)  # fmt: skip


@click.command(
    epilog="Example: `verbale ask tariffs imposer=US target=IN as_of=2025-09-01 known_by=2026-02-02`; or a dossier: "
    "`verbale ask pairs/US-IN as_of=2026-02-10`"
)
@click.argument("resource")
@click.argument("parameters", nargs=-1, metavar="[NAME=VALUE]...")
@client.BASE
@client.KEY
def ask(resource: str, parameters: tuple[str, ...], base: str, api_key: str | None) -> None:
    """
    Ask what was so on a day, as published by a day, and show which articles say so.

    RESOURCE is tariffs, memberships, initiatives, meetings, negotiations, positions, offices, timeline, pairs/US-IN,
    parties/IN, initiatives/SLUG/members or facts/KEY.
    """
    if resource.partition("/")[0] not in RESOURCES:
        raise click.UsageError(f"{resource!r} is nothing that can be asked for; these are: {', '.join(RESOURCES)}")
    asked: dict[str, list[str]] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise click.UsageError(f"{parameter!r} is not NAME=VALUE; see `verbale ask --help`")
        asked.setdefault(name, []).append(value)
    key = api_key or options.settings().bootstrap_key
    answer = asyncio.run(client.ask(base, key, f"/v1/{quote(resource, safe='/:*-')}", **asked))
    answers.console().print(answers.answer_panel(f"{resource} {' '.join(parameters)}", answer))
