"""
`POST /v1/articles/{id}/retraction`, `…/erasure` and `POST /v1/claims/{id}/review`: what ends or outranks a claim.

Neither a retraction nor a review changes an answer at an earlier `known_by`: they count from the publisher's word on,
and from the analyst's. An erasure takes an article's words out of every answer, whatever its clocks.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from litestar import Response, post
from litestar.params import FromPath, JSONBody

from service.clock import now
from service.domain.claim_documents import claim_from_document
from service.domain.errors import InvalidInput, NotFound
from service.domain.events import ClaimReviewed
from service.http.openapi import writes
from service.http.parameters import AppRequest
from service.http.responses import JSON
from service.http.writing import WRITES, wanted_wait, within
from service.intake import erasing
from service.intake.recording import retract, review
from service.intake.submission import instant
from service.queries.claims import claim_source

ACTOR = "bootstrap"
MAX_REASON = 2_000


class Retraction(msgspec.Struct, frozen=True, kw_only=True):
    """That a publisher withdrew an article: when it said so (default: now), and why."""

    reason: str
    retracted_at: str | None = None


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """An analyst's word on one claim; `correction` is the claim as it should have been read."""

    verdict: Literal["confirmed", "rejected", "corrected"]
    reason: str
    reviewer: str
    reviewed_at: str | None = None
    correction: dict[str, Any] | None = None


class Noted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a writer is told: what it was about, the log position, and whether answers have it by now."""

    id: str
    position: int
    projected: bool | None = None


class ErasureOrder(msgspec.Struct, frozen=True, kw_only=True):
    """That an article's words must go, and why: the law that asks for it, a court's decision."""

    reason: str


class Erased(Noted, frozen=True, kw_only=True, omit_defaults=True):
    """What became of an article's words: how many texts, titles and long values were erased now (0: before)."""

    texts: int


@post(
    "/articles/{article_id:str}/retraction",
    guards=WRITES,
    tags=["articles"],
    responses=writes(Noted),
    summary="Record that a publisher withdrew an article",
)
async def withdraw(request: AppRequest, article_id: FromPath[str], data: JSONBody[Retraction]) -> Response[Any]:
    """Its claims stop counting from `retracted_at` on; answers at an earlier `known_by` stay as they are."""
    at = now() if data.retracted_at is None else instant(data.retracted_at, now(), "retracted_at")
    position = await retract(request.app.state.log, article_id, at, words(data.reason, "reason"), actor=ACTOR)
    return await noted(request, Noted(id=article_id, position=position))


@post(
    "/articles/{article_id:str}/erasure",
    guards=WRITES,
    tags=["articles"],
    responses=writes(Erased),
    summary="Erase an article's words for good",
)
async def erase(request: AppRequest, article_id: FromPath[str], data: JSONBody[ErasureOrder]) -> Response[Any]:
    """
    Its texts and titles, and every quote of them, leave the record; the events, their hashes and what was read stay.

    Asked again it answers 200 and records nothing. A text that other articles carry word for word is gone for them too.
    """
    done = await erasing.erase(request.app.state.log, article_id, words(data.reason, "reason"), actor=ACTOR)
    told = Erased(id=article_id, position=done.position, texts=done.texts)
    return await noted(request, told, 201 if done.created else 200)


@post(
    "/claims/{claim_id:str}/review",
    guards=WRITES,
    tags=["articles"],
    responses=writes(Noted),
    summary="Confirm, reject or correct a claim",
)
async def judge(request: AppRequest, claim_id: FromPath[str], data: JSONBody[Review]) -> Response[Any]:
    """An analyst's review outranks every article, from `reviewed_at` on."""
    async with request.app.state.desk.pool.acquire() as connection:
        source = await claim_source(connection, claim_id)
    if source is None:
        raise NotFound(f"No claim {claim_id} is held here; GET /v1/articles/{{id}}/claims lists them", field="id")
    if (data.correction is not None) != (data.verdict == "corrected"):
        raise InvalidInput(
            "correction goes with the verdict `corrected`, and with no other: give both or neither", field="correction"
        )
    correction = None
    if data.correction is not None:
        document = {"evidence": source.evidence, **data.correction}
        correction = claim_from_document(document, source.text or "", "correction")
    payload = ClaimReviewed(
        claim_id=claim_id,
        verdict=data.verdict,
        reason=words(data.reason, "reason"),
        reviewer=words(data.reviewer, "reviewer"),
        reviewed_at=now() if data.reviewed_at is None else instant(data.reviewed_at, now(), "reviewed_at"),
        correction=correction,
    )
    position = await review(request.app.state.log, source.article_id, payload, actor=ACTOR)
    return await noted(request, Noted(id=claim_id, position=position))


async def noted(request: AppRequest, told: Noted, status: int = 201) -> Response[Any]:
    """What a writer is told, once the answers have it where that is preferred: 202 where they do not in time."""
    wait = wanted_wait(request)
    if wait is not None:
        projected = await within(wait, request.app.state.desk.waiting.until_projected(told.position))
        told, status = msgspec.structs.replace(told, projected=projected), status if projected else 202
    return Response(msgspec.json.encode(told), status_code=status, media_type=JSON)


def words(given: str, field: str) -> str:
    """*given* without white space around it. Raises InvalidInput for what is no line of words."""
    words = given.strip()
    if not words or len(words) > MAX_REASON or "\x00" in words or not words.isprintable():
        raise InvalidInput(f"{field} must be words on one line, {MAX_REASON:,} characters at most", field=field)
    return words
