"""
`verbale ready`: asks the server of this machine whether it can be asked.

Made for the health check of a container, so it imports next to nothing.
"""

from __future__ import annotations

import http.client

import rich_click as click

from service.cli import options
from service.domain.errors import Unavailable
from service.settings import is_loopback

_TIMEOUT_S = 5.0


@click.command(epilog="Example: `verbale ready && echo yes`")
@click.option("--port", type=click.IntRange(1, 65535), help="Port that the server listens on.")
def ready(port: int | None) -> None:
    """Fail unless the server on this machine answers at /readyz."""
    settings = options.settings(port=port)
    host = settings.host if is_loopback(settings.host) else "127.0.0.1"
    connection = http.client.HTTPConnection(host, settings.port, timeout=_TIMEOUT_S)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        told = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable(
            f"No server answers on {host} port {settings.port}: {error}. Start `verbale serve`."
        ) from error
    finally:
        connection.close()
    click.echo(told)
    if answer.status != http.client.OK:
        raise Unavailable(f"The server on {host} port {settings.port} is not ready; see its answer above.")
