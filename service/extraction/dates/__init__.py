"""
Vague dates: where a sentence names a day or a stretch of days, and which days those are.

`find` needs no context and gives stretches of text; `resolve` reads each one by the publication day and the tense of
its clause. Days are UTC days; what is vague stays so in EDTF.
"""

from service.extraction.dates.patterns import Spec, find
from service.extraction.dates.resolving import resolve

__all__ = ["Spec", "find", "resolve"]
