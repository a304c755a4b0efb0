"""
The peer `eventsourcing` 9.5 with its default recorder, measured in an environment of its own.

Reads one line of JSON on standard input for each measurement and writes one with the rate. Not imported by anything:
`tests/bench/log.py` runs it with the interpreter of that environment.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate


class Article(Aggregate):
    def __init__(self, *, article_id: str, url: str, publisher: str, title: str, text_sha256: str, story: str) -> None:
        self.article_id, self.url, self.publisher, self.title = article_id, url, publisher, title
        self.text_sha256, self.story = text_sha256, story


def new(number: int) -> Article:
    return Article(
        article_id=f"art-{number}",
        url=f"https://example.org/art/{number}",
        publisher="The Example",
        title="A title of some length, with a name or two in it. " * 3,
        text_sha256=f"{number:064x}",
        story=f"{number:064x}",
    )


def append(application: Application, callers: int, seconds: float) -> float:
    counts = [0] * callers
    started = time.perf_counter()

    def one(caller: int) -> None:
        while time.perf_counter() - started < seconds:
            application.save(new(counts[caller]))
            counts[caller] += 1

    threads = [threading.Thread(target=one, args=(caller,)) for caller in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def replay(application: Application, count: int, page: int) -> float:
    started, seen, start = time.perf_counter(), 0, 1
    while seen < count:
        notifications = application.recorder.select_notifications(start, min(page, count - seen))
        if not notifications:
            break
        for notification in notifications:
            application.mapper.to_domain_event(notification)
        seen += len(notifications)
        start = notifications[-1].id + 1
    return seen / (time.perf_counter() - started)


def main() -> None:
    environment = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": os.environ["PEER_DATABASE"],
        "POSTGRES_HOST": os.environ["PEER_HOST"],
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": os.environ["PEER_USER"],
        "POSTGRES_PASSWORD": "",
        "POSTGRES_POOL_SIZE": "8",
        "POSTGRES_MAX_OVERFLOW": "24",
        "POSTGRES_MAX_WAITING": "1000",
        "POSTGRES_CONNECT_TIMEOUT": "60",
    }
    with Application(env=environment) as application:
        application.save(new(0))
        for line in sys.stdin:
            task = json.loads(line)
            if "callers" in task:
                rate = append(application, task["callers"], task["seconds"])
            else:
                rate = replay(application, task["count"], task["page"])
            sys.stdout.write(json.dumps(rate) + "\n")
            sys.stdout.flush()


main()
