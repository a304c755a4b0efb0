"""
The SQL statements of the queries, by name; longer ones stand in `sql/<name>.sql`.

Only names of our own tables, and parts that we wrote, are ever put into a statement: what a client sends travels as a
parameter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from service.domain.claims import KINDS
from service.projections.reach import CLASSES, EVER

SEPARATOR = "\x1f"
"""Between the subjects of a chain that travels as one text; no subject holds it."""

_FOLDER = Path(__file__).parent / "sql"


def load(name: str) -> str:
    """The text of `sql/<name>.sql` without its comment lines."""
    lines = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


Scope = Literal["all", "facets", "key", "subject", "subjects"]
"""Which rectangles of a kind: all, those with all of some facets, of one key, of one subject, of any of some."""

_SCOPES: dict[Scope, tuple[str, str]] = {
    "all": ("{table}", "{argument}::text IS NULL"),
    "facets": (load("with_facets"), "true"),
    "key": ("{table}", "r.key = {argument}"),
    "subject": ("{table}", "r.subject = {argument}"),
}
"""Where rectangles of a scope are read, and the condition on them."""
_NARROW: tuple[Scope, ...] = ("key", "subject")
_BEFORE_ALL = "timestamptz '-infinity'"
_FEW = 12
"""So many rectangles of a key are gone through faster than looked for by how long they are known."""

_QUIET = 40
"""A subject with so many rectangles is quiet: going through them takes less than the look for what is known."""


def _filled(text: str, **parts: str) -> str:
    """*text* with these parts in it, and those that hold for all statements."""
    for name, part in {**parts, "classes": CLASSES, "ever": str(EVER), "few": str(_FEW), "quiet": str(_QUIET)}.items():
        text = text.replace(f"{{{name}}}", part)
    return text


def _by_kind(name: str, **known: str) -> dict[str, str]:
    """The statement for each kind; where it looks for what is known of a key, *known* says which key and when."""
    text = load(name).replace("{known}", _filled(load("known"), **known))
    return {kind: _filled(text, table=f"{kind}_rectangles") for kind in KINDS}


def _by_scope(name: str, argument: str, known_by: str, side: str = "") -> dict[tuple[str, Scope], str]:
    text = load(name).replace("{side}", side)
    return {
        (kind, scope): _filled(
            text.replace("{source}", source).replace("{scope}", condition),
            argument=argument,
            known_by=known_by,
            table=f"{kind}_rectangles",
        )
        for scope, (source, condition) in _SCOPES.items()
        for kind in KINDS
    }


def _told(side: str, known_by: str) -> dict[tuple[str, Scope], str]:
    """Of one key or subject it is looked for by how long it is known, and the first few are found at once."""
    found = _by_scope("anywhere", "$2", known_by, side)
    text = load("anywhen").replace("{side}", side)
    return found | {
        (kind, scope): _filled(text.replace("{scope}", _SCOPES[scope][1]), argument="$2", table=f"{kind}_rectangles")
        for scope in _NARROW
        for kind in KINDS
    }


def _listing() -> dict[tuple[str, Scope], str]:
    """One key's are few at any time, and looked for as such."""
    found = _by_scope("listing", "$7", "$3")
    known = _filled(load("known"), key="$7", known_by="$3::timestamptz", first_day="$1", last_day="$2")
    text = load("listing").replace("{source}", known).replace("{scope}", "true")
    return found | {(kind, "key"): _filled(text, table=f"{kind}_rectangles") for kind in KINDS}


def _differing() -> dict[tuple[str, Scope], str]:
    """Those of some subjects are few at two times, and looked for as such."""
    found = _by_scope("differing", "$7", "least($2::timestamptz, $4::timestamptz)")
    known = _filled(load("of_subjects"), argument="$7", one="$2::timestamptz", other="$4::timestamptz")
    text = load("differing").replace("{source}", known).replace("{scope}", "true")
    return found | {(kind, "subjects"): _filled(text, table=f"{kind}_rectangles") for kind in KINDS}


STANDING = _by_kind(
    "standing", key="keys.key", known_by="asked.known_by", first_day="asked.first_day", last_day="asked.last_day"
)
QUIET = _by_kind("quiet")
LISTING = _listing()
LATER = _told("r.known_from > $3", known_by="$3::timestamptz")
EARLIER = _told("r.known_from < $3 AND r.known_until <= $3", known_by=_BEFORE_ALL)
EVIDENCE = load("evidence")
STORIES = load("stories")
DIFFERING = _differing()
AHEAD = _by_kind("ahead")
CORNERS = _by_kind("corners", key="asked.key", known_by="point.known_by", first_day="point.day", last_day="point.day")
TURNS = _by_kind("turns")
REVISIONS = _by_kind("revisions")
PUBLISHED = load("published")
RECORDED = load("recorded")
MOVED = load("moved")
CHECKPOINT = "SELECT position FROM checkpoints WHERE name = 'projections'"
HEAD = "SELECT coalesce(max(position), 0) FROM log.events"
