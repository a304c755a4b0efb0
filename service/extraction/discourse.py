"""
Discourse: what an article has spoken of so far, for references to look back to.

Filled sentence by sentence; looking never changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.domain.parties import is_group
from service.extraction import genders
from service.extraction.parts import Clause, Mention, Person, Token
from service.extraction.people import Cast

_REMEMBERED = 8


class Discourse:
    """
    `recent` are the persons spoken of, the latest first; `subjects` and `subject_codes` who the last main clause was
    about; `paired` the last two states that did something together; `countries` the states, the latest sentence's first; `listed` the last list of three and more.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.recent: list[Person] = []
        self.subjects: list[Person] = []
        self.subject_codes: tuple[str, ...] = ()
        self.countries: list[str] = []
        self.bloc: str | None = None
        self.we: tuple[str, ...] = ()
        self.listed: tuple[str, ...] = ()
        self.trio: tuple[Person, ...] = ()
        self.paired: tuple[str, ...] = ()
        self._couple: tuple[Person, ...] = ()
        self._genders: dict[str, genders.Gender] = {}

    def gender(self, person: Person) -> genders.Gender | None:
        """Whether "she" or "he" stands for *person*, as the article or the name tells; None if neither does."""
        return self._genders.get(person.name.split()[-1]) or genders.of(person)

    def pair(self, fits: Callable[[Person], bool] | None = None) -> tuple[Person, ...]:
        """The two persons of different countries that were spoken of last, those that *fits* only; () if there are none."""
        found: list[Person] = []
        if self._couple and fits is None and {*self._couple} <= {*self.recent[:4]}:
            return self._couple  # who did something together, and not whoever was named since
        for person in self.recent:
            if fits is not None and not fits(person):
                continue
            if found and (person.country is None or person.country == found[0].country):
                continue
            found.append(person)
            if len(found) == 2:
                return (found[1], found[0]) if self.subjects[:1] == [found[1]] else tuple(found)
        return ()

    def both(self, done: Sequence[Mention], *, states: bool = False) -> tuple[str, ...]:
        """
        The two parties that "both sides" are: those that this sentence names together, then the latest ones.

        Of *states* ("the two governments") groups are none.
        """
        codes: list[str] = []
        named = {code for m in done if m.kind in ("party", "person") for code in m.codes}
        if len(named) == 1 and self.paired and named.isdisjoint(self.paired) and set(self.paired) <= {*self.countries}:
            return self.paired  # "Qatar proposed talks between the two countries": of those that were told together
        for left, right in zip(done[-2::-1], done[:0:-1], strict=False):
            if left.kind == right.kind == "party" and right.first - left.last <= 2:
                codes = [*left.codes, *right.codes]
                break
        codes += [code for m in done if m.kind in ("party", "person") for code in m.codes]
        codes += [code for code in self.subject_codes if len(self.subject_codes) == 2]
        codes += self.countries
        known = (code for code in codes if code != "WORLD" and not (states and is_group(code) and code != "EU"))
        return tuple(dict.fromkeys(known))[:2]

    def note(self, tokens: Sequence[Token], mentions: Sequence[Mention], clauses: Sequence[Clause]) -> None:
        """Remember a sentence that has been read."""
        told = [mention for mention in mentions if mention.kind in ("person", "party")]
        if not told:
            return
        named: list[Person] = []
        codes: list[str] = []
        for mention in told:
            if mention.form == "pronoun":
                continue
            codes += mention.codes
            if mention.kind == "person":
                self._note_title(tokens, mention)
                named += mention.people
                self._note_people(mention.people)
        del self.recent[_REMEMBERED:]
        together = tuple(dict.fromkeys(named)) if len(named) > 2 else ()
        if len(together) == 3:
            self.trio = together
        self.bloc = next((code for code in reversed(codes) if is_group(code) and code != "WORLD"), self.bloc)
        states = [code for code in dict.fromkeys(codes) if code != "WORLD"]
        if states:
            self.countries = (states + [code for code in self.countries if code not in states])[:_REMEMBERED]
        self._note_list(tokens, mentions)
        self._note_subject(clauses)

    def _note_people(self, people: Sequence[Person]) -> None:
        for person in reversed(people):
            if person in self.recent:
                self.recent.remove(person)
            self.recent.insert(0, person)

    def _note_title(self, tokens: Sequence[Token], mention: Mention) -> None:
        """Remember what "Ms" or "King" before a name tells of who bears it."""
        if len(mention.people) != 1:
            return
        before = [
            token.text for token in tokens[max(0, mention.first - 1) : mention.last - 1] if token.text[0].isupper()
        ]
        told = next((found for word in before if (found := genders.of_title(word)) is not None), None)
        if told is not None:
            self._genders[mention.people[0].name.split()[-1]] = told

    def _note_subject(self, clauses: Sequence[Clause]) -> None:
        for clause in clauses:
            held = [m for chunk in clause.subject for m in chunk.mentions if m.kind in ("person", "party")]
            if held:
                self.subjects = list(dict.fromkeys(person for m in held for person in m.people))
                self.subject_codes = tuple(
                    dict.fromkeys(code for m in held if m.form != "adjective" for code in m.codes)
                )
                if len(self.subjects) == 2 and len({person.country for person in self.subjects} - {None}) == 2:
                    self._couple = tuple(self.subjects)
                states = [code for code in self.subject_codes if not is_group(code) or code == "EU"]
                self.paired = tuple(states) if len(states) == 2 and len(self.subject_codes) == 2 else self.paired
                return

    def _note_list(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        """Remember three or more parties in a row, and whether they call themselves "we"."""
        parties = [m for m in mentions if m.kind == "party" and m.form in ("name", "capital")]
        if len(parties) < 3:
            return
        run: list[Mention] = []
        for mention in parties:
            gap = tokens[run[-1].last : mention.first] if run else ()
            if run and not (
                len(gap) <= 3 and all(t.text == "," or t.lower in ("and", "the", "of", "republic") for t in gap)
            ):
                run = []
            run.append(mention)
            if len(run) >= 3:
                self.listed = tuple(dict.fromkeys(code for m in run for code in m.codes))
                if "we" in [t.lower for t in tokens[max(0, run[0].first - 3) : run[0].first]]:
                    self.we = self.listed
