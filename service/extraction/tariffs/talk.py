"""
Talk: a figure in its sentence, and what the article has told of duties by then.

Invariant: only what stands before the figure is looked at, and nothing here is changed.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

import msgspec

from service.extraction import clean, weighing
from service.extraction.numbers import Rate
from service.extraction.parts import Clause
from service.extraction.tariffs.duties import Duty
from service.extraction.tariffs.goods import Goods, phrases
from service.extraction.tariffs.groups import Group
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View
from service.extraction.weighing import Tables

if TYPE_CHECKING:
    from service.extraction.tariffs.memory import Memory

_MAKES = frozenset(
    (
        "duty_impose duty_announce duty_hit duty_raise duty_cut duty_threaten duty_float duty_suspend duty_delay "
        "duty_extend duty_end duty_proceed duty_total duty_replace"
    ).split()
)
_BEARS = frozenset(("duty_pay", "duty_exempt"))
Features = list[str]
"""What speaks for a candidate; each is looked up in a table of weights."""
Key = TypeVar("Key", bound=Hashable)
_HELD = 32
_ABOVE = 15
_COMMON = 3
_COUNTED = 48
_NEAR = ((0, "0"), (1, "1"), (3, "3"), (6, "6"), (12, "12"))


class Figure(msgspec.Struct):
    """
    A percentage at the tokens from `first` to before `last`; `duty` is the phrase that it belongs to, if any. Without
    `rate` it is the head of a duty, or the exemption, that is told without one.

    `dropped` tells that a frame took it and let it go, `previous` that it is another duty's old rate; `phrases` are
    all duties of its sentence. `framed` is what a frame and the thread made of it, as it was, `own` the statement that
    stands for it now; `plain` tells that the figure has no unit ("cranberries at 25"), `belief` how sure its parties were when they
    were last chosen, and `seen` what they were chosen by. `near` and `stood` hold what `placing` found of the parties of its sentence.
    """

    view: View
    rate: Rate | None
    first: int
    last: int
    duty: Duty | None
    clause: Clause | None
    dropped: bool = False
    previous: bool = False
    phrases: Sequence[Duty] = ()
    framed: Statement | None = None
    own: Statement | None = None
    plain: bool = False
    imagined: bool = False
    belief: float = 0.0
    near: dict[tuple[str, ...], tuple[int, Group]] | None = None
    stood: dict[int, Features] = {}
    seen: tuple[object, ...] = ()

    def drop(self, talk: Talk) -> None:
        """Let go what was made of the figure."""
        talk.forget(self.own)
        self.own = None

    def gap(self, first: int, last: int) -> tuple[int, int]:
        """The tokens between the figure and the stretch from *first* to before *last*, as a half-open pair."""
        return (last, self.first) if last <= self.first else (self.last, first)


class Whole:
    """Who imposes how many duties on whom and on which goods, the commonest first; "*" stands for all goods."""

    def __init__(self, told: Sequence[Statement]) -> None:
        self.imposers = commonest([code for held in told for code in held.imposers])
        self.rates = frozenset([held.rate for held in told])
        self.targets = commonest([held.targets for held in told])
        self.products = commonest([held.product or "*" for held in told])
        self.pairs = commonest([(code, held.targets) for held in told for code in held.imposers])


def commonest(found: Iterable[Key]) -> list[tuple[Key, int]]:
    """The few that stand most often in *found*, with how often; of those as common the first."""
    counts: dict[Key, int] = {}
    for key in found:
        counts[key] = counts.get(key, 0) + 1
    return sorted(counts.items(), key=itemgetter(1), reverse=True)[:_COMMON]


class Talk:
    """
    The complete duties of an article in order, without those `hidden`, and whom and what each sentence names.

    `tables` are the weights by which its figures are read, those of `tariff_weights.yaml` unless others are given.
    `of_imposers`, `of_targets` and `of_pairs` hold what `standing` and `pairs` found that no duty told changes.
    """

    def __init__(
        self,
        memory: Memory,
        views: Sequence[View],
        statements: Sequence[Statement],
        tables: Tables | None = None,
    ) -> None:
        self.memory = memory
        self.tables = tables if tables is not None else weighing.tables("tariff")
        self.views = views
        complete = (held for held in statements if held.imposers and held.targets and not held.drop)
        self.told = sorted(complete, key=_place)
        self.origins = sorted((held for held in statements if _origin(held)), key=_place)
        self.hidden: Statement | None = None
        self._goods: dict[int, list[Goods]] = {}
        self.of_imposers: dict[int, dict[str, Features]] = {}
        self.of_targets: dict[int, dict[tuple[str, ...], Features]] = {}
        self.of_pairs: dict[tuple[str, tuple[str, ...]], Features] = {}
        self._headings: dict[int, int | None] = {}
        self._origin_of: dict[int, tuple[Statement | None, bool]] = {}
        self._past: tuple[Figure, list[Statement]] | None = None
        self._whole: Whole | None = None

    @property
    def whole(self) -> Whole:
        """What the article tells as a whole, by now, without what is hidden."""
        if self._whole is None:
            self._whole = Whole([held for held in self.told[:_COUNTED] if held is not self.hidden])
        return self._whole

    @cached_property
    def home(self) -> str | None:
        """The country from which the article is written, by its dateline."""
        return clean.home(self.views[0].text) if self.views else None

    @cached_property
    def lead(self) -> tuple[str, ...]:
        """Who acts in the first sentence that names a duty."""
        opening = next((view for view in self.views if view.named and not self.memory.headings[view.index]), None)
        return self.memory.actors[opening.index] if opening is not None else ()

    def groups(self, sentence: int) -> list[Group]:
        """The parties that a sentence names, side by side together."""
        return self.views[sentence].groups

    def goods(self, sentence: int) -> list[Goods]:
        """The goods that a sentence may name, in order."""
        if sentence not in self._goods:
            self._goods[sentence] = phrases(self.views[sentence])
        return self._goods[sentence]

    def heading(self, figure: Figure) -> int | None:
        """The nearest heading, or sentence that opens a list, above *figure*'s line."""
        here = figure.view.index
        if here not in self._headings:
            above = range(here - 1, max(here - _ABOVE, -1), -1)
            self._headings[here] = next((index for index in above if index and self._heads(index)), None)
        return self._headings[here]

    def _heads(self, index: int) -> bool:
        return self.memory.headings[index] or self.views[index].tokens[-1].text == ":"

    def under(self, figure: Figure) -> list[Goods]:
        """The goods that the heading above *figure* names."""
        index = self.heading(figure)
        return self.goods(index) if index is not None else []

    def headed(self, figure: Figure) -> list[Group]:
        """The parties that the heading above *figure* names."""
        index = self.heading(figure)
        return self.groups(index) if index is not None else []

    def of_sentence(self, sentence: int) -> list[Statement]:
        """The duties told in a sentence, in order."""
        first, end = (bisect_left(self.told, (at, -1), key=_place) for at in (sentence, sentence + 1))
        return self.told[first:end]

    def before(self, figure: Figure) -> list[Statement]:
        """The last few duties told before *figure*, in order."""
        if self._past is None or self._past[0] is not figure:
            end = bisect_left(self.told, (figure.view.index, figure.first), key=_place)
            held = self.told[max(end - _HELD, 0) : end]
            self._past = (figure, [each for each in held if each is not self.hidden])
        return self._past[1]

    def seen(self, figure: Figure) -> tuple[object, ...]:
        """What a choice for *figure* looks at that choices for others may change."""
        past = [(held.sentence, held.imposers, held.targets, held.rate, held.product) for held in self.before(figure)]
        return (past, self.whole.imposers, self.whole.targets, self.whole.products, self.whole.pairs)

    def origin(self, figure: Figure) -> tuple[Statement | None, bool]:
        """The last duty phrase before *figure*'s sentence that names whose goods it is on, and whether all do so alike."""
        here = figure.view.index
        if here not in self._origin_of:
            end = bisect_left(self.origins, (here, -1), key=_place)
            held = self.origins[max(end - _HELD, 0) : end]
            alike = len({_origin(each) for each in held}) == 1
            self._origin_of[here] = (held[-1] if held else None, alike)
        return self._origin_of[here]

    @contextmanager
    def without(self, statement: Statement | None) -> Iterator[None]:
        """As if *statement* were not told."""
        self.hidden, self._whole, self._past = statement, None, None
        yield
        self.hidden, self._past = None, None

    def forget(self, statement: Statement | None) -> None:
        """Take *statement* out of those told, where it stands there."""
        first = bisect_left(self.told, _place(statement), key=_place) if statement is not None else len(self.told)
        for at in range(first, min(first + _HELD, len(self.told))):
            if self.told[at] is statement:
                del self.told[at]
                self._past = None
                return

    def tell(self, statement: Statement) -> None:
        """Take *statement* among those told, at its place."""
        insort(self.told, statement, key=_place)
        self._past = None

    def distance(self, figure: Figure, sentence: int) -> str:
        """How far back a sentence is: here, prev, para, prevpara or far."""
        here, paragraphs = figure.view.index, self.memory.paragraphs
        if sentence == here:
            return "here"
        if paragraphs[sentence] == paragraphs[here]:
            return "para" if here - sentence > 1 else "prev"
        return "prevpara" if paragraphs[here] - paragraphs[sentence] == 1 else "far"


def _origin(statement: Statement) -> tuple[str, ...]:
    """Whose goods a duty's own phrase names, () for nobody's or everybody's."""
    codes = statement.duty.scope.targets if statement.duty is not None else ()
    return () if "WORLD" in codes else codes


def _place(statement: Statement) -> tuple[int, int]:
    return (statement.sentence, statement.first)


def nearness(distance: int) -> str:
    """A distance in tokens, by steps."""
    return next((name for most, name in _NEAR if distance <= most), "far")


def between(view: View, first: int, last: int) -> str:
    """The tokens from *first* to before *last*: small words as they are, others by their tag."""
    small = ("PREP", "TO", "DET", "PUNCT", "CONJ", "AUX", "MODAL")
    return " ".join(view.lower(at) if view.tag(at) in small else view.tag(at) for at in range(first, last))


def deed(clause: Clause | None) -> str:
    """What a clause's verb does with duties: makes, bears, duty (any other), moves, be, other or none."""
    if clause is None:
        return "none"
    classes = frozenset(clause.verb.classes)
    if classes & _MAKES:
        return "makes"
    if classes & _BEARS:
        return "bears"
    if any(name.startswith("duty_") for name in classes):
        return "duty"
    if clause.verb.lemma in listed("figure_moves"):
        return "moves"
    return "be" if clause.verb.lemma in ("be", "remain", "stay") else "other"


def add(found: dict[Key, Features], key: Key, *features: str) -> None:
    """Give the candidate *key* more features, each once."""
    held = found.get(key)
    if held is None:
        found[key] = list(features)
    else:
        held += [feature for feature in features if feature not in held]
