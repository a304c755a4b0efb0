"""Copies of one text are told apart from other texts on the same matter."""

import random

from hypothesis import given
from hypothesis import strategies as st

from service.domain import syndication

WIRE = (
    "The finance ministers of both countries met in the capital on Tuesday and agreed to lower duties on machine "
    "tools from the first of next month. Officials said the text would be published once lawyers had gone through "
    "it. Exporters on both sides welcomed the step, although several of them noted that parts and components were "
    "left out. A second round is planned for the autumn, when farm goods are to be discussed for the first time in "
    "eleven years. The opposition asked for a debate before anything is signed."
)
OTHER = (
    "Two trade ministers will see each other next week for talks on farm goods, the first in eleven years. Nobody "
    "expects a result. The industry federation published a paper on Monday in which it asks for a long transition, "
    "lower duties on parts, and a court of its own for quarrels. Its president called the present rules a relic. "
    "Consumer groups disagree and want the rules to stay as they are until a study is done by the universities."
)


def test_a_reprint_with_another_headline_and_a_cut_end_is_a_copy():
    reprint = "Ministers agree on duties\n\n" + WIRE.rpartition(". ")[0] + ".\n\n(From a wire feed)"
    assert syndication.are_copies(syndication.sketch(WIRE), syndication.sketch(reprint))
    assert set(syndication.keys(syndication.sketch(WIRE))) & set(syndication.keys(syndication.sketch(reprint)))


def test_another_text_on_the_same_matter_is_not_a_copy():
    assert not syndication.are_copies(syndication.sketch(WIRE), syndication.sketch(OTHER))


def test_a_text_that_is_too_short_to_tell_is_nobodys_copy():
    brief = "Ministers agree on duties."
    assert syndication.sketch(brief) == ""
    assert not syndication.are_copies(syndication.sketch(brief), syndication.sketch(brief))


@given(st.integers(0, 10_000), st.integers(0, 40))
def test_likeness_is_symmetric_and_falls_with_the_words_that_differ(seed, changes):
    words = WIRE.split()
    chance = random.Random(seed)
    changed = list(words)
    for _ in range(changes):
        changed[chance.randrange(len(changed))] = f"word{chance.randrange(1000)}"
    one, other = syndication.sketch(WIRE), syndication.sketch(" ".join(changed))
    assert syndication.likeness(one, other) == syndication.likeness(other, one)
    assert syndication.likeness(one, one) == 1.0
    assert (changed == words) <= (syndication.likeness(one, other) == 1.0)
