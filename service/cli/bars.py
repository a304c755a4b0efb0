"""
Progress bars for work that goes through events: how many of how many, how fast, how long it will take.

They go to standard error: standard output belongs to what a command answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from service.cli.answers import progress_console


class _Rate(ProgressColumn):
    """Events a second, once there is something to divide."""

    def render(self, task: Task) -> Text:
        """The rate of *task* so far."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s", style="progress.data.speed")


@contextmanager
def events(doing: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that says what is *doing*; what it yields is called with the events done and the events in all."""
    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("events"),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=progress_console()) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
