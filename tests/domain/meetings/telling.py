"""How the tests of meetings tell a story: papers that say something, and what a reader then answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from service.domain.claims import MeetingClaim, Participant
from service.domain.kinds import meeting
from service.domain.meetings.verdicts import Verdict
from service.domain.reports import Report
from service.domain.spans import Span


def who(text: str) -> Participant:
    """`Emmanuel Macron/FR` is a person, `FR` or `ASEAN` a country or group, `org:OECD` an organisation."""
    if text.startswith("org:"):
        return Participant(type="org", name=text.removeprefix("org:"))
    name, slash, country = text.partition("/")
    if slash:
        return Participant(type="person", name=name, country=country or None)
    return Participant(type="country", code=text)


def says(
    kind: str,
    *people: str,
    on: str | None = None,
    at: str | None = None,
    status: str = "held",
    name: str | None = None,
    host: str | None = None,
) -> MeetingClaim:
    """One claim; the meeting was held unless told otherwise."""
    return MeetingClaim(
        meeting_kind=kind,
        participants=tuple(map(who, people)),
        date=on,
        place=at,
        status=status,
        name=name,
        host=host,
    )


def instant(text: str) -> datetime:
    """A day is its noon, UTC."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00:00").replace(tzinfo=UTC)


def paper(
    published: str,
    *claims: MeetingClaim,
    by: str = "Herald",
    url: str | None = None,
    version: int = 1,
    story: str | None = None,
    until: str | None = None,
    review: str | None = None,
) -> list[Report]:
    """An article of one paper; claim ids are `<url>#<ordinal>`, the url is `<paper> <day>` unless given."""
    article = url or f"{by} {published}"
    return [
        Report(
            claim_id=f"{article}#{ordinal}" if version == 1 else f"{article}v{version}#{ordinal}",
            claim=claim,
            article_id=article,
            version=version,
            position=1,
            ordinal=ordinal,
            published_at=instant(published),
            publisher=by,
            story=story or f"{article}v{version}",
            counts_until=instant(until) if until else None,
            review=review,
        )
        for ordinal, claim in enumerate(claims)
    ]


def all_of(papers: Sequence[list[Report]]) -> list[Report]:
    """The reports of several papers."""
    return [report for each in papers for report in each]


@dataclass
class Reader:
    """Somebody who has read *papers* and answers questions on them."""

    papers: Sequence[list[Report]]
    verdicts: Sequence[Verdict] = ()

    def spans(self, known_by: str = "2099-01-01") -> tuple[Span, ...]:
        """Every answer by what was published then."""
        return meeting.resolve("meeting", all_of(self.papers), instant(known_by), self.verdicts)

    def find(
        self,
        parties: str = "",
        persons: Sequence[str] = (),
        *,
        near: str | None = None,
        until: str | None = None,
        group: str | None = None,
        as_of: str = "2098-01-01",
        known_by: str = "2099-01-01",
    ) -> list[Span]:
        """The items of a question, in the order of lists; *near* alone asks for one day."""
        first = date.fromisoformat(near) if near else None
        last = date.fromisoformat(until or near) if until or near else None
        day = date.fromisoformat(as_of)
        found = [
            span
            for span in self.spans(known_by)
            if span.since_day <= day < span.until_day
            and meeting.matches(span.value, parties.split(), persons, (first, last))
            and (group is None or group_of(span.value["meeting_kind"]) == group)
        ]
        return sorted(found, key=lambda span: meeting.order_of(span.value))

    def find_one(self, *args: Any, **asked: Any) -> Span:
        """The only item of a question."""
        found = self.find(*args, **asked)
        assert len(found) == 1, [summary(span) for span in found]
        return found[0]


def group_of(kind: str) -> str:
    """Visits, calls, and everything else."""
    return {"visit": "visit", "phone_call": "call"}.get(kind, "meeting")


def summary(span: Span) -> dict[str, Any]:
    """What an answer says in short."""
    value = span.value
    return {
        "kind": value["meeting_kind"],
        "status": value["status"],
        "date": value["date"],
        "place": value["place"],
        "name": value["name"],
        "people": value["people"],
        "contested": span.contested,
        "sources": span.sources,
    }


@dataclass
class Case:
    """A situation: the papers, a question, and what is expected of its only answer (or of none)."""

    title: str
    papers: Sequence[list[Report]]
    ask: dict[str, Any]
    expect: dict[str, Any] = field(default_factory=dict)

    def check(self) -> None:
        """Ask, and compare what the answer says with what is expected."""
        reader = Reader(self.papers)
        if self.expect.get("items") is not None:
            found = reader.find(**self.ask)
            assert len(found) == self.expect["items"], [summary(span) for span in found]
            return
        span = reader.find_one(**self.ask)
        for name, expected in self.expect.items():
            if name == "articles":
                told = {claim.partition("#")[0] for claim in span.sources}
                assert told == set(expected), summary(span)
            elif name == "contested":
                assert span.contested == bool(expected), summary(span)
                versions = [span.value, *(other.value for other in span.alternatives)]
                for field_name, values in (expected or {}).items():
                    assert {version[field_name] for version in versions} >= set(values), summary(span)
            elif name in ("standing", "rule"):
                assert getattr(span, name) == expected, (name, summary(span))
            else:
                assert span.value[name] == expected, (name, summary(span))
        if "contested" not in self.expect:
            assert not span.contested, summary(span)
