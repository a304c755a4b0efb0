"""
The SQL statements of the queries, by name; longer ones stand in `sql/<name>.sql`.

Only names of our own tables are ever put into a statement: what a client sends travels as a parameter.
"""

from __future__ import annotations

from pathlib import Path

from service.domain.claims import KINDS

_FOLDER = Path(__file__).parent / "sql"


def load(name: str) -> str:
    """The text of `sql/<name>.sql` without its comment lines."""
    lines = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def _by_kind(text: str) -> dict[str, str]:
    return {kind: text.replace("{table}", f"{kind}_rectangles") for kind in KINDS}


CITED = load("evidence")
STANDING = _by_kind(load("standing").replace("{evidence}", CITED))
LISTING = _by_kind(load("listing"))
EVIDENCE = f"""
WITH mark AS (SELECT $2::bigint AS position), cited AS (SELECT DISTINCT unnest($1::text[]) AS claim_id)
{CITED}
"""
CHECKPOINT = "SELECT position FROM checkpoints WHERE name = 'projections'"
HEAD = "SELECT coalesce(max(position), 0) FROM log.events"
ANYWHERE = _by_kind(load("anywhere"))
