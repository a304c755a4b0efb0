"""
Tariffs: duty levels read from an article, each with the words that prove it.

Pure and linear in the text. Sentences give statements (`frames`, `leftovers`), the article's thread completes them
(`thread`), and statements of one duty in one state fold into one claim (`folding`).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from service.domain.claims import TariffClaim
from service.extraction import clean, gazetteer, weighing
from service.extraction.document import Document
from service.extraction.parts import Clause, Mention
from service.extraction.tariffs import (
    dating,
    duties,
    ellipsis,
    figures,
    folding,
    free_entry,
    judging,
    leading,
    leftovers,
    lines,
    listing,
    remarks,
)
from service.extraction.tariffs.context import Context
from service.extraction.tariffs.frames import Frames
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement
from service.extraction.tariffs.thread import Thread, american
from service.extraction.tariffs.view import View
from service.extraction.weighing import Tables

NAME = "tariff"
_ANSWER = 3
"""So many tokens without a verb, "Yes.", leave whom the question named."""
_SOURCED = frozenset(("oil", "crude", "energy", "gas", "weapons", "arms"))


def claims(document: Document) -> Iterable[TariffClaim]:
    """The tariff claims of *document*, in order of place."""
    if not duties.may_speak(document):
        return ()
    views = viewed(document)
    return folding.fold(statements(document, views), views, document.today)


def viewed(document: Document) -> list[View]:
    """The sentences of *document* as views, list lines apart; a statement's `sentence` counts in them."""
    parts = [part for sentence in document.sentences for part in lines.split(document.text, sentence)]
    return [View(document.text, part, index) for index, part in enumerate(parts)]


def statements(document: Document, views: list[View]) -> list[Statement]:
    """What each view says of duties, completed by the article's thread, and what its figures alone tell, in order."""
    told = threaded(document, views)
    if told is None:
        return []
    found = figures.filled(*told, views, document.today)
    return judging.judged(dating.dated(found, views, document.today), views, document.today)


class Read(msgspec.Struct):
    """What the sentences of an article say of duties one by one, and what it offers to find whose duties it is about."""

    statements: list[Statement]
    unreal: set[int]
    named: list[tuple[str, ...]]
    governs: list[str]
    offer: leading.Told


def threaded(
    document: Document, views: list[View], tables: Tables | None = None
) -> tuple[Thread, list[Statement], set[int]] | None:
    """
    The article's thread, the statements that it completed, and the sentences that only imagine (all of them where none
    names a duty); whose duties it is about is chosen by *tables*, those of the lexicon unless others are given.

    None for an article without a word of duties.
    """
    read = read_alone(document, views)
    if read is None:
        return None
    offer = read.offer
    thread = Thread(
        read.statements,
        offer.headline,
        read.named,
        document.today,
        bargain=any(not view.said.isdisjoint(listed("bargain")) for view in views),
        american=offer.american,
        actors=_led_on(views),
        governs=read.governs,
        paragraphs=[view.sentence.paragraph for view in views],
        headings=[_heading(view) for view in views],
        title=_parties(offer.title) if offer.title is not None else (),
        chief=leading.chosen(offer, tables if tables is not None else weighing.tables("tariff")),
    )
    for statement in read.statements:
        statement.reason = remarks.pointed(views, statement)
        if statement.status == "expired" and statement.valid_to is None:
            statement.valid_to = remarks.occasion(views, statement, document.today)
        thread.complete(statement)
    return thread, read.statements, read.unreal


def read_alone(document: Document, views: list[View]) -> Read | None:
    """What each sentence says before any leans on another; None for an article without a word of duties."""
    spoken = [duties.speaks(view) or free_entry.named(view) for view in views]
    title = _title(document)
    speaks = any(spoken) or (title is not None and duties.speaks(title))
    if not any(spoken) and not any(view.rates and view.acts for view in views):
        return None
    found: list[Statement] = []
    context = Context()
    unreal: set[int] = set() if speaks else set(range(len(views)))
    for view in views:
        context.enter(view, spoken=spoken[view.index])
        if context.imagined:
            unreal.add(view.index)
        if view.rates or spoken[view.index] or view.acts or view.sentence.dates:
            found += _sentence(document, view, context, speaks=speaks)
    said = frozenset().union(*(view.said for view in views))
    told = said | frozenset((document.title or "").lower().replace("'", " ").replace("’", " ").split())
    named = [_parties(view) for view in views]
    governs = _governed(document, views)
    offer = leading.Told(
        [view for view in views if spoken[view.index] or view.rates],
        title,
        found,
        _headlined(document, title),
        clean.home(document.text),
        any(governs),
        american(told) or _led_by_america(views),
        leading.counted(named),
    )
    return Read(found, unreal, named, governs, offer)


def _title(document: Document) -> View | None:
    """The title as a view of its own text; where it names a duty, the article may speak of rates alone."""
    if document.headline is None or document.title is None:
        return None
    return View(document.title, document.headline, 0)


def _headlined(document: Document, view: View | None) -> list[Statement]:
    """What the title says of duties, to lean on where the text leaves something out."""
    if view is None:
        return []
    frames = Frames(view, duties.find(view, speaks_of_duties=True), document.today, speaks=True)
    return leftovers.all_of([*frames.read(), *leftovers.read(frames)])


def _sentence(document: Document, view: View, context: Context, *, speaks: bool) -> list[Statement]:
    found = duties.find(view, speaks_of_duties=speaks)
    if not found and not (speaks and (view.acts or view.sentence.dates)):
        return []
    if speaks:
        found = _with_ellipsis(view, found)
    frames = Frames(view, found, document.today, speaks=speaks)
    told = leftovers.all_of([*frames.read(), *leftovers.read(frames)])
    listing.spread(view, told)
    return context.finish(frames, told)


def _with_ellipsis(view: View, found: list[duties.Duty]) -> list[duties.Duty]:
    """*found* and the duties whose noun is left out, in order."""
    owners = [at for at, token in enumerate(view.tokens) if token.tag == "POSS"]
    told = [duty for at in owners if (duty := ellipsis.duty_at(view, at)) is not None]
    return sorted([*found, *told], key=lambda duty: duty.first) if told else found


def _parties(view: View) -> tuple[str, ...]:
    """The parties that a sentence names, without those that only tell where a good comes from ("Russian oil")."""
    return tuple(
        code
        for mention in view.sentence.mentions
        if view.lower(mention.last) not in _SOURCED and mention.form not in ("description", "pronoun")
        for code in mention.codes or _named_inside(view, mention)
    )


def _led_by_america(views: list[View]) -> bool:
    """Whether the American president or his house acts: "the US president", "the White House"."""
    return any(
        "US" in mention.codes
        and (mention.name == "White House" or view.lower(mention.last) in ("president", "administration"))
        for view in views
        for mention in view.sentence.mentions
    )


def _heading(view: View) -> bool:
    """Whether the sentence is a headline: a heading, or a line without a full stop."""
    return view.sentence.heading or (view.index == 0 and view.tokens[-1].text not in '.:;!?”"')


def _actors(view: View) -> tuple[str, ...]:
    """The parties that do something in a sentence."""
    return tuple(
        code
        for clause in view.sentence.clauses
        for chunk in clause.subject
        for mention in chunk.mentions
        if mention.form in ("name", "capital") and mention.last >= chunk.last
        for code in mention.codes
    )


def _led_on(views: list[View]) -> list[tuple[str, ...]]:
    """Who acts in each sentence; "It" or "They" alone at its head is who acted in the sentence before."""
    found: list[tuple[str, ...]] = []
    for index, view in enumerate(views):
        acts = _actors(view)
        if index and view.size <= _ANSWER and not view.sentence.clauses:
            acts = acts or found[-1]
        led = view.lower(0) in ("it", "they", "he", "she") and view.mention_of[0] is None
        if not acts and led and index and _goes_on(views[index - 1], view):
            acts = found[-1][:1]
        found.append(acts)
    return found


def _goes_on(before: View, view: View) -> bool:
    """Whether *view* speaks on of whom *before* named: in one paragraph, or as the answer to a question."""
    return before.sentence.paragraph == view.sentence.paragraph or before.tokens[-1].text == "?"


def _governed(document: Document, views: list[View]) -> list[str]:
    """For each sentence the home country if its own government, unnamed, acts there, "" otherwise."""
    home = clean.home(document.text)
    if home is None:
        return [""] * len(views)
    return [home if any(_by_government(clause) for clause in view.sentence.clauses) else "" for view in views]


def _by_government(clause: Clause) -> bool:
    """Whether an unnamed government is a clause's subject: "The cabinet on Tuesday proposed"."""
    return any(
        chunk.lemma in listed("governments") and not any(mention.codes for mention in chunk.mentions)
        for chunk in clause.subject
    )


def _named_inside(view: View, mention: Mention) -> tuple[str, ...]:
    """The parties in a body's name: "Customs Tariff Commission of China's State Council"."""
    found = (gazetteer.match(view.tokens, at) for at in range(mention.first, mention.last))
    return tuple(entry[0].code for entry in found if entry is not None)
