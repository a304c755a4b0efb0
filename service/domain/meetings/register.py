"""
The register: every voice that is held, and the ways in which others find it.

It knows what voices say and when they count, and nothing of occasions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from service.domain.meetings.days import gap_days
from service.domain.meetings.hearing import CALLED_OFF
from service.domain.meetings.identity import SLIP_SEEN_DAYS
from service.domain.meetings.index import Index, Tokens, tokens_of
from service.domain.meetings.moves import REACH, reach_of_plan
from service.domain.meetings.verdicts import Verdict, Verdicts
from service.domain.meetings.voices import Voice
from service.domain.spans import KNOWN_EVER

Life = tuple[datetime, datetime]
"""From when to before when a voice counts."""

_SLIP = timedelta(days=SLIP_SEEN_DAYS)


class Register:
    """Voices by number, and verdicts by the moment from which they count."""

    def __init__(self, verdicts: Sequence[Verdict] = ()) -> None:
        self.voices: dict[int, Voice] = {}
        self.lives: dict[int, Life] = {}
        self._index = Index()
        self._called_off = Index()
        self._tokens: dict[int, tuple[Tokens, Tokens]] = {}
        self._stories: dict[str, list[int]] = defaultdict(list)
        self._repeated: dict[tuple[object, ...], list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        self._verdicts = Verdicts(verdicts)

    def enter(self, number: int, voice: Voice) -> None:
        """Hold a voice and make it findable."""
        self.voices[number] = voice
        tokens = self._tokens[number] = tokens_of(voice)
        self._index.add(number, tokens, voice.days)
        if voice.status in CALLED_OFF:
            self._called_off.add(number, tokens, voice.days)
        self._stories[voice.report.story].append(number)
        self._repeated[_words(voice)].append(number)
        for name in self._verdicts.names(voice):
            self._named[name].append(number)

    def counts(self, number: int, moment: datetime) -> bool:
        """Whether a voice counts at *moment*."""
        since, until = self.lives[number]
        return since <= moment < until

    def is_late(self, number: int) -> bool:
        """Whether a voice begins to count later than it was published."""
        return self.lives[number][0] != self.voices[number].report.published_at

    def near(self, number: int) -> Iterator[int]:
        """The voices that can be of one occasion with a voice."""
        return self._index.near(self._tokens[number], self.voices[number].days, _SLIP)

    def movable(self, number: int) -> Iterator[int]:
        """The voices that call off or plan what a voice may take the place of (rule 11)."""
        voice = self.voices[number]
        yield from self._called_off.near(self._tokens[number], voice.days, REACH)
        reach = reach_of_plan(voice)
        if reach is not None:
            near = self._index.near(self._tokens[number], voice.days, reach)
            yield from (other for other in near if self.voices[other].status == "planned")

    def later(self, number: int) -> set[int]:
        """The voices after *number* that may have looked for it: `near`, `movable` and the rest, turned round."""
        found = {*self.near(number), *self.story(number), *self.repeated(number), *self._partners(number)}
        voice = self.voices[number]
        if voice.status in CALLED_OFF or voice.status == "planned":
            for other in self._index.near(self._tokens[number], voice.days, REACH):
                reach = REACH if voice.status in CALLED_OFF else reach_of_plan(self.voices[other])
                if reach is not None and gap_days(self.voices[other].days, voice.days) <= reach.days:
                    found.add(other)
        return {other for other in found if other > number}

    def story(self, number: int) -> list[int]:
        """The voices of the same story, copies included."""
        return self._stories[self.voices[number].report.story]

    def article(self, number: int, moment: datetime) -> list[int]:
        """The voices of the same article version that count at *moment*."""
        report = self.voices[number].report
        same = (report.article_id, report.version)
        return [
            other
            for other in self.story(number)
            if (self.voices[other].report.article_id, self.voices[other].report.version) == same
            and self.counts(other, moment)
        ]

    def repeated(self, number: int) -> list[int]:
        """The voices that say the same in the same article, *number* included."""
        return self._repeated[_words(self.voices[number])]

    def together(self, number: int, moment: datetime) -> list[int]:
        """The voices that an analyst holds to be of the same occasion."""
        names = self._verdicts.together(self.voices[number], moment)
        return [other for name in names for other in self._named[name]]

    def apart(self, number: int, moment: datetime) -> list[int]:
        """The voices that an analyst holds to be of other occasions."""
        names = self._verdicts.apart(self.voices[number], moment)
        return [other for name in names for other in self._named[name]]

    def judged(self, number: int) -> list[datetime]:
        """The moments at which a verdict on a voice begins to count."""
        return self._verdicts.moments(self.voices[number])

    def _partners(self, number: int) -> list[int]:
        return [*self.together(number, KNOWN_EVER), *self.apart(number, KNOWN_EVER)]


def _words(voice: Voice) -> tuple[object, ...]:
    return (voice.report.article_id, *voice.content)
