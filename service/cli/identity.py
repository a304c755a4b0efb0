"""
`verbale merge`, `verbale split` and `verbale identity`: that keys are one thing or are not, and what was decided.

Each shows in the end what has been decided about the keys; a split takes a merge back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import rich_click as click
from rich.table import Table
from rich.text import Text

from service.cli import answers, client, options

_KEYS = click.argument("keys", nargs=-1, required=True, metavar="KEY KEY...")
_REASON = click.option("--reason", required=True, help="Why; recorded in the log, and told with every answer.")
_REQUEST = click.option("--idempotency-key", help="A name of this request: sent again, it is recorded once.")


@click.command(
    epilog="Example: `verbale merge membership:harbour-accord:KE membership:port-pact:KE "
    '--reason "two names of one pact"`'
)
@_KEYS
@_REASON
@_REQUEST
@client.BASE
@client.KEY
def merge(keys: tuple[str, ...], reason: str, idempotency_key: str | None, base: str, api_key: str | None) -> None:
    """Tell that several keys are one thing: the first one answers for the others from now on."""
    _decide("merges", keys, reason, idempotency_key, base, api_key)


@click.command(
    epilog='Example: `verbale split membership:harbour-accord:KE membership:port-pact:KE --reason "they are not"`'
)
@_KEYS
@_REASON
@_REQUEST
@client.BASE
@client.KEY
def split(keys: tuple[str, ...], reason: str, idempotency_key: str | None, base: str, api_key: str | None) -> None:
    """Tell that several keys are different things: takes a merge back, or parts what the rules made one."""
    _decide("splits", keys, reason, idempotency_key, base, api_key)


@click.command(epilog="Example: `verbale identity membership:port-pact:KE`")
@click.argument("key")
@click.option("--known-by", help="What had been decided by then: an instant or a date. Default: now.")
@client.BASE
@client.KEY
def identity(key: str, known_by: str | None, base: str, api_key: str | None) -> None:
    """Show which key answers for KEY, and what analysts decided about it."""
    asked = {} if known_by is None else {"known_by": known_by}
    told = asyncio.run(client.ask(base, api_key or options.settings().bootstrap_key, _path(key), **asked))
    _show(told)


def _decide(verb: str, keys: tuple[str, ...], reason: str, request: str | None, base: str, api_key: str | None) -> None:
    done, told = asyncio.run(_sent(base, api_key or options.settings().bootstrap_key, verb, keys, reason, request))
    said = f"Position {done['position']} says so."
    if done.get("projected") is False:
        said += " Answers have it once a worker has followed."
    click.echo(said)
    if told is not None:
        _show(told)


async def _sent(
    base: str, key: str | None, verb: str, keys: tuple[str, ...], reason: str, request: str | None
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    with answers.progress_console().status("Waiting until the answers have it …"):
        async with client.api(base, key) as api:
            if request is not None:
                api.headers["Idempotency-Key"] = request
            done = await client.post(api, f"/v1/entities/{verb}", {"keys": list(keys), "reason": reason})
            named = [each for each in reversed(keys) if ":" in each]  # an id of a claim has no answers of its own
            return done, await client.get(api, _path(named[0])) if named else None


def _path(key: str) -> str:
    return f"/v1/facts/{quote(key, safe=':*-')}/identity"


def _show(told: Mapping[str, Any]) -> None:
    table = Table("position", "decided", "", "keys", "reason", title=f"{told['key']} is answered by {told['current']}")
    for each in told["items"]:
        table.add_row(
            str(each["position"]), answers.published(each["decided_at"]), each["verdict"],
            Text("\n".join(each["keys"])), Text(each["reason"]),
        )  # fmt: skip
    if not told["items"]:
        click.echo(f"Nothing was decided about {told['key']}.")
        return
    answers.console().print(table)
