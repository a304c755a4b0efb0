"""
Classes: in which of its classes a clause's verb acts on the duties around it.

Invariant: one class at most; a verb outside the tables has one only as a copula, or with goods that enter.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.extraction.parts import Clause, VerbGroup
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.lexicon import predicate_at
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.scene import Scene

_TRANSITIVE = (
    "duty_raise",
    "duty_cut",
    "duty_impose",
    "duty_announce",
    "duty_hit",
    "duty_end",
    "duty_suspend",
    "duty_delay",
    "duty_void",
    "duty_threaten",
    "duty_float",
    "duty_exempt",
    "duty_extend",
    "duty_hold",
    "duty_total",
    "duty_pay",
    "duty_replace",
    "duty_start",
    "duty_return",
    "duty_move",
    "duty_lapse",
)

_INTRANSITIVE = (
    "duty_move",
    "duty_start",
    "duty_hold",
    "duty_lapse",
    "duty_return",
    "duty_total",
    "duty_extend",
    "duty_end",
    "duty_suspend",
    "duty_replace",
    "duty_impose",
    "duty_pay",
)

_PASSIVE = (
    "duty_impose",
    "duty_announce",
    "duty_raise",
    "duty_cut",
    "duty_end",
    "duty_suspend",
    "duty_delay",
    "duty_void",
    "duty_exempt",
    "duty_extend",
    "duty_hold",
    "duty_float",
    "duty_threaten",
    "duty_replace",
    "duty_start",
    "duty_hit",
    "duty_total",
)

_PUTS = frozenset(("put", "place", "keep", "leave", "hold"))
_COPULAS = frozenset(("be", "stay", "remain", "become", "keep"))

_ENTRY = frozenset(["move", "trade", "travel", "pass"]) | frozenset(
    "enjoy have get receive enter gain be come flow arrive remain continue".split()
)


class Classes(Scene):
    """One sentence whose verbs have one class each."""

    def classify(self, clause: Clause, objects: Sequence[Duty], *, duty_subject: bool) -> str:
        """The one class in which the clause's verb acts here, "" for none."""
        verb = clause.verb
        found = self._predicate(verb) or self._put(verb, objects)
        if found:
            return found
        classes = [name for name in verb.classes if name.startswith("duty_")]
        if "duty_exempt" in classes and self._of_bargain(verb.last):
            return ""
        if "duty_exempt" in classes and any(
            self.view.lower(at) == "had" for at in range(max(verb.first - 3, 0), verb.head)
        ):
            return ""
        if "duty_exempt" in classes and self._adjectival(verb):
            return "duty_exempt"
        if verb.lemma in _ENTRY and any(
            duty.bare and duty.rate is not None and duty.rate.value == 0 for duty in objects
        ):
            return "duty_pay"
        if verb.lemma in ("let", "allow") and any(duty.prep == "at" for duty in objects):
            before = next(duty.first for duty in objects if duty.prep == "at")
            if self.view.lower(before - 2) == "in":
                return "duty_hit"  # "will let 49,000 Chinese cars in at a duty of 6%"
        enters = verb.lemma == "go" and self.view.lower(verb.last) in ("in", "into")
        if enters and any(duty.bare and duty.rate is not None and duty.rate.value == 0 for duty in objects):
            return "duty_pay"
        if verb.lemma in ("enter", "reach") and any(duty.prep == "at" for duty in objects):
            return "duty_pay"
        if "duty_hold" in classes and any(duty.bare and duty.prep == "at" for duty in objects):
            return "duty_hold"
        if verb.lemma in ("go", "move") and duty_subject and any(duty.bare and duty.prep == "to" for duty in objects):
            return "duty_move"
        if verb.lemma in ("put", "peg", "place") and objects and all(d.bare and d.prep == "at" for d in objects):
            return ""  # "Growth is put at 4.2%"
        if not classes:
            return (
                "duty_be"
                if verb.lemma in ("be", "say", "read", "show") and verb.voice == "active" and (duty_subject or objects)
                else ""
            )
        wanted = _PASSIVE if verb.voice == "passive" else _INTRANSITIVE if duty_subject else _TRANSITIVE
        if (
            "duty_total" in classes
            and len(classes) == 1
            and not any(duty.rate is not None and duty.prep in ("", "to", "at") for duty in objects)
        ):
            return ""
        if "duty_hit" in classes and "duty_total" in classes:
            return "duty_total" if duty_subject else "duty_hit"
        if (
            "duty_end" in classes
            and "duty_total" in classes
            and any(duty.bare and duty.prep in ("to", "at") for duty in objects)
        ):
            return "duty_raise"
        if "duty_move" in classes and any(duty.bare and duty.prep in ("to", "from", "by") for duty in objects):
            return (
                "duty_move"
                if duty_subject
                else next(
                    (name for name in ("duty_raise", "duty_cut") if name in classes),
                    "duty_cut" if verb.lemma == "drop" else "duty_move",
                )
            )
        for name in wanted:
            if name in classes and (name != "duty_move" or verb.lemma != "go"):
                return name
        return classes[0]

    def _of_bargain(self, at: int) -> bool:
        """Whether "left out" is said of a deal and not of a duty."""
        return self.view.lower(at) in ("of", "from") and any(
            self.view.lower(ahead) in listed("bargain") for ahead in range(at + 1, at + 4)
        )

    def _adjectival(self, verb: VerbGroup) -> bool:
        """Whether the verb's form is an adjective after "be": "are exempt"."""
        return any(self.view.tokens[at].lemma in ("be", "remain", "stay") for at in range(verb.first, verb.head))

    def _put(self, verb: VerbGroup, objects: Sequence[Duty]) -> str:
        """The class of what a duty is put or kept in: "has put its duty of 25% on American motorcycles on hold"."""
        if verb.lemma not in _PUTS or not objects or objects[-1].first < verb.last:
            return ""
        held = predicate_at(self.view.tokens, objects[-1].last)
        return held[0] if held is not None and self.view.lower(objects[-1].last) in ("on", "in", "off") else ""

    def _predicate(self, verb: VerbGroup) -> str:
        """The class of "is in force", "remains on hold", "are exempt"."""
        if verb.lemma not in _COPULAS or verb.voice == "passive":
            return ""
        for at in range(verb.head + 1, min(verb.head + 4, self.view.size)):
            if at < verb.last and self.view.tag(at) not in ("ADV", "NEG"):
                continue
            held = predicate_at(self.view.tokens, at)
            if held is not None:
                return "" if self._of_bargain(at + held[1]) else held[0]
            if self.view.tag(at) not in ("ADV", "NEG") and self.view.lower(at) not in ("all", "both"):
                return ""
        return ""
