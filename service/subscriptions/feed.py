"""
The change feed as its readers get it: pages of changes after a cursor, with the items and evidence that answers show.

A page is read whole before it is sent, on a connection that is given back; its changes are rendered together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.spans import FIRST_DAY, LAST_DAY, Certainty, Span
from service.projections.changes import CHECKPOINT, DAY_CAME, NO_KEY, Cause
from service.queries.comparing import changed
from service.queries.evidence import Cited, Sources, claims_of
from service.queries.items import item
from service.subscriptions.filters import EVERYTHING, Filter, Marks
from service.subscriptions.statements import CITED, FIRST_SINCE, HEAD, PAGE, PAGE_OF_KEY

if TYPE_CHECKING:
    from asyncpg import Pool, Record

MAX_PAGE = 1_000
WINDOW = 20_000
"""So many changes are looked through in one statement for those that a filter wants."""
MAX_WINDOWS = 5
_SPAN = msgspec.json.Decoder(Span)


class ChangeData(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a change tells: on the days from `since_day` to before `until_day` (null: no bound) the answer for `key` was
    `before` and is `after` (items as answers show them, null for no answer).

    `changed` names the members in which they differ; `rate_change` is how far a rate moved, in percentage points.
    Without a `key` its words were erased.
    """

    cursor: int
    position: int
    cause: Cause
    kind: str
    key: str | None
    parties: tuple[str, ...]
    since_day: date | None
    until_day: date | None
    certainty: Certainty
    rate_change: Decimal | None
    changed: tuple[str, ...]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Change(ChangeData, frozen=True, kw_only=True):
    """
    One change of an answer, with where and when it came to be.

    `source` names the feed. `happened_at` is when the log recorded what changed the answer, or the midnight on which
    its day came; `recorded_at` is when the feed got it.
    """

    source: str
    happened_at: datetime
    recorded_at: datetime

    @property
    def marks(self) -> Marks:
        """What filters look at."""
        until = self.until_day or LAST_DAY
        parties = frozenset(self.parties)
        return Marks(self.kind, self.key or NO_KEY, parties, self.cause, until, self.certainty, self.rate_change)


class Page(msgspec.Struct, frozen=True):
    """
    Changes in the order of their cursors. All wanted ones up to `reached` have been told, so that the next page is
    the one after `reached`; there is nothing beyond `head` yet.
    """

    changes: tuple[Change, ...]
    reached: int
    head: int


async def read_changes(pool: Pool, after: int, limit: int = 100, wanted: Filter = EVERYTHING) -> Page:
    """
    At most *limit* changes after a cursor that *wanted* matches.

    So much of the feed is looked through and no more: a page may hold fewer, or none, and still not reach the head.
    """
    async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        head: int = await connection.fetchval(HEAD, CHECKPOINT)
        rows: list[Record] = []
        reached = after
        windows = 1 if wanted.key is not None else MAX_WINDOWS
        while reached < head and len(rows) < limit and windows:
            end = head if wanted.key is not None or wanted.everything else min(head, reached + WINDOW)
            statement = PAGE if wanted.key is None else PAGE_OF_KEY
            found = await connection.fetch(statement, reached, end, limit - len(rows), *wanted.arguments())
            rows += found
            reached = rows[-1]["cursor"] if len(rows) == limit else end
            windows -= 1
        changes = await rendered(connection, rows)
    return Page(changes, reached, head)


async def rendered(connection: Any, rows: Sequence[Record]) -> tuple[Change, ...]:
    """Rows of the feed as changes, in their order, with what they rested on as the log held it then."""
    spans = [(_span(row["before"]), _span(row["after"])) for row in rows]
    cited = await _cited(connection, [(row["position"], pair) for row, pair in zip(rows, spans, strict=True)])
    return tuple(_change(row, pair, cited[row["position"]]) for row, pair in zip(rows, spans, strict=True))


async def head(pool: Pool) -> int:
    """The last cursor that was given out, 0 before the first."""
    found: int = await pool.fetchval(HEAD, CHECKPOINT)
    return found


async def before(pool: Pool, moment: datetime) -> int:
    """The cursor after which are the changes that were recorded at *moment* or later."""
    first: int | None = await pool.fetchval(FIRST_SINCE, moment)
    return await head(pool) if first is None else first - 1


def _span(text: str | None) -> Span | None:
    return None if text is None else _SPAN.decode(text)


Pair = tuple[Span | None, Span | None]


async def _cited(connection: Any, spans: Iterable[tuple[int, Pair]]) -> Mapping[int, Sources]:
    """What the claims of spans rest on, as the log held it at the position of each."""
    asked = {(claim_id, position) for position, pair in spans for span in pair if span for claim_id in claims_of(span)}
    found: dict[int, dict[str, Cited]] = defaultdict(dict)
    if asked:
        claim_ids, positions = zip(*sorted(asked), strict=True)
        articles = sorted({claim_id.partition(".v")[0] for claim_id in claim_ids})
        for position, *columns in await connection.fetch(CITED, claim_ids, positions, articles):
            found[position][columns[0]] = Cited(*columns)
    return found


def _change(row: Record, pair: Pair, sources: Sources) -> Change:
    old, new = (None if span is None else item(row["kind"], span, sources) for span in pair)
    day, kind = row["day"], row["kind"]
    came = datetime.combine(day, time(), UTC)
    return Change(
        source=f"urn:uuid:{row['log_id']}#changes",
        cursor=row["cursor"],
        position=row["position"],
        happened_at=came if row["cause"] == DAY_CAME else row["happened_at"] or row["recorded_at"],
        recorded_at=row["recorded_at"],
        cause=row["cause"],
        kind=kind,
        key=row["key"] or None,
        parties=tuple(row["parties"]),
        since_day=None if row["since_day"] == FIRST_DAY else row["since_day"],
        until_day=None if row["until_day"] == LAST_DAY else row["until_day"],
        certainty=row["certainty"],
        rate_change=row["rate_change"],
        changed=changed(*pair, "answer"),
        before=old,
        after=new,
    )
