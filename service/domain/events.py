"""
Events: what can be recorded, and how stored bytes become values again.

A stored event is never rewritten, so a type's name and every version of its payload stand for ever: a payload that
has to change gets a new version and an upcaster from the one before it (`CATALOGUE`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec

from service.domain.claims import Claim
from service.domain.errors import IntegrityError, SetupError


class Event(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What every payload has: the name of its type and the version of its form, stored beside it."""

    type: ClassVar[str]
    version_of_form: ClassVar[int] = 1


class ArticleRecorded(Event, frozen=True, kw_only=True):
    """
    The first version of an article: `version` is 1.

    `published_at` is UTC, and assumed where the publisher gave none. The text itself stands beside the log under
    `text_sha256` (hex, of its UTF-8 bytes); `text_length` counts its characters. So does the title, as
    `titles.stored` makes it, under `title_sha256`; `title` has it only in events of form 1. `story` is equal, or
    nearly so, for syndicated copies of one text.
    """

    type: ClassVar[str] = "article.recorded"
    version_of_form: ClassVar[int] = 2
    article_id: str
    version: int
    url: str
    publisher: str
    title: str | None = None
    title_sha256: str | None = None
    published_at: datetime
    published_at_assumed: bool
    text_sha256: str
    text_length: int
    story: str
    language: str | None = None


class ArticleRevised(ArticleRecorded, frozen=True, kw_only=True):
    """A later version of the same article, with another text."""

    type: ClassVar[str] = "article.revised"


class ArticleRetracted(Event, frozen=True, kw_only=True):
    """The publisher withdrew an article; `retracted_at` is when it said so, in publication time."""

    type: ClassVar[str] = "article.retracted"
    article_id: str
    retracted_at: datetime
    reason: str


class Reader(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Who read the claims: an extractor and its version."""

    name: str
    version: str


class ClaimsExtracted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """
    What one reader read in one article version; a later one for the same version supersedes it.

    Values as long as quotes stand beside the log under `wordings_sha256`, and `claims` has marks for them: see
    `wordings.whole`.
    """

    type: ClassVar[str] = "claims.extracted"
    article_id: str
    version: int
    reader: Reader
    claims: tuple[Claim, ...]
    wordings_sha256: str | None = None


class ReadingRequested(Event, frozen=True, kw_only=True):
    """Somebody wants an article version read, or read again, by the reader of that name (`extraction.reader.NAMES`)."""

    type: ClassVar[str] = "reading.requested"
    article_id: str
    version: int
    reader: str


class ModelAnswered(Event, frozen=True, kw_only=True):
    """
    What a language model answered about an article version, as it came, under `answer_sha256` beside the log.

    It quotes the article, so it is erased with it. `model` is the name that the endpoint knows it by.
    """

    type: ClassVar[str] = "model.answered"
    article_id: str
    version: int
    model: str
    answer_sha256: str


class ClaimReviewed(Event, frozen=True, kw_only=True):
    """An analyst's word on one claim; `correction` is the claim as it should have been read."""

    type: ClassVar[str] = "claim.reviewed"
    claim_id: str
    verdict: Literal["confirmed", "rejected", "corrected"]
    reason: str
    reviewer: str
    reviewed_at: datetime
    correction: Claim | None = None


class EntitiesMerged(Event, frozen=True, kw_only=True):
    """Several keys of one kind are one thing."""

    type: ClassVar[str] = "entities.merged"
    kind: str
    keys: tuple[str, ...]
    reason: str


class EntitiesSplit(EntitiesMerged, frozen=True, kw_only=True):
    """Several keys of one kind are different things, whatever the rules make of them."""

    type: ClassVar[str] = "entities.split"


class TextErased(Event, frozen=True, kw_only=True):
    """The law wants words of an article removed, its text's or a title's; the log keeps their SHA-256 alone."""

    type: ClassVar[str] = "text.erased"
    article_id: str
    text_sha256: str
    reason: str


class EventSkipped(Event, frozen=True, kw_only=True):
    """An operator let a consumer (named by its checkpoint) go past an event that it could not handle."""

    type: ClassVar[str] = "event.skipped"
    position: int
    consumer: str
    reason: str


Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class Catalogue:
    """
    The event types of a release: how each is written, and how each stored version of it is read.

    *upcasters* has for `(type, version)` the function from that version's document to the next one's.
    """

    def __init__(self, types: Sequence[type[Event]], upcasters: Mapping[tuple[str, int], Upcaster]) -> None:
        self._types = {each.type: each for each in types}
        self._decoders = {each.type: msgspec.json.Decoder(each) for each in types}
        self._upcasters = dict(upcasters)
        for each in types:
            for version in range(1, each.version_of_form):
                assert (each.type, version) in self._upcasters, f"{each.type} {version} has no upcaster"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all types, sorted."""
        return tuple(sorted(self._types))

    def version_of(self, type_name: str) -> int:
        """The version in which a type is written today."""
        return self._types[type_name].version_of_form

    def decode(self, type_name: str, version: int, document: bytes | str) -> Event:
        """
        The value that *document*, stored as *version* of *type_name*, stands for today.

        Raises SetupError for a type or version of a newer release, IntegrityError for bytes that do not fit.
        """
        kind = self._types.get(type_name)
        if kind is None or version > kind.version_of_form:
            raise SetupError(
                f"The log holds {type_name!r} version {version}, which this release does not know: "
                "upgrade every process that reads this database.",
                type=type_name,
                version=version,
            )
        try:
            if version == kind.version_of_form:
                return self._decoders[type_name].decode(document)
            value: dict[str, Any] = msgspec.json.decode(document)
            for form in range(version, kind.version_of_form):
                value = self._upcasters[type_name, form](value)
            return msgspec.convert(value, kind)
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
            raise IntegrityError(
                f"A stored {type_name} version {version} cannot be read: {error}. Run `verbale verify`.",
                type=type_name,
                version=version,
            ) from error


_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(event: Event) -> bytes:
    """The bytes that are stored for *event*: compact JSON in UTF-8, equal for equal values."""
    return _ENCODER.encode(event)


def _same(document: dict[str, Any]) -> dict[str, Any]:
    """The next form only has more fields."""
    return document


CATALOGUE = Catalogue(
    types=(
        ArticleRecorded,
        ArticleRevised,
        ArticleRetracted,
        ReadingRequested,
        ModelAnswered,
        ClaimsExtracted,
        ClaimReviewed,
        EntitiesMerged,
        EntitiesSplit,
        TextErased,
        EventSkipped,
    ),
    upcasters={(ArticleRecorded.type, 1): _same, (ArticleRevised.type, 1): _same},
)
