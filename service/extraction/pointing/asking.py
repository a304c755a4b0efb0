"""
What a language model is asked about an article.

The article is data between two marks that do not occur in it: nothing in its words can pass for an instruction of
ours, and whatever the model answers is checked against the text (`service/extraction/pointing/checking.py`).
"""

from __future__ import annotations

import hashlib
from typing import Any

from service.extraction.pointing.pointers import schema

TASK = """\
You mark claims in one news article for a diplomatic record. Answer with a JSON object of the given schema.
Copy words from the article, character for character; never translate, complete, compute or resolve anything. `quotes`
are the whole sentences that state the claim. Every other text must stand in those sentences or close to them: names
and countries as printed there, figures with their per cent sign, dates as printed ("last Monday"). Use null where the
article does not say it. Mark only what the article states as a fact, a plan, an announcement or a threat; leave out
what is merely imagined ("could", "if India were to"), shares ("96% of goods"), growth and interest rates.

tariff: who imposes it, on whose goods, on which product (null: all goods), at which rate. basis: total, additional (on
top of the ordinary duty), component (one layer among several, with its reason), baseline, all_in. Ending a tariff is
status lifted with rate null.
meeting: visits, summits, calls and talks in person, with the people named, the countries without a named person, the
place and the date. membership: countries and initiatives or blocs. negotiation: talks on an agreement and how far they
are. position: what a country demands, supports, opposes, or calls a red line. office: a person, the office and country.
"""


def request(model: str, text: str, title: str | None) -> dict[str, Any]:
    """The body of a chat completion request for any endpoint of the OpenAI form."""
    mark = "article " + hashlib.sha256(text.encode()).hexdigest()[:16]
    while mark in text:
        mark = "article " + hashlib.sha256(mark.encode()).hexdigest()[:16]
    headline = f"Title: {title}\n" if title else ""
    return {
        "model": model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": TASK},
            {"role": "user", "content": f"{headline}<<{mark}>>\n{text}\n<</{mark}>>"},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": schema()},
        },
    }
