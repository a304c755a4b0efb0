"""Stored events stay readable: the bytes below were written once and must read for ever."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.domain.errors import IntegrityError, SetupError
from service.domain.events import CATALOGUE, ArticleRetracted, Catalogue, ClaimsExtracted, Event, encode

STORED = {
    "article.recorded": b'{"article_id":"art-1","version":1,"url":"https://example.org/1","publisher":"Example","title":null,'
    b'"published_at":"2026-02-02T00:00:00Z","published_at_assumed":true,"text_sha256":"00","text_length":3,"story":"s"}',
    "article.revised": b'{"article_id":"art-1","version":2,"url":"https://example.org/1","publisher":"Example","title":"T",'
    b'"published_at":"2026-02-02T00:00:00Z","published_at_assumed":false,"text_sha256":"00","text_length":3,"story":"s",'
    b'"language":"en"}',
    "article.retracted": b'{"article_id":"art-1","retracted_at":"2026-02-03T00:00:00Z","reason":"withdrawn"}',
    "claims.extracted": b'{"article_id":"art-1","version":1,"reader":{"name":"rules","version":"1"},"claims":[{"kind":"tariff",'
    b'"evidence":[{"start":0,"end":9}],"imposer":"US","target":"IN","rate":"18","status":"in_force"}]}',
    "claim.reviewed": b'{"claim_id":"c","verdict":"rejected","reason":"r","reviewer":"a","reviewed_at":"2026-02-03T00:00:00Z"}',
    "entities.merged": b'{"kind":"meeting","keys":["a","b"],"reason":"one visit"}',
    "entities.split": b'{"kind":"meeting","keys":["a","b"],"reason":"two visits"}',
    "text.erased": b'{"article_id":"art-1","text_sha256":"00","reason":"court order"}',
    "event.skipped": b'{"position":7,"consumer":"projections","reason":"cannot be read"}',
}


def test_every_type_has_stored_bytes_here() -> None:
    assert set(STORED) == set(CATALOGUE.names)


@pytest.mark.parametrize("name", sorted(STORED))
def test_stored_bytes_read_and_write_back_to_an_equal_event(name: str) -> None:
    event = CATALOGUE.decode(name, 1, STORED[name])
    assert event.type == name
    assert CATALOGUE.decode(name, event.version_of_form, encode(event)) == event


def test_equal_events_are_stored_as_equal_bytes() -> None:
    event = ArticleRetracted(article_id="art-1", retracted_at=datetime(2026, 2, 3, tzinfo=UTC), reason="withdrawn")
    assert encode(event) == STORED["article.retracted"]


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
    event = catalogue.decode("article.retracted", 1, STORED["article.retracted"])
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
