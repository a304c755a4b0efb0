"""Every route of the service, in one place."""

from __future__ import annotations

from litestar import Router
from litestar.types import ControllerRouterHandler

from service.http import (
    articles,
    asyncapi,
    calendar,
    changes,
    diff,
    dossiers,
    entities,
    events,
    explanations,
    facts,
    feeds,
    health,
    holders,
    log,
    meetings,
    memberships,
    negotiations,
    openapi,
    submissions,
    subscriptions,
    tariffs,
    timeline,
    withdrawals,
)

V1 = Router(
    "/v1",
    route_handlers=[
        submissions.submit,
        submissions.revise,
        submissions.read_article_again,
        withdrawals.withdraw,
        withdrawals.erase,
        withdrawals.judge,
        entities.merge,
        entities.split,
        articles.list_articles,
        articles.show_article,
        articles.list_claims,
        tariffs.list_tariffs,
        memberships.list_memberships,
        memberships.list_initiatives,
        memberships.list_members,
        meetings.list_meetings,
        calendar.show_calendar,
        feeds.show_atom,
        feeds.show_json_feed,
        negotiations.list_negotiations,
        holders.list_positions,
        holders.list_offices,
        dossiers.show_pair,
        dossiers.show_party,
        facts.show_fact,
        facts.show_history,
        facts.show_revisions,
        facts.show_identity,
        diff.show_diff,
        timeline.show_timeline,
        changes.show_changes,
        events.show_events,
        *subscriptions.ALL,
        log.show_head,
        log.show_proof,
        log.show_consistency,
    ],
)

ALL: list[ControllerRouterHandler] = [
    V1,
    health.healthz,
    health.readyz,
    openapi.openapi_json,
    asyncapi.asyncapi_json,
    explanations.explain,
]
