"""
A fresh database folder, copied from one that `initdb` made once for this version.

The folder appears whole or not at all. The copy in the user's cache saves half a second a start of an empty folder
and can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from service.domain.errors import SetupError
from service.postgres.binaries import Binaries
from service.postgres.privileges import Identity

SUPERUSER = "verbale"


def initialise(cluster: Path, binaries: Binaries, identity: Identity, *, durable: bool) -> None:
    """
    Make the database folder *cluster*, which does not exist; *durable* waits until it is on the disk.

    Raises SetupError with what `initdb` said.
    """
    with tempfile.TemporaryDirectory(prefix="new-", dir=cluster.parent) as place:
        fresh = Path(place) / "postgres"
        template = _template(binaries, identity)
        if template is None:
            Path(place).chmod(0o711)  # another user's initdb has to reach its folder
            fresh.mkdir(mode=0o700)
            identity.give(fresh)
            _initdb(fresh, binaries, identity)
        else:
            shutil.copytree(template, fresh, symlinks=True)
        if durable:
            _run(["--sync-only", "-D", str(fresh)], binaries, identity)
        fresh.rename(cluster)


def check_version(cluster: Path, binaries: Binaries) -> None:
    """Raise SetupError when the files in *cluster* are of another major version than the programs."""
    held = (cluster / "PG_VERSION").read_text().strip()
    if held != str(binaries.major):
        raise SetupError(
            f"The database in {cluster} was written by Postgres {held}, the programs in {binaries.folder} are version "
            f"{binaries.version}. Carry it over with pg_dump and pg_restore, or use another folder with --data-dir.",
            held=held,
            programs=binaries.version,
        )


def _template(binaries: Binaries, identity: Identity) -> Path | None:
    """The cached folder, made when missing; None where none can be kept, or another user has to own the files."""
    if identity.user is not None:
        return None
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "verbale"
        template = cache / f"initdb-{binaries.version}"
        if template.is_dir():
            return template
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="new-", dir=cache) as place:
            fresh = Path(place) / "postgres"
            _initdb(fresh, binaries, identity)
            # Another process may have been faster; either folder will do.
            with contextlib.suppress(OSError):
                fresh.rename(template)
    except (OSError, RuntimeError):
        return None
    return template


def _initdb(folder: Path, binaries: Binaries, identity: Identity) -> None:
    # The order of the C locale is the same on every platform; the built-in provider adds Unicode's letters to it.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    command = ["--no-sync", "--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C", *locale]
    _run([*command, "-D", str(folder)], binaries, identity)


def _run(arguments: list[str], binaries: Binaries, identity: Identity) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [*identity.prefix, binaries.program("initdb"), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd="/",
        **identity.arguments(),
    )
    if done.returncode != 0:
        raise SetupError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
