"""
Read what stands after a duty word: "on Indian goods", "of 25%", "over Russian oil".

Invariant: reading stops at the first word that is no modifier; nothing is skipped.
"""

from __future__ import annotations

import msgspec

from service.extraction.numbers import Rate
from service.extraction.parts import DateMention, VerbGroup
from service.extraction.tariffs import extents, reasons, scopes
from service.extraction.tariffs.lexicon import nouns
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.reasons import Reason
from service.extraction.tariffs.view import View

_ON = frozenset(("on", "against", "for", "upon", "targeting", "affecting", "covering", "hitting", "to", "across"))
_SISTERS = frozenset(
    [
        "quotas",
        "duties",
        "levies",
        "tariffs",
        "charges",
        "fees",
        "restrictions",
        "barriers",
        "taxes",
        "curbs",
        "sanctions",
    ]
)
_ALIKE = frozenset(("same", "equal", "similar", "identical", "equivalent", "matching"))
_SIZES = frozenset(("size", "rate", "amount", "level", "scale", "magnitude", "height"))
_STEADY = frozenset(["unchanged", "steady", "still", "now", "currently", "flat"])


class Right(msgspec.Struct):
    """What stands after a duty's noun, up to token `last`."""

    last: int
    rate: Rate | None = None
    previous: Rate | None = None
    scope: scopes.Scope = msgspec.field(default_factory=scopes.Scope)
    reason: Reason | None = None
    imposer: str | None = None
    participle: VerbGroup | None = None
    dates: tuple[DateMention, ...] = ()
    same: bool = False


def right(view: View, at: int, stop: int, *, rated: bool) -> Right:
    """Read what follows a duty's noun up to *stop*, until something that is not part of its phrase."""
    found = Right(at)
    while at < stop:
        step = _right_step(view, at, stop, found, rated=rated or found.rate is not None)
        if step is None or step <= at:
            break
        at = step
        found.last = at
    return found


def _right_step(view: View, at: int, stop: int, found: Right, *, rated: bool) -> int | None:
    lower = view.lower(at)
    date = view.date_of[at] or (view.date_of[at + 1] if view.tag(at) in ("PREP", "SUB", "ADV", "ADJ", "VBG") else None)
    if date is not None:
        found.dates = (*found.dates, date)
        return max(date.last, at + 1)
    if lower in ("of", "at", "(", ":", "worth", "averaging", "totalling", "totaling") and not rated:
        ahead = _rate_ahead(view, at + 1)
        if ahead is not None:
            found.rate = view.rate_of[ahead]
            last = view.span_of(found.rate)[1]  # type: ignore[arg-type]
            return last + 1 if view.lower(last) == ")" else last
    if lower == "(" and rated and found.scope.empty:
        return _bracketed(view, at, found)
    if view.rate_of[at] is not None:
        if rated or view.tag(at - 1) == "NOUN":
            return None
        found.rate = view.rate_of[at]
        return view.span_of(found.rate)[1]  # type: ignore[arg-type]
    reason = reasons.at(view, at, stop)
    if reason is not None:
        found.reason = found.reason or reason
        return reason.last
    early = _small(view, at, found)
    if early is not None:
        return early
    if lower in ("under", "pursuant", "per"):
        return _authority(view, at, stop, found)
    if lower in _ON and not (lower == "on" and view.lower(at + 1) == "top"):
        return _scope(view, at, stop, found)
    if lower in ("of", "from") and found.scope.empty:
        return _origin(view, at, stop, found)
    if lower == "by" and view.party(_past_the(view, at + 1)) is not None:
        mention = view.party(_past_the(view, at + 1))
        assert mention is not None
        if found.participle is not None and found.participle.lemma in ("pay", "bear", "face", "owe"):
            found.scope.targets = found.scope.targets or mention.codes
            return mention.last
        found.imposer = mention.codes[0]
        return mention.last
    aside = _aside(view, at) if not rated else None
    if aside is not None:
        found.rate = view.rate_of[aside]
        return view.span_of(found.rate)[1]  # type: ignore[arg-type]
    verb = view.verb_of[at]
    if (
        verb is not None
        and verb.form == "participle"
        and verb.first == at
        and (verb.classes or view.lower(at + 1) == "by")
    ):
        found.participle = found.participle or verb
        return verb.last
    if lower in ("ad", "valorem", "duty", "rate"):
        return at + 1
    if lower in _STEADY and (view.lower(at + 1) in ("at", "of") or view.rate_of[at + 1] is not None) and not rated:
        return at + 1
    if lower == "and" and view.lower(at + 1) in _SISTERS and view.lower(at + 2) in ("on", "against"):
        return at + 2
    return None


def _small(view: View, at: int, found: Right) -> int | None:
    """Past small additions: "of its own", "in force", "for every country"."""
    lower = view.lower(at)
    if lower == "of" and view.lower(at + 1) in ("its", "their", "his") and view.lower(at + 2) == "own":
        return at + 3
    alike = at + 2 if view.lower(at + 1) in ("the", "an", "a") else at + 1
    if lower == "of" and view.lower(alike) in _ALIKE and view.lower(alike + 1) in _SIZES:
        found.same = True
        return alike + 2
    if lower == "in" and view.lower(at + 1) in ("force", "effect", "place"):
        return at + 2
    world = scopes.world_at(view, at + 1) if lower == "for" else 0
    if world and not found.scope.targets:
        found.scope.targets = ("WORLD",)
        return at + 1 + world
    return None


def _aside(view: View, at: int) -> int | None:
    """The position of a figure that stands in commas, brackets or dashes: ", now above 100%,", ", each set at 25%,"."""
    if view.tokens[at].text not in (",", "(", "–", "—"):
        return None
    for ahead in range(at + 1, min(at + 6, view.size)):
        rate = view.rate_of[ahead]
        if rate is not None:
            last = view.span_of(rate)[1]
            closes = (
                last >= view.size
                or view.tokens[last].text in (",", ")", "–", "—", ".")
                or view.date_of[last] is not None
                or view.lower(last) in ("since", "from")
            )
            return ahead if closes else None
        if view.tag(ahead) not in ("ADV", "DET", "PREP", "VBN", "VBD", "ADJ") and view.lower(ahead) not in (
            "set",
            "which",
            "is",
            "are",
            "was",
        ):
            return None
    return None


def _bracketed(view: View, at: int, found: Right) -> int | None:
    """Goods in brackets after a figure: "35% (goods outside the agreement)"."""
    close = next((k for k in range(at + 1, min(at + 12, view.size)) if view.tokens[k].text == ")"), None)
    if close is None or view.lower(at + 1) not in nouns("goods"):
        return None
    found.scope = scopes.read(view, at + 1, close)
    return close + 1


def _past_the(view: View, at: int) -> int:
    return at + 1 if view.lower(at) in ("the", "president", "a") else at


def _rate_ahead(view: View, at: int) -> int | None:
    """The position of the rate that starts within three tokens, past determiners and adjectives."""
    for ahead in range(at, min(at + 4, view.size)):
        if view.rate_of[ahead] is not None:
            return ahead
        if view.tag(ahead) not in ("DET", "ADJ", "ADV", "PREP", "NUM") and view.lower(ahead) not in ("rate", "tariff"):
            return None
    return None


def _authority(view: View, at: int, stop: int, found: Right) -> int | None:
    """Past "under Section 122 of the Trade Act", "under a separate order"; a named section becomes the reason."""
    ahead = at + 1
    while (ahead < stop and view.tag(ahead) in ("DET", "ADJ", "NOUN", "NAME", "NUM", "POSS", "TO")) or (
        ahead < stop and view.lower(ahead) in ("of", "to")
    ):
        section = reasons.section(view, ahead)
        if section is not None and found.reason is None:
            found.reason = section
        if view.rate_of[ahead] is not None or view.verb_of[ahead] is not None or view.date_of[ahead] is not None:
            break
        ahead += 1
    return ahead if ahead > at + 1 else None


def _scope(view: View, at: int, stop: int, found: Right) -> int | None:
    lower = view.lower(at)
    if lower == "to" and (
        view.verb_of[at] is not None or view.rate_of[at + 1] is not None or _duty_ahead(view, at + 1)
    ):
        return None
    if lower == "for" and view.lower(at + 1) in ("now", "example", "instance", "years", "good", "every", "which"):
        return None
    end = extents.extent(view, at + 1, stop)
    goods = any(view.lower(k) in nouns("goods") for k in range(at + 1, end))
    if end <= at + 1 or (lower == "on" and not goods and view.tokens[end - 1].lemma in scopes.NO_GOODS):
        return None
    if lower == "against" and (view.lower(end) in nouns("duty") or view.lower(end - 1) in nouns("duty")):
        return None
    scope = scopes.read(view, at + 1, end)
    if scope.empty and not scope.pronoun:
        return None
    if lower in ("for", "to") and not (scope.targets or scope.goods or (scope.product and _rate_for(view, at, end))):
        return None
    if not found.scope.empty:
        return None
    found.scope = scope
    return end


def _rate_for(view: View, at: int, end: int) -> bool:
    """Whether "for" tells the goods of a rate: "the rate for chips", "a charge for imported needles"."""
    if view.rate_of[at - 1] is not None and view.lower(end - 1) in listed("sectoral"):
        return True  # "set at 25 percent for steel"
    return view.lower(at - 1) in ("rate", "rates", "charge", "level", "tariff", "duty") and view.lower(
        end - 1
    ).endswith("s")


def _duty_ahead(view: View, at: int) -> bool:
    """Whether the next noun is a duty: "adds 10% to the duties"."""
    return any(view.lower(ahead) in nouns("duty") for ahead in range(at, min(at + 4, view.size)))


def _origin(view: View, at: int, stop: int, found: Right) -> int | None:
    """The owner after "of" ("the tariffs of the United States"); any other word after "of" ends the phrase."""
    mention = view.party(_past_the(view, at + 1))
    if mention is None or view.lower(at) != "of" or mention.last > stop:
        return None
    found.imposer = found.imposer or mention.codes[0]
    return mention.last
