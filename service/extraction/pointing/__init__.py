"""
The second way of reading: a language model points at words, our own code reads and checks them.

The model is asked elsewhere; here is what it is asked (`request`) and what becomes of its answer (`check`).
"""

from service.extraction.pointing.asking import request
from service.extraction.pointing.checking import Checked, Refusal, check

__all__ = ["VERSION", "Checked", "Refusal", "check", "request"]

VERSION = "1"
"""Of what is asked and how answers are checked; the claims are recorded under it."""
