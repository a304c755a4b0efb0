"""
Mutation testing of the resolvers: does a test fail when a comparison is another one?

`make mutants` copies the project into a temporary folder, and changes there one comparison at a time: each `<`, `<=`,
`>`, `>=`, `==`, `!=`, `min`, `max`, `and` and `or`. Mutants that no test notices are printed, and written to a file.
The working tree is never touched.
"""

from __future__ import annotations

# ruff: noqa: T201 (it is a command)
import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PARTS = ("tariffs", "states", "meetings")
ALONE = ("rectangles", "reports", "spans", "unfolding")
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "and": "or", "or": "and"}
CALLS = {"min": "max", "max": "min"}
OPERATOR = re.compile(r"<=|>=|==|!=|<|>|\band\b|\bor\b")
TIMEOUT_S = 180


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


def tests_of(path: Path) -> list[list[str]]:
    """The tests that are to notice a change of the module at *path*, the quick ones first."""
    part = path.parts[2] if path.parts[2] in PARTS else None
    folders = [f"tests/domain/{part}"] if part else [f"tests/domain/{each}" for each in PARTS]
    laws = [f"{folder}/test_laws.py" for folder in folders]
    quick = [*folders, *(f"--ignore={law}" for law in laws)]
    return [quick, [*laws, "tests/domain/test_unfolding.py", "tests/domain/test_rectangles.py"]]


def survives(folder: Path, mutant: Mutant, *, quick: bool) -> bool:
    """Whether all tests pass in the copy at *folder* with the mutant in it; what takes too long has failed."""
    target = folder / mutant.path
    text = (ROOT / mutant.path).read_text()
    target.write_text(text[: mutant.start] + mutant.new + text[mutant.end :])
    environment = {**os.environ, "VERBALE_EXAMPLES": "0.3", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        for chosen in tests_of(mutant.path)[: 1 if quick else 2]:
            command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", *chosen]
            run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT_S)  # noqa: PLW1510
            if run.returncode:
                return False
    except subprocess.TimeoutExpired:
        return False
    finally:
        target.write_text(text)
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random; all of them by default")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="modules whose path holds these words")
    parser.add_argument("--quick", action="store_true", help="the situations alone, without the laws")
    parser.add_argument("--survivors", type=Path, default=Path("mutants.txt"), help="where the survivors are written")
    asked = parser.parse_args()
    domain = Path("service/domain")
    paths = [path.relative_to(ROOT) for part in PARTS for path in sorted((ROOT / domain / part).glob("*.py"))]
    paths += [domain / f"{name}.py" for name in ALONE]
    found = [mutant for path in paths if asked.only in str(path) for mutant in mutants_of(path)]
    chosen = random.Random(asked.seed).sample(found, min(asked.sample or len(found), len(found)))
    print(f"{len(chosen)} of {len(found)} mutants", flush=True)
    alive: list[Mutant] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "copy"
        for name in ("service", "tests"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)
        for number, mutant in enumerate(chosen, 1):
            if survives(folder, mutant, quick=asked.quick):
                alive.append(mutant)
                print(f"survives: {mutant.name}", flush=True)
            if number % 20 == 0:
                print(f"{number} done, {len(alive)} survive, {time.monotonic() - began:.0f} s", flush=True)
    asked.survivors.write_text("".join(f"{mutant.name}\n" for mutant in alive))
    print(f"{len(chosen) - len(alive)} of {len(chosen)} noticed; survivors: {asked.survivors}")


if __name__ == "__main__":
    main()
