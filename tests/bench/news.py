"""
News as it comes: articles with claims of all six kinds, a few subjects told of all the time and most of them once.

The n-th subject of a kind is told of an n-th as often as the first one. 15 in 100 articles come late, 35 in 100 dates
are vague, one article in ten repeats the text before it. What is drawn follows from the seed alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

from service.domain.parties import countries
from service.intake.submission import Submission
from tests.bench.courses import Course, Duty, Membership, Office, Stage, Stance, Talks

START, NOW = datetime(2023, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
LATE, VAGUE, COPIED = 0.15, 0.35, 0.1
MISTAKEN = 0.03
"""So many reports tell the stage before the one that stands."""
SHARES = {"tariff": 40, "meeting": 22, "negotiation": 12, "membership": 10, "position": 8, "office": 8}
"""Of a hundred claims."""
_STEMS = ("port", "mill", "grain", "steel", "vote", "talk", "order", "ship", "rain", "market")
_WORDS = [f"{stem}{end}" for stem in _STEMS for end in ("er", "ing", "ed", "s", "al", "ity", "ion", "y", "ous", "less")]


class _Skew:
    """Draws things, the n-th an n-th as often as the first."""

    def __init__(self, drawn: random.Random, things: list[Any]) -> None:
        drawn.shuffle(things)
        self.things = things
        self._weights = list(accumulate(1 / n for n in range(1, len(things) + 1)))

    def draw(self, drawn: random.Random) -> Any:
        return drawn.choices(self.things, cum_weights=self._weights)[0]


class News:
    """
    Articles one after the other, as `articles` gives them.

    Papers that tell of one subject agree on what holds and since when, but for a few mistakes. If they are *scattered*,
    each report has a start and a standing of its own, as no news does: the worst that can come.
    """

    def __init__(self, seed: int = 3, *, scattered: bool = False) -> None:
        drawn = self._drawn = random.Random(seed)
        self._seed, self._scattered = seed, scattered
        self._courses: dict[str, Course] = {}
        codes = sorted(countries())
        self._codes = _Skew(drawn, list(codes))
        known = self._codes.things
        self._pairs = _Skew(drawn, [(a, b) for a in known[:20] for b in (*codes, "WORLD", "EU") if a != b])
        self._members = _Skew(drawn, [(f"Initiative {n}", code) for n in range(60) for code in codes])
        self._talks = _Skew(drawn, [(a, b) for a in known[:60] for b in known[:100] if a < b])
        names = [f"{a.capitalize()} {b.capitalize()}son" for a in _WORDS for b in _WORDS[::3]]
        self._people = _Skew(drawn, [(name, known[n % len(known)]) for n, name in enumerate(names)])
        self._meetings: list[tuple[date, dict[str, Any]]] = []

    def articles(self, count: int) -> Iterator[Submission]:
        """So many articles, with their claims."""
        drawn, last = self._drawn, ""
        for number in range(count):
            at = (drawn.random() if drawn.random() < LATE else 1) * number / count
            published = START + (NOW - START) * at
            text = f"Copied {last}" if last and drawn.random() < COPIED else " ".join(drawn.choices(_WORDS, k=120))
            last = text.removeprefix("Copied ")
            claims = [self._claim(published.date()) for _ in range(drawn.choices((1, 2, 3, 4), (35, 35, 20, 10))[0])]
            yield Submission(
                url=f"https://paper.example/{number}", publisher=f"Paper {number % 50}", title=f"News {number}",
                published_at=published.isoformat(), text=text, claims=claims,
            )  # fmt: skip

    def _claim(self, day: date) -> dict[str, Any]:
        kind = self._drawn.choices(list(SHARES), list(SHARES.values()))[0]
        told = {name: value for name, value in getattr(self, f"_{kind}")(day).items() if value is not None}
        return {"kind": kind, "evidence": [{"start": 0, "end": 5}], **told}

    def _stage(self, subject: object, course: type[Course], day: date) -> Stage:
        """What a report of *day* tells of a subject: mostly what stands, or is to come; at times what stood before."""
        if self._scattered:
            return course.scattered(self._drawn, day)
        name = f"{self._seed} {course.__name__} {subject}"
        if name not in self._courses:
            self._courses[name] = course(random.Random(name), START.date(), NOW.date())
        return self._courses[name].told_on(day, self._drawn, MISTAKEN)

    def _date(self, day: date) -> str | None:
        """A day as it is told: to the month, not at all, or exactly."""
        chance, text = self._drawn.random(), day.isoformat()
        return text[:7] if chance < VAGUE else None if chance > 0.7 else text

    def _tariff(self, day: date) -> dict[str, Any]:
        imposer, target = self._pairs.draw(self._drawn)
        part = self._drawn.random() < 0.25
        product = self._drawn.choice(["*"] * 8 + ["steel", "medicines"])
        stage = self._stage((imposer, target, part, product), Duty, day)
        return {
            "imposer": imposer, "target": target, "status": stage.status, "product": product, "rate": stage.rate,
            "basis": "component" if part else "total", "component_reason": "reciprocal" if part else None,
            "valid_from": self._date(stage.first),
        }  # fmt: skip

    def _membership(self, day: date) -> dict[str, Any]:
        initiative, member = self._members.draw(self._drawn)
        stage = self._stage((initiative, member), Membership, day)
        return {"member": member, "initiative": initiative, "status": stage.status, "date": self._date(stage.first)}

    def _negotiation(self, day: date) -> dict[str, Any]:
        between = self._talks.draw(self._drawn)
        subject = self._drawn.choice(["trade deal", "free trade agreement", "defence pact"])
        stage = self._stage((between, subject), Talks, day)
        parties = [{"type": "country", "code": code} for code in between]
        return {"parties": parties, "subject": subject, "status": stage.status, "date": self._date(stage.first)}

    def _position(self, day: date) -> dict[str, Any]:
        actor = self._codes.draw(self._drawn)
        topic = f"{self._drawn.choice(_WORDS[::6])} {self._drawn.choice(['imports', 'aid', 'visas'])}"
        return {"actor": actor, "stance": self._stage((actor, topic), Stance, day).status, "topic": topic}

    def _office(self, day: date) -> dict[str, Any]:
        person, country = self._people.draw(self._drawn)
        return {"person": person, "role": self._stage(person, Office, day).status, "country": country}

    def _meeting(self, day: date) -> dict[str, Any]:
        near = [each for each in self._meetings[-60:] if abs((each[0] - day).days) < 10]
        if near and self._drawn.random() < 0.7:
            on, told = self._drawn.choice(near)
        else:
            people = sorted({self._people.draw(self._drawn) for _ in range(2)})
            on = day + timedelta(days=self._drawn.randint(-3, 20))
            told = {
                "meeting_kind": self._drawn.choice(["visit", "bilateral", "phone_call", "ministerial"]),
                "participants": [{"type": "person", "name": name, "country": code} for name, code in people],
                "place": self._drawn.choice(["Washington", "New Delhi", "Geneva", "Tokyo", None]),
            }
            self._meetings.append((on, told))
        text = on.isoformat()[: 7 if self._drawn.random() < VAGUE else 10]
        return {**told, "date": text, "status": "planned" if on > day else "held"}
