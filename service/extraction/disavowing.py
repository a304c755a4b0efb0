"""
Disavowing: sentences that the next one takes back: "It said that they had signed. They had not."

Only a short sentence that repeats nothing but the auxiliary takes the one before back; other denials are claims of their own.
"""

from __future__ import annotations

from service.extraction.document import Document
from service.extraction.parts import Sentence

_LONGEST = 5
_SUBJECTS = frozenset(("they", "it", "he", "she", "that", "this", "neither", "none"))
_DENYING = frozenset(("not", "n't", "never"))
_WRONG = frozenset(("wrong", "false", "untrue", "mistaken", "incorrect", "inaccurate"))


def disavowed(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence after *sentence*, in its paragraph, says that what it tells is not so."""
    at = sentence.index + 1
    after = document.sentences[at] if 0 < at < len(document.sentences) else None
    if after is None or after.paragraph != sentence.paragraph:
        return False
    words = [token.lower for token in after.tokens if token.tag != "PUNCT"]
    if not 1 < len(words) <= _LONGEST or words[0] not in _SUBJECTS:
        return False
    ends = words[-1] in _DENYING or words[-1].endswith("n't")
    return ends or (words[0] in ("that", "this", "it") and words[-1] in _WRONG)
