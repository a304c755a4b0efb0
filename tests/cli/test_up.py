"""`verbale up` and its parts, as real processes: what they leave behind when they end, in whatever way."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from service.cli import root
from service.postgres.folder import DataFolder
from tests.cli.processes import alive, command, descendants, eventually, free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the process tree from /proc")
slow = pytest.mark.slow

ARTICLE = {
    "url": "https://example.org/one",
    "title": "Ministers meet",
    "publisher": "The Example",
    "published_at": "2026-01-31T06:30:00Z",
    "text": "Nothing of note was said.",
}


class Up:
    """A `verbale up` of the test's own on a free port."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.errors = folder.with_suffix(".log")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                command("up", "--port", str(self.port), "--data-dir", str(folder)),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={**environment, "VERBALE_SHUTDOWN_TIMEOUT_S": "3", "VERBALE_BOOTSTRAP_KEY": "key"},
            )

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert f"http://127.0.0.1:{self.port}" in line, self.errors.read_text()

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=60, trust_env=False)

    def post(self, path: str, body: object) -> httpx.Response:
        headers = {"Authorization": "Bearer key"}
        return httpx.post(
            f"http://127.0.0.1:{self.port}{path}", json=body, headers=headers, timeout=60, trust_env=False
        )

    def part(self, name: str) -> int:
        """The process number of the part *name*."""
        for pid in descendants(self.process.pid):
            words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            if words[-2:-1] == [name] and "service.cli" in words:
                parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid:
                    return pid
        raise AssertionError(f"no part {name}")

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(90)

    def leaves_nothing(self, before: set[int]) -> bool:
        gone = eventually(lambda: not any(alive(pid) for pid in before))
        return gone and DataFolder(self.folder).processes() == []


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(**options: int) -> Up:
        started.append(Up(tmp_path / "data", **options))
        return started[-1]

    yield start
    for each in started:
        with contextlib.suppress(ProcessLookupError):
            each.process.kill()
        each.process.communicate(timeout=60)
    assert eventually(lambda: DataFolder(tmp_path / "data").processes() == [])


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, pytest.param(signal.SIGINT, marks=slow), pytest.param(signal.SIGHUP, marks=slow)],
    ids=lambda number: number.name,
)
def test_a_stop_signal_takes_the_whole_tree_down(up: Callable[..., Up], number: signal.Signals) -> None:
    running = up()
    running.wait_until_ready()
    before = descendants(running.process.pid)
    assert len(before) > 5
    assert running.end(number) == 0, running.errors.read_text()
    assert running.leaves_nothing(before)


@slow  # the test of a killed tree shows it too
def test_what_was_recorded_is_there_after_a_restart(up: Callable[..., Up]) -> None:
    first = up()
    first.wait_until_ready()
    recorded = first.post("/v1/articles", ARTICLE)
    assert recorded.status_code == 201, recorded.text
    assert first.end(signal.SIGTERM) == 0
    second = up()
    second.wait_until_ready()
    assert second.post("/v1/articles", ARTICLE).status_code == 200
    assert eventually(lambda: second.get(f"/v1/articles/{recorded.json()['id']}").status_code == 200)


def test_an_article_is_read_again_by_the_rules_and_not_by_a_model_that_is_not_there(up: Callable[..., Up]) -> None:
    running = up()
    running.wait_until_ready()
    article_id = running.post("/v1/articles", ARTICLE).json()["id"]
    base = ["--key", "key", "--base", f"http://127.0.0.1:{running.port}"]
    told = CliRunner().invoke(root, ["reread", article_id, *base])
    assert told.exit_code == 0, told.output
    assert "1 articles are read again by rules" in told.output
    told = CliRunner().invoke(root, ["reread", "--outdated", *base])
    assert "No article was last read by older rules" in told.output
    refused = CliRunner().invoke(root, ["reread", article_id, "--reader", "llm", *base])
    assert "VERBALE_LLM_URL" in str(refused.exception)
    assert CliRunner().invoke(root, ["reread", article_id, "--outdated", *base]).exit_code == 2


def test_a_second_one_on_the_same_folder_is_refused_and_harms_nothing(up: Callable[..., Up]) -> None:
    first = up()
    first.wait_until_ready()
    second = up()
    assert second.process.wait(90) == 1
    said = second.errors.read_text()
    assert f"in use by another verbale (process {first.process.pid})" in said
    assert "--data-dir" in said
    assert "Traceback" not in said
    assert first.get("/readyz").status_code == 200


@pytest.mark.parametrize("part", ["serve", pytest.param("work", marks=slow)])
def test_a_killed_part_ends_the_tree_with_an_error(up: Callable[..., Up], part: str) -> None:
    running = up()
    running.wait_until_ready()
    before = descendants(running.process.pid)
    os.kill(running.part(part), signal.SIGKILL)
    assert running.process.wait(90) == 1
    assert running.leaves_nothing(before)
    assert f"`verbale {part}` has ended with status -9" in running.errors.read_text()


@slow
def test_a_killed_application_process_ends_the_tree_with_an_error(up: Callable[..., Up]) -> None:
    running = up()
    running.wait_until_ready()
    before = descendants(running.process.pid)
    for worker in descendants(running.part("serve")):
        os.kill(worker, signal.SIGKILL)
    assert running.process.wait(90) == 1
    assert running.leaves_nothing(before)


def test_a_killed_database_ends_the_tree_with_an_error(up: Callable[..., Up]) -> None:
    running = up()
    running.wait_until_ready()
    before = descendants(running.process.pid)
    postmaster = int((running.folder / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    assert running.process.wait(90) == 1
    assert running.leaves_nothing(before)


def test_a_killed_tree_leaves_nothing_and_starts_again_at_once(up: Callable[..., Up]) -> None:
    first = up()
    first.wait_until_ready()
    before = descendants(first.process.pid)
    recorded = first.post("/v1/articles", ARTICLE)
    assert recorded.status_code == 201, recorded.text
    first.process.kill()
    first.process.wait(90)
    second = up()
    second.wait_until_ready()
    assert not any(alive(pid) for pid in before)
    assert eventually(lambda: second.get(f"/v1/articles/{recorded.json()['id']}").status_code == 200)
    assert eventually(lambda: second.get("/v1/log/head").json()["signed"])  # with the key that the first one made


@slow
def test_a_stop_signal_while_it_starts_takes_down_what_was_started(up: Callable[..., Up]) -> None:
    running = up()
    assert eventually(lambda: bool(DataFolder(running.folder).processes()))
    before = descendants(running.process.pid)
    assert running.end(signal.SIGTERM) == 0, running.errors.read_text()
    assert running.leaves_nothing(before)


def test_a_port_in_use_is_a_clear_error_and_leaves_nothing(up: Callable[..., Up]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        running = up(port=taken.getsockname()[1])
        assert running.process.wait(90) == 1
    said = running.errors.read_text()
    assert "cannot listen on 127.0.0.1" in said
    assert "--port" in said
    assert running.leaves_nothing(set())


def test_a_request_that_never_ends_does_not_keep_it_from_stopping(up: Callable[..., Up]) -> None:
    running = up()
    running.wait_until_ready()
    before = descendants(running.process.pid)
    with socket.create_connection(("127.0.0.1", running.port)) as half_open:
        half_open.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf")
        assert running.end(signal.SIGTERM) == 0
    assert running.leaves_nothing(before)
