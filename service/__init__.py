"""Verbale: the diplomatic record as of any date."""

__version__ = "0.1.0"
