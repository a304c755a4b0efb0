"""
A stand-in for a language model's endpoint: it answers what it is told to, over HTTP, and remembers what it was asked.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ModelServer:
    """Answers with `status` and `body`; `asked` holds each request's path, headers and JSON body."""

    def __init__(self) -> None:
        self.status = 200
        self.body = b"{}"
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.url = ""

    def say(self, content: str | None, **choice: object) -> None:
        """Answer with a chat completion whose message is *content*."""
        self.status = 200
        completion = {"choices": [{"message": {"role": "assistant", "content": content}, **choice}]}
        self.body = json.dumps(completion).encode()

    def fail(self, status: int, body: bytes = b"no") -> None:
        """Answer with an error."""
        self.status, self.body = status, body


@contextmanager
def serving() -> Iterator[ModelServer]:
    """A running stand-in on a free port of the loopback."""
    model = ModelServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            model.asked.append((self.path, dict(self.headers), json.loads(content)))
            self.send_response(model.status)
            self.send_header("Content-Length", str(len(model.body)))
            self.end_headers()
            self.wfile.write(model.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
