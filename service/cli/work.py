"""
`verbale work`: the projections' worker alone, which signs the log's heads too.

It stops after the batch at hand when it is asked to (SIGTERM, SIGINT); killed, it goes on from its checkpoints.
"""

from __future__ import annotations

import asyncio
import signal

import rich_click as click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.cli import database, logs, options
from service.eventstore import heads, signing
from service.intake.model import ModelEndpoint
from service.postgres import revisions
from service.projections import runner
from service.settings import Settings
from service.subscriptions.webhooks import running as webhooks
from service.subscriptions.webhooks.addresses import read_allowed
from service.subscriptions.webhooks.sending import Caller


@click.command(epilog="Example: `DATABASE_URL=postgresql://verbale@db/verbale verbale work`")
def work() -> None:
    """Keep the read models up with the log, and deliver to webhooks (part of `verbale up`)."""
    settings = options.settings()
    logs.configure(settings)
    asyncio.run(_work(database.required(settings), settings, signing.load(settings)))


async def _work(url: str, settings: Settings, key: Ed25519PrivateKey | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    caller = Caller(read_allowed(settings.webhook_allow))
    await revisions.check(url)
    async with asyncio.TaskGroup() as parts:
        parts.create_task(runner.run(url, stop, ModelEndpoint.configured(settings)))
        parts.create_task(webhooks.run_beside(url, stop, caller))
        parts.create_task(heads.keep_signing(url, key, settings.head_interval_s, stop))
