"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from service.cli import COMMANDS
from service.settings import VARIABLES, Settings

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "service").rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Written apart, so that this file passes its own test.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:wor" + r"k|far" + r"m|roo" + r"t|hom" + r"e|Use" + r"rs)/[\w.]")
REGISTRY_HOST = re.compile(r"py" + r"pi\.org|pythonhos" + r"ted\.org|npm" + r"js\.org|crates" + r"\.io", re.IGNORECASE)
CLOCK = re.compile(r"\b(?:datetime\.now|datetime\.utcnow|date\.today|time\.time|pendulum\.now|pendulum\.today)\(")
SETTING_READ = re.compile(r"""(?:environ(?:\.get\(|\[)|getenv\()\s*["'](?:VERBALE_|DATABASE_URL)""")
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK|NotImplemented" + r"Error)\b")


def tracked() -> list[Path]:
    try:
        told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in told.split("\0") if name and (ROOT / name).is_file()]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_over_400_lines() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_no_function_is_over_70_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, FUNCTIONS) and (node.end_lineno or 0) - node.lineno + 1 > 70
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "helpers", "base", "manager", "common", "misc"}
    assert [name(path) for path in MODULES if path.stem in drawers] == []


def test_nothing_is_left_unfinished() -> None:
    assert [name(path) for path in MODULES if UNFINISHED.search(path.read_text())] == []


def test_one_module_reads_the_wall_clock() -> None:
    readers = [name(path) for path in MODULES if CLOCK.search(path.read_text())]
    assert readers == ["service/clock.py"]


def test_no_module_reads_a_setting_past_the_settings() -> None:
    readers = [name(path) for path in MODULES if SETTING_READ.search(path.read_text())]
    assert readers == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["path of a machine", "host of a registry"])
def test_no_file_names_a(pattern: re.Pattern[str]) -> None:
    found = []
    for path in tracked():
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{name(path)}:{number}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    assert found == []


def test_the_lock_has_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    pins = re.findall(r"^[A-Za-z0-9_.-]+==.*(?:\n    .*)*", text, re.MULTILINE)
    assert len(pins) > 50
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert [line for line in text.splitlines() if not re.match(r"$|#|[A-Za-z0-9_.-]+==|    --hash=sha256:", line)] == []


def test_every_setting_is_in_the_operations_guide_with_its_default() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    defaults = Settings()
    missing = []
    for field, variable in VARIABLES.items():
        row = re.search(rf"^\| `{variable}` \| ([^|]*)\|", guide, re.MULTILINE)
        default = getattr(defaults, field)
        told = "—" if default is None else f"`{default}`"
        if row is None or row[1].strip() != told:
            missing.append(f"{variable} (default {told})")
    assert missing == []


def test_every_command_is_in_the_operations_guide() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    assert [command for command in COMMANDS if f"`verbale {command}" not in guide] == []


def test_the_lock_pins_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += project["dependency-groups"]["dev"]
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    names = {re.match(r"[A-Za-z0-9_.-]+", each)[0].lower().replace("_", "-") for each in wanted}
    assert names - pinned == set()
