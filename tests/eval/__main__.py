"""
How well articles are read and questions are answered, against sets that are kept beside the project (`make eval`).

Reading: `verbale extract --ndjson` over each set, scored by the set's `reading_score.py`. Answering: a `verbale up` on
an empty data folder for each story, asked by `asof_score.py`, once with gold claims (resolving and querying alone)
and once without (end to end). V=1 in the environment names every miss.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.eval.serving import KEY, VERBALE, service

SEEDS = ("s00", "s01", "s02")
VERBOSE = ["-v"] if os.environ.get("V") else []


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def read(sets: Path, name: str, folder: Path) -> None:
    """Extract the articles of *folder* and score what was read."""
    scorer = [sys.executable, str(sets / "reading_score.py")]
    articles = subprocess.run([*scorer, "articles", str(folder)], capture_output=True, check=True).stdout
    started = time.perf_counter()
    claims = subprocess.run([*VERBALE, "extract", "--ndjson"], input=articles, capture_output=True, check=False)
    took_s = time.perf_counter() - started
    if claims.returncode != 0:
        sys.exit(f"verbale extract failed:\n{claims.stderr.decode()}")
    say(f"\n== reading: {name} ({len(articles.splitlines())} articles in {took_s:.1f} s)")
    with tempfile.NamedTemporaryFile(suffix=".ndjson") as predictions:
        predictions.write(claims.stdout)
        predictions.flush()
        subprocess.run([*scorer, "score", predictions.name, str(folder), *VERBOSE], check=True)


def ask(sets: Path, story: Path, how: str, gold: list[Path]) -> None:
    """Load *story* into an empty service and ask its questions."""
    with tempfile.TemporaryDirectory() as folder, service(Path(folder)) as base:
        say(f"\n== answering: {story.stem}, {how}")
        claims = [word for folder in gold for word in ("--gold-claims", str(folder))]
        scorer = [sys.executable, str(sets / "asof_score.py"), str(story), "--base", base, "--key", KEY]
        subprocess.run([*scorer, *claims, *VERBOSE], check=True)


def main(sets: Path) -> None:
    if not sets.is_dir():
        say(f"Nothing was measured: the evaluation sets are not at {sets}.")
        return
    reading = sets / "reading"
    for name in ("news", "story", "docs"):
        read(sets, name, reading / name)
    with tempfile.TemporaryDirectory() as place:
        for seed in SEEDS:
            shutil.copy(reading / "news" / f"{seed}.json", place)
        read(sets, f"{SEEDS[0]}–{SEEDS[-1]} alone", Path(place))
    for story in sorted((sets / "asof").glob("*.json")):
        ask(sets, story, "with gold claims", [reading / "story", reading / "news"])
        ask(sets, story, "end to end", [])


main(Path(sys.argv[1]))
