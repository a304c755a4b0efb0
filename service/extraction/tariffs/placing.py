"""
Placing: where a party stands to a figure in its sentence, and what that says of its part in the duty.

Found once for each figure and party; nothing that the article tells elsewhere is looked at.
"""

from __future__ import annotations

from service.extraction.tariffs.goods import sort
from service.extraction.tariffs.groups import Group
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.talk import Features, Figure, Talk, between, deed, nearness
from service.extraction.tariffs.view import View

_PREPOSITIONS = frozenset("on from for of to in into against by with at over than under between including".split())
_AHEAD = 4
_LINKS = 4


def _governor(view: View, first: int) -> str:
    at = first - 1
    while at >= 0 and view.tag(at) in ("DET", "ADJ", "POSS") and view.lower(at) not in ("on", "from"):
        at -= 1
    lower = view.lower(at)
    return lower if view.tag(at) in ("PREP", "TO") and lower in _PREPOSITIONS else ""


def form(view: View, group: Group) -> str:
    """How the party is named, and whether goods or a duty follow: "Chinese goods", "Canada's surtax"."""
    mention = group.mention
    shape: str = "everyone" if mention is None else "person" if mention.kind == "person" else mention.form
    if view.tag(group.last) == "POSS":
        shape = "poss"
    if shape not in ("poss", "adjective", "name"):
        return f"form:{shape}"
    ahead = [token.lower for token in view.tokens[group.last : group.last + _AHEAD]]
    traded = not (nouns("goods").keys().isdisjoint(ahead) and nouns("senders").keys().isdisjoint(ahead))
    if traded and shape != "name":
        return f"form:{shape}:goods"
    if not nouns("duty").keys().isdisjoint(ahead):
        return f"form:{shape}:duty"
    return f"form:{shape}"


def _part(figure: Figure, group: Group) -> Features:
    """The party's part in its clause: subject of the figure's verb, owner of the subject, actor elsewhere."""
    clause = figure.clause
    if clause is not None:
        head = next((chunk for chunk in clause.subject if chunk.first <= group.first < chunk.last), None)
        if head is not None:
            owner = "" if group.last > head.head else ":owner"
            verb = clause.verb
            return [f"subject:{deed(clause)}:{verb.voice}{owner}", f"subject of:{verb.lemma}:{verb.voice}{owner}"]
        if any(chunk.first <= group.first < chunk.last for chunk in clause.objects):
            return [f"object:{deed(clause)}", f"object of:{clause.verb.lemma}"]
    other = figure.view.clause_of[group.first]
    if other is not None and any(chunk.first <= group.first < chunk.last for chunk in other.subject):
        owner = (
            "" if any(chunk.head < group.last for chunk in other.subject if chunk.first <= group.first) else ":owner"
        )
        return [
            f"actor:{deed(other)}",
            f"actor:{deed(other)}:{other.verb.voice}{owner}",
            f"actor of:{other.verb.lemma}",
        ]
    if other is not None and any(chunk.first <= group.first < chunk.last for chunk in other.objects):
        return [f"sufferer:{deed(other)}", f"sufferer of:{other.verb.lemma}"]
    return []


def headed(view: View, group: Group) -> Features:
    """What the noun names that the party's name qualifies: goods, a duty, those who govern or sell, a side or anything."""
    chunk = next((chunk for chunk in view.sentence.chunks if chunk.first <= group.first < chunk.last), None)
    if chunk is None or chunk.head < group.last or group.mention is None:
        return ["head:none"]
    lemma = view.tokens[chunk.head].lemma
    lower = view.lower(chunk.head)
    kind = next((name for name in ("goods", "duty", "senders") if lower in nouns(name)), None)
    if kind is None:
        kind = "governing" if lower in listed("governments") or lower in listed("governing") else sort(view, chunk.head)
    owner = "poss" if view.tag(group.last) == "POSS" else "adj"
    return [f"head:{kind}", f"head:{owner}:{kind}", f"head noun:{lemma}"]


def _in_phrases(figure: Figure, group: Group) -> Features:
    """What the duty phrases of the sentence make of the party."""
    found: Features = []
    codes = set(group.codes)
    plain = (figure.duty,) if figure.plain and figure.duty is not None else ()
    for duty in (*plain, *figure.phrases):
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
    """How a party stands to a figure in its sentence; not to be changed, since it is found once."""
    found = figure.stood.get(group.first)
    if found is None:
        found = figure.stood[group.first] = _standing(figure, group)
    return found


def _standing(figure: Figure, group: Group) -> Features:
    view = figure.view
    first, last = figure.gap(group.first, group.last)
    side = "L" if group.last <= figure.first else "R"
    others = min(sum(rate is not figure.rate and first <= view.span_of(rate)[0] < last for rate in view.rates), 2)
    prep, shape, part = _governor(view, group.first), form(view, group), _part(figure, group)
    found = [
        "here",
        f"near:{side}:{nearness(last - first)}",
        f"rates:{side}:{others}",
        f"prep:{side}:{prep}",
        f"{shape}:{side}:{prep}:{min(others, 1)}",
        f"{shape}:{deed(figure.clause)}:{side}:{prep}",
        shape,
        *part,
        *headed(view, group),
        *_in_phrases(figure, group),
    ]
    if last - first <= _LINKS:
        found.append(f"link:{side}:{between(view, first, last)}")
    follows = view.tokens[group.last] if group.last < view.size else None
    if follows is not None and group.mention is not None and follows.tag in ("NOUN", "POSS", "ADJ"):
        noun = view.tokens[min(group.last + (follows.tag == "POSS"), view.size - 1)]
        found.append(f"noun:{noun.lemma}")
    if prep == "" and group.first and view.tag(group.first - 1) in ("VERB", "VBD", "VBN", "VBG"):
        found.append(f"verb before:{view.tokens[group.first - 1].lemma}")
    return found


def nearest(talk: Talk, figure: Figure) -> dict[tuple[str, ...], tuple[int, Group]]:
    """The parties of the sentence by codes, each where it stands nearest, with its distance; found once."""
    if figure.near is None:
        figure.near = {}
        for group in talk.groups(figure.view.index):
            first, last = figure.gap(group.first, group.last)
            held = figure.near.get(group.codes)
            if held is None or last - first < held[0]:
                figure.near[group.codes] = (last - first, group)
    return figure.near
