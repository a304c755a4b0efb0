"""Responses that are encoded already: nothing is rendered, and headers are bytes."""

from __future__ import annotations

from litestar.response.base import ASGIResponse

JSON = "application/json"
_JSON = JSON.encode()


class Encoded(ASGIResponse):
    """A response whose body and headers are bytes; Litestar sends it as it stands."""

    __slots__ = ("pairs",)

    def __init__(
        self, body: bytes, headers: tuple[tuple[bytes, bytes], ...], status_code: int = 200, kind: bytes = _JSON
    ) -> None:
        about = ((b"content-type", kind), (b"content-length", b"%d" % len(body)))
        self.pairs = [*headers] if status_code == 304 else [*about, *headers]
        self.body = body
        self.status_code = status_code
        self.background = None
        self.is_head_response = False

    def encode_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as they are sent."""
        return self.pairs
