"""The log's head and proofs over HTTP: what they say, and that they can be checked without us."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.eventstore import heads, merkle
from tests.http.conftest import Service
from tests.http.stories import STORY

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
GUIDE = (Path(__file__).parents[2] / "docs" / "log.md").read_text(encoding="utf-8")
CHECKS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


async def sign(service: Service) -> None:
    while await heads.sign_next(service.worker, KEY):
        pass


def run(script: str, folder: Path, **answers: Any) -> subprocess.CompletedProcess[str]:
    """Run lines of the guide where our own code cannot be imported, beside the answers that they read."""
    for name, answer in answers.items():
        (folder / f"{name}.json").write_text(json.dumps(answer))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    blocked = f"import sys; sys.modules['service'] = None\n{script}"
    command = [sys.executable, "-c", blocked]
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)


async def test_the_guide_checks_an_event_without_our_code(service: Service, tmp_path: Path) -> None:
    await service.record(*STORY)
    await sign(service)
    head = await service.ask("/v1/log/head")
    proof = await service.ask("/v1/log/proof", position=3, size=head["size"])
    script = next(each for each in CHECKS if "proof.json" in each)
    assert len(script.strip().splitlines()) <= 22
    done = run(script, tmp_path, head=head, proof=proof)
    assert done.returncode == 0, done.stderr
    assert json.loads(proof["content"])["type"] in done.stdout
    for wrong in (
        proof | {"content": proof["content"].replace("art-", "arc-", 1)},
        proof | {"position": 4},
        proof | {"proof": proof["proof"][::-1]},
        proof | {"leaf_data": proof["leaf_data"].replace("0", "1", 1)},
    ):
        assert "AssertionError" in run(script, tmp_path, head=head, proof=wrong).stderr
    forged = head | {"note": head["note"].replace(f"\n{head['size']}\n", f"\n{head['size'] - 1}\n")}
    assert "InvalidSignature" in run(script, tmp_path, head=forged, proof=proof).stderr


async def test_the_guide_checks_a_noted_head_without_our_code(service: Service, tmp_path: Path) -> None:
    await service.record(*STORY[:2])
    await sign(service)
    noted = await service.ask("/v1/log/head")
    await service.record(*STORY[2:])
    await sign(service)
    head = await service.ask("/v1/log/head")
    proof = await service.ask("/v1/log/consistency", from_=noted["size"], to=head["size"])
    script = next(each for each in CHECKS if "consistency.json" in each)
    done = run(script, tmp_path, noted=noted, head=head, consistency=proof)
    assert done.returncode == 0, done.stderr
    other = noted | {"note": noted["note"].replace("\n", "\n", 1).replace(note_root(noted), note_root(head))}
    assert "AssertionError" in run(script, tmp_path, noted=other, head=head, consistency=proof).stderr


def note_root(head: dict[str, Any]) -> str:
    return str(head["note"].split("\n")[2])


async def test_the_examples_of_the_document_prove_one_another(service: Service, tmp_path: Path) -> None:
    paths = (await service.ask("/openapi.json"))["paths"]
    shown = {}
    for name in ("head", "proof", "consistency"):
        (example,) = paths[f"/v1/log/{name}"]["get"]["responses"]["200"]["content"]["application/json"][
            "examples"
        ].values()
        shown[name] = example["value"]
    script = next(each for each in CHECKS if "proof.json" in each)
    assert run(script, tmp_path, **shown).returncode == 0
    roots = [bytes.fromhex(shown["consistency"][name]) for name in ("from_root_hash", "to_root_hash")]
    assert merkle.extends(1, roots[0], 2, roots[1], [bytes.fromhex(shown["consistency"]["proof"][0])])


async def test_without_a_key_the_head_is_unsigned_and_says_so(service: Service) -> None:
    empty = await service.ask("/v1/log/head")
    assert (empty["size"], empty["root_hash"]) == (0, merkle.EMPTY_ROOT.hex())
    await service.record(STORY[0])
    head = await service.ask("/v1/log/head")
    assert head["size"] == await service.app.state.log.head()
    assert not head["signed"]
    assert head["public_key"] is None
    assert "VERBALE_SIGNING_KEY_FILE" in head["explanation"]
    proof = await service.ask("/v1/log/proof", position=1)
    assert proof["root_hash"] == head["root_hash"]


async def test_a_signed_head_stands_until_the_next_one_is_signed(service: Service) -> None:
    await service.record(STORY[0])
    await sign(service)
    first = await service.get("/v1/log/head")
    await service.record(STORY[1])
    second = await service.get("/v1/log/head", headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 304
    size = first.json()["size"]
    uncovered = await service.get("/v1/log/proof", position=size + 1)
    assert uncovered.status_code == 409
    assert uncovered.json()["size"] == size
    assert (await service.get("/v1/log/proof", position=size + 1, size=size + 1)).status_code == 200
    await sign(service)
    assert (await service.ask("/v1/log/head"))["size"] > size


async def test_every_event_is_proved_under_every_head(service: Service) -> None:
    await service.record(*STORY)
    last = await service.app.state.log.head()
    roots = {}
    for size in range(1, last + 1):
        answer = await service.ask("/v1/log/consistency", from_=size, to=last)
        proof = [bytes.fromhex(each) for each in answer["proof"]]
        roots[size], root = (bytes.fromhex(answer[name]) for name in ("from_root_hash", "to_root_hash"))
        assert merkle.extends(size, roots[size], last, root, proof)
    for size in (1, last // 2, last):
        for position in range(1, size + 1):
            answer = await service.ask("/v1/log/proof", position=position, size=size)
            proof = [bytes.fromhex(each) for each in answer["proof"]]
            leaf = bytes.fromhex(answer["leaf_hash"])
            assert merkle.includes(roots[size], size, position - 1, leaf, proof)


REFUSED = {
    "/v1/log/proof": (400, "position"),
    "/v1/log/proof?position=0": (400, "position"),
    "/v1/log/proof?position=first": (400, "position"),
    "/v1/log/proof?position=900": (400, "position"),
    "/v1/log/proof?position=1&size=0": (400, "size"),
    "/v1/log/proof?position=1&size=900": (400, "size"),
    "/v1/log/proof?position=2&size=1": (404, "position"),
    "/v1/log/consistency": (400, "from"),
    "/v1/log/consistency?from=900": (400, "from"),
    "/v1/log/consistency?from=1&to=900": (400, "to"),
    "/v1/log/consistency?from=2&to=1": (404, "from"),
    "/v1/log/consistency?from=99999999999999999999": (400, "from"),
}


async def test_what_cannot_be_proved_is_a_problem_that_names_the_parameter(service: Service) -> None:
    await service.post("/v1/articles", STORY[0])
    await service.post("/v1/articles", STORY[1])
    answers = {path: await service.client.get(path) for path in REFUSED}
    assert {path: (each.status_code, each.json()["field"]) for path, each in answers.items()} == REFUSED


async def test_a_proof_for_a_size_never_changes(service: Service) -> None:
    await service.record(STORY[0])
    asked = {"position": 1, "size": 1}
    before = await service.get("/v1/log/proof", **asked)
    await service.record(*STORY[1:])
    after = await service.get("/v1/log/proof", **asked)
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
    assert "immutable" in after.headers["cache-control"]
    assert "immutable" not in (await service.get("/v1/log/proof", position=1)).headers["cache-control"]
