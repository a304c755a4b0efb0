"""A line whose client takes nothing is ended by the system: what listens says so to all that it accepts."""

from __future__ import annotations

import socket
import sys

import pytest

from service.cli import lines

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no such limit elsewhere")


async def test_lines_inherit_the_limit_of_the_socket_that_accepts_them() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        await lines.limit()
        with socket.create_connection(listening.getsockname()) as client:
            accepted, _ = listening.accept()
            with accepted:
                limit = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
            assert limit == lines.STALLED_S * 1000
            assert client.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 0
