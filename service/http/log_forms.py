"""The forms of what is answered about the log itself, with examples that prove one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.http.forms import Form, Text


class HeadAnswer(Form, frozen=True, kw_only=True):
    """
    The log's newest signed head, or where none was signed the one that stands now.

    `note` is the signed note (without a signature: its text), `public_key` the key that signed it (name+id+base64);
    `explanation` says why a head is not signed.
    """

    origin: str
    size: int
    root_hash: str
    signed: bool
    signed_at: Text
    note: str
    public_key: Text
    explanation: Text


class ProofAnswer(Form, frozen=True, kw_only=True):
    """
    An inclusion proof (RFC 9162 section 2.1.3): `proof` leads from the leaf at index `position` - 1 to `root_hash`.

    `leaf_data` are the leaf's 88 bytes; their last 32 are the SHA-256 of `content`, which is null where the law
    had words of it erased.
    """

    position: int
    size: int
    content: Text
    leaf_data: str
    leaf_hash: str
    proof: list[str]
    root_hash: str


class ConsistencyAnswer(Form, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A consistency proof (RFC 9162 section 2.1.4) from the head over `from` events to the one over `to`."""

    from_: int
    to: int
    from_root_hash: str
    to_root_hash: str
    proof: list[str]


_ORIGIN = "verbale/cf180747-21cd-4d14-b251-58737f0ec210"
_ROOT = "83a5a28f987e01d17cf35de916b4c1641f4e7a7ab42f5270aa0a99c73fd92729"
_FIRST = "0a80e3b5c28b74a6d0167172c769a6a4963a2568509f5318b28ac22ea8c62ec3"
_SECOND = "259dd7c4ffe8bb6954b8556d91d2d9b2ebcb165daeb12899050d8104d59c918f"
_CONTENT = (
    '{"event_id":"4f8d317e-8246-572f-ab0c-e393895c69bc","type":"claims.extracted","version":1,"stream":"a'
    'rt-34f0f28accb86a76e0a4","payload":{"article_id":"art-34f0f28accb86a76e0a4","version":1,"reader":{"n'
    'ame":"attached","version":"1"},"claims":[{"kind":"tariff","evidence":[{"start":0,"end":78}],"confide'
    'nce":null,"imposer":"US","target":"IN","product":"*","rate":"50","rate_op":"eq","rate_high":null,"ba'
    'sis":"total","component_reason":null,"previous_rate":null,"status":"in_force","valid_from":"2025-08-'
    '27","valid_to":null,"announced_on":null}]},"metadata":{"actor":"bootstrap"}}'
)

EXAMPLES: Mapping[type[Form], dict[str, Any]] = {
    HeadAnswer: {
        "origin": _ORIGIN,
        "size": 2,
        "root_hash": _ROOT,
        "signed": True,
        "signed_at": "2026-11-22T04:53:12.962494Z",
        "note": (
            f"{_ORIGIN}\n2\ng6Wij5h+AdF8813pFrTBZB9Oenq0L1JwqgqZxz/ZJyk=\ntime 2026-11-22T04:53:12.962494Z\n\n"
            f"\N{EM DASH} {_ORIGIN} IKjpgzCL7qCCNAurnnpF1AAvPD9xksDGYm8s8WzGIDwx6fzsi/Jk3u/yz+XdORk0fecD7+UhoM3XTR2w"
            "+qCtupYF7Ak=\n"
        ),
        "public_key": f"{_ORIGIN}+20a8e983+AU3Wq1uXRApNGpi27G6h19sMMNpPcHXNgEGVSSB70A7R",
        "explanation": None,
    },
    ProofAnswer: {
        "position": 2,
        "size": 2,
        "content": _CONTENT,
        "leaf_data": (
            f"{_FIRST}00000000000000020000000000000002000660d6412797258eb0790d54c54bbbd54b6ecd5cc075263d64ed260190e450"
            "c6b1c938a41946c1"
        ),
        "leaf_hash": _SECOND,
        "proof": [_FIRST],
        "root_hash": _ROOT,
    },
    ConsistencyAnswer: {
        "from": 1,
        "to": 2,
        "from_root_hash": _FIRST,
        "to_root_hash": _ROOT,
        "proof": [_SECOND],
    },
}
"""One of each: the head over two events, the second of them under it, and the head over the first."""
