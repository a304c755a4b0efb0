"""
Speed, as ratios to peers that are measured in the same run on the same machine (`make bench`).

Rounds of ours and of the peer take turns, and the median of each is compared, so that a noisy machine disturbs both.
Prints a table and writes build/bench.json.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench import log, looking_up, reading

TARGET = Path("build/bench.json")


def main() -> None:
    results = []
    with tempfile.TemporaryDirectory() as place:
        for measure in (reading.measure, looking_up.measure):
            found = asyncio.run(measure(Path(place) / measure.__module__.rpartition(".")[2]))
            results.append(found)
            ours, peer = statistics.median(found["ours"]), statistics.median(found["peer"] or [0])
            found["ratio"] = round(ours / peer, 3) if peer else None
            against = f"{peer:10,.0f} {found['against']}: ratio {found['ratio']}" if peer else ""
            sys.stdout.write(f"{found['what']:42s} {ours:10,.0f} {found['unit']:11s} {against}\n")
            sys.stdout.flush()
    of_log = log.run()["results"]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps({"cores": os.cpu_count(), "results": results, "log": of_log}, indent=1) + "\n")
    sys.stdout.write(f"written to {TARGET}\n")


main()
