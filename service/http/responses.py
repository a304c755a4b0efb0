"""Responses that are encoded already: nothing is rendered, and headers are bytes."""

from __future__ import annotations

from litestar.response.base import ASGIResponse

JSON = "application/json"
_JSON_TYPE = (b"content-type", b"application/json")


class Encoded(ASGIResponse):
    """A response whose body and headers are bytes; Litestar sends it as it stands."""

    __slots__ = ("pairs",)

    def __init__(self, body: bytes, headers: tuple[tuple[bytes, bytes], ...], status_code: int = 200) -> None:
        self.pairs = (
            [*headers] if status_code == 304 else [_JSON_TYPE, (b"content-length", b"%d" % len(body)), *headers]
        )
        self.body = body
        self.status_code = status_code
        self.background = None
        self.is_head_response = False

    def encode_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as they are sent."""
        return self.pairs
