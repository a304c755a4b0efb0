"""
Tables of answers filled without the log, with the skew of real news.

50,000 subjects of tariffs, the hottest of 35,000 claims; 15 in 100 claims come late, 35 have vague dates. A tenth of all
claims are of meetings and talks of some pairs, the hottest one among them. The rectangles of one subject of each size
are made by the service's own resolver, and Postgres repeats them under other keys. Indexes are made last, as a
restore makes them.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import asyncpg
import msgspec
from rich.console import Console
from rich.progress import Progress

from service.domain.claims import Claim
from service.domain.registry import KINDS
from service.domain.reports import Report
from service.projections.rows import Row, row_of

SUBJECTS, HOTTEST, LATE, VAGUE = 50_000, 35_000, 0.15, 0.35
MET, TALKED = 2_000, 300
"""So many claims tell of the meetings of each pair that meets, and of its talks."""
START, NOW = datetime(2023, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
SAMPLE = "tariff:US:IN"
_TEXT = "Claim and nothing besides."
_CHUNK = 1_000
_MINISTERS = ("Ada Lang", "Bela Moro", "Chen Wei", "Dara Novak", "Emil Sato")
_CLAIM: msgspec.json.Decoder[Claim] = msgspec.json.Decoder(Claim, strict=False)
_COLUMNS = ", ".join(Row._fields)
_NAMED = {
    "tariff": "replace(s.key, 'tariff:US:IN', 'tariff:US:' || n.number)",
    "meeting": "s.key || '-' || n.number",
    "negotiation": "replace(s.key, 'negotiation:IN-US', 'negotiation:' || n.number || '-US')",
}
_SUBJECT = {
    "tariff": "'tariff:US:' || n.number",
    "meeting": "'meeting'",
    "negotiation": "'negotiation:' || n.number || '-US'",
}


def document(drawn: random.Random, day: date) -> dict[str, Any]:
    """A report of a level that changes every second month."""
    known = {"valid_from": (day - timedelta(days=drawn.randint(0, 20))).isoformat()}
    chance = drawn.random()
    if chance < VAGUE:
        known["valid_from"] = known["valid_from"][:7]
    elif chance > 0.7:
        known = {}
    return {
        "kind": "tariff", "imposer": "US", "target": "IN", "basis": "total", "status": "in_force",
        "rate": 10 + 5 * ((day - START.date()).days // 60 % 5), "product": drawn.choice(["*"] * 8 + ["steel", "medicines"]),
        "evidence": [{"start": 0, "end": 5}], **known,
    }  # fmt: skip


def meeting(drawn: random.Random, day: date) -> dict[str, Any]:
    """A report of a meeting of the same ten days, planned, held or called off."""
    held = day + timedelta(days=drawn.randint(-6, 6))
    slot = (held - START.date()).days // 10
    people = [("IN", _MINISTERS[slot % 5]), ("US", _MINISTERS[slot // 5 % 5][::-1].title())]
    return {
        "kind": "meeting", "meeting_kind": drawn.choice(["bilateral", "phone_call"]),
        "participants": [{"type": "person", "name": name, "country": code} for code, name in people],
        "date": (START.date() + timedelta(days=10 * slot)).isoformat(),
        "status": "planned" if held > day else drawn.choice(["held", "held", "held", "cancelled"]),
        "evidence": [{"start": 0, "end": 5}],
    }  # fmt: skip


def negotiation(drawn: random.Random, day: date) -> dict[str, Any]:
    """A report of talks that go on, are stalled, and resumed."""
    return {
        "kind": "negotiation", "parties": [{"type": "country", "code": "IN"}, {"type": "country", "code": "US"}],
        "subject": drawn.choice(["trade agreement", "interim trade deal", "critical minerals agreement"]),
        "status": drawn.choice(["ongoing", "ongoing", "stalled", "resumed"]), "date": day.isoformat(),
        "evidence": [{"start": 0, "end": 5}],
    }  # fmt: skip


_DOCUMENTS = {"tariff": document, "meeting": meeting, "negotiation": negotiation}
_SUBJECTS = {"tariff": SAMPLE, "meeting": "meeting", "negotiation": "negotiation:IN-US"}


def reports(kind: str, size: int) -> Iterator[Report]:
    """So many reports on one subject, evenly over the years."""
    drawn = random.Random(size)
    for number in range(size):
        published = START + (NOW - START) * number / size
        claim = _CLAIM.decode(msgspec.json.encode(_DOCUMENTS[kind](drawn, published.date())))
        name = f"art-{kind}{number:016x}"
        yield Report(
            claim_id=f"{name}.v1.r1.1", claim=claim, article_id=name, version=1, position=number + 1, ordinal=1,
            published_at=published, publisher=f"Paper {number % 50}", story=f"{name}.v1",
        )  # fmt: skip


def sizes_of(total: int) -> list[int]:
    """Claims of each subject, the hottest first: powers of two that fall with the rank and make about *total*."""
    low, high = 1.0, float(total)
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_sizes(middle)) < total else (low, middle)
    return [HOTTEST, *_sizes(low)[1:]]


def _sizes(scale: float) -> list[int]:
    return [
        min(1 << 14, 1 << int(scale / rank).bit_length() - 1) if scale > rank else 1 for rank in range(1, SUBJECTS + 1)
    ]


def subject_name(number: int) -> str:
    """The subject of a rank."""
    return SAMPLE if number == 0 else f"tariff:US:{number}"


def spread_of(total: int) -> dict[str, list[int]]:
    """The sizes of the subjects of each kind that make about *total* claims."""
    pairs = max(1, total // 20 // MET)
    return {"tariff": sizes_of(total), "meeting": [MET] * pairs, "negotiation": [TALKED] * pairs}


async def prepare(connection: asyncpg.Connection, totals: Sequence[int]) -> None:
    """Resolve one subject of each size and kind that tables of these sizes need, and what all of them cite."""
    wanted: dict[str, set[int]] = {kind: set() for kind in _DOCUMENTS}
    for total in totals:
        for kind, sizes in spread_of(total).items():
            wanted[kind].update(sizes)
    await connection.execute("CREATE TABLE IF NOT EXISTS samples (kind text, size int, LIKE tariff_rectangles)")
    rows = await connection.fetch("SELECT DISTINCT kind, size FROM samples")
    held = {(row["kind"], row["size"]) for row in rows}
    with Progress(console=Console(stderr=True), transient=True) as bar:
        for kind, sizes in wanted.items():
            missing = [size for size in sorted(sizes) if (kind, size) not in held]
            for size in bar.track(missing, description=f"resolving {kind}s"):
                await _sample(connection, kind, size)
            _say(f"resolved {kind}s")
    await connection.execute("CREATE INDEX IF NOT EXISTS by_size ON samples (kind, size)")
    await connection.execute("ANALYZE samples")
    await _cite(connection, [report for kind, sizes in wanted.items() for report in reports(kind, max(sizes))])
    names = [subject_name(number) for number in range(SUBJECTS)]
    await connection.execute("INSERT INTO subjects SELECT s, 'tariff:US' FROM unnest($1::text[]) s", names)
    await connection.execute("INSERT INTO subjects VALUES ('meeting', 'meeting'), ('negotiation:IN-US', 'negotiation')")
    await connection.execute("INSERT INTO checkpoints (name, position) VALUES ('projections', 1000000)")


async def fill(connection: asyncpg.Connection, total: int) -> dict[str, int]:
    """Fill the tables, emptied first, with the answers to about *total* claims; how many there are of each kind."""
    spread = spread_of(total)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        for kind, sizes in spread.items():
            async with connection.transaction():  # what is written to a table since its truncation is not logged
                await connection.execute(f"TRUNCATE {kind}_rectangles")
                made = await _without_indexes(connection, f"{kind}_rectangles")
                for first in bar.track(range(0, len(sizes), _CHUNK), description=f"repeating {kind}s"):
                    await _repeat(connection, kind, first, sizes[first : first + _CHUNK])
                _say(f"filled {kind}s")
                for statement in bar.track(made, description=f"indexing {kind}s"):
                    await connection.execute(statement)
                _say(f"indexed {kind}s")
    await connection.execute("VACUUM ANALYZE")
    return {kind: sum(sizes) for kind, sizes in spread.items()}


def _say(what: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {what}\n")


async def _sample(connection: asyncpg.Connection, kind: str, size: int) -> None:
    """The rectangles of the subject of a kind that has so many claims."""
    subject = _SUBJECTS[kind]
    found = KINDS[kind].rectangles(subject, list(reports(kind, size)), None)
    rows = [(kind, size, *row_of(subject, each)) for each in found]
    await connection.copy_records_to_table("samples", records=rows, columns=("kind", "size", *Row._fields))


async def _without_indexes(connection: asyncpg.Connection, table: str) -> list[str]:
    """Drop the indexes of *table*; the statements that make them again."""
    constraint = (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'p'"
    )
    name, definition = await connection.fetchrow(constraint, table)
    rows = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = $1 AND indexname <> $2", table, name
    )
    for index, _ in rows:
        await connection.execute(f"DROP INDEX {index}")
    await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return [f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}", *(row[1] for row in rows)]


async def _repeat(connection: asyncpg.Connection, kind: str, first: int, sizes: Sequence[int]) -> None:
    """
    The rectangles of the subjects from *first* on; the first of all is that of the sample itself.

    What is in the spans is repeated as it is: only the first subject's are looked into.
    """
    key = f"CASE n.number WHEN 0 THEN s.key ELSE {_NAMED[kind]} END"
    subject = f"CASE n.number WHEN 0 THEN s.subject ELSE {_SUBJECT[kind]} END"
    facets = (
        "array_replace(array_replace(s.facets, 'party:IN', 'party:' || n.number), 'target:IN', 'target:' || n.number)"
    )
    await connection.execute(
        f"""
        INSERT INTO {kind}_rectangles ({_COLUMNS})
        SELECT {key}, s.since_day, s.known_from, s.until_day, s.known_until, s.reach, {subject},
               CASE n.number WHEN 0 THEN s.facets ELSE {facets} END, s.span
        FROM unnest($1::int[], $2::int[]) AS n (number, size) JOIN samples s ON s.kind = '{kind}' AND s.size = n.size
        """,
        list(range(first, first + len(sizes))),
        list(sizes),
    )


async def _cite(connection: asyncpg.Connection, told: Iterable[Report]) -> None:
    """What the answers cite: claims in articles of one text."""
    digest = sha256(_TEXT.encode())
    await connection.execute("INSERT INTO log.texts (sha256, text) VALUES ($1, $2)", digest.digest(), _TEXT)
    claims, articles = [], []
    for number, each in enumerate(told, 1):
        body = json.dumps({"evidence": [{"start": 0, "end": 5}]})
        subject = _SUBJECTS[each.article_id[4:-16]]
        claims.append((each.claim_id, subject.partition(":")[0], subject, each.article_id, 1, 1, 1, number, body))
        articles.append(
            (each.article_id, 1, number, each.published_at, f"https://paper.example/{number}", each.publisher, "Claim",
             each.published_at, digest.hexdigest(), "", [], number, "attached 1")
        )  # fmt: skip
    await connection.copy_records_to_table(
        "claims", records=claims,
        columns=["claim_id", "kind", "subject", "article_id", "version", "reading", "ordinal", "position", "body"],
    )  # fmt: skip
    await connection.copy_records_to_table(
        "article_versions", records=articles,
        columns=["article_id", "version", "position", "recorded_at", "url", "publisher", "title", "published_at",
                 "text_sha256", "sketch", "sketch_keys", "read_position", "reader"],
    )  # fmt: skip
