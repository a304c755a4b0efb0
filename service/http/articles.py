"""`GET /v1/articles`, `/v1/articles/{id}` and its claims: what has been recorded, and what was read in it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from litestar.params import FromPath
from msgspec import Meta

from service.http.answering import answered
from service.http.dates import Windowed
from service.http.forms import ArticleAnswer, ArticlesAnswer, ClaimsAnswer
from service.http.openapi import answers, takes
from service.http.parameters import AppRequest, Clocked, Parties, Text, parties, read
from service.http.responses import Encoded
from service.queries import articles


class ArticleQuery(Windowed, frozen=True, kw_only=True):
    """What `GET /v1/articles` takes."""

    q: Annotated[
        Text | None,
        Meta(
            description='Words in title or text; "a phrase", or, and -not as in web searches.',
            examples=['"critical minerals" jaishankar'],
        ),
    ] = None
    publisher: Annotated[Text | None, Meta(description="The publisher's name, case aside.")] = None
    party: Parties = msgspec.field(default_factory=list)


class ClaimsQuery(Clocked, frozen=True, kw_only=True):
    """What `GET /v1/articles/{id}/claims` takes."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1, description="Only this version of the article.")] | None = None


@get(
    "/articles",
    tags=["articles"],
    summary="Search articles",
    opt=takes(ArticleQuery),
    responses=answers(ArticlesAnswer),
)
async def list_articles(request: AppRequest) -> Encoded:
    """
    Articles, newest first, each in its newest version published by `known_by`.

    `from` and `to` bound the day of publication (UTC), `party` what the claims are about.
    """
    query = read(request, ArticleQuery)
    asked = query.asked(request)
    first_day, last_day = query.window()
    wanted = articles.Search(
        asked=asked,
        words=query.q,
        publisher=query.publisher,
        parties=parties(query.party),
        first_day=first_day,
        last_day=last_day,
    )
    desk = request.app.state.desk
    return answered(request, asked, await desk.read_for(asked, lambda c: articles.search(c, wanted)))


@get(
    "/articles/{article_id:str}",
    tags=["articles"],
    summary="One article",
    opt=takes(Clocked),
    responses=answers(ArticleAnswer),
)
async def show_article(request: AppRequest, article_id: FromPath[str]) -> Encoded:
    """Its versions with their texts, oldest first."""
    asked = read(request, Clocked).asked(request)
    desk = request.app.state.desk
    return answered(request, asked, await desk.read_for(asked, lambda c: articles.one(c, article_id, asked)))


@get(
    "/articles/{article_id:str}/claims",
    tags=["articles"],
    summary="What was read in an article",
    opt=takes(ClaimsQuery),
    responses=answers(ClaimsAnswer),
)
async def list_claims(request: AppRequest, article_id: FromPath[str]) -> Encoded:
    """The claims of its versions, each with the words that say it and what analysts said of it."""
    query = read(request, ClaimsQuery)
    asked = query.asked(request)
    desk = request.app.state.desk
    answer = await desk.read_for(asked, lambda c: articles.claims(c, article_id, asked, query.version))
    return answered(request, asked, answer)
