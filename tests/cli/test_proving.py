"""`verbale head` and `verbale verify`: what they print, what they find, and what they say that they did not look at."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from service.cli import root
from service.domain.errors import IntegrityError, InvalidInput, SetupError
from service.eventstore import notes, signing, stretches
from service.eventstore.archives import Cut
from service.eventstore.notes import PublicKey
from service.settings import Settings
from tests.eventstore.logs import exported, filled, opened

SEED = "5a" * 32
OTHER = "a5" * 32
Run = Callable[..., Result]


def change(database: str, statement: str) -> None:
    async def run() -> None:
        owner = await asyncpg.connect(database)
        for table in ("events", "heads"):
            await owner.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
        await owner.execute(statement)
        await owner.close()

    asyncio.run(run())


def record(database: str, articles: int, first: int = 0) -> None:
    async def run() -> None:
        async with opened(database) as (_, log):
            await filled(log, articles, first)

    asyncio.run(run())


@pytest.fixture
def verbale(database: str) -> Run:
    """Runs a command on a log of 20 events, with the key of `SEED`."""
    record(database, 10)

    def run(*words: str, fails: type[Exception] | None = None, **environment: str | None) -> Result:
        given = {"DATABASE_URL": database, "VERBALE_SIGNING_KEY": SEED, **environment}
        result = CliRunner().invoke(root, list(words), env=given)
        assert type(result.exception) is (fails or type(None)), result.output
        return result

    return run


def test_a_head_is_signed_noted_and_verified_against(verbale: Run, database: str, tmp_path: Path) -> None:
    assert "not signed" in verbale("head").stderr
    printed = verbale("head", "--sign")
    head = notes.read_head(printed.stdout)
    assert head.size == 20
    assert verbale("head").stdout == printed.stdout
    noted = tmp_path / "noted.txt"
    noted.write_text(printed.stdout)
    record(database, 5, first=100)
    told = verbale("verify", "--head", str(noted))
    assert "Events 1 to 30 are what was written" in told.stdout
    assert "The head over 20 events that was noted elsewhere agrees" in told.stdout
    assert "1 signed head that is kept with the log agrees" in told.stdout
    answer = tmp_path / "head.json"
    answer.write_text(json.dumps({"note": printed.stdout, "size": 20}))
    assert verbale("verify", "--head", str(answer)).stdout == told.stdout
    change(database, "DELETE FROM log.events WHERE position > 18; DELETE FROM log.heads")
    assert "shows only against a head that is kept elsewhere" in verbale("verify").stdout
    wrong = verbale("verify", "--head", str(noted), fails=IntegrityError)
    assert str(wrong.exception).startswith("Position 19: it is missing")


def test_incremental_says_what_it_did_not_read(verbale: Run, database: str, tmp_path: Path) -> None:
    verbale("verify", "--incremental", fails=InvalidInput)
    noted = tmp_path / "noted.txt"
    noted.write_text(verbale("head", "--sign").stdout)
    record(database, 5, first=100)
    change(database, "UPDATE log.events SET version = version + 1 WHERE position = 3")
    told = verbale("verify", "--incremental").stdout
    assert "Events 21 to 30 are what was written" in told
    assert "found by --full" in told
    assert verbale("verify", "--incremental", "--head", str(noted)).exit_code == 0
    assert "says nothing of them" in verbale("verify", "--from", "4").stdout
    assert "Position 3" in str(verbale("verify", fails=IntegrityError).exception)
    change(database, "UPDATE log.events SET leaf_hash = sha256(leaf_hash) WHERE position = 3")
    assert "up to 20" in str(verbale("verify", "--incremental", fails=IntegrityError).exception)


def test_heads_by_another_key_are_told_or_refused(verbale: Run, database: str, tmp_path: Path) -> None:
    noted = tmp_path / "noted.txt"
    noted.write_text(verbale("head", "--sign").stdout)
    assert "by another key" not in verbale("verify").stdout
    rotated = {"VERBALE_SIGNING_KEY": OTHER}
    assert "Not all signed heads are by" in verbale("verify", **rotated).stdout
    assert "--key" in str(verbale("verify", "--head", str(noted), fails=InvalidInput, **rotated).exception)
    verbale("verify", "--incremental", fails=InvalidInput, **rotated)
    key = next(word for word in verbale("head").stderr.split() if word.startswith("verbale/")).rstrip(";")
    assert verbale("verify", "--head", str(noted), "--key", key, **rotated).exit_code == 0
    assert key in verbale("verify", VERBALE_SIGNING_KEY=None).stdout
    record(database, 1, first=100)
    assert notes.read_head(verbale("head", "--sign", **rotated).stdout).size == 22
    forged = tmp_path / "forged.txt"
    forged.write_text(noted.read_text().replace("\n20\n", "\n19\n"))
    verbale("verify", "--head", str(forged), fails=InvalidInput)
    forged.write_text("no head")
    verbale("verify", "--head", str(forged), fails=InvalidInput)
    unsigned = tmp_path / "unsigned.txt"
    unsigned.write_text(noted.read_text().partition("\n\n")[0] + "\n")
    assert verbale("verify", "--head", str(unsigned)).exit_code == 0
    verbale("verify", "--head", str(unsigned), "--key", key, fails=InvalidInput)


def test_an_export_is_verified_without_a_database(verbale: Run, database: str, tmp_path: Path) -> None:
    noted, archive = tmp_path / "noted.txt", tmp_path / "record.ndjson.zst"
    noted.write_text(verbale("head", "--sign").stdout)
    archive.write_bytes(asyncio.run(exported(database)))
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    told = verbale("verify", "--export", str(archive), "--head", str(noted), **nowhere)
    assert "Events 1 to 20 are what was written" in told.stdout
    key = next(word for word in verbale("head").stderr.split() if word.startswith("verbale/")).rstrip(";")
    assert "1 signed head" in verbale("verify", "--export", str(archive), "--key", key, **nowhere).stdout
    other = str(PublicKey(key.partition("+")[0], bytes(32)))
    verbale("verify", "--export", str(archive), "--key", other, fails=InvalidInput, **nowhere)
    verbale("verify", "--export", str(archive), "--incremental", fails=InvalidInput, **nowhere)
    archive.write_bytes(archive.read_bytes()[:-20])
    verbale("verify", "--export", str(archive), fails=Cut, **nowhere)


@pytest.mark.slow
def test_several_processes_find_what_one_finds(verbale: Run, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    record(database, 150, first=100)
    monkeypatch.setattr(stretches, "EVENTS", 64)
    assert verbale("verify", "--processes", "2").stdout == verbale("verify", "--processes", "1").stdout
    change(database, "UPDATE log.events SET version = version + 1 WHERE position IN (150, 290)")
    assert "Position 150" in str(verbale("verify", "--processes", "2", fails=IntegrityError).exception)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = signing.with_own_key(Settings(data_dir=tmp_path))
    path = tmp_path / signing.FILE
    assert settings.signing_key_file == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = path.read_bytes()
    assert signing.with_own_key(Settings(data_dir=tmp_path)) == settings
    assert path.read_bytes() == made
    assert list(tmp_path.iterdir()) == [path]
    assert isinstance(signing.load(settings), Ed25519PrivateKey)
    assert same(signing.load(Settings(data_dir=tmp_path)), signing.load(settings))
    assert signing.load(Settings(data_dir=tmp_path, database_url="postgresql://db/record")) is None
    named = Settings(data_dir=tmp_path / "none", signing_key=SEED)
    assert signing.with_own_key(named) is named


def same(one: Ed25519PrivateKey | None, two: Ed25519PrivateKey | None) -> bool:
    assert one is not None
    assert two is not None
    public: tuple[Ed25519PublicKey, ...] = (one.public_key(), two.public_key())
    return public[0] == public[1]


def test_a_key_that_cannot_be_used_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("sesame")
    rsa = tmp_path / "other.pem"
    rsa.write_bytes(_other_kind())
    for wrong, named in (
        (Settings(signing_key="sesame"), "VERBALE_SIGNING_KEY"),
        (Settings(signing_key="5a"), "VERBALE_SIGNING_KEY"),
        (Settings(signing_key_file=tmp_path / "none.pem"), "none.pem"),
        (Settings(signing_key_file=tmp_path / "bad.pem"), "bad.pem"),
        (Settings(signing_key_file=rsa), "another kind"),
        (Settings(signing_key=SEED, signing_key_file=rsa), "both set"),
    ):
        with pytest.raises(SetupError, match=named) as found:
            signing.load(wrong)
        assert "sesame" not in str(found.value)


def _other_kind() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_without_a_key_nothing_is_signed(verbale: Run, tmp_path: Path) -> None:
    told = verbale("head", "--sign", fails=SetupError, VERBALE_SIGNING_KEY=None)
    assert "VERBALE_SIGNING_KEY_FILE" in str(told.exception)
