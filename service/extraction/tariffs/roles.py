"""
Roles: which part of a clause is the imposer, the target, the rate and the rate before, by the class of its verb.

Every function changes the statements of the duties that the clause speaks of, and only those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from service.extraction.parts import Clause, DateMention
from service.extraction.tariffs import effects, scopes, statements, timing
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.lexicon import makers, nouns
from service.extraction.tariffs.statements import Statement

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames

_PAYING = frozenset(("duty_pay", "duty_exempt"))
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
_ENDS = frozenset(("duty_end", "duty_lapse", "duty_suspend", "duty_void", "duty_delay", "duty_cut"))
_AMENDING = frozenset(
    (
        "duty_start",
        "duty_hold",
        "duty_lapse",
        "duty_return",
        "duty_suspend",
        "duty_end",
        "duty_void",
        "duty_delay",
        "duty_impose",
        "duty_move",
        "duty_touch",
    )
)
_APART_MARKERS = frozenset(("when", "after", "if", "because", "who", "which", "that", "before", "while", "as", "and", "but"))
_JOINING = frozenset(("to", "at", "from", "by"))


def assign(
    frames: Frames, clause: Clause, name: str, status: str, subject: Duty | None, objects: Sequence[Duty]
) -> None:
    """Give the clause's duties what its verb says of them."""
    rank = (
        2
        if clause.marker in ("which", "that", "who") or clause.verb.form in ("gerund", "participle", "infinitive")
        else 3
    )
    if name == "duty_be":
        _copula(frames, clause, subject, objects, status)
        return
    if (
        name == "duty_hold"
        and subject is None
        and any(duty.bare and duty.prep in ("at", "") for duty in objects)
        and clause.verb.lemma in ("stay", "remain", "stand")
    ):
        name = "duty_pay"
    if name == "duty_hold" and subject is None and any(duty.prep in ("on", "under", "at") for duty in objects) and clause.verb.lemma in ("stay", "remain"):
        name = "duty_pay"
    if name == "duty_range":
        _ranged(frames, clause, status, subject, objects)
        return
    if name == "duty_start" and clause.verb.negated and clause.verb.lemma == "apply":
        _spared(frames, clause, subject)
        return
    lone = all(duty.bare and duty.prep in ("at", "to", "from", "") for duty in objects)
    if clause.marker == "when" and name == "duty_start" and frames.made:
        _amend_last(frames, clause, name, _dates(frames, clause, ()))
        return
    if subject is None and lone and name in _AMENDING and _stands_in(frames, clause):
        if status in ("proposed", "threatened", "") or (clause.verb.negated and clause.verb.lemma == "add"):
            return
        said = _of_pronoun(frames, clause, objects)
    elif subject is not None:
        said = _of_subject(frames, clause, name, subject, objects)
    elif name in _PAYING or (
        clause.verb.voice == "passive" and name in ("duty_hit", "duty_impose", "duty_announce", "duty_exempt")
    ):
        said = _paid(frames, clause, name, objects)
    elif name == "duty_hit":
        said = _struck(frames, clause, objects)
    else:
        said = _done_by(frames, clause, name, objects)
    for statement in said:
        duty = statement.duty
        noun = effects.of_noun(frames.view.lower(duty.first - 2)) if duty is not None and duty.prep == "of" else ""
        if noun and status not in ("lifted", "expired"):
            status = noun
    dates = _dates(frames, clause, said)
    if name in ("duty_impose", "duty_extend", "duty_hold", "duty_suspend", "duty_end") and subject is None and not said:
        said = _pronoun_object(frames, clause)
    if name in ("duty_start", "duty_return", "duty_lapse") and clause.verb.form != "finite" and (not said or frames.view.lower(clause.first - 1) == "," or frames.view.lower(clause.first) == ","):
        _amend_last(frames, clause, name, dates)
        if not said:
            return
    if status in ("lifted", "expired", "struck_down") and subject is not None:
        dates = _life_before(frames, subject, dates)
    presupposed = status == "in_force" and name in _ENDS and (name != "duty_cut" or frames.only_wanted(clause))
    if presupposed:
        dates, name = [], "duty_hold"
    for statement in said:
        if rank >= statement.rank:
            eased = name == "duty_cut" and statement.rate is None and status in ("in_force", "announced")
            statement.status, statement.rank, statement.frame = ("reduced" if eased else status) or statement.status, rank, name
        if statement.reason is None and name not in ("duty_end", "duty_lapse"):
            statement.reason = frames.reason_in(clause.verb.last, clause.last)
        if name == "duty_start" and status == "in_force" and not dates and frames.midnight:
            statement.valid_from = statement.valid_from or frames.today.isoformat()
        if status == "in_force" and _past(frames, clause) and _until(frames, clause, dates):
            statement.status = "expired"
        own = tuple(date for date in dates if statement.duty is None or not _elsewhere(date, statement, said))
        timing.apply(statement, name, own, frames.today)
        statement.last = (
            max(statement.last, min(clause.last, frames.view.size)) if statement.duty is None else statement.last
        )
        _widen(frames, statement, clause)


def _past(frames: Frames, clause: Clause) -> bool:
    """Whether the clause tells a fact of the past, a gerund through the verb above it ("went on paying")."""
    verb = clause.verb
    if verb.form == "gerund" and clause.parent is not None:
        verb = frames.view.sentence.clauses[clause.parent].verb
    return verb.tense == "past" and verb.modality == "fact"


def _until(frames: Frames, clause: Clause, dates: Sequence[DateMention]) -> bool:
    """Whether the clause tells what was so only until a day, or until then."""
    begin = frames.view.sentence.clauses[clause.parent].first if clause.verb.form == "gerund" and clause.parent is not None else clause.first
    then = any(frames.view.lower(at) == "until" for at in range(max(begin - 1, 0), clause.verb.first))
    perfect = any(frames.view.tokens[at].lemma == "have" for at in range(clause.verb.first, clause.verb.head))
    return (then or any(date.relation == "until" for date in dates)) and not perfect


def _pronoun_object(frames: Frames, clause: Clause) -> list[Statement]:
    """ "US customs has collected it on goods of all countries": an amendment of what the pronoun stands for."""
    view = frames.view
    at = clause.verb.last
    if view.lower(at) not in ("it", "them") or clause.verb.lemma in ("put", "place", "set", "make", "take"):
        return []
    statement = Statement(
        view.index, None, clause.first, min(clause.last, view.size), definite=True, imposers=frames.agent(clause)
    )
    if view.lower(at + 1) in ("on", "against"):
        scope = scopes.read(view, at + 2, scopes.extent(view, at + 2, clause.last))
        statement.hints = ("scope", *scope.targets)
    frames.extra.append(statement)
    return [statement]


def _life_before(frames: Frames, subject: Duty, dates: Sequence[DateMention]) -> list[DateMention]:
    """A duty that ends and says since when it stood ("18% since February 7, goes") is told twice: as it was, and its end."""
    since = [date for date in subject.dates if date.relation == "from" and date.value is not None]
    if since and subject.rate is not None:
        stood = statements.of_duty(frames.view.index, subject)
        stood.status, stood.rank, stood.frame = "in_force", 2, "duty_hold"
        timing.apply(stood, "duty_hold", since, frames.today)
        frames.extra.append(stood)
    return [date for date in dates if date not in since]


def _stands_in(frames: Frames, clause: Clause) -> bool:
    """Whether the subject is a pronoun or a noun that stands for a duty spoken of before ("it", "the measure")."""
    subject = frames.subject(clause)
    if not subject:
        return False
    tokens = frames.view.tokens
    lower = tokens[subject[0].head].lower
    if lower in ("it", "they", "that", "this", "these", "both"):
        return True
    return subject[0].definite and lower in nouns("stand_ins")


def _of_pronoun(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> list[Statement]:
    """An amendment of the duty that the subject stands for."""
    first = frames.subject(clause)[0].first
    statement = Statement(
        frames.view.index, None, min(first, clause.verb.first), max(clause.last, clause.verb.last), definite=True
    )
    end = statement.last
    while end > clause.verb.last and frames.view.tag(end - 1) in ("PUNCT", "CONJ"):
        end -= 1
    statement.last = end
    for duty in objects:
        if duty.prep == "from":
            statement.previous = duty.rate.value if duty.rate else None
        elif statement.rate is None:
            statement.put(duty.rate)
            statement.hints = ("back",)
        frames.made[duty.first] = statement
    if not objects:
        frames.extra.append(statement)
    return [statement]


def _amend_last(frames: Frames, clause: Clause, name: str, dates: Sequence[DateMention]) -> None:
    """ ", to start on February 10", ", starting on Monday": days for the duties told just before."""
    for statement in frames.made.values():
        if statement.valid_from is None and not statement.drop and statement.first < clause.first:
            timing.apply(statement, name, dates, frames.today)


def _spared(frames: Frames, clause: Clause, subject: Duty | None) -> None:
    """ "The tariffs will not apply to fish": what follows is exempt."""
    view = frames.view
    if subject is not None:
        frames.statement(subject).drop = True
    if view.lower(clause.verb.last) != "to":
        return
    end = scopes.extent(view, clause.verb.last + 1, clause.last)
    scope = scopes.read(view, clause.verb.last + 1, end)
    statement = Statement(
        view.index, None, clause.verb.first, max(end, clause.verb.last), frame="duty_exempt", status="exempt", rank=3
    )
    if subject is not None:
        statement.reason = frames.statement(subject).reason
        statement.first = min(statement.first, subject.first)
    _target(statement, scope)
    if statement.product is not None or statement.targets:
        frames.extra.append(statement)


def _widen(frames: Frames, statement: Statement, clause: Clause) -> None:
    """Let the evidence reach from the subject over the verb to the duty, where they stand in one clause."""
    verb = clause.verb
    subject = frames.subject(clause)
    if (
        subject
        and subject[0].first < verb.first <= statement.first
        and verb.first - subject[0].first <= 14
        and statement.first - verb.first <= 12
    ):
        statement.first = subject[0].first
    if verb.last <= statement.first and statement.first - verb.first <= 12:
        statement.first = verb.first
    elif verb.first >= statement.last and verb.last - statement.last <= 8:
        statement.last = verb.last


def _dates(frames: Frames, clause: Clause, said: Sequence[Statement]) -> list[DateMention]:
    held = [frames.view.sentence.dates[index] for index in clause.dates]
    for later in frames.view.sentence.clauses[clause.index + 1 :]:
        plain = not any(name.startswith("duty_") for name in later.verb.classes)
        if later.verb.form != "participle" or not plain:
            break
        held += [frames.view.sentence.dates[index] for index in later.dates]
    if clause.verb.form == "gerund" and clause.parent is not None and frames.view.lower(clause.first) == "on":
        above = frames.view.sentence.clauses[clause.parent]
        held += [frames.view.sentence.dates[index] for index in above.dates]
    if not held:
        held = _detached(frames, clause)
    own = [date for statement in said if statement.duty is not None for date in statement.duty.dates]
    return held + [date for date in own if date not in held]


def _detached(frames: Frames, clause: Clause) -> list[DateMention]:
    """The one starting day that follows in a part without a duty verb: "…, India included, since February 24"."""
    view = frames.view
    found = [
        date for date in view.sentence.dates
        if date.relation == "from" and date.value is not None and date.first >= clause.last and (later := view.clause_of[date.first]) is not None
        and later.marker not in _APART_MARKERS and not any(name.startswith("duty_") for name in later.verb.classes)
    ]  # fmt: skip
    return found if len(found) == 1 else []


def _elsewhere(date: DateMention, statement: Statement, said: Sequence[Statement]) -> bool:
    """Whether *date* stands in the phrase of another duty, or dates only how this one was announced."""
    duty = statement.duty
    assert duty is not None
    if duty.participle is not None and date in duty.dates:
        return date.relation != "from" and effects.of_participle(duty.participle, ()) != "in_force"
    return date not in duty.dates and any(
        other is not statement and other.duty is not None and date in other.duty.dates and other.duty.first > duty.first and other.duty.rate is not None and duty.rate is not None
        and not (other.duty.bare and other.duty.prep in _JOINING)
        for other in said
    )  # fmt: skip


def _backwards(said: list[Statement], duty: Duty) -> bool:
    """Whether a named duty without a figure follows the figure it gets: "reduce to 19 percent the reciprocal tariffs"."""
    host = said[-1] if said else None
    return (
        host is not None
        and host.duty is not None
        and host.duty.bare
        and host.duty.prep == "to"
        and not duty.bare
        and duty.rate is None
        and not duty.prep
    )


def merge(frames: Frames, objects: Sequence[Duty]) -> list[Statement]:
    """
    The statements of *objects*, with figures after "to", "at" and "from" folded into the duty that they change.

    "its tariff on cars to 50% from 20% and on steel to 25%" makes two statements.
    """
    said: list[Statement] = []
    for duty in objects:
        host = said[-1] if said else None
        if _backwards(said, duty):
            figure = said.pop()
            statement = frames.statement(duty)
            statement.put(figure.duty.rate if figure.duty else None)
            statement.first = min(statement.first, figure.first)
            figure.drop = True
            said.append(statement)
            continue
        if duty.bare and host is not None and duty.prep in _JOINING and duty.scope.empty and _changes(host, duty):
            _change(host, duty)
            frames.made[duty.first] = host
            continue
        said.append(frames.statement(duty))
    return said


def _changes(host: Statement, duty: Duty) -> bool:
    if duty.prep == "from":
        return host.previous is None
    if duty.prep == "by":
        return host.rate is None
    return host.duty is not None and (
        host.rate is None
        or (not host.duty.bare and host.duty.rate is not None and host.rate == host.duty.rate.value)
        or host.duty.prep == "from"
    )


def _change(host: Statement, duty: Duty) -> None:
    assert duty.rate is not None
    if duty.prep == "from":
        host.previous = duty.rate.value
    elif duty.prep in ("to", "at"):
        if host.rate is not None:
            host.previous = host.rate
        host.put(duty.rate)
    else:
        host.hints = (*host.hints, "delta")
    host.last = max(host.last, duty.last)
    if host.reason is None and duty.reason is not None:
        host.reason = duty.reason.words
    if duty.dates and host.duty is not None:
        host.duty.dates = (*host.duty.dates, *duty.dates)


def _applies_to(frames: Frames, clause: Clause, statement: Statement) -> None:
    """"applies to all Indian goods": what follows the verb is what the duty is on."""
    at = clause.verb.last
    if clause.verb.lemma != "apply" or frames.view.lower(at) != "to" or statement.targets:
        return
    end = scopes.extent(frames.view, at + 1, clause.last)
    _target(statement, scopes.read(frames.view, at + 1, end))
    statement.last = max(statement.last, end)


def _ranged(frames: Frames, clause: Clause, status: str, subject: Duty | None, objects: Sequence[Duty]) -> None:
    """"They range from 8% for one maker to 35% for others": two levels of what the subject stands for."""
    if subject is None and not _stands_in(frames, clause):
        return
    for duty in objects:
        if not duty.bare or duty.prep not in ("from", "to", "between"):
            continue
        statement = frames.statement(duty)
        if subject is not None:
            told = frames.statement(subject)
            statement.targets, statement.product = statement.targets or told.targets, told.product
            statement.imposers, statement.owner, statement.owner_form = told.imposers, told.owner, told.owner_form
        else:
            statement.note = statement.product
            statement.product, statement.goods, statement.targets = None, False, ()
        statement.definite, statement.hints = True, ("back",)
        statement.status, statement.rank, statement.frame = status, 2, "duty_range"


def _of_subject(frames: Frames, clause: Clause, name: str, subject: Duty, objects: Sequence[Duty]) -> list[Statement]:
    """The duty is what the verb is said of: "tariffs on cars, now above 100%, will drop to 10%"."""
    statement = frames.statement(subject)
    later = [duty for duty in objects if duty.bare and duty.prep in ("to", "") and duty.rate is not None]
    if (
        statement.rank >= 2
        and statement.rate is not None
        and later
        and name in ("duty_move", "duty_raise", "duty_cut")
        and later[0].rate != statement.rate
    ):
        return [_step(frames, statement, later[0], clause)]
    for duty in objects:
        if duty.bare and duty.prep in ("to", "at", "") and name not in ("duty_replace",):
            if statement.rate is not None and statement.rate != duty.rate.value if duty.rate else False:  # type: ignore[union-attr]
                statement.previous = statement.rate
            statement.put(duty.rate)
        elif duty.bare and duty.prep == "from" and duty.rate is not None:
            statement.previous = duty.rate.value
        elif name == "duty_replace" and duty.rate is not None:
            statement.previous = duty.rate.value
        else:
            continue
        frames.made[duty.first] = statement
        statement.last = max(statement.last, duty.last)
        if duty.dates:
            subject.dates = (*subject.dates, *duty.dates)
    _applies_to(frames, clause, statement)
    if clause.verb.voice == "passive":
        _place(frames, clause, statement)
    return [statement, *_siblings(frames, clause, subject, statement)]


def _siblings(frames: Frames, clause: Clause, subject: Duty, statement: Statement) -> list[Statement]:
    """Figures coordinated with the subject: "tariffs of 25% on steel and 10% on aluminium from Canada take effect"."""
    view = frames.view
    chain = [subject]
    for duty in frames.duties:
        near = chain[-1].last <= duty.first <= chain[-1].last + 2 and view.lower(duty.first - 1) in ("and", ",")
        if duty.bare and near and duty.last <= clause.verb.first and not duty.scope.empty:
            chain.append(duty)
    for duty in reversed(frames.duties):
        near = duty.last <= chain[0].first <= duty.last + 2 and view.lower(chain[0].first - 1) in ("and", ",", "—", "–")
        if chain[0].bare and near and duty is not subject and duty not in chain:
            chain.insert(0, duty)
    found = [frames.statement(duty) for duty in chain if duty is not subject and duty.rate is not None]
    for other in found:
        other.imposers, other.owner, other.owner_form = other.imposers or statement.imposers, other.owner or statement.owner, other.owner_form or statement.owner_form
    targets = next((other.targets for other in (statement, *reversed(found)) if other.targets), ())
    for other in (statement, *found):
        if not other.targets and other.product is not None:
            other.targets = targets
    return found


def _step(frames: Frames, before: Statement, duty: Duty, clause: Clause) -> Statement:
    """A second level of a duty whose first one was told: "takes effect today and will increase to 30% in January"."""
    assert duty.rate is not None
    step = msgspec.structs.replace(
        before,
        duty=duty,
        rank=0,
        status="",
        valid_from=None,
        valid_to=None,
        previous=before.rate,
        last=max(before.last, duty.last),
        parent=None,
    )
    step.put(duty.rate)
    frames.made[duty.first] = step
    return step


def _place(frames: Frames, clause: Clause, statement: Statement) -> None:
    agent = frames.agent(clause)
    if agent and not statement.imposers:
        statement.imposers = agent


def _paid(frames: Frames, clause: Clause, name: str, objects: Sequence[Duty]) -> list[Statement]:
    """Goods or a country pay: the subject is the target, "in the United States" the imposer."""
    scope = frames.subject_scope(clause)
    if name == "duty_pay" and scope.product is not None and not scope.targets and _person(frames, clause):
        scope = scopes.Scope()
    acts = clause.verb.voice == "active" and clause.verb.lemma not in (
        "be",
        "remain",
        "stay",
        "escape",
        "avoid",
        "skirt",
    )
    if (
        name == "duty_exempt"
        and acts
        and not any(frames.view.tokens[at].lemma == "be" for at in range(clause.verb.first, clause.verb.head))
    ):
        return _exempted(frames, clause, objects)
    said = merge(frames, [duty for duty in objects if duty.prep not in ("from",) or duty.bare])
    heads = [
        chunk
        for chunk in frames.view.sentence.chunks
        if chunk.first < clause.verb.first
        and frames.view.party(chunk.head) is None
        and frames.view.lower(chunk.head) in ("country", "countries", "nation", "nations", "anyone", "partner")
    ]
    if heads and not scope.goods and scope.targets:
        scope.product = None
    if name == "duty_exempt":
        said = [_exemption(frames, clause, scope)]
        said[0].reason = next((duty.reason.words for duty in objects if duty.prep == "from" and duty.reason is not None), None)
    into = scope.into or _arrival(frames, clause) or _payee(frames, clause, objects)
    if clause.verb.lemma in ("enter", "reach"):
        into = next(
            (m.codes[0] for chunk in clause.objects for m in chunk.mentions if m.kind == "party" and m.codes), into
        )
    kept: list[Statement] = []
    for statement in said:
        bare = name != "duty_exempt" and statement.duty is not None and statement.duty.bare
        if bare and (statement.duty.prep not in ("", "to", "at", "with") or not (frames.speaks or scope.goods)):  # type: ignore[union-attr]
            statement.drop = True
            continue
        _target(statement, scope)
        if clause.verb.lemma == "get":
            statement.hints = (*statement.hints, "gets")
        if into and not statement.imposers:
            statement.imposers = (into,)
        single = any(frames.view.lower(at) in ("alone", "only") for at in range(max(clause.first - 1, 0), clause.verb.last + 1))
        if (clause.verb.lemma in ("stay", "remain") or single) and statement.product is None and not statement.goods:
            statement.hints = (*statement.hints, "keeps")
        if clause.marker == "where" and statement.product is None:
            statement.product = _antecedent_product(frames, clause)
        kept.append(statement)
    return kept


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


def _target(statement: Statement, scope: scopes.Scope) -> None:
    _made(scope)
    if not statement.targets:
        statement.targets = scope.targets
    if statement.product is None:
        statement.product = scope.product
    statement.goods = statement.goods or scope.goods
    statement.world = statement.world or scope.foreign
    statement.pronoun = statement.pronoun or scope.pronoun


def _arrival(frames: Frames, clause: Clause) -> str | None:
    """Where the goods arrive: "in the United States", "to Canada"."""
    for chunk in clause.phrase("in", "to", "into", "entering", "from"):
        for mention in chunk.mentions:
            if mention.kind == "party" and mention.codes and mention.form in ("name", "capital"):
                return mention.codes[0]
    return None


def _payee(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> str | None:
    """Whom the duty is paid to: "will pay the United States a 20% tariff"."""
    first = objects[0].first if objects else clause.last
    for chunk in clause.objects:
        if chunk.last <= first and clause.verb.lemma in ("pay", "owe"):
            return next((m.codes[0] for m in chunk.mentions if m.kind == "party" and m.codes), None)
    return None


def _exemption(frames: Frames, clause: Clause, scope: scopes.Scope) -> Statement:
    first = clause.subject[0].first if clause.subject else clause.first
    statement = Statement(
        frames.view.index, None, min(first, clause.verb.first), clause.verb.last + 1, frame="duty_exempt"
    )
    statement.last = min(max(statement.last, clause.verb.last + 1), frames.view.size)
    frames.extra.append(statement)
    return statement


def _exempted(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> list[Statement]:
    """ "Trump exempted coffee from the tariffs": what follows the verb is exempt."""
    view = frames.view
    end = scopes.extent(view, clause.verb.last, clause.last)
    scope = scopes.read(view, clause.verb.last, end)
    statement = Statement(
        view.index,
        None,
        clause.verb.first,
        max(end, clause.verb.last),
        imposers=frames.agent(clause),
        frame="duty_exempt",
    )
    _target(statement, scope)
    frames.extra.append(statement)
    for duty in objects:
        frames.ruled_out.add(duty.first)
    return [statement]


def _struck(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> list[Statement]:
    """ "hit Switzerland with a 39% tariff", "taxes Chinese goods at 30%": the object is the target."""
    view = frames.view
    end = scopes.extent(view, clause.verb.last, clause.last)
    scope = scopes.read(view, clause.verb.last, end)
    said = merge(frames, [duty for duty in objects if duty.first >= end])
    for statement in said:
        _target(statement, scope)
        _imposed(frames, clause, statement)
    return said


def _imposed(frames: Frames, clause: Clause, statement: Statement) -> None:
    actors = frames.agent(clause)
    if actors and not statement.imposers:
        statement.imposers = tuple(code for code in actors if code not in statement.targets)


def _done_by(frames: Frames, clause: Clause, name: str, objects: Sequence[Duty]) -> list[Statement]:
    """Somebody does something to duties: the subject is the imposer."""
    direct = [
        duty
        for duty in objects
        if duty.prep
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
        if statement.duty is not None and statement.duty.bare and not _bare_object(frames, clause, name, statement):
            statement.drop = True
            continue
        if name in _ACTOR:
            _imposed(frames, clause, statement)
        _indirect(frames, clause, statement)
        kept.append(statement)
    return kept


def _bare_object(frames: Frames, clause: Clause, name: str, statement: Statement) -> bool:
    """Whether a figure alone is the duty that is put on or changed: "puts 25% on steel", "adds 25%", "cut it to 10%"."""
    duty = statement.duty
    assert duty is not None
    if duty.last <= clause.verb.first and duty.left.definite:
        return True
    if name in ("duty_impose", "duty_announce", "duty_threaten", "duty_float"):
        named = not duty.scope.empty or duty.reason is not None or duty.left.definite or duty.left.basis == "additional"
        return duty.prep in ("", "at") and named
    onto = next((other for other in frames.duties if other.first > duty.first and other.prep == "to" and not other.bare), None)
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
    if name == "duty_total" and duty.prep == "" and _stands_in(frames, clause):
        statement.basis = "total"
        statement.hints = (*statement.hints, "sum")
        return True
    if name in ("duty_suspend", "duty_hold", "duty_end", "duty_extend", "duty_return", "duty_delay"):
        return duty.prep == "" and (duty.left.definite or statement.points)
    return False


def _indirect(frames: Frames, clause: Clause, statement: Statement) -> None:
    """ "assigned Laos a 40% tariff", "put on Indian goods a duty of 25%": what stands between verb and duty."""
    duty = statement.duty
    if duty is None or statement.targets or duty.first <= clause.verb.last:
        return
    first = clause.verb.last + (1 if frames.view.lower(clause.verb.last) in ("on", "against") else 0)
    scope = scopes.read(frames.view, first, duty.first)
    if scope.targets and set(scope.targets) != set(statement.imposers):
        statement.targets = scope.targets
        statement.product = statement.product or scope.product


def _copula(frames: Frames, clause: Clause, subject: Duty | None, objects: Sequence[Duty], status: str) -> None:
    """ "the rate is 20%", "India's own rate of 26% is to take its place"."""
    if subject is None:
        return
    statement = frames.statement(subject)
    for duty in objects:
        if duty.bare and duty.prep in ("", "at", "that") and statement.rate is None:
            statement.put(duty.rate)
            frames.made[duty.first] = statement
            statement.last = max(statement.last, duty.last)
    if statement.rate is not None and not statement.status:
        past = clause.verb.tense == "past" and clause.verb.modality == "fact"
        statement.status = status or ("announced" if clause.verb.tense == "future" else "in_force")
        statement.rank, statement.frame = 1, "duty_be"
        if past:
            statement.hints = (*statement.hints, "was")
    timing.apply(statement, "duty_hold", _dates(frames, clause, [statement]), frames.today)
