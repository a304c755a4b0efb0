"""
Standing: who may impose or bear the duty that a figure tells, and what speaks for each of them.

Evidence is where a party stands in the figure's sentence, and what the article has told of it before.
"""

from __future__ import annotations

from collections import Counter

from service.extraction.tariffs import likeness
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.talk import Features, Figure, Group, Talk, add, deed, nearness
from service.extraction.tariffs.view import View
from service.extraction.tariffs.wares import named

_PREPOSITIONS = frozenset("on from for of to in into against by with at over than under between including".split())
_RECENT = 4
_AHEAD = 4
_EVERYONE = ("WORLD",)


def _governor(view: View, first: int) -> str:
    at = first - 1
    while at >= 0 and view.tag(at) in ("DET", "ADJ", "POSS") and view.lower(at) not in ("on", "from"):
        at -= 1
    lower = view.lower(at)
    return lower if view.tag(at) in ("PREP", "TO") and lower in _PREPOSITIONS else ""


def _form(view: View, group: Group) -> str:
    """How the party is named, and whether goods or a duty follow: "Chinese goods", "Canada's surtax"."""
    mention = group.mention
    form: str = "everyone" if mention is None else "person" if mention.kind == "person" else mention.form
    if view.tag(group.last) == "POSS":
        form = "poss"
    ahead = {view.lower(at) for at in range(group.last, min(group.last + _AHEAD, view.size))}
    if form in ("poss", "adjective") and any(word in nouns("goods") or word in nouns("senders") for word in ahead):
        return f"form:{form}:goods"
    if form in ("poss", "adjective", "name") and any(word in nouns("duty") for word in ahead):
        return f"form:{form}:duty"
    return f"form:{form}"


def _part(figure: Figure, group: Group) -> Features:
    """The party's part in its clause: subject of the figure's verb, owner of the subject, actor elsewhere."""
    clause = figure.clause
    if clause is not None:
        head = next((chunk for chunk in clause.subject if chunk.first <= group.first < chunk.last), None)
        if head is not None:
            owner = "" if group.last > head.head else ":owner"
            return [f"subject:{deed(clause)}:{clause.verb.voice}{owner}"]
    other = figure.view.clause_of[group.first]
    if other is not None and any(chunk.first <= group.first < chunk.last for chunk in other.subject):
        return [f"actor:{deed(other)}"]
    return []


def _in_phrases(figure: Figure, group: Group) -> Features:
    """What the duty phrases of the sentence make of the party."""
    found: Features = []
    codes = set(group.codes)
    for duty in figure.phrases:
        own = duty is figure.duty
        if own and duty.imposer in codes:
            found.append("author")
        if own and duty.scope.into in codes:
            found.append("into")
        if not duty.first <= group.first < duty.last:
            continue
        rated = "rated" if duty.rate is not None else "open"
        if set(duty.scope.targets) & codes:
            found.append("scope" if own else f"other scope:{rated}")
        if set(duty.left.owner) & codes:
            found.append(f"owner:{duty.left.form}" if own else f"other owner:{rated}")
    return found


def standing(figure: Figure, group: Group) -> Features:
    """How a party stands to a figure in its sentence."""
    view = figure.view
    first, last = figure.gap(group.first, group.last)
    side = "L" if group.last <= figure.first else "R"
    others = sum(rate is not figure.rate and first <= view.span_of(rate)[0] < last for rate in view.rates)
    return [
        "here",
        f"near:{side}:{nearness(last - first)}",
        f"rates:{side}:{min(others, 2)}",
        f"prep:{side}:{_governor(view, group.first)}",
        _form(view, group),
        *_part(figure, group),
        *_in_phrases(figure, group),
    ]


def _nearest(talk: Talk, figure: Figure) -> dict[tuple[str, ...], tuple[int, Group]]:
    """The parties of the sentence by codes, each where it stands nearest, with its distance."""
    found: dict[tuple[str, ...], tuple[int, Group]] = {}
    for group in talk.groups(figure.view.index):
        first, last = figure.gap(group.first, group.last)
        held = found.get(group.codes)
        if held is None or last - first < held[0]:
            found[group.codes] = (last - first, group)
    return found


def targets(talk: Talk, figure: Figure) -> dict[tuple[str, ...], Features]:
    """The candidates for who bears the figure's duty, with what speaks for each."""
    found: dict[tuple[str, ...], Features] = {}
    here = _nearest(talk, figure)
    closest = min(here, key=lambda codes: here[codes][0], default=None)
    for codes, (_, group) in here.items():
        add(found, codes, *standing(figure, group), *(["nearest"] if codes == closest else []))
    past = talk.before(figure)
    if past:
        add(found, past[-1].targets, f"last:{talk.distance(figure, past[-1].sentence)}")
        for held in past[-_RECENT:-1]:
            add(found, held.targets, "recent")
        add(found, Counter(held.targets for held in past).most_common(1)[0][0], "most")
    for held in talk.memory.headline:
        if held.targets:
            add(found, held.targets, "headline")
    for place, code in enumerate(talk.memory.title):
        add(found, (code,), "first in title" if not place else "in title")
    origin, alone = talk.origin(figure)
    if origin is not None and origin.duty is not None:
        marks = [f"origin:{talk.distance(figure, origin.sentence)}", *(["only origin"] if alone else [])]
        add(found, origin.duty.scope.targets, *marks)
    _told_before(talk, figure, found)
    _everyone(figure, found, alone=not here, single=alone)
    main = talk.memory.main_imposer
    bore = {code for held in past for code in held.targets}
    imposed = {code for held in past for code in held.imposers}
    for codes, features in found.items():
        holding = {
            "is world": codes == _EVERYONE,
            "is US": "US" in codes,
            "several": len(codes) > 1,
            "is main": main in codes,
            "imposed before": bool(imposed & set(codes)),
            "borne before": bool(bore & set(codes)),
            "elsewhere though others here": bool(here) and codes != _EVERYONE and "here" not in features,
        }
        features.extend(mark for mark, holds in holding.items() if holds)
    return found


def _told_before(talk: Talk, figure: Figure, found: dict[tuple[str, ...], Features]) -> None:
    """Who the sentence before names, and who is named most beside the main imposer."""
    index = figure.view.index
    if index:
        near = "para" if talk.distance(figure, index - 1) == "prev" else "other"
        for group in talk.groups(index - 1):
            add(found, group.codes, f"named before:{near}")
    main = talk.memory.main_imposer
    other = talk.memory.counterpart((main,)) if main else None
    if other:
        add(found, (other,), "counterpart")


def _everyone(figure: Figure, found: dict[tuple[str, ...], Features], *, alone: bool, single: bool) -> None:
    """What speaks for a duty on every country; *single* tells that the article's duties were all on one party's goods."""
    duty = figure.duty
    product = named(figure)
    said = duty is not None and (duty.left.world or duty.noun == "baseline")
    said = said or (duty is not None and bool({"baseline", "minimum"} & set(duty.left.words)))
    marks = {
        "world": True,
        "world:product": bool(product),
        "world:sectoral": not single and bool(product) and likeness.sectoral(product or ""),
        "world:sectoral of one": single and bool(product) and likeness.sectoral(product or ""),
        "world:alone": alone,
        "world:said": said,
    }
    add(found, _EVERYONE, *(mark for mark, holds in marks.items() if holds))


def imposers(talk: Talk, figure: Figure) -> dict[str, Features]:
    """The candidates for who imposes the figure's duty, with what speaks for each."""
    memory, index = talk.memory, figure.view.index
    found: dict[str, Features] = {}
    nearest: dict[str, tuple[int, Group]] = {}
    for codes, (distance, group) in _nearest(talk, figure).items():
        for code in codes:
            if code not in nearest or distance < nearest[code][0]:
                nearest[code] = (distance, group)
    for code, (_, group) in nearest.items():
        add(found, code, *standing(figure, group))
    past = talk.before(figure)
    for code in past[-1].imposers if past else ():
        add(found, code, f"last:{talk.distance(figure, past[-1].sentence)}")
    for code in (code for held in past[-_RECENT:-1] for code in held.imposers):
        add(found, code, "recent")
    for code in (code for held in memory.headline for code in held.imposers):
        add(found, code, "headline")
    if memory.main_imposer:
        add(found, memory.main_imposer, "main")
    if memory.american:
        add(found, "US", "american")
    if any("US" in codes for codes in memory.named):
        add(found, "US", "US named")
    if index and memory.paragraphs[index - 1] == memory.paragraphs[index]:
        for code in memory.actors[index - 1]:
            add(found, code, "acts before")
    for code in memory.actors[index]:
        add(found, code, "acts here")
    for code in talk.lead:
        add(found, code, "leads")
    for place, code in enumerate(memory.title):
        add(found, code, "first in title" if not place else "in title")
    if memory.governs[index]:
        add(found, memory.governs[index], "home")
    found.pop("WORLD", None)
    for code, features in found.items():
        if any(code in held.imposers for held in past):
            features.append("imposed before")
        if any(code in held.targets for held in past):
            features.append("borne before")
    return found


class Pairs:
    """What speaks for an imposer and a target together: whether the article has told of the two before."""

    def __init__(self, talk: Talk, figure: Figure) -> None:
        past = talk.before(figure)
        self.told = {(code, other) for held in past for code in held.imposers for other in held.targets}
        self.last = past[-1] if past else None
        self.where = talk.distance(figure, self.last.sentence) if self.last is not None else ""

    def features(self, imposer: str, target: tuple[str, ...]) -> Features:
        """The features of *imposer* and *target* as a pair."""
        found: Features = []
        if all((imposer, code) in self.told for code in target):
            found.append("told")
        if all((code, imposer) in self.told for code in target):
            found.append("mirror")
        last = self.last
        if last is not None and imposer in last.imposers and target == last.targets:
            found.append(f"last:{self.where}")
        if last is not None and imposer in last.targets and not set(last.imposers).isdisjoint(target):
            found.append(f"reversed:{self.where}")
        return found
