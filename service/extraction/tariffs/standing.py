"""
Standing: who may impose or bear the duty that a figure tells, and what speaks for each of them.

Evidence is where a party stands in the figure's sentence, and what the article has told of it before.
"""

from __future__ import annotations

from service.extraction.tariffs import likeness
from service.extraction.tariffs.akin import named, of_the_goods
from service.extraction.tariffs.chief import sureness
from service.extraction.tariffs.goods import sort
from service.extraction.tariffs.groups import Group
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.talk import Features, Figure, Key, Talk, add, between, commonest, deed, nearness
from service.extraction.tariffs.view import View

_PREPOSITIONS = frozenset("on from for of to in into against by with at over than under between including".split())
_RECENT = 4
_AHEAD = 4
_LINKS = 4
EVERYONE = ("WORLD",)


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
    ahead = {view.lower(at) for at in range(group.last, min(group.last + _AHEAD, view.size))}
    if shape in ("poss", "adjective") and any(word in nouns("goods") or word in nouns("senders") for word in ahead):
        return f"form:{shape}:goods"
    if shape in ("poss", "adjective", "name") and any(word in nouns("duty") for word in ahead):
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


def targets(talk: Talk, figure: Figure) -> dict[tuple[str, ...], Features]:
    """The candidates for who bears the figure's duty, with what speaks for each."""
    found: dict[tuple[str, ...], Features] = {}
    here = nearest(talk, figure)
    closest = min(here, key=lambda codes: here[codes][0], default=None)
    for codes, (_, group) in here.items():
        add(found, codes, *standing(figure, group), *(["nearest"] if codes == closest else []))
    for codes, (_, group) in here.items():
        for code in codes if len(codes) > 1 else ():
            if (code,) not in here:
                add(found, (code,), "one of several", *standing(figure, group))
    present = frozenset(found)
    _framed(figure, found)
    past = talk.before(figure)
    akin = of_the_goods(talk, figure)
    if akin is not None:
        add(found, akin.targets, f"of the goods:{talk.distance(figure, akin.sentence)}")
    if past:
        add(found, past[-1].targets, f"last:{talk.distance(figure, past[-1].sentence)}")
        for held in past[-_RECENT:-1]:
            add(found, held.targets, "recent")
        for held in past:
            if figure.rate is not None and held.rate == figure.rate.value:
                add(found, held.targets, f"of the rate:{talk.distance(figure, held.sentence)}")
        add(found, commonest([held.targets for held in past])[0][0], "most")
    _merge(found, _targets_told(talk, figure))
    for codes in dict.fromkeys([held.targets for held in past]):
        add(found, codes, "told before")
    for place, (codes, _) in enumerate(talk.whole.targets):
        add(found, codes, f"bears most:{place}")
    for place, (code, belief) in enumerate(talk.memory.chief.targets):
        add(found, (code,), f"chief:{place}:{sureness(belief)}")
    if talk.memory.chief.imposer is not None:
        add(found, (talk.memory.chief.imposer,), "chief imposes")
    if talk.home is not None:
        add(found, (talk.home,), "home")
    _everyone(talk, figure, found, alone=not here, single=talk.origin(figure)[1])
    _mark(talk, figure, found, present)
    return found


def _mark(
    talk: Talk, figure: Figure, found: dict[tuple[str, ...], Features], present: frozenset[tuple[str, ...]]
) -> None:
    """What holds of candidates by themselves; those *present* stand in the figure's sentence."""
    past, main = talk.before(figure), talk.memory.main_imposer
    scoped = set(figure.duty.scope.targets) if figure.duty is not None else set()
    bore = {code for held in past for code in held.targets}
    imposed = {code for held in past for code in held.imposers}
    for codes, features in found.items():
        if codes == EVERYONE:
            features.append("is world")
        if "US" in codes:
            features.append("is US")
        if len(codes) > 1:
            features.append("several")
        if main in codes:
            features.append("is main")
        if not imposed.isdisjoint(codes):
            features.append("imposed before")
        if bore:
            features.append("never borne" if bore.isdisjoint(codes) else "borne before")
        if scoped and scoped != set(codes):
            features.append("against scope")
        if present and codes != EVERYONE and codes not in present:
            features.append("elsewhere though others here")


def _merge(found: dict[Key, Features], told: dict[Key, Features]) -> None:
    """Give candidates what is *told* of them: features of which none of theirs is one."""
    for key, features in told.items():
        held = found.get(key)
        if held is None:
            found[key] = features.copy()
        else:
            held += features


def _targets_told(talk: Talk, figure: Figure) -> dict[tuple[str, ...], Features]:
    """What speaks for candidates to bear any duty of the figure's sentence; no duty told changes it."""
    index = figure.view.index
    if index in talk.of_targets:
        return talk.of_targets[index]
    found = talk.of_targets[index] = {}
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
    for group in talk.headed(figure):
        add(found, group.codes, "heading")
    for code, place in talk.memory.ranks.items():
        add(found, (code,), f"rank:{min(place, 4)}")
    return found


def _framed(figure: Figure, found: dict[tuple[str, ...], Features]) -> None:
    """Whom a frame, or the article's thread, lets bear the duty."""
    own = figure.framed
    if own is not None:
        said = "said" if own.said[1] else "filled"
        add(found, own.targets, "framed", f"framed:{said}", f"framed:{own.frame or 'phrase'}:{said}")


def _told_before(talk: Talk, figure: Figure, found: dict[tuple[str, ...], Features]) -> None:
    """Who the sentence before names, and who is named most beside the main imposer."""
    index = figure.view.index
    if index:
        near = "para" if talk.distance(figure, index - 1) == "prev" else "other"
        for group in talk.groups(index - 1):
            add(found, group.codes, f"named before:{near}", f"{form(talk.views[index - 1], group)}:before")
    main = talk.memory.main_imposer
    other = talk.memory.counterpart((main,)) if main else None
    if other:
        add(found, (other,), "counterpart")


def _everyone(talk: Talk, figure: Figure, found: dict[tuple[str, ...], Features], *, alone: bool, single: bool) -> None:
    """What speaks for a duty on every country; *single* tells that the article's duties were all on one party's goods."""
    duty = figure.duty
    product = named(talk, figure)
    said = duty is not None and (duty.left.world or duty.noun == "baseline")
    said = said or (duty is not None and bool({"baseline", "minimum"} & set(duty.left.words)))
    scoped = duty is not None and (duty.scope.every or duty.scope.foreign)
    scoped = scoped or (duty is not None and "WORLD" in duty.scope.targets)
    marks = {
        "world": True,
        "world:scoped": scoped,
        "world:own scope": duty is not None and bool(duty.scope.targets),
        "world:product": bool(product),
        "world:sectoral": not single and bool(product) and likeness.sectoral(product or ""),
        "world:sectoral of one": single and bool(product) and likeness.sectoral(product or ""),
        "world:alone": alone,
        "world:said": said,
    }
    add(found, EVERYONE, *(mark for mark, holds in marks.items() if holds))


def imposers(talk: Talk, figure: Figure) -> dict[str, Features]:
    """The candidates for who imposes the figure's duty, with what speaks for each."""
    memory = talk.memory
    found: dict[str, Features] = {}
    closest: dict[str, tuple[int, Group]] = {}
    for codes, (distance, group) in nearest(talk, figure).items():
        for code in codes:
            if code not in closest or distance < closest[code][0]:
                closest[code] = (distance, group)
    for code, (_, group) in closest.items():
        add(found, code, *standing(figure, group))
    own = figure.framed
    if own is not None:
        said = "said" if own.said[0] else "filled"
        for code in own.imposers:
            add(found, code, "framed", f"framed:{said}", f"framed:{own.frame or 'phrase'}:{said}")
    past = talk.before(figure)
    alike = [held for held in past if held.rate == figure.rate.value] if figure.rate is not None else []
    for code in dict.fromkeys([code for held in alike for code in held.imposers]):
        add(found, code, "of the rate")
    for group in talk.headed(figure):
        for code in group.codes:
            add(found, code, "heading")
    akin = of_the_goods(talk, figure)
    if akin is not None:
        for code in akin.imposers:
            add(found, code, f"of the goods:{talk.distance(figure, akin.sentence)}")
    for code in past[-1].imposers if past else ():
        add(found, code, f"last:{talk.distance(figure, past[-1].sentence)}")
    for code in (code for held in past[-_RECENT:-1] for code in held.imposers):
        add(found, code, "recent")
    _merge(found, _imposers_told(talk, figure.view.index))
    for place, (code, _) in enumerate(talk.whole.imposers):
        add(found, code, f"imposes most:{place}")
    for place, (code, belief) in enumerate(memory.chief.imposers):
        add(found, code, f"chief:{place}:{sureness(belief)}")
    found.pop("WORLD", None)
    imposed = {code for held in past for code in held.imposers}
    bore = {code for held in past for code in held.targets}
    for code, features in found.items():
        if code in imposed:
            features.append("imposed before")
        if code in bore:
            features.append("borne before")
    return found


def _imposers_told(talk: Talk, index: int) -> dict[str, Features]:
    """What speaks for candidates to impose any duty of the sentence *index*; no duty told changes it."""
    if index in talk.of_imposers:
        return talk.of_imposers[index]
    memory, found = talk.memory, talk.of_imposers.setdefault(index, {})
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
    for code in memory.actors[index - 1] if index else ():
        add(found, code, "acts in the sentence before")
    for code in memory.actors[index]:
        add(found, code, "acts here")
    for code in talk.lead:
        add(found, code, "leads")
    for place, code in enumerate(memory.title):
        add(found, code, "first in title" if not place else "in title")
    if memory.governs[index]:
        add(found, memory.governs[index], "home governs")
    if talk.home is not None:
        add(found, talk.home, "home")
    for code, place in memory.ranks.items():
        add(found, code, f"rank:{min(place, 4)}")
    return found
