"""
What a client may hand in as an article, and what is refused.

A submission that passes is exact: an instant in UTC, an absolute address, a text that Postgres can hold; nothing
is guessed for a field that is missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from service.domain.claim_documents import claims_from_documents
from service.domain.claims import Claim
from service.domain.errors import InvalidDate, InvalidInput, TooLarge

RULES, MODEL, BOTH = "rules", "llm", "rules+llm"
READERS = (RULES, MODEL, BOTH)
"""Who may be asked to read: our rules, a language model that points at words, both of them."""
MAX_TEXT_BYTES = 1_000_000
MAX_WORDS = 2_000
"""Bound, in characters, of title, publisher and address."""
CLOCK_LEEWAY = timedelta(minutes=5)
"""A publisher's clock may be so much ahead of ours."""
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


class Submission(msgspec.Struct, kw_only=True, frozen=True):
    """An article as a client sends it; every field is checked by `check`."""

    url: Any = None
    title: Any = None
    publisher: Any = None
    published_at: Any = None
    published_at_assumed: Any = False
    text: Any = None
    claims: Any = None
    reader: Any = None


class Article(msgspec.Struct, kw_only=True, frozen=True):
    """
    A checked article version. `claims` is None where a reader shall read them from the text: the one that `reader`
    names, or the rules where it is None.
    """

    article_id: str
    url: str
    title: str | None
    publisher: str
    published_at: datetime
    published_at_assumed: bool
    text: str
    text_sha256: str
    claims: tuple[Claim, ...] | None
    reader: str | None = None


def check(submission: Submission, now: datetime, readers: Sequence[str] = READERS) -> Article:
    """
    The article that *submission* is, or the error that says which field is at fault and how to mend it.

    Raises InvalidInput and its kinds, TooLarge.
    """
    text = _text(submission.text)
    url = _url(submission.url)
    if not isinstance(submission.published_at_assumed, bool):
        raise InvalidInput("published_at_assumed must be true or false", field="published_at_assumed")
    if submission.claims is not None and not isinstance(submission.claims, list):
        raise InvalidInput("claims must be a list of claims, or be left out to have the text read", field="claims")
    if submission.reader is not None and submission.claims is not None:
        raise InvalidInput("reader and claims exclude each other: leave one of them out", field="reader")
    return Article(
        article_id=article_id_of(url),
        url=url,
        title=_words(submission.title, "title") if submission.title is not None else None,
        publisher=_words(submission.publisher, "publisher"),
        published_at=instant(submission.published_at, now),
        published_at_assumed=submission.published_at_assumed,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        claims=None if submission.claims is None else claims_from_documents(submission.claims, text),
        reader=None if submission.reader is None else reader_named(submission.reader, readers),
    )


def reader_named(given: object, readers: Sequence[str]) -> str:
    """The name of one of *readers*, who can be asked here. Raises InvalidInput."""
    if isinstance(given, str) and given in readers:
        return given
    if isinstance(given, str) and given in READERS:
        raise InvalidInput(
            f"reader: {given} needs a language model; see VERBALE_LLM_URL, or leave it out", field="reader"
        )
    raise InvalidInput(f"reader: {given!r} is none; name one of {', '.join(READERS)}", field="reader")


def article_id_of(url: str) -> str:
    """The id of the article at an address: the same for the same address, whenever and wherever it is recorded."""
    return "art-" + hashlib.sha256(normalised(url).encode()).hexdigest()[:20]


def normalised(url: str) -> str:
    """The address without what does not tell pages apart: case of the host, fragment, tracking parameters."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(_TRACKING)]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", urlencode(query), ""))


def instant(given: object, now: datetime, field: str = "published_at") -> datetime:
    """An instant in UTC that is not in the future. Raises InvalidDate."""
    mend = "give an instant with its offset, such as 2026-02-02T12:00:00+05:30"
    if given is None or given == "":
        raise InvalidDate(f"{field} is missing: {mend}", field=field)
    try:
        moment = given if isinstance(given, datetime) else datetime.fromisoformat(str(given).strip())
    except ValueError as error:
        raise InvalidDate(f"{field}: {given!r} is not an instant; {mend}", field=field) from error
    if moment.tzinfo is None or (isinstance(given, str) and len(given.strip()) <= 10):
        raise InvalidDate(f"{field}: {given!r} has no time or no offset; {mend}", field=field)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        raise InvalidDate(f"{field}: {given!r} is out of range; {mend}", field=field) from error
    if moment > now + CLOCK_LEEWAY:
        raise InvalidDate(
            f"{field}: {moment.isoformat()} is in the future; send the article once it is published", field=field
        )
    return moment


def _text(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise InvalidInput("text is missing or empty: send the article's words as a string", field="text")
    try:
        size = len(given.encode())
    except UnicodeEncodeError as error:
        raise InvalidInput(f"text is not valid UTF-8: {error.reason}; send it decoded", field="text") from error
    if "\x00" in given:
        raise InvalidInput("text holds a NUL character, which no article has: remove it", field="text")
    if size > MAX_TEXT_BYTES:
        raise TooLarge(f"text has {size:,} bytes, the bound is {MAX_TEXT_BYTES:,}: send it in parts", field="text")
    return given


def _words(given: object, field: str) -> str:
    if not isinstance(given, str) or not given.strip():
        raise InvalidInput(f"{field} is missing or empty: send it as words", field=field)
    if len(given) > MAX_WORDS:
        raise InvalidInput(f"{field} has {len(given):,} characters, the bound is {MAX_WORDS:,}", field=field)
    if "\x00" in given or not _encodable(given):
        raise InvalidInput(f"{field} holds characters that are not text: remove them", field=field)
    return given.strip()


def _encodable(given: str) -> bool:
    try:
        given.encode()
    except UnicodeEncodeError:
        return False
    return True


def _url(given: object) -> str:
    url = _words(given, "url")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise InvalidInput(f"url: {error}; send the page's address", field="url") from error
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        raise InvalidInput(f"url: {url!r} is not an http(s) address; send the page's own address", field="url")
    return url
