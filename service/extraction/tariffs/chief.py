"""
The chief: whose duties an article is about, and on whose goods, before any single figure is read.

Values alone; `leading` finds them, and they are evidence for whatever leaves its parties out.
"""

from __future__ import annotations

import msgspec

_SURE = ((0.9, "0.9"), (0.7, "0.7"), (0.45, "0.45"), (0.2, "0.2"))
"""How sure a party is, by steps."""


class Chief(msgspec.Struct, frozen=True):
    """Parties with how sure it is that the article is about duties by (`imposers`) and on (`targets`) them, surest first."""

    imposers: tuple[tuple[str, float], ...] = ()
    targets: tuple[tuple[str, float], ...] = ()

    @property
    def imposer(self) -> str | None:
        """Whose duties the article is about, None where it names nobody."""
        return self.imposers[0][0] if self.imposers else None


def sureness(belief: float) -> str:
    """A belief by steps."""
    for step, name in _SURE:
        if belief >= step:
            return name
    return "0"
