"""
Claims as documents: the JSON of the public schema to and from `Claim` values.

What comes in may hold lists (the first value counts) and extra keys (ignored); what is not in the form of the
schema is refused with the name of the field, and never mended in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from service.domain import claims as c
from service.domain import edtf, parties
from service.domain.errors import EvidenceMismatch, InvalidClaim, InvalidDate, UnknownParty

_LISTS = {"evidence", "participants", "parties", "topics"}
_DATES = {"valid_from", "valid_to", "announced_on", "date"}
_PARTIES = {"imposer", "target", "member", "actor", "country", "code"}
_VOCABULARIES: dict[str, dict[str, tuple[str, ...]]] = {
    "tariff": {"status": c.TARIFF_STATUSES, "basis": c.BASES, "rate_op": c.RATE_OPS},
    "meeting": {"status": c.MEETING_STATUSES, "meeting_kind": c.MEETING_KINDS},
    "membership": {"status": c.MEMBERSHIP_STATUSES},
    "negotiation": {"status": c.NEGOTIATION_STATUSES},
    "position": {"stance": c.STANCES},
    "office": {},
}
MAX_VALUE = 300
"""So many characters a value has at most: it names what is meant, and quotes belong to the evidence (ADR-0015)."""
_TWO_LETTERS = re.compile(r"[A-Z]{2}")


def claim_from_document(document: object, text: str, field: str = "claim") -> c.Claim:
    """
    The claim that *document* states about *text*.

    *field* is the document's own place in the request and begins every error's field name.
    Raises InvalidClaim, InvalidDate, UnknownParty, EvidenceMismatch.
    """
    if not isinstance(document, Mapping):
        raise InvalidClaim(f"{field} must be an object with a `kind`", field=field)
    kind = _first(document.get("kind"))
    if kind not in _VOCABULARIES:
        raise InvalidClaim(f"{field}.kind must be one of {', '.join(c.KINDS)}; got {kind!r}", field=f"{field}.kind")
    values = {name: value if name in _LISTS else _first(value) for name, value in document.items()}
    values = {name: value for name, value in values.items() if value is not None}
    values["kind"] = kind
    values["evidence"] = _evidence(values.get("evidence"), text, field)
    _check_words(values, _VOCABULARIES[kind], field)
    _check_dates(values, field)
    _check_parties(values, field)
    for who in ("participants", "parties"):
        for i, each in enumerate(values.get(who) or ()):
            if isinstance(each, Mapping):
                _check_parties(each, f"{field}.{who}[{i}]")
    return _converted(values, field)


def claims_from_documents(documents: Sequence[object], text: str) -> tuple[c.Claim, ...]:
    """Every claim of a request's `claims`, in order; the first one that cannot be used raises."""
    return tuple(claim_from_document(each, text, f"claims[{i}]") for i, each in enumerate(documents))


def document_of(claim: c.Claim) -> dict[str, Any]:
    """The claim as it is stored in events: JSON values, rates as decimal strings, evidence as offsets."""
    document = msgspec.to_builtins(claim, str_keys=True)
    assert isinstance(document, dict)
    return document


def public_document(claim: c.Claim, text: str) -> dict[str, Any]:
    """The claim as the public schema has it: rates as numbers, evidence with its quote cut from *text*."""
    document = document_of(claim)
    document["evidence"] = [{"start": e.start, "end": e.end, "text": text[e.start : e.end]} for e in claim.evidence]
    for name in ("rate", "rate_high", "previous_rate"):
        if document.get(name) is not None:
            number = Decimal(document[name])
            document[name] = int(number) if number == number.to_integral_value() else float(number)
    if document.get("rate_high") is None:
        document.pop("rate_high", None)
    if document["confidence"] is None:
        del document["confidence"]
    return document


def _first(value: object) -> Any:
    if isinstance(value, list | tuple):
        return value[0] if value else None
    return value


def _evidence(given: object, text: str, field: str) -> list[dict[str, int]]:
    if not isinstance(given, list) or not given:
        raise InvalidClaim(f"{field}.evidence must list at least one span {{start, end, text}}", field=field)
    spans = []
    for i, each in enumerate(given):
        place = f"{field}.evidence[{i}]"
        start, end = (each.get(name) if isinstance(each, Mapping) else None for name in ("start", "end"))
        if not isinstance(start, int) or not isinstance(end, int) or isinstance(start, bool):
            raise InvalidClaim(f"{place} needs whole numbers `start` and `end` (code points of the text)", field=place)
        if not 0 <= start < end <= len(text):
            raise EvidenceMismatch(
                f"{place} spans {start} to {end}, but the text has {len(text)} characters; give offsets inside it",
                field=place,
            )
        quote = each.get("text")
        if quote is not None and text[start:end] != quote:
            raise EvidenceMismatch(
                f"{place} quotes {quote!r}, but the text has {text[start:end]!r} there; offsets count code points",
                field=place,
            )
        spans.append({"start": start, "end": end})
    return spans


def _check_lengths(value: object, field: str) -> None:
    if isinstance(value, str) and len(value) > MAX_VALUE:
        raise InvalidClaim(
            f"{field} has {len(value):,} characters, the bound of a value is {MAX_VALUE}: name what is meant, and give "
            "the words that say it as evidence",
            field=field,
        )
    if isinstance(value, Mapping):
        for name, each in value.items():
            _check_lengths(each, f"{field}.{name}")
    elif isinstance(value, list | tuple):
        for i, each in enumerate(value):
            _check_lengths(each, f"{field}[{i}]")


def _check_words(values: Mapping[str, Any], vocabulary: Mapping[str, tuple[str, ...]], field: str) -> None:
    for name, allowed in vocabulary.items():
        if name in values and values[name] not in allowed:
            place = f"{field}.{name}"
            raise InvalidClaim(f"{place} must be one of {', '.join(allowed)}; got {values[name]!r}", field=place)


def _check_dates(values: Mapping[str, Any], field: str) -> None:
    for name in _DATES & values.keys():
        try:
            edtf.parse(values[name])
        except (InvalidDate, TypeError) as error:
            place = f"{field}.{name}"
            raise InvalidDate(f"{place}: {error}", field=place) from error


def _check_parties(values: Mapping[str, Any], field: str) -> None:
    for name in _PARTIES & values.keys():
        code, place = values[name], f"{field}.{name}"
        if code is None and name == "country":
            continue
        if not isinstance(code, str) or not code.strip() or len(code) > 120:
            raise UnknownParty(f"{place} must be an ISO 3166-1 alpha-2 code, EU, WORLD or a group", field=place)
        if _TWO_LETTERS.fullmatch(code) and not parties.is_code(code):
            known = parties.code_of(code)
            mend = f"; use {known}" if known else ""
            raise UnknownParty(f"{place}: {code!r} is not an ISO 3166-1 alpha-2 code{mend}", field=place)


def _converted(values: Mapping[str, Any], field: str) -> c.Claim:
    prepared = dict(values)
    for name in ("rate", "rate_high", "previous_rate"):
        number = prepared.get(name)
        if isinstance(number, int | float) and not isinstance(number, bool):
            prepared[name] = str(number)
    try:
        claim: c.Claim = msgspec.convert(prepared, c.Claim)
    except msgspec.ValidationError as error:
        raise InvalidClaim(f"{field}: {error}", field=field) from error
    _check_lengths(document_of(claim), field)
    return claim
