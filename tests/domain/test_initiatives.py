"""One slug for each initiative, however its name is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.initiatives import name_of, same_initiative, slug_of, surface_initiatives


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Pax Silica", "pax-silica"), ("the Pax Silica initiative", "pax-silica"),
        ("US-led Pax Silica alliance", "pax-silica"), ("Pax Silica Declaration", "pax-silica"),
        ("Quad", "quad"), ("the Quad grouping", "quad"), ("Quadrilateral Security Dialogue", "quad"),
        ("IPEF", "ipef"), ("Indo-Pacific Economic Framework for Prosperity (IPEF)", "ipef"),
        ("Belt and Road", "belt-and-road"), ("China's Belt and Road Initiative", "belt-and-road"), ("BRI", "belt-and-road"),
        ("MSP", "minerals-security-partnership"), ("Paris climate accord", "paris-agreement"),
        ("World Health Organisation", "who"), ("WHO", "who"), ("UN Human Rights Council", "unhrc"),
        ("BRICS+", "brics"), ("OPEC+", "opec-plus"), ("OPEC", "opec"), ("NATO", "nato"), ("European Union", "european-union"),
        ("Blue Dot Network Steering Committee", "blue-dot-network"), ("Pacific Island Forum", "pacific-islands-forum"),
        ("Harbour Accord", "harbour-accord"), ("the Harbour Accord group", "harbour-accord"),
        ("Gulf Water Compact (GWC)", "gulf-water-compact"), ("Lumen Initiative", "lumen"), ("Lumen", "lumen"),
    ],
)  # fmt: skip
def test_a_name_gives_its_slug(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GWC", "Gulf Water Compact"), ("MSP", "Minerals Security Partnership"), ("Gulf Water Compact", "Gulf Compact"),
        ("Lumen", "Lumen Accord"), ("CSRI", "Coral Sea Resilience Initiative"), ("Organisation X", "Organization X"),
    ],
)  # fmt: skip
def test_acronyms_and_shortened_names_are_the_initiative_also_where_it_is_unseen(one, other):
    assert same_initiative(one, other)
    assert same_initiative(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Accord", "Garden Accord"), ("G7", "G20"), ("Quad", "Quad Critical Minerals Initiative"), ("WHO", "WTO"),
        ("Paris Agreement", "Plaza Agreement"), ("OPEC", "OPEC+"), ("Pax Silica", "Pax Britannica"),
    ],
)  # fmt: skip
def test_different_initiatives_stay_apart(one, other):
    assert not same_initiative(one, other)


def test_every_printed_name_leads_to_its_initiative():
    for name, slug in surface_initiatives().items():
        assert slug_of(name) == slug, name
        assert name_of(slug)


def test_an_unseen_initiative_has_no_name_of_ours():
    assert name_of("harbour-accord") is None


@given(st.text(min_size=1, max_size=40))
def test_a_slug_keeps_its_slug(name):
    assert slug_of(slug_of(name)) == slug_of(name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_of_initiatives_is_symmetric(one, other):
    assert same_initiative(one, other) == same_initiative(other, one)
