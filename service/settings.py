"""
What the environment may set, read once at the start of a process.

Every field is one environment variable (`VARIABLES`), has a default that suits a laptop, and is described in
docs/operations.md; nothing else in the service reads the environment.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec

from service.domain.errors import SetupError

_WORD = r"[\w-]+"
LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["auto", "console", "json"]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """
    The settings of one process; durations in seconds.

    `database_url` is a libpq URL (`postgresql://user:password@host/name`); None means the embedded Postgres, whose
    files are under `data_dir`. `bootstrap_key` is an API key with every scope; without one nothing can be written
    over HTTP from outside, and the server listens on loopback alone. `signing_key` (an Ed25519 seed, 64 hex digits) or
    `signing_key_file` (a PEM file) signs the log's heads, every `head_interval_s` at most. `llm_url`, `llm_model` and
    `llm_key` name a language model's endpoint of the OpenAI form, for the reader `llm`. `webhook_allow` lists addresses
    that webhooks may be sent to although they are not public, such as `127.0.0.1:9000`. `nats_url` (with
    `nats_credentials`, a file, where the server wants some) is where `verbale relay` sends changes: into the JetStream
    stream `nats_stream`, on subjects under `nats_subject`.
    """

    database_url: str | None = None
    data_dir: Path = Path("data")
    bootstrap_key: str | None = None
    signing_key: str | None = None
    signing_key_file: Path | None = None
    head_interval_s: float = 60.0
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = None
    webhook_allow: str | None = None
    nats_url: str = "nats://127.0.0.1:4222"
    nats_credentials: Path | None = None
    nats_stream: str = "VERBALE_CHANGES"
    nats_subject: str = "verbale.changes"
    host: str = "127.0.0.1"
    port: int = 8080
    pool_size: int = 10
    shutdown_timeout_s: float = 10.0
    log_level: LogLevel = "info"
    log_format: LogFormat = "auto"

    def __repr__(self) -> str:
        """Everything but the secrets, so that a logged or raised setting tells none."""
        return f"Settings(host={self.host!r}, port={self.port}, data_dir={str(self.data_dir)!r})"


VARIABLES: Mapping[str, str] = {
    name: "DATABASE_URL" if name == "database_url" else f"VERBALE_{name.upper()}" for name in Settings.__struct_fields__
}


def load(environ: Mapping[str, str]) -> Settings:
    """
    The settings that *environ* gives; an empty value counts as not set.

    Raises SetupError, naming the variable, for a value that cannot be used.
    """
    given: dict[str, Any] = {}
    for name, kind in get_type_hints(Settings).items():
        variable = VARIABLES[name]
        text = environ.get(variable, "").strip()
        if text:
            given[name] = _convert(variable, text, kind)
    settings = Settings(**given)
    _check(settings)
    return settings


def check_host(settings: Settings) -> None:
    """Raise SetupError when the server would be reached from other machines without a bootstrap key."""
    if settings.bootstrap_key is None and not is_loopback(settings.host):
        raise SetupError(
            f"Without VERBALE_BOOTSTRAP_KEY the server listens on loopback alone, not on {settings.host}. "
            "Set VERBALE_BOOTSTRAP_KEY to a secret of your own, or use --host 127.0.0.1.",
            field="VERBALE_BOOTSTRAP_KEY",
        )


def is_loopback(host: str) -> bool:
    """Whether *host*, a name or an address, is reached from this machine alone."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _convert(variable: str, text: str, kind: Any) -> object:
    try:
        return msgspec.convert(text, kind, strict=False, dec_hook=lambda _, raw: Path(raw).expanduser())
    except msgspec.ValidationError as error:
        raise SetupError(
            f"{variable}={text!r} cannot be used: {error}. See docs/operations.md.", field=variable
        ) from error


def _check(settings: Settings) -> None:
    bounds: tuple[tuple[str, float, float, float], ...] = (
        ("VERBALE_PORT", settings.port, 0, 65535),
        ("VERBALE_POOL_SIZE", settings.pool_size, 1, 100),
        ("VERBALE_HEAD_INTERVAL_S", settings.head_interval_s, 0.1, 86400),
        ("VERBALE_SHUTDOWN_TIMEOUT_S", settings.shutdown_timeout_s, 0, 600),
    )
    for variable, value, low, high in bounds:
        if not low <= value <= high:
            raise SetupError(f"{variable}={value} is not between {low} and {high}.", field=variable)
    if settings.database_url is not None and urlsplit(settings.database_url).scheme not in {"postgresql", "postgres"}:
        raise SetupError(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name; "
            "unset it to use the embedded Postgres.",
            field="DATABASE_URL",
        )
    nats = urlsplit(settings.nats_url)
    if nats.scheme not in {"nats", "tls", "ws", "wss"} or not nats.hostname:
        raise SetupError("VERBALE_NATS_URL must look like nats://host:4222.", field="VERBALE_NATS_URL")
    for variable, text, pattern in (
        ("VERBALE_NATS_STREAM", settings.nats_stream, _WORD),
        ("VERBALE_NATS_SUBJECT", settings.nats_subject, rf"{_WORD}(\.{_WORD})*"),
    ):
        if not re.fullmatch(pattern, text, re.ASCII):
            raise SetupError(
                f"{variable}={text!r} is no such name: letters, digits, _ and -; a subject has dots between its words.",
                field=variable,
            )
