"""
Effects: what a verb does to a duty, by its class, tense and modality.

One table for active and passive alike; None means that the clause makes no statement at all (it only imagines one).
"""

from __future__ import annotations

from service.extraction.parts import VerbGroup
from service.extraction.tariffs.lexicon import words as listed

_SKIPPED = frozenset(("hypothetical", "possible"))
_FUTURE = frozenset(("planned", "agreed", "expected"))
_DONE = {
    "duty_impose": "in_force",
    "duty_announce": "announced",
    "duty_hit": "in_force",
    "duty_raise": "in_force",
    "duty_cut": "in_force",
    "duty_move": "in_force",
    "duty_pay": "in_force",
    "duty_start": "in_force",
    "duty_hold": "in_force",
    "duty_end": "lifted",
    "duty_lapse": "expired",
    "duty_suspend": "suspended",
    "duty_delay": "delayed",
    "duty_extend": "in_force",
    "duty_return": "in_force",
    "duty_void": "struck_down",
    "duty_threaten": "threatened",
    "duty_float": "proposed",
    "duty_exempt": "exempt",
    "duty_total": "in_force",
    "duty_replace": "in_force",
}
_COMING = {
    "duty_impose": "announced",
    "duty_announce": "announced",
    "duty_hit": "announced",
    "duty_raise": "announced",
    "duty_cut": "announced",
    "duty_move": "announced",
    "duty_pay": "announced",
    "duty_start": "announced",
    "duty_hold": "in_force",
    "duty_end": "lifted",
    "duty_lapse": "expired",
    "duty_suspend": "suspended",
    "duty_delay": "delayed",
    "duty_extend": "in_force",
    "duty_return": "announced",
    "duty_void": "struck_down",
    "duty_threaten": "threatened",
    "duty_float": "proposed",
    "duty_exempt": "exempt",
    "duty_total": "announced",
    "duty_replace": "announced",
}
_PRESUPPOSES = frozenset(
    ("duty_end", "duty_lapse", "duty_cut", "duty_suspend", "duty_hold", "duty_void", "duty_exempt", "duty_delay")
)
_MEANT = frozenset(("be", "due", "set", "schedule", "expect", "suppose", "plan", "slate", "intend", "about", "poise"))


def status_of(name: str, verb: VerbGroup, outer: str = "fact") -> str | None:
    """
    The status that *verb*, of the class *name*, gives its duty; *outer* is the modality of a clause that governs it.

    "" for a verb that tells nothing of the duty's state, None where the clause is no statement.
    """
    modality = outer if outer != "fact" and verb.modality in ("fact", "ongoing", "planned") else verb.modality
    if name == "duty_proceed":
        return "announced"
    if name == "duty_range":
        return "in_force" if modality not in _SKIPPED else None
    if modality in _SKIPPED:
        return "in_force" if name in _PRESUPPOSES and verb.form == "gerund" else None
    if name == "duty_touch":
        return "in_force" if verb.negated else ""
    if name == "duty_be" and verb.negated:
        return ""  # "are not part of the bargain"
    if verb.negated:
        return _negated(name, modality, verb.lemma)
    if modality == "threatened":
        return "threatened" if name not in _PRESUPPOSES else "in_force"
    if name == "duty_exempt" and modality in ("wanted", "proposed", "refused"):
        return None
    if modality in ("wanted", "proposed"):
        return "in_force" if name in _PRESUPPOSES else "proposed"
    if modality == "refused":
        return "in_force" if name in _PRESUPPOSES else None
    if modality == "failed":
        return _failed(name, verb)
    if (
        modality in _FUTURE
        and verb.tense == "past"
        and name in ("duty_start", "duty_return", "duty_lapse")
        and _MEANT & set(verb.chain)
    ):
        return None
    if modality in _FUTURE:
        return _COMING.get(name, "")
    if verb.form == "infinitive" and not verb.chain and name != "duty_hold":
        return _COMING.get(name, "")
    if name == "duty_announce" and verb.lemma == "sign":
        return "signed"
    if name == "duty_lapse" and verb.lemma in ("end", "stop", "cease", "go"):
        return "lifted"
    if name == "duty_return":
        return "in_force" if verb.tense == "past" else "announced"
    if name == "duty_start" and verb.tense == "present" and verb.lemma == "apply" and modality == "fact":
        return "in_force"
    if name == "duty_start" and verb.tense != "past" and verb.form == "finite":
        return "announced"
    return _DONE.get(name, "")


def _negated(name: str, modality: str, lemma: str) -> str | None:
    if name in ("duty_end", "duty_lapse", "duty_suspend", "duty_cut"):
        return "in_force"
    if (name == "duty_impose" and lemma in ("add", "apply")) or lemma in ("confirm", "declare", "specify"):
        return None  # "did not confirm the 20 per cent figure" leaves it as it was
    if name in ("duty_start", "duty_impose", "duty_hold", "duty_return", "duty_announce"):
        return "withdrawn"
    if name == "duty_pay":
        return "exempt" if modality in _FUTURE | {"fact", "ongoing"} else None
    return None


def _failed(name: str, verb: VerbGroup) -> str | None:
    """As in "stopped collecting" ends, "delayed imposing" delays, "failed to lift" leaves as it is."""
    if any(lemma in ("delay", "postpone") for lemma in verb.chain):
        return "delayed"
    if any(lemma in ("stop", "cease") for lemma in verb.chain):
        return "lifted"
    return "in_force" if name in _PRESUPPOSES else None


def of_participle(verb: VerbGroup | None, hints: tuple[str, ...]) -> str:
    """The status that a participle or an adjective in the duty's own phrase tells ("announced", "planned")."""
    lemma = verb.lemma if verb is not None else ""
    for word in (*hints, lemma):
        if word in _ADJECTIVES:
            return _ADJECTIVES[word]
    return ""


_ADJECTIVES = {
    "planned": "proposed",
    "proposed": "proposed",
    "plan": "proposed",
    "propose": "proposed",
    "threatened": "threatened",
    "threaten": "threatened",
    "announced": "announced",
    "announce": "announced",
    "unveil": "announced",
    "suspended": "suspended",
    "suspend": "suspended",
    "paused": "suspended",
    "pause": "suspended",
    "delayed": "delayed",
    "existing": "in_force",
    "current": "in_force",
    "present": "in_force",
    "impose": "in_force",
    "levy": "in_force",
    "charge": "in_force",
    "collect": "in_force",
    "promised": "announced",
    "looming": "announced",
    "upcoming": "announced",
    "potential": "proposed",
    "possible": "proposed",
    "former": "expired",
    "float": "proposed",
}


def of_noun(noun: str) -> str:
    """The status that a noun gives the duty after "of": "the threat of a 30% tariff"."""
    return _NOUNS.get(noun, "")


def governed(noun: str) -> bool:
    """Whether a verb that is said of *noun* is said of the duty after it: "the pause on the 25% duty was prolonged"."""
    return noun in _NOUNS or noun in listed("pauses")


_NOUNS = {
    "threat": "threatened",
    "threats": "threatened",
    "warning": "threatened",
    "plan": "proposed",
    "plans": "proposed",
    "prospect": "proposed",
    "possibility": "proposed",
    "proposal": "proposed",
    "recommendation": "proposed",
    "request": "proposed",
    "draft": "proposed",
    "idea": "proposed",
    "risk": "proposed",
    "promise": "announced",
    "pledge": "announced",
    "announcement": "announced",
    "suspension": "suspended",
    "pause": "suspended",
    "removal": "lifted",
    "elimination": "lifted",
    "end": "lifted",
    "abolition": "lifted",
    "lifting": "lifted",
}


def asks(lemma: str) -> bool:
    """Whether a governing verb asks for something ("urged Trump to remove the duty")."""
    return lemma in listed("asking")
