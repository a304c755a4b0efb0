"""`verbale subscriptions` against a real server, with a real receiver at the other end."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from collections.abc import Iterator

import asyncpg
import httpx
import pytest
from click.testing import CliRunner, Result
from standardwebhooks import Webhook

from service.cli import root
from service.cli.subscriptions import subscriptions
from tests.cli.processes import command, eventually, free_port
from tests.subscriptions.receiving import Receiver, tell, working


@pytest.fixture
def base(database: str) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ, "DATABASE_URL": database, "VERBALE_BOOTSTRAP_KEY": "k", "VERBALE_LOG_LEVEL": "error",
        "VERBALE_WEBHOOK_ALLOW": "127.0.0.1",
    }  # fmt: skip
    server = subprocess.Popen(command("serve", "--port", str(port)), env=environment)

    def ready() -> bool:
        try:
            return httpx.get(f"{address}/readyz", trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    try:
        assert eventually(ready)
        yield address
    finally:
        server.terminate()
        server.wait(30)


async def test_a_webhook_is_made_followed_mended_and_deleted(base: str, database: str) -> None:
    async def run(*words: str) -> Result:
        arguments = ["subscriptions", *words, "--base", base, "--key", "k"]
        return await asyncio.to_thread(CliRunner().invoke, root, arguments)

    async with Receiver() as receiver, asyncpg.create_pool(database, min_size=1, max_size=4) as pool:
        assert "There are no webhooks" in (await run("list")).output
        made = await run("add", receiver.url, "--party", "IN", "--kind", "tariff", "--name", "duties", "--after", "0")
        assert made.exit_code == 0, made.output
        name, secret = re.findall(r"sub-\w+|whsec_\S+", made.output)
        await tell(pool, 2)
        async with working(pool):
            await receiver.until(lambda: len(receiver.received) >= 2)
            Webhook(secret).verify(receiver.received[0].body, receiver.received[0].headers)
            assert "is paused" in (await run("pause", name)).output
            assert "Taken: 200" in (await run("test", name)).output
            assert "goes on behind cursor 2" in (await run("resume", name)).output
            assert (
                "1 to 2 are sent again"
                in (await run("replay", name, "--first", "1", "--last", "2", "--only", "all")).output
            )
            await receiver.until(lambda: len(receiver.received) >= 5)
        listed = (await run("list")).output
        assert "duties" in listed
        assert name in listed
        assert secret not in listed
        assert "delivered" in (await run("deliveries", name)).output
        assert "Nothing was given up" in (await run("dead-letters", name)).output
        rotated = await run("rotate", name, "--overlap-s", "0")
        assert "signs no more" in rotated.output
        receiver.behave = lambda _: (500, {})
        refused = await run("test", name)
        assert (refused.exit_code, "it answered 500" in refused.output) == (1, True)
        assert "is deleted" in (await run("delete", name, "--yes")).output
        assert (await run("pause", name)).exit_code == 1


@pytest.mark.parametrize("name", sorted(subscriptions.commands))
def test_each_of_its_commands_has_an_example(name: str) -> None:
    told = CliRunner().invoke(root, ["subscriptions", name, "--help"])
    assert told.exit_code == 0, told.output
    assert f"Example: `verbale subscriptions {name}" in " ".join(told.output.split())
