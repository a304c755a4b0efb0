"""
Remember the duties an article has spoken of so far, and who and what they concern.

Invariant: only earlier statements are remembered, the latest of them; what the article names is counted once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import combinations

from service.extraction.tariffs import likeness, timing
from service.extraction.tariffs.chief import Chief
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement

_HELD = 32
_NOBODY = Chief()
_HEADLINE = 3
_RANKED = 12
_TOGETHER = 6
_EASING = frozenset(("duty_cut", "duty_end", "duty_exempt"))

_RESUMING = frozenset(("duty_return", "duty_start", "duty_hold", "duty_be"))


def american(words: frozenset[str]) -> bool:
    """Whether an article's words name American law or leaders."""
    return bool(words & listed("american_law"))


class Memory:
    """What earlier sentences said, for the sentences that lean on them."""

    def __init__(
        self,
        statements: Sequence[Statement],
        headline: Sequence[Statement],
        named: Sequence[tuple[str, ...]],
        today: date,
        *,
        bargain: bool,
        american: bool,
        actors: Sequence[tuple[str, ...]],
        governs: Sequence[str],
        paragraphs: Sequence[int],
        headings: Sequence[bool],
        title: tuple[str, ...] = (),
        chief: Chief = _NOBODY,
    ) -> None:
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.imposers: Counter[str] = Counter()
        self.all = statements
        self._counted: set[tuple[int, str]] = set()
        for statement in statements:
            self._count(statement)
        for code in dict.fromkeys(code for statement in headline for code in statement.imposers[:1]):
            self.imposers[code] += _HEADLINE
        self.headline = headline
        self.named = named
        self.today = today
        self.bargain = bargain
        self.american = american
        self.actors = actors
        self.governs = governs
        self.paragraphs = paragraphs
        self.headings = headings
        self.title = title
        self.chief = chief
        self.imposer: str | None = None
        self.told: list[Statement] = []

    def _count(self, statement: Statement) -> None:
        imposers = statement.imposers or (statement.owner[:1] if statement.owner and statement.targets else ())
        for imposer in imposers:
            if (statement.sentence, imposer) not in self._counted:  # a list of rates is one act
                self._counted.add((statement.sentence, imposer))
                self.imposers[imposer] += 2
            for target in statement.targets:
                self.pairs[imposer, target] += 1

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The parties that the article names, those named in most sentences first."""
        counts = Counter(code for codes in (self.title, *self.named) for code in dict.fromkeys(codes))
        counts.pop("WORLD", None)
        return {code: place for place, (code, _) in enumerate(counts.most_common(_RANKED))}

    @cached_property
    def met(self) -> Counter[frozenset[str]]:
        """How often two parties are named in one sentence."""
        sets = (sorted(set(codes) - {"WORLD"}) for codes in (self.title, *self.named))
        return Counter(frozenset(two) for codes in sets for two in combinations(codes[:_TOGETHER], 2))

    @property
    def main_imposer(self) -> str | None:
        """Whose duties the article is about."""
        return self.chief.imposer

    def _of_product(self, statement: Statement, recent: tuple[str, ...]) -> tuple[str, ...]:
        assert statement.product is not None
        if statement.frame in _EASING and self.bargain:
            other = self.counterpart(statement.imposers)
            if other and ("done" not in statement.hints or self._named_near(other, statement.sentence)):
                return (other,)
            if other and not set(recent) - {"WORLD", other}:
                return ("WORLD",)
        same = [
            held
            for held in self.told
            if held.sentence == statement.sentence
            and held.targets
            and held.product is not None
            and "WORLD" not in held.targets
        ]
        if same and not statement.drop:
            alike = likeness.products_agree(same[-1].product or "", statement.product)
            if alike or self._listed_after(same[-1], statement):
                return same[-1].targets
        if recent and ("gap" in statement.hints or (statement.frame == "duty_exempt" and recent != ("WORLD",))):
            main = self.counterpart(statement.imposers) if statement.frame == "duty_exempt" else None
            aside = self.told[-1].sentence < statement.sentence and (
                self.told[-1].frame == "duty_pay" or self._gapped()
            )
            return (main,) if main is not None and aside else recent
        if likeness.sectoral(statement.product) and "US" in statement.imposers:
            return ("WORLD",)
        if self.bargain and not recent and statement.status == "announced":
            other = self.counterpart(statement.imposers)
            return (other,) if other is not None else ("WORLD",)
        return recent or ("WORLD",)

    @staticmethod
    def _listed_after(held: Statement, statement: Statement) -> bool:
        """Whether two goods stand in one list: "25% on Mexican cars and 50% on steel"."""
        first, second = held.duty, statement.duty
        if first is None or second is None or held.frame != statement.frame:
            return False
        return second.bare and 0 <= second.first - first.last <= 1

    def _named_near(self, code: str, sentence: int) -> bool:
        """Whether the paragraph names a party, or the sentence before does."""
        before = self.named[sentence - 1] if sentence else ()
        return code in before or code in self._by_paragraph[self.paragraphs[sentence]]

    @cached_property
    def _by_paragraph(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for paragraph, codes in zip(self.paragraphs, self.named, strict=True):
            found.setdefault(paragraph, set()).update(codes)
        return found

    def _gapped(self) -> bool:
        """Whether the last duty was told in a list of countries."""
        return bool(self.told) and "gap" in self.told[-1].hints

    def _near(self, statement: Statement) -> tuple[str, ...]:
        """The parties that "their" or "both countries" stand for: those named last beside the imposer."""
        here = [
            held
            for held in self.told
            if held.sentence == statement.sentence and held.targets and held.imposers == statement.imposers
        ]
        if here:
            return here[-1].targets
        barred = set(statement.imposers) | {"WORLD"}
        for index in (statement.sentence, statement.sentence - 1, statement.sentence - 2):
            if index < 0:
                break
            codes = tuple(dict.fromkeys(code for code in self.named[index] if code not in barred))
            if codes:
                return codes
        return ()

    def _recent_targets(self, imposers: tuple[str, ...]) -> tuple[str, ...]:
        aside: tuple[str, ...] = ()
        for held in reversed(self.told):
            if (
                not held.drop
                and held.targets
                and set(held.imposers) & set(imposers)
                and not set(held.targets) & set(imposers)
            ):
                if held.basis != "baseline":
                    return held.targets
                aside = aside or held.targets
        if aside:
            return aside
        for held in self.headline:
            if held.targets and not set(held.targets) & set(imposers):
                return held.targets
        return ()

    def counterpart(self, imposers: tuple[str, ...]) -> str | None:
        """The party that is named most beside the imposer."""
        for (imposer, target), _ in self.pairs.most_common():
            if imposer in imposers and target not in imposers and target != "WORLD":
                return target
            if target in imposers and imposer not in imposers:
                return imposer
        return next((code for code in self._by_mentions if code not in imposers), None)

    @cached_property
    def _by_mentions(self) -> tuple[str, ...]:
        """The parties by how many sentences name them, most first."""
        counts = Counter(code for codes in self.named for code in dict.fromkeys(codes) if code != "WORLD")
        return tuple(code for code, _ in counts.most_common())

    def remember(self, statement: Statement) -> None:
        """Hold *statement* for those to come; only so many are looked back at, so that reading stays linear."""
        self.told.append(statement)
        del self.told[:-_HELD]

    def _antecedent(self, statement: Statement) -> Statement | None:
        """The earlier statement that a definite duty points back to."""
        if (statement.imposers and statement.targets) or statement.every or statement.world:
            return None
        live = [held for held in self.told if held.imposers and held.targets and (not held.drop or held.asked)]
        if statement.frame == "duty_label":
            return next(
                (
                    held
                    for held in reversed(self.told[-4:])
                    if held.rate is not None and not held.drop and held.status != "withdrawn"
                ),
                None,
            )
        if (
            statement.duty is None
            and statement.amends
            and (not self.told or self.told[-1].sentence < statement.sentence - 1)
        ):
            return None
        if statement.frame == "duty_exempt" and statement.reason:
            worded = [held for held in live if held.reason and likeness.shares(held.reason, statement.reason)]
            return worded[-1] if worded else None
        if statement.basis == "additional" and not statement.definite:
            return None
        if statement.parent is not None and statement.parent in live:
            return statement.parent
        if "back" in statement.hints or (statement.amends and statement.duty is None):
            before = [held for held in live if held.sentence == statement.sentence - 1]
            return (before[0] if before else live[-1]) if live else None
        if (
            statement.product is not None
            and not likeness.known_product(statement, live)
            and not (statement.definite and statement.rate is not None)
        ):
            return None
        return self._same_duty(statement, live)

    def _same_duty(self, statement: Statement, live: Sequence[Statement]) -> Statement | None:
        if statement.rate is not None and not statement.targets:
            same = [
                held
                for held in live
                if held.rate == statement.rate
                and (not statement.reason or not held.reason or likeness.shares(statement.reason, held.reason))
                and (not statement.imposers or held.imposers == statement.imposers)
                and (statement.frame != "duty_move" or held.frame == "duty_move")
            ]
            if same and (statement.definite or statement.frame in _RESUMING):
                return same[-1]
        if live and (
            statement.anaphor
            or (
                statement.definite
                and not statement.owner
                and not statement.imposers
                and statement.product is None
                and not statement.targets
            )
        ):
            worded = [held for held in live if likeness.echoes(statement, held)]
            return (worded or list(live))[-1]
        return None

    def _recall(self, statement: Statement, earlier: Statement) -> None:
        if not statement.imposers:
            statement.imposers = earlier.imposers
        if not statement.targets:
            statement.targets = earlier.targets
        other = statement.reason is not None and earlier.rate not in (None, statement.rate)
        wide = other or (statement.targets == ("WORLD",) and "WORLD" not in earlier.targets)
        exempt = earlier.frame == "duty_exempt" and statement.rate is not None
        if statement.product is None and statement.frame != "duty_exempt" and not (statement.goods or wide or exempt):
            statement.product = earlier.product
            if statement.note and earlier.product:
                statement.product = f"{earlier.product} ({statement.note})"
        if statement.frame == "duty_range":
            statement.valid_from, statement.basis = statement.valid_from or earlier.valid_from, earlier.basis
        if statement.amends or statement.rate == earlier.rate:
            statement.parent = statement.parent or earlier

    def _sum(self, statement: Statement) -> None:
        """A sum holds from the day on which its last part does."""
        parts = [
            held
            for held in self.told[-5:]
            if held.imposers == statement.imposers
            and held.targets == statement.targets
            and (held.amends or held.rate is not None)
            and held.rate != statement.rate
        ]
        days = [held.valid_from for held in parts if held.valid_from]
        if days and statement.valid_from is None:
            statement.valid_from = max(days)
            timing.settle(statement, self.today)
