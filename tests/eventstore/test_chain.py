"""The chain of rows: whatever is changed in a run of them, it is found, and not before its place."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import IntegrityError
from service.eventstore import canonical
from service.eventstore.verify import START, Link, Row, check

FIELDS = [name for name in Row._fields if name != "position"]


def run(size: int) -> list[Row]:
    rows: list[Row] = []
    before = canonical.GENESIS
    for position in range(1, size + 1):
        told = (UUID(int=position), "article.retracted", 1, f"art-{position % 3}", f'{{"n":{position}}}', "{}")
        stream_version, moment = position // 3 + 1, 1_770_000_000_000_000 + position // 2
        leaf = canonical.leaf_hash(before, position, stream_version, moment, canonical.content_hash(*told))
        rows.append(Row(position, stream_version, moment, *told, leaf, before))
        before = leaf
    return rows


ROWS = run(12)


def changed(value: Any, data: st.DataObject) -> Any:
    if isinstance(value, int):
        return value + data.draw(st.integers(-3, 3).filter(bool))
    if isinstance(value, UUID):
        return UUID(int=value.int ^ (1 << data.draw(st.integers(0, 127))))
    if isinstance(value, bytes):
        at = data.draw(st.integers(0, len(value) - 1))
        return value[:at] + bytes([value[at] ^ (1 << data.draw(st.integers(0, 7)))]) + value[at + 1 :]
    at = data.draw(st.integers(0, len(value) - 1))
    return value[:at] + chr(ord(value[at]) ^ (1 << data.draw(st.integers(0, 6)))) + value[at + 1 :]


def named(rows: list[Row]) -> int:
    with pytest.raises(IntegrityError) as wrong:
        check(rows)
    return wrong.value.facts["position"]


def test_a_whole_run_ends_in_its_last_row() -> None:
    assert check(ROWS) == Link(12, ROWS[-1].leaf_hash, ROWS[-1].moment)
    assert check([]) == START
    half = check(ROWS[:5])
    assert check(ROWS[5:], half) == check(ROWS)
    assert check([row._replace(previous_hash=None) for row in ROWS]) == check(ROWS)


@given(st.integers(0, 11), st.sampled_from(FIELDS), st.data())
def test_any_bit_of_any_field_is_found_at_its_row(index: int, field: str, data: st.DataObject) -> None:
    row = ROWS[index]._replace(**{field: changed(getattr(ROWS[index], field), data)})
    assert named([*ROWS[:index], row, *ROWS[index + 1 :]]) == index + 1


@given(st.integers(0, 10))
def test_a_row_that_is_missing_is_named(index: int) -> None:
    assert named(ROWS[:index] + ROWS[index + 1 :]) == index + 1


@given(st.sets(st.integers(0, 11), min_size=2, max_size=2), st.sets(st.sampled_from(FIELDS), min_size=1))
def test_rows_that_exchange_any_of_their_fields_are_named_at_the_first(pair: set[int], fields: set[str]) -> None:
    one, two = sorted(pair)
    rows = [*ROWS]
    rows[one] = ROWS[one]._replace(**{field: getattr(ROWS[two], field) for field in fields})
    rows[two] = ROWS[two]._replace(**{field: getattr(ROWS[one], field) for field in fields})
    if rows == ROWS:
        assert check(rows)
    else:
        assert named(rows) == one + 1


def test_a_run_that_continues_another_end_is_refused() -> None:
    with pytest.raises(IntegrityError) as wrong:
        check([row._replace(previous_hash=None) for row in ROWS[5:]], Link(5, hashlib.sha256().digest(), START.moment))
    assert wrong.value.facts["position"] == 6


def test_time_does_not_run_backwards() -> None:
    rows = [row._replace(previous_hash=None) for row in ROWS]
    later = Link(0, canonical.GENESIS, rows[0].moment + 1)
    with pytest.raises(IntegrityError, match="Position 1: its recorded_at"):
        check(rows, later)


def test_the_leaf_hash_is_over_the_leaf_data() -> None:
    row = ROWS[3]
    data = canonical.leaf_data(ROWS[2].leaf_hash, 4, row.stream_version, row.moment, canonical.content_hash(*row[3:9]))
    assert len(data) == 88
    assert hashlib.sha256(b"\x00" + data).digest() == row.leaf_hash
