"""
Asking a language model over HTTP, against a stand-in server: the answer as it came, or an error that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from service.domain.errors import InvalidInput, Unavailable
from service.intake.model import MOST_BYTES, ModelEndpoint
from tests.intake.model_server import ModelServer, serving


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as model:
        yield model


async def test_the_answer_comes_back_as_it_was_given(server: ModelServer) -> None:
    server.say('{"claims": []}')
    async with ModelEndpoint(server.url, "some-model", "secret") as endpoint:
        assert await endpoint.ask("Words.", "Title") == '{"claims": []}'
    ((path, headers, body),) = server.asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert body["model"] == "some-model"
    assert body["temperature"] == 0
    assert "Words." in body["messages"][-1]["content"]
    assert body["response_format"]["json_schema"]["schema"]["required"] == ["claims"]


async def test_without_a_key_none_is_sent(server: ModelServer) -> None:
    server.say("{}")
    async with ModelEndpoint(f"{server.url}/", "m") as endpoint:
        await endpoint.ask("Words.", None)
    assert "Authorization" not in server.asked[0][1]


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_an_endpoint_that_cannot_answer_now_is_unavailable(server: ModelServer, status: int) -> None:
    server.fail(status)
    async with ModelEndpoint(server.url, "m") as endpoint:
        with pytest.raises(Unavailable, match=str(status)):
            await endpoint.ask("Words.", None)


async def test_an_endpoint_that_is_not_there_is_unavailable(server: ModelServer) -> None:
    async with ModelEndpoint("http://127.0.0.1:9/v1", "m", timeout_s=5) as endpoint:
        with pytest.raises(Unavailable, match="cannot be reached"):
            await endpoint.ask("Words.", None)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, b"no such key", "401: no such key"),
        (200, b"<html>", "check the address"),
        (200, b'{"choices": []}', "check the address"),
        (200, b"\xff", "check the address"),
        (200, b" " * (MOST_BYTES + 1), "bytes"),
    ],
)
async def test_what_is_no_completion_says_what_is_wrong(
    server: ModelServer, status: int, body: bytes, told: str
) -> None:
    server.fail(status, body)
    async with ModelEndpoint(server.url, "m") as endpoint:
        with pytest.raises(InvalidInput, match=re.escape(told)):
            await endpoint.ask("Words.", None)


async def test_an_answer_that_was_cut_off_or_refused_is_not_used(server: ModelServer) -> None:
    async with ModelEndpoint(server.url, "m") as endpoint:
        server.say('{"claims": [', finish_reason="length")
        with pytest.raises(InvalidInput, match="length"):
            await endpoint.ask("Words.", None)
        server.say(None, finish_reason="stop")
        with pytest.raises(InvalidInput, match="another model"):
            await endpoint.ask("Words.", None)
