"""A real nats-server with JetStream on a folder and a port of its own, which can be killed and started again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import nats
import pytest
from nats.js import api

from tests.cli.processes import eventually, free_port

BINARY = Path(sys.executable).parent / "nats-server"


class NatsServer:
    def __init__(self, folder: Path) -> None:
        if not BINARY.exists():
            pytest.skip("no nats-server beside the interpreter")
        self.folder = folder
        self.port = free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log = self.folder / "nats.log"
        words = ["--addr", "127.0.0.1", "--port", str(self.port), "--jetstream", "--store_dir", str(self.folder)]
        self.process = subprocess.Popen([BINARY, *words, "--log", str(log)])
        assert eventually(lambda: log.exists() and "Server is ready" in log.read_text().rpartition("Starting")[2])

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    async def messages(self, stream: str = "VERBALE_CHANGES") -> list[api.RawStreamMsg]:
        """What the stream holds, in its order."""
        client = await nats.connect(self.url)
        try:
            jetstream = client.jetstream(timeout=60)
            state = (await jetstream.stream_info(stream)).state
            found: list[api.RawStreamMsg] = []
            numbers = range(state.first_seq, state.last_seq + 1) if state.messages else range(0)
            for start in range(0, len(numbers), 200):
                asked = [jetstream.get_msg(stream, seq=number, direct=True) for number in numbers[start : start + 200]]
                found += await asyncio.gather(*asked)
            return found
        finally:
            await client.close()

    async def cursors(self, stream: str = "VERBALE_CHANGES") -> list[int]:
        return [int((message.headers or {})["Nats-Msg-Id"]) for message in await self.messages(stream)]
