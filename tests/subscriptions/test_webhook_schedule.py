"""When a message is tried again, and how it is signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from service.domain.errors import InvalidInput
from service.subscriptions.webhooks import schedule, signing

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.floats(0, 1), st.integers(schedule.MIN_PATIENCE_S, schedule.MAX_PATIENCE_S))
def test_a_message_is_tried_until_patience_ends_and_once_when_it_does(chance: float, patience_s: int) -> None:
    waited, pauses, attempt = 0.0, [], 1
    while (pause := schedule.next_pause_s(attempt, chance, None, patience_s - waited)) is not None:
        pauses.append(pause)
        waited += pause
        attempt += 1
    assert waited == pytest.approx(patience_s)
    assert all(pause > 0 for pause in pauses)
    assert pauses[:-1] == sorted(pauses[:-1])


def test_three_days_have_some_thirty_attempts_the_first_of_them_soon() -> None:
    waited, pauses = 0.0, []
    while (pause := schedule.next_pause_s(len(pauses) + 1, 0.5, None, schedule.PATIENCE_S - waited)) is not None:
        pauses.append(pause)
        waited += pause
    assert pauses[:3] == [5, 30, 120]
    assert 20 < len(pauses) < 40


@given(st.integers(1, 50), st.floats(0, 1), st.floats(0, 1))
def test_what_failed_together_does_not_come_back_together(attempt: int, one: float, other: float) -> None:
    first, second = schedule.pause_s(attempt, one), schedule.pause_s(attempt, other)
    assert (first == second) or one != other
    assert 0.8 - 1e-9 <= first / schedule.pause_s(attempt, 0.5) <= 1.2 + 1e-9


@given(st.integers(1, 20), st.floats(0, 1), st.floats(0, 1e6), st.floats(1, 1e6))
def test_what_a_target_asks_for_only_makes_a_pause_longer(
    attempt: int, chance: float, asked: float, left: float
) -> None:
    plain = schedule.next_pause_s(attempt, chance, None, left)
    pause = schedule.next_pause_s(attempt, chance, asked, left)
    assert plain is not None
    assert pause is not None
    assert plain <= pause <= left
    assert pause >= min(asked, left)


@pytest.mark.parametrize(
    ("status", "told", "seconds"),
    [
        (429, "120", 120.0),
        (503, " 7 ", 7.0),
        (503, "Sun, 01 Mar 2026 12:10:00 GMT", 600.0),
        (503, "Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        (429, "soon", None),
        (429, "-5", None),
        (429, "", None),
        (429, None, None),
        (500, "120", None),
        (429, "9" * 400, 999_999_999.0),
    ],
)
def test_retry_after_is_read_where_it_means_something(status: int, told: str | None, seconds: float | None) -> None:
    assert schedule.asked_pause_s(status, told, NOW) == seconds


def test_a_made_secret_is_one_that_may_be_given() -> None:
    made = {signing.new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(signing.read_secret(each) == each for each in made)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "whsec_",
        "whsec_c2hvcnQ=",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_not base64 at all, no",
        "whsec_" + "A" * 200,
    ],
)
def test_a_secret_that_cannot_be_used_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        signing.read_secret(text)
    assert caught.value.field == "secret"
    assert not text or len(text) < 8 or text not in str(caught.value)


@given(st.text(max_size=200), st.integers(1, 3))
def test_the_library_verifies_each_signature(body: str, count: int) -> None:
    secrets = [signing.new_secret() for _ in range(count)]
    sent_at = datetime.now(UTC) - timedelta(seconds=1)
    headers = signing.headers("some-id-1", sent_at, body, secrets)
    for secret in secrets:
        Webhook(secret).verify(body, headers, json_parse=False)
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(f"{body} ", headers, json_parse=False)
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.new_secret()).verify(body, headers, json_parse=False)
