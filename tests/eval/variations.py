"""
Which answers of a story change when it reaches the service otherwise: `make eval-variations`.

The gold claims are loaded as they are; without those that a reader may leave out; in other orders of arrival; and
with the service stopped and started between articles. What is answered otherwise than the first time is listed. Only
what a reader left out may change an answer.
"""

from __future__ import annotations

import importlib.util
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.eval.serving import KEY, service

SHUFFLES = 3
RESTARTS = 3
Told = dict[str, tuple[bool, Any]]
"""For each question whether it was answered rightly, and what was answered."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def scorer_of(sets: Path) -> ModuleType:
    """The questioner that is kept beside the stories."""
    spec = importlib.util.spec_from_file_location("asof_score", sets / "asof_score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def bodies_of(story: dict[str, Any], gold: Sequence[Path], *, optional: bool) -> list[dict[str, Any]]:
    """The articles of a story as they are posted, with their gold claims."""
    found = []
    for article in story["articles"]:
        body = {name: article.get(name) for name in ("url", "title", "published_at", "text")}
        body |= {"id": article["id"], "publisher": article["source"]}
        for path in (folder / f"{article['id']}.json" for folder in gold):
            if path.exists():
                claims = json.loads(path.read_text())["claims"]
                body["claims"] = [claim for claim in claims if optional or not claim.get("optional")]
        found.append(body)
    return found


def told(scorer: ModuleType, story: dict[str, Any], parts: Sequence[Sequence[dict[str, Any]]]) -> Told:
    """What is answered after the *parts* were loaded, each in a life of its own of one service."""
    with tempfile.TemporaryDirectory() as folder:
        for number, part in enumerate(parts, 1):
            with service(Path(folder)) as base:
                for body in part:
                    posted = {name: value for name, value in body.items() if name != "id"}
                    scorer.IDS[body["id"]] = scorer.call(base, "/v1/articles", key=KEY, body=posted).get("id")
                if number == len(parts):
                    return {each["id"]: scorer.answer(base, each) for each in story["questions"]}
    return {}


SAID = ("status", "rate", "rate_op", "since", "date", "place", "name", "contested", "alternatives")
"""What an answer says; which article is quoted for it may differ."""


def said(answer: Any) -> Any:
    """An answer as far as it says something."""
    if isinstance(answer, list):
        return [said(each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    return answer["edtf"] if "edtf" in answer else {name: said(answer[name]) for name in SAID if answer.get(name)}


def compare(name: str, before: Told, after: Told) -> None:
    """Say how many are right, and which are answered otherwise."""
    right = sum(good for good, _ in after.values())
    say(f"\n== {name}: {right} of {len(after)} right")
    for number, (good, answer) in after.items():
        old, new = (json.dumps(said(each), ensure_ascii=False) for each in (before[number][1], answer))
        if old != new:
            say(f"{number} is answered otherwise ({'right' if good else 'wrong'}):\n  {old}\n  {new}")


def main(sets: Path) -> None:
    if not sets.is_dir():
        say(f"Nothing was measured: the evaluation sets are not at {sets}.")
        return
    scorer = scorer_of(sets)
    for path in sorted((sets / "asof").glob("*.json")):
        story = json.loads(path.read_text())
        gold = [sets / "reading" / "story", sets / "reading" / "news"]
        whole = bodies_of(story, gold, optional=True)
        first = told(scorer, story, [whole])
        compare(f"{path.stem} as it is", first, first)
        compare("optional claims left out", first, told(scorer, story, [bodies_of(story, gold, optional=False)]))
        for seed in range(1, SHUFFLES + 1):
            order = random.Random(seed).sample(whole, len(whole))
            compare(f"arrival shuffled, seed {seed}", first, told(scorer, story, [order]))
        size = -(-len(whole) // (RESTARTS + 1))
        parts = [whole[start : start + size] for start in range(0, len(whole), size)]
        compare(f"stopped and started {len(parts) - 1} times while loading", first, told(scorer, story, parts))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
