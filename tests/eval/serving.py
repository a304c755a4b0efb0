"""A service of its own for a measurement: `verbale up` on a folder, with a key for everything."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERBALE = [sys.executable, "-m", "service.cli"]
KEY = secrets.token_urlsafe()


@contextmanager
def service(folder: Path) -> Iterator[str]:
    """The address of a `verbale up` whose data are in *folder*; it is stopped at the end, and its data stay."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    environment = {**os.environ, "VERBALE_BOOTSTRAP_KEY": KEY, "VERBALE_LOG_LEVEL": "warning"}
    environment.pop("DATABASE_URL", None)
    command = [*VERBALE, "up", "--port", str(port), "--data-dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        if not process.stdout.readline():
            sys.exit("verbale up did not start; what it said is above.")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=60)
