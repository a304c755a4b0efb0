"""
`verbale extract`: what the reader finds in articles, without recording anything.

Every claim comes with the words that say it; an article in which nothing is found gives an empty list.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import rich_click as click
from rich.progress import track
from rich.table import Table
from rich.text import Text

from service.cli import answers, options
from service.domain.claim_documents import public_document
from service.domain.claims import Claim
from service.domain.errors import InvalidDate, InvalidInput, SetupError, Unavailable
from service.extraction import explaining, pointing
from service.extraction.parts import Sentence
from service.extraction.reader import Article, RulesReader
from service.intake.model import NO_MODEL, ModelEndpoint

_DAY = r"\d{4}-\d{2}-\d{2}"
_CONTEXT = 60
"""So many characters are shown on either side of a quote."""

Reading = Callable[[Article], pointing.Checked]
"""A way of reading one article, with what it refused."""


@click.command(
    epilog='Example: `echo \'{"id":"1","published_at":"2026-02-02T12:00:00Z","text":"…"}\' | verbale extract --ndjson`'
)
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--ndjson", is_flag=True, help="Read articles as JSON lines, and write their claims as JSON lines.")
@click.option("--published-at", help="When a FILE of plain text was published: an instant with its offset, or a day.")
@click.option(
    "--explain", is_flag=True, help="Show the sentence, the frame and the rule of each claim, and what gave none."
)
@click.option(
    "--reader",
    type=click.Choice(["rules", "llm"]),
    default="rules",
    help="Who reads: our rules, or the language model that VERBALE_LLM_URL and VERBALE_LLM_MODEL name.",
)
def extract(file: Path | None, ndjson: bool, published_at: str | None, explain: bool, reader: str) -> None:  # noqa: FBT001 (click passes flags by name)
    """Read the claims of articles: a FILE (JSON, or plain text), or JSON lines on standard input."""
    reading = _by_model() if reader == "llm" else _by_rules
    if explain and reader == "llm":
        raise click.UsageError("--explain shows rules; leave out --reader llm, or --explain")
    if ndjson:
        extract_lines(file.read_bytes() if file else sys.stdin.buffer.read(), reading)
        return
    if file is None:
        raise click.UsageError("name a FILE, or use --ndjson for standard input; see `verbale extract --help`")
    document = _document(file, published_at)
    article = _article(document, str(file))
    if explain:
        _explain(article, file.name)
        return
    checked = reading(article)
    answers.console().print(_table(article, checked.claims))
    for refusal in checked.refusals:
        answers.console().print(Text(f"refused claim {refusal.index + 1}: {refusal.reason}", style="yellow"))
    click.echo(f"{len(checked.claims)} claims in {file.name}")


def _by_rules(article: Article) -> pointing.Checked:
    return pointing.Checked(RulesReader().read(article), ())


def _by_model() -> Reading:
    """Reading by the model of the settings. Raises SetupError when none is named."""
    settings = options.settings()
    if ModelEndpoint.configured(settings) is None:
        raise SetupError(NO_MODEL, field="VERBALE_LLM_URL")

    async def asked(article: Article) -> pointing.Checked:
        endpoint = ModelEndpoint.configured(settings)
        assert endpoint is not None
        async with endpoint:
            return await endpoint.read(article)

    return lambda article: asyncio.run(asked(article))


def extract_lines(content: bytes, reading: Reading) -> None:
    """
    Write the claims of articles, both as JSON lines; one that cannot be read has an `error` instead.

    Raises InvalidInput for a line that is no article, and ClickException at the end where some could not be read.
    """
    written, unread = sys.stdout.buffer, []
    given = [line for line in content.splitlines() if line.strip()]
    for number, line in enumerate(track(given, "Reading", console=answers.progress_console()), 1):
        try:
            document = msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InvalidInput(f"line {number} is not a JSON object: {error}") from error
        article = _article(document, f"line {number}")
        line_out: dict[str, Any] = {"id": document.get("id"), "claims": []}
        try:
            checked = reading(article)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 (whatever a reader stumbles over, the articles after it are read)
            line_out["error"] = repr(error)
            unread.append(number)
        else:
            line_out["claims"] = [public_document(claim, article.text) for claim in checked.claims]
            if checked.refusals:
                line_out["refused"] = checked.refusals
        written.write(msgspec.json.encode(line_out) + b"\n")
    written.flush()
    if unread:
        lines = ", ".join(map(str, unread))
        raise click.ClickException(
            f"{len(unread)} of {len(given)} articles could not be read (line {lines}): their `error` says why. "
            "Please report it with the article; all others are written."
        )


def _explain(article: Article, name: str) -> None:
    """Print each claim with its sentence, its words in it, its frame and its rule; then the triggers that gave none."""
    console = answers.console()
    readings, silences = explaining.explain(article)
    for reading in readings:
        kind, said, _ = _told(article, reading.claim)
        spans = [(span.start, span.end) for span in reading.claim.evidence]
        console.print(Text.assemble((kind, "bold"), "  ", said.replace("\n", " · ")))
        console.print(_marked(article, reading.sentence, spans, "bold green"))
        console.print(Text(f"  rule   {reading.rule}\n  frame  {reading.frame}", style="cyan"))
        if reading.leans:
            console.print(Text(f"  from the article, not the sentence: {', '.join(reading.leans)}", style="yellow"))
        console.print()
    for silence in silences:
        console.print(_marked(article, silence.sentence, [(silence.start, silence.end)], "bold red"))
        console.print(Text(f"  no claim by {silence.rule}: {silence.reason}\n", style="dim"))
    click.echo(f"{len(readings)} claims in {name}; {len(silences)} triggers gave none")


def _marked(article: Article, sentence: Sentence, spans: list[tuple[int, int]], style: str) -> Text:
    """A sentence with the stretches *spans* of the article's text that lie in it in *style*."""
    shown = Text("  " + article.text[sentence.start : sentence.end].replace("\n", " "))
    for start, end in spans:
        shown.stylize(style, max(start - sentence.start, 0) + 2, max(end - sentence.start, 0) + 2)
    return shown


def _document(file: Path, published_at: str | None) -> dict[str, Any]:
    content = file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        document = msgspec.json.decode(content, type=dict[str, Any])
        return document | ({"published_at": published_at} if published_at else {})
    return {"text": content, "published_at": published_at, "title": None}


def _article(document: dict[str, Any], place: str) -> Article:
    """The article of a document; a day alone is its noon, UTC. Raises InvalidInput, InvalidDate, naming *place*."""
    text = document.get("text")
    if not isinstance(text, str):
        raise InvalidInput(f"{place}: `text` is missing; give the article's words as a string", field="text")
    given = str(document.get("published_at"))
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        mend = "give an instant with its offset, such as 2026-02-02T12:00:00+05:30"
        raise InvalidDate(f"{place}: published_at is missing or no instant; {mend}", field="published_at") from error
    if moment.tzinfo is None and re.fullmatch(_DAY, given):
        moment = moment.replace(hour=12, tzinfo=UTC)  # a day alone: noon is that day in most zones
    if moment.tzinfo is None:
        raise InvalidDate(f"{place}: published_at needs an offset, such as +05:30 or Z", field="published_at")
    return Article(text=text, published_at=moment, title=document.get("title"))


def _table(article: Article, claims: tuple[Claim, ...]) -> Table:
    table = Table("claim", "what it says", "the words", show_lines=True)
    for claim in claims:
        kind, said, evidence = _told(article, claim)
        quotes = Text("\n").join(_in_context(article.text, span["start"], span["end"]) for span in evidence)
        table.add_row(kind, Text(said), quotes)
    return table


def _told(article: Article, claim: Claim) -> tuple[str, str, list[dict[str, Any]]]:
    """The kind of a claim, what it says line by line, and its evidence."""
    document = public_document(claim, article.text)
    kind = document.pop("kind")
    evidence = document.pop("evidence")
    said = "\n".join(f"{name}: {_shown(value)}" for name, value in document.items() if value not in (None, [], ()))
    return kind, said, evidence


def _in_context(text: str, start: int, end: int) -> Text:
    before = text[max(0, start - _CONTEXT) : start].replace("\n", " ")
    after = text[end : end + _CONTEXT].replace("\n", " ")
    return Text.assemble((before, "dim"), (text[start:end].replace("\n", " "), "bold green"), (after, "dim"))


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, dict):
        named = value.get("name") or value.get("code") or ""
        return f"{named} ({value['country']})" if value.get("country") else str(named)
    return str(value)
