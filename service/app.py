"""
The application: the HTTP API with what it needs while it runs.

It starts without a database and says so at /readyz; a server that others can reach is refused without a key.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from litestar import Litestar
from litestar.datastructures import State

from service import settings as configuration
from service.clock import now
from service.domain.errors import SetupError
from service.eventstore import ROLE, EventLog
from service.http import routes
from service.http.head import answering_head
from service.http.openapi import CONFIG
from service.http.problems import HANDLERS
from service.http.subscriptions import Webhooks
from service.queries.asking import Desk
from service.settings import Settings
from service.subscriptions.following import Following
from service.subscriptions.webhooks.addresses import read_allowed
from service.subscriptions.webhooks.sending import Caller

_SESSION = {"timezone": "UTC", "jit": "off", "statement_timeout": "30s", "role": ROLE}
_WRITING = {"application_name": "verbale writing"}
_READING = {
    "application_name": "verbale reading",
    "default_transaction_read_only": "on",
    "plan_cache_mode": "force_generic_plan",
    "enable_memoize": "off",
}
"""Questions are the same few statements, and planning one anew costs several times as much as answering it."""


def create_app(settings: Settings | None = None) -> Litestar:
    """
    The ASGI application; settings come from the environment when none are given.

    Raises SetupError without a database, and without a key for an address that is not loopback.
    """
    settings = configuration.load(os.environ) if settings is None else settings
    if settings.database_url is None:
        raise SetupError("The server needs a database: set DATABASE_URL, or use `verbale up`.", field="DATABASE_URL")
    configuration.check_host(settings)
    caller = Caller(read_allowed(settings.webhook_allow))
    app = Litestar(
        route_handlers=routes.ALL,
        exception_handlers=HANDLERS,
        lifespan=[_running],
        openapi_config=CONFIG,
        logging_config=None,
        state=State({"settings": settings, "caller": caller}),
    )
    app.asgi_handler = answering_head(app.asgi_handler)
    return app


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """The pools, the log and the desk, from the start of the application to its end."""
    settings: Settings = app.state.settings
    writers = max(3, settings.pool_size // 3)  # the log appends on one and hears news on another
    async with (
        _pool(settings, max(1, settings.pool_size - writers), _READING, reset=_nothing_to_reset) as reading,
        _pool(settings, writers, _WRITING) as writing,
        EventLog(writing) as log,
    ):
        following = Following(reading, log.wakeup)
        app.state.update({"log": log, "desk": Desk(reading, now, log.wakeup), "following": following})
        app.state.update({"webhooks": Webhooks(writing, app.state.caller)})
        try:
            yield
        finally:
            await following.close()


def _pool(settings: Settings, size: int, session: dict[str, str], **options: Any) -> Any:
    """A pool that opens its connections when they are needed, so that the server starts before its database."""
    return asyncpg.create_pool(
        settings.database_url,
        min_size=0,
        max_size=size,
        timeout=10,
        command_timeout=60,
        server_settings=_SESSION | session,
        **options,
    )


async def _nothing_to_reset(connection: Any) -> None:
    """Questions leave no state behind in their connection: no SET, no LISTEN, no temporary tables."""
