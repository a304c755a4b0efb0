"""What a client may hand in: every refusal names the field and the mend."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import InvalidDate, InvalidInput, TooLarge
from service.intake.submission import MAX_TEXT_BYTES, Submission, article_id_of, check, instant

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
GOOD = {
    "url": "https://paper.example/a?id=7",
    "publisher": "Paper",
    "title": "A title",
    "published_at": "2026-02-02T12:00:00+05:30",
    "text": "Canada’s duty is 25%.",
}


def submission(**changes):
    return Submission(**(GOOD | changes))


def test_a_complete_article_is_taken_with_its_instant_in_utc():
    article = check(submission(), NOW)
    assert article.published_at == datetime(2026, 2, 2, 6, 30, tzinfo=UTC)
    assert article.claims is None
    assert article.article_id == article_id_of(GOOD["url"])


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"published_at": None}, InvalidDate, "published_at"),
        ({"published_at": ""}, InvalidDate, "published_at"),
        ({"published_at": "2026-02-02"}, InvalidDate, "published_at"),
        ({"published_at": "2026-02-02T12:00:00"}, InvalidDate, "published_at"),
        ({"published_at": "2026-02-30T12:00:00Z"}, InvalidDate, "published_at"),
        ({"published_at": 7}, InvalidDate, "published_at"),
        ({"published_at": "2026-02-03T12:06:00Z"}, InvalidDate, "published_at"),
        ({"published_at": "0001-01-01T00:00:00+14:00"}, InvalidDate, "published_at"),
        ({"text": None}, InvalidInput, "text"),
        ({"text": " \n "}, InvalidInput, "text"),
        ({"text": ["a"]}, InvalidInput, "text"),
        ({"text": "a\x00b"}, InvalidInput, "text"),
        ({"text": "a\ud800b"}, InvalidInput, "text"),
        ({"text": "ü" * (MAX_TEXT_BYTES // 2 + 1)}, TooLarge, "text"),
        ({"url": None}, InvalidInput, "url"),
        ({"url": "paper.example/a"}, InvalidInput, "url"),
        ({"url": "javascript:alert(1)"}, InvalidInput, "url"),
        ({"url": "http://[half"}, InvalidInput, "url"),
        ({"publisher": ""}, InvalidInput, "publisher"),
        ({"publisher": "P" * 3000}, InvalidInput, "publisher"),
        ({"title": "a\x00"}, InvalidInput, "title"),
        ({"claims": {"kind": "tariff"}}, InvalidInput, "claims"),
        ({"published_at_assumed": "yes"}, InvalidInput, "published_at_assumed"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(changes, error, field):
    with pytest.raises(error) as caught:
        check(submission(**changes), NOW)
    assert caught.value.field == field
    assert len(str(caught.value)) < 4000


def test_a_text_of_exactly_the_bound_is_taken():
    assert len(check(submission(text="x" * MAX_TEXT_BYTES), NOW).text) == MAX_TEXT_BYTES


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://Paper.example/a", "https://paper.example/a#top", True),
        ("https://paper.example/a?utm_source=x&id=7", "https://paper.example/a?id=7", True),
        ("https://paper.example/a?id=7", "https://paper.example/a?id=8", False),
        ("https://paper.example/a", "https://paper.example/A", False),
        ("https://paper.example", "https://paper.example/", True),
    ],
)
def test_an_article_is_known_by_what_tells_its_page_apart(one, other, same):
    assert (article_id_of(one) == article_id_of(other)) is same


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2026, 2, 3)), st.integers(-840, 840))
def test_an_instant_is_the_same_whatever_offset_it_is_written_with(moment, offset_minutes):
    aware = moment.replace(tzinfo=UTC)
    from datetime import timezone

    written = aware.astimezone(timezone(timedelta(minutes=offset_minutes))).isoformat()
    assert instant(written, NOW) == aware
