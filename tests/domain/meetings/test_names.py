"""What names of events tell: which words are distinctive, which events two names can be of, and who meets."""

from __future__ import annotations

import pytest

from service.domain.meetings.names import read_name, relation


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Critical Minerals Ministerial", {"critical", "minerals"}),
        ("ministerial meeting on critical minerals", {"critical", "minerals"}),
        ("Quad leaders' summit", {"quad"}),
        ("14th round of talks", set()),
        ("India-EU summit", set()),
        ("U.S.-India 2+2 Ministerial", {"2+2", "us"}),
        ("New Delhi summit", set()),
        ("Munich Security Conference", {"munich", "security"}),
    ],
)
def test_distinctive_words_leave_out_what_any_meeting_has_and_its_parties_and_place(text: str, words: set[str]) -> None:
    assert read_name(text, "New Delhi", frozenset({"IN", "EU"})).words == words


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Critical Minerals Ministerial", "minerals ministerial", "agree"),
        ("UN General Assembly", "UNGA", "agree"),
        ("Ocean Climate Alliance congress", "OCA", "differ"),
        ("Ocean Climate Alliance", "OCA", "agree"),
        ("SCO summit", "Shanghai Cooperation Organisation leaders' summit", "agree"),
        ("AI Impact Summit", "Nuclear Security Summit", "differ"),
        ("ministerial meeting", "Nuclear Security Summit", "open"),
        ("14th round of talks", "15th round", "differ"),
        ("sixth round", "6th round of talks", "open"),
        ("G20 summit 2023", "G20 summit 2024", "differ"),
        ("G20 finance ministers", "G20 foreign ministers", "differ"),
        ("inaugural Grid Forum", "second Grid Forum", "differ"),
        ("G7 summit 2024", "51st G7 summit", "agree"),
    ],
)
def test_two_names_agree_differ_or_leave_it_open(one: str, other: str, expected: str) -> None:
    names = read_name(one), read_name(other)

    assert relation(*names) == relation(*reversed(names)) == expected


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Quad leaders' summit", "leaders"),
        ("meeting of prime ministers", "leaders"),
        ("G7 foreign ministers' meeting", "ministers"),
        ("2+2 dialogue", "ministers"),
        ("senior officials' meeting", "officials"),
        ("trade policy working group", "officials"),
        ("Critical Minerals Summit", None),
    ],
)
def test_a_name_may_tell_the_rank_of_those_who_meet(text: str, level: str | None) -> None:
    assert read_name(text).level == level


@pytest.mark.parametrize(
    ("text", "tells"), [("Grid Forum", True), ("trade talks", False), ("foreign ministers' meeting", False)]
)
def test_a_portfolio_is_no_name_of_its_own(text: str, tells: bool) -> None:
    assert read_name(text).tells is tells


def test_groups_and_countries_in_a_name_are_parties() -> None:
    name = read_name("ASEAN-Japan summit")

    assert (name.groups, name.countries) == (frozenset({"ASEAN"}), frozenset({"JP"}))
