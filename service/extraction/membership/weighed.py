"""
Weighed: memberships that no rule reads outright: who may be meant by a trigger, and of what, chosen by fitted weights.

The body is often not in the sentence ("Norway and Sweden declined"): those that the article spoke of last, and most, are
candidates. Nobody is made a member of what it is itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property, partial

import msgspec

from service.domain.claims import MembershipClaim
from service.domain.initiatives import slug_of
from service.domain.parties import is_group, members_of
from service.extraction import roles, weighing
from service.extraction.document import Document
from service.extraction.initiatives import Memory, known
from service.extraction.membership.reading import Reading, bare
from service.extraction.membership.triggers import Trigger, find
from service.extraction.parts import Chunk, Mention, Sentence

TABLE = "membership"
BAR = 0.4
RULED = 0.15
"""A claim is made where it has at least this share of the belief; one that a rule makes may be less sure."""
_FAR = 8
_OFTEN, _SHORT = 3, 7
_JOINING = (
    "member",
    "join",
    "accession",
    "accede",
    "applica",
    "applied",
    "withdraw",
    "invit",
    "observer",
    "candidate",
    "bloc",
    "club",
    "charter",
    "signator",
)
"""Parts of words by which an article shows that it is about who is in and who is out."""
_BODIES = 4


class Thread:
    """The bodies of an article: where each was named last, how often in all, and how much was told of it so far."""

    def __init__(self, document: Document, memory: Memory) -> None:
        self.document = document
        self.memory = memory
        self.seen: dict[str, Sentence] = {}
        self.label: str | None = None
        self.printed: dict[str, str] = {}
        self.told: Counter[str] = Counter()
        self.status: str | None = None

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each body is named."""
        return Counter(
            slug_of(self.memory.name_of(mention))
            for sentence in self.document.sentences
            for mention in sentence.mentions
            if mention.form == "name" and mention.kind in ("org", "party")
        )

    @cached_property
    def headline(self) -> set[str]:
        """What the headline names."""
        title = self.document.headline
        return {slug_of(self.memory.name_of(m)) for m in title.mentions} if title is not None else set()

    @cached_property
    def joining(self) -> int:
        """How much the article speaks of who is in and who is out."""
        return sum(map(self.document.text.lower().count, _JOINING))

    def note(self, sentence: Sentence) -> None:
        """Remember the bodies that *sentence* names."""
        for chunk in self.memory.bodied:
            for name in self.memory.named((chunk,), strict=True):
                if not self.passing(name):
                    self.printed.setdefault(slug_of(name), name)
                    self.seen[slug_of(name)] = sentence
                    self.label = slug_of(name) if _is_label(sentence) else self.label

    def passing(self, name: str) -> bool:
        """Whether a name is a capitalised word by the way, and no body: one word, named once, in no table."""
        return " " not in name and name.istitle() and not known(name) and self.counts[slug_of(name)] < _OFTEN

    def noted(self, found: list[Candidate]) -> list[Candidate]:
        """*found*, after what is chosen of it is remembered."""
        best = chosen(found)
        for claim in best[0].tell() if best is not None else ():
            self.told[slug_of(claim.initiative)] += 1
            self.status = claim.status
        return found


class Candidate(msgspec.Struct, frozen=True):
    """One way to read a trigger: what makes its claims, at least one, and its features."""

    tell: Callable[[], tuple[MembershipClaim, ...]]
    features: list[str]
    ruled: bool = False


def places(reading: Reading, thread: Thread, ruled: set[tuple[str, str]]) -> Iterator[list[Candidate]]:
    """The candidates of each trigger of the sentence; *ruled* are members with the slugs that rules told already."""
    if not thread.seen and not reading.memory.bodied:
        return
    for trigger in find(reading, thread.status):
        sides = _sides(reading, trigger)
        bodies = _bodies(reading, thread, trigger) if sides else []
        own = _of_trigger(reading, trigger) if bodies else []
        found = [
            Candidate(
                partial(_claims, reading, trigger, chosen, name),
                [*own, *side, *body, *_both(trigger, chosen, name, thread, ruled)],
            )
            for chosen, side in sides
            for name, body in bodies
            if slug_of(name) not in {slug_of(code) for code in chosen}
        ]
        if found:
            yield found


def ruled(reading: Reading, thread: Thread, claim: MembershipClaim) -> list[Candidate]:
    """What a rule tells, to be weighed, too: rules are sure of the grammar, not of the body that is spoken of."""
    slug = slug_of(claim.initiative)
    strict = reading.memory.named(reading.memory.bodied, strict=True)
    loose = reading.memory.named(reading.memory.bodied)
    where = "strict" if claim.initiative in strict else "loose" if claim.initiative in loose else "back"
    found = [
        "by rule",
        f"by rule:{where}",
        f"by rule:{claim.status}",
        f"by rule:{where}:{'known' if known(claim.initiative) else 'new'}",
    ]
    found += [f"by rule:{each}" for each in _of_body(slug, claim.initiative, thread)]
    found += [f"by rule:{each}" for each in _of_place(slug, reading.sentence, thread)]
    if thread.passing(claim.initiative):
        return []
    return [Candidate(lambda: (claim,), found, ruled=True)]


def chosen(found: list[Candidate]) -> tuple[Candidate, float] | None:
    """The likeliest of *found* with its share of the belief, if it is likely enough."""
    sums = [weighing.total(weighing.weights(TABLE), each.features) for each in found]
    best = max(range(len(found)), key=sums.__getitem__)
    share = weighing.share_or_none(sums[best], sums)
    return (found[best], share) if share >= (RULED if found[best].ruled else BAR) else None


def _claims(reading: Reading, trigger: Trigger, members: tuple[str, ...], name: str) -> tuple[MembershipClaim, ...]:
    sentence = reading.sentence
    own = [m for m in sentence.mentions if set(m.codes) & set(members)]
    first = min([trigger.at, *(m.first for m in own)])
    last = max([trigger.at + 1, *(m.last for m in own)])
    date = roles.when(sentence, trigger.clause) if trigger.clause is not None else None
    status = trigger.status or "member"
    dated = date.edtf if date is not None and status != "member" else None
    evidence = reading.document.evidence(sentence, first, last)
    return tuple(
        MembershipClaim(member=code, initiative=name, status=status, date=dated, evidence=(evidence,))
        for code in members
    )


def _sides(reading: Reading, trigger: Trigger) -> list[tuple[tuple[str, ...], list[str]]]:
    """Who may be meant, with how they stand to the trigger; a list of parties stands together."""
    found: dict[tuple[str, ...], str] = {}
    clause = trigger.clause
    groups: list[tuple[str, tuple[Chunk, ...]]] = []
    if trigger.chunk is not None:
        owned = tuple(code for m in roles.owners(trigger.chunk, reading.sentence) for code in m.codes)
        found.update({_states(owned): "owner"} if _states(owned) else {})
        hanging = roles.following(reading.sentence, trigger.chunk, "of", "from", "by", "to", "with", "for")
        groups.append(("hanging", hanging))
    if clause is not None:
        groups += [
            ("subject", clause.subject),
            ("object", clause.objects),
            ("by", clause.phrase("by")),
            ("with", clause.phrase("with", "from", "for", "to", "of")),
        ]
    for role, chunks in groups:
        codes = _states(roles.parties_of(_listed(reading, chunks), people=True))
        if codes:
            found.setdefault(codes, role)
    for role, run in (("before", _before(reading, trigger.at)), ("after", _after(reading, trigger.at))):
        if run:
            found.setdefault(run, role)
    return [
        (
            codes,
            [
                f"side:{role}",
                f"side:{role}:{trigger.form}:{trigger.tells}",
                f"side:{role}:{trigger.tells}:{_voice(trigger)}",
                f"members:{min(len(codes), 3)}",
            ],
        )
        for codes, role in found.items()
    ]


def _voice(trigger: Trigger) -> str:
    return trigger.clause.verb.voice if trigger.clause is not None and trigger.form == "verb" else trigger.form


def _listed(reading: Reading, chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    groups = {chunk.group for chunk in chunks}
    return tuple(c for c in reading.sentence.chunks if c.group in groups)


def _states(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if not is_group(code) and code != "WORLD"))


def _before(reading: Reading, at: int) -> tuple[str, ...]:
    return _run([m for m in reading.sentence.mentions if m.last <= at][::-1], reading, -1)


def _after(reading: Reading, at: int) -> tuple[str, ...]:
    return _run([m for m in reading.sentence.mentions if m.first > at], reading, 1)


def _run(mentions: list[Mention], reading: Reading, way: int) -> tuple[str, ...]:
    """The parties of the nearest list, going one way."""
    tokens = reading.sentence.tokens
    codes: list[str] = []
    edge: int | None = None
    for mention in mentions:
        own = _states(mention.codes) if mention.kind in ("party", "person") else ()
        if own and edge is not None and mention.first and tokens[mention.first - 1].lower in ("in", "at"):
            break  # "In Washington, South Korea and Poland joined"
        near = mention.last if way < 0 else mention.first
        gap = tokens[min(near, edge) : max(near, edge)] if edge is not None else ()
        if edge is not None and not all(t.text == "," or t.lower in ("and", "the", "or", "'s", "’s") for t in gap):
            break
        if not own:
            if edge is None and mention.kind not in ("party", "person"):
                continue
            break
        codes += own
        edge = mention.first if way < 0 else mention.last
    return tuple(dict.fromkeys(codes))


def _bodies(reading: Reading, thread: Thread, trigger: Trigger) -> list[tuple[str, list[str]]]:
    """The bodies that may be meant, with where each is named."""
    sentence, clause = reading.sentence, trigger.clause
    found: dict[str, tuple[str, str]] = {}
    for chunk in reading.memory.bodied:
        loose = reading.memory.named((chunk,))
        strict = reading.memory.named((chunk,), strict=True)
        for name in loose:
            if thread.passing(name):
                continue
            right = clause is not None and any(c.first == chunk.first for c in (*clause.objects, *clause.phrases[:2]))
            near = trigger.chunk is not None and 0 <= chunk.first - trigger.chunk.last <= 2
            inside = trigger.chunk is not None and chunk.first == trigger.chunk.first
            left = clause is not None and any(c.first == chunk.first for c in clause.subject)
            where = (
                "own"
                if inside
                else "next"
                if near
                else "object"
                if right
                else "subject"
                if left
                else "after"
                if chunk.first > trigger.at
                else "before"
            )
            found.setdefault(slug_of(name), (name, f"{where}:{chunk.prep}:{'strict' if name in strict else 'loose'}"))
    ranked = sorted(thread.seen.items(), key=lambda each: -each[1].index)[:_BODIES]
    for slug, last in ranked:
        gap = sentence.index - last.index
        if slug not in found and gap <= _FAR:
            found[slug] = (thread.printed[slug], f"{min(gap, 5)} back")
    most = max(thread.seen, key=lambda slug: (thread.counts[slug], slug), default=None)
    if most is not None and most not in found:
        found[most] = (thread.printed[most], "far back")
    latest = slug_of(reading.memory.latest) if reading.memory.latest else None
    here = any(not where.endswith("back") for _, where in found.values())
    return [
        (
            name,
            [
                f"body:{where.split(':')[0]}",
                f"body:{where}",
                *_of_body(slug, name, thread),
                *_of_place(slug, sentence, thread),
                *(["the latest"] if slug == latest else []),
                *(["passed over"] if here and where.endswith("back") else []),
            ],
        )
        for slug, (name, where) in found.items()
    ]


def _of_place(slug: str, sentence: Sentence, thread: Thread) -> list[str]:
    found = [f"joining:{min(thread.joining // 3, 4)}"]
    last = thread.seen.get(slug)
    if last is not None and last.paragraph == sentence.paragraph:
        found.append("in the paragraph")
    if thread.label is not None:
        found.append("under its label" if slug == thread.label else "under another label")
    return found


def _is_label(sentence: Sentence) -> bool:
    """Whether a sentence only names what the next ones are about: "BRICS.", "5. East African Community."."""
    return not sentence.clauses and len(sentence.tokens) <= _SHORT and sentence.index > 0


def _of_body(slug: str, name: str, thread: Thread) -> list[str]:
    found = [f"named:{min(thread.counts[slug], 4)}", f"told:{min(thread.told[slug], 3)}", f"known:{known(name)}"]
    if slug in ("european-union", "united-nations"):
        found.append(slug)
    if slug in thread.headline:
        found.append("in the headline")
    if thread.counts and thread.counts[slug] == max(thread.counts.values()):
        found.append("named most")
    return found


def _of_trigger(reading: Reading, trigger: Trigger) -> list[str]:
    clause = trigger.clause
    found = [f"trigger:{trigger.word}", f"tells:{trigger.form}:{trigger.tells}", f"status:{trigger.status}"]
    if reading.sentence.heading:
        found.append("heading")
    if clause is None:
        return [*found, "no clause"]
    found += [f"modality:{clause.verb.modality}", f"negated:{clause.verb.negated}", f"marker:{clause.marker}"]
    if trigger.form != "noun":
        found.append(f"bare:{bare(clause)}")
        first = next((c for c in clause.objects[:1]), None)
        named = bool(reading.memory.named(clause.objects[:1], strict=True))
        found.append(f"object:{'none' if first is None else 'body' if named else first.lemma}")
        found.append(
            f"object is:{'none' if first is None else 'body' if named else 'party' if first.mentions else 'other'}"
        )
    return found


def _both(
    trigger: Trigger, members: tuple[str, ...], name: str, thread: Thread, ruled: set[tuple[str, str]]
) -> list[str]:
    slug = slug_of(name)
    found = [f"{trigger.tells}:{'told' if thread.told[slug] else 'untold'}"]
    if any((code, slug) in ruled for code in members):
        found.append("ruled")
    elif any(code in {c for c, _ in ruled} for code in members):
        found.append("ruled otherwise")
    listed = members_of(name) if is_group(name) else ()
    if listed:
        inside = sum(code in listed for code in members)
        found.append("members by the tables" if inside == len(members) else "no members by the tables")
    return found
