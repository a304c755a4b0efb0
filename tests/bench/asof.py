"""
As-of look-ups over HTTP on many keys, against the bare route of `bare.py` on as many rows.

Every request asks another of some hundred keys, at another day and publication time, so that no cache of ours or of the
web server's answers instead of the database.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from pathlib import Path
from typing import Any

import httpx

from service.domain.parties import name_of
from service.postgres.cluster import running
from tests.bench.looking_up import CLIENTS, KEY, ROUNDS, SECONDS, free_port, started

IMPOSERS = ("US", "CN", "EU", "IN", "BR", "CA", "MX", "JP", "KR", "GB")
TARGETS = (
    "FR", "DE", "IT", "ES", "PL", "NL", "BE", "SE", "NO", "FI", "DK", "CH", "TR", "EG", "ZA", "NG", "KE", "SA", "AE",
    "PK", "BD", "TH", "VN", "MY", "SG", "ID", "PH", "AU", "NZ", "AR", "CL", "PE", "CO",
)  # fmt: skip
WORDS = [
    "port",
    "mill",
    "grain",
    "steel",
    "vote",
    "talks",
    "order",
    "ship",
    "rain",
    "market",
    "price",
    "route",
    "union",
    "court",
    "road",
    "field",
    "coast",
    "paper",
]
DRAWN = 4_000
"""Different requests of a round, asked in turn."""


async def measure(folder: Path) -> dict[str, Any]:
    port, bare = free_port(), free_port()
    up = ("-m", "service.cli", "up", "--port", str(port), "--data-dir", str(folder))
    environment = {"VERBALE_BOOTSTRAP_KEY": KEY, "DATABASE_URL": "", "VERBALE_LOG_LEVEL": "warning"}
    drawn = random.Random(20260202)
    ours, peer = [], []
    async with started(*up, port=port, ready="/readyz", **environment):
        await _load(port)
        url = running(folder)
        assert url is not None
        granian = ("-m", "granian", "--interface", "asgi", "--factory", "--port", str(bare), "--no-ws", "--log-level")
        served = started(*granian, "warning", "tests.bench.bare:create_app", port=bare, ready="/1", DATABASE_URL=url)
        async with served:
            for _ in range(ROUNDS):
                ours.append(await _rate(port, [_question(drawn) for _ in range(DRAWN)]))
                peer.append(await _rate(bare, [f"/{drawn.randint(1, 900)}" for _ in range(DRAWN)]))
    return {
        "what": f"as-of look-up of many keys, {CLIENTS} clients",
        "unit": "answers/s",
        "ours": ours,
        "peer": peer,
        "against": "by a bare route with one SELECT",
    }


def _question(drawn: random.Random) -> str:
    month, day = drawn.randint(3, 12), drawn.randint(1, 28)
    second = drawn.randint(0, 59)
    return (
        f"/v1/tariffs?imposer={drawn.choice(IMPOSERS)}&target={drawn.choice(TARGETS)}"
        f"&as_of=2025-{month:02}-{day:02}&known_by=2026-01-{day:02}T12:00:{second:02}Z"
    )


async def _load(port: int) -> None:
    """Two reports of each level, in one article each, by different papers."""
    lines = [
        json.dumps(_article(imposer, target, paper))
        for imposer in IMPOSERS
        for target in TARGETS
        if imposer != target
        for paper in ("The Example", "The Other")
    ]
    headers = {"Authorization": f"Bearer {KEY}", "Prefer": "wait=60", "Content-Type": "application/x-ndjson"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=120) as client:
        answer = await client.post("/v1/articles", content="\n".join(lines), headers=headers)
        assert all(json.loads(line)["status"] == 201 for line in answer.text.splitlines()), answer.text[:500]
        while True:
            ready = (await client.get("/readyz")).json()
            if ready["position"] == ready["head"]:
                break
            await asyncio.sleep(0.2)
        check = await client.get("/v1/tariffs?imposer=US&target=FR&as_of=2025-03-01&known_by=2026-01-01")
        assert len(check.json()["items"][0]["evidence"]) == 2


def _article(imposer: str, target: str, paper: str) -> dict[str, Any]:
    said = f"{name_of(imposer)} has charged 25 percent on goods of {name_of(target)} since February 1, {paper} reports."
    drawn = random.Random(f"{paper} {imposer} {target}")
    rest = " ".join(drawn.choice(WORDS) for _ in range(500))
    claim = {
        "kind": "tariff", "imposer": imposer, "target": target, "rate": 25, "status": "in_force", "basis": "total",
        "valid_from": "2025-02-01", "evidence": [{"start": 0, "end": len(said)}],
    }  # fmt: skip
    return {
        "url": f"https://{paper.replace(' ', '-').lower()}.example/{imposer}-{target}",
        "title": f"{imposer} and {target}",
        "publisher": paper,
        "published_at": "2025-02-03T08:00:00Z",
        "text": f"{said} {rest}",
        "claims": [claim],
    }


async def _rate(port: int, paths: list[str]) -> float:
    """Answers a second to clients that ask on as soon as they are answered."""
    requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() for path in paths]
    end = time.perf_counter() + SECONDS

    async def client(number: int) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        count = 0
        while time.perf_counter() < end:
            writer.write(requests[(number + count * CLIENTS) % len(requests)])
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            count += 1
        writer.close()
        return count

    return sum(await asyncio.gather(*(client(number) for number in range(CLIENTS)))) / SECONDS
