"""
Roles: which part of a clause is the imposer, the target, the rate and the rate before, by the class of its verb.

Every function changes the statements of the duties that the clause speaks of, and only those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.extraction.parts import Clause, DateMention
from service.extraction.tariffs import effects, extents, scopes, timing
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement

if TYPE_CHECKING:
    from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.paying import done_by, of_payer, of_struck, target_of
from service.extraction.tariffs.pronouns import amend_last, life_before, of_pronoun, pronoun_object, stands_in, widen
from service.extraction.tariffs.subjects import of_range, of_subject
from service.extraction.tariffs.when import dates_of, is_past, lasts_until, stands_elsewhere

_PAYING = frozenset(("duty_pay", "duty_exempt"))
_BEGINNING = frozenset(("duty_start", "duty_move", "duty_raise", "duty_cut", "duty_impose", "duty_hit"))
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
    if name == "duty_hold" and subject is None and _holds_payer(clause.verb.lemma, objects):
        name = "duty_pay"
    if name == "duty_range":
        of_range(frames, clause, status, subject, objects)
        return
    if name == "duty_start" and clause.verb.negated and clause.verb.lemma == "apply":
        _spared(frames, clause, subject)
        return
    lone = all(duty.bare and duty.prep in ("at", "to", "from", "") for duty in objects)
    if clause.marker == "when" and name == "duty_start" and frames.made:
        amend_last(frames, clause, name, dates_of(frames, clause, ()))
        return
    if subject is None and lone and name in _AMENDING and stands_in(frames, clause):
        if status in ("proposed", "threatened", "") or (clause.verb.negated and clause.verb.lemma == "add"):
            return
        said = of_pronoun(frames, clause, objects)
    elif subject is not None:
        said = of_subject(frames, clause, name, subject, objects)
    elif name in _PAYING or (
        clause.verb.voice == "passive" and name in ("duty_hit", "duty_impose", "duty_announce", "duty_exempt")
    ):
        said = of_payer(frames, clause, name, objects)
    elif name == "duty_move" and _changes_payer(frames, clause, objects):
        said = of_payer(frames, clause, "duty_pay", objects)
    elif name == "duty_hit":
        said = of_struck(frames, clause, objects)
    else:
        said = done_by(frames, clause, name, objects)
    for statement in said:
        duty = statement.duty
        status = _of_noun(frames, duty, status) if duty is not None else status
    if name == "duty_touch" and subject is not None and not clause.verb.negated:
        _cover(frames, clause, subject)
    dates = dates_of(frames, clause, said)
    if name in ("duty_impose", "duty_extend", "duty_hold", "duty_suspend", "duty_end") and subject is None and not said:
        said = pronoun_object(frames, clause)
    if (
        name in ("duty_start", "duty_return", "duty_lapse")
        and clause.verb.form != "finite"
        and (not said or frames.view.lower(clause.first - 1) == "," or frames.view.lower(clause.first) == ",")
    ):
        amend_last(frames, clause, name, dates)
        if not said:
            return
    if status in ("lifted", "expired", "struck_down") and subject is not None:
        dates = life_before(frames, subject, dates)
    _settle(frames, clause, name, status, rank, said, dates)


def _of_noun(frames: Frames, duty: Duty, status: str) -> str:
    """What the noun before a duty makes of *status*: "dropped the threat of", "prolonged the pause on", "ended the pause of"."""
    word = frames.view.lower(duty.first - 2)
    if duty.prep in ("of", "on", "in") and word in listed("pauses"):
        return "in_force" if status in ("lifted", "expired") else "suspended"
    noun = effects.of_noun(word) if duty.prep == "of" else ""
    if noun in ("threatened", "proposed") and status in ("lifted", "expired"):
        return "withdrawn"
    return status if not noun or status in ("lifted", "expired") else noun


def _changes_payer(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> bool:
    """As in "Cars will go from 110% to 10%": goods or a country move from one rate to another."""
    preps = {duty.prep for duty in objects if duty.bare}
    if clause.verb.lemma in ("go", "move"):
        return frames.speaks and "to" in preps
    party = any(m.codes and m.form in ("name", "capital") for chunk in frames.subject(clause) for m in chunk.mentions)
    return frames.speaks and {"from", "to"} <= preps and (party or clause.verb.tense == "future")


def _holds_payer(lemma: str, objects: Sequence[Duty]) -> bool:
    """Whether the clause is "India stays at 18%": who pays stands there, not the duty."""
    if lemma in ("stay", "remain") and any(duty.prep in ("on", "under", "at") for duty in objects):
        return True
    return lemma == "stand" and any(duty.bare and duty.prep in ("at", "") for duty in objects)


def _settle(
    frames: Frames,
    clause: Clause,
    name: str,
    status: str,
    rank: int,
    said: Sequence[Statement],
    dates: list[DateMention],
) -> None:
    """Write the verb's status, reason and dates into the statements of its clause."""
    presupposed = status == "in_force" and name in _ENDS and (name != "duty_cut" or frames.only_wanted(clause))
    if presupposed:
        dates, name = [], "duty_hold"
    done = clause.verb.tense == "past" and clause.verb.modality == "fact"
    for statement in said:
        if done:
            statement.hints = (*statement.hints, "done")
        if rank >= statement.rank:
            eased = name == "duty_cut" and statement.rate is None and status in ("in_force", "announced")
            statement.status, statement.rank, statement.frame = (
                ("reduced" if eased else status) or statement.status,
                rank,
                name,
            )
        if statement.reason is None and name not in ("duty_end", "duty_lapse"):
            statement.reason = frames.reason_in(clause.verb.last, clause.last)
        if name in _BEGINNING and status == "in_force" and not dates and frames.midnight:
            statement.valid_from = statement.valid_from or frames.today.isoformat()
        if status == "in_force" and is_past(frames, clause) and lasts_until(frames, clause, dates):
            statement.status = "expired"
        own = tuple(date for date in dates if statement.duty is None or not stands_elsewhere(date, statement, said))
        timing.apply(statement, name, own, frames.today)
        statement.last = (
            max(statement.last, min(clause.last, frames.view.size)) if statement.duty is None else statement.last
        )
        widen(frames, statement, clause)


def _spared(frames: Frames, clause: Clause, subject: Duty | None) -> None:
    """As in "The tariffs will not apply to fish": what follows is exempt."""
    view = frames.view
    if subject is not None:
        frames.statement(subject).drop = True
    if view.lower(clause.verb.last) != "to":
        return
    end = extents.extent(view, clause.verb.last + 1, clause.last)
    scope = scopes.read(view, clause.verb.last + 1, end)
    statement = Statement(
        view.index, None, clause.verb.first, max(end, clause.verb.last), frame="duty_exempt", status="exempt", rank=3
    )
    if subject is not None:
        statement.reason = frames.statement(subject).reason
        statement.first = min(statement.first, subject.first)
    target_of(statement, scope)
    if statement.product is not None or statement.targets:
        frames.extra.append(statement)


def _cover(frames: Frames, clause: Clause, subject: Duty) -> None:
    """As in "The 15% rate also covers cars": the goods after the verb pay the duty that is spoken of."""
    statement = frames.statement(subject)
    scope = scopes.read(frames.view, clause.verb.last, extents.extent(frames.view, clause.verb.last, clause.last))
    if statement.rate is not None and scope.product is not None and statement.product is None:
        target_of(statement, scope)
        statement.last = max(statement.last, min(scope.last, frames.view.size))


def _answer(frames: Frames, clause: Clause, objects: Sequence[Duty], status: str) -> None:
    """As in "Canada's answer is a 25% levy on American steel": whose answer or plan it is imposes the duty."""
    subject = frames.subject(clause)[:1]
    named = [duty for duty in objects if not duty.bare and not duty.prep]
    if not subject or not named or subject[0].lemma not in listed("measures"):
        return
    owner = tuple(code for m in subject[0].mentions if m.last < subject[0].last for code in m.codes)
    intended = subject[0].lemma in ("plan", "proposal", "offer", "idea", "threat")
    statement = frames.statement(named[0])
    statement.imposers = statement.imposers or owner[:1]
    statement.status, statement.rank, statement.frame = ("proposed" if intended else status or "in_force"), 2, "duty_be"
    timing.apply(statement, "duty_hold", dates_of(frames, clause, [statement]), frames.today)


def _said_of_pronoun(frames: Frames, clause: Clause, objects: Sequence[Duty]) -> bool:
    """As in "They too are 25 per cent": the figure of the duties told before; whether it is that."""
    subject = frames.subject(clause)
    alone = len(objects) == 1 and objects[0].bare and not objects[0].prep and objects[0].scope.empty
    pronoun = bool(subject) and frames.view.lower(subject[0].head) in ("they", "these", "those", "both")
    if not (alone and pronoun) or clause.verb.negated or clause.verb.lemma != "be" or not frames.speaks:
        return False
    statement = frames.statement(objects[0])
    statement.definite, statement.hints, statement.status = True, (*statement.hints, "back"), "in_force"
    statement.rank, statement.frame = 2, "duty_be"
    return True


def _copula(frames: Frames, clause: Clause, subject: Duty | None, objects: Sequence[Duty], status: str) -> None:
    """As in "the rate is 20%", "India's own rate of 26% is to take its place"."""
    if subject is None:
        if not _said_of_pronoun(frames, clause, objects):
            _answer(frames, clause, objects, status)
        return
    statement = frames.statement(subject)
    for duty in objects:
        if clause.verb.negated:
            break
        if duty.rate is not None and duty.rate.value == 0 and duty.first > clause.verb.last + 3:
            continue  # "was 5.6%, because most trade crosses tariff-free"
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
    timing.apply(statement, "duty_hold", dates_of(frames, clause, [statement]), frames.today)
