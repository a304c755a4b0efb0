"""
Together: what two people of different countries do side by side, and so have met: signing, dining, working at a place.

A verb of meeting is not needed; that several do it, and where, at what table or by what means, is.
"""

from __future__ import annotations

from service.extraction import roles
from service.extraction.meeting import sides, travel
from service.extraction.meeting.scene import Scene
from service.extraction.parts import Chunk, Clause

_LINES = frozenset(("phone", "telephone"))
_WITH = frozenset(("agree", "settle", "discuss", "negotiate", "confer", "argue", "plead"))
_MEALS = frozenset(("dinner", "lunch", "breakfast", "tea", "meal", "coffee"))
_TOGETHER = frozenset(
    "agree announce settle unveil launch hail mark iron smooth finalise finalize endorse inaugurate pledge vow declare thrash patch pose dine".split()
)
_WATCHES = frozenset(("oversee", "witness", "attend", "watch"))
_SCREENS = frozenset(("screen", "video", "videolink", "camera", "zoom"))
_GOING = frozenset(("go", "come", "travel"))


def of_any_verb(scene: Scene, clause: Clause) -> bool:
    """What is read of a verb that is none of meeting."""
    lemma, lemmas = clause.verb.lemma, scene.lemmas
    return (
        (lemma in _WATCHES and witnessing(scene, clause))
        or (not _MEALS.isdisjoint(lemmas) and dining(scene, clause))
        or (not _LINES.isdisjoint(lemmas) and by_phone(scene, clause))
        or (not _SCREENS.isdisjoint(lemmas) and on_screen(scene, clause))
        or (lemma in _GOING and travel.anew(scene, clause))
        or (lemma in _TOGETHER and agreeing(scene, clause))
        or at_work(scene, clause)
    )


def signing(scene: Scene, clause: Clause) -> bool:
    """ "Trump and Liu He signed the pact at the White House": who signs together at a place has met there."""
    who = sides.of(scene.sentence, (*clause.subject, *clause.phrase("by"), *_present(scene, clause)))
    where = scene.where(clause)
    if where is None or len(sides.people_countries([who])) + len(who.orgs) < 2:
        return False
    gathered = bool(who.orgs) and bool(clause.dates) and "deal_signed" in clause.verb.classes  # "EU and Mercosur"
    return (gathered or len(who.people) > 1) and _together(scene, clause, who, where)


def _present(scene: Scene, clause: Clause) -> tuple[Chunk, ...]:
    """Who watches: "signed in Muscat on Thursday in the presence of Modi and Sultan Haitham"."""
    watched = next((c for c in clause.phrases if c.prep == "in" and c.lemma in ("presence", "company")), None)
    return roles.following(scene.sentence, watched, "of") if watched is not None else ()


def agreeing(scene: Scene, clause: Clause) -> bool:
    """ "In Lisbon, Wong and Rangel agreed on a plan": what two do together at a place they do face to face."""
    verb = clause.verb
    return verb.tense == "past" and verb.form == "finite" and signing(scene, clause)


def at_work(scene: Scene, clause: Clause) -> bool:
    """ "In Muscat Araghchi and Witkoff led the teams for four hours": what two do at a place on a day or for hours."""
    if len(clause.subject) < 2 or clause.verb.form != "finite" or clause.verb.modality not in ("fact", "planned"):
        return False
    timed = bool(clause.dates) or any(c.prep == "for" and c.lemma in ("hour", "minute") for c in clause.phrases)
    return timed and not clause.marker and signing(scene, clause)


def on_screen(scene: Scene, clause: Clause) -> bool:
    """ "Haddad sat before a screen with Bessent": whatever two do so is a virtual meeting."""
    if not any(
        c.lemma in _SCREENS and c.prep in ("by", "over", "before", "via", "on", "through") for c in clause.phrases
    ):
        return False
    who = sides.of(scene.sentence, (*clause.subject, *clause.phrase("with")))
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "meet", date) if len(sides.people_countries([who])) > 1 and who.people else None
    if status is not None:
        used = (*clause.subject, *clause.phrase("with"))
        scene.add(clause, used, who, group="meet", kind="virtual", status=status, date=date)
    return status is not None


def witnessing(scene: Scene, clause: Clause) -> bool:
    """ "Petro and Xi oversaw the signing of the plan": who watches a signing together has met."""
    watched = clause.objects[:1] and clause.objects[0].lemma in (
        "signing",
        "exchange",
        "ceremony",
        "inking",
        "signature",
    )
    if not watched:
        return False
    who = sides.of(scene.sentence, clause.subject)
    if len(who.people) < 2 or len(sides.people_countries([who])) < 2:
        return False
    return _together(scene, clause, who, scene.where(clause))


def dining(scene: Scene, clause: Clause) -> bool:
    """ "Johnson and Morrison settled the last points over dinner": what two do over a meal they do together."""
    opening = () if clause.index else [c for c in scene.sentence.chunks if c.last <= clause.verb.first]
    meals = [c for c in (*clause.phrases, *opening) if c.prep in ("over", "during", "at") and c.lemma in _MEALS]
    if not meals:
        return False
    who = sides.of(scene.sentence, (*clause.subject, *clause.objects[:1], *clause.phrase("with")))
    if len(who.people) < 2 or len(sides.people_countries([who])) < 2:
        return False
    return _together(scene, clause, who, scene.where(clause))


def _together(scene: Scene, clause: Clause, who: sides.Sides, where: str | None) -> bool:
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "meet", date)
    if status is not None:
        used = (*clause.subject, *clause.objects[:1], *clause.phrase("by"))
        scene.add(clause, used, who, group="meet", kind="bilateral", status=status, date=date, place=where)
    return status is not None


def by_phone(scene: Scene, clause: Clause) -> bool:
    """ "Trump and Sheinbaum agreed by telephone on Monday to", "Dar was on the phone to Araghchi": whatever two do so is a call."""
    if not any(c.lemma in _LINES for c in clause.phrase("by", "over", "on")):
        return False
    beside = clause.phrase("with", "to") if clause.verb.lemma in (*_WITH, "be") else ()
    who = sides.of(scene.sentence, (*sides.apposed(scene.sentence, clause.subject), *beside))
    if len(who.people) < 2 or len(sides.people_countries([who])) < 2:
        return False
    date = sides.when(scene.sentence, clause)
    status = scene.status(clause, "call", date)
    if status is not None:
        scene.add(clause, (*clause.subject, *beside), who, group="call", kind="phone_call", status=status, date=date)
    return status is not None
