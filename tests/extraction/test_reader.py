"""
What holds of the reader for any text.

Evidence is always the text's own words; the same text always gives the same claims in the same order.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.claims import Claim, MeetingClaim
from service.domain.places import surface_places
from service.extraction.reader import extract
from tests.extraction import bank, gold

NEWS = (
    "Prime Minister Mark Carney held a phone call with President Claudia Sheinbaum on Thursday.",
    "Ecuador joined the Artemis Accords in June 2023.",
    "India and the European Union resumed talks on a free trade agreement in New Delhi on Monday.",
    "France opposes the trade deal with Mercosur.",
)
ASIDES = (
    "Rain fell over the hills all night.",
    "The bakery sold its last loaf before noon.",
    "Nobody saw the cat again.",
)
BETWEEN_TWO = (
    "{a} and {b} resumed talks on a trade agreement in Geneva on Monday.",
    "{a} joined the Artemis Accords in June 2023 and {b} left the Artemis Accords in May.",
    "{a}'s foreign minister, Ana Mutua, met {b}'s trade minister, Luis Vega, in Geneva on Friday.",
    "A delegation from {a} will visit {b} on Thursday.",
    "{a} urged {b} to lift its ban on tea.",
    "{a} opposes the plan, while {b} supports the plan.",
    "{a} will impose a 20% tariff on goods from {b} on March 1.",
)
"""Sentences in which two countries play different parts."""
COUNTRIES = {
    "Kenya": "KE", "Peru": "PE", "Norway": "NO", "Japan": "JP", "Brazil": "BR", "Vietnam": "VN", "Egypt": "EG",
    "Poland": "PL", "India": "IN", "China": "CN", "Canada": "CA", "Germany": "DE", "Nigeria": "NG", "Chile": "CL",
}  # fmt: skip
PROGRAM = r"""
import sys, datetime
from service.extraction.reader import extract
for text in sys.stdin.read().split("\f"):
    print(extract(text, datetime.datetime(2026, 2, 6, 12, tzinfo=datetime.timezone.utc)))
"""


def bare(claims: tuple[Claim, ...], text: str) -> list[str]:
    """Claims with the words of their evidence in place of its offsets."""
    return [
        f"{ {f: getattr(claim, f) for f in claim.__struct_fields__ if f != 'evidence'} }"
        f"{[text[span.start : span.end] for span in claim.evidence]}"
        for claim in claims
    ]


@pytest.mark.parametrize("name", [name for name, _ in gold.articles()])
def test_evidence_is_the_words_of_the_article(name: str) -> None:
    record = dict(gold.articles())[name]
    for claim in gold.read(record):
        assert claim.evidence
        assert all(0 <= span.start < span.end <= len(record["text"]) for span in claim.evidence)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_failing(text: str) -> None:
    for claim in extract(text, bank.PUBLISHED):
        assert claim.evidence
        assert all(0 <= span.start < span.end <= len(text) for span in claim.evidence)


@given(
    st.lists(st.sampled_from([*NEWS, *ASIDES, "\n\n", "— “", "§ 3(b)", "???", "\u202e\x00", "the the of"]), max_size=8)
)
@settings(max_examples=60, deadline=None)
def test_evidence_never_leaves_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    for claim in extract(text, bank.PUBLISHED):
        assert all(0 <= span.start < span.end <= len(text) for span in claim.evidence)


@pytest.mark.parametrize("aside", ASIDES)
@pytest.mark.parametrize("news", NEWS)
def test_an_unrelated_sentence_changes_no_claim(news: str, aside: str) -> None:
    alone = bare(extract(news, bank.PUBLISHED), news)
    assert alone
    for text in (f"{aside} {news}", f"{news} {aside}", f"{aside}\n\n{news}", f"{news}\n\n{aside}"):
        assert bare(extract(text, bank.PUBLISHED), text) == alone


@given(st.sampled_from(BETWEEN_TWO), st.permutations(list(COUNTRIES)))
@settings(max_examples=40, deadline=None)
def test_two_countries_that_change_places_change_places_in_every_claim(template: str, names: list[str]) -> None:
    one, other = names[:2]
    text, turned = template.format(a=one, b=other), template.format(a=other, b=one)
    exchange = {
        one: other,
        other: one,
        f"'{COUNTRIES[one]}'": f"'{COUNTRIES[other]}'",
        f"'{COUNTRIES[other]}'": f"'{COUNTRIES[one]}'",
    }
    either = re.compile("|".join(map(re.escape, exchange)))
    told = bare(extract(text, bank.PUBLISHED), text)
    assert told
    exchanged = [either.sub(lambda match: exchange[match.group()], claim) for claim in told]
    assert bare(extract(turned, bank.PUBLISHED), turned) == exchanged


EVENLY_NAMED = "India's rate of 26% in the United States takes its place on Wednesday after the 10% duty."
"""Both parties are named as often, so the first of them is the main one."""


def test_the_claims_do_not_hang_on_the_hash_seed() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input="\f".join((" ".join(NEWS), EVENLY_NAMED)),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(told) == 1


@pytest.mark.parametrize("place", sorted(place for place in surface_places() if len(place) == 2))
def test_a_place_of_two_letters_is_no_country(place: str) -> None:
    text = (
        f"Prime Minister Mark Carney will visit {place} on Friday. He will arrive in {place} with his trade minister. "
        f"Carney meets President Claudia Sheinbaum in {place} on Friday. The visit to {place} lasts two days."
    )
    meetings = [each for each in extract(text, datetime(2026, 2, 4, 12, tzinfo=UTC)) if isinstance(each, MeetingClaim)]
    assert {meeting.place for meeting in meetings} == {place}
    assert all(who.code != place for meeting in meetings for who in meeting.participants)


@pytest.mark.parametrize(
    "text",
    ["Delhi called for the", "They heard Health director-general Datuk Dr", "Turkey put its 25% duty on steel on"],
)
def test_a_text_that_is_cut_off_is_read(text: str) -> None:
    whole = "India opened trade talks with the United States on Monday."
    published = datetime(2025, 8, 12, 12, tzinfo=UTC)
    assert set(extract(whole, published)) <= set(extract(f"{whole} {text}", published))
