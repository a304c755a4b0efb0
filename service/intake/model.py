"""
The endpoint of a language model: asked about one article, it answers with words that it points at.

Any server of the OpenAI form will do (`POST {url}/chat/completions`). What it answers is never trusted:
`service/extraction/pointing` checks every word of it.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from service.domain.errors import InvalidInput, Unavailable
from service.extraction import document, pointing
from service.extraction.reader import Article
from service.intake.submission import READERS, RULES
from service.settings import Settings

TIMEOUT_S = 120.0
NO_MODEL = (
    "The reader `llm` needs an endpoint: set VERBALE_LLM_URL (such as http://127.0.0.1:11434/v1) and "
    "VERBALE_LLM_MODEL, and VERBALE_LLM_KEY if it wants a key."
)
MOST_BYTES = 2_000_000
"""A longer answer is cut off and refused."""


def readers(settings: Settings) -> tuple[str, ...]:
    """Who can be asked to read where *settings* hold."""
    return READERS if settings.llm_url and settings.llm_model else (RULES,)


class _Message(msgspec.Struct, frozen=True):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct, frozen=True):
    choices: tuple[_Choice, ...]


class ModelEndpoint:
    """
    *model* at *url* (up to and without `/chat/completions`), with *key* if it wants one.

    Use it as an async context manager. *timeout_s* is for one answer, in seconds.
    """

    def __init__(self, url: str, model: str, key: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        self.model = model
        self._url = url.rstrip("/") + "/chat/completions"
        self._client = httpx.AsyncClient(
            timeout=timeout_s,
            transport=httpx.AsyncHTTPTransport(retries=2),
            headers={"Authorization": f"Bearer {key}"} if key else {},
        )

    @classmethod
    def configured(cls, settings: Settings) -> Self | None:
        """The endpoint that *settings* name, None where they name none."""
        if settings.llm_url is None or settings.llm_model is None:
            return None
        return cls(settings.llm_url, settings.llm_model, settings.llm_key)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def ask(self, text: str, title: str | None) -> str:
        """
        The model's answer about an article, as it came.

        Raises Unavailable when the endpoint cannot answer now, InvalidInput when it refuses the request or does not
        answer in the OpenAI form.
        """
        content = await self._post(pointing.request(self.model, text, title))
        try:
            choice = msgspec.json.decode(content, type=_Completion).choices[0]
        except (msgspec.DecodeError, UnicodeDecodeError, IndexError) as error:
            raise InvalidInput(
                f"{self._url} did not answer with a chat completion ({error}); check the address.", field="url"
            ) from None
        if choice.message.content is None or choice.finish_reason == "length":
            why = choice.message.refusal or choice.finish_reason or "no content"
            raise InvalidInput(f"{self.model} did not answer in full ({why}); use another model.", field="model")
        return choice.message.content

    async def read(self, article: Article) -> pointing.Checked:
        """The claims that the model points at and *article* bears out, and what was refused. Raises as `ask`."""
        answer = await self.ask(article.text, article.title)
        return pointing.check(answer, document.read(article.text, article.published_at, article.title))

    async def _post(self, body: dict[str, Any]) -> bytes:
        try:
            async with self._client.stream("POST", self._url, json=body) as response:
                content = b""
                async for chunk in response.aiter_bytes():
                    content += chunk
                    if len(content) > MOST_BYTES:
                        raise InvalidInput(f"{self._url} answered with over {MOST_BYTES:,} bytes.", field="url")
        except httpx.HTTPError as error:
            raise Unavailable(f"{self._url} cannot be reached ({type(error).__name__}: {error}); try again.") from error
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            raise Unavailable(f"{self._url} answered {response.status_code}; try again later.")
        if not response.is_success:
            told = content[:300].decode(errors="replace")
            raise InvalidInput(f"{self._url} answered {response.status_code}: {told}", field="url")
        return content
