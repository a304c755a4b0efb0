"""
Pairs: what speaks for an imposer and a target together.

Evidence is whether the sentence names both and in which order, and what the title and the article tell of the two.
"""

from __future__ import annotations

from collections import defaultdict

from service.extraction.tariffs.akin import of_the_goods
from service.extraction.tariffs.placing import nearest
from service.extraction.tariffs.standing import EVERYONE
from service.extraction.tariffs.talk import Features, Figure, Talk, deed

_TURNS = frozenset(
    (
        "return exchange retaliate retaliates retaliated retaliation retaliatory answer answers answered answering "
        "response reply counter countermeasures reciprocate way part turn conversely direction"
    ).split()
)
"""Words of a sentence that turns to what the other side does."""


class Pairs:
    """What speaks for an imposer and a target together: where both stand, and what the article has told of the two."""

    def __init__(self, talk: Talk, figure: Figure) -> None:
        past = talk.before(figure)
        self.hit: defaultdict[str, set[str]] = defaultdict(set)
        self.hit_by: defaultdict[str, set[str]] = defaultdict(set)
        for held in past:
            for code in held.imposers:
                self.hit[code].update(held.targets)
            for code in held.targets:
                self.hit_by[code].update(held.imposers)
        rate = figure.rate.value if figure.rate is not None else None
        self.rated = {(code, held.targets) for held in past if held.rate == rate for code in held.imposers}
        self.last = past[-1] if past else None
        self.akin = of_the_goods(talk, figure)
        self.where = talk.distance(figure, self.last.sentence) if self.last is not None else ""
        self.own = figure.framed
        self.memory = talk.memory
        self.deed = deed(figure.clause)
        self.headline = {(code, held.targets) for held in talk.memory.headline for code in held.imposers}
        self.places: dict[str, int] = {}
        for codes, (_, group) in nearest(talk, figure).items():
            for code in codes:
                self.places.setdefault(code, group.first)
        self.parties = self.places.keys() - {"WORLD"}
        self.most = max(talk.memory.met.values(), default=0)
        self.turned = not _TURNS.isdisjoint(figure.view.said)
        told = talk.whole.pairs
        self.main = told[0][0] if told else None
        self.whole = {pair: (f"whole:{place}", f"often:{min(count, 4)}") for place, (pair, count) in enumerate(told)}
        self._named = talk.of_pairs

    def features(self, imposer: str, target: tuple[str, ...]) -> Features:
        """The features of *imposer* and *target* as a pair."""
        found: Features = []
        self._told(found, imposer, target)
        self._placed(found, imposer, target)
        named = self._named.get((imposer, target))
        if named is None:
            named = self._named[imposer, target] = self._name(imposer, target)
        found += named
        own = self.own
        if own is not None and imposer in own.imposers and target == own.targets:
            found += ["framed", f"framed:{own.said[0]:d}{own.said[1]:d}", f"framed:{own.frame or 'phrase'}"]
        elif own is not None and imposer in own.targets and not set(own.imposers).isdisjoint(target):
            found.append("framed reversed")
        return found

    def _told(self, found: Features, imposer: str, target: tuple[str, ...]) -> None:
        pair = (imposer, target)
        if imposer in self.hit and self.hit[imposer].issuperset(target):
            found.append("told")
        if imposer in self.hit_by and self.hit_by[imposer].issuperset(target):
            found.append("mirror")
        if pair in self.rated:
            found.append("told of the rate")
        if pair in self.headline:
            found.append("headline")
        if self.main is not None and len(target) == 1 and self.main == (target[0], (imposer,)):
            found.append("main reversed")
        if pair in self.whole:
            found += self.whole[pair]
        elif self.whole:
            found.append("not of the whole")
        akin = self.akin
        if akin is not None:
            found.append("of the goods" if imposer in akin.imposers and target == akin.targets else "of other goods")
        last = self.last
        if last is not None and imposer in last.imposers and target == last.targets:
            found.append(f"last:{self.where}")
        if last is not None and imposer in last.targets and not set(last.imposers).isdisjoint(target):
            found.append(f"reversed:{self.where}")
            found += ["turned"] if self.turned else []

    def _placed(self, found: Features, imposer: str, target: tuple[str, ...]) -> None:
        """Whether the sentence names both, in which order, or passes over somebody whom it names."""
        places = self.places
        mine = places.get(imposer)
        theirs = None
        for code in target:
            if (theirs := places.get(code)) is not None:
                break
        if mine is not None and theirs is not None:
            found += ("both here", f"order:{'it' if mine < theirs else 'ti'}:{self.deed}")
            return
        passed = "others" if self.parties - {imposer, *target} else "nobody"
        if theirs is None:
            found.append(f"target elsewhere:{'everyone' if target == EVERYONE else 'party'}:{passed}")
        if mine is None:
            found.append(f"imposer elsewhere:{passed}")

    def _name(self, imposer: str, target: tuple[str, ...]) -> Features:
        """Whether the title and the sentences name the two together."""
        title, found = self.memory.title, []
        chief = self.memory.chief
        if imposer == chief.imposer:
            found.append(
                f"chief's:{next((n for n, (code, _) in enumerate(chief.targets) if (code,) == target), 'none')}"
            )
        elif (chief.imposer,) == target:
            found.append("against chief")
        if imposer in title and target[0] in title:
            found.append("title" if title.index(imposer) < title.index(target[0]) else "title reversed")
        elif title and target != EVERYONE:
            found.append(f"in title:{(imposer in title) + (target[0] in title)}")
        met = self.memory.met[frozenset((imposer, target[0]))] if target != EVERYONE else 0
        if target != EVERYONE:
            found.append("met:most" if met and met == self.most else f"met:{min(met, 2)}")
        return found
