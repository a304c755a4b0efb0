"""
Granting: who is freed from a duty by something given, not by a verb of its own ("granted Brazil an exemption").

Invariant: what is granted is never a rate; the one freed is a party or goods that the clause itself names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.extraction.parts import Clause
from service.extraction.tariffs import effects, extents, scopes
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames

_GIVING = ("grant", "give", "offer", "allow")
_WINNING = ("win", "get", "secure", "receive", "obtain", "gain")


def _reprieved(frames: Frames, clause: Clause) -> bool:
    """As in "Mexico won a 90-day reprieve from a planned 30% tariff": a duty that is put off for whoever won it."""
    stop = next((c for c in clause.objects if c.lemma in listed("pauses")), None)
    if stop is None or clause.verb.lemma not in (*_WINNING, *_GIVING) or clause.verb.negated:
        return False
    duty = next((d for d in frames.duties if d.first >= stop.last and d.prep in ("from", "on", "before")), None)
    if duty is None or clause.verb.modality not in ("fact", "agreed", "planned"):
        return False
    takers = [c for c in clause.objects if c.first < stop.first] or list(frames.subject(clause))
    statement = frames.statement(duty)
    scope = scopes.read(frames.view, takers[0].first, takers[-1].last) if takers else scopes.Scope()
    statement.targets = statement.targets or scope.targets
    coming = {"planned", "threatened", "announced", "proposed", "looming", "new"} & set(duty.left.words)
    statement.status, statement.rank, statement.frame = ("delayed" if coming else "suspended"), 3, "duty_delay"
    statement.first = min(statement.first, clause.verb.first)
    return True


def fronted(frames: Frames) -> None:
    """As in "Exempted, as before, are medicines and phones": the goods after the copula are exempt."""
    view = frames.view
    if view.lower(0) not in ("exempt", "exempted", "excluded", "spared", "untouched"):
        return
    at = next((k for k in range(1, min(8, view.size)) if view.lower(k) in ("are", "is", "were")), None)
    if at is None:
        return
    end = extents.extent(view, at + 1, view.size)
    scope = scopes.read(view, at + 1, end)
    if scope.product is None and not scope.targets:
        return
    for statement in frames.extra:
        statement.drop = True
    statement = Statement(view.index, None, 0, max(end, at + 1), frame="duty_exempt", status="exempt", rank=3)
    statement.targets, statement.product, statement.goods = scope.targets, scope.product, scope.goods
    frames.extra.append(statement)


def spared(frames: Frames, clause: Clause) -> bool:
    """As in "The deal spares Europe the 30% that Trump had vowed to levy": a threat that is gone; whether it is one."""
    duty = next((d for d in frames.duties if d.rate is not None and d.first >= clause.verb.last), None)
    freed = frames.view.party(clause.verb.last)
    if clause.verb.lemma != "spare" or clause.verb.negated or duty is None or freed is None:
        return False
    if freed.last not in (duty.first, duty.first - 1) or clause.verb.modality not in ("fact", "ongoing", "agreed"):
        return False
    statement = frames.statement(duty)
    statement.targets = statement.targets or freed.codes
    statement.status, statement.rank, statement.frame = "withdrawn", 4, "duty_hold"
    return True


def granted(frames: Frames, clause: Clause) -> bool:
    """As in "granted Brazil and Japan an exemption from the duties", "Swiss gold won a waiver"; whether it was one."""
    lemma, passive = clause.verb.lemma, clause.verb.voice == "passive"
    if _reprieved(frames, clause):
        return True
    given = next((c for c in clause.objects if c.lemma in listed("exemptions")), None)
    if given is None or lemma not in (*_GIVING, *_WINNING) or clause.verb.negated:
        return False
    if effects.status_of("duty_exempt", frames.verb(clause), frames.outer(clause)) != "exempt":
        return False
    own = [c for c in clause.objects if c.first < given.first]
    takers = frames.subject(clause) if lemma in _WINNING or passive else own
    scope = scopes.read(frames.view, takers[0].first, takers[-1].last) if takers else scopes.Scope()
    if not scope.targets and scope.product is None:
        return False
    first = min(clause.verb.first, takers[0].first)
    statement = Statement(frames.view.index, None, first, given.last, frame="duty_exempt")
    statement.targets, statement.product, statement.goods = scope.targets, scope.product, scope.goods
    statement.status, statement.rank, statement.hints = "exempt", 3, ("keeps",)
    if lemma in _GIVING and not passive:
        statement.imposers = tuple(code for code in frames.agent(clause) if code not in scope.targets)[:1]
    frames.extra.append(statement)
    return True
