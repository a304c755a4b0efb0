"""
Extraction: from an article's text to claims with exact evidence; pure, linear in the text, deterministic.

`read` makes a `Document`; a kind's rules are a module with `claims(document)`; `extract` runs all of them.
"""
