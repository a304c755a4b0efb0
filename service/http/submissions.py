"""
`POST /v1/articles` and `POST /v1/articles/{id}/versions`: articles come in.

One article that cannot be used leaves nothing behind, and never its neighbours in a batch.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Literal

import msgspec
from litestar import Response, post
from litestar.exceptions import ClientException
from litestar.params import FromPath, JSONBody
from litestar.response import Stream

from service.clock import now
from service.http import batches, bodies
from service.http.openapi import NDJSON, writes
from service.http.parameters import AppRequest
from service.http.responses import JSON
from service.http.writing import WRITES, wanted_wait, within
from service.intake.model import readers
from service.intake.recording import Receipt, read_again, record
from service.intake.submission import Submission

ACTOR = "bootstrap"


class Recorded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a writer is told: the article's id and version, the log position, and whether answers have it by now."""

    id: str
    version: int
    position: int
    projected: bool | None = None


@post(
    "/articles",
    guards=WRITES,
    tags=["articles"],
    responses=writes(Recorded),
    request_max_body_size=None,
    summary="Record an article, or many as NDJSON",
)
async def submit(request: AppRequest) -> Response[Any]:
    """
    Record one article (`application/json`), or one a line (`application/x-ndjson`).

    201 for a new version, 200 for one already held. With `Prefer: wait=N` the answer comes once the article is read
    and projected; 202 when that takes longer than N seconds (it is recorded all the same).
    """
    kind = request.content_type[0]
    if kind in NDJSON:
        return Stream(
            await batches.record_lines(request, request.app.state.log, request.app.state.desk),
            media_type=NDJSON[0],
            status_code=200,
        )
    _refuse_other(kind)
    submission = bodies.decode(await bodies.read(request), Submission)
    return await _receipt(
        request,
        await record(
            request.app.state.log, submission, now(), actor=ACTOR, readers=readers(request.app.state.settings)
        ),
    )


@post(
    "/articles/{article_id:str}/versions",
    guards=WRITES,
    tags=["articles"],
    responses=writes(Recorded),
    request_max_body_size=None,
    summary="Record another text of an article that is held",
)
async def revise(request: AppRequest, article_id: FromPath[str]) -> Response[Any]:
    """Record a later version of an article, as `POST /v1/articles` does; `url` and `publisher` may be left out."""
    _refuse_other(request.content_type[0])
    submission = bodies.decode(await bodies.read(request), Submission)
    receipt = await record(
        request.app.state.log,
        submission,
        now(),
        actor=ACTOR,
        article_id=article_id,
        readers=readers(request.app.state.settings),
    )
    return await _receipt(request, receipt)


class ReadingOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Who shall read an article again: `rules`, `llm` (a language model points, our code reads), or `rules+llm`."""

    reader: Literal["rules", "llm", "rules+llm"]


@post(
    "/articles/{article_id:str}/readings",
    guards=WRITES,
    tags=["articles"],
    responses=writes(Recorded),
    summary="Have an article read again",
)
async def read_article_again(
    request: AppRequest, article_id: FromPath[str], data: JSONBody[ReadingOrder]
) -> Response[Any]:
    """
    Every version of it is read once more, and what is read now takes the place of what was read before.

    A claim that is read again stands with its id; reviews of a claim hold for one that says the same. Answers pinned
    to an earlier log position stay as they are.
    """
    known = readers(request.app.state.settings)
    receipt = await read_again(request.app.state.log, article_id, data.reader, known, actor=ACTOR)
    return await _receipt(request, receipt)


def _refuse_other(kind: str) -> None:
    if kind != JSON:
        raise ClientException(
            f"Content-Type: {kind or 'none'} is not read here; send {JSON}, or {NDJSON[0]} for many articles",
            status_code=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            extra={"field": "Content-Type"},
        )


async def _receipt(request: AppRequest, receipt: Receipt) -> Response[Any]:
    wait = wanted_wait(request)
    headers = {"Location": f"/v1/articles/{receipt.id}"}
    projected = None
    if wait is not None:
        desk = request.app.state.desk
        projected = await within(wait, desk.waiting.until_read(receipt.id, receipt.version, receipt.position))
        headers["Preference-Applied"] = f"wait={wait:.0f}"
    told = Recorded(id=receipt.id, version=receipt.version, position=receipt.position, projected=projected)
    status = 202 if projected is False else 201 if receipt.created else 200
    return Response(msgspec.json.encode(told), status_code=status, media_type=JSON, headers=headers)
