"""
How the reader's work grows with the text, counted in calls and never in seconds.

Twice the text is twice the work, whatever the text tells.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from service.extraction.reader import extract
from tests.extraction import bank, gold

RECORDS = dict(gold.articles())
NEWS = "\n\n".join(RECORDS[name]["text"] for name in sorted(RECORDS)[:4])
DUTIES = (
    "Washington will put a 25% tariff on goods from Japan from Monday. Tokyo answered with a duty of 10% on beef.\n\n"
    "The rate stays. Steel still pays 50%, and aluminium too. India said its 12% levy on Chinese steel is in force."
)
TEXTS = {"news": NEWS, "duties": DUTIES, "one sentence": "India, Japan and China met and ", "marks": "— “ 5% § "}


def calls(act: Callable[[], object]) -> int:
    """How many functions *act* calls, those of the interpreter included."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_is_about_twice_the_work(name: str) -> None:
    size = max(1, 3_000 // len(TEXTS[name]))
    extract(TEXTS[name], bank.PUBLISHED)  # the tables are loaded once
    once = calls(lambda: extract("\n\n".join([TEXTS[name]] * size), bank.PUBLISHED))
    four = calls(lambda: extract("\n\n".join([TEXTS[name]] * 4 * size), bank.PUBLISHED))
    assert four <= 4.8 * once


@pytest.mark.slow
def test_a_megabyte_is_read() -> None:
    text = "\n\n".join([NEWS] * (1_000_000 // len(NEWS)))
    assert extract(text, bank.PUBLISHED)
