"""
Tales: what papers wrote about a duty, and what a careful reader answers, in one line each.

A claim reads `25 in_force on steel from 2025-08-07 to 2025-10-01 was 50 as component because Russian oil`; `CN: 34 …`
is about another target than the tale's, `-` is no figure. An answer reads `25 since 2025-08-07`, `none`, `exempt`, or
`contested 25 18`; what it does not name is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from service.domain.claims import TariffClaim
from service.domain.kinds import tariff
from service.domain.reports import Report
from service.domain.spans import Span

WORDS = {
    "on": "product", "from": "valid_from", "to": "valid_to", "was": "previous_rate", "as": "basis",
    "because": "component_reason",
}  # fmt: skip


@dataclass(frozen=True)
class Article:
    """One article version: an instant (`2025-08-07` or `2025-08-07T09`), a publisher, and its claims."""

    published: str
    publisher: str
    claims: tuple[str, ...]
    story: str | None = None
    article_id: str | None = None
    ended: str | None = None
    review: str | None = None


def article(published, publisher, *claims, **more) -> Article:
    return Article(published, publisher, claims, **more)


@dataclass
class Tale:
    """A title, the parties, the articles, and `(question, answer)` pairs; see the module."""

    title: str
    parties: str
    articles: Sequence[Article]
    asks: Sequence[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return self.title


def instant(text: str) -> datetime:
    day, _, hour = text.partition("T")
    return datetime.combine(date.fromisoformat(day), time(int(hour or 12)), UTC)


def claim_of(text: str, imposer: str, target: str) -> TariffClaim:
    head, colon, rest = text.partition(": ")
    if colon and " " not in head:
        target, text = head, rest
    parts = re.split(rf"\s+({'|'.join(WORDS)})\s+", " " + text.strip())
    rate, status = parts[0].split()
    values = {WORDS[word]: value.strip() for word, value in zip(parts[1::2], parts[2::2], strict=True)}
    if "previous_rate" in values:
        values["previous_rate"] = Decimal(values["previous_rate"])
    op = "upto" if rate.startswith("upto") else "atleast" if rate.startswith("atleast") else "eq"
    low, dots, high = rate.removeprefix(op).partition("..")
    return TariffClaim(
        imposer=imposer,
        target=target,
        rate=None if low == "-" else Decimal(low),
        rate_high=Decimal(high) if dots else None,
        rate_op="range" if dots else op,
        status=status,
        **values,
    )


def reports_of(tale: Tale) -> list[Report]:
    imposer, target = tale.parties.split()
    found = []
    versions: dict[str, int] = {}
    for position, each in enumerate(tale.articles, start=1):
        article_id = each.article_id or f"a{position:02d}"
        versions[article_id] = versions.get(article_id, 0) + 1
        for ordinal, text in enumerate(each.claims):
            found.append(
                Report(
                    claim_id=f"{position}.{ordinal}",
                    claim=claim_of(text, imposer, target),
                    article_id=article_id,
                    version=versions[article_id],
                    position=position,
                    ordinal=ordinal,
                    published_at=instant(each.published),
                    publisher=each.publisher,
                    story=each.story or f"story-{position}",
                    counts_until=instant(each.ended) if each.ended else None,
                    review=each.review,
                )
            )
    return found


def resolved(tale: Tale, known: str, reports: Sequence[Report] | None = None) -> tuple[Span, ...]:
    """The spans as of the end of the day *known*, from the first subject of the look-up that is known."""
    known_by = datetime.combine(date.fromisoformat(known) + timedelta(days=1), time(), UTC) - timedelta(seconds=1)
    for subject in tariff.lookup(*tale.parties.split()):
        inputs = set(tariff.inputs(subject))
        given = [r for r in reports or reports_of(tale) if tariff.subjects(r.claim)[0] in inputs]
        spans = tariff.resolve(subject, given, known_by)
        if spans:
            return spans
    return ()


def asked(tale: Tale, question: str, reports: Sequence[Report] | None = None) -> tuple[Span, ...]:
    """The spans that answer `[goods] [/component] DAY [known DAY]`; known at the end by default."""
    found = re.fullmatch(
        r"(?P<goods>[^/]*?)\s*(/(?P<part>.*?))?\s*(?P<day>\d{4}-\d\d-\d\d)( known (?P<known>\S+))?", question
    )
    assert found, question
    known = found["known"] or max(each.published for each in tale.articles)[:10]
    day = date.fromisoformat(found["day"])
    holding = [span for span in resolved(tale, known, reports) if span.since_day <= day < span.until_day]
    return tariff.select(holding, found["goods"] or "*", found["part"] or "total")


def said(spans: Sequence[Span], wanted: str) -> str:
    """The answer in the words in which *wanted* asks for it."""
    if not spans:
        return "none"
    span = spans[0]
    value = span.value
    if wanted.startswith("contested"):
        if not span.contested:
            return f"{value['rate']} uncontested"
        rates = {value["rate"], *(each.value["rate"] for each in span.alternatives)}
        rest = [rate for rate in wanted.split()[1:] if rate in rates]
        return " ".join(["contested", *rest])
    if value["status"] == "exempt":
        return "exempt"
    words = [str(value["rate"] or "-")]
    if value["rate_op"] != "eq" and value["rate_op"] in wanted:
        words[0] = f"{value['rate_op']} {words[0]}"
    for name in ("in_force", "announced", "signed"):
        if name in wanted.split():
            words.append(value["status"])
    for name, actual in (("standing", span.standing), ("certainty", span.certainty)):
        options = {"standing": ("observed", "assumed", "scheduled"), "certainty": ("certain", "possible")}[name]
        words += [actual for each in wanted.split() if each in options]
    if " since " in wanted:
        words.append(f"since {span.since}")
    if " until " in wanted:
        words.append(f"until {span.until}")
    if span.contested:
        words.append("(contested)")
    return " ".join(words)


def check(tale: Tale, reports: Sequence[Report] | None = None) -> list[str]:
    """What is answered otherwise than a careful reader would, one line each."""
    wrong = []
    for question, answer in tale.asks:
        options = answer.split(" or ")
        spans = asked(tale, question, reports)
        if not any(said(spans, option) == option for option in options):
            got = spans[0] if spans else None
            wrong.append(f"{question}: {answer}, but: {said(spans, options[0])} [{got and got.rule}]")
    return wrong
