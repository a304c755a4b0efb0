"""
The thread: what an article has said so far, so that a sentence may leave out whose duty it speaks of.

Statements are completed in order of place. Nearer beats farther, said beats implied, and what cannot be told stays
open: such statements give no claim.
"""

from __future__ import annotations

from service.extraction.tariffs import attribution, likeness
from service.extraction.tariffs.composing import PART
from service.extraction.tariffs.ellipsis import ELLIPSIS
from service.extraction.tariffs.lexicon import words as listed
from service.extraction.tariffs.memory import Memory
from service.extraction.tariffs.statements import Statement

_MATCHING = frozenset(
    ("duty_pay", "duty_impose", "duty_announce", "duty_hit", "duty_threaten", "duty_cut", "duty_raise")
)
"""What is done with "the same rate" when it is the figure of a duty told before."""
_FAR = 3
_PLAIN_DUTIES = frozenset(("surtax", "surcharge", "levy", "duty", "counter-tariff"))
"""What its owner imposes: a "rate" may be the payer's."""
_REMEDIES = frozenset(("anti-dumping", "antidumping", "countervailing", "anti-subsidy", "safeguard"))
_BURDENS = frozenset(("duty_pay", "duty_hit", "duty_impose"))
"""What happens to goods told of in the passive: "Those goods have been charged 35 per cent"."""
_SCHEDULED = frozenset(("standard", "mfn", "applied", "bound", "most-favoured-nation", "most-favored-nation", "common"))
"""What a party's own schedule of duties is called: "the standard EU tariff"."""


class Thread(Memory):
    """
    The imposer and the targets that the article speaks of, first as a whole, then as it goes along.

    *named* are the parties of each sentence; *bargain* tells that the article speaks of a deal, *american* that it
    names American law or leaders.
    """

    def complete(self, statement: Statement) -> None:
        """Fill in imposers, targets, goods and days, in place, and remember the statement."""
        statement.amends = statement.anaphor and not statement.owner
        if statement.frame == "duty_exempt" and self._frees_nobody(statement):
            statement.drop = True
        said = statement.agent = bool(statement.imposers or statement.owner)
        self._own(statement)
        everyone = statement.world or (statement.every and not statement.pronoun)
        statement.said = (bool(statement.imposers), bool(statement.targets) or everyone)
        antecedent = self._antecedent(statement)
        if (
            statement.amends
            and statement.duty is not None
            and statement.imposers
            and (antecedent is None or set(antecedent.imposers) != set(statement.imposers))
        ):
            statement.amends, antecedent = False, None
        if PART in statement.hints:
            antecedent = self._whole(statement)
        if antecedent is not None:
            self._point_back(statement, antecedent)
        paid = statement.frame in ("duty_pay", "duty_impose") and not statement.agent
        if not statement.imposers and "same rate" in statement.hints and paid:
            rated = next((h for h in reversed(self.told) if h.rate is not None and h.imposers and not h.drop), None)
            statement.imposers = rated.imposers if rated is not None else ()
        if not statement.imposers and not statement.targets and statement.pronoun and statement.frame in _BURDENS:
            last = self.told[-1] if self.told else None
            if last is not None and self.paragraphs[last.sentence] == self.paragraphs[statement.sentence]:
                statement.imposers, statement.targets = last.imposers, last.targets
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
        if statement.product in ("metals", "metal"):
            told = next((h.product for h in reversed(self.told) if h.product and likeness.metals(h.product)), None)
            statement.product = told or statement.product
        self._remedy(statement)
        if "keeps" in statement.hints and self.told and statement.product is None:
            statement.product = self.told[-1].product
        if statement.status == "withdrawn" and statement.reason is None and self.told:
            last = self.told[-1]
            if self.paragraphs[last.sentence] == self.paragraphs[statement.sentence] and last.reason is not None:
                statement.reason, statement.basis = last.reason, last.basis
        if "same rate" in statement.hints and (statement.frame in _MATCHING or ELLIPSIS in statement.hints):
            self._match(statement)
        if "sum" in statement.hints:
            self._sum(statement)
        if statement.status == "expired" and statement.valid_to is None:
            ended = next(
                (
                    held.valid_to
                    for held in reversed(self.told[-3:])
                    if held.status in ("lifted", "expired") and held.valid_to
                ),
                None,
            )
            statement.valid_to = ended
        if statement.imposers and (said or not statement.drop) and not statement.amends:
            self.imposer = statement.imposers[0]
        self.remember(statement)

    def _point_back(self, statement: Statement, antecedent: Statement) -> None:
        """Take over what the duty that *statement* points back to says."""
        self._recall(statement, antecedent)
        if statement.rate == antecedent.rate or statement.parent is antecedent:
            statement.said = (True, True)
        if statement.frame == "duty_touch" and not statement.status:
            statement.status, statement.valid_from = antecedent.status, antecedent.valid_from
        if statement.amends and statement.narrowed:
            antecedent.targets = statement.targets = statement.narrowed

    def _frees_nobody(self, statement: Statement) -> bool:
        """Whether an exemption names neither goods nor a party, or stands far from all talk of duties."""
        product = (statement.product or "").lower()
        if product.endswith(("countries", "nations", "economies")) and not statement.targets:
            return True
        far = bool(self.told) and statement.sentence - self.told[-1].sentence > _FAR and not statement.reason
        return far or (not product and not statement.targets and statement.duty is None and not statement.pronoun)

    def _whole(self, statement: Statement) -> Statement | None:
        """The duty that a part told in this sentence belongs to."""
        if statement.parent is not None and statement.parent.imposers and statement.parent.targets:
            return statement.parent
        live = [h for h in self.told if h.imposers and h.targets and not h.drop and PART not in h.hints]
        return live[-1] if live else None

    def _remedy(self, statement: Statement) -> None:
        """A trade remedy or a layer told without goods is on those of the duty before: "an anti-dumping duty of 73.6%"."""
        last = self.told[-1] if self.told else None
        duty = statement.duty
        if last is None or duty is None or not duty.scope.empty or statement.product is not None or statement.goods:
            return
        near = statement.sentence - last.sentence
        remedy = any(word in _REMEDIES for word in (*statement.hints, *(statement.reason or "").lower().split()))
        layer = statement.basis == "additional" and near == 0
        same = last.imposers == statement.imposers and last.targets == statement.targets
        if same and ((remedy and near <= 1) or layer) and last.product is not None:
            statement.product = last.product

    def _fills(self, statement: Statement) -> bool:
        """Whether "the rate was 25%" only gives the figure of the duty that the sentence before names without one."""
        before = self.told[-1] if self.told else None
        if (
            before is None
            or statement.noun != "rate"
            or not statement.definite
            or statement.rate is None
            or statement.owner
            or statement.product is not None
        ):
            return False
        if before.amends or before.duty is None or statement.status == "withdrawn" or "was" not in statement.hints:
            return False
        if (
            before.rate is not None
            or before.drop
            or before.frame == "duty_exempt"
            or not before.status
            or statement.sentence - before.sentence > 2
        ):
            return False
        before.rate, before.rate_op, before.rate_high = statement.rate, statement.rate_op, statement.rate_high
        if statement.targets and "WORLD" not in statement.targets:
            before.targets = statement.targets
        before.also = (*before.also, (statement.sentence, statement.first, statement.last))
        statement.drop = True
        self.remember(statement)
        return True

    def _match(self, statement: Statement) -> None:
        """As in "retaliated with levies of the same size", "Laos gets the same rate": the rate told before."""
        rated = [held for held in reversed(self.told) if held.rate is not None and not held.drop]
        rated.sort(key=lambda held: held.definite)  # what was only pointed back to is the rate of before
        answered = next((held for held in rated if set(held.imposers) & set(statement.targets)), None)
        if answered is None and statement.frame in ("duty_pay", "duty_impose") and not statement.agent:
            answered = next((held for held in rated if set(held.imposers) & set(statement.imposers)), None)
        if answered is not None:
            statement.rate, statement.rate_op = answered.rate, answered.rate_op
            statement.valid_from = statement.valid_from or answered.valid_from
            if ELLIPSIS in statement.hints:
                statement.previous = statement.previous or answered.previous
            if statement.frame == "duty_pay" and statement.status == "in_force" and answered.status == "announced":
                statement.status = "announced"

    # Whose duty

    def _own(self, statement: Statement) -> None:
        """Tell whether the party before the noun imposes the duty or pays it."""
        owner = statement.owner
        if not owner:
            return
        if ELLIPSIS in statement.hints and self._alike(statement, owner):
            return
        if statement.imposers and set(owner) != set(statement.imposers):
            if not statement.targets:
                statement.targets = owner
            return
        figure = statement.duty is not None and statement.duty.bare and statement.owner_form == "poss"
        if figure and not statement.targets and "US" not in owner and self.main_imposer not in (None, *owner):
            statement.targets = owner  # "Vietnam's 20%"
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

    def _alike(self, statement: Statement, owner: tuple[str, ...]) -> bool:
        """As in "Washington's fell to 10%": the owner does or bears what the owner told before it does or bears."""
        near = [held for held in reversed(self.told) if statement.sentence - held.sentence <= _FAR]
        last = next((held for held in near if held.owner and held.imposers and held.targets), None)
        if last is None:
            return False
        if set(last.owner) & set(last.targets):
            statement.imposers, statement.targets = last.imposers, owner
        else:
            other = last.imposers if set(owner) & set(last.targets) else last.targets
            statement.imposers, statement.targets = owner[:1], other
        statement.product = statement.product if statement.product is not None else last.product
        return True

    def _pays(self, statement: Statement, owner: tuple[str, ...]) -> bool:
        main = self.imposer or self.main_imposer
        if "US" in owner or _SCHEDULED & set(statement.hints):
            return False
        if statement.owner_form == "name":
            return "EU" not in owner or main not in (None, "EU")
        if "own" in statement.hints:
            return statement.noun == "rate"
        hinted = statement.noun in ("rate", "letter") or "reciprocal" in statement.hints or statement.reason is not None
        target_before = any(code in held.targets for held in self.told for code in owner)
        imposer_before = any(code in held.imposers for held in self.told for code in owner) or (
            statement.noun in _PLAIN_DUTIES and any(self.imposers[code] for code in owner)
        )
        return (
            main is not None
            and main not in owner
            and (hinted or (target_before and not imposer_before))
            and statement.product is None
        )

    def _impose(self, statement: Statement) -> None:
        chosen = attribution.imposer(self, statement)
        if chosen is not None:
            statement.imposers = (chosen,)
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
            likely = partners or (
                ["US"] if "US" in other or (self.american and "US" not in statement.targets) else other
            )
            if likely:
                statement.imposers = (likely[0],)

    # On whose goods

    def _target(self, statement: Statement) -> None:
        """Implicit targets: every country for a sector's duty, the other side of a bargain, or the thread's own."""
        imposers = statement.imposers
        if statement.world:
            statement.targets = ("WORLD",)
            return
        if statement.every and not statement.pronoun and statement.frame != "duty_pay":
            statement.targets = ("WORLD",)
            return
        if statement.pronoun:
            near = self._near(statement)
            if near:
                statement.targets = near
                return
        before = self._recent_targets(imposers)
        recent = self._here(statement, before)
        if statement.product is not None and recent == before:
            statement.targets = self._of_product(statement, recent)
            return
        if recent:
            statement.targets = recent
            return
        other = self.counterpart(imposers)
        if other and (statement.goods or statement.pronoun or statement.agent or statement.rate is not None):
            statement.targets = (other,)

    def _here(self, statement: Statement, recent: tuple[str, ...]) -> tuple[str, ...]:
        """*recent*, or where a new paragraph has turned to another party that party."""
        here = self.paragraphs[statement.sentence]
        if any(self.paragraphs[held.sentence] == here and held.targets for held in self.told):
            return recent
        named = [
            code
            for sentence in range(statement.sentence + 1)
            if self.paragraphs[sentence] == here
            for code in self.actors[sentence]
            if code not in statement.imposers and code != "WORLD"
        ]
        if not named or set(named) & set(recent) or statement.definite:
            return recent
        return (named[0],)

    def _foretold(self, statement: Statement) -> None:
        """A headline's duty without a target is the one of that rate which the text tells in full."""
        if (
            not self.headings[statement.sentence]
            or statement.rate is None
            or statement.product is not None
            or statement.world
            or statement.every
        ):
            return
        later = next(
            (
                other
                for other in self.all
                if other is not statement
                and other.rate == statement.rate
                and (other.targets or other.world)
                and not other.drop
            ),
            None,
        )
        if later is not None:
            statement.targets = later.targets or ("WORLD",)

    # What was said before


def american(words: frozenset[str]) -> bool:
    """Whether an article's words name American law or leaders."""
    return bool(words & listed("american_law"))
