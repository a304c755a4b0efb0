"""
How fast articles are read, on one core.

Processor time is counted, since the reader waits for nothing: what else the machine does tells nothing of it.
"""

from __future__ import annotations

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from service.extraction.reader import extract

ROUNDS = 3
SECONDS = 2.0


def seeds() -> list[dict[str, Any]]:
    found = [json.loads(path.read_text()) for path in sorted(Path("seeds").glob("*.json"))]
    assert found, "run it from the project's folder"
    return found


async def measure(_folder: Path) -> dict[str, Any]:
    articles = seeds()
    rounds = []
    for _ in range(ROUNDS):
        count, started = 0, time.process_time()
        while time.process_time() - started < SECONDS:
            for article in articles:
                extract(article["text"], datetime.fromisoformat(article["published_at"]), article["title"])
            count += len(articles)
        rounds.append(count / (time.process_time() - started))
    return {
        "what": "reading the seed articles, a CPU-second",
        "unit": "articles/s",
        "ours": rounds,
        "peer": [],
        "against": None,
    }
