"""Garbage is looked for seldom while anyone resolves, and at the old pace afterwards."""

import gc

import pytest

from service.projections.collecting import AT_ONCE, SELDOM


def test_the_pace_is_another_one_until_the_last_one_is_out() -> None:
    before = gc.get_threshold()
    with SELDOM:
        assert gc.get_threshold() == (AT_ONCE, *before[1:])
        with SELDOM:
            pass
        assert gc.get_threshold() == (AT_ONCE, *before[1:])
    assert gc.get_threshold() == before


def test_a_failure_leaves_the_old_pace() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="fails"), SELDOM:
        raise ValueError("fails")
    assert gc.get_threshold() == before
