"""As whom Postgres runs, and what is said when nobody will do."""

from __future__ import annotations

import os
import pwd
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from service.domain.errors import SetupError
from service.postgres import binaries, privileges
from service.postgres.cluster import Cluster
from service.postgres.privileges import Identity

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that other system users can reach, as pytest's own cannot be."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


def initdb() -> str:
    return binaries.find().program("initdb")


def test_an_ordinary_user_has_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert [identity.prefix for identity in privileges.candidates()] == [()]


@as_root
def test_root_tries_a_namespace_before_it_gives_files_away() -> None:
    first, *others = privileges.candidates()
    assert first.prefix
    assert all(other.user for other in others)


def test_a_way_that_fails_is_followed_by_the_next(tmp_path: Path) -> None:
    broken = Identity("broken", ("/bin/false",))
    missing = Identity("missing", ("/no/such/program",))
    works = Identity("works")
    assert privileges.choose(initdb(), tmp_path, (broken, missing, works)) is works


def test_when_no_way_works_all_are_named(tmp_path: Path) -> None:
    ways = (Identity("first", ("/bin/false",)), Identity("second", ("/no/such/program",)))
    with pytest.raises(SetupError, match=r"first: .*second: .*No such file.*DATABASE_URL"):
        privileges.choose(initdb(), tmp_path, ways)


@as_root
async def test_root_without_namespaces_runs_it_as_a_system_user(
    reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = pwd.getpwnam("nobody")
    nobody = Identity("nobody", user=entry.pw_uid, group=entry.pw_gid)
    monkeypatch.setattr(privileges, "candidates", lambda: (Identity("no namespace", ("/bin/false",)), nobody))
    try:
        privileges.choose(initdb(), reachable, (nobody,))
    except SetupError:
        pytest.skip("the programs are where system users cannot reach them")
    for _ in range(2):
        async with Cluster(reachable / "data", durable=False) as cluster:
            connection = await asyncpg.connect(cluster.url("postgres"))
            await connection.close()
            assert cluster.folder.cluster.stat().st_uid == entry.pw_uid
    assert cluster.folder.processes() == []
