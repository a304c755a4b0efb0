"""
Mentions: the parties, people, organisations and places that a sentence names.

Mentions are disjoint and in order. A name is a person if a title, an honorific, the article's cast or the table of
office holders says so; every other capitalised name is an organisation or a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from service.extraction import gazetteer, genders, people, titles
from service.extraction.dates.patterns import MONTHS, WEEKDAYS
from service.extraction.parts import Form, Kind, Mention, Person, Token
from service.extraction.sightings import Sighting

_CALENDAR = frozenset((*MONTHS, *WEEKDAYS))
_ASIDE = frozenset((",", "("))
"""What stands before the country of a place, and before another name of a party."""
_JOINERS = frozenset(("of", "for", "on", "and", "&"))
_GATHERINGS = frozenset(("summit", "meeting", "conference", "forum"))
_SPEAKS = frozenset("say tell add note write reply post remark comment argue explain announce warn".split())
_BODIES = frozenset(
    """alliance framework organisation organization association council agreement initiative partnership forum accord accords bank ministry
    department board group union network treaty convention compact coalition club community cooperation commission committee conference
    chamber court institute institution league office house authority agency secretariat house parliament corridor fund cabinet bureau
    university school college center centre company corporation federation confederation congress assembly party bank society trust pact
    dialogue programme program mechanism platform summit meeting talks charter declaration protocol memorandum mission task act
    ministerial collective contract facility""".split()
)

_TREATIES = frozenset(
    (
        "agreement",
        "treaty",
        "pact",
        "partnership",
        "initiative",
        "framework",
        "forum",
        "council",
        "convention",
        "accord",
    )
)

_NAMED_FOR_CITIES = frozenset(
    (
        "process",
        "protocol",
        "declaration",
        "accord",
        "accords",
        "treaty",
        "convention",
        "charter",
        "initiative",
        "format",
        "compact",
    )
)


def cast_of(sightings: Iterable[Sighting]) -> people.Cast:
    """The cast of an article: everyone whom a title or an honorific introduces."""
    cast = people.Cast()
    sightings = tuple(sightings)
    for sighting in sightings:
        if sighting.sure:
            held = people.known_as(sighting.name, sighting.role)
            country = sighting.country or (held.country if held else None)
            cast.add(people.full(sighting.name, country), sighting.role, country)
    for sighting in sightings:
        held = people.known_as(sighting.name, None) if not sighting.sure and " " in sighting.name else None
        if held is not None and held.name == sighting.name and cast.find(sighting.name) is None:
            cast.add(held.name, held.role, held.country)  # "Li" of another sentence is the "Li Qiang" of this one
        known = cast.find(sighting.name) if not sighting.sure and " " in sighting.name else None
        if known is not None and " " not in known.name:
            cast.add(sighting.name, None, None)  # "Mr Xi" is the Xi Jinping of another sentence
    return cast


def find(
    tokens: Sequence[Token], opening: Sequence[int], sightings: Sequence[Sighting], cast: people.Cast
) -> list[Mention]:
    """The mentions of a sentence; *opening* are the tokens that one can begin with."""
    found: list[Mention] = []
    held = {sighting.first: sighting for sighting in sightings} | {sighting.begin: sighting for sighting in sightings}
    begun = frozenset([sighting.begin for sighting in sightings])
    listed, titled, size = gazetteer.firsts(), titles.firsts(), len(tokens)
    past = 0
    for at in sorted({*opening, *held}) if held else opening:
        if at < past:
            continue
        lower = tokens[at].lower
        hyphenated = "-" in lower
        mention = _person(tokens, held[at], cast) if at in held else None
        if mention is None and (hyphenated or lower in listed):
            mention = _party(tokens, at) or _place(tokens, at)
        if mention is None and (hyphenated or lower in titled):
            mention = _office(tokens, at)
        if mention is None and _starts_name(tokens, at):
            mention = _name(tokens, at, begun)
        if mention is not None:
            if mention.last < size and tokens[mention.last].text in _ASIDE:
                mention = _with_alias(tokens, _with_country(tokens, mention))
            found.append(mention)
            past = mention.last
    return found


def _with_country(tokens: Sequence[Token], mention: Mention) -> Mention:
    """A place that its country follows ("Hiroshima, Japan") with the country taken in."""
    if mention.kind != "place" and mention.form != "capital":
        return mention
    at = mention.last + 1
    if at >= len(tokens) or tokens[mention.last].text != ",":
        return mention
    country = gazetteer.match(tokens, at)
    if country is None or country[0].form != "name" or (country[0].code,) != mention.codes:
        return mention
    last = at + country[1]
    return msgspec.structs.replace(mention, last=last, end=tokens[last - 1].end)


def _with_alias(tokens: Sequence[Token], mention: Mention) -> Mention:
    """A party that its other name follows in brackets ("the Swiss Confederation (Switzerland)") with that taken in."""
    at = mention.last + 1
    if mention.kind != "party" or mention.form != "name" or at >= len(tokens) or tokens[mention.last].text != "(":
        return mention
    other = gazetteer.match(tokens, at)
    if (
        other is None
        or (other[0].code,) != mention.codes
        or at + other[1] >= len(tokens)
        or tokens[at + other[1]].text != ")"
    ):
        return mention
    last = at + other[1] + 1
    return msgspec.structs.replace(mention, last=last, end=tokens[last - 1].end)


def _mention(
    tokens: Sequence[Token],
    first: int,
    last: int,
    kind: Kind,
    name: str,
    form: Form = "name",
    codes: tuple[str, ...] = (),
    people: tuple[Person, ...] = (),
    role: str | None = None,
) -> Mention:
    return Mention(kind, tokens[first].start, tokens[last - 1].end, first, last, name, form, codes, people, role)


def _person(tokens: Sequence[Token], sighting: Sighting, cast: people.Cast) -> Mention | None:
    if not sighting.sure and gazetteer.match_name(tokens, sighting.first, "initiative"):
        return None
    person = cast.find(sighting.name)
    if person is None:
        person = _presumed(tokens, sighting)
    if person is None:
        return None
    return _mention(
        tokens, sighting.begin, sighting.end, "person", sighting.name, people=(person,),
        codes=(person.country,) if person.country else (), role=sighting.role,
    )  # fmt: skip


def _presumed(tokens: Sequence[Token], sighting: Sighting) -> Person | None:
    """A person without an introduction: a known office holder, or whoever speaks."""
    held = people.known_as(sighting.name, None)
    if held is not None and len(sighting.name) > 1:
        return Person(people.full(sighting.name, held.country), held.country, held.role)
    words = sighting.name.split()
    follows = tokens[sighting.end] if sighting.end < len(tokens) else None
    speaks = follows is not None and follows.lemma in _SPEAKS and follows.tag in ("VBD", "VERB")
    if len(words) in (2, 3) and (speaks or _is_named(words)):
        return Person(sighting.name, sighting.country, None)
    return None


def _is_named(words: Sequence[str]) -> bool:
    """Whether a given name opens a name and nothing in it is a word of places and bodies."""
    return genders.known_name(words[0]) and not any(word.lower() in _BODIES | people.NOT_NAMES for word in words[1:])


def _party(tokens: Sequence[Token], at: int) -> Mention | None:
    token = tokens[at]
    entry = gazetteer.match(tokens, at)
    initiative = gazetteer.match_name(tokens, at, "initiative")
    if initiative is not None and (entry is None or initiative[2] > entry[1]):
        last = at + initiative[2]
        while last < len(tokens) and tokens[last].text[0].isupper() and tokens[last].lower in _BODIES:
            last += 1
        return _mention(tokens, at, last, "org", _text(tokens, at, last))
    if entry is not None:
        held, size = entry
        if held.ambiguous and _part_of_name(tokens, at, at + size):
            return None
        if held.form == "adjective" and _body(tokens, at + size):
            return None
        if held.form == "capital" and _signed_there(tokens, at + size):
            return None
        return _mention(
            tokens,
            at,
            at + size,
            "party",
            _text(tokens, at, at + size),
            form=held.form,
            codes=(held.code,),
        )
    if "-" in token.lower and token.text[0].isupper():
        codes = gazetteer.split_pair(token.text)
        pair = _two_persons(tokens, at) if not codes else None
        if pair is not None:
            return pair
        if codes:
            form: Form = "pair" if len(codes) > 1 else "adjective"
            return _mention(tokens, at, at + 1, "party", token.text, form=form, codes=codes)
    if token.text[0].isupper() and at + 2 < len(tokens) and tokens[at + 1].text in ("/", "-", "–"):
        return None
    return None


def _signed_there(tokens: Sequence[Token], at: int) -> bool:
    """Whether a city only gives its name to what was signed or begun there: "the Ljubljana Process"."""
    return at < len(tokens) and tokens[at].text[0].isupper() and tokens[at].lower in _NAMED_FOR_CITIES


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words as printed, with single blanks where there were any."""
    text = tokens[first].text
    for before, token in zip(tokens[first : last - 1], tokens[first + 1 : last], strict=True):
        text += (" " if token.start > before.end else "") + token.text
    return text


def _place(tokens: Sequence[Token], at: int) -> Mention | None:
    place = gazetteer.match_name(tokens, at, "place")
    if place is None or (_part_of_name(tokens, at, at + place[2]) and place[2] == 1):
        return None
    last = at + place[2]
    if last < len(tokens) and tokens[last].text[0].isupper() and tokens[last].lower in _BODIES:
        return None
    return _mention(tokens, at, last, "place", _text(tokens, at, last), codes=(place[1],))


def _two_persons(tokens: Sequence[Token], at: int) -> Mention | None:
    """ "Trump-Putin", "Modi-Xi": two office holders in one word."""
    parts = tokens[at].text.replace("–", "-").split("-")
    held = [person for part in parts if len(part) > 1 and (person := people.known_as(part, None)) is not None]
    if len(parts) != 2 or len(held) != 2:
        return None
    who = tuple(Person(person.name, person.country, person.role) for person in held)
    codes = tuple(dict.fromkeys(person.country for person in who if person.country))
    return _mention(tokens, at, at + 1, "person", tokens[at].text, form="pair", people=who, codes=codes)


def _part_of_name(tokens: Sequence[Token], first: int, last: int) -> bool:
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if before is not None and before.tag == "NAME" and gazetteer.single(before.text) is None:
        return True
    return (
        after is not None
        and after.tag == "NAME"
        and after.text.istitle()
        and gazetteer.single(after.text) is None
        and titles.find(tokens, last) is None
    )


def _body(tokens: Sequence[Token], at: int) -> bool:
    """Whether capitalised words up to the name of a body follow: "(European) Commission", "(African) Union"."""
    return (
        at < len(tokens)
        and tokens[at].text[0].isupper()
        and tokens[at].lower in _BODIES
        and tokens[at].lower != "government"
    )


def _office(tokens: Sequence[Token], at: int) -> Mention | None:
    title = titles.find(tokens, at)
    if title is None or title.plural or title.first != at:
        return None
    if not title.definite and title.country is None and not title.role[0].isupper():
        return None
    return _mention(
        tokens,
        title.first,
        title.last,
        "person",
        title.role,
        form="office",
        codes=(title.country,) if title.country else (),
        role=title.role,
    )


def _name(tokens: Sequence[Token], at: int, begun: frozenset[int]) -> Mention:
    """A run of capitalised words, with "of", "for" and "on" between them after the name of a body."""
    last = at + 1
    body = tokens[at].lower in _BODIES
    while last < len(tokens) and last not in begun:
        token = tokens[last]
        if token.text[0].isupper() and token.tag in ("NAME", "NOUN", "ADJ", "VBG", "VBD", "VERB", "VBN"):
            body = body or token.lower in _BODIES
            last += 1
        elif body and token.lower in _JOINERS and _capital_follows(tokens, last + 1):
            if token.lower in ("and", "&") and not _one_name(tokens, at, last):
                break
            last += 2 if tokens[last + 1].text[0].isupper() else 3
        elif (token.lower in ("and", "&") and last - at <= 2 and not body and _titled_body(tokens, at, last)) or (
            token.tag == "POSS"
            and last + 1 < len(tokens)
            and tokens[last + 1].text[0].isupper()
            and (
                tokens[last + 1].lower in _GATHERINGS
                or (tokens[last].text != "'s" and tokens[last + 1].lower in _BODIES)
            )
        ):
            last += 2
        else:
            break
    name = _text(tokens, at, last)
    codes = gazetteer.split_pair(tokens[at].text) if last == at + 1 else ()
    return _mention(tokens, at, last, "org", name, codes=codes)


def _starts_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if (
        not token.text[0].isupper()
        or token.tag not in ("NAME", "NOUN", "ADJ")
        or len(token.text) == 1
        or token.lower.rstrip(".") in _CALENDAR
    ):
        return False
    return token.tag == "NAME" or (at + 1 < len(tokens) and tokens[at + 1].tag == "NAME")


def _titled_body(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a body's name goes on after its first "and": "a Trade and Economic Partnership Agreement"."""
    if not first or tokens[first - 1].tag not in ("DET", "ADJ", "POSS", "NAME"):
        return False
    index = at + 1
    while index < len(tokens) and tokens[index].text[0].isupper() and gazetteer.match(tokens, index) is None:
        if tokens[index].lower in _TREATIES:
            return True
        index += 1
    return False


def _capital_follows(tokens: Sequence[Token], at: int) -> bool:
    if at < len(tokens) and tokens[at].lower == "the":
        at += 1
    return at < len(tokens) and tokens[at].text[0].isupper() and tokens[at].lower.rstrip(".") not in _CALENDAR


def _one_name(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether "and" joins two parts of one name: "Comprehensive Economic and Trade Agreement"."""
    index = at + 1
    while index < len(tokens) and tokens[index].text[0].isupper():
        if tokens[index].lower in _BODIES:
            left = [t for t in tokens[first:at] if t.lower in _BODIES]
            pair = tokens[at - 1].lower in ("partnership", "cooperation") and tokens[index].lower == "agreement"
            return not left or (pair and len(left) == 1)
        index += 1
    return False
