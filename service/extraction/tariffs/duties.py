"""
Duties: the phrases of a sentence that name a duty or its rate, with everything that the phrase itself says.

"its additional 25% tariff on steel from Canada over fentanyl", "the 26% he unveiled", "India's rate of 26%". Phrases
are disjoint and in order. What the verbs around a phrase make of it is for the frames.
"""

from __future__ import annotations

from copy import copy
from functools import cache

import msgspec

from service.extraction.document import Document
from service.extraction.numbers import Rate, rates
from service.extraction.parts import DateMention, VerbGroup
from service.extraction.tariffs import after, modifiers, scopes
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.modifiers import Left
from service.extraction.tariffs.reasons import Reason
from service.extraction.tariffs.view import View

_CHARGES = frozenset(("tax", "taxes", "charge", "charges"))
_STANDING_IN = frozenset(("that", "those", "same", "one"))
_FREE_OF_DUTY = frozenset(
    ("access", "entry", "treatment", "status", "trade", "quota", "basis", "regime", "market", "export")
)


class Duty(msgspec.Struct):
    """
    A phrase of the tokens from `first` to before `last`; `head` is the noun, or the figure of a bare rate.

    `prep` governs it ("to", "from", "at", ""). `owner` is the party before the noun ("US", "India's"), which may prove
    to be either side; `scope` what stands after "on". `participle` is a verb form that modifies it ("announced").
    """

    first: int
    last: int
    head: int
    noun: str
    prep: str
    left: Left
    rate: Rate | None
    scope: scopes.Scope
    reason: Reason | None = None
    imposer: str | None = None
    previous: Rate | None = None
    participle: VerbGroup | None = None
    dates: tuple[DateMention, ...] = ()
    plural: bool = False
    event: str = ""
    same: bool = False
    demonstrative: bool = False

    @property
    def bare(self) -> bool:
        """Whether only a figure stands for the duty."""
        return not self.noun


def find(view: View, *, speaks_of_duties: bool) -> list[Duty]:
    """
    The duties of a sentence, in order. With *speaks_of_duties* the article has told that it is about duties, so that a
    "rate", a "penalty" or a figure alone may be one. Each call gives its own, for those who ask to complete.
    """
    if speaks_of_duties not in view.duties:
        view.duties[speaks_of_duties] = _found(view, speaks_of_duties=speaks_of_duties)
    return [copy(duty) for duty in view.duties[speaks_of_duties]]


def _found(view: View, *, speaks_of_duties: bool) -> list[Duty]:
    found: list[Duty] = []
    taken = [False] * (view.size + 1)
    heads = _heads()
    for head, token in enumerate(view.tokens):
        if token.lower not in heads or taken[head] or _free(view, head):
            continue
        noun = _noun_at(view, head, speaks_of_duties=speaks_of_duties)
        if noun:
            duty = _named(view, head, noun, taken)
            found.append(duty)
            for at in range(duty.first, duty.last):
                taken[at] = True
    for rate in view.rates:
        first, last = view.span_of(rate)
        if any(taken[first:last]):
            continue
        if not _other_rate(view, first, last) and view.lower(first - 1) != "not" and not _attributive(view, rate, last):
            found.append(_bare(view, rate, first, last, taken))
    return _figured(sorted(found, key=lambda duty: duty.first))


@cache
def _strong_heads() -> frozenset[str]:
    """The words that a duty can be named by without more."""
    return frozenset(nouns("duty")) | _CHARGES


@cache
def _heads() -> frozenset[str]:
    """Every word that can name a duty or stand for one."""
    return _strong_heads() | frozenset(nouns("event_nouns")) | frozenset(nouns("duty_in_context")) | _STANDING_IN


def _figured(found: list[Duty]) -> list[Duty]:
    """*found* with the figure right after "that on aluminium" given to it."""
    done: list[Duty] = []
    for duty in found:
        host = done[-1] if done else None
        if host is not None and duty.bare and duty.first == host.last and host.rate is None and host.demonstrative:
            host.rate, host.last, host.dates = duty.rate, duty.last, (*host.dates, *duty.dates)
            continue
        done.append(duty)
    return done


def _free(view: View, at: int) -> bool:
    """Whether the token is part of "free of tariffs" or "duty-free", which is a rate."""
    rate = view.rate_of[at]
    return (
        rate is not None
        and rate.value == 0
        and not rate.points
        and not view.tokens[at].text[0].isdigit()
        and view.text[rate.start : rate.end].lower().startswith(("free", "duty", "tariff", "without"))
    )


def _attributive(view: View, rate: Rate, last: int) -> bool:
    """Whether "tariff-free" only qualifies what is no goods: "the tariff-free ride"."""
    free = rate.value == 0 and view.text[rate.start : rate.end].lower().endswith("free")
    after = view.lower(last)
    return free and view.tag(last) == "NOUN" and after not in nouns("goods") and after not in _FREE_OF_DUTY


def may_speak(document: Document) -> bool:
    """Whether there is a word for a duty or a figure in *document*: without either it tells of none."""
    heads = _strong_heads()
    return any(not heads.isdisjoint(sentence.said) for sentence in document.sentences) or any(
        rates(document.text, sentence.start, sentence.end) for sentence in document.sentences
    )


_CHARGED = 6
"""A figure so many tokens after "charge" or "tax" is charged: "taxes Canadian goods at 25%"."""


def speaks(view: View) -> bool:
    """Whether the sentence names a duty by one of its own nouns."""
    heads = _strong_heads()
    named = not heads.isdisjoint(view.said) and any(
        token.lower in heads and _strong(view, at) for at, token in enumerate(view.tokens)
    )
    return named or _charged(view)


def _charged(view: View) -> bool:
    """Whether trade is charged a figure: "Vietnam will be charged 20% on what it sells to the United States"."""
    charged = any(
        clause.verb.lemma in ("charge", "tax", "levy")
        and any(rate is not None for rate in view.rate_of[clause.verb.last : clause.verb.last + _CHARGED])
        for clause in view.sentence.clauses
    )
    return charged and any(token.lower in nouns("goods") or token.lemma in ("sell", "ship") for token in view.tokens)


def _strong(view: View, at: int) -> bool:
    token = view.tokens[at]
    if token.lower in _CHARGES and view.lower(at - 1) in ("import", "border", "customs"):
        return True
    if token.lower not in nouns("duty"):
        return False
    if view.lower(at - 1) in listed("other_duties") or token.lower.startswith("non-"):
        return False
    follows = view.tokens[at + 1] if at + 1 < view.size else None
    if follows is None or follows.lower not in nouns("not_a_duty"):
        return True
    return view.verb_of[at + 1] is not None and (token.lower.endswith("s") or view.tag(at + 1) == "VERB")


def _noun_at(view: View, at: int, *, speaks_of_duties: bool) -> str:
    """The noun that names a duty at token *at*, "" if none does. "tariff rate" is read at its last word."""
    token = view.tokens[at]
    verb = view.verb_of[at]
    if verb is not None and verb.head == at and token.tag != "NOUN":
        return ""
    follows = view.tokens[at + 1] if at + 1 < view.size else None
    if _strong(view, at):
        head_follows = (
            follows is not None
            and (follows.lower in ("rate", "rates", "level", "levels") or follows.lower in nouns("event_nouns"))
            and view.verb_of[at + 1] is None
        )
        return "" if head_follows else nouns("duty").get(token.lower, "tariff")
    if token.lower in nouns("event_nouns") and view.lower(at - 1) in ("tariff", "duty", "levy"):
        return nouns("event_nouns")[token.lower]
    if token.lower == "those" and view.lower(at + 1) in ("of", "at") and view.rate_of[at + 2] and speaks_of_duties:
        return "tariff"  # "and those of 5% will be lowered"
    if token.lower in ("that", "those") and view.lower(at + 1) == "on" and speaks_of_duties and _repeats(view, at):
        return "tariff"  # "raised the duty on cars to 100% and that on solar cells to 50%"
    if token.lower in ("that", "those") and view.lower(at + 1) == "on" and _lists(view, at) and speaks_of_duties:
        return "tariff"  # "The steel tariff is 25%, that on aluminium 10%"
    if token.lower == "same" and view.lower(at - 1) == "the" and speaks_of_duties and _paid_alike(view, at):
        return "rate"  # "Indonesia and the Philippines, which are charged the same"
    if token.lower == "one" and view.lower(at + 1) == "of" and view.rate_of[at + 2] is not None and speaks_of_duties:
        return "tariff"  # "keeping one of 10 percent"
    lemma = nouns("duty_in_context").get(token.lower, "")
    if not lemma or token.tag not in ("NOUN", "NAME", "VERB"):
        return ""
    return lemma if _in_context(view, at, lemma, speaks_of_duties=speaks_of_duties) else ""


def _repeats(view: View, at: int) -> bool:
    """Whether "that on" goes on a list of duties: one was named before in the sentence, and the word follows a join."""
    joined = view.lower(at - 1) in ("and", ",", "than", "while", "with")
    return joined and any(_strong(view, before) for before in range(at))


def _lists(view: View, at: int) -> bool:
    """Whether a demonstrative after a comma or conjunction stands for the duty named before it in the sentence."""
    return view.lower(at - 1) in (",", "and", "while", "but", ";") and any(_strong(view, k) for k in range(at))


def _paid_alike(view: View, at: int) -> bool:
    """Whether "the same" ends what is paid: "pays the same", "ones the same"."""
    ends = at + 1 >= view.size or view.tokens[at + 1].text in ",.;:)" or view.tag(at + 1) in ("CONJ", "PREP", "SUB")
    verb = view.verb_of[at - 2] if at > 1 else None
    return ends and verb is not None and bool({"duty_pay", "duty_impose", "duty_hit"} & set(verb.classes))


def _in_context(view: View, at: int, lemma: str, *, speaks_of_duties: bool) -> bool:
    """Whether a word that is a duty only beside a rate or in talk of duties is one here."""
    before = view.lower(at - 1)
    if before in listed("other_rates") or before in listed("other_duties"):
        return False
    if before in listed("rate_of_duty") and lemma in (
        "rate",
        "level",
        "baseline",
        "floor",
        "minimum",
        "figure",
        "ceiling",
        "cap",
    ):
        return True
    if not speaks_of_duties:
        return False
    after = view.rate_of[at + 2] is not None and view.lower(at + 1) in ("of", "at", ":")
    beside = (
        view.rate_of[at - 1] is not None
        or after
        or (view.tag(at - 1) in ("ADJ", "NOUN") and view.rate_of[at - 2] is not None)
    )
    if lemma in ("rate", "penalty", "baseline", "letter", "countermeasure"):
        owned = (
            view.tag(at - 1) in ("POSS", "DET", "ADJ")
            or before in listed("plain")
            or view.mention_of[at - 1] is not None
            or (lemma == "penalty" and view.lower(at - 1) in ("plus", "and", "with"))
        )
        return beside or (owned and lemma != "baseline")
    return beside


def _other_rate(view: View, first: int, last: int) -> bool:
    """Whether the figure belongs to something that is no duty: "excise duty of 10%", "interest rates to 27.5%"."""
    for at in range(max(0, first - 4), min(view.size, last + 3)):
        token = view.tokens[at]
        if token.lower in (
            "interest",
            "inflation",
            "gst",
            "vat",
            "repo",
            "unemployment",
            "yields",
            "yield",
            "stake",
            "mortgage",
        ):
            return True
        if (
            at + 1 < view.size
            and token.lower in listed("other_duties")
            and view.tokens[at + 1].lemma in ("duty", "tax", "levy")
        ):
            return True
    return False


def _named(view: View, head: int, noun: str, taken: list[bool]) -> Duty:
    left = modifiers.left(view, head, taken)
    limit = modifiers.limit(view, head)
    right = after.right(view, head + 1, limit, rated=left.rate is not None)
    prep = modifiers.preposition(view, left.first)
    event = noun if noun in listed("event_nouns") else ""
    return Duty(
        first=left.first,
        last=right.last,
        head=head,
        noun="tariff" if event else noun,
        prep=prep,
        left=left,
        rate=left.rate or right.rate,
        scope=right.scope,
        reason=right.reason or left.reason,
        imposer=right.imposer,
        previous=right.previous,
        participle=right.participle or left.participle,
        dates=right.dates,
        plural=view.lower(head) != noun,
        event=event,
        demonstrative=view.lower(head) in ("that", "those"),
        same=right.same or view.lower(head) == "same" or bool({"matching", "identical"} & set(left.words)),
    )


def of_figure(view: View, rate: Rate) -> Duty:
    """The duty that *rate* alone stands for, with what its surroundings say of it."""
    first, last = view.span_of(rate)
    return _bare(view, rate, first, last, [False] * (view.size + 1))


def _bare(view: View, rate: Rate, first: int, last: int, taken: list[bool]) -> Duty:
    left = modifiers.left(view, first, taken, bare=True)
    limit = modifiers.limit(view, first)
    right = after.right(view, last, limit, rated=True)
    return Duty(
        first=left.first,
        last=max(right.last, last),
        head=first,
        noun="",
        prep=modifiers.preposition(view, left.first),
        left=left,
        rate=rate,
        scope=right.scope,
        reason=right.reason,
        imposer=right.imposer,
        previous=right.previous,
        participle=right.participle,
        dates=right.dates,
    )
