"""
Drafts: meetings as an article builds them up, sentence by sentence, until each is one claim.

A draft joins an earlier one of the same article only if nothing tells them apart: group, people, days, place, name.
"""

from __future__ import annotations

from datetime import date

import msgspec

from service.domain import edtf, places
from service.domain.claims import Evidence, MeetingClaim, Participant
from service.domain.folding import fold
from service.domain.parties import code_of, members_of
from service.extraction.meeting.nouns import Group
from service.extraction.parts import Person
from service.extraction.roles import place_name

_FIRM = frozenset(("cancelled", "postponed", "moved", "denied"))
_RANK = {
    "visit": 0,
    "phone_call": 0,
    "bilateral": 0,
    "delegation": 1,
    "virtual": 2,
    "multilateral": 3,
    "ministerial": 4,
    "summit": 5,
}

_FAR = 4
"""So many sentences later "the meeting" still is the one told of."""


class Draft(msgspec.Struct, kw_only=True):
    """A meeting being put together; `solid` drafts become claims, others only add to a solid one."""

    group: Group
    kind: str
    status: str
    sentence: int
    paragraph: int
    people: list[Person] = msgspec.field(default_factory=list)
    codes: list[str] = msgspec.field(default_factory=list)
    orgs: list[str] = msgspec.field(default_factory=list)
    host: str | None = None
    place: str | None = None
    name: str | None = None
    date: str | None = None
    evidence: list[Evidence] = msgspec.field(default_factory=list)
    topics: tuple[str, ...] = ()
    solid: bool = True
    backward: bool = False
    aside: bool = False

    def parties(self) -> set[str]:
        """The countries and groups that take part."""
        states = {p.country for p in self.people if p.country} | set(self.codes)
        for name in self.orgs:
            code = code_of(name)
            states |= set(members_of(code)) if code is not None else {name}
        return states


def join(drafts: list[Draft], new: Draft) -> Draft:
    """Add *new* to *drafts*, or to the one of them that it tells of again; the draft that holds it now."""
    for held in reversed(drafts):
        if _same(held, new):
            merge(held, new)
            return held
    drafts.append(new)
    return new


def _same(a: Draft, b: Draft) -> bool:
    if a.group != b.group or not _days_agree(a, b) or not _places_agree(a, b) or not _names_agree(a, b):
        return False
    if not _stages_agree(a, b):
        return False
    if a.aside != b.aside and (a.name or b.name or len(a.people) > 2 or len(b.people) > 2):
        return False
    if b.host is not None and a.host == b.host and a.sentence == b.sentence and b.date is None and b.name is None:
        return True
    near = 0 <= b.sentence - a.sentence <= 2 and b.backward and b.name is None and a.name is not None
    if near and _RANK[a.kind] >= 3 and len(b.people) <= 1 and not b.codes:
        return True
    if not b.people and not b.codes and not b.orgs:
        return (b.backward and b.sentence - a.sentence <= _FAR) or b.name is not None or b.sentence - a.sentence <= 1
    return _people_agree(a, b)


def _stages_agree(a: Draft, b: Draft) -> bool:
    """A planned and a held one are two, unless their days tell that they are one."""
    done = {"held", "ongoing"}
    if {a.status, b.status} & {"denied"} and {a.status, b.status} & done:
        return False
    if (a.status in done) == (b.status in done) or a.status in _FIRM or b.status in _FIRM:
        return True
    if a.date and b.date:
        return True
    return a.group == "visit" and "ongoing" in (a.status, b.status)


def _days_agree(a: Draft, b: Draft) -> bool:
    if a.date is None or b.date is None:
        return True
    return edtf.overlap(edtf.parse(a.date), edtf.parse(b.date))


def _places_agree(a: Draft, b: Draft) -> bool:
    return a.place is None or b.place is None or places.agree(place_name(a.place), place_name(b.place))


def _names_agree(a: Draft, b: Draft) -> bool:
    if a.place is not None and a.place == b.place and a.kind != "bilateral":
        return True
    if a.name is None or b.name is None:
        return (a.name is None) == (b.name is None) or a.kind == b.kind or (_RANK[a.kind] >= 3 and _RANK[b.kind] >= 3)
    left, right = set(fold(a.name).split()) - _COMMON, set(fold(b.name).split()) - _COMMON
    return left <= right or right <= left or _initials(left, right) or _initials(right, left)


_COMMON = frozenset(
    "meeting summit the of on and ministerial gathering conference leaders foreign ministers talks".split()
)


def _initials(short: set[str], full: set[str]) -> bool:
    return (
        len(short) == 1 and all(word[:1] in next(iter(short)) for word in full) and len(next(iter(short))) == len(full)
    )


def _people_agree(a: Draft, b: Draft) -> bool:
    if a.people and b.people:
        left, right = {p.name for p in a.people}, {p.name for p in b.people}
        return left <= right or right <= left or (a.name is not None and b.name is not None and bool(left & right))
    shared = a.parties() & b.parties()
    if a.name and b.name:
        return True
    if (not a.people and not a.codes) or (not b.people and not b.codes):
        return len(shared) >= 2
    return bool(shared) and (shared == a.parties() or shared == b.parties())


def merge(held: Draft, new: Draft) -> None:
    """Add what *new* tells to *held*: the fuller list, the narrower days and place, the firmer status."""
    held.people += [p for p in new.people if p.name not in {each.name for each in held.people}]
    covered = {p.country for p in held.people}
    held.codes = [code for code in dict.fromkeys((*held.codes, *new.codes)) if code not in covered]
    held.orgs = list(dict.fromkeys((*held.orgs, *new.orgs)))
    held.host = held.host or new.host
    held.name = _longer(held.name, new.name)
    if new.place is not None:
        held.place = new.place if held.place is None else _narrower(held.place, new.place)
    if new.date is not None:
        held.date = new.date if held.date is None or _days(new.date) < _days(held.date) else held.date
    if new.status in _FIRM or (held.status == "planned" and new.status == "ongoing"):
        held.status = new.status
    if _RANK[new.kind] > _RANK[held.kind]:
        held.kind = new.kind
    held.solid = held.solid or new.solid
    held.topics = tuple(dict.fromkeys((*held.topics, *new.topics)))
    held.evidence += [span for span in new.evidence if span not in held.evidence]


def _longer(a: str | None, b: str | None) -> str | None:
    return max((name for name in (a, b) if name), key=len, default=None)


def _narrower(a: str, b: str) -> str:
    return b if places.more_specific(place_name(a), place_name(b)) == place_name(b) else a


def _days(text: str) -> int:
    """How many days a date leaves open."""
    interval = edtf.parse(text)
    if interval.earliest is None or interval.latest is None:
        return 100_000
    return (interval.latest - interval.earliest).days


def claim(draft: Draft, today: date) -> MeetingClaim | None:
    """The claim that *draft* makes, None where too little is known of it."""
    if not draft.solid or not _enough(draft):
        return None
    covered = {p.country for p in draft.people}
    who = [Participant(type="person", name=p.name, country=p.country) for p in draft.people]
    who += [Participant(type="country", code=code) for code in draft.codes if code not in covered]
    who += [Participant(type="org", name=name) for name in draft.orgs]
    when = draft.date
    if when is None and draft.status == "held":
        when = f"../{today.isoformat()}"
    return MeetingClaim(
        meeting_kind=draft.kind, participants=tuple(who), host=draft.host, place=draft.place, name=draft.name, date=when,
        status=draft.status, topics=draft.topics[:4], evidence=tuple(draft.evidence),
    )  # fmt: skip


def _enough(draft: Draft) -> bool:
    """Whether it is told who meets, and of a visit or a gathering of one side where or when."""
    count = len(draft.people) + len(draft.codes) + len(draft.orgs)
    told = draft.place is not None or draft.date is not None
    if draft.group == "visit":
        return count >= 1 and told
    if draft.group == "call" or count >= 2:
        return count >= 2
    if count == 0:
        return False
    firm = draft.host is not None and draft.place is not None and draft.date is not None
    return firm or (told and (draft.name is not None or bool(draft.orgs)))
