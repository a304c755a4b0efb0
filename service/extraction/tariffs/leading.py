"""
Leading: whose duties an article is about, and on whose goods, before any single figure is read.

Every party that the article names is weighed by its part in the title, in the first sentence on duties and in all of
them. What is found is evidence for the figures, and decides where nothing nearer does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from service.extraction import gazetteer, weighing
from service.extraction.tariffs.chief import Chief
from service.extraction.tariffs.groups import Group
from service.extraction.tariffs.placing import headed
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.talk import Features, deed
from service.extraction.tariffs.view import View
from service.extraction.weighing import Tables

EVERYONE = "WORLD"
_OFTEN = 3
_RANKED = 4
_MOST = 3
_LONG = 4
_DOES = ("owns a duty", "subject:makes:active", "subject:makes:active:governing", "governing:by", "beside:makes:by")
_SUFFERS = (
    "has goods",
    "has goods burdened",
    "object:makes",
    "subject:bears:active",
    "subject:makes:passive",
    "beside:makes:on",
)
_ROLES = ("imposes", "owns", "bears", "headline imposes")
_TELLING = (
    "title subject:makes:active",
    "title subject:makes:active:governing",
    "title owns a duty",
    "headline imposes",
    "home governs",
)
"""What speaks against all others, too."""
_NONE: Counter[str] = Counter()
_PREPOSITIONS = frozenset("on from for of to in into against by with at over than under between".split())


class Told(msgspec.Struct):
    """
    What an article offers: its sentences on duties and the title as views, what they and the title state, its home,
    whether a government without a name acts, whether American law or leaders are named, and how many sentences name each party.
    """

    views: Sequence[View]
    title: View | None
    statements: Sequence[Statement]
    headline: Sequence[Statement]
    home: str | None
    governs: bool
    american: bool
    named: Counter[str]


def counted(named: Sequence[tuple[str, ...]]) -> Counter[str]:
    """How many sentences name each party; *named* are the parties of each."""
    found = Counter(code for codes in named for code in dict.fromkeys(codes))
    found.pop(EVERYONE, None)
    return found


def chosen(told: Told, tables: Tables) -> Chief:
    """Whose duties *told* is about, and on whose goods, by *tables*."""
    if not told.named:
        return Chief()
    seen = parts(told)
    imposers = _ranked(tables.get("chief imposer", {}), imposing(told, seen))
    return Chief(imposers, _ranked(tables.get("chief target", {}), bearing(told, seen, imposers[0][0])))


def _ranked(table: weighing.Table, candidates: dict[str, Features]) -> tuple[tuple[str, float], ...]:
    weights = {code: weighing.total(table, features) for code, features in candidates.items()}
    ranked = sorted(weights, key=lambda code: -weights[code])
    return tuple((code, weighing.share(weights[code], weights.values())) for code in ranked[:_RANKED])


def parts(told: Told) -> dict[str, Features]:
    """The parts that each party plays in the title, in the first sentence on duties and in all of them."""
    found: dict[str, Features] = {code: [] for code in told.named}
    played = {view.index: [(group, _part(view, group)) for group in _groups(view)] for view in told.views}
    title = told.title
    openings = {
        "title": [(group, _part(title, group)) for group in _groups(title)] if title is not None else [],
        "lead": played[told.views[0].index] if told.views else [],
    }
    for name, opening in openings.items():
        for place, (group, part) in enumerate(opening):
            marks = [f"{name} {part}", f"{name} place:{min(place, 2)}"]
            for code in group.codes:
                held = found.setdefault(code, [])
                held += [mark for mark in marks if mark not in held]
    counts: dict[str, Counter[str]] = {}
    for view in told.views:
        for group, part in played[view.index]:
            for code in group.codes:
                counts.setdefault(code, Counter())[part] += 1
    for code, seen in counts.items():
        held = found.setdefault(code, [])
        held += [f"{part}:{min(count, _MOST)}" for part, count in seen.items()]
        does, suffers = (sum([seen.get(part, 0) for part in role]) for role in (_DOES, _SUFFERS))
        held.append(f"margin:{max(min(does - suffers, _MOST), -_MOST)}")
    found.pop(EVERYONE, None)
    return found


def _groups(view: View) -> list[Group]:
    """The parties that *view* names, those inside a body's name ("the Mexican Congress") too."""
    bodies = (held for held in view.sentence.mentions if not held.codes and held.kind not in ("person", "party"))
    inside = [
        Group((entry.code,), held.first, held.last, held)
        for held in bodies
        if (found := gazetteer.match(view.tokens, held.first)) is not None
        for entry in (found[0],)
        if found[1] < held.last - held.first
    ]
    return sorted([*view.groups, *inside], key=lambda group: group.first) if inside else view.groups


def _counted(seen: Counter[str]) -> Iterator[str]:
    for name, count in seen.items():
        yield name
        if count >= _OFTEN:
            yield f"{name}:often"


def _part(view: View, group: Group) -> str:
    """The part that a party plays in its sentence: whose duty it may be, or on whose goods."""
    head = headed(view, group)[0]
    at = group.first - 1
    while at >= 0 and view.tag(at) in ("DET", "ADJ", "POSS"):
        at -= 1
    prep = view.lower(at) if view.lower(at) in _PREPOSITIONS else ""
    if head == "head:duty":
        return "owns a duty"
    if head in ("head:goods", "head:senders", "head:any goods", "head:wares"):
        return "has goods" if prep not in ("on", "from", "against") else "has goods burdened"
    clause = view.clause_of[group.first]
    does = deed(clause)
    if clause is not None:
        subject = next((chunk for chunk in clause.subject if chunk.first <= group.first < chunk.last), None)
        if subject is not None:
            own = "" if group.last > subject.head else ":governing" if head == "head:governing" else ":owner"
            return f"subject:{does}:{clause.verb.voice}{own}"
        if any(chunk.first <= group.first < chunk.last for chunk in clause.objects):
            return f"object:{does}"
    if head == "head:governing":
        return f"governing:{prep}"
    return f"beside:{does}:{prep}" if prep in ("on", "from", "by", "against", "for", "to") else "beside"


def _standing(told: Told, code: str, ranked: list[tuple[str, int]]) -> Features:
    """What the article as a whole tells of a party: how often it is named beside those *ranked*, whether it is home."""
    share = told.named[code] / (ranked[0][1] if ranked else 1)
    found = [
        f"rank:{next((place for place, (each, _) in enumerate(ranked) if each == code), _RANKED)}",
        f"share:{next((step for step in (1.0, 0.6, 0.3) if share >= step), 0)}",
    ]
    marks = {
        "home": code == told.home,
        "home governs": code == told.home and told.governs,
        "home is named": code == told.home and bool(told.named[code]),
        "not home": told.home is not None and code != told.home,
        "alone": len(told.named) == 1,
        "is US": code == "US",
        "is EU": code == "EU",
        "american": code == "US" and told.american,
        "not american": code != "US" and told.american,
    }
    return [*found, *(mark for mark, holds in marks.items() if holds)]


def _of_statements(told: Told) -> dict[str, Counter[str]]:
    """How often the frames let each party impose, own or bear a duty, where the words say so."""
    found: dict[str, Counter[str]] = {}
    for name, statements in (("", told.statements), ("headline ", told.headline)):
        for held in statements:
            for role, codes in (("imposes", held.imposers), ("owns", held.owner), ("bears", held.targets)):
                for code in codes:
                    found.setdefault(code, Counter())[f"{name}{role}"] += 1
    return found


def imposing(told: Told, seen: dict[str, Features]) -> dict[str, Features]:
    """The candidates for whose duties the article is about, with what speaks for each."""
    roles = _of_statements(told)
    unnamed = (told.home, "US" if told.american else None)
    codes = dict.fromkeys((*seen, *(code for code in unnamed if code is not None)))
    ranked = told.named.most_common(_RANKED)
    found = {
        code: [*seen.get(code, ()), *_standing(told, code, ranked), *_counted(roles.get(code, _NONE))] for code in codes
    }
    words = frozenset().union(*(view.said for view in told.views))
    said = sorted([word for word in words if len(word) >= _LONG and word.isalpha()])
    for whose, code in (("US", "US"), ("home", told.home)):
        if code is not None and code in found:
            found[code].extend(f"{whose} says:{word}" for word in said)
    for role in _ROLES:
        most = max((counts[role] for counts in roles.values()), default=0)
        for code in found if most else ():
            found[code].append(f"{role} {'most' if roles.get(code, _NONE)[role] == most else 'less'}")
    for name in _TELLING:
        shown = [code for code, features in found.items() if name in features]
        for code in found if shown else ():
            found[code].extend([] if code in shown else [f"other {name}"])
    return found


def bearing(told: Told, seen: dict[str, Features], imposer: str) -> dict[str, Features]:
    """The candidates for on whose goods *imposer*'s duties are, with what speaks for each."""
    roles = _of_statements(told)
    ranked = told.named.most_common(_RANKED)
    found = {
        code: [*features, *_standing(told, code, ranked), *_counted(roles.get(code, _NONE))]
        for code, features in seen.items()
        if code != imposer
    }
    for features in found.values():
        features.extend(["of the US"] if imposer == "US" else [])
    world = [*_counted(Counter({f"world {name}": n for name, n in roles.get(EVERYONE, Counter()).items()}))]
    open_ended = sum(not held.targets for held in told.statements)
    named = len([code for code in told.named if code != imposer])
    world += [
        "world",
        f"world others:{min(named, 4)}",
        f"world scoped:{min(len(told.statements) - open_ended, 3)}",
        f"world open:{min(open_ended, 3)}",
        f"world of US:{imposer == 'US'}",
        f"world of home:{imposer == told.home}",
    ]
    return {EVERYONE: world, **found}
