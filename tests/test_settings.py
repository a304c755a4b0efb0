"""What the environment may say, and what is said when it says nonsense."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.domain.errors import SetupError
from service.settings import VARIABLES, Settings, check_host, is_loopback, load


def test_without_anything_set_it_suits_a_laptop() -> None:
    assert load({}) == Settings()
    assert Settings().host == "127.0.0.1"


def test_every_field_is_a_variable() -> None:
    given = load(
        {
            "DATABASE_URL": "postgresql://someone@db/record",
            "VERBALE_DATA_DIR": "elsewhere",
            "VERBALE_BOOTSTRAP_KEY": "key",
            "VERBALE_SIGNING_KEY": "5a" * 32,
            "VERBALE_SIGNING_KEY_FILE": "signing.pem",
            "VERBALE_HEAD_INTERVAL_S": "5",
            "VERBALE_LLM_URL": "http://127.0.0.1:11434/v1",
            "VERBALE_LLM_MODEL": "some-model",
            "VERBALE_LLM_KEY": "secret",
            "VERBALE_WEBHOOK_ALLOW": "127.0.0.1:9000",
            "VERBALE_NATS_URL": "tls://nats.example:4222",
            "VERBALE_NATS_CREDENTIALS": "relay.creds",
            "VERBALE_NATS_STREAM": "CHANGES",
            "VERBALE_NATS_SUBJECT": "record.changes",
            "VERBALE_HOST": "::1",
            "VERBALE_PORT": "9000",
            "VERBALE_POOL_SIZE": "3",
            "VERBALE_SHUTDOWN_TIMEOUT_S": "2.5",
            "VERBALE_LOG_LEVEL": "debug",
            "VERBALE_LOG_FORMAT": "json",
        }
    )
    assert len(VARIABLES) == len(Settings.__struct_fields__)
    assert all(getattr(given, name) != getattr(Settings(), name) for name in VARIABLES)
    assert given.data_dir == Path("elsewhere")
    assert given.port == 9000


def test_an_empty_value_counts_as_not_set() -> None:
    assert load({"VERBALE_PORT": "", "VERBALE_BOOTSTRAP_KEY": "  "}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("VERBALE_PORT", "http"),
        ("VERBALE_PORT", "70000"),
        ("VERBALE_POOL_SIZE", "0"),
        ("VERBALE_SHUTDOWN_TIMEOUT_S", "-1"),
        ("VERBALE_SHUTDOWN_TIMEOUT_S", "nan"),
        ("VERBALE_HEAD_INTERVAL_S", "0"),
        ("VERBALE_LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://db/record"),
        ("VERBALE_NATS_URL", "nats.example:4222"),
        ("VERBALE_NATS_STREAM", "A.B"),
        ("VERBALE_NATS_SUBJECT", "changes.>"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    with pytest.raises(SetupError, match=variable) as caught:
        load({variable: value})
    assert caught.value.field == variable


def test_a_secret_is_not_in_what_is_printed() -> None:
    secrets = {"VERBALE_BOOTSTRAP_KEY": "sesame", "VERBALE_SIGNING_KEY": "sesame"}
    shown = repr(load({**secrets, "DATABASE_URL": "postgresql://a:sesame@db/record"}))
    assert "sesame" not in shown


def test_the_password_of_an_unusable_database_url_is_not_told() -> None:
    with pytest.raises(SetupError) as caught:
        load({"DATABASE_URL": "mysql://a:sesame@db/record"})
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_alone(host: str, told: bool) -> None:
    assert is_loopback(host) is told


def test_without_a_key_only_loopback_may_be_listened_on() -> None:
    check_host(Settings())
    check_host(Settings(host="0.0.0.0", bootstrap_key="key"))
    with pytest.raises(SetupError, match="VERBALE_BOOTSTRAP_KEY"):
        check_host(Settings(host="0.0.0.0"))
