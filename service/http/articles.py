"""`GET /v1/articles`, `/v1/articles/{id}` and its claims: what has been recorded, and what was read in it."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, QueryParameter

from service.http.answering import answered
from service.http.dates import From, To, window
from service.http.forms import ArticleAnswer, ArticlesAnswer, ClaimsAnswer
from service.http.openapi import answers
from service.http.parameters import AppRequest, Parties, parties
from service.queries import articles
from service.queries.questions import Asked

Words = Annotated[
    str | None,
    QueryParameter(
        description='Words in title or text; "a phrase", or, and -not as in web searches.',
        max_length=500,
        examples=[Example(value='"critical minerals" jaishankar')],
    ),
]
Publisher = Annotated[str | None, QueryParameter(description="The publisher's name, case aside.", max_length=500)]
Version = Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1, description="Only this version of the article.")]


@get("/articles", tags=["articles"], summary="Search articles", responses=answers(ArticlesAnswer))
async def list_articles(
    request: AppRequest,
    *,
    asked: NamedDependency[Asked],
    q: Words = None,
    publisher: Publisher = None,
    party: Parties = None,
    from_: From = None,
    to: To = None,
) -> Response[Any]:
    """
    Articles, newest first, each in its newest version published by `known_by`.

    `from` and `to` bound the day of publication (UTC), `party` what the claims are about.
    """
    first_day, last_day = window(from_, to)
    wanted = articles.Search(
        asked=asked, words=q, publisher=publisher, parties=parties(party), first_day=first_day, last_day=last_day
    )
    desk = request.app.state.desk
    return answered(request, asked, await desk.read_for(asked, lambda c: articles.search(c, wanted)))


@get("/articles/{article_id:str}", tags=["articles"], summary="One article", responses=answers(ArticleAnswer))
async def show_article(request: AppRequest, asked: NamedDependency[Asked], article_id: FromPath[str]) -> Response[Any]:
    """Its versions with their texts, oldest first."""
    desk = request.app.state.desk
    return answered(request, asked, await desk.read_for(asked, lambda c: articles.one(c, article_id, asked)))


@get(
    "/articles/{article_id:str}/claims",
    tags=["articles"],
    summary="What was read in an article",
    responses=answers(ClaimsAnswer),
)
async def list_claims(
    request: AppRequest, asked: NamedDependency[Asked], article_id: FromPath[str], version: Version = None
) -> Response[Any]:
    """The claims of its versions, each with the words that say it and what analysts said of it."""
    desk = request.app.state.desk
    answer = await desk.read_for(asked, lambda c: articles.claims(c, article_id, asked, version))
    return answered(request, asked, answer)
