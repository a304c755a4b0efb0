"""
The SQL statements of the queries, by name; longer ones stand in `sql/<name>.sql`.

Only names of our own tables are ever put into a statement: what a client sends travels as a parameter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from service.domain.claims import KINDS

SEPARATOR = "\x1f"
"""Between the subjects of a chain that travels as one text; no subject holds it."""

_FOLDER = Path(__file__).parent / "sql"


def load(name: str) -> str:
    """The text of `sql/<name>.sql` without its comment lines."""
    lines = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


Scope = Literal["all", "facets", "key", "subject"]
"""Which rectangles of a kind: all, those with all of some facets, of one key, of one subject."""

_TABLE = "{table}"
_SCOPES: dict[Scope, tuple[str, str]] = {
    "all": (_TABLE, "{argument}::text IS NULL"),
    # Fenced off: or a plan for unknown facets walks all keys in their order to find the few that have them.
    "facets": ("(SELECT * FROM {table} f WHERE f.facets @> {argument} OFFSET 0)", "true"),
    "key": (_TABLE, "r.key = {argument}"),
    "subject": (_TABLE, "r.subject = {argument}"),
}
"""Where rectangles of a scope are read, and the condition on them."""


def _by_kind(name: str) -> dict[str, str]:
    text = load(name)
    return {kind: text.replace("{table}", f"{kind}_rectangles") for kind in KINDS}


def _by_scope(name: str, argument: str) -> dict[tuple[str, Scope], str]:
    text = load(name)
    found = {}
    for scope, (source, condition) in _SCOPES.items():
        scoped = text.replace("{source}", source).replace("{scope}", condition).replace("{argument}", argument)
        for kind in KINDS:
            found[kind, scope] = scoped.replace("{table}", f"{kind}_rectangles")
    return found


STANDING = _by_kind("standing")
LISTING = _by_scope("listing", "$7")
ANYWHERE = _by_scope("anywhere", "$2")
EVIDENCE = load("evidence")
DIFFERING = _by_scope("differing", "$7")
AHEAD = _by_kind("ahead")
CORNERS = _by_kind("corners")
TURNS = _by_kind("turns")
REVISIONS = _by_kind("revisions")
PUBLISHED = load("published")
RECORDED = load("recorded")
MOVED = load("moved")
CHECKPOINT = "SELECT position FROM checkpoints WHERE name = 'projections'"
HEAD = "SELECT coalesce(max(position), 0) FROM log.events"
