"""
Documents for readers of their own kind (calendars, feeds): bytes with both validators of HTTP.

A client that holds the document is told so, by its entity tag or, without one, by its date (RFC 9110 section 13.2.2).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b

from service.http.answering import IMMUTABLE, REVALIDATE, names
from service.http.parameters import AppRequest
from service.http.responses import Encoded
from service.queries.asking import Desk

_SETTLED = timedelta(minutes=1)
"""So long after a date nothing of that second can follow: until then it is no validator (section 8.8.2.2)."""


def document(
    request: AppRequest, body: bytes, kind: bytes, *, pinned: bool = False, modified: datetime | None = None
) -> Encoded:
    """
    A response with *body* of the media type *kind*, or 304 for a client that holds it.

    *modified* is when it last became another one; immutable where it is *pinned*.
    """
    desk: Desk = request.app.state.desk
    validator = b'"%s"' % blake2b(body, digest_size=16).hexdigest().encode()
    headers = [(b"etag", validator), IMMUTABLE if pinned else REVALIDATE]
    if modified is not None and modified + _SETTLED <= desk.now():
        headers.append((b"last-modified", format_datetime(modified.astimezone(UTC), usegmt=True).encode()))
    else:
        modified = None
    status = 304 if _holds(request, validator, modified) else 200
    return Encoded(body if status == 200 else b"", tuple(headers), status, kind)


def _holds(request: AppRequest, validator: bytes, modified: datetime | None) -> bool:
    """Whether the client has it already: a date counts only where no tag is given."""
    tags = [value for name, value in request.scope["headers"] if name == b"if-none-match"]
    if tags:
        return any(names(value, validator) for value in tags)
    since = request.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        held = parsedate_to_datetime(since)
    except ValueError:
        return False
    return modified.replace(microsecond=0) <= (held if held.tzinfo else held.replace(tzinfo=UTC))
