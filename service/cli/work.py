"""
`verbale work`: the projections' worker alone.

It stops after the batch at hand when it is asked to (SIGTERM, SIGINT); killed, it goes on from its checkpoints.
"""

from __future__ import annotations

import asyncio
import signal

import rich_click as click

from service.cli import database, logs, options
from service.postgres import revisions
from service.projections import runner


@click.command(epilog="Example: `DATABASE_URL=postgresql://verbale@db/verbale verbale work`")
def work() -> None:
    """Keep the read models up with the log (part of `verbale up`)."""
    settings = options.settings()
    logs.configure(settings)
    asyncio.run(_work(database.required(settings)))


async def _work(url: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await revisions.check(url)
    await runner.run(url, stop)
