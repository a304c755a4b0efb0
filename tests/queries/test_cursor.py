"""Cursors: opaque, whole, and of one question."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import InvalidInput
from service.queries.cursor import Cursor, fingerprint, read, write

NAME = fingerprint(("tariff", "US"))

cursors = st.builds(
    Cursor,
    name=st.just(NAME),
    question=st.integers(0, 9),
    key=st.text(),
    day=st.dates(),
    as_of=st.text(),
    known_by=st.datetimes(timezones=st.just(UTC)),
    at=st.integers(0, 2**62),
)


@given(cursors)
def test_a_cursor_comes_back_as_it_was(cursor: Cursor) -> None:
    text = write(cursor)
    assert read(text, NAME) == cursor
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text(max_size=60))
def test_a_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(text, NAME)
    assert caught.value.field == "cursor"


def test_a_cursor_of_another_question_is_refused() -> None:
    text = write(Cursor(NAME, 0, "k", date(2026, 1, 1), "2026-01-01", datetime(2026, 1, 1, tzinfo=UTC), 1))
    with pytest.raises(InvalidInput, match="other filters"):
        read(text, fingerprint(("tariff", "CN")))
