"""Offices: who holds one, since when, and which titles are one office."""

import pytest

from service.domain.claims import OfficeClaim, PositionClaim
from service.domain.errors import InvalidClaim
from service.domain.kinds.office import inputs, matches_person, matches_role, resolve, subjects
from service.domain.roles import role_of, same_role
from tests.domain.states.telling import check, instant, office, papers, standing

SITUATIONS = {
    "a successor ends the predecessor": (
        """
        2025-03-01 Herald: Anne Otieno, trade minister
        2025-09-11 Mirror: Peter Mwangi, trade minister, from 2025-09-10
        """,
        """
        2025-03-01 known 2025-12-31: Anne Otieno, certain, observed
        2025-06-01 known 2025-12-31: Anne Otieno, until 2025-09-10
        2025-09-10 known 2025-12-31: Peter Mwangi, since 2025-09-10
        2025-12-01 known 2025-12-31: Peter Mwangi, assumed
        2025-12-01 known 2025-08-01: Anne Otieno, assumed
        2023-01-01 known 2025-12-31: none
        """,
    ),
    "an appointment takes effect on its day": (
        """
        2025-03-01 Herald: Anne Otieno, trade minister
        2025-09-01 Mirror: Peter Mwangi, trade minister, from 2025-10-01
        """,
        """
        2025-09-15 known 2025-09-02: Anne Otieno, next Peter Mwangi 2025-10-01
        2025-10-05 known 2025-09-02: Peter Mwangi, scheduled, since 2025-10-01
        """,
    ),
    "one person under many names is one": (
        """
        2025-03-01 Herald: Otieno, trade minister
        2025-04-01 Mirror: A. Otieno, minister for trade
        2025-05-01 Gazette: Anne Otieno, Kenyan trade minister
        """,
        """
        2025-04-15 known 2025-06-01: Anne Otieno, items 1, sources 3, observed
        """,
    ),
    "ministers of one name are two": (
        """
        2025-03-01 Herald: Anne Otieno, trade minister
        2025-05-01 Gazette: Paul Otieno, trade minister
        """,
        """
        2025-03-01 known 2025-06-01: Anne Otieno, items 1
        2025-05-02 known 2025-06-01: Paul Otieno, items 1
        """,
    ),
    "many are ambassadors at one time": (
        """
        2025-03-01 Herald: Anne Otieno, ambassador
        2025-03-01 Mirror: Peter Mwangi, ambassador
        """,
        """
        2025-03-02 known 2025-03-02: items 2
        """,
    ),
    "one is ambassador to a country": (
        """
        2025-03-01 Herald: Anne Otieno, ambassador to India
        2025-06-01 Mirror: Peter Mwangi, Ambassador of Kenya to India
        2025-06-01 Mirror: Jane Ndegwa, ambassador to the United States
        """,
        """
        2025-03-02 known 2025-03-02: Anne Otieno, items 1
        2025-06-02 known 2025-06-02: items 2
        """,
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_an_office_is_read_as_a_careful_reader_would(situation):
    told, asked = SITUATIONS[situation]
    check(told, asked, office, lambda reports, known_by: resolve("office:KE", reports, known_by), field="person")


@pytest.mark.parametrize(
    ("title", "country", "slug", "shared"),
    [
        ("External Affairs Minister", "IN", "foreign-minister", False),
        ("Minister of External Affairs", "IN", "foreign-minister", False),
        ("India's foreign minister", "IN", "foreign-minister", False),
        ("EAM", "IN", "foreign-minister", False),
        ("US Secretary of State", "US", "foreign-minister", False),
        ("Foreign Secretary", "GB", "foreign-minister", False),
        ("Foreign Secretary", "IN", "foreign-secretary", False),
        ("Secretary of State for Business and Trade", "GB", "commerce-minister", False),
        ("Union Commerce and Industry Minister", "IN", "commerce-minister", False),
        ("trade minister", "AU", "commerce-minister", False),
        ("Treasury Secretary", "US", "finance-minister", False),
        ("Secretary of the Treasury", "US", "finance-minister", False),
        ("Chancellor", "GB", "finance-minister", False),
        ("Chancellor", "DE", "chancellor", False),
        ("President", "ES", "prime-minister", False),
        ("President of Brazil", "BR", "president", False),
        ("acting defence minister", "KR", "defense-minister", False),
        ("Trade Representative", "US", "trade-representative", False),
        ("ambassador to Uruguay", "US", "ambassador-to-uy", False),
        ("Ambassador of India to the United States of America", "IN", "ambassador-to-us", False),
        ("Union minister", "IN", "union-minister", True),
        ("ambassador", "US", "ambassador", True),
        ("Deputy Trade Representative", "US", "deputy-trade-representative", True),
        ("Minister of State for External Affairs", "IN", "minister-of-state-for-external-affairs", True),
        ("former Secretary of the Treasury", "US", "former-secretary-of-the-treasury", True),
        ("IT Secretary", "IN", "it-secretary", False),
        ("UN Secretary-General", None, "secretary-general", False),
        ("", None, "office", True),
    ],
)
def test_a_title_is_its_office(title, country, slug, shared):
    role = role_of(title, country)
    assert (role.slug, role.shared) == (slug, shared)


def test_a_title_answers_to_its_other_names_and_to_its_words():
    assert same_role("foreign minister", "External Affairs Minister", "IN")
    assert same_role("minister", "External Affairs Minister", "IN")
    assert not same_role("finance minister", "External Affairs Minister", "IN")


def test_an_item_is_found_by_any_form_of_its_holder_and_office():
    (span,) = standing(
        resolve("office:KE", papers("2025-03-01 Herald: Anne Otieno, trade minister", office), instant("2025-04-01")),
        "2025-03-05",
    )
    assert matches_person("A. Otieno", span.value)
    assert not matches_person("Peter Mwangi", span.value)
    assert matches_role("minister for trade", span.value)
    assert not matches_role("president", span.value)


def test_offices_without_a_country_have_a_subject_too():
    assert subjects(OfficeClaim(person="A. Guterres", role="Secretary-General")) == ("office:none",)
    assert inputs("office:IN") == ("office:IN",)


def test_another_kind_of_claim_is_refused():
    with pytest.raises(InvalidClaim, match="office"):
        subjects(PositionClaim(actor="IN", stance="demand", topic="rice"))
