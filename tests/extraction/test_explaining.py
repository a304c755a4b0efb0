"""
What an explanation says: every claim has a rule with a name, and a trigger that gave none has a reason.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli.extract import extract as command
from service.domain.claims import kind_of
from service.extraction import explaining
from service.extraction.reader import Article, RulesReader
from tests.extraction import bank, gold

RECORDS = dict(gold.articles())
TEXT = (
    "The United States put a 50% duty on Brazilian coffee. Orange juice pays 10%.\n\n"
    "If talks fail, Ottawa could impose a 25% tariff on American steel."
)


@pytest.mark.parametrize("name", sorted(RECORDS)[::6])
def test_every_claim_is_explained_by_a_rule_of_its_kind(name: str) -> None:
    article = Article(RECORDS[name]["text"], bank.PUBLISHED)
    readings, silences = explaining.explain(article)
    assert tuple(reading.claim for reading in readings) == RulesReader().read(article)
    for reading in readings:
        assert reading.rule.startswith(f"{kind_of(reading.claim)}.")
        assert reading.sentence.start <= reading.claim.evidence[0].start < reading.sentence.end
    assert all(silence.reason and article.text[silence.start : silence.end] for silence in silences)


def test_a_duty_that_is_only_supposed_is_named_with_the_reason() -> None:
    _, silences = explaining.explain(Article(TEXT, bank.PUBLISHED))
    assert ("tariff.duty_impose", "it is only supposed") in {(each.rule, each.reason) for each in silences}


def test_what_the_sentence_leaves_to_the_article_is_told() -> None:
    readings, _ = explaining.explain(Article(TEXT, bank.PUBLISHED))
    leans = {str(reading.claim.rate): reading.leans for reading in readings if kind_of(reading.claim) == "tariff"}  # type: ignore[union-attr]
    assert leans == {"50": (), "10": ("who imposes it", "on whose goods")}


def test_the_command_shows_rule_and_frame(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(TEXT)
    shown = CliRunner().invoke(command, [str(file), "--published-at", "2026-02-06", "--explain"])
    assert shown.exit_code == 0
    assert "rule   tariff.duty_impose" in shown.output
    assert "put (active, past, fact), said of The United States" in shown.output
    assert "no claim by tariff.duty_impose: it is only supposed" in shown.output
