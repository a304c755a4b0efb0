"""The forms of answers that tell of changes, for the OpenAPI document; the tests hold real answers against them."""

from __future__ import annotations

from typing import Literal

import msgspec

from service.http.forms import AnswerForm, Form, Item, Text


class Because(Form, frozen=True, kw_only=True):
    """What made a change: an article version that came or went, or an analyst's word."""

    what: Literal[
        "published", "revised", "retracted", "read-again", "confirmed", "rejected", "corrected", "merged", "split"
    ]
    article_id: str | msgspec.UnsetType = msgspec.UNSET
    version: int | msgspec.UnsetType = msgspec.UNSET
    url: str | msgspec.UnsetType = msgspec.UNSET
    publisher: str | msgspec.UnsetType = msgspec.UNSET
    title: str | msgspec.UnsetType = msgspec.UNSET
    published_at: str | msgspec.UnsetType = msgspec.UNSET
    reason: str | msgspec.UnsetType = msgspec.UNSET
    reviewer: str | msgspec.UnsetType = msgspec.UNSET


class Revision(Form, frozen=True, kw_only=True):
    """A change of one answer at a publication time: what it was, what it became (null for no answer), and why."""

    known_from: str
    cause: Literal["learned", "corrected", "retracted"]
    changed: list[str]
    before: Item | None
    after: Item | None
    because: list[Because]


class RevisionsAnswer(AnswerForm, frozen=True, kw_only=True):
    """How an answer came to be known, oldest first."""

    items: list[Revision]


class DiffStep(Form, frozen=True, kw_only=True):
    """What moving one clock changed in an answer; `known_from` is when the later answer came to be known."""

    clock: Literal["at", "known_by", "as_of"]
    cause: Literal["world", "learned", "corrected", "retracted", "resolver"]
    changed: list[str]
    known_from: Text
    after: Item | None
    because: list[Because]


class Differing(Form, frozen=True, kw_only=True):
    """An answer that is not the same at both triples; the steps lead from the one to the other."""

    kind: Literal["tariff", "meeting", "membership", "negotiation", "position", "office"]
    key: str
    cause: Literal["world", "learned", "corrected", "retracted", "resolver"]
    changed: list[str]
    before: Item | None
    after: Item | None
    steps: list[DiffStep]


class Triple(Form, frozen=True, kw_only=True):
    """The three clocks of one side of a comparison, as they were used."""

    as_of: str
    known_by: str
    at: int


class DiffAnswer(Form, frozen=True, kw_only=True):
    """Every answer that differs between two triples of clocks."""

    begun: Triple = msgspec.field(name="from")
    ended: Triple = msgspec.field(name="to")
    resolver: str
    items: list[Differing]
    next_cursor: Text
