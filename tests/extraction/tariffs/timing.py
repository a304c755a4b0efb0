"""
Timing: the weights by which the day and the state of duties are chosen, fitted on marked articles.

    python -m tests.extraction.tariffs.timing [FOLDER…] [--write]

Prints what weights that were fitted on all other batches choose in each, beside what the rules alone choose. FOLDERs hold
articles in the form of `others/`.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from service.domain import edtf
from service.extraction import document, tariffs
from service.extraction.tariffs import dating, figures, judging
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.view import View
from tests.extraction import fitting, gold

TABLES = (dating.TABLE, judging.TABLE)


def articles(folders: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every article that is marked for duties, with the name of its batch."""
    for folder in (gold.CORPUS, gold.LATER, gold.OTHERS, *folders):
        for name, record in gold.articles(folder):
            if "tariff" in record.get("kinds", ("tariff",)):
                yield f"{folder.name[0]}{name[0]}" if folder != gold.LATER else f"l{name[:2]}", record


def read(record: dict[str, Any]) -> tuple[list[Statement], list[View], Any] | None:
    """The statements of an article before their days and states are chosen."""
    published = record["published_at"]
    moment = datetime.fromisoformat(published) if isinstance(published, str) else published
    read = document.read(record["text"], moment if moment.tzinfo else moment.replace(tzinfo=UTC), record.get("title"))
    views = tariffs.viewed(read)
    told = tariffs.threaded(read, views)
    return None if told is None else (figures.filled(*told, views, read.today), views, read.today)


def marked(record: dict[str, Any], view: View, statement: Statement) -> dict[str, Any] | None:
    """The marked claim that a statement makes, by its rate and its words."""
    start, end = view.tokens[statement.first].start, view.tokens[min(statement.last, view.size) - 1].end
    for claim in record["claims"]:
        if claim["kind"] != "tariff" or not claim.get("quote"):
            continue
        rate = claim.get("rate")
        at = record["text"].find(claim["quote"])
        same = (rate is None) == (statement.rate is None) and (rate is None or Decimal(str(rate)) == statement.rate)
        if same and at < end and start < at + len(claim["quote"]):
            parties = claim["imposer"] in statement.imposers and claim["target"] in (*statement.targets, "WORLD")
            return dict(claim) if parties else None
    return None


def rows(record: dict[str, Any]) -> Iterator[tuple[str, fitting.Row, bool]]:
    """The choices of days and of states in an article, and whether the rules alone make the right one."""
    found = read(record)
    if found is None:
        return
    statements, views, today = found
    days, states = dating.Dates(statements, views, today), judging.States(statements, views, today)
    for statement in statements:
        claim = None if statement.drop else marked(record, views[statement.sentence], statement)
        if claim is None:
            continue
        wanted = str(claim["valid_from"]) if claim.get("valid_from") else None
        choices = days.choices(statement)
        row = [(told, _same(wanted, value)) for value, told in choices.items()]
        if any(right for _, right in row):
            yield dating.TABLE, row, _same(wanted, statement.valid_from or "")
        status = claim["status"] if isinstance(claim["status"], list) else [claim["status"]]
        row = [(told, state in status) for state, told in states.choices(statement).items()]
        if any(right for _, right in row):
            yield judging.TABLE, row, statement.status in status


def _same(wanted: str | None, value: str) -> bool:
    if wanted is None or not value:
        return wanted is None and not value
    return bool(edtf.overlap(edtf.parse(wanted), edtf.parse(value)))


def main(arguments: Sequence[str]) -> None:
    folders = [Path(each) for each in arguments if not each.startswith("-")]
    held: dict[str, defaultdict[str, list[fitting.Row]]] = {table: defaultdict(list) for table in TABLES}
    before: defaultdict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for batch, record in articles(folders):
        for table, row, right in rows(record):
            held[table][batch].append(row)
            before[table, batch][right] += 1
    for table, batches in held.items():
        whole: Counter[str] = Counter()
        for batch, own in sorted(batches.items()):
            weights = fitting.fit([row for other, each in batches.items() if other != batch for row in each])
            right = sum(max(row, key=lambda each: sum(weights.get(n, 0.0) for n in each[0]))[1] for row in own)
            sys.stdout.write(
                f"{table} {batch:4s} rules {before[table, batch][True]:4d} weighed {right:4d} of {len(own):4d}\n"
            )
            whole += Counter(rules=before[table, batch][True], weighed=right, all=len(own))
        sys.stdout.write(f"{table} all  {dict(whole)}\n")
        if "--write" in arguments:
            note = "# Made by python -m tests.extraction.tariffs.timing: what each hint counts.\n"
            fitted = fitting.fit([row for each in batches.values() for row in each])
            path = fitting.LEXICON / f"{table}_weights.yaml"
            path.write_text(note + yaml.safe_dump(fitted, sort_keys=True, allow_unicode=True), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
