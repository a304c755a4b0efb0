"""
How many examples the laws are held against: a few in every run, many in `make test-all`.

`VERBALE_EXAMPLES` multiplies the number of examples of every law; the number that was run is printed at the end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator

import pytest
from hypothesis import settings

FACTOR = float(os.environ.get("VERBALE_EXAMPLES", "1"))
_PASSING = re.compile(r"(\d+) passing")
_run: list[int] = []


def examples(number: int) -> settings:
    """Settings for a law that is held against *number* examples in a plain run."""
    return settings(max_examples=max(1, round(number * FACTOR)), deadline=None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note how many examples a law was held against."""
    report = yield
    told = getattr(item, "hypothesis_statistics", None)
    if report.when == "call" and isinstance(told, str):
        report.user_properties.append(("examples", sum(map(int, _PASSING.findall(told)))))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Gather the numbers, from other processes too."""
    _run.extend(int(str(value)) for name, value in report.user_properties if name == "examples")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many examples were run."""
    if _run:
        terminalreporter.write_line(f"{sum(_run):,} examples of {len(_run)} laws")
