"""
Negotiations: how far the talks of some parties on each of their agreements are.

The subject is all talks of the parties (`negotiation:EU-IN`), since wordings without a topic mean one of the others;
a key is one agreement (`negotiation:EU-IN:trade`). Undated mentions never undo a signature.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from service.domain.claims import Claim, NegotiationClaim, Participant
from service.domain.errors import InvalidClaim
from service.domain.folding import fold
from service.domain.parties import code_of, is_code, is_group, memberships_of
from service.domain.reports import Report, counting
from service.domain.spans import Span
from service.domain.states import File, Notice, Roll, Vocabulary, is_to_come, read, scheduled
from service.domain.talks import match_rank, matches_subject, placed, shown_name

__all__ = ["inputs", "matches_subject", "matching", "resolve", "subjects"]

_FAMILY = {
    "proposed": "planned", "active": "active", "resumed": "active", "stalled": "paused",
    "suspended": "paused", "concluded": "concluded", "signed": "signed", "in_force": "in_force", "collapsed": "ended",
    "terminated": "ended",
}  # fmt: skip
_STATE = {"launched": "active", "ongoing": "active"}
_STAGE = {"planned": 0, "active": 1, "paused": 2, "concluded": 3, "signed": 4, "in_force": 5, "ended": 6}
_BEFORE_COMING = {
    "launched": "proposed", "ongoing": "ongoing", "concluded": "ongoing", "signed": "concluded", "in_force": "signed",
}  # fmt: skip
_MADE = frozenset({"concluded", "signed", "in_force"})


def _state(status: str) -> str:
    return _STATE.get(status, status)


def _family(state: str) -> str:
    return _FAMILY.get(state, state)


def _follows(earlier: str, later: str) -> bool:
    return _STAGE[later] > _STAGE[earlier]


def _cancels(family: str, plan: str) -> bool:
    return (family in ("paused", "ended") and plan != family) or (family in _MADE and plan == "ended")


def _yields(state: str, other: str) -> bool:
    """A passing mention of talks changes nothing once an agreement is signed, of a proposal once there are talks."""
    family, standing = _family(state), _family(other)
    if standing in ("signed", "in_force"):
        return _STAGE[family] < _STAGE[standing] and family != "paused"
    return family == "planned" and standing != "ended"


VOCABULARY = Vocabulary(
    state_of=_state,
    stage=lambda status: _STAGE[_family(_state(status))],
    family=_family,
    by_day=frozenset({"active", "resumed"}),
    lasting=frozenset({"ongoing", "concluded", "signed", "in_force", "collapsed", "terminated"}),
    starts=frozenset({"concluded", "signed", "in_force", "collapsed", "terminated"}),
    follows=_follows,
    cancels=_cancels,
    yields=_yields,
)


def subjects(claim: Claim) -> tuple[str, ...]:
    """
    The one home subject: `negotiation:` and the parties in alphabetical order, joined by hyphens.

    Members of a group that is a party itself talk through it: with Brazil named beside Mercosur and the EU, it is
    the talks of the two groups.
    """
    if not isinstance(claim, NegotiationClaim):
        raise InvalidClaim(f"a negotiation claim was expected, not {type(claim).__name__}")
    return (f"negotiation:{'-'.join(_sides(_codes(claim.parties)))}",)


def inputs(subject: str) -> tuple[str, ...]:
    """Talks depend on the claims about the same parties alone."""
    return (subject,)


def resolve(subject: str, reports: Sequence[Report], known_by: datetime) -> tuple[Span, ...]:
    """
    How far each agreement of the subject's parties is on each day, as published by *known_by*.

    Spans are disjoint per key, and sorted by key and first day. The order of *reports* never matters.
    """
    roll = Negotiations(subject)
    roll.take(counting(reports, known_by))
    return roll.all()


class Negotiations(Roll):
    """What is told of the talks of some parties."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self._slugs: dict[str, str] = {}

    def names(self, report: Report) -> str:
        """What the talks are about, as it is printed."""
        return _claim(report).subject

    def knows(self, report: Report) -> bool:
        """What a wording means, it may be only another one that tells."""
        wording = _claim(report).subject
        if wording in self._slugs:
            return True
        before = self._slugs
        self._slugs = {printed: deal.slug for printed, deal in placed({*before, wording}).items()}
        return all(self._slugs[printed] == slug for printed, slug in before.items())

    def is_apart(self, _report: Report) -> bool:
        """What a wording without a topic means depends on all others."""
        return False

    def file(self, report: Report, told: datetime) -> str:
        """A key is one agreement."""
        return self.filed(f"{self.subject}:{self._slugs[_claim(report).subject]}", report, _notices(report, told))

    def answers(self, key: str, file: File) -> tuple[Span, ...]:
        """How far an agreement is."""
        told = file.tally(_words)
        name = shown_name(_counted(told))
        named = {code for parties in {parties for _, parties in told} for code in _codes(parties)}
        parties = [{"type": "country" if is_code(code) else "org", "code": code} for code in sorted(named)]

        def describe(notice: Notice) -> dict[str, Any]:
            claim = _claim(notice.report)
            own = claim.status == notice.status
            return {"parties": parties, "subject": name, "status": notice.status, "date": claim.date if own else None}

        return file.course.spans(key, _resumed(file.notices), VOCABULARY, describe, (name, *sorted(named)))


def matching(asked: str | None, spans: Iterable[Span]) -> list[Span]:
    """The spans whose agreement answers to *asked*, the best match first; all of them where nothing is asked."""
    if asked is None:
        return list(spans)
    ranked = [(match_rank(asked, span.value["subject"]), span) for span in spans]
    found = [(rank, len(span.value["parties"]), span.key, span) for rank, span in ranked if rank is not None]
    return [span for *_, span in sorted(found, key=lambda each: (*each[:3], each[3].since_day))]


def _resumed(notices: Sequence[Notice]) -> Sequence[Notice]:
    """Talks that are told to go on after they were resumed go on since then, and not since they were launched."""
    if all(notice.state != "resumed" for notice in notices):
        return notices
    going_on: set[int] = set()
    resumed = False
    for _, moment in groupby(sorted(notices, key=lambda each: each.order), key=lambda each: each.told):
        told = list(moment)
        states = {notice.state for notice in told if not notice.scheduled and not _goes_on(notice)}
        resumed = "resumed" in states or (resumed and not states)
        going_on.update(id(notice) for notice in told if resumed and _goes_on(notice))
    return [replace(notice, state="resumed") if id(notice) in going_on else notice for notice in notices]


def _words(report: Report) -> tuple[str, tuple[Participant, ...]]:
    claim = _claim(report)
    return (claim.subject, claim.parties)


def _counted(told: Mapping[tuple[str, tuple[Participant, ...]], int]) -> Mapping[str, int]:
    """How often each wording was told."""
    counted: dict[str, int] = defaultdict(int)
    for (wording, _), times in told.items():
        counted[wording] += times
    return counted


def _goes_on(notice: Notice) -> bool:
    return notice.status == "ongoing" and notice.seen_on_the_day


def _claim(report: Report) -> NegotiationClaim:
    assert isinstance(report.claim, NegotiationClaim)
    return report.claim


def _codes(parties: Iterable[Participant]) -> list[str]:
    """The parties' codes in alphabetical order: countries by theirs, persons by their country's, others by name."""
    codes = set()
    for party in parties:
        name = party.code or party.country or party.name
        if name:
            codes.add(code_of(name) or fold(name).replace(" ", "_"))
    return sorted(codes)


def _sides(codes: Sequence[str]) -> Sequence[str]:
    """The parties without members of a group that is one of them, as long as two sides are left."""
    groups = set(filter(is_group, codes))
    sides = [code for code in codes if not any(each.group in groups for each in memberships_of(code))]
    return sides if len(sides) > 1 else codes


def _notices(report: Report, told: datetime) -> Iterator[Notice]:
    """What one claim tells: the state that has begun, or the one that is announced and what holds until then."""
    claim = _claim(report)
    if claim.date is None or not is_to_come(claim.date, told):
        yield read(report, claim.status, claim.date, told, VOCABULARY)
        return
    yield scheduled(report, claim.status, claim.date, told, VOCABULARY)
    before = _BEFORE_COMING.get(claim.status)
    if before is not None:
        yield read(report, before, None, told, VOCABULARY)
