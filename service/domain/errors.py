"""
Everything that Verbale raises on purpose, as one tree.

Each error carries its facts as attributes and says in its message what to do next; `http/problems.py` maps the
tree to RFC 9457 problems by `slug` and `status`.

    VerbaleError
    ├── InvalidInput            400  a field of a request or an article cannot be used
    │   ├── InvalidDate              a date, an EDTF text or an instant
    │   ├── UnknownParty             a country or group that is not in the tables
    │   ├── InvalidClaim             a claim that is not in the form of the schema
    │   └── EvidenceMismatch         a quote that is not text[start:end]
    ├── TooLarge                413  an article or a batch over its bound
    ├── NotFound                404  an article, a claim, a key that is not held
    ├── Conflict                409
    │   ├── VersionConflict          a stream is not at the version that the caller expected
    │   └── DuplicateEvent           an event id that is held with another content
    ├── PositionAhead           400  `at` or `min_position` beyond the head
    ├── Forbidden               403  a key without the scope that the request needs
    ├── Unauthorized            401  no key, or an unknown one
    ├── Unavailable             503  the database or the projections cannot answer now
    ├── IntegrityError          500  the log is not what was written
    └── SetupError              —    an environment that cannot start; the message says how to mend it
"""

from __future__ import annotations

from typing import ClassVar


class VerbaleError(Exception):
    """The root. `slug` names the problem type, `status` the HTTP status, `field` the input that is at fault."""

    slug: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something failed inside the service"

    def __init__(self, message: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(message)
        self.field = field
        self.facts = facts


class InvalidInput(VerbaleError):
    """A field of a request or of an article that cannot be used."""

    slug, status, title = "invalid-input", 400, "The request cannot be used as it is"


class InvalidDate(InvalidInput):
    """A date, an EDTF text or an instant that names no time."""

    slug, title = "invalid-date", "Not a date that can be used"


class UnknownParty(InvalidInput):
    """A country or group that is not in the tables."""

    slug, title = "unknown-party", "No such country or group"


class InvalidClaim(InvalidInput):
    """A claim that is not in the form of the schema."""

    slug, title = "invalid-claim", "A claim is not in the form of the schema"


class EvidenceMismatch(InvalidInput):
    """Evidence whose quote is not `text[start:end]`."""

    slug, title = "evidence-mismatch", "The evidence is not in the text"


class PositionAhead(InvalidInput):
    """A position beyond the head of the log."""

    slug, title = "position-ahead", "That position is not recorded yet"


class TooLarge(InvalidInput):
    """An article, a line or a batch over its bound."""

    slug, status, title = "too-large", 413, "Too large"


class Unauthorized(VerbaleError):
    """No API key, or one that is not known."""

    slug, status, title = "unauthorized", 401, "An API key is needed"


class Forbidden(VerbaleError):
    """An API key without the scope that the request needs."""

    slug, status, title = "forbidden", 403, "This key may not do that"


class NotFound(VerbaleError):
    """An article, a claim or a key that is not held."""

    slug, status, title = "not-found", 404, "Not held here"


class Conflict(VerbaleError):
    """A write that contradicts what is recorded."""

    slug, status, title = "conflict", 409, "The write contradicts the record"


class VersionConflict(Conflict):
    """A stream that is not at the version that the caller expected; facts: `stream`, `expected`, `actual`."""

    slug, title = "version-conflict", "The stream has moved on"


class DuplicateEvent(Conflict):
    """An event id that is already held with another content; facts: `event_id`, `position`."""

    slug, title = "duplicate-event", "That event id is held with another content"


class Unavailable(VerbaleError):
    """The database or the projections cannot answer now; trying again may help."""

    slug, status, title = "unavailable", 503, "Not ready to answer"


class IntegrityError(VerbaleError):
    """The log is not what was written; fact: `position`, the first one that is wrong."""

    slug, title = "integrity", "The log is not what was written"


class SetupError(VerbaleError):
    """An environment that cannot start; the message says how to mend it."""

    slug, title = "setup", "The service cannot start"
