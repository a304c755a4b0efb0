"""
The table of `verbale watch`: the newest changes in plain English, the changes of one moment in one row.

It is as long as the terminal is high; what scrolls out of it is not lost, and can be asked for by its cursor.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from service.subscriptions.entries import Entry, entry, moment_of
from service.subscriptions.sentences import quote, quoted, title

_STYLES = {
    "world": "blue", "learned": "green", "corrected": "yellow", "retracted": "red", "reviewed": "cyan",
    "erased": "red", "resolver": "magenta", "day": "bold blue",
}  # fmt: skip
_FRAME_LINES = 6
_LINES_A_ROW = 3
_MOST_ROWS = 200


class Board:
    """What is shown: rows of changes, and how the connection stands. It renders itself anew whenever it is shown."""

    def __init__(self, about: str) -> None:
        self.state = "connecting"
        self.count = 0
        self.cursor: int | None = None
        self._about = about
        self._runs: deque[list[dict[str, Any]]] = deque(maxlen=_MOST_ROWS)

    def add(self, event: dict[str, Any]) -> None:
        """Show a change, given as its CloudEvent."""
        change = event["data"] | {"recorded_at": event["recordedtime"]}
        self.count += 1
        self.cursor = change["cursor"]
        if self._runs and moment_of(self._runs[-1][0]) == moment_of(change):
            self._runs[-1].append(change)
        else:
            self._runs.append([change])

    def table(self, rows: int = _MOST_ROWS) -> Table:
        """The last so many rows."""
        table = Table(title=self._about, caption=self._caption(), expand=True, title_justify="left", box=SIMPLE_HEAD)
        table.add_column("cursor", justify="right", style="dim", no_wrap=True)
        table.add_column("recorded", style="dim", no_wrap=True)
        table.add_column("cause", no_wrap=True)
        table.add_column("change", ratio=3)
        table.add_column("who says so", ratio=2, style="dim")
        for run in list(self._runs)[-rows:]:
            table.add_row(*_cells(entry(run)))
        return table

    def _caption(self) -> str:
        at = "" if self.cursor is None else f", the last one is {self.cursor}"
        return f"{self.state} · {self.count:,} changes{at}"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As many rows as there is room for."""
        height = options.height or console.height
        yield self.table(max(1, (height - _FRAME_LINES) // _LINES_A_ROW))


def _cells(of: Entry) -> tuple[Text, ...]:
    recorded = datetime.fromisoformat(str(of.changes[-1]["recorded_at"]))
    cause = str(of.main["cause"])
    sources = quoted(of.main)
    return (
        Text(str(of.cursor)),
        Text(f"{recorded:%d %b %H:%M:%S}"),
        Text(cause, style=_STYLES.get(cause, "")),
        Text(title(of.main), style="bold"),
        Text(quote(sources[0]) if sources else ""),
    )
