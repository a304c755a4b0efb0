"""
The thread: what an article has said so far, so that a sentence may leave out whose duty it speaks of.

Statements are completed in order of place. Nearer beats farther, said beats implied, and what cannot be told stays
open: such statements give no claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from service.extraction.tariffs import likeness, timing
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.statements import Statement

_EASING = frozenset(("duty_cut", "duty_end", "duty_exempt"))
_RESUMING = frozenset(("duty_return", "duty_start", "duty_hold", "duty_be"))


class Thread:
    """
    The imposer and the targets that the article speaks of, first as a whole, then as it goes along.

    *named* are the parties of each sentence; *bargain* tells that the article speaks of a deal, *american* that it
    names American law or leaders.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        named: Sequence[tuple[str, ...]],
        today: date,
        *,
        bargain: bool,
        american: bool,
        actors: Sequence[tuple[str, ...]],
        paragraphs: Sequence[int],
        headings: Sequence[bool],
    ) -> None:
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.imposers: Counter[str] = Counter()
        self.all = statements
        for statement in statements:
            self._count(statement)
        self.named = named
        self.today = today
        self.bargain = bargain
        self.american = american
        self.actors = actors
        self.paragraphs = paragraphs
        self.headings = headings
        self.imposer: str | None = None
        self.told: list[Statement] = []

    def _count(self, statement: Statement) -> None:
        imposers = statement.imposers or (statement.owner[:1] if statement.owner and statement.targets else ())
        for imposer in imposers:
            self.imposers[imposer] += 2
            for target in statement.targets:
                self.pairs[imposer, target] += 1

    @property
    def main_imposer(self) -> str | None:
        """The party that imposes most in the article; the United States where its law or leaders are named."""
        if self.imposers or self.american:
            weighed = Counter(self.imposers)
            weighed["US"] += 3 if self.american else 0
            best = max(weighed.values())
            leading = [code for code, count in weighed.items() if count == best]
            return "US" if "US" in leading and self.american else leading[0]
        counts = Counter(code for codes in self.actors for code in set(codes) if code != "WORLD")
        if not counts:
            counts = Counter(code for codes in self.named for code in set(codes) if code != "WORLD")
        return counts.most_common(1)[0][0] if counts else None

    def complete(self, statement: Statement) -> None:
        """Fill in imposers, targets, goods and days, in place, and remember the statement."""
        statement.amends = statement.anaphor and not statement.owner
        said = statement.agent = bool(statement.imposers or statement.owner)
        self._own(statement)
        antecedent = self._antecedent(statement)
        if statement.amends and statement.duty is not None and statement.imposers and (antecedent is None or set(antecedent.imposers) != set(statement.imposers)):
            statement.amends, antecedent = False, None
        if antecedent is not None:
            self._recall(statement, antecedent)
        if antecedent is not None and statement.amends and statement.hints[:1] == ("scope",) and len(statement.hints) > 1:
            antecedent.targets = statement.targets = statement.hints[1:]
        if not statement.imposers:
            self._impose(statement)
        if not statement.targets:
            self._foretold(statement)
        if not statement.targets:
            self._target(statement)
        if not statement.imposers:
            self._impose(statement)
        if self._fills(statement):
            return
        if "keeps" in statement.hints and self.told and statement.product is None:
            statement.product = self.told[-1].product
        if statement.status == "withdrawn" and statement.reason is None and self.told:
            last = self.told[-1]
            if self.paragraphs[last.sentence] == self.paragraphs[statement.sentence] and last.reason is not None:
                statement.reason, statement.basis = last.reason, last.basis
        if "sum" in statement.hints:
            self._sum(statement)
        if statement.status == "expired" and statement.valid_to is None:
            ended = next((held.valid_to for held in reversed(self.told[-3:]) if held.status in ("lifted", "expired") and held.valid_to), None)
            statement.valid_to = ended
        if statement.imposers and (said or not statement.drop):
            self.imposer = statement.imposers[0]
        self.told.append(statement)

    def _fills(self, statement: Statement) -> bool:
        """Whether "the rate was 25%" only gives the figure of the duty that the sentence before names without one."""
        before = self.told[-1] if self.told else None
        if before is None or statement.noun != "rate" or not statement.definite or statement.rate is None or statement.owner or statement.product is not None:
            return False
        if before.amends or before.duty is None or statement.status == "withdrawn" or "was" not in statement.hints:
            return False
        if before.rate is not None or before.drop or before.frame == "duty_exempt" or not before.status or statement.sentence - before.sentence > 2:
            return False
        before.rate, before.rate_op, before.rate_high = statement.rate, statement.rate_op, statement.rate_high
        if statement.targets and "WORLD" not in statement.targets:
            before.targets = statement.targets
        before.also = (*before.also, (statement.sentence, statement.first, statement.last))
        statement.drop = True
        self.told.append(statement)
        return True

    # Whose duty

    def _own(self, statement: Statement) -> None:
        """Tell whether the party before the noun imposes the duty or pays it."""
        owner = statement.owner
        if not owner:
            return
        if statement.imposers and set(owner) != set(statement.imposers):
            if not statement.targets:
                statement.targets = owner
            return
        if statement.targets or statement.owner_form in ("adjective", "pair"):
            statement.imposers = statement.imposers or owner[:1]
            if statement.owner_form == "pair" and len(owner) > 1 and not statement.targets:
                statement.targets = owner[1:]
            return
        if self._pays(statement, owner):
            statement.targets = owner
            return
        statement.imposers = statement.imposers or owner

    def _pays(self, statement: Statement, owner: tuple[str, ...]) -> bool:
        main = self.imposer or self.main_imposer
        if "US" in owner:
            return False
        if statement.owner_form == "name":
            return "EU" not in owner or main not in (None, "EU")
        if "own" in statement.hints:
            return statement.noun == "rate"
        hinted = statement.noun in ("rate", "letter") or "reciprocal" in statement.hints or statement.reason is not None
        target_before = any(code in held.targets for held in self.told for code in owner)
        imposer_before = any(code in held.imposers for held in self.told for code in owner)
        return (
            main is not None
            and main not in owner
            and (hinted or (target_before and not imposer_before))
            and statement.product is None
        )

    def _impose(self, statement: Statement) -> None:
        sector = statement.product is not None and likeness.sectoral(statement.product)
        wide = statement.world or "WORLD" in statement.targets
        new = not self.told or self.paragraphs[self.told[-1].sentence] != self.paragraphs[statement.sentence]
        main = sector or wide or (new and not statement.definite)
        order = (self.main_imposer, self.imposer) if main else (self.imposer, self.main_imposer)
        for code in order:
            if code is not None and code not in statement.targets:
                statement.imposers = (code,)
                return
        if statement.targets:
            partners = [
                pair[0]
                for pair, _ in self.pairs.most_common()
                if pair[1] in statement.targets and pair[0] not in statement.targets
            ]
            other = [
                code for codes in self.named for code in codes if code not in statement.targets and code != "WORLD"
            ]
            chosen = partners or (
                ["US"] if "US" in other or (self.american and "US" not in statement.targets) else other
            )
            if chosen:
                statement.imposers = (chosen[0],)

    # On whose goods

    def _target(self, statement: Statement) -> None:
        """Implicit targets: every country for a sector's duty, the other side of a bargain, or whom the thread is on."""
        imposers = statement.imposers
        if statement.world:
            statement.targets = ("WORLD",)
            return
        if statement.every and not statement.pronoun and statement.frame not in ("duty_pay",):
            statement.targets = ("WORLD",)
            return
        if statement.pronoun:
            near = self._near(statement)
            if near:
                statement.targets = near
                return
        recent = self._recent_targets(imposers)
        if statement.product is not None:
            statement.targets = self._of_product(statement, recent)
            return
        if recent:
            statement.targets = recent
            return
        other = self._counterpart(imposers)
        if other and (statement.goods or statement.pronoun or statement.agent or statement.rate is not None):
            statement.targets = (other,)

    def _foretold(self, statement: Statement) -> None:
        """A headline's duty without a target is the one of that rate which the text tells in full."""
        if not self.headings[statement.sentence] or statement.rate is None or statement.product is not None or statement.world or statement.every:
            return
        later = next((other for other in self.all if other is not statement and other.rate == statement.rate and (other.targets or other.world) and not other.drop), None)
        if later is not None:
            statement.targets = later.targets or ("WORLD",)

    def _of_product(self, statement: Statement, recent: tuple[str, ...]) -> tuple[str, ...]:
        assert statement.product is not None
        if statement.frame in _EASING and self.bargain:
            other = self._counterpart(statement.imposers)
            if other:
                return (other,)
        same = [held for held in self.told if held.sentence == statement.sentence and held.targets and held.product is not None and "WORLD" not in held.targets]
        if same and not statement.drop and likeness.products_agree(same[-1].product or "", statement.product):
            return same[-1].targets
        if "gap" in statement.hints and recent:
            return recent
        if likeness.sectoral(statement.product) and "US" in statement.imposers:
            return ("WORLD",)
        return recent or ("WORLD",)

    def _near(self, statement: Statement) -> tuple[str, ...]:
        """The parties that "their" or "both countries" stand for: those named last beside the imposer."""
        here = [held for held in self.told if held.sentence == statement.sentence and held.targets and held.imposers == statement.imposers]
        if here:
            return here[-1].targets
        barred = set(statement.imposers) | {"WORLD"}
        for index in (statement.sentence, statement.sentence - 1, statement.sentence - 2):
            if index < 0:
                break
            codes = tuple(dict.fromkeys(code for code in self.named[index] if code not in barred))
            if codes:
                return codes
        return ()

    def _recent_targets(self, imposers: tuple[str, ...]) -> tuple[str, ...]:
        for held in reversed(self.told):
            if not held.drop and held.targets and set(held.imposers) & set(imposers) and not set(held.targets) & set(imposers):
                return held.targets
        return ()

    def _counterpart(self, imposers: tuple[str, ...]) -> str | None:
        """The party that is named most beside the imposer."""
        for (imposer, target), _ in self.pairs.most_common():
            if imposer in imposers and target not in imposers and target != "WORLD":
                return target
            if target in imposers and imposer not in imposers:
                return imposer
        counts = Counter(
            code for codes in self.named for code in set(codes) if code not in imposers and code != "WORLD"
        )
        return counts.most_common(1)[0][0] if counts else None

    # What was said before

    def _antecedent(self, statement: Statement) -> Statement | None:
        """The earlier statement that a definite duty points back to."""
        if (statement.imposers and statement.targets) or statement.every or statement.world:
            return None
        live = [held for held in self.told if held.imposers and held.targets and (not held.drop or held.asked)]
        if statement.frame == "duty_label":
            return next((held for held in reversed(self.told[-4:]) if held.rate is not None and not held.drop and held.status != "withdrawn"), None)
        if statement.duty is None and statement.amends and (not self.told or self.told[-1].sentence < statement.sentence - 1):
            return None
        if statement.frame == "duty_exempt" and statement.reason:
            worded = [held for held in live if held.reason and likeness.shares(held.reason, statement.reason)]
            return worded[-1] if worded else None
        if statement.basis == "additional" and not statement.definite:
            return None
        if statement.parent is not None and statement.parent in live:
            return statement.parent
        if "back" in statement.hints or (statement.amends and statement.duty is None):
            before = [held for held in live if held.sentence == statement.sentence - 1]
            return (before[0] if before else live[-1]) if live else None
        if (
            statement.product is not None
            and not likeness.known_product(statement, live)
            and not (statement.definite and statement.rate is not None)
        ):
            return None
        return self._same_duty(statement, live)

    def _same_duty(self, statement: Statement, live: Sequence[Statement]) -> Statement | None:
        if statement.rate is not None and not statement.targets:
            same = [
                held for held in live
                if held.rate == statement.rate and (not statement.reason or not held.reason or likeness.shares(statement.reason, held.reason))
                and (not statement.imposers or held.imposers == statement.imposers)
            ]  # fmt: skip
            if same and (statement.definite or statement.frame in _RESUMING):
                return same[-1]
        if live and (
            statement.anaphor
            or (
                statement.definite
                and not statement.owner
                and not statement.imposers
                and statement.product is None
                and not statement.targets
            )
        ):
            worded = [held for held in live if likeness.echoes(statement, held)]
            return (worded or list(live))[-1]
        return None

    def _recall(self, statement: Statement, earlier: Statement) -> None:
        if not statement.imposers:
            statement.imposers = earlier.imposers
        if not statement.targets:
            statement.targets = earlier.targets
        if statement.product is None and statement.frame != "duty_exempt" and not statement.goods:
            statement.product = earlier.product
            if statement.note and earlier.product:
                statement.product = f"{earlier.product} ({statement.note})"
        if statement.amends or statement.rate == earlier.rate:
            statement.parent = statement.parent or earlier

    def _sum(self, statement: Statement) -> None:
        """A sum holds from the day on which its last part does."""
        parts = [
            held
            for held in self.told[-5:]
            if held.imposers == statement.imposers
            and held.targets == statement.targets
            and (held.amends or held.rate is not None)
            and held.rate != statement.rate
        ]
        days = [held.valid_from for held in parts if held.valid_from]
        if days and statement.valid_from is None:
            statement.valid_from = max(days)
            timing.settle(statement, self.today)


def american(words: frozenset[str]) -> bool:
    """Whether an article's words name American law or leaders."""
    return bool(words & listed("american_law"))
