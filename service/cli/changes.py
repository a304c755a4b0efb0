"""
Changes as tables for the terminal: what an answer was, what it became, and who made it so.

Every change shows its cause, and the words that say what is so now (or said what was).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from service.cli import answers

_STYLES = {"world": "blue", "learned": "green", "corrected": "yellow", "retracted": "red", "resolver": "magenta"}


def revisions_panel(question: str, answer: Mapping[str, Any]) -> Panel:
    """How the answer to *question* came to be known."""
    clocks = f"as of {answer['as_of']}, known by {answer['known_by']}, log position {answer['at']}"
    nothing = (answer.get("nothing") or {}).get("explain", "No change is known.")
    steps: list[RenderableType] = [_change(each, each["known_from"]) for each in answer["items"]]
    rows = steps or [Text(nothing, style="yellow")]
    return answers.framed(question, clocks, [*rows, *answers.more(answer)])


def diff_panel(question: str, answer: Mapping[str, Any]) -> Panel:
    """What is answered otherwise at two triples of clocks."""
    clocks = " → ".join(
        f"as of {side['as_of']}, known by {side['known_by']}, position {side['at']}"
        for side in (answer["from"], answer["to"])
    )
    found: list[RenderableType] = [_difference(each) for each in answer["items"]]
    rows = found or [Text("No answer differs.", style="yellow")]
    return answers.framed(question, clocks, [*rows, *answers.more(answer)])


def _difference(item: Mapping[str, Any]) -> Group:
    steps = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
    for step in item["steps"]:
        moved = {"at": "recorded", "known_by": "published", "as_of": "the day moved on"}[step["clock"]]
        when = f" {answers.published(step['known_from'])}" if step["known_from"] else ""
        steps.add_row(Text(f"{moved}{when}", style="dim"), _cause(step), Text(_members(step), style="dim"))
        for because in step["because"]:
            steps.add_row("", "", _because(because))
    return Group(_change(item, item["key"], because=False), steps)


def _change(item: Mapping[str, Any], about: str, *, because: bool = True) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0), expand=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    table.add_row("change", Text.assemble((about, "bold"), "  ", _cause(item), (f"  {_members(item)}", "dim")))
    for name, style in (("before", "red"), ("after", "green")):
        side = item[name]
        table.add_row(name, Text("nothing" if side is None else answers.headline(side), style=style))
    for each in item["because"] if because else ():
        table.add_row("because", _because(each))
    for said in answers.quotes(item["after"] or item["before"], most=2):
        table.add_row("says" if item["after"] else "said", said)
    return table


def _cause(item: Mapping[str, Any]) -> Text:
    return Text(item["cause"], style=_STYLES[item["cause"]])


def _members(item: Mapping[str, Any]) -> str:
    return "" if item["changed"] == ["answer"] else ", ".join(item["changed"])


def _because(each: Mapping[str, Any]) -> Text:
    what = each["what"].replace("-", " ")
    if "publisher" not in each:
        return Text(f"{what} by an analyst: {each.get('reason', '')}")
    title = f" “{each['title']}”" if each.get("title") else ""
    said = f"{what}: {each['publisher']}, {answers.published(each['published_at'])},{title} {each['url']}"
    by = f" ({each['reviewer']})" if each.get("reviewer") else ""
    return Text(f"{said}: {each['reason']}{by}" if each.get("reason") else said)
