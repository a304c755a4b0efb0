"""
`verbale extract`: claims with the words that say them, by our rules or by a language model's pointers.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner

from service.cli import root
from service.cli.extract import extract_lines
from service.extraction.pointing import Checked
from service.extraction.reader import Article, RulesReader
from tests.intake.model_server import serving

TEXT = "Brazil will impose a 15% duty on Argentine wheat from 1 May, its finance ministry said on Tuesday."
LINE = json.dumps({"id": "one", "published_at": "2025-04-15", "text": TEXT})
POINTER = {
    "kind": "tariff", "quotes": [TEXT], "imposer": "Brazil", "target": "Argentine", "product": "wheat", "rate": "15%",
    "rate_op": "eq", "previous_rate": None, "basis": "additional", "component_reason": None, "status": "announced",
    "valid_from": "1 May", "valid_to": None,
}  # fmt: skip


def claims_in(output: str) -> dict[str, object]:
    line = next(line for line in output.splitlines() if line.startswith("{"))
    found: dict[str, object] = json.loads(line)
    return found


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT)
    return file


def test_a_file_is_read_by_the_rules(article: Path) -> None:
    told = CliRunner().invoke(root, ["extract", str(article), "--published-at", "2025-04-15"])
    assert told.exit_code == 0, told.output
    assert "1 claims in article.txt" in told.output


def test_an_article_that_cannot_be_read_does_not_keep_those_after_it_from_being_read(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    def stumbling(article: Article) -> Checked:
        if "stumble" in article.text:
            raise ValueError("over a stone")
        return Checked(RulesReader().read(article), ())

    lines = (LINE.replace(TEXT, "They stumble.").replace("one", "two"), LINE)
    with pytest.raises(ClickException, match=r"1 of 2 articles could not be read \(line 1\)"):
        extract_lines("\n".join(lines).encode(), stumbling)
    first, second = map(json.loads, capfdbinary.readouterr().out.splitlines())
    assert (first["id"], first["claims"], first["error"]) == ("two", [], "ValueError('over a stone')")
    assert (second["id"], len(second["claims"])) == ("one", 1)


def test_lines_are_read_by_a_model_whose_errors_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as model:
        model.say(json.dumps({"claims": [POINTER, POINTER | {"rate": "50%"}]}))
        monkeypatch.setenv("VERBALE_LLM_URL", model.url)
        monkeypatch.setenv("VERBALE_LLM_MODEL", "some-model")
        told = CliRunner().invoke(root, ["extract", "--ndjson", "--reader", "llm"], input=LINE)
    assert told.exit_code == 0, told.output
    found = claims_in(told.output)
    assert found["id"] == "one"
    assert [claim["rate"] for claim in found["claims"]] == [15]  # type: ignore[attr-defined]
    assert found["refused"] == [{"index": 1, "reason": "rate: '50%' does not stand in the text"}]


def test_a_file_that_a_model_read_shows_what_was_refused(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as model:
        model.say(json.dumps({"claims": [POINTER | {"target": "Peru"}]}))
        monkeypatch.setenv("VERBALE_LLM_URL", model.url)
        monkeypatch.setenv("VERBALE_LLM_MODEL", "some-model")
        told = CliRunner().invoke(root, ["extract", str(article), "--published-at", "2025-04-15", "--reader", "llm"])
    assert told.exit_code == 0, told.output
    assert "refused claim 1: target: 'Peru' does not stand in the text" in told.output


def test_a_model_that_nobody_named_is_asked_for(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VERBALE_LLM_URL", raising=False)
    told = CliRunner().invoke(root, ["extract", str(article), "--published-at", "2025-04-15", "--reader", "llm"])
    assert told.exit_code != 0
    assert "VERBALE_LLM_URL" in str(told.exception or told.output)


def test_a_models_claims_have_no_rule_to_explain(article: Path) -> None:
    told = CliRunner().invoke(root, ["extract", str(article), "--explain", "--reader", "llm"])
    assert told.exit_code != 0
