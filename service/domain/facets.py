"""
Facets: the words by which an answer is found without knowing its key.

A facet is `name:value`; every answer has a `party:` facet for each country or group that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from service.domain.people import fold


def facets_of(value: Mapping[str, Any]) -> tuple[str, ...]:
    """The facets of an item's *value*, sorted and distinct; fields that it does not have give none."""
    if "parties" in value or "participants" in value:
        return tuple(sorted(set(_facets(value))))
    return _plain(*map(value.get, _PLAIN))


_PLAIN = ("imposer", "target", "member", "actor", "country", "host_country", "initiative_slug", "person")
"""The fields that facets are made of, lists of who takes part apart."""


@lru_cache(maxsize=1 << 14)
def _plain(*values: str | None) -> tuple[str, ...]:
    return tuple(sorted(set(_facets(dict(zip(_PLAIN, values, strict=True))))))


def person_facet(name: str) -> str:
    """The facet under which a person is found: the folded last name, since first names come in many forms."""
    words = fold(name).replace(".", " ").split()
    return f"person:{words[-1]}" if words else "person:"


def _facets(value: Mapping[str, Any]) -> Iterator[str]:
    for name in ("imposer", "target", "member"):
        if code := value.get(name):
            yield f"{name}:{code}"
            yield f"party:{code}"
    for name in ("actor", "country", "host_country"):
        if code := value.get(name):
            yield f"party:{code}"
    if slug := value.get("initiative_slug"):
        yield f"initiative:{slug}"
    if person := value.get("person"):
        yield person_facet(person)
    for who in (*(value.get("parties") or ()), *(value.get("participants") or ())):
        if isinstance(who, str):
            yield f"party:{who}"
            continue
        for name in ("code", "country"):
            if code := who.get(name):
                yield f"party:{code}"
        if who.get("type") == "org" and who.get("name"):
            yield f"party:{who['name']}"
        if who.get("type") == "person" and who.get("name"):
            yield person_facet(who["name"])
