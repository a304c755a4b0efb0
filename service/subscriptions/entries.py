"""
Entries: the changes of one answer at one moment, told together.

The record tells each stretch of days by itself, as replaying needs it; whoever reads wants one piece of news. An entry
is known by the cursor of its first change, and holds changes that follow each other in the feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from service.subscriptions.sentences import SURE_DAY, Document, is_turn, transition


class Entry(NamedTuple):
    """
    Changes of one key at one log position, in the order of their days.

    `stretches` are the same, days on end that read the same made one (where only the later ones are certain, the member
    `SURE_DAY` is the first of those); `main` is the one of them that is the news.
    """

    changes: tuple[Document, ...]
    stretches: tuple[Document, ...]
    main: Document

    @property
    def cursor(self) -> int:
        """By which it is known: that of its first change."""
        return int(self.changes[0]["cursor"])


def entries(changes: Iterable[Document]) -> list[Entry]:
    """The entries of changes that come in the order of their cursors."""
    return [entry(tuple(run)) for _, run in groupby(changes, key=moment_of)]


def entry(changes: Sequence[Document]) -> Entry:
    """The entry of changes that have one moment, in the order of their cursors."""
    stretches = tuple(_stretches(changes))
    return Entry(tuple(changes), stretches, max(stretches, key=_weight))


def moment_of(change: Document) -> tuple[Any, ...]:
    """What the changes of one entry have in common."""
    return (change["position"], change["key"], change["cause"] == "day")


def _stretches(changes: Sequence[Document]) -> list[Document]:
    found: list[dict[str, Any]] = []
    for change in changes:
        last = found[-1] if found else None
        if last is None or last["until_day"] != change["since_day"] or transition(last) != transition(change):
            found.append(dict(change))
            continue
        last["until_day"] = change["until_day"]
        if last["certainty"] != change["certainty"] == "certain":
            last[SURE_DAY] = change["since_day"]
            last |= {"certainty": "certain", "cause": change["cause"]}
    return [*found]


def _weight(change: Mapping[str, Any]) -> tuple[bool, bool, bool, str]:
    """A turn comes before what else is told, what is certain before what is possible, later days before earlier."""
    since = str(change["since_day"] or "")
    return (is_turn(change), change["after"] is not None, change["certainty"] == "certain", since)
