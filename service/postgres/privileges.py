"""
As whom Postgres runs: it refuses to be root, so root has to start it as somebody else.

An ordinary user starts it as itself. Root tries a user namespace in which it appears as user 1000, and whose files
stay root's own; where namespaces are not allowed, the system users `postgres` and `nobody`, to whom the database
files are given. Folders that were there before keep their modes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from service.domain.errors import SetupError

_PROBE = '"$0" --version >/dev/null && test -w "$1" -a -x "$1"'


class Identity(msgspec.Struct, frozen=True):
    """A way to start a program: a command before it, or a system user; `name` is for messages."""

    name: str
    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def arguments(self) -> dict[str, Any]:
        """What `subprocess` needs besides the command."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": ()}

    def give(self, folder: Path) -> None:
        """Make *folder* and all in it this identity's own."""
        if self.user is None or self.group is None:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.user, self.group, follow_symlinks=False)


def choose(program: str, folder: Path, identities: tuple[Identity, ...] | None = None) -> Identity:
    """
    The first identity that can run *program* and write to *folder*, which exists.

    Raises SetupError with every way that was tried and what it said.
    """
    tried: list[str] = []
    for identity in candidates() if identities is None else identities:
        identity.give(folder)
        said = _probe(identity, program, folder)
        if said is None:
            return identity
        tried.append(f"{identity.name}: {said}")
    raise SetupError(
        f"Postgres could not be started for the folder {folder}. Tried {'; '.join(tried)}. "
        "Run as an ordinary user that owns the folder, or set DATABASE_URL to a Postgres that is already running."
    )


def candidates() -> tuple[Identity, ...]:
    """The ways that may work for the present user, best first."""
    return tuple(_as_root()) if os.geteuid() == 0 else (Identity("as the present user"),)


def _as_root() -> Iterator[Identity]:
    unshare = shutil.which("unshare")
    if unshare is not None:
        yield Identity("in a user namespace", (unshare, "--user", "--map-user=1000", "--map-group=1000"))
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        yield Identity(f"as the system user {name}", user=entry.pw_uid, group=entry.pw_gid)


def _probe(identity: Identity, program: str, folder: Path) -> str | None:
    """None when it works, otherwise what was said."""
    command = [*identity.prefix, "/bin/sh", "-c", _PROBE, program, str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, capture_output=True, text=True, timeout=20, check=False, cwd="/", **identity.arguments()
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    if done.returncode == 0:
        return None
    return done.stderr.strip() or "it cannot reach the folder"
