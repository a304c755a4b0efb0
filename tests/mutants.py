"""
Mutation testing of the resolvers: does a test fail when a comparison is another one?

`make mutants` changes one comparison at a time: each `<`, `<=`, `>`, `>=`, `==`, `!=`, `min`, `max`, `and` and `or`.
Each mutant lives in a process of its own, forked from one that has collected the tests, where the functions of the
module get the changed code; no file is ever touched. Mutants that no test notices are printed, and written to a file.
"""

from __future__ import annotations

# ruff: noqa: T201 (it is a command)
import argparse
import ast
import contextlib
import functools
import gc
import inspect
import io
import os
import random
import re
import resource
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

os.environ.setdefault("VERBALE_EXAMPLES", "0.3")

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("tariffs", "states", "meetings")
ALONE = ("rectangles", "reports", "spans", "unfolding")
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "and": "or", "or": "and"}
CALLS = {"min": "max", "max": "min"}
OPERATOR = re.compile(r"<=|>=|==|!=|<|>|\band\b|\bor\b")
TIMEOUT_S = 120
"""Of CPU: what loops for ever has been noticed."""


class Mutant(NamedTuple):
    """One change: the characters from *start* to before *end* of a module become *new*."""

    path: Path
    line: int
    start: int
    end: int
    old: str
    new: str

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line}: {self.old} -> {self.new}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of the module at *path* (relative to the project)."""
    text = (ROOT / path).read_text()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = text.splitlines()

    def place(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            at = place(node.func.lineno, node.func.col_offset)
            yield Mutant(path, node.lineno, at, at + 3, node.func.id, CALLS[node.func.id])
        values: Sequence[ast.expr] = ()
        if isinstance(node, ast.Compare):
            values = (node.left, *node.comparators)
        elif isinstance(node, ast.BoolOp):
            values = node.values
        for one, other in pairwise(values):
            assert one.end_lineno is not None
            assert one.end_col_offset is not None
            begin, end = place(one.end_lineno, one.end_col_offset), place(other.lineno, other.col_offset)
            found = OPERATOR.search(text, begin, end)
            if found:
                old = found[0]
                yield Mutant(path, other.lineno, found.start(), found.end(), old, SWAPS[old])


class Collected:
    """The tests of some folders as plain calls: situations first, laws last."""

    def __init__(self, folders: Sequence[str]) -> None:
        self.calls: list[tuple[bool, str, Callable[[], Any]]] = []
        with contextlib.redirect_stdout(io.StringIO()) as told:
            code = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", *folders], plugins=[self])
        assert code == pytest.ExitCode.OK, told.getvalue()
        self.calls.sort(key=lambda call: call[:2])

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            assert isinstance(item, pytest.Function)
            given = item.callspec.params if hasattr(item, "callspec") else {}
            is_law = hasattr(item.obj, "hypothesis")
            assert is_law or not set(inspect.signature(item.obj).parameters) - set(given), item.nodeid
            self.calls.append((is_law, item.nodeid, functools.partial(item.obj, **given)))


class Module:
    """The functions of a module that is loaded, and the codes that they would have if its text were another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = (ROOT / path).read_text()
        self.functions: dict[tuple[str, int], list[FunctionType]] = {}
        for each in gc.get_objects():
            if type(each) is FunctionType and each.__code__.co_filename == str(ROOT / path):
                self.functions.setdefault((each.__code__.co_qualname, each.__code__.co_firstlineno), []).append(each)

    def change(self, mutant: Mutant) -> bool:
        """Give the functions their changed code; False where none has one, as the change is made on import."""
        text = self.text[: mutant.start] + mutant.new + self.text[mutant.end :]
        changed = False
        for code in _codes(compile(text, str(ROOT / self.path), "exec")):
            for function in self.functions.get((code.co_qualname, code.co_firstlineno), ()):
                if function.__code__ != code and len(function.__code__.co_freevars) == len(code.co_freevars):
                    function.__code__ = code
                    changed = True
        return changed


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def forget_answers() -> None:
    """Empty the caches of the domain, but for those that only hold tables of names."""
    for each in gc.get_objects():
        if type(each).__name__ == "_lru_cache_wrapper":
            module = getattr(each, "__module__", "") or ""
            if any(f"domain.{part}" in module for part in (*PARTS, "kinds")):
                each.cache_clear()


def outcome(module: Module, mutant: Mutant, tests: Collected, *, quick: bool) -> str:
    """What becomes of a mutant in a process of its own: the test that notices it, "survives" or "on import"."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (TIMEOUT_S, TIMEOUT_S))
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        os.write(writing, _tried(module, mutant, tests, quick=quick).encode()[:500])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told or "takes too long"


def _tried(module: Module, mutant: Mutant, tests: Collected, *, quick: bool) -> str:
    if not module.change(mutant):
        return "on import"
    forget_answers()
    for is_law, name, call in tests.calls:
        if is_law and quick:
            continue
        try:
            call()
        except BaseException:  # noqa: BLE001 - whatever is raised is a notice
            return name
    return "survives"


def folders_of(path: Path) -> tuple[str, ...]:
    """The tests that are to notice a change of the module at *path*."""
    part = path.parts[2] if path.parts[2] in PARTS else None
    found = [f"tests/domain/{part}"] if part else [f"tests/domain/{each}" for each in PARTS]
    return (*found, "tests/domain/test_unfolding.py", "tests/domain/test_rectangles.py")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random; all of them by default")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="modules whose path holds these words")
    parser.add_argument("--again", type=Path, help="those alone that an earlier run named in this file")
    parser.add_argument("--quick", action="store_true", help="the situations alone, without the laws")
    parser.add_argument("--survivors", type=Path, default=Path("mutants.txt"), help="where the survivors are written")
    asked = parser.parse_args()
    os.chdir(ROOT)
    domain = Path("service/domain")
    paths = [path.relative_to(ROOT) for part in PARTS for path in sorted((ROOT / domain / part).glob("*.py"))]
    paths += [domain / f"{name}.py" for name in ALONE]
    found = [mutant for path in paths if asked.only in str(path) for mutant in mutants_of(path)]
    if asked.again:
        named = set(asked.again.read_text().splitlines())
        found = [mutant for mutant in found if mutant.name in named]
    chosen = random.Random(asked.seed).sample(found, asked.sample) if asked.sample else found
    print(f"{len(chosen)} of {len(found)} mutants", flush=True)
    alive: list[str] = []
    began = time.monotonic()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = temporary
        tests = {folders: Collected(folders) for folders in sorted({folders_of(mutant.path) for mutant in chosen})}
        modules = {path: Module(path) for path in sorted({mutant.path for mutant in chosen})}
        gc.freeze()
        for number, mutant in enumerate(chosen, 1):
            told = outcome(modules[mutant.path], mutant, tests[folders_of(mutant.path)], quick=asked.quick)
            if told in ("survives", "on import"):
                alive.append(f"{mutant.name}{'' if told == 'survives' else ' (on import: not tried)'}")
                print(f"{told}: {mutant.name}", flush=True)
            if number % 20 == 0:
                print(f"{number} done, {len(alive)} survive, {time.monotonic() - began:.0f} s", flush=True)
    asked.survivors.write_text("".join(f"{each}\n" for each in alive))
    print(f"{len(chosen) - len(alive)} of {len(chosen)} noticed; survivors: {asked.survivors}")


if __name__ == "__main__":
    main()
