"""No reader that goes on from the last position it saw ever misses an event; a naive one does, in the same race."""

from __future__ import annotations

import pytest

from tests.eventstore.racing import race
from tests.eventstore.racing_logs import LOGS


@pytest.mark.parametrize("seconds", [2, pytest.param(60, marks=pytest.mark.slow)])
async def test_readers_miss_nothing_while_writers_race(database: str, seconds: float) -> None:
    result = await race(database, LOGS["verbale"], seconds, processes=seconds > 10)
    assert result.acknowledged > 100
    assert (result.missing, result.gaps) == (0, 0)
    for reader in result.readers:
        assert (reader.seen, reader.lost, reader.twice, reader.out_of_order) == (reader.committed, 0, 0, 0)


async def test_the_same_race_catches_a_naive_log(database: str) -> None:
    result = await race(database, LOGS["bigserial (control)"], 1, processes=False)
    assert result.missing == 0
    assert all(reader.lost > 0 for reader in result.readers)
