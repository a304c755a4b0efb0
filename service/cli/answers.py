"""
Answers as tables for the terminal.

Every row shows what is so, since when, how it is known, and the words that say it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pendulum
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_QUOTES = 3
"""So many quotes are shown of an item; the API has all."""


def answer_panel(question: str, answer: Mapping[str, Any]) -> Panel:
    """The answer to *question*, with the clocks that it was given on."""
    clocks = f"as of {answer['as_of']}, known by {answer['known_by']}, log position {answer['at']}"
    items = answer["items"]
    rows: list[RenderableType] = [_row(each) for each in items] or [_nothing(answer)]
    rows += [_gap(each) for each in answer.get("gaps") or () if items]
    return framed(question, clocks, [*rows, *more(answer)])


def framed(question: str, clocks: str, rows: Sequence[RenderableType]) -> Panel:
    """These rows under their question, over the clocks."""
    return Panel(
        Group(*rows), title=Text(question, style="bold"), subtitle=Text(clocks, style="dim"), title_align="left"
    )


def more(answer: Mapping[str, Any]) -> list[RenderableType]:
    """A word where an answer has more than is shown."""
    if answer.get("next_cursor") is None:
        return []
    said = "There is more: ask for less, or raise the limit (500 at most)."
    return [Text(said, style="yellow")]


def receipt_table(rows: list[tuple[str, str, str]]) -> Table:
    """What became of each article that was sent: source, state, id or error."""
    table = Table("article", "state", "id, or what is wrong")
    for source, state, detail in rows:
        style = {"new": "green", "held": "dim", "refused": "red"}.get(state, "")
        table.add_row(Text(source, overflow="ellipsis"), Text(state, style=style), Text(detail))
    return table


def console() -> Console:
    """Where tables go: as wide as the terminal, and wide enough for quotes where there is none."""
    found = Console()
    return found if found.is_terminal else Console(width=120)


def progress_console() -> Console:
    """Where progress goes while standard output belongs to the answer."""
    return Console(stderr=True)


def quotes(item: Mapping[str, Any], most: int = 3) -> list[Text]:
    """The words that say an item, each with who printed them and when."""
    said = []
    for source in item["evidence"][:most]:
        copy = " (copy)" if source.get("copy_of") else ""
        who = f"{source['publisher']}, {published(source['published_at'])}{copy}"
        words = "(erased)" if source["quote"] is None else f"“{source['quote']}”"
        said.append(Text.assemble((words, ""), (f"  {who}", "dim")))
    return said


def headline(item: Mapping[str, Any]) -> str:
    """What an item says, in one line: its kind is known by its fields."""
    if "imposer" in item:
        return _tariff(item)
    if "meeting_kind" in item:
        people = ", ".join(_names(item.get("participants") or ()))
        name = item.get("name") or item["meeting_kind"].replace("_", " ")
        place = f" in {item['place']}" if item.get("place") else ""
        return f"{name}{place}: {people} ({item['status'].replace('_', ' ')})"
    if "member" in item:
        return f"{item['member']} and {item['initiative']}: {item['status'].replace('_', ' ')}"
    if "person" in item:
        return f"{item['person']}: {item['role']} ({item.get('country') or '?'})"
    if "stance" in item:
        return f"{item['actor']}: {item['stance'].replace('_', ' ')} on {item['topic']}"
    parties = ", ".join(_names(item.get("parties") or ()))
    return f"{parties}: {item.get('subject', '')} ({item.get('status', '')})"


def _tariff(item: Mapping[str, Any]) -> str:
    rate = "no figure" if item.get("rate") is None else f"{item['rate']}%"
    rate = {"upto": "up to ", "atleast": "at least "}.get(item.get("rate_op") or "eq", "") + rate
    scope = "all goods" if item.get("product") in {None, "*"} else item["product"]
    part = f" for {item['component_reason']}" if item.get("component_reason") else ""
    return f"{item['imposer']} on {scope} of {item['target']}: {rate}{part} ({item['status'].replace('_', ' ')})"


def _names(who: Any) -> list[str]:
    return [each if isinstance(each, str) else each.get("name") or each.get("code") or "?" for each in who]


def _row(item: Mapping[str, Any]) -> RenderableType:
    if item.get("kind") == "initiative":
        members = ", ".join(item["members"]) or "none"
        return Text(f"{item['slug']}: {item['name']}, members {members}")
    return _item(item)


def _item(item: Mapping[str, Any]) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0), expand=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    table.add_row("answer", Text(headline(item), style="bold green"))
    table.add_row("when", _when(item))
    if item.get("key"):
        table.add_row("key", Text(item["key"], style="dim"))
    known = f"{item['standing']}, {item['certainty']}"
    table.add_row("known as", f"{known}; decided by: {item['rule']}")
    if item.get("contested"):
        others = "; ".join(headline({**item, **other}) for other in item["alternatives"])
        table.add_row("contested", Text(others, style="yellow"))
    for later in item.get("next") or ():
        since = (later.get("since") or {}).get("edtf") or "a day that is not told"
        table.add_row("then", Text(f"{headline({**item, **later})}, from {since}", style="cyan"))
    for said in quotes(item, _QUOTES):
        table.add_row("says", said)
    if len(item["evidence"]) > _QUOTES:
        table.add_row("", Text(f"and {len(item['evidence']) - _QUOTES} more quotes", style="dim"))
    return table


def _gap(gap: Mapping[str, Any]) -> Text:
    days = f"{gap['since'] or '…'} to before {gap['until'] or '…'}"
    return Text(f"{days}: {gap['reason']}. {gap['explain']}", style="yellow")


def published(moment: str) -> str:
    """A publication time in words: `2 February 2026, 9 months ago`."""
    found = pendulum.instance(datetime.fromisoformat(moment))
    return f"{found.format('D MMMM YYYY')}, {found.diff_for_humans()}"


def _when(item: Mapping[str, Any]) -> str:
    if item.get("days"):
        return f"{item['days']['since'] or '…'} to before {item['days']['until'] or '…'}"
    if item.get("date") and "meeting_kind" in item:
        return str(item["date"]["edtf"])
    since, until = ((item.get(name) or {}).get("edtf") for name in ("since", "until"))
    return (f"since {since}" if since else "start not reported") + (f", until {until}" if until else "")


def _nothing(answer: Mapping[str, Any]) -> Text:
    nothing = answer.get("nothing") or {}
    return Text(f"Nothing: {nothing.get('explain') or nothing.get('reason') or 'no item'}", style="yellow")
