"""
Standing: who may impose or bear the duty that a figure tells, and what speaks for each of them.

Evidence is where a party stands in the figure's sentence, and what the article has told of it before.
"""

from __future__ import annotations

from service.extraction.tariffs import likeness
from service.extraction.tariffs.akin import named, of_the_goods
from service.extraction.tariffs.chief import sureness
from service.extraction.tariffs.groups import Group
from service.extraction.tariffs.placing import form, nearest, standing
from service.extraction.tariffs.talk import Features, Figure, Key, Talk, add, commonest

_RECENT = 4
EVERYONE = ("WORLD",)


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
