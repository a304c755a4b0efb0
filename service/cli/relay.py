"""
`verbale relay`: changes into NATS JetStream, for consumers on other machines.

It may be killed at any time, and so may NATS and the database: it goes on after the last change that the stream holds.
"""

from __future__ import annotations

import asyncio
import signal
from importlib.util import find_spec

import rich_click as click

from service.cli import database, logs, options
from service.domain.errors import SetupError
from service.postgres import revisions
from service.settings import Settings


@click.command(epilog="Example: `VERBALE_NATS_URL=nats://127.0.0.1:4222 verbale relay`")
@click.option("--once", is_flag=True, help="Relay what there is, and end.")
def relay(*, once: bool) -> None:
    """Publish every change to a NATS JetStream stream, once and in order (needs `pip install 'verbale[nats]'`)."""
    if find_spec("nats") is None:
        raise SetupError("`verbale relay` needs the client of NATS: pip install 'verbale[nats]'.")
    settings = options.settings()
    logs.configure(settings)
    asyncio.run(_relay(settings, once=once))


async def _relay(settings: Settings, *, once: bool) -> None:
    from service.subscriptions import relay as relaying  # noqa: PLC0415 - only there with the extra
    from service.subscriptions.jetstream import Target  # noqa: PLC0415

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    url = database.required(settings)
    await revisions.check(url)
    credentials = settings.nats_credentials
    target = Target(
        settings.nats_url,
        None if credentials is None else str(credentials),
        settings.nats_stream,
        settings.nats_subject,
    )
    await relaying.run(url, target, stop, once=once)
