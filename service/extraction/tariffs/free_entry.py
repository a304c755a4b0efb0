"""
Free entry: "duty-free access for textiles", "zero-tariff treatment": a duty of nothing that is granted or enjoyed.

Invariant: the rate is always 0; whose goods they are, or where they enter, is told by the clause itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from service.extraction.parts import Chunk, Clause
from service.extraction.tariffs import extents, scopes, timing
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames

_NOUNS = frozenset(
    "access entry treatment status import facility regime benefit preference privilege policy market".split()
)
_GIVES = frozenset("give grant offer provide extend allow accord guarantee implement apply secure".split())
_GETS = frozenset("enjoy get receive have gain win obtain retain keep enter benefit secure".split())
_COMING = frozenset(("planned", "agreed", "expected"))
_REAL = frozenset(("fact", "ongoing"))


def named(view: View) -> bool:
    """Whether the sentence speaks of goods that enter without duty by name."""
    return _zero(view) and any(_free(view, chunk) for chunk in view.sentence.chunks)


def read(frames: Frames, clause: Clause) -> bool:
    """As in "China gives 53 African states duty-free access", "its goods enjoy zero-tariff treatment"; whether it was."""
    if not _zero(frames.view):
        return False
    given = next((c for c in (*clause.objects, *clause.phrases) if _free(frames.view, c)), None)
    if given is None and clause.verb.voice == "passive":
        given = next((c for c in clause.subject if _free(frames.view, c)), None)
    lemma = clause.verb.lemma
    if given is None or lemma not in _GIVES | _GETS:
        return False
    for duty in frames.duties:
        if given.first <= duty.head < given.last or given.first <= duty.first < given.last:
            frames.ruled_out.add(duty.first)
    status = _status(clause)
    if status is None:
        return True
    statement = Statement(frames.view.index, None, min(given.first, clause.verb.first), given.last, frame="duty_free")
    statement.rate, statement.status, statement.rank, statement.basis = Decimal(0), status, 3, "total"
    _sides(frames, clause, given, statement)
    if statement.targets or statement.product is not None:
        timing.apply(statement, "duty_pay", tuple(frames.view.sentence.dates[k] for k in clause.dates), frames.today)
        frames.extra.append(statement)
    return True


def _zero(view: View) -> bool:
    """Whether the sentence has a rate of nothing, without which nothing in it is free."""
    return 0 in [rate.value for rate in view.rates]


def _free(view: View, chunk: Chunk) -> bool:
    """Whether a chunk is access or treatment free of duty."""
    if chunk.lemma not in _NOUNS:
        return False
    for at in range(chunk.first, chunk.head + 1):
        rate = view.rate_of[at]
        if rate is not None and rate.value == 0 and not rate.points:
            return True
    return False


def _status(clause: Clause) -> str | None:
    verb = clause.verb
    if verb.negated or verb.modality not in _COMING | _REAL:
        return None
    coming = verb.modality in _COMING or verb.tense == "future" or (verb.form == "infinitive" and not verb.chain)
    return "announced" if coming else "in_force"


def _sides(frames: Frames, clause: Clause, given: Chunk, statement: Statement) -> None:
    """Who lets goods in, and whose goods or which: by the verb's side and the phrases around."""
    view, passive = frames.view, clause.verb.voice == "passive"
    gets = clause.verb.lemma in _GETS or (passive and not any(c.first == given.first for c in clause.subject))
    goods = _goods(view, clause, given)
    if gets:
        scope = frames.subject_scope(clause)
        statement.imposers = _into(clause, given) or frames.agent(clause)[:1] if passive else _into(clause, given)
    else:
        before = [c for c in clause.objects if c.first < given.first]
        scope = _taken(view, before[0].first, given) if before else scopes.Scope()
        own = tuple(code for m in given.mentions if m.form == "name" and m.first == given.first for code in m.codes)
        scope.targets = scope.targets or own  # "grant Kenya zero-tariff treatment"
        statement.imposers = _into(clause, given) or frames.agent(clause)[:1]
    statement.pronoun = scope.pronoun
    for held in (scope, goods):
        others = tuple(code for code in held.targets if code not in statement.imposers)
        statement.targets = statement.targets or others
        statement.product = statement.product or held.product
        statement.goods = statement.goods or held.goods
    statement.last = max(statement.last, min(goods.last, view.size))
    if gets and clause.subject:
        statement.first = min(statement.first, clause.subject[0].first)


def _taken(view: View, first: int, given: Chunk) -> scopes.Scope:
    """What stands before "duty-free access", its last part included ("roses and tea lasting duty-free access")."""
    last = next(at for at in range(given.first, given.last) if view.rate_of[at] is not None)
    while last > first and view.tag(last - 1) in ("ADJ", "ADV", "DET", "CONJ", "VBG"):
        last -= 1
    return scopes.read(view, first, last)


def _goods(view: View, clause: Clause, given: Chunk) -> scopes.Scope:
    """The goods after "access": "to 96% of India's exports", "for textiles", "on all tariff lines"."""
    for chunk in clause.phrases:
        if chunk.first >= given.last and chunk.prep in ("to", "for", "on", "of"):
            end = extents.extent(view, chunk.first, clause.last)
            return scopes.read(view, chunk.first, max(end, chunk.last))
    return scopes.Scope()


def _into(clause: Clause, given: Chunk) -> tuple[str, ...]:
    """Where goods enter: "in China", "to the European market"."""
    for chunk in clause.phrases:
        if chunk.first >= given.last and chunk.prep in ("to", "into", "in"):
            for mention in chunk.mentions:
                if mention.codes:
                    return mention.codes[:1]
    return ()
