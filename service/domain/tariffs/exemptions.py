"""
Exemptions: goods or countries that a duty spares.

An exemption is a level of its own, with no rate. One without a date says nothing against a duty that the same goods
pay under another order.
"""

from __future__ import annotations

from service.domain.tariffs.book import Book
from service.domain.tariffs.contests import hear
from service.domain.tariffs.levels import Lane, confirm, level_from
from service.domain.tariffs.statements import Statement, Window


def exempt(book: Book, lane: Lane, st: Statement) -> None:
    """Goods are exempt, from a day on or as of publication and possibly since the duty began that spares them."""
    day = st.start.last if st.start is not None else st.day
    holder = lane.holder(day)
    if st.start is not None:
        # One that was told without a day may have begun on this one.
        undated = (each for each in lane.near(st.start) if each.exempt and each.active and not each.dated)
        holder = next(undated, holder)
    stands = holder is not None and holder.holds_on(day)
    if holder is not None and stands and holder.exempt:
        if st.start is not None and not holder.dated:
            lane.restart(holder, st.start)
            holder.dated = True
        confirm(holder, st, st.day)
        hear(holder, st, dated=st.start is not None)
    elif st.start is not None or not stands:
        ordinary = book.ordinary(lane, st.day)
        since = ordinary.start.last if ordinary is not None else st.day
        if holder is not None:
            since = max(since, holder.last_seen, holder.start.last)
        start = st.start or Window(min(since, st.day), st.day)
        level = level_from(st, start, "exempt", dated=st.start is not None)
        level.rate, level.op, level.exempt, level.eager = None, "eq", True, st.start is None
        confirm(level, st, st.day if start.first <= st.day else None)
        lane.insert(level)
    if st.stop is not None and (level_now := lane.holder(day)) is not None and level_now.exempt:
        level_now.stop, level_now.stop_status = st.stop, "expired"
        level_now.stop_known = st.stop.first <= st.day
