"""`GET /problems/{slug}`: what a problem's `type` leads to."""

from __future__ import annotations

import msgspec
from litestar import get
from litestar.params import FromPath

from service.domain.errors import NotFound
from service.http.problems import slugs, type_of


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A type of problem: its address, the status it comes with, and what it means."""

    type: str
    status: int
    title: str


@get("/problems/{slug:str}", tags=["operations"], summary="What a type of problem means", sync_to_thread=False)
def explain(slug: FromPath[str]) -> Explanation:
    """The status and title of a problem type; every problem names the fault and the mend in its own `detail`."""
    known = slugs()
    if slug not in known:
        raise NotFound(f"No problem is of type {slug}; there are {', '.join(sorted(known))}", field="slug")
    status, title = known[slug]
    return Explanation(type=type_of(slug), status=status, title=title)
