"""
Know the sentence that duties stand in: who does what with them, in which order.

Invariant: each duty has one statement; reading a clause twice gives the same actors.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from service.extraction import gazetteer
from service.extraction.parts import Chunk, Clause, VerbGroup
from service.extraction.tariffs import effects, extents, scopes
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement, of_duty
from service.extraction.tariffs.view import View

_GOING_ON = frozenset(["charge", "collect", "levy", "enforce", "tax", "apply", "pay"])

_NOBODY = listed("bargain") | frozenset(("exporter", "maker", "company", "firm", "industry", "farmer", "talk"))
"""What acts for no party, whoever it is named for: "the South Korea deal sets"."""
_LONE = frozenset(("duty_move", "duty_start", "duty_hold", "duty_lapse", "duty_return"))

_ASIDES = frozenset(("year", "month", "week", "day", "time", "part", "turn"))
"""What stands between a subject and its verb and is not the subject: "Washington for its part has cut"."""
GAPS = frozenset((",", "and", ";", "or", "but", "while"))


def _codes(chunks: Sequence[Chunk]) -> tuple[str, ...]:
    """The parties of coordinated chunks, without those that only own the head ("Canada's exporters")."""
    codes = [
        code
        for chunk in chunks
        for mention in chunk.mentions
        if mention.kind in ("party", "person", "org") and (chunk.lemma not in _NOBODY or mention.last > chunk.head)
        for code in mention.codes
    ]
    return tuple(dict.fromkeys(code for code in codes if code != "WORLD"))


class Scene:
    """One sentence with its duties and what has been said of them so far."""

    def __init__(self, view: View, duties: Sequence[Duty], today: date, *, speaks: bool) -> None:
        self.view = view
        self.today = today
        self.speaks = speaks
        self.duties = list(duties)
        self.made: dict[int, Statement] = {}
        self.extra: list[Statement] = []
        self.ruled_out: set[int] = set()
        self.midnight = "midnight" in view.said or "overnight" in view.said

    def statement(self, duty: Duty) -> Statement:
        """The statement of *duty*, made at its first mention."""
        held = self.made.get(duty.first)
        if held is None:
            held = self.made[duty.first] = of_duty(self.view.index, duty)
        return held

    def subject(self, clause: Clause) -> tuple[Chunk, ...]:
        """The clause's subject; before a bare infinitive the phrase right before it ("India to pay")."""
        if clause.verb.form == "infinitive" and not clause.verb.chain:
            near = [chunk for chunk in self.view.sentence.chunks if chunk.last == clause.verb.first and not chunk.prep]
            if near:
                return self._group(near[0], clause)
        if not clause.subject and clause.verb.form == "finite":
            near = [chunk for chunk in self.view.sentence.chunks if chunk.last == clause.verb.first]
            return self._group(near[0], clause) if near else ()
        if clause.subject and self.view.lower(clause.subject[0].head) in _ASIDES:
            before = [
                chunk for chunk in self.view.sentence.chunks if chunk.last <= clause.subject[0].first and not chunk.prep
            ]
            return self._group(before[-1], clause) if before else clause.subject
        return clause.subject

    def _group(self, chunk: Chunk, clause: Clause) -> tuple[Chunk, ...]:
        return tuple(
            other
            for other in self.view.sentence.chunks
            if other.group == chunk.group and other.last <= clause.verb.first
        )

    def gap(self, duty: Duty) -> int | None:
        """Where the words that a gapped figure is said of begin ("…, Vietnam 46%"), None if none stand before it."""
        if duty.bare and duty.prep == "at" and duty.scope.empty:
            owner = self.view.party(duty.first - 2)
            listed = owner is not None and self.view.lower(owner.first - 1) in ("with", "and", ",", "for")
            return owner.first if owner is not None and listed else None
        if not duty.bare or duty.prep:
            return None
        for chunk in self.view.sentence.chunks:
            if chunk.first < duty.first <= chunk.last and (not chunk.prep or self.view.lower(chunk.first - 1) in GAPS):
                first = next(other.first for other in self.view.sentence.chunks if other.group == chunk.group)
                opens = [held.last for held in self.duties if first < held.last <= chunk.first]
                at = max([first, *(last + 1 if self.view.lower(last) in GAPS else last for last in opens)])
                return at if self.view.lower(at - 1) in GAPS and self.view.verb_of[duty.first - 1] is None else None
        return None

    def subject_duty(self, clause: Clause) -> Duty | None:
        """The duty that the clause's verb is said of."""
        for duty in self.duties:
            for chunk in self.subject(clause):
                heads = duty.first <= chunk.first <= duty.head or chunk.first <= duty.head < chunk.last
                inside = (
                    duty.first <= chunk.first < duty.last
                    and clause.marker in ("which", "that", "")
                    and clause.first >= duty.last
                )
                paused = duty.first - 2 == chunk.head and effects.governed(self.view.lower(chunk.head))
                if heads or paused or (inside and duty.reason is not None):
                    return duty
        if (clause.verb.form != "finite" or not clause.subject) and any(name in _LONE for name in clause.verb.classes):
            for duty in self.duties:
                gap = clause.verb.first - duty.last
                if gap == 0 or (gap == 1 and self.view.tokens[duty.last].text in ",:—–"):
                    return duty
        near = [duty for duty in self.duties if clause.first <= duty.first and duty.last <= clause.verb.first]
        return (
            near[0] if near and not near[0].prep and not any(chunk.mentions for chunk in self.subject(clause)) else None
        )

    def objects(self, clause: Clause) -> list[Duty]:
        """The duties right of the verb within the clause, and one that a relative clause hangs on as its object."""
        last = self._reach(clause)
        found = [duty for duty in self.duties if clause.verb.last <= duty.head < last and not self._compared(duty)]
        found = [
            duty
            for index, duty in enumerate(found)
            if self.gap(duty) is None or (not index and not self._parted(clause, duty))
        ]
        if found and clause.marker == "which":
            self._on_which(clause, found[0])
        if not found and clause.subject and clause.subject[0].first >= clause.first and clause.verb.form == "finite":
            before = self._before(clause)
            if before is not None:
                self._put_on(clause, before)
                found = [before]
        if not found and clause.index and clause.subject and clause.verb.form == "finite":
            above = self.view.sentence.clauses[clause.index - 1]
            joined = {self.view.lower(clause.verb.first - 1), self.view.lower(clause.verb.first - 2)} & {"and", "but"}
            if joined and above.marker in ("that", "which") and above.subject == clause.subject:
                before = self._before(above)  # "that Mr Trump announced in April and then put on hold"
                found = [before] if before is not None else []
        return found

    def _reach(self, clause: Clause) -> int:
        """Where a clause's objects end, past a participle inside a duty: "raise tariffs on goods imported from … to 125%"."""
        last = clause.last
        for later in self.view.sentence.clauses[clause.index + 1 :]:
            verb = later.verb
            plain = verb.form == "participle" and not any(name.startswith("duty_") for name in verb.classes)
            inside = any(clause.verb.last <= duty.first < verb.first < duty.last for duty in self.duties)
            if later.first > last or not (plain and inside):
                break
            last = max(last, later.last)
        return last

    def _parted(self, clause: Clause, duty: Duty) -> bool:
        """Whether a comma parts the verb from a figure said of somebody else: "Mauritius got 40, Botswana 37%"."""
        inside = self.view.tokens[clause.verb.last : duty.first]
        return any(token.text == "," for token in inside) and self.view.party(duty.first - 1) is not None

    def _compared(self, duty: Duty) -> bool:
        """Whether another duty is measured by this one: "10%, four times the 2.5% that Washington levies"."""
        if self.view.lower(duty.first - 1) == "today" and self.view.lower(duty.first - 2) in ("double", "of", "twice"):
            return True  # "double today's 25%"
        return self.view.lower(duty.first - 1) in ("times", "twice", "half", "triple", "rest", "others") or (
            self.view.lower(duty.first - 1) == "double" and self.view.verb_of[duty.first - 1] is None
        )

    def _on_which(self, clause: Clause, duty: Duty) -> None:
        """As in "medicines, on which the administration has floated duties": the goods stand before the clause."""
        at = clause.first - 1 if self.view.lower(clause.first) == "which" else clause.first
        if self.view.lower(at) != "on" or not duty.scope.empty:
            return
        chunk = next((chunk for chunk in reversed(self.view.sentence.chunks) if chunk.last <= at), None)
        if chunk is not None:
            duty.scope = scopes.read(self.view, chunk.first, chunk.last)
            self.made.pop(duty.first, None)

    def _put_on(self, clause: Clause, duty: Duty) -> None:
        """As in "the duties that it put on American farm products": goods told in the relative clause."""
        for chunk in clause.phrases:
            put = chunk.prep in ("on", "against") or (chunk.prep == "to" and clause.verb.lemma == "apply")
            if put and duty.scope.empty:
                end = extents.extent(self.view, chunk.first, clause.last)
                scope = scopes.read(self.view, chunk.first, end)
                statement = self.statement(duty)
                statement.targets, statement.product, statement.goods = scope.targets, scope.product, scope.goods
                if scope.ones:
                    statement.hints = (*statement.hints, "keeps")
                return

    def _before(self, clause: Clause) -> Duty | None:
        """The duty right before a contact or object clause: "the 26% he unveiled", "levies that Ottawa imposed"."""
        at = clause.first if clause.marker in ("that", "which") else clause.subject[0].first
        for duty in self.duties:
            gap = self.view.tokens[duty.last : at]
            if duty.last <= at and len(gap) <= 1 and all(token.lower in ("that", "which") for token in gap):
                return duty
        return None

    def parties(self, clause: Clause) -> tuple[str, ...]:
        """The parties that the clause's verb is said of; through "an order that adds" those of the clause above."""
        subject = self.subject(clause)
        if (
            subject
            and subject[0].first < clause.first
            and clause.verb.form == "finite"
            and clause.marker not in ("which", "that", "who")
        ):
            codes = self._right_before(clause) or _codes(subject)
        else:
            codes = _codes(subject) or self._right_before(clause)
        if not codes and clause.index and self.view.tag(clause.verb.first - 1) == "CONJ":
            return self.parties(self.view.sentence.clauses[clause.index - 1])
        place = self.view.party(clause.first - 2) if clause.marker == "where" and clause.first > 1 else None
        if not codes and place is not None and place.last == clause.first - 1:
            return place.codes[:1]  # "in Brussels, where members backed a duty"
        seen = 0
        while not codes and clause.parent is not None and clause.parent < clause.index and seen < 4:
            clause = self.view.sentence.clauses[clause.parent]
            if clause.verb.voice == "active":
                codes = _codes(clause.subject)
            seen += 1
        return codes

    def _right_before(self, clause: Clause) -> tuple[str, ...]:
        """The leader or country whose name stands right before the verb, whatever the subject was taken for."""
        for mention in self.view.sentence.mentions:
            if (
                mention.last == clause.verb.first
                and mention.codes
                and mention.form in ("name", "capital")
                and mention.codes != ("WORLD",)
            ):
                return mention.codes
        for size in (3, 2, 1):
            at = clause.verb.first - size
            found = gazetteer.match(self.view.tokens, at) if at >= 0 else None
            if (
                found is not None
                and found[1] == size
                and found[0].form in ("name", "capital")
                and found[0].code != "WORLD"
            ):
                return (found[0].code,)
        return ()

    def agent(self, clause: Clause) -> tuple[str, ...]:
        """Who acts: the subject, or after "by" in the passive."""
        if clause.verb.voice == "passive":
            return _codes(clause.phrase("by"))
        return self.parties(clause)

    def subject_scope(self, clause: Clause) -> scopes.Scope:
        """The goods and parties that the clause's verb is said of."""
        subject = self.subject(clause)
        if not subject:
            return scopes.Scope()
        if self.view.lower(subject[0].first - 1) == "whose" or self.view.lower(subject[0].first) == "whose":
            at = subject[0].first - (1 if self.view.lower(subject[0].first - 1) == "whose" else 0)
            owner = self.view.party(at - 1) or self.view.party(at - 2)
            if owner is not None:
                return scopes.Scope(owner.codes, goods=True)  # "the EU, whose own goods pay 15%"
        named = self._right_before(clause)
        if (
            named
            and any(mention.kind == "person" for mention in subject[0].mentions)
            and not set(named) & set(_codes(subject))
        ):
            return scopes.Scope(named)
        pronoun = (
            self.view.lower(subject[0].head) in ("they", "it", "these", "those")
            and subject[0].last - subject[0].first == 1
        )
        if pronoun and clause.parent is not None and clause.parent < clause.index:
            above = self.subject_scope(self.view.sentence.clauses[clause.parent])
            return (
                above
                if above.goods or above.targets or (above.product and not self._led(clause))
                else scopes.Scope(pronoun=True)
            )
        if pronoun and clause.index == 0 and subject[0].first > 0:
            return scopes.read(self.view, 0, extents.extent(self.view, 0, subject[0].first))
        first = self._goods_before(self._past_occasion(subject[0]))
        stop = clause.verb.first if first < clause.verb.first else self.view.size
        end = extents.extent(self.view, first, stop)
        if end < subject[-1].last <= stop:
            end = max(end, subject[-1].last)
        return scopes.read(self.view, first, end)

    def _led(self, clause: Clause) -> bool:
        """Whether a person is the subject of the clause above."""
        parent = self.view.sentence.clauses[clause.parent or 0]
        return any(mention.kind == "person" for chunk in parent.subject for mention in chunk.mentions)

    def _past_occasion(self, chunk: Chunk) -> int:
        """Past "until the ruling" where it was read as one phrase with the goods after it."""
        if (
            self.view.lower(chunk.first - 1) in ("until", "till", "after", "before", "since", "following", "under")
            and chunk.mentions
        ):
            return chunk.mentions[0].first
        return chunk.first

    def _goods_before(self, first: int) -> int:
        """Where the subject really begins: "imports from the EU and Japan" when only Japan was taken for it."""
        if self.view.lower(first - 1) not in ("and", "or"):
            return first
        before = [chunk for chunk in self.view.sentence.chunks if chunk.last == first - 1]
        if not before or before[0].prep not in ("from", "of", "in"):
            return first
        at = before[0].first
        while at > 0 and self.view.verb_of[at - 1] is None and self.view.tokens[at - 1].text not in ",;:.()":
            at -= 1
            if self.view.lower(at) in nouns("goods") or self.view.lower(at) in nouns("senders"):
                while at > 0 and self.view.tag(at - 1) in ("ADJ", "NOUN", "NAME", "DET"):
                    at -= 1
                return at
        return first

    def verb(self, clause: Clause) -> VerbGroup:
        """The clause's verb, without a governor that stands in an earlier clause ("will stop buying …, and bring")."""
        verb = self._unconditioned(clause)
        inside = {self.view.tokens[at].lemma for at in range(verb.first, verb.last)}
        if verb.modality == "failed" and not any(lemma in inside for lemma in verb.chain):
            return msgspec.structs.replace(verb, modality="planned" if verb.tense == "future" else "fact", chain=())
        deed = any(name in ("duty_raise", "duty_cut", "duty_impose", "duty_hit") for name in verb.classes)
        if deed and verb.modality in ("fact", "ongoing") and verb.lemma not in _GOING_ON and self._progressive(verb):
            return msgspec.structs.replace(verb, modality="planned")
        if verb.modality == "wanted" and "duty_pay" in verb.classes and self._must(verb):
            return msgspec.structs.replace(verb, modality="planned" if verb.tense == "future" else "fact")
        if self._no_longer(verb):
            return msgspec.structs.replace(verb, negated=True)
        return verb

    def _unconditioned(self, clause: Clause) -> VerbGroup:
        """A "would" that a later condition does not reach: "a deal under which it would pay 15%, … if no deal …"."""
        verb = clause.verb
        if verb.modality != "hypothetical" or clause.marker in ("if", "unless", "whether"):
            return verb
        at = next((k for k, token in enumerate(self.view.tokens) if token.lower in ("if", "unless", "whether")), None)
        if at is None or at < clause.verb.first:
            return verb
        between = self.view.tokens[verb.last : at]
        apart = any(token.text in ",;—–" for token in between) and any(
            other.verb.first > verb.last and other.verb.last <= at for other in self.view.sentence.clauses
        )
        return msgspec.structs.replace(verb, modality="planned") if apart else verb

    def _must(self, verb: VerbGroup) -> bool:
        """Whether the verb is "have to pay", "had to face": an obligation that is there."""
        return any(
            self.view.tokens[at].lemma == "have" and self.view.lower(at + 1) in ("to", "had")
            for at in range(verb.first, verb.head)
        )

    def _progressive(self, verb: VerbGroup) -> bool:
        """Whether the verb is "is raising", "was imposing"."""
        return self.view.tag(verb.head) == "VBG" and any(
            self.view.tokens[at].lemma == "be" for at in range(verb.first, verb.head)
        )

    def _no_longer(self, verb: VerbGroup) -> bool:
        """Whether "no longer" denies the verb."""
        return "longer" in self.view.said and any(
            self.view.lower(at) == "no" and self.view.lower(at + 1) == "longer"
            for at in range(max(verb.first - 2, 0), verb.head + 1)
        )
