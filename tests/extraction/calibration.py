"""
How often claims of each class are right, counted over marked articles: what `lexicon/confidence.yaml` is made of.

    python -m tests.extraction.calibration [FOLDER…]

Run it on articles that the rules have not seen, before they do; it prints the counts as YAML, and beside them how far
the confidence that the table gives today is from the share that is right (the expected calibration error).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from service.domain.claims import Claim, kind_of
from service.extraction import confidence
from service.extraction.reader import judged_by_rules
from tests.extraction import gold

Judged = tuple[Claim, bool]


def judged(folder: Path) -> Iterable[Judged]:
    """Each claim that is read in *folder*, with whether a careful reader finds it; optional ones are left out."""
    for _, record in gold.articles(folder):
        kinds = set(record.get("kinds") or [claim["kind"] for claim in record["claims"]])
        left = [claim for claim in record["claims"] if not claim.get("optional")]
        spare = [claim for claim in record["claims"] if claim.get("optional")]
        for claim in gold.read(record, judged_by_rules):
            if kind_of(claim) not in kinds:
                continue
            hit = next((each for each in left if gold.found(each, claim)), None)
            if hit is not None:
                left.remove(hit)
                yield claim, True
            elif not any(gold.found(each, claim) for each in spare):
                yield claim, False


def counts(claims: Iterable[Judged]) -> dict[str, dict[str, tuple[int, int]]]:
    """For each kind and class how many claims were right, and how many were read."""
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for claim, right in claims:
        kind, name = kind_of(claim), confidence.class_of(claim)
        hits, read = found[kind].get(name, (0, 0))
        found[kind][name] = hits + right, read + 1
    return found


def error(claims: list[Judged]) -> float:
    """The mean distance between confidence and the share that is right, over the values of confidence."""
    bins: dict[float, list[bool]] = defaultdict(list)
    for claim, right in claims:
        bins[confidence.confidence(kind_of(claim), confidence.class_of(claim))].append(right)
    return sum(abs(sum(hits) - told * len(hits)) for told, hits in bins.items()) / max(len(claims), 1)


if __name__ == "__main__":
    claims = [each for name in sys.argv[1:] or [str(gold.LATER)] for each in judged(Path(name))]
    lines = []
    for kind, classes in sorted(counts(claims).items()):
        lines += [f"{kind}:", *(f"  {name}: [{hits}, {read}]" for name, (hits, read) in sorted(classes.items()))]
    lines.append(f"# {len(claims)} claims; expected calibration error {error(claims):.3f}")
    sys.stdout.write("\n".join(lines) + "\n")
