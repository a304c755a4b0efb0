"""
A disk whose flush takes a given time, on any machine: a library that Postgres is started with (LD_PRELOAD) sleeps that
long in each fdatasync, which is what Postgres calls to make a commit durable. Needs a C compiler.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    const char *given = getenv("SLOW_FLUSH_US");
    struct timespec pause = {0, (given ? atol(given) : 0) * 1000};
    nanosleep(&pause, 0);
    return real(fd);
}
"""


def available() -> bool:
    return shutil.which("cc") is not None and os.name == "posix"


@contextlib.contextmanager
def slow_flush(folder: Path, microseconds: int) -> Iterator[None]:
    """Programs started in this context flush slowly; *folder* takes the library."""
    folder.mkdir(parents=True, exist_ok=True)
    source, library = folder / "slow_flush.c", folder / "slow_flush.so"
    source.write_text(SOURCE)
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    os.environ.update(LD_PRELOAD=str(library), SLOW_FLUSH_US=str(microseconds))
    try:
        yield
    finally:
        del os.environ["LD_PRELOAD"], os.environ["SLOW_FLUSH_US"]
