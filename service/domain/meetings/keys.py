"""
Keys of meetings: `meeting:2026-02-03-in-us-jaishankar-rubio-3f2a9c1b`.

A key is a function of the meeting's first claim and its article, so that no order of arrival can change it; the same
claim in a corrected version of the article keeps it. The days and names in it are for the eye, and may be outdated.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

import msgspec

from service.domain.meetings.voices import Voice
from service.domain.people import family_name

_SHOWN_SIDES = 4
_SHOWN_PEOPLE = 3
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def key_of(voice: Voice) -> str:
    """The key of the meeting that *voice* is the first to tell of."""
    day = voice.days.first if voice.days.stated else voice.published
    sides = sorted(voice.sides)[:_SHOWN_SIDES]
    people = [family_name(person.name) for person in voice.people][:_SHOWN_PEOPLE]
    event = [] if people else sorted(voice.name.words)
    told = msgspec.json.encode((voice.report.article_id, voice.content))
    words = [day.isoformat(), *map(_shown, (*sides, *people, *event)), blake2b(told, digest_size=5).hexdigest()]
    return f"meeting:{'-'.join(words)}"


@lru_cache(maxsize=1 << 13)
def _shown(word: str) -> str:
    return _NOT_IN_KEYS.sub("-", word.casefold()).strip("-")
