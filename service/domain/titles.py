"""
Titles as they are kept beside the log: each under its own article's name, so that one can be erased alone.

The text that is stored begins with a line that only this version of this article has, and its SHA-256 stands in the
event; the same title of another article is another text.
"""

from __future__ import annotations

import hashlib


def stored(article_id: str, version: int, title: str) -> str:
    """The text that is stored for the *title* of a version."""
    return f"{article_id} {version}\n{title}"


def sha256_of(article_id: str, version: int, title: str) -> str:
    """The SHA-256 (hex) under which the *title* of a version is stored."""
    return hashlib.sha256(stored(article_id, version, title).encode()).hexdigest()


def title_of(text: str) -> str:
    """The title that `stored` made *text* of."""
    return text.partition("\n")[2]
