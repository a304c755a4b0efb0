"""docs/api.md tells the truth: every route and problem is named, and its requests have the answers that it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from service.domain.registry import RESOLVER_VERSION
from service.http.problems import slugs
from tests.http.conftest import Service
from tests.http.stories import STORY

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```http\nGET (\S+)\n```\n```json\n(.*?)```", GUIDE, re.DOTALL)


async def test_every_route_is_named(service: Service) -> None:
    document = await service.ask("/openapi.json")
    for path, operations in document["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in GUIDE, f"{method.upper()} {path}"


async def test_every_parameter_is_named(service: Service) -> None:
    document = await service.ask("/openapi.json")
    names = {
        parameter["name"]
        for operations in document["paths"].values()
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query"
    }
    assert {name for name in names if f"`{name}" not in GUIDE} == set()


def test_every_problem_is_named_with_its_status() -> None:
    for slug, (status, _) in slugs().items():
        assert f"| `{slug}` | {status} |" in GUIDE, slug
    listed = re.findall(r"^\| `([a-z-]+)` \| \d{3} \|", GUIDE, re.MULTILINE)
    assert set(listed) == set(slugs())


async def test_its_requests_have_the_answers_that_it_shows(service: Service) -> None:
    await service.record(*STORY)
    assert len(EXAMPLES) >= 9
    for path, text in EXAMPLES:
        answered, shown = (await service.client.get(path)).json(), json.loads(text)
        if "resolver" in shown:  # every new one would make the guide untrue
            shown["resolver"] = RESOLVER_VERSION
        assert holds(answered, shown), (path, json.dumps(answered, indent=1))


def holds(answered: Any, shown: Any) -> bool:
    """Whether an answer has everything that is shown of it: lists whole, objects at least."""
    if isinstance(shown, dict):
        return isinstance(answered, dict) and all(
            name in answered and holds(answered[name], value) for name, value in shown.items()
        )
    if isinstance(shown, list):
        return len(answered) == len(shown) and all(holds(a, s) for a, s in zip(answered, shown, strict=True))
    return bool(answered == shown)
