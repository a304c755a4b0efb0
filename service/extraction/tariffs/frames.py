"""
Frames: who does what to which duty, read from the clauses of one sentence.

Each clause with a verb of the tables gives its duties an imposer, targets, rates, a status and days. Duties that no
such verb reaches are left to `leftovers`.
"""

from __future__ import annotations

import msgspec

from service.extraction.parts import Clause
from service.extraction.tariffs import (
    composing,
    effects,
    ellipsis,
    extents,
    free_entry,
    granting,
    reasons,
    roles,
    scopes,
)
from service.extraction.tariffs.classes import Classes
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement

_ENDS = frozenset(("duty_end", "duty_cut", "duty_suspend", "duty_lapse"))
_ORDERED = frozenset(("duty_raise", "duty_cut", "duty_impose", "duty_hit", "duty_total"))
_DEEDS = frozenset(("duty_threaten", "duty_announce", "duty_impose", "duty_float", "duty_hit"))
_CAUSED = frozenset(
    (
        "duty_total",
        "duty_raise",
        "duty_cut",
        "duty_end",
        "duty_replace",
        "duty_suspend",
        "duty_void",
        "duty_impose",
        "duty_announce",
    )
)
_PROMISES = frozenset(["commit", "agree", "pledge", "promise", "offer", "undertake", "consent"])
_IDEAS = frozenset("propose suggest consider weigh recommend discuss float mull study contemplate advocate".split())
_ENABLES = frozenset(
    ["empower", "allow", "authorise", "authorize", "enable", "let", "permit", "entitle", "help", "give"]
)


class Frames(Classes):
    """The statements of one sentence while its clauses are read."""

    def read(self) -> list[Statement]:
        """The statements of the clauses, in order of their duties."""
        for clause in self.view.sentence.clauses:
            self._clause(clause)
        granting.fronted(self)
        return [*self.made.values(), *self.extra]

    # What a clause holds

    def outer(self, clause: Clause) -> str:
        """The modality of the clauses that this one is part of: what is imagined there is imagined here."""
        seen = 0
        would = any(self.view.lower(at) == "would" for at in range(clause.verb.first, clause.verb.head))
        if would and any(
            other.verb.lemma in ("threaten", "warn") and other.index < clause.index
            for other in self.view.sentence.clauses
        ):
            return "threatened"
        while clause.parent is not None and clause.parent < clause.index and seen < 4:
            parent = self.view.sentence.clauses[clause.parent]
            if parent.verb.lemma in _PROMISES and clause.verb.form == "gerund":
                return "agreed"
            if parent.verb.lemma in _IDEAS and clause.verb.form == "gerund":
                return "proposed"
            if parent.verb.lemma in _ENABLES and clause.verb.form == "infinitive":
                return "possible"
            if parent.verb.modality in ("hypothetical", "threatened", "possible") or effects.asks(parent.verb.lemma):
                inner = clause.verb.form in ("infinitive", "gerund") or clause.marker in ("that", "")
                if inner and parent.verb.modality in ("hypothetical", "threatened", "possible"):
                    return parent.verb.modality
                if clause.verb.form == "infinitive" or (clause.marker == "that" and clause.verb.tense == "none"):
                    return "wanted"
            if parent.verb.lemma in ("threaten", "warn") and clause.marker in ("that", ""):
                return "threatened"
            clause = parent
            seen += 1
        return "fact"

    # What it says

    def _clause(self, clause: Clause) -> None:
        if (clause.marker == "as" and not self._happens(clause)) or self._reduced(clause) or self._awaited(clause):
            return
        if clause.verb.lemma == "add" and self.view.lower(clause.verb.last) == ",":
            return  # "…, he added, along with 10% on China"
        if (
            self._contact(clause)
            or granting.granted(self, clause)
            or granting.spared(self, clause)
            or free_entry.read(self, clause)
        ):
            return
        subject = self.subject_duty(clause)
        if subject is not None and clause.marker == "which":
            self._on_which(clause, subject)
        objects = self.objects(clause)
        if subject is not None and not objects and clause.verb.voice == "active" and self._between(subject, clause):
            objects, subject = [subject], None
        if ellipsis.likewise(self, clause, subject) or composing.composed(self, clause, subject, objects):
            return
        named = [duty for duty in objects if not duty.bare and not duty.prep]
        name = self.classify(clause, objects, duty_subject=subject is not None)
        cause: Duty | None = None
        if subject is not None and named and clause.verb.voice == "active" and name in _CAUSED:
            cause, subject = subject, None
        if not name:
            self._harmed(clause, subject)
            return
        if self._counterfactual(clause):
            self._suppose(clause, name, subject, objects)
            return
        status = effects.status_of(name, self.verb(clause), self.outer(clause))
        if status is not None and self._spoken_of(clause, name):
            status = "in_force"
        if status is None and self._warned(clause, name):
            status = "threatened"
        if status == "in_force" and clause.verb.tense == "present" and name in _ORDERED:
            status = self._ordered(clause) or status
        if status is None:
            if name == "duty_start" and clause.marker in ("that", "which"):
                self._unborn(clause)
            for duty in [*objects, *([subject] if subject else [])]:
                self.statement(duty).drop = self.statement(duty).drop or not self.statement(duty).status
            return
        roles.assign(self, clause, name, status, subject, objects)
        if cause is not None and name == "duty_total":
            total, part = self.statement(named[0]), self.statement(cause)
            total.valid_from = total.valid_from or part.valid_from

    def _unborn(self, clause: Clause) -> None:
        """What ended before it began ("withdrew the 25% duty that was to start on November 1"), or waits from that day."""
        for held in self.made.values():
            if held.last != clause.first:
                continue
            if held.status in ("lifted", "expired"):
                held.status, held.valid_to = "withdrawn", None
            elif held.status in ("suspended", "delayed"):
                begins = [self.view.sentence.dates[index].value for index in clause.dates]
                held.valid_from = begins[0] if begins else None

    def _harmed(self, clause: Clause, subject: Duty | None) -> None:
        """As in "the duties that all but shut Australian wine out": what they harm is what they are on."""
        harmful = clause.verb.lemma in listed("harms") and clause.verb.voice == "active"
        if not harmful or subject is None or not subject.scope.empty or not clause.objects:
            return
        first = clause.objects[0].first
        scope = scopes.read(self.view, first, extents.extent(self.view, first, clause.last))
        statement = self.statement(subject)
        if scope.targets and not statement.targets:
            statement.targets, statement.product, statement.goods = scope.targets, scope.product, scope.goods

    def _awaited(self, clause: Clause) -> bool:
        """Whether a duty's end is only waited for: "until the United States drops its own duties"."""
        if _ENDS.isdisjoint(clause.verb.classes):
            return False
        waits = clause.marker in ("until", "till", "unless") or (
            clause.subject
            and clause.subject[0].first >= clause.first
            and any(self.view.lower(clause.subject[0].first - k) in ("until", "till", "unless") for k in (1, 2))
        )
        return bool(waits) and clause.verb.tense == "present" and clause.verb.modality == "fact"

    def _ordered(self, clause: Clause) -> str:
        """As in "a bill that raises duties", "the order lowers them": what a document says is to come."""
        lemma = clause.subject[-1].lemma if clause.subject else ""
        if lemma in listed("drafts"):
            above = self.view.sentence.clauses[clause.parent] if clause.parent is not None else None
            passed = above is not None and {"duty_announce"} & set(above.verb.classes) and above.verb.tense == "past"
            return "announced" if passed else "proposed"
        return "announced" if lemma in listed("papers") else ""

    def _happens(self, clause: Clause) -> bool:
        """Whether "as" tells what happens ("as duties of 25% took effect"), and does not compare ("as planned")."""
        own = bool(clause.subject) and clause.subject[0].first > clause.first - 1
        return own and clause.verb.form == "finite" and self.subject_duty(clause) is not None

    def _between(self, duty: Duty, clause: Clause) -> bool:
        """Whether a party stands between a duty and a verb that only parties do: "the 20% tariff Trump threatened"."""
        if not any(name in _DEEDS for name in clause.verb.classes) or not self._right_before(clause):
            return False
        mention = self.view.party(clause.verb.first - 1)
        return mention is not None and mention.first > duty.head

    def _counterfactual(self, clause: Clause) -> bool:
        """Whether the clause tells what would have been: "they would have put duties of 30% on"."""
        if "would" not in self.view.said or "if" in self.view.said:
            return False
        inside = [self.view.lower(at) for at in range(clause.verb.first, clause.verb.last)]
        return "would" in inside and "have" in inside

    def _suppose(self, clause: Clause, name: str, subject: Duty | None, objects: list[Duty]) -> None:
        """A duty that would have been is told only if the article says that it was held back."""
        roles.assign(self, clause, name, "suspended", subject, objects)
        for duty in [*objects, *([subject] if subject else [])]:
            held = self.statement(duty)
            held.hints = (*held.hints, "counterfactual")
            held.drop = held.drop or held.rate is None

    def _warned(self, clause: Clause, name: str) -> bool:
        """Whether what would come is threatened: "garments would be hit with 30% unless Cairo thought again"."""
        inner = (other for other in self.view.sentence.clauses if other.parent == clause.index)
        return name in _DEEDS and any(other.marker == "unless" for other in inner)

    def _spoken_of(self, clause: Clause, name: str) -> bool:
        """Whether a gerund only names an end that somebody might bring about: "waiving the duty could help"."""
        if clause.verb.form != "gerund" or name not in ("duty_end", "duty_cut", "duty_suspend", "duty_void"):
            return False
        before = self.view.tokens[clause.verb.first - 1] if clause.verb.first else None
        return before is None or not (
            before.text == ","
            or before.tag in ("NOUN", "AUX", "VERB", "VBD")
            or before.lower in ("by", "after", "in", "and", "then")
        )

    def only_wanted(self, clause: Clause) -> bool:
        """Whether the clause's change is asked for, refused, denied or only spoken of."""
        verb = self.verb(clause)
        return (
            verb.negated
            or verb.modality not in ("fact", "ongoing")
            or self.outer(clause) != "fact"
            or self._spoken_of(clause, "duty_cut")
        )

    def _reduced(self, clause: Clause) -> bool:
        """Whether a past form right after a prepositional phrase modifies it: "under an order signed on Friday"."""
        verb = clause.verb
        if (
            verb.form != "finite"
            or verb.last - verb.first != 1
            or self.view.tag(verb.first) != "VBD"
            or verb.first == 0
        ):
            return False
        if any(duty.last == verb.first for duty in self.duties):
            return False  # "Tariffs on steel imported into the United States doubled"
        near = [chunk for chunk in self.view.sentence.chunks if chunk.last == verb.first]
        far = bool(clause.subject) and bool(near) and clause.subject[0].first < near[0].first
        return far and bool(near[0].prep) and near[0].prep not in ("on", "from", "of", "in") and clause.index > 0

    def _contact(self, clause: Clause) -> bool:
        """As in "the levy that Washington introduced" read as a participle: its party imposes the duty before it."""
        verb = clause.verb
        if (
            verb.form != "participle"
            or verb.first < 2
            or not any(name in ("duty_impose", "duty_announce", "duty_threaten") for name in verb.classes)
        ):
            return False
        mention = self.view.party(verb.first - 1)
        if mention is None or mention.last != verb.first or mention.form not in ("name", "capital", "pronoun"):
            return False
        at = mention.first - (1 if self.view.lower(mention.first - 1) in ("that", "which") else 0)
        for duty in self.duties:
            if duty.last == at:
                statement = self.statement(duty)
                statement.imposers = statement.imposers or mention.codes[:1]
                name = next(name for name in verb.classes if name in _DEEDS)
                statement.status = (
                    statement.status or effects.status_of(name, msgspec.structs.replace(verb, tense="past")) or ""
                )
                statement.rank, statement.frame = max(statement.rank, 2), statement.frame or name
                statement.reason = statement.reason or self.reason_in(verb.last, clause.last)
                return True
        return False

    def reason_in(self, first: int, last: int) -> str | None:
        """The first cause that the tokens from *first* to before *last* tell."""
        for duty in self.duties:
            if duty.first >= first and not duty.bare:
                last = min(last, duty.first)
        for at in range(first, min(last, self.view.size)):
            if self.view.tag(at) in ("PREP", "SUB", "VBD", "VBN", "VBG", "ADJ"):
                reason = reasons.at(self.view, at, last)
                if reason is not None and self.view.lower(at) != "for":
                    return reason.words
        return None
