"""The tables of words hold words: what YAML takes for a truth value or a number is quoted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import service.extraction

FOLDER = Path(service.extraction.__file__).parent
TABLES = sorted(FOLDER.rglob("*.yaml"))


def truths(value: Any) -> Iterator[bool]:
    """The truth values anywhere in *value*."""
    if isinstance(value, dict):
        for name, held in value.items():
            yield from (*truths(name), *truths(held))
    elif isinstance(value, list):
        for held in value:
            yield from truths(held)
    elif isinstance(value, bool):
        yield value


@pytest.mark.parametrize("table", TABLES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_word_of_a_table_is_taken_for_a_truth_value(table: Path) -> None:
    assert list(truths(yaml.safe_load(table.read_text("utf-8")))) == []
