"""
`verbale serve`: the HTTP API alone.

Granian accepts the connections in one process and runs the application in another, which never outlives the first.
Event streams, which would never end, are ended when the server is stopped; any other connection that does not end by
itself is cut after VERBALE_SHUTDOWN_TIMEOUT_S.
"""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import os
import secrets
import signal
from typing import Any

import msgspec
import rich_click as click
import structlog
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from service.cli import database, lines, logs, options
from service.postgres.lifeline import set_death_signal
from service.settings import VARIABLES

MAX_CONNECTIONS = 16_384
"""So many requests are under way at a time, those of event streams included."""
_GATHERED = 1 << 17
"""So many bytes are gathered for a client that is slow to take them."""
_END_STREAMS = signal.SIGUSR1
_log = structlog.get_logger(__name__)


@click.command(epilog="Example: `DATABASE_URL=postgresql://verbale@db/verbale verbale serve --port 8080`")
@click.option("--host", help="Address to listen on; anything but loopback needs VERBALE_BOOTSTRAP_KEY.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option(
    "--make-key", is_flag=True, help="Make a key for this run and log it, unless VERBALE_BOOTSTRAP_KEY is set."
)
def serve(host: str | None, port: int | None, *, make_key: bool) -> None:
    """Serve the HTTP API (part of `verbale up`)."""
    settings = options.settings(host=host, port=port)
    logs.configure(settings)
    if make_key and settings.bootstrap_key is None:
        settings = msgspec.structs.replace(settings, bootstrap_key=secrets.token_urlsafe(24))
        _log.warning("VERBALE_BOOTSTRAP_KEY is not set; a key for this run", key=settings.bootstrap_key)
    options.check_address(settings)
    os.environ[VARIABLES["database_url"]] = database.required(settings)
    os.environ.update(options.environment(settings))
    server = Granian(
        f"{__name__}:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        workers_kill_timeout=max(1, math.ceil(settings.shutdown_timeout_s)),
        backpressure=MAX_CONNECTIONS,
        http1_settings=HTTP1Settings(max_buffer_size=_GATHERED),
        log_level=LogLevels.warning,
        websockets=False,
    )
    server.on_startup(_end_streams_first)
    server.serve()


def _end_streams_first() -> None:
    """Have the streams end before Granian waits for its connections: it tells the application to stop after that."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ending_streams(signal.getsignal(number)))


def _ending_streams(stop: Any) -> Any:
    def handle(number: int, frame: Any) -> None:
        for child in multiprocessing.active_children():
            if child.pid is not None:
                os.kill(child.pid, _END_STREAMS)
        stop(number, frame)

    return handle


def application() -> Any:
    """The application, made in the process that runs it."""
    parent = multiprocessing.parent_process()
    set_death_signal(signal.SIGKILL)
    signal.signal(_END_STREAMS, signal.SIG_IGN)  # until there are any
    if parent is not None and os.getppid() != parent.pid:  # it died before the line above
        os._exit(1)
    from service.app import create_app  # noqa: PLC0415 - the accepting process has no use for it

    logs.configure(options.settings())
    app = create_app()

    async def end_streams_when_told() -> None:
        app.state.limiting = asyncio.create_task(lines.limit())
        asyncio.get_running_loop().add_signal_handler(_END_STREAMS, app.state.following.end_streams)

    app.on_startup.append(end_streams_when_told)
    return app
