"""Whether two printed names can be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.people import family_name, most_telling, name_key, same_person

SAME = [
    ("S. Jaishankar", "Jaishankar"),
    ("Dr. S. Jaishankar", "Subrahmanyam Jaishankar"),
    ("Indian External Affairs Minister S. Jaishankar", "EAM Jaishankar"),
    ("India's External Affairs Minister S Jaishankar", "S.Jaishankar"),
    ("Ursula von der Leyen", "President von der Leyen"),
    ("Xi Jinping", "President Xi"),
    ("Joseph R. Biden, Jr.", "Joe Biden"),
    ("Donald J. Trump", "Donald Trump"),
    ("Lee Jae-myung", "South Korean President Lee Jae Myung"),
    ("Luiz Inácio Lula da Silva", "Lula"),
    ("Luiz Inacio Lula da Silva", "Lula da Silva"),
    ("JD Vance", "J. D. Vance"),
    ("J.D. Vance", "Vice President Vance"),
    ("Marco Rubio", "US Secretary of State Rubio"),
    ("Rubio, Marco", "Marco Rubio"),
    ("Israel Katz", "Katz"),
    ("Anwar Ibrahim", "Anwar"),
    ("Prabowo Subianto", "President Prabowo"),
    ("Mohammed bin Salman", "Crown Prince Mohammad bin Salman Al Saud"),
    ("Sanae Takaichi", "Takaichi Sanae"),
    ("Claudia Sheinbaum", "Claudia Sheinbaum Pardo"),
    ("Itamar Ben-Gvir", "Ben Gvir"),
    ("Recep Tayyip Erdoğan", "Tayyip Erdogan"),
    ("Piyush Goyal", "Shri Piyush Goyal"),
    ("Maroš Šefčovič", "Maros Sefcovic"),
    ("Sir Keir Starmer", "UK Prime Minister Keir Starmer"),
    ("Antony Blinken", "Tony Blinken"),
    ("Nirmala Sitharaman", "Finance Minister Nirmala Sitharaman"),
    ("Charles III", "King Charles"),
    ("Kishida Fumio", "Fumio Kishida"),
    ("Lars Løkke Rasmussen", "Lars Lokke Rasmussen"),
    ("Volodymyr Zelenskyy", "Zelensky"),
    ("Volodymyr Zelenskiy", "Vladimir Zelenskij"),
    ("Radosław Sikorski", "Radoslaw Sikorsky"),
    ("Dmitriy Peskov", "Dmitri Peskov"),
]
OTHERS = [
    ("Marco Rubio", "Maria Rubio"),
    ("Wang Yi", "Wang Wentao"),
    ("Donald Trump", "Melania Trump"),
    ("Donald Trump", "Donald Tusk"),
    ("Prime Minister", "Narendra Modi"),
    ("Rajnath Singh", "Manmohan Singh"),
    ("Mohammed bin Salman", "Mohammed bin Zayed"),
    ("Kim Jong Un", "Kim Yo Jong"),
    ("David Lammy", "David Cameron"),
    ("Trump", "Trudeau"),
    ("Scott Bessent", "Scott"),
    ("", "Narendra Modi"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_person_agree(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_of_two_people_do_not(one, other):
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_titles_suffixes_and_particles_are_no_part_of_a_name():
    assert name_key("His Excellency Prime Minister Narendra Modi") == "narendra modi"
    assert name_key("Joseph R. Biden, Jr.") == "joseph r biden"
    assert family_name("Ursula von der Leyen") == "leyen"
    assert family_name("Prime Minister") == ""


def test_the_fuller_name_tells_more():
    assert most_telling("Jaishankar", "S. Jaishankar") == "S. Jaishankar"
    assert most_telling("Subrahmanyam Jaishankar", "S. Jaishankar") == "Subrahmanyam Jaishankar"
    assert most_telling("Modi", "Rubio") == "Modi"


@given(st.text(max_size=25), st.text(max_size=25))
def test_likeness_of_names_is_symmetric(one, other):
    assert same_person(one, other) == same_person(other, one)
