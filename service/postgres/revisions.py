"""
At which revision a database is, and which one this version of the service needs.

It reads file names and one row, without Alembic, whose import would be half the start of every part.
"""

from __future__ import annotations

from pathlib import Path

import service
from service.domain.errors import SetupError
from service.postgres.connect import connect

_PACKAGED = Path(service.__file__).parent / "_migrations"
SCRIPTS = _PACKAGED if _PACKAGED.is_dir() else _PACKAGED.parent.parent / "migrations"
"""The folder of the migrations: in the package, or beside it in a checkout."""


def newest() -> str:
    """The revision that this version of the service needs: the highest number among the migrations."""
    return max(path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*_*.py"))


async def current(url: str) -> str | None:
    """The revision of the database at *url*, None for one that was never migrated."""
    connection = await connect(url)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return None
        found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
        return found
    finally:
        await connection.close()


async def check(url: str) -> str:
    """The revision of the database at *url*; raises SetupError unless it is the newest."""
    held = await current(url)
    if held != newest():
        raise SetupError(
            f"The schema is at {held or 'no revision'}, this version needs {newest()}. Run `verbale migrate`.",
            held=held,
        )
    return newest()


async def ensure_newest(url: str) -> None:
    """Bring the database at *url* to the newest revision, when it is not there."""
    if await current(url) != newest():
        from service.postgres.migrate import upgrade  # noqa: PLC0415 - see the head of this module

        await upgrade(url)
