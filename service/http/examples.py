"""Examples of answers, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

TARIFFS: dict[str, Any] = {
    "as_of": "2025-09-01",
    "known_by": "2026-02-02T18:00:00Z",
    "at": 6,
    "resolver": "1",
    "items": [],
    "next_cursor": None,
}
