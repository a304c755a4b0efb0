"""Which country a place is in, and what contains what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.parties import capital_of, countries, name_of
from service.domain.places import agree, contains, country_of, more_specific, surface_places


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("State Department", "US"), ("the White House", "US"), ("Rose Garden", "US"), ("Washington, D.C.", "US"),
        ("Washington DC", "US"), ("Oval Office of the White House", "US"), ("Mar-a-Lago", "US"), ("Alaska", "US"),
        ("UN headquarters in New York", "US"), ("Kuala Lumpur, Malaysia", "MY"), ("Kuala Lumpur", "MY"),
        ("Hyderabad House in New Delhi", "IN"), ("Mumbai", "IN"), ("Bombay", "IN"), ("Lancaster House, London", "GB"),
        ("Davos", "CH"), ("Geneva", "CH"), ("a hotel near Geneva", "CH"), ("Brussels", "BE"), ("The Hague", "NL"),
        ("Great Hall of the People", "CN"), ("Seoul's Blue House", "KR"), ("Paris, Texas", "US"), ("Paris", "FR"),
        ("Ashford Hall, Nairobi", "KE"), ("Sharm el-Sheikh", "EG"), ("Singapore", "SG"), ("Kremlin", "RU"),
        ("IN", "IN"), ("India", "IN"), ("US", "US"), ("Georgetown, Washington", "US"), ("Nice", "FR"),
    ],
)  # fmt: skip
def test_a_place_is_in_its_country(place, country):
    assert country_of(place) == country


@pytest.mark.parametrize("place", ["", "nowhere", "Indian Ocean", "a nice hotel", "the summit", "EU", "Indian"])
def test_what_is_no_place_is_in_no_country(place):
    assert country_of(place) is None


@pytest.mark.parametrize("code", countries())
def test_every_country_and_its_capital_are_places(code):
    assert country_of(code) == code
    assert country_of(name_of(code)) == code
    capital = capital_of(code)
    assert capital is None or country_of(f"{capital}, {name_of(code)}") == code


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("Washington", "State Department"), ("US", "White House"), ("US", "Rose Garden"), ("White House", "Rose Garden"),
        ("Washington", "White House"), ("India", "New Delhi"), ("Nairobi", "Ashford Hall, Nairobi"),
        ("Ashford Hall", "Ashford Hall, Nairobi"), ("Washington, DC", "the State Department in Washington"),
        ("Delhi", "New Delhi"), ("New Delhi", "Hyderabad House"), ("Kyiv", "Kiev"), ("Harbour Club", "the Harbour Club"),
    ],
)  # fmt: skip
def test_the_wider_place_contains_the_narrower(outer, inner):
    assert contains(outer, inner)
    assert agree(inner, outer)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("State Department", "White House"), ("New York", "Washington"), ("London", "Paris"),
        ("Ashford Hall, Nairobi", "Brook House, Nairobi"), ("Harbour Club", "Garden Club"), ("India", "Islamabad"),
    ],
)  # fmt: skip
def test_places_apart_do_not_agree(one, other):
    assert not agree(one, other)


def test_containing_is_not_being_contained():
    assert not contains("State Department", "Washington")
    assert not contains("White House", "US")


def test_the_deeper_place_tells_more():
    assert more_specific("US", "Washington") == "Washington"
    assert more_specific("the State Department", "Washington") == "the State Department"
    assert more_specific("Nairobi", "Ashford Hall, Nairobi") == "Ashford Hall, Nairobi"
    assert more_specific("Paris", "London") == "Paris"


def test_printed_places_lead_to_their_country():
    for text, code in surface_places().items():
        assert code in countries(), text


@given(st.text(max_size=30), st.text(max_size=30))
def test_agreement_of_places_is_symmetric(one, other):
    assert agree(one, other) == agree(other, one)
