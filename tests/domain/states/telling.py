"""
How the tests of states tell a story: what papers say line by line, and what a careful reader then answers.

A paper: `2026-01-10 Herald: expected_to_join 2026-03-01; partner`, with `[copy of 1]`, `[version 2 of 1]`,
`[until 2026-02-01]` or `[confirmed]` after it; `about …` names the talks. An answer: `2026-03-05 known 2026-01-15:
member, scheduled, since 2026-03-01`; of the words after the status only those that are given are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from service.domain import edtf
from service.domain.claims import Claim, MembershipClaim, NegotiationClaim, OfficeClaim, Participant, PositionClaim
from service.domain.reports import Report
from service.domain.spans import Span

PAPER = re.compile(r"(?P<when>\S+) (?P<by>[\w ]+): (?P<said>[^\[]+)(?:\[(?P<how>[^\]]+)\])?$")
ASKED = re.compile(r"(?P<as_of>\S+) known (?P<known>\S+): (?P<want>.+)$")


def instant(text: str, *, end: bool = False) -> datetime:
    """A day is its noon, UTC, or with *end* its last second."""
    hour = "T23:59:59" if end else "T12:00:00"
    return datetime.fromisoformat(text if "T" in text else text + hour).replace(tzinfo=UTC)


def membership(words: str) -> Claim:
    """`joined 2026-03-01 of Harbour Accord`: Kenya and the Harbour Accord unless told otherwise."""
    said, _, initiative = words.partition(" of ")
    status, _, when = said.strip().partition(" ")
    return MembershipClaim(
        member="KE", initiative=initiative.strip() or "Harbour Accord", status=status, date=when or None
    )


def talks(words: str) -> Claim:
    """`signed 2026-03-01 about interim deal`: talks of Kenya and Britain on a trade agreement unless told otherwise."""
    said, _, subject = words.partition(" about ")
    status, _, when = said.strip().partition(" ")
    parties = (Participant(type="country", code="KE"), Participant(type="country", code="GB"))
    return NegotiationClaim(
        parties=parties, subject=subject.strip() or "trade agreement", status=status, date=when or None
    )


def office(words: str) -> Claim:
    """`Anne Otieno, trade minister, from 2026-03-01` holds the office for Kenya."""
    person, role, *when = [word.strip() for word in words.split(",")]
    return OfficeClaim(person=person, role=role, country="KE", date=when[0].removeprefix("from ") if when else None)


def position(words: str) -> Claim:
    """`opposes dairy imports`: Kenya's position."""
    stance, _, topic = words.strip().partition(" ")
    return PositionClaim(actor="KE", stance=stance, topic=topic)


def papers(text: str, claim: Callable[[str], Claim]) -> list[Report]:
    """The reports of the papers in *text*, one a line."""
    told: list[Report] = []
    first: list[Report] = []
    for number, line in enumerate((line for line in text.strip().splitlines() if line.strip()), 1):
        match = PAPER.fullmatch(line.strip())
        assert match, line
        how = match["how"] or ""
        copied, version = re.search(r"copy of (\d+)", how), re.search(r"version (\d+) of (\d+)", how)
        until = re.search(r"until (\S+)", how)
        review = re.search(r"(confirmed|corrected)", how)
        same = first[int(version[2]) - 1] if version else None
        article = same.article_id if same else f"a{number}"
        story = first[int(copied[1]) - 1].story if copied else f"{article}.v{version[1] if version else 1}"
        reports = [
            Report(
                claim_id=f"{number}.{ordinal}", claim=claim(said.strip()), article_id=article,
                version=int(version[1]) if version else 1, position=number, ordinal=ordinal,
                published_at=instant(match["when"]), publisher=match["by"], story=story,
                counts_until=instant(until[1]) if until else None,
                review=review[1] if review else None,
            )
            for ordinal, said in enumerate(match["said"].split(";"), 1)
        ]  # fmt: skip
        told += reports
        first.append(reports[0])
    return told


@dataclass(frozen=True)
class Answer:
    """What is answered on a day: the spans that hold, best first."""

    spans: Sequence[Span]
    field: str = "status"

    @property
    def words(self) -> set[str]:
        """Everything that a table may ask for of the first span."""
        if not self.spans:
            return {"none"}
        span = self.spans[0]
        words = {str(span.value[self.field]), span.standing, span.certainty, f"rule {span.rule}"}
        words |= {f"since {span.since}", f"until {span.until}", f"sources {len(span.sources)}"}
        words |= {f"{'contested' if span.contested else 'undisputed'}", f"items {len(self.spans)}"}
        words |= {f"against {other.value[self.field]}" for other in span.alternatives}
        words |= {f"next {later['value'][self.field]} {later['since']}" for later in span.upcoming}
        return words

    def fits(self, want: str) -> bool:
        """Whether all that is wanted is so; `a|b` accepts either."""
        return all(any(one.strip() in self.words for one in each.split("|")) for each in want.split(","))


def standing(spans: Sequence[Span], as_of: str) -> list[Span]:
    """The spans that hold on a day."""
    day = date.fromisoformat(as_of)
    return [span for span in spans if span.since_day <= day < span.until_day]


def check(
    told: str,
    asked: str,
    claim: Callable[[str], Claim],
    resolve: Callable[[Sequence[Report], datetime], Sequence[Span]],
    pick: Callable[[Sequence[Span]], Sequence[Span]] = lambda spans: spans,
    field: str = "status",
) -> None:
    """Every answer of *asked* is given by *resolve* when the papers of *told* are read, in any order of arrival."""
    reports = papers(told, claim)
    for line in (line.strip() for line in asked.strip().splitlines() if line.strip()):
        match = ASKED.fullmatch(line)
        assert match, line
        known_by = instant(match["known"], end=True)
        spans = resolve(reports, known_by)
        assert spans == resolve(list(reversed(reports)), known_by)
        answer = Answer(standing(pick(spans), match["as_of"]), field)
        assert answer.fits(match["want"]), f"{line}\n  but it was {sorted(answer.words)}"
        assert all(span.since is None or edtf.parse(span.since) for span in spans)
