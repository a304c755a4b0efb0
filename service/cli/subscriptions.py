"""
`verbale subscriptions`: webhooks from the command line.

A secret is shown once, when it is made or replaced, on standard output and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pendulum
import rich_click as click
from rich.table import Table
from rich.text import Text

from service.cli import answers, client, options
from service.domain.claims import KINDS

_ROOT = "/v1/subscriptions"
_ID_LENGTH = 24
_ID = click.argument("subscription")
_STATES = {"active": "green", "paused": "yellow", "ended": "red"}
_OUTCOMES = {"delivered": "green", "retried": "yellow"}


@click.group(epilog="Example: `verbale subscriptions add https://example.org/hook --pair US-IN --kind tariff`")
def subscriptions() -> None:
    """Webhooks: changes sent to an address, in order, until they are taken."""


@subscriptions.command("list", epilog="Example: `verbale subscriptions list`")
@client.BASE
@client.KEY
def list_(base: str, api_key: str | None) -> None:
    """Show every webhook: how far behind it is, when it last got on, and what failed last."""
    table = Table()
    table.add_column("id", no_wrap=True, min_width=_ID_LENGTH)  # what every other command asks for
    for title in ("name", "state", "behind", "taken", "given up", "last progress", "next attempt", "last error"):
        table.add_column(title)
    stuck: list[str] = []
    cursor: str | None = None
    while True:
        more = {} if cursor is None else {"cursor": cursor}
        page = _ask(base, api_key, _ROOT, **more)
        for each in page["items"]:
            table.add_row(*_row(each))
        stuck, cursor = page["stuck"], page["next_cursor"]
        if cursor is None:
            break
    if not table.row_count:
        click.echo("There are no webhooks; `verbale subscriptions add` makes one.")
        return
    answers.console().print(table)
    if stuck:
        click.echo(f"Nobody delivers to {', '.join(stuck)}: look at `verbale work`.", err=True)


@subscriptions.command(
    epilog="Example: `verbale subscriptions add https://example.org/hook --pair US-IN --min-rate-change 5`"
)
@click.argument("target")
@click.option("--name", help="What you call it. Default: the target's host.")
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="Only answers of this kind; may be repeated.")
@click.option("--party", multiple=True, help="Only answers about this party; several must all take part.")
@click.option("--pair", help="Only answers about both of two parties, such as US-IN.")
@click.option("--about", "key", metavar="KEY", help="Only the answer for one key.")
@click.option("--cause", multiple=True, help="Only changes for this reason, such as world or corrected.")
@click.option("--min-rate-change", help="Only where a rate moved by so many percentage points.")
@click.option("--certainty", type=click.Choice(["certain", "possible"]), help="Only answers that are known so.")
@click.option("--valid-since", help="Only what concerns this day or later ones.")
@click.option("--secret", help="Sign with this secret (whsec_…). Default: one is made.")
@click.option("--after", type=click.IntRange(0), help="Begin behind this cursor; 0: from the beginning. Default: now.")
@click.option("--recorded-since", help="Begin with what was recorded at this instant or later.")
@click.option("--timeout-s", type=float, help="Seconds that an attempt may last. Default: 10.")
@click.option("--patience-s", type=int, help="Seconds that a change is tried for. Default: three days.")
@client.BASE
@client.KEY
def add(target: str, base: str, api_key: str | None, **given: Any) -> None:
    """Have changes sent to TARGET, and show the secret that they are signed with."""
    asked = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items() if value}
    if given["after"] is not None:
        asked["after"] = given["after"]
    order = {name: asked.pop(name) for name in _OF_THE_ORDER if name in asked}
    made = _send(base, api_key, _ROOT, {"target": target, "filter": asked, **order})
    click.echo(f"{made['id']} is made; it begins behind cursor {made['cursor']}.")
    click.echo(f"Messages are signed with {made['secret']}")
    click.echo("Keep it: it is not shown again.", err=True)


_OF_THE_ORDER = ("name", "secret", "after", "recorded_since", "timeout_s", "patience_s")


@subscriptions.command(epilog="Example: `verbale subscriptions pause sub-5d1f0c7a9be24c3d8a10`")
@_ID
@client.BASE
@client.KEY
def pause(subscription: str, base: str, api_key: str | None) -> None:
    """Send nothing more until it is resumed; what comes meanwhile waits."""
    _send(base, api_key, f"{_ROOT}/{subscription}/pause")
    click.echo(f"{subscription} is paused.")


@subscriptions.command(epilog="Example: `verbale subscriptions resume sub-5d1f0c7a9be24c3d8a10`")
@_ID
@client.BASE
@client.KEY
def resume(subscription: str, base: str, api_key: str | None) -> None:
    """Go on where it stopped, also after its target answered 410."""
    found = _send(base, api_key, f"{_ROOT}/{subscription}/resume")
    click.echo(f"{subscription} goes on behind cursor {found['cursor']}.")


@subscriptions.command(epilog="Example: `verbale subscriptions skip sub-5d1f0c7a9be24c3d8a10`")
@_ID
@client.BASE
@client.KEY
def skip(subscription: str, base: str, api_key: str | None) -> None:
    """Give up the change that its target refuses, so that the next one follows at once."""
    found = _send(base, api_key, f"{_ROOT}/{subscription}/skip")
    click.echo(f"{subscription} goes on behind cursor {found['cursor']}; what was skipped is a dead letter.")


@subscriptions.command(epilog="Example: `verbale subscriptions test sub-5d1f0c7a9be24c3d8a10`")
@_ID
@client.BASE
@client.KEY
def test(subscription: str, base: str, api_key: str | None) -> None:
    """Send a test now, and say what became of it; the status is 1 when it was not taken."""
    done = _send(base, api_key, f"{_ROOT}/{subscription}/test")
    if done["delivered"]:
        click.echo(f"Taken: {done['status']} after {done['latency_ms']:.0f} ms.")
        return
    raise click.ClickException(f"Not taken after {done['latency_ms']:.0f} ms: {done['error']}")


@subscriptions.command(
    epilog="Example: `verbale subscriptions replay sub-5d1f0c7a9be24c3d8a10 --first 40 --last 60 --only dead`"
)
@_ID
@click.option("--first", type=click.IntRange(1), required=True, help="The first cursor.")
@click.option("--last", type=click.IntRange(1), required=True, help="The last cursor.")
@click.option(
    "--only", type=click.Choice(["dead", "all"]), default="dead", show_default=True, help="What was given up, or all."
)
@client.BASE
@client.KEY
def replay(subscription: str, first: int, last: int, only: str, base: str, api_key: str | None) -> None:
    """Send a range of changes again, before what is new."""
    _send(base, api_key, f"{_ROOT}/{subscription}/replay", {"first": first, "last": last, "only": only})
    click.echo(f"{first} to {last} are sent again.")


@subscriptions.command(epilog="Example: `verbale subscriptions rotate sub-5d1f0c7a9be24c3d8a10 --overlap-s 86400`")
@_ID
@click.option("--secret", help="The new secret (whsec_…). Default: one is made.")
@click.option("--overlap-s", type=float, default=86_400, show_default=True, help="So long the old one signs too.")
@client.BASE
@client.KEY
def rotate(subscription: str, secret: str | None, overlap_s: float, base: str, api_key: str | None) -> None:
    """Replace the secret, and show the new one."""
    done = _send(base, api_key, f"{_ROOT}/{subscription}/rotate", {"secret": secret, "overlap_s": overlap_s})
    until = done["old_secret_until"]
    click.echo(f"Messages are signed with {done['secret']}")
    click.echo(f"The old secret signs too until {until}." if until else "The old secret signs no more.")
    click.echo("Keep the new one: it is not shown again.", err=True)


@subscriptions.command(epilog="Example: `verbale subscriptions delete sub-5d1f0c7a9be24c3d8a10 --yes`")
@_ID
@click.option("--yes", is_flag=True, help="Do not ask first.")
@client.BASE
@client.KEY
def delete(subscription: str, base: str, api_key: str | None, *, yes: bool) -> None:
    """End it for good, with its deliveries and its dead letters."""
    if not yes:
        click.confirm(f"What waits for {subscription} and what was given up goes with it. Delete it?", abort=True)
    asyncio.run(client.remove(base, _key(api_key), f"{_ROOT}/{subscription}"))
    click.echo(f"{subscription} is deleted.")


@subscriptions.command(epilog="Example: `verbale subscriptions deliveries sub-5d1f0c7a9be24c3d8a10 --limit 20`")
@_ID
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="So many at most.")
@client.BASE
@client.KEY
def deliveries(subscription: str, limit: int, base: str, api_key: str | None) -> None:
    """Show the newest attempts, each with its latency and what became of it."""
    page = _ask(base, api_key, f"{_ROOT}/{subscription}/deliveries", limit=limit)
    table = Table("sent", "what", "cursor", "attempt", "ms", "outcome", "error")
    for each in page["items"]:
        outcome = Text(each["outcome"], style=_OUTCOMES.get(each["outcome"], "red"))
        cursor = "" if each["cursor"] is None else str(each["cursor"])
        about = (_moment(each["sent_at"]), each["kind"], cursor, str(each["attempt"]), f"{each['latency_ms']:.0f}")
        table.add_row(*about, outcome, Text(each["error"] or ""))
    _print(table, "Nothing was sent yet.")


@subscriptions.command("dead-letters", epilog="Example: `verbale subscriptions dead-letters sub-5d1f0c7a9be24c3d8a10`")
@_ID
@click.option("--limit", type=click.IntRange(1, 500), default=100, show_default=True, help="So many at most.")
@client.BASE
@client.KEY
def dead_letters(subscription: str, limit: int, base: str, api_key: str | None) -> None:
    """Show the changes that were given up; `replay` sends them again."""
    page = _ask(base, api_key, f"{_ROOT}/{subscription}/dead-letters", limit=limit)
    table = Table("cursor", "given up", "attempts", "last error", "sent after all")
    for each in page["items"]:
        after_all = _moment(each["replayed_at"])
        died, error = _moment(each["died_at"]), Text(each["error"])
        table.add_row(str(each["cursor"]), died, str(each["attempts"]), error, after_all)
    _print(table, "Nothing was given up.")


def _row(each: Mapping[str, Any]) -> Sequence[Text | str]:
    lag = each["lag"]
    behind = f"{lag['changes']} ({_duration(lag['seconds'])})" if lag["changes"] else "0"
    state = Text("stuck" if each["stuck"] else each["state"], style="red" if each["stuck"] else _STATES[each["state"]])
    failed = f" (failed {each['failed_attempts']} times)" if each["failed_attempts"] else ""
    return (
        each["id"],
        Text(each["name"]),
        state,
        behind,
        str(each["delivered"]),
        str(each["dead_letters"]),
        _moment(each["progressed_at"]),
        _moment(each["next_attempt_at"]) + failed,
        Text(each["last_error"] or each["reason"] or ""),
    )


def _duration(seconds: float) -> str:
    return str(pendulum.duration(seconds=int(seconds)).in_words()) or "now"


def _moment(text: str | None) -> str:
    return "" if text is None else f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%SZ}"


def _print(table: Table, nothing: str) -> None:
    if table.row_count:
        answers.console().print(table)
    else:
        click.echo(nothing)


def _key(given: str | None) -> str | None:
    return given or options.settings().bootstrap_key


def _ask(base: str, key: str | None, path: str, **params: Any) -> dict[str, Any]:
    return asyncio.run(client.ask(base, _key(key), path, **params))


def _send(base: str, key: str | None, path: str, document: Mapping[str, Any] | None = None) -> dict[str, Any]:
    async def post() -> dict[str, Any]:
        async with client.api(base, _key(key)) as api:
            return await client.post(api, path, dict(document or {}))

    return asyncio.run(post())
