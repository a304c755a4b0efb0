"""Which goods words name, which kinds those are part of, and on which side of an agreement they stand (rule 19)."""

import pytest

from service.domain.tariffs.goods import GENERAL, distance, scopes_of

SLUGS = {
    "rice": "rice",
    "basmati rice": "basmati",
    "some steel": "steel",
    "steel, aluminium and copper": "steel aluminium copper",
    "vehicles (cars)": "vehicles cars",
    "cars and parts": "cars car-parts",
    "goods ranging from toys to furniture": "toys furniture",
    "certain goods": "certain-goods",
    "steel and certain goods": "steel",
    "all goods": "*",
    "50% of goods": "*",
    "99% of imports": "*",
    "goods from US": "*",
    "rice that meets the agreement": "rice-in-agreement",
    "goods that meet the agreement": "goods-in-agreement",
    "rice outside the agreement": "rice",
    "goods outside the agreement": "*",
}


@pytest.mark.parametrize("words", SLUGS)
def test_words_name_items_of_goods(words: str) -> None:
    assert " ".join(scope.slug for scope in scopes_of(words)) == SLUGS[words]


@pytest.mark.parametrize("words", SLUGS)
def test_an_item_is_part_of_wider_kinds_and_never_of_itself(words: str) -> None:
    for scope in scopes_of(words):
        assert scope.slug not in scope.within
        assert distance(scope, scope) == 0


@pytest.mark.parametrize(
    ("wider", "narrower"),
    [("rice", "basmati rice"), ("vehicles", "cars"), ("rice outside the agreement", "rice"), ("all goods", "rice")],
)
def test_a_wider_kind_covers_the_narrower_one_and_not_the_other_way_round(wider: str, narrower: str) -> None:
    (one,), (other,) = scopes_of(wider), scopes_of(narrower)
    near = distance(one, other)
    assert near is not None
    assert near < (distance(GENERAL, other) or 0) or one == GENERAL or one.slug == other.slug
    assert one.slug == other.slug or distance(other, one) is None


def test_goods_inside_an_agreement_and_goods_outside_it_never_answer_for_each_other() -> None:
    (inside,), (outside,) = scopes_of("rice that meets the agreement"), scopes_of("rice outside the agreement")
    assert distance(outside, inside) is None
    assert distance(inside, outside) is None
    (plain,) = scopes_of("rice")
    assert distance(plain, inside) is not None
    assert distance(inside, plain) is None
