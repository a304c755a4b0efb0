"""Stored events stay readable: the bytes below were written once and must read for ever."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from service.domain.errors import IntegrityError, SetupError
from service.domain.events import (
    CATALOGUE,
    ArticleRecorded,
    ArticleRetracted,
    Catalogue,
    ClaimsExtracted,
    Event,
    encode,
)

STORED = {
    (
        "article.recorded",
        1,
    ): b'{"article_id":"art-1","version":1,"url":"https://example.org/1","publisher":"Example","title":"T",'
    b'"published_at":"2026-02-02T00:00:00Z","published_at_assumed":true,"text_sha256":"00","text_length":3,"story":"s"}',
    (
        "article.recorded",
        2,
    ): b'{"article_id":"art-1","version":1,"url":"https://example.org/1","publisher":"Example","title":null,'
    b'"title_sha256":"01","published_at":"2026-02-02T00:00:00Z","published_at_assumed":true,"text_sha256":"00","text_length":3,'
    b'"story":"s","language":null}',
    (
        "article.revised",
        1,
    ): b'{"article_id":"art-1","version":2,"url":"https://example.org/1","publisher":"Example","title":null,'
    b'"published_at":"2026-02-02T00:00:00Z","published_at_assumed":false,"text_sha256":"00","text_length":3,"story":"s",'
    b'"language":"en"}',
    (
        "article.revised",
        2,
    ): b'{"article_id":"art-1","version":2,"url":"https://example.org/1","publisher":"Example","title":null,'
    b'"title_sha256":null,"published_at":"2026-02-02T00:00:00Z","published_at_assumed":false,"text_sha256":"00","text_length":3,'
    b'"story":"s","language":"en"}',
    ("article.retracted", 1): b'{"article_id":"art-1","retracted_at":"2026-02-03T00:00:00Z","reason":"withdrawn"}',
    ("reading.requested", 1): b'{"article_id":"art-1","version":1,"reader":"llm"}',
    ("model.answered", 1): b'{"article_id":"art-1","version":1,"model":"some-7b","answer_sha256":"00"}',
    (
        "claims.extracted",
        1,
    ): b'{"article_id":"art-1","version":1,"reader":{"name":"rules","version":"1"},"claims":[{"kind":"tariff",'
    b'"evidence":[{"start":0,"end":9}],"imposer":"US","target":"IN","rate":"18","status":"in_force"}]}',
    (
        "claim.reviewed",
        1,
    ): b'{"claim_id":"c","verdict":"rejected","reason":"r","reviewer":"a","reviewed_at":"2026-02-03T00:00:00Z"}',
    ("entities.merged", 1): b'{"kind":"meeting","keys":["a","b"],"reason":"one visit"}',
    ("entities.split", 1): b'{"kind":"meeting","keys":["a","b"],"reason":"two visits"}',
    ("text.erased", 1): b'{"article_id":"art-1","text_sha256":"00","reason":"court order"}',
    ("event.skipped", 1): b'{"position":7,"consumer":"projections","reason":"cannot be read"}',
}
"""What stands in logs: one document for every form that a release has ever written. Add to it, never change it."""


def test_every_form_of_every_type_has_stored_bytes_here() -> None:
    forms = {(name, form) for name in CATALOGUE.names for form in range(1, CATALOGUE.version_of(name) + 1)}
    assert set(STORED) == forms


@pytest.mark.parametrize(("name", "form"), sorted(STORED))
def test_stored_bytes_read_and_write_back_to_an_equal_event(name: str, form: int) -> None:
    event = CATALOGUE.decode(name, form, STORED[name, form])
    assert event.type == name
    assert CATALOGUE.decode(name, event.version_of_form, encode(event)) == event


@pytest.mark.parametrize(("name", "form"), sorted(STORED))
def test_no_value_of_stored_bytes_is_lost_in_reading(name: str, form: int) -> None:
    stored = msgspec.json.decode(STORED[name, form])
    read = msgspec.json.decode(encode(CATALOGUE.decode(name, form, STORED[name, form])))
    claims = read.pop("claims", ()), stored.pop("claims", ())
    assert {field: read[field] for field in stored} == stored
    for now, then in zip(*claims, strict=True):
        assert {field: now[field] for field in then} == then


def test_the_newest_form_is_what_is_written() -> None:
    for (name, form), document in STORED.items():
        if form == CATALOGUE.version_of(name) and name.startswith("article."):
            assert encode(CATALOGUE.decode(name, form, document)) == document


def test_a_title_in_an_old_event_is_read_from_it() -> None:
    event = CATALOGUE.decode("article.recorded", 1, STORED["article.recorded", 1])
    assert isinstance(event, ArticleRecorded)
    assert (event.title, event.title_sha256) == ("T", None)


def test_equal_events_are_stored_as_equal_bytes() -> None:
    event = ArticleRetracted(article_id="art-1", retracted_at=datetime(2026, 2, 3, tzinfo=UTC), reason="withdrawn")
    assert encode(event) == STORED["article.retracted", 1]


class Renamed(Event, frozen=True, kw_only=True):
    """A form that changed twice: `why` was `reason`, and `public` came later."""

    type = "article.retracted"
    version_of_form = 3
    article_id: str
    retracted_at: datetime
    why: str
    public: bool


def test_an_old_version_is_upcast_step_by_step() -> None:
    catalogue = Catalogue(
        types=(Renamed,),
        upcasters={
            ("article.retracted", 1): lambda old: {**old, "why": old["reason"]},
            ("article.retracted", 2): lambda old: {**old, "public": True},
        },
    )
    event = catalogue.decode("article.retracted", 1, STORED["article.retracted", 1])
    assert event == Renamed(
        article_id="art-1", retracted_at=datetime(2026, 2, 3, tzinfo=UTC), why="withdrawn", public=True
    )


@pytest.mark.parametrize(("name", "version"), [("article.praised", 1), ("claims.extracted", 2)])
def test_what_a_newer_release_wrote_asks_for_an_upgrade(name: str, version: int) -> None:
    with pytest.raises(SetupError, match="upgrade"):
        CATALOGUE.decode(name, version, b"{}")


def test_bytes_that_do_not_fit_are_an_integrity_error() -> None:
    with pytest.raises(IntegrityError):
        CATALOGUE.decode(ClaimsExtracted.type, 1, b'{"article_id":1}')
