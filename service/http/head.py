"""HEAD: what GET would answer, without its body (RFC 9110 section 9.3.2), at every address that takes GET."""

from __future__ import annotations

from typing import Any

from litestar.types import ASGIApp, Receive, Send


def answering_head(app: ASGIApp) -> ASGIApp:
    """*app*, to which every HEAD request is a GET whose body is not sent."""

    async def answer(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await app(scope, receive, send)
            return

        async def without_body(message: Any) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"], scope["head"] = "GET", True
        await app(scope, receive, without_body)

    return answer
