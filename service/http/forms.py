"""The forms of requests and answers, for the OpenAPI document; the tests hold real answers against them."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Text = str | None


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What all forms are."""


class Dated(Form, frozen=True, kw_only=True):
    """A vague date: the EDTF text, and the first and last day that it can mean (null without a bound)."""

    edtf: str
    earliest: Text
    latest: Text


class Evidence(Form, frozen=True, kw_only=True):
    """Who says so: the quote is `text[start:end]` of that version; `copy_of` names the article that it repeats."""

    article_id: str
    version: int
    claim_id: str
    url: str
    publisher: str
    title: Text
    published_at: str
    quote: Text
    start: int
    end: int
    copy_of: str | msgspec.UnsetType = msgspec.UNSET


class Item(Form, frozen=True, kw_only=True):
    """
    What every item has, beside the fields of its kind.

    In dossiers `evidence_total` says how many claims there are, wherever `evidence` quotes some of them.
    """

    kind: Literal["tariff", "meeting", "membership", "negotiation", "position", "office"]
    key: str
    since: Dated | None
    until: Dated | None
    standing: Literal["observed", "assumed", "scheduled"]
    certainty: Literal["certain", "possible"]
    contested: bool
    rule: str
    alternatives: list[dict[str, Any]]
    next: list[dict[str, Any]]
    evidence: list[Evidence]
    evidence_total: int | msgspec.UnsetType = msgspec.UNSET


class Tariff(Item, frozen=True, kw_only=True):
    """A duty level; `rate` in percent as a decimal string, null where no article gives a figure."""

    imposer: str
    target: str
    product: str
    component: str
    rate: Text
    rate_op: str
    status: str


class Membership(Item, frozen=True, kw_only=True):
    """How a party stands to an initiative."""

    member: str
    initiative: str
    initiative_slug: str
    status: str


class Meeting(Item, frozen=True, kw_only=True):
    """A meeting, visit or call; a moved one names its `successor`, the new one its `predecessor`."""

    meeting_kind: str
    participants: list[dict[str, Any]]
    parties: list[str]
    place: Text
    place_country: Text
    name: Text
    date: Dated | None
    status: str


class Negotiation(Item, frozen=True, kw_only=True):
    """Talks, and how far they are."""

    parties: list[Any]
    subject: str
    status: str


class Position(Item, frozen=True, kw_only=True):
    """A red line, demand, support, opposition or condition."""

    actor: str
    stance: str
    topic: str


class Office(Item, frozen=True, kw_only=True):
    """Who holds an office."""

    person: str
    role: str
    country: Text


class Initiative(Form, frozen=True, kw_only=True):
    """An initiative with its members, and how many stand how to it."""

    kind: str
    slug: str
    name: str
    members: list[str]
    by_status: dict[str, int]


class Nothing(Form, frozen=True, kw_only=True):
    """Why there is no item: three different answers."""

    reason: Literal["not-known-yet", "not-in-force", "unknown"]
    explain: str
    known_from: str | msgspec.UnsetType = msgspec.UNSET


class IdentityDecision(Form, frozen=True, kw_only=True):
    """That an analyst told keys to be one thing, or not; it stands at that position of the log."""

    verdict: Literal["merged", "split"]
    keys: list[str]
    decided_at: str
    reason: str
    position: int


class Followed(IdentityDecision, frozen=True, kw_only=True):
    """That `key` answers for the key that was `asked` about, by the newest decision that made it so."""

    asked: str
    key: str


class AnswerForm(Form, frozen=True, kw_only=True):
    """
    What every answer has: the clocks that were used, the resolver's version, and where the list goes on.

    `nothing` says why there is no item, `followed` that another key answers.
    """

    as_of: str
    known_by: str
    at: int
    resolver: str
    next_cursor: Text
    nothing: Nothing | msgspec.UnsetType = msgspec.UNSET
    followed: Followed | msgspec.UnsetType = msgspec.UNSET


class IdentityAnswer(AnswerForm, frozen=True, kw_only=True):
    """Which key answers for `key` (`current`), the others that are the same thing, and every decision on them."""

    items: list[IdentityDecision]
    key: str
    current: str
    same_as: list[str]


class TariffAnswer(AnswerForm, frozen=True, kw_only=True):
    """Tariff levels."""

    items: list[Tariff]


class MembershipAnswer(AnswerForm, frozen=True, kw_only=True):
    """Memberships."""

    items: list[Membership]


class InitiativeAnswer(AnswerForm, frozen=True, kw_only=True):
    """Initiatives."""

    items: list[Initiative]


class MeetingAnswer(AnswerForm, frozen=True, kw_only=True):
    """Meetings."""

    items: list[Meeting]


class NegotiationAnswer(AnswerForm, frozen=True, kw_only=True):
    """Negotiations."""

    items: list[Negotiation]


class PositionAnswer(AnswerForm, frozen=True, kw_only=True):
    """Positions."""

    items: list[Position]


class OfficeAnswer(AnswerForm, frozen=True, kw_only=True):
    """Offices."""

    items: list[Office]


class DossierAnswer(AnswerForm, frozen=True, kw_only=True):
    """Items of several kinds."""

    items: list[Item]


class Happening(Item, frozen=True, kw_only=True):
    """An item with the days on which it happened, and whether they were still to come on `as_of`."""

    on: Dated
    upcoming: bool


class TimelineAnswer(AnswerForm, frozen=True, kw_only=True):
    """What happened, in order."""

    items: list[Happening]


class Days(Form, frozen=True, kw_only=True):
    """Half-open days: from `since` to before `until`, null without a bound."""

    since: Text
    until: Text


class Stretch(Item, frozen=True, kw_only=True):
    """An item with the days for which it is the answer."""

    days: Days


class Gap(Days, frozen=True, kw_only=True):
    """Days on which nothing is known to hold, and why."""

    reason: Literal["not-known-yet", "not-in-force", "unknown"]
    explain: str
    known_from: str | msgspec.UnsetType = msgspec.UNSET


class HistoryAnswer(AnswerForm, frozen=True, kw_only=True):
    """One key over the days."""

    items: list[Stretch]
    gaps: list[Gap]


class ArticleSummary(Form, frozen=True, kw_only=True):
    """An article version as lists show it; `reader` is the name and version of who read it last, if anybody did."""

    id: str
    version: int
    url: str
    publisher: str
    title: Text
    published_at: str
    published_at_assumed: bool
    retracted_at: Text
    position: int
    reader: Text


class Article(ArticleSummary, frozen=True, kw_only=True):
    """An article version with its text (null once the law had it erased); `copies` carry the same story."""

    recorded_at: str
    text_sha256: str
    text: Text
    copies: list[str]


class ReadClaim(Form, frozen=True, kw_only=True):
    """A claim as it was read, in the form in which `POST /v1/articles` takes claims, and its reviews."""

    claim_id: str
    version: int
    subject: str
    position: int
    reader: Text
    counts_from: Text
    reviews: list[dict[str, Any]]
    claim: dict[str, Any]


class ArticlesAnswer(AnswerForm, frozen=True, kw_only=True):
    """Articles."""

    items: list[ArticleSummary]


class ArticleAnswer(AnswerForm, frozen=True, kw_only=True):
    """The versions of one article."""

    items: list[Article]


class ClaimsAnswer(AnswerForm, frozen=True, kw_only=True):
    """The claims of one article."""

    items: list[ReadClaim]


class ArticleIn(Form, frozen=True, kw_only=True):
    """
    An article as a client sends it; `claims` replace reading, each with evidence that is in the text. `reader` says who
    shall read it (`rules` where it is left out): `rules`, `llm`, `rules+llm`.
    """

    url: str
    publisher: str
    published_at: str
    text: str
    title: Text = None
    published_at_assumed: bool = False
    claims: list[dict[str, Any]] | None = None
    reader: Text = None


class LineAnswer(Form, frozen=True, kw_only=True):
    """What became of one line of a batch: a place in the log, or a problem."""

    line: int
    status: int
    id: str | msgspec.UnsetType = msgspec.UNSET
    version: int | msgspec.UnsetType = msgspec.UNSET
    position: int | msgspec.UnsetType = msgspec.UNSET
    problem: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
