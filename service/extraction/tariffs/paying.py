"""
Read clauses whose subject pays, escapes or imposes a duty: "India faces 25%", "Washington put 25% on India".

Invariant: the one who pays is never also the one who imposes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.extraction.parts import Clause
from service.extraction.tariffs import extents, scopes
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.lexicon import makers, nouns
from service.extraction.tariffs.statements import Statement

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.merging import merge
from service.extraction.tariffs.pronouns import stands_in

_ACTOR = frozenset(
    (
        "duty_impose",
        "duty_announce",
        "duty_raise",
        "duty_cut",
        "duty_end",
        "duty_suspend",
        "duty_delay",
        "duty_threaten",
        "duty_float",
        "duty_extend",
        "duty_hold",
        "duty_hit",
        "duty_exempt",
        "duty_lapse",
    )
)


def of_payer(frames: Frames, clause: Clause, name: str, objects: Sequence[Duty]) -> list[Statement]:
    """Goods or a country pay: the subject is the target, "in the United States" the imposer."""
    scope = frames.subject_scope(clause)
    if name == "duty_pay" and scope.product is not None and not scope.targets and _person(frames, clause):
        scope = scopes.Scope()
    if name == "duty_exempt" and _frees(frames, clause):
        return _exempted(frames, clause, objects)
    if name == "duty_pay" and _freed(frames, clause, objects):
        return _spared(frames, scope, clause, objects)
    said = merge(frames, [duty for duty in objects if duty.prep != "from" or duty.bare])
    heads = [
        chunk
        for chunk in frames.view.sentence.chunks
        if chunk.first < clause.verb.first
        and frames.view.party(chunk.head) is None
        and frames.view.lower(chunk.head) in ("country", "countries", "nation", "nations", "anyone", "partner")
    ]
    if clause.marker == "which" and frames.view.lower(clause.first - 1) == "on":
        scope = _taxed(frames, clause) or scope
    if heads and not scope.goods and scope.targets:
        scope.product = None
    if name == "duty_exempt":
        said = [_exemption(frames, clause)]
        said[0].reason = next(
            (duty.reason.words for duty in objects if duty.prep == "from" and duty.reason is not None), None
        )
    into = scope.into or _arrival(clause) or _payee(clause, objects)
    if clause.verb.lemma in ("enter", "reach"):
        into = next(
            (m.codes[0] for chunk in clause.objects for m in chunk.mentions if m.kind == "party" and m.codes), into
        )
    kept: list[Statement] = []
    for statement in said:
        if name != "duty_exempt" and not _is_paid(frames, clause, statement, scope):
            statement.drop = True
            continue
        target_of(statement, _one_of(frames, statement, scope))
        if clause.verb.lemma == "get":
            statement.hints = (*statement.hints, "gets")
        if into and not statement.imposers:
            statement.imposers = (into,)
        if _keeps(frames, clause) and statement.product is None and not statement.goods:
            statement.hints = (*statement.hints, "keeps")
        if clause.marker == "where" and statement.product is None:
            statement.product = _antecedent_product(frames, clause)
        kept.append(statement)
    return kept


_BURDENS = frozenset(("burden", "total", "sum", "bill", "level", "toll"))
_ORDINALS = {"first": 0, "former": 0, "second": 1, "third": 2, "latter": -1, "last": -1}


def _one_of(frames: Frames, statement: Statement, scope: scopes.Scope) -> scopes.Scope:
    """As in "Syria and Laos fare worse, at 41 percent for the first": the payer that an ordinal picks."""
    view, at = frames.view, statement.duty.last if statement.duty is not None else 0
    if view.lower(at) != "for" or view.lower(at + 1) != "the" or view.lower(at + 2) not in _ORDINALS:
        return scope
    place = _ORDINALS[view.lower(at + 2)]
    if len(scope.targets) <= place or len(scope.targets) < 2:
        return scope
    return scopes.Scope((scope.targets[place],), product=scope.product, goods=scope.goods, last=scope.last)


def _frees(frames: Frames, clause: Clause) -> bool:
    """Whether the subject of a verb of exemption frees somebody, and is not itself free."""
    verb = clause.verb
    left = verb.lemma in ("leave", "carve", "spare") and not clause.objects  # "with milk left out"
    itself = verb.lemma in ("be", "remain", "stay", "escape", "avoid", "skirt")
    passive = any(frames.view.tokens[at].lemma == "be" for at in range(verb.first, verb.head))
    return verb.voice == "active" and not left and not itself and not passive


def _keeps(frames: Frames, clause: Clause) -> bool:
    """Whether the payer goes on as before ("goes on paying 25%", "remains at", "alone pays"), on the goods told before."""
    view, verb = frames.view, clause.verb
    went_on = verb.form == "gerund" and view.lower(verb.first - 1) in ("on", "keeps", "keep", "kept")
    single = any(view.lower(at) in ("alone", "only") for at in range(max(clause.first - 1, 0), verb.last + 1))
    return went_on or single or verb.lemma in ("stay", "remain")


def _freed(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> bool:
    """Whether the payer pays nothing: "will not have to pay the 19% duty", "bears no tariff at all"."""
    named = [duty for duty in objects if not duty.bare]
    if not named or frames.verb(clause).modality in ("hypothetical", "possible", "wanted"):
        return False
    return clause.verb.negated or ("no" in named[0].left.words and named[0].rate is None)


def _spared(frames: Frames, scope: scopes.Scope, clause: Clause, objects: Sequence[Duty]) -> list[Statement]:
    """The payer is exempt; the duty that it does not pay stays what it is."""
    statement = _exemption(frames, clause)
    target_of(statement, scope)
    statement.status, statement.rank = "exempt", 3
    for duty in objects:
        if duty.rate is None:
            frames.ruled_out.add(duty.first)
            frames.made.pop(duty.first, None)
        elif not frames.statement(duty).status:
            held = frames.statement(duty)
            held.status, held.rank, held.frame = "in_force", 1, "duty_hold"
    return []


def _taxed(frames: Frames, clause: Clause) -> scopes.Scope | None:
    """The goods before "on which importers pay 10%"."""
    before = [chunk for chunk in frames.view.sentence.chunks if chunk.last <= clause.first - 1]
    return scopes.read(frames.view, before[-1].first, before[-1].last) if before else None


def _is_paid(frames: Frames, clause: Clause, statement: Statement, scope: scopes.Scope) -> bool:
    """Whether what the verb has is a duty: one by name, or a figure in talk of duties or beside goods."""
    duty = statement.duty
    if duty is None or not duty.bare:
        return True
    changed = duty.prep == "from" and statement.previous is not None
    relative = duty.left.definite and duty.last <= clause.verb.first  # "on top of the 10% every country pays"
    return (duty.prep in ("", "to", "at", "with") or changed or relative) and (frames.speaks or scope.goods)


def _antecedent_product(frames: Frames, clause: Clause) -> str | None:
    """The goods before "where": "no agreement on steel, where Britain pays 25%"."""
    before = [chunk for chunk in frames.view.sentence.chunks if chunk.last <= clause.first]
    if not before:
        return None
    return scopes.read(frames.view, before[-1].first, before[-1].last).product


def _person(frames: Frames, clause: Clause) -> bool:
    """Whether importers, consumers or somebody pay; they are on the imposer's side and no target."""
    tokens = frames.view.tokens
    return any(
        tokens[chunk.head].lower in nouns("receivers") or any(m.kind == "person" for m in chunk.mentions)
        for chunk in frames.subject(clause)
    )


def _made(scope: scopes.Scope) -> None:
    """Makers pay on what they make: "carmakers" are cars."""
    if scope.product is not None:
        made = [makers().get(word, word) for word in scope.product.lower().split()]
        if made != scope.product.lower().split():
            scope.product = " ".join(made)


def target_of(statement: Statement, scope: scopes.Scope) -> None:
    """Let *scope* say who pays and on what, where the statement does not say it yet."""
    _made(scope)
    if not statement.targets:
        statement.targets = scope.targets
    if statement.product is None:
        statement.product = scope.product
    statement.goods = statement.goods or scope.goods
    statement.world = statement.world or scope.foreign
    statement.pronoun = statement.pronoun or scope.pronoun
    if scope.ones and statement.product is None:
        statement.hints = (*statement.hints, "keeps")


def _arrival(clause: Clause) -> str | None:
    """Where the goods arrive: "in the United States", "to Canada"."""
    preps = ("in", "to", "into", "entering", *(("from",) if clause.verb.lemma in ("get", "draw") else ()))
    for chunk in clause.phrase(*preps):
        for mention in chunk.mentions:
            if mention.kind == "party" and mention.codes and mention.form in ("name", "capital"):
                return mention.codes[0]
    return None


def _payee(clause: Clause, objects: Sequence[Duty]) -> str | None:
    """Whom the duty is paid to: "will pay the United States a 20% tariff"."""
    first = objects[0].first if objects else clause.last
    for chunk in clause.objects:
        if chunk.last <= first and clause.verb.lemma in ("pay", "owe"):
            return next((m.codes[0] for m in chunk.mentions if m.kind == "party" and m.codes), None)
    return None


def _exemption(frames: Frames, clause: Clause) -> Statement:
    first = clause.subject[0].first if clause.subject else clause.first
    statement = Statement(
        frames.view.index, None, min(first, clause.verb.first), clause.verb.last + 1, frame="duty_exempt"
    )
    statement.last = min(max(statement.last, clause.verb.last + 1), frames.view.size)
    frames.extra.append(statement)
    return statement


def _exempted(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> list[Statement]:
    """As in "Trump exempted coffee from the tariffs": what follows the verb is exempt."""
    view = frames.view
    end = extents.extent(view, clause.verb.last, clause.last)
    scope = scopes.read(view, clause.verb.last, end)
    statement = Statement(
        view.index,
        None,
        clause.verb.first,
        max(end, clause.verb.last),
        imposers=frames.agent(clause),
        frame="duty_exempt",
    )
    target_of(statement, scope)
    frames.extra.append(statement)
    for duty in objects:
        frames.ruled_out.add(duty.first)
    return [statement]


def of_struck(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> list[Statement]:
    """As in "hit Switzerland with a 39% tariff", "taxes Chinese goods at 30%": the object is the target."""
    view = frames.view
    end = extents.extent(view, clause.verb.last, clause.last)
    scope = scopes.read(view, clause.verb.last, end)
    said = merge(frames, [duty for duty in objects if duty.first >= end])
    for statement in said:
        target_of(statement, scope)
        _imposed(frames, clause, statement)
    return said


def _imposed(frames: Frames, clause: Clause, statement: Statement) -> None:
    actors = frames.agent(clause)
    if actors and not statement.imposers:
        statement.imposers = tuple(code for code in actors if code not in statement.targets)


def done_by(frames: Frames, clause: Clause, name: str, objects: Sequence[Duty]) -> list[Statement]:
    """Somebody does something to duties: the subject is the imposer."""
    direct = [
        duty
        for duty in objects
        if frames.view.lower(duty.first - 2) != "together"
        and (duty.bare or frames.view.lower(duty.first - 1) != "against")
        if duty.last <= clause.verb.first  # "over the 29% tariff that Trump announced"
        or duty.prep
        not in (
            "after",
            "before",
            "despite",
            "because",
            "than",
            "over",
            "under",
            "if",
            "when",
            "while",
            "since",
            "amid",
            "against",
        )
    ]
    said = merge(frames, direct)
    kept: list[Statement] = []
    for statement in said:
        step = "step" in statement.hints
        if statement.duty and statement.duty.bare and not step and not _bare_object(frames, clause, name, statement):
            statement.drop = True
            continue
        if clause.verb.lemma == "add" and statement.duty is not None and statement.duty.prep in ("to", "onto"):
            statement.status, statement.rank, statement.frame = statement.status or "in_force", 1, "duty_hold"
            continue
        if name in _ACTOR:
            _imposed(frames, clause, statement)
        _indirect(frames, clause, statement)
        _scaled(frames, clause, statement)
        kept.append(statement)
    return kept


def _scaled(frames: Frames, clause: Clause, statement: Statement) -> None:
    """As in "has cut in half the 20% charge": the old rate is told, the new one follows from the verb."""
    verb, duty = clause.verb, statement.duty
    at = verb.last
    half = verb.lemma == "halve" or (frames.view.lower(at) == "in" and frames.view.lower(at + 1) == "half")
    told = duty is not None and duty.rate is not None and statement.previous is None and not statement.points
    real = verb.modality in ("fact", "ongoing", "planned", "agreed") and not verb.negated
    if half and told and real and statement.rate is not None and duty is not None and statement.rate == duty.rate.value:  # type: ignore[union-attr]
        statement.previous, statement.rate = statement.rate, statement.rate / 2


def _bare_object(frames: Frames, clause: Clause, name: str, statement: Statement) -> bool:
    """Whether a figure alone is the duty that is put on or changed: "puts 25% on steel", "cut it to 10%"."""
    duty = statement.duty
    assert duty is not None
    if duty.last <= clause.verb.first and duty.left.definite:
        return True
    if statement.points and clause.verb.lemma == "add" and duty.prep == "":
        statement.basis, statement.points = "additional", False
        return True  # "adds 40 percentage points to the 10% that …"
    if name in ("duty_impose", "duty_announce", "duty_threaten", "duty_float"):
        named = not duty.scope.empty or duty.reason is not None or duty.left.definite or duty.left.basis == "additional"
        return duty.prep in ("", "at") and named
    onto = next(
        (other for other in frames.duties if other.first > duty.first and other.prep == "to" and not other.bare), None
    )
    if onto is not None and clause.verb.lemma == "add":
        statement.basis, statement.hints = "additional", (*statement.hints, "onto")
        statement.parent = frames.statement(onto)
        return True
    pronoun = frames.view.lower(clause.verb.last) in ("it", "them", "this", "that")
    if name in ("duty_raise", "duty_cut") and duty.prep == "to" and pronoun:
        earlier = [
            held
            for first, held in sorted(frames.made.items())
            if first < duty.first and held is not statement and not held.drop
        ]
        if earlier:
            host = earlier[-1]
            statement.targets, statement.product, statement.parent = host.targets, host.product, host
            statement.owner, statement.owner_form = host.owner, host.owner_form
            return True
    burden = any(chunk.lemma in _BURDENS for chunk in clause.objects)
    if name == "duty_total" and duty.prep == "to" and burden:
        statement.basis, statement.hints = "total", (*statement.hints, "sum")
        return True  # "bringing the burden to 50%"
    if name == "duty_total" and duty.prep == "" and stands_in(frames, clause):
        statement.basis = "total"
        statement.hints = (*statement.hints, "sum")
        return True
    if name in ("duty_suspend", "duty_hold", "duty_end", "duty_extend", "duty_return", "duty_delay"):
        return duty.prep == "" and (duty.left.definite or statement.points)
    return False


def _indirect(frames: Frames, clause: Clause, statement: Statement) -> None:
    """As in "assigned Laos a 40% tariff", "put on Indian goods a duty of 25%": what stands between verb and duty."""
    duty = statement.duty
    if duty is None or statement.targets or duty.first <= clause.verb.last:
        return
    if any(clause.verb.last <= other.first < duty.first for other in frames.duties):
        return
    first = clause.verb.last + (1 if frames.view.lower(clause.verb.last) in ("on", "against") else 0)
    scope = scopes.read(frames.view, first, duty.first)
    if scope.targets and set(scope.targets) != set(statement.imposers):
        statement.targets = scope.targets
        statement.product = statement.product or scope.product
