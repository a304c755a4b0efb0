"""The laws of docs/rules.md, as far as they bear on meetings."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from service.domain.claims import Participant
from service.domain.kinds import meeting
from service.domain.kinds.meeting import Verdict
from service.domain.meetings.identity import fit
from service.domain.meetings.occasion import Occasion, found, join
from service.domain.meetings.voices import Voice, voice_of
from service.domain.rectangles import in_order
from service.domain.reports import Report, counting, turning_points
from service.domain.spans import FIRST_DAY, KNOWN_EVER, LAST_DAY, Rectangle, Span
from tests.domain.meetings.worlds import at, reports
from tests.examples import examples

LAW = examples(50)

MOMENTS = st.integers(-1, 140 * 24).map(at)


def resolve(told: list[Report], known_by: datetime = KNOWN_EVER, verdicts: list[Verdict] | None = None) -> list[Span]:
    return list(meeting.resolve("meeting", told, known_by, verdicts or ()))


def standing(rectangles: tuple[Rectangle, ...], known_by: datetime) -> list[Span]:
    held = [r.span for r in rectangles if r.known_from <= known_by < r.known_until]
    return sorted(held, key=lambda span: (span.key, span.since_day))


@LAW
@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(told: list[Report], shuffler: random.Random) -> None:
    mixed = list(told)
    shuffler.shuffle(mixed)

    assert resolve(mixed) == resolve(told)
    assert meeting.rectangles(mixed) == meeting.rectangles(told)


@LAW
@given(reports(), MOMENTS)
def test_what_is_published_later_never_matters(told: list[Report], known_by: datetime) -> None:
    by_then = [report for report in told if report.known_from <= known_by]

    assert resolve(told, known_by) == resolve(by_then, known_by)


@LAW
@given(reports())
def test_rectangles_are_what_is_resolved_at_each_moment(told: list[Report]) -> None:
    rectangles = meeting.rectangles(told)

    for moment in turning_points(told):
        assert standing(rectangles, moment) == resolve(told, moment)
        assert standing(rectangles, moment - timedelta(seconds=1)) == resolve(told, moment - timedelta(seconds=1))


@LAW
@given(reports(), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans(), MOMENTS), max_size=3))
def test_rectangles_follow_verdicts_too(told: list[Report], picks: list[tuple[int, int, bool, datetime]]) -> None:
    keys = [span.key for span in resolve(told)]
    names = [*keys, *(report.claim_id for report in told)]
    verdicts = [
        Verdict(names=(names[a % len(names)], names[b % len(names)]), same=same, decided_at=when)
        for a, b, same, when in picks
        if names
    ]
    rectangles = meeting.rectangles(told, verdicts)

    for moment in {*turning_points(told), *(when for _, _, _, when in picks)}:
        assert standing(rectangles, moment) == resolve(told, moment, verdicts)


@LAW
@given(reports(), st.lists(st.integers(0, 3), min_size=40, max_size=40), st.randoms(use_true_random=False))
def test_taking_reports_in_by_and_by_is_taking_them_in_at_once(
    told: list[Report], batches: list[int], shuffler: random.Random
) -> None:
    """Whatever the order, whether an end is known from the first, and whatever came and went in between."""
    known: dict[str, tuple[Rectangle, ...]] = {}
    timeline = meeting.Timeline()
    mixed = list(told)
    shuffler.shuffle(mixed)
    for batch in range(4):
        coming = [report for report, when in zip(mixed, batches, strict=False) if when == batch]
        timeline.hold(msgspec.structs.replace(report, counts_until=None) for report in coming)
        known |= timeline.changes()
        timeline.hold(coming[::2])
        timeline.drop(coming[1::4])
        known |= timeline.changes()
    timeline.hold(told)
    known |= timeline.changes()

    assert in_order(each for rectangles in known.values() for each in rectangles) == meeting.rectangles(told)


@LAW
@given(reports())
def test_rectangles_of_a_key_are_disjoint_and_coalesced(told: list[Report]) -> None:
    by_key: dict[str, list[Rectangle]] = defaultdict(list)
    for rectangle in meeting.rectangles(told):
        assert rectangle.known_from < rectangle.known_until
        assert rectangle.span.since_day < rectangle.span.until_day
        by_key[rectangle.span.key].append(rectangle)
    for rectangles in by_key.values():
        for i, one in enumerate(rectangles):
            for other in rectangles[i + 1 :]:
                days = one.span.since_day < other.span.until_day and other.span.since_day < one.span.until_day
                known = one.known_from < other.known_until and other.known_from < one.known_until
                assert not (days and known)
                assert one.span != other.span or one.known_until != other.known_from


@LAW
@given(reports())
def test_each_claim_is_a_source_of_exactly_one_meeting_and_each_meeting_answers_every_day(told: list[Report]) -> None:
    spans = resolve(told)
    by_key: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_key[span.key].append(span)
    implied = {
        s for span in spans for step in span.value["history"] if step["status"] == "moved" for s in step["sources"]
    }
    sources = [source for key_spans in by_key.values() for source in key_spans[0].sources]
    counted = {report.claim_id for report in counting(told, KNOWN_EVER)}

    assert set(sources) == counted
    assert all(sources.count(source) == 1 for source in sources if source not in implied)
    for key_spans in by_key.values():
        edges = [(span.since_day, span.until_day) for span in key_spans]
        assert edges[0][0] == FIRST_DAY
        assert edges[-1][1] == LAST_DAY
        assert all(one[1] == other[0] for one, other in pairwise(edges))


@LAW
@given(reports(), reports(max_articles=1), st.integers(1, 60 * 24))
def test_what_is_appended_and_retracted_was_never_there_from_then_on(
    told: list[Report], more: list[Report], until: int
) -> None:
    end = at(80 * 24 + until)
    brief = [
        msgspec.structs.replace(
            each,
            claim_id=f"x{each.claim_id}",
            article_id=f"x{each.article_id}",
            story=f"x{each.story}",
            counts_until=end,
        )
        for each in more
    ]

    assert resolve([*told, *brief], end) == resolve(told, end)
    assert standing(meeting.rectangles([*told, *brief]), end) == resolve(told, end)


TURNED = {"DE": "FR", "FR": "DE", "Berlin": "Paris", "Paris": "Berlin", "Chancellery, Berlin": "Chancellery, Paris"}


def turned(report: Report) -> Report:
    """The report in a world in which France and Germany have changed places."""

    def other(text: str | None) -> str | None:
        return TURNED.get(text, text) if text else text

    def turned_one(who: Participant) -> Participant:
        return msgspec.structs.replace(who, code=other(who.code), country=other(who.country))

    claim = report.claim
    changed = msgspec.structs.replace(
        claim,
        participants=tuple(map(turned_one, claim.participants)),
        place=other(claim.place),
        host=other(claim.host),
    )
    return msgspec.structs.replace(report, claim=changed)


@LAW
@given(reports())
def test_swapping_two_countries_swaps_the_answers(told: list[Report]) -> None:
    def gist(spans: list[Span]) -> list[object]:
        return sorted((s.sources, s.value["status"], s.value["date"], s.contested, s.since_day) for s in spans)

    assert gist(resolve([turned(report) for report in told])) == gist(resolve(told))


def reference(told: list[Report]) -> set[frozenset[str]]:
    """The fold without an index: each voice is compared with every occasion before it (rule 10)."""
    occasions: list[tuple[Occasion, list[Voice]]] = []
    for voice in map(voice_of, counting(told, KNOWN_EVER)):
        same = [
            i for i, (_, v) in enumerate(occasions)
            if any(o.report.article_id == voice.report.article_id and o.content == voice.content for o in v)
        ]  # fmt: skip
        fits = []
        for i, (occasion, voices) in enumerate(occasions):
            own = [other for other in voices if other.report.story == voice.report.story]
            fits += [(score, -i) for score in [fit(voice, occasion, own)] if score]
        best = max(fits, default=None)
        tied = best and voice.days.vague and sum(f.clarity == best[0].clarity for f, _ in fits) > 1
        into = same[0] if same else -best[1] if best and not tied else None
        if fits and not same and voice.days.vague and voice.status == "denied":
            into = max((f.same_story, occasions[-i][0].last_told, -i) for f, i in fits)[2]
        if into is None:
            occasions.append((found(voice), [voice]))
        else:
            occasion, voices = occasions[into]
            occasions[into] = (join(occasion, voice), [*voices, voice])
    return {frozenset(voice.claim_id for voice in voices) for _, voices in occasions}


@LAW
@given(reports())
def test_the_index_loses_no_candidate(told: list[Report]) -> None:
    spans = resolve(told)
    implied = {
        s for span in spans for step in span.value["history"] if step["status"] == "moved" for s in step["sources"]
    }
    members = {frozenset(source for step in span.value["history"] for source in step["sources"]) for span in spans}

    assert {group - implied for group in members} == {group - implied for group in reference(told)}
