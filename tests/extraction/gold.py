"""
Gold: the articles of `corpus/` with the claims that a careful reader finds, and how close a reading comes to them.

A claim counts as found if its key agrees: the parties and people, the initiative, the topic, the days where both tell
them. Optional claims neither reward nor punish. Every third article by name is kept for measuring only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from service.domain import edtf
from service.domain.claims import Claim, kind_of
from service.domain.folding import fold
from service.domain.initiatives import slug_of
from service.domain.parties import code_of
from service.domain.people import same_person
from service.extraction import document
from service.extraction.document import Document
from service.extraction.reader import claims_of

CORPUS = Path(__file__).parent / "corpus"
LATER = Path(__file__).parent / "later"
"""Articles written when the rules stood, of all kinds together; what first reading missed is partly read by now."""
OTHERS = Path(__file__).parent / "others"
"""Articles written and marked by hands that never saw the rules; what was missed in them is learned from."""
HELD = Path(__file__).parent / "held"
"""Articles by the same hands, kept for measuring only: nobody looks at them."""
GROUPS = {"visit": "visit", "phone_call": "call"}
STOP = set("a an the of on in at to for and or with by from its their his her talks new".split())


def articles(folder: Path = CORPUS) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.yaml")):
        yield path.stem, yaml.safe_load(path.read_text("utf-8"))


def split() -> tuple[list[str], list[str]]:
    """The names of the articles to work with, and of those for measuring only."""
    names = [name for name, _ in articles()]
    held = names[2::3]
    return [name for name in names if name not in held], held


def read(record: dict[str, Any], reading: Callable[[Document], tuple[Claim, ...]] = claims_of) -> tuple[Claim, ...]:
    published = record["published_at"]
    if isinstance(published, str):
        published = datetime.fromisoformat(published.replace("Z", "+00:00"))
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    return reading(document.read(record["text"], published, record.get("title")))


def words(text: str | None) -> set[str]:
    text = re.sub(r"\b(agreement|pact|partnership|accord|treaty)\b", "deal", fold(text or ""))
    return {w.rstrip("s") for w in text.split()} - STOP


def dates_agree(gold: str | None, pred: str | None) -> bool:
    return not gold or not pred or edtf.overlap(edtf.parse(str(gold)), edtf.parse(pred))


def one_of(gold: object, pred: str | None) -> bool:
    return pred in (gold if isinstance(gold, list) else [gold])


def meeting_found(gold: dict[str, Any], claim: Any) -> bool:
    if gold["group"] != GROUPS.get(claim.meeting_kind, "meet") or not dates_agree(gold.get("date"), claim.date):
        return False
    people = [who.rpartition("/")[0] for who in gold["who"] if "/" in who]
    codes = {who.rpartition("/")[2] for who in gold["who"] if not who.startswith("org:")}
    told = [p.name for p in claim.participants if p.type == "person"]
    told_codes = {p.country or p.code for p in claim.participants} - {None}
    if people and told:
        shared = sum(any(same_person(a, b) for b in told) for a in people)
        return shared > 0 and shared / (len(people) + len(told) - shared) >= 0.5
    if not codes:
        orgs = {slug_of(who[4:]) for who in gold["who"] if who.startswith("org:")}
        return bool(orgs & {slug_of(p.name) for p in claim.participants if p.type == "org"})
    share = len(codes & told_codes) / len(codes | told_codes)
    return share >= (0.99 if people else 0.5)


def found(gold: dict[str, Any], claim: Any) -> bool:
    """Whether *claim* is the claim *gold*."""
    kind = gold["kind"]
    if kind_of(claim) != kind:
        return False
    if kind == "meeting":
        return meeting_found(gold, claim)
    if kind == "membership":
        return gold["member"] == claim.member and slug_of(gold["initiative"]) == slug_of(claim.initiative)
    if kind == "negotiation":
        parties = {p.code or code_of(p.name) or p.name for p in claim.parties}
        return {code_of(party) or party for party in gold["parties"]} == parties and bool(
            words(gold["subject"]) & words(claim.subject)
        )
    if kind == "position":
        return bool(gold["actor"] == claim.actor and words(gold["topic"]) & words(claim.topic))
    if kind == "office":
        return same_person(gold["person"], claim.person)
    rate = None if claim.rate is None else float(claim.rate)
    product = words(gold.get("product", "*")) == words(claim.product) or bool(
        words(gold.get("product")) & words(claim.product)
    )
    return gold["imposer"] == claim.imposer and gold["target"] == claim.target and gold.get("rate") == rate and product


def details_right(gold: dict[str, Any], claim: Any) -> dict[str, bool]:
    """Which details of a found claim are right."""
    right = {}
    if gold["kind"] in ("meeting", "membership", "negotiation", "tariff"):
        right["status"] = one_of(gold["status"], claim.status)
        date = gold.get("date") if gold["kind"] != "tariff" else gold.get("valid_from")
        if date:
            told = claim.date if gold["kind"] != "tariff" else claim.valid_from
            right["date"] = bool(told) and dates_agree(date, told)
    if gold["kind"] == "position":
        right["status"] = one_of(gold["stance"], claim.stance)
    if gold["kind"] == "office":
        right["status"] = bool(words(gold["role"]) & words(claim.role))
    return right


def tally(names: Iterable[str], say: Any = None, folder: Path = CORPUS) -> dict[str, Counter[str]]:
    """Counts of found, missed and false claims a kind, over the articles *names*; *say* gets a line for each error."""
    wanted = set(names)
    counts: dict[str, Counter[str]] = {}
    for name, record in articles(folder):
        if name not in wanted:
            continue
        own_kinds = set(record.get("kinds") or ("meeting", "membership", "negotiation", "position", "office"))
        claims = [c for c in read(record) if kind_of(c) in own_kinds]
        used: set[int] = set()
        for gold in sorted(record["claims"], key=lambda g: bool(g.get("optional"))):
            count = counts.setdefault(gold["kind"], Counter())
            fits = [k for k, c in enumerate(claims) if k not in used and found(gold, c)]
            fits.sort(key=lambda k: -sum(details_right(gold, claims[k]).values()))
            if fits:
                used.add(fits[0])
            if gold.get("optional"):
                continue
            if not fits:
                count["missed"] += 1
                if say:
                    say(f"- {name} {gold}")
                continue
            count["found"] += 1
            for detail, right in details_right(gold, claims[fits[0]]).items():
                count[f"{detail} {'right' if right else 'wrong'}"] += 1
                if say and not right:
                    say(f"~ {name} {detail} {gold} GOT {claims[fits[0]]}")
        for k, claim in enumerate(claims):
            if k not in used and not any(g.get("optional") and found(g, claim) for g in record["claims"]):
                counts.setdefault(kind_of(claim), Counter())["false"] += 1
                if say:
                    quote = record["text"][claim.evidence[0].start : claim.evidence[0].end]
                    say(
                        f"+ {name} {kind_of(claim)} { ({f: getattr(claim, f) for f in claim.__struct_fields__ if f not in ('evidence', 'confidence') and getattr(claim, f)}) } :: {quote!r}"
                    )
    return counts


def f1(counts: Iterable[Counter[str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of summed counts."""
    total = sum(counts, Counter())
    hits = total["found"]
    precision = hits / (hits + total["false"]) if hits else 0.0
    recall = hits / (hits + total["missed"]) if hits else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0
