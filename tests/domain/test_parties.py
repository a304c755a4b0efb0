"""Parties under all their names, and groups by day."""

from datetime import date, timedelta

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import parties
from service.domain.errors import UnknownParty
from service.domain.folding import fold

# Nobody lives there who would have a government, or a name for themselves.
WITHOUT_PEOPLE = {"BV", "HM", "TF", "UM"}
WITHOUT_CAPITAL = WITHOUT_PEOPLE | {"AQ"}


def test_every_iso_country_is_known_with_its_name():
    assert {country.alpha_2 for country in pycountry.countries} <= set(parties.countries())


def test_every_country_has_a_demonym_and_a_capital():
    assert [code for code in parties.countries() if not parties.demonyms_of(code)] == sorted(WITHOUT_PEOPLE)
    assert [code for code in parties.countries() if not parties.capital_of(code)] == sorted(WITHOUT_CAPITAL)


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda country: country.alpha_2)
def test_iso_names_and_codes_lead_to_the_country(country):
    for text in (country.alpha_2, country.alpha_3, country.name, parties.name_of(country.alpha_2)):
        assert parties.code_of(text) == country.alpha_2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("India", "IN"), ("Indian", "IN"), ("Indians", "IN"), ("Bharat", "IN"), ("New Delhi", "IN"), ("IN", "IN"),
        ("US", "US"), ("U.S.", "US"), ("USA", "US"), ("the United States", "US"), ("America", "US"),
        ("American", "US"), ("Washington", "US"), ("Washington, D.C.", "US"), ("the White House", "US"),
        ("UK", "GB"), ("U.K.", "GB"), ("Britain", "GB"), ("British", "GB"), ("Downing Street", "GB"), ("London", "GB"),
        ("China", "CN"), ("Chinese", "CN"), ("Beijing", "CN"), ("PRC", "CN"), ("People’s Republic of China", "CN"),
        ("Kremlin", "RU"), ("the Kremlin", "RU"), ("Soviet Union", "RU"), ("South Korea", "KR"), ("Seoul", "KR"),
        ("Republic of Korea", "KR"), ("North Korea", "KP"), ("DPRK", "KP"), ("Turkey", "TR"), ("Türkiye", "TR"),
        ("Cote d'Ivoire", "CI"), ("Ivory Coast", "CI"), ("Burma", "MM"), ("Swaziland", "SZ"), ("Kosovo", "XK"),
        ("Kosovar", "XK"), ("UK's", "GB"), ("China’s", "CN"), ("Czechs", "CZ"), ("Scottish", "GB"), ("Taiwan", "TW"), ("Chinese Taipei", "TW"), ("Hong Kong", "HK"), ("Holy See", "VA"),
        ("UAE", "AE"), ("Emirati", "AE"), ("Czech Republic", "CZ"), ("The Hague", "NL"), ("Dutch", "NL"),
        ("Bosnia", "BA"), ("DR Congo", "CD"), ("Congolese", "CD"), ("Dominican", "DO"), ("Norway", "NO"), ("NO", "NO"),
        ("EU", "EU"), ("European Union", "EU"), ("Brussels", "EU"), ("the European Commission", "EU"),
        ("BRICS", "BRICS"), ("Brics", "BRICS"), ("the Quad", "QUAD"), ("G7", "G7"), ("g7", "G7"), ("G-20", "G20"),
        ("ASEAN", "ASEAN"), ("NATO", "NATO"), ("Nato", "NATO"), ("OPEC+", "OPECPLUS"), ("OPEC", "OPEC"),
        ("Gulf Cooperation Council", "GCC"), ("African Union", "AFRICAN_UNION"), ("Mercosur", "MERCOSUR"),
        ("all countries", "WORLD"), ("WORLD", "WORLD"), ("World Trade Organization", "WTO"),
    ],
)  # fmt: skip
def test_a_party_is_found_under_its_names(text, code):
    assert parties.code_of(text) == code


@pytest.mark.parametrize("text", ["", "us", "in", "it", "no", "is", "so", "Atlantis", "Pax Silica", "the", "A"])
def test_common_words_and_strangers_name_nobody(text):
    assert parties.code_of(text) is None


def test_an_unknown_party_is_refused_with_the_nearest_names():
    with pytest.raises(UnknownParty, match="did you mean India"):
        parties.required_code("Indai")
    with pytest.raises(UnknownParty, match="ISO code"):
        parties.required_code("qqqqqqqq")
    assert parties.required_code("in") == "IN"


def test_an_unknown_code_has_no_name():
    with pytest.raises(UnknownParty, match="alpha-2"):
        parties.name_of("ZZ")


@pytest.mark.parametrize(
    ("group", "member", "first"),
    [
        ("EU", "HR", date(2013, 7, 1)), ("BRICS", "EG", date(2024, 1, 1)), ("BRICS", "AE", date(2024, 1, 1)),
        ("BRICS", "ID", date(2025, 1, 6)), ("NATO", "FI", date(2023, 4, 4)), ("NATO", "SE", date(2024, 3, 7)),
        ("CPTPP", "GB", date(2024, 12, 15)), ("ASEAN", "TL", date(2025, 10, 26)), ("SCO", "IN", date(2017, 6, 9)),
        ("G20", "AFRICAN_UNION", date(2023, 9, 9)), ("EUROZONE", "BG", date(2026, 1, 1)),
    ],
)  # fmt: skip
def test_a_member_belongs_from_its_first_day_on(group, member, first):
    assert member not in parties.members_of(group, first - timedelta(days=1))
    assert member in parties.members_of(group, first)
    assert group in parties.groups_of(member, first)
    assert group in parties.groups_of(member)


@pytest.mark.parametrize(
    ("group", "member", "first_day_out"),
    [
        ("EU", "GB", date(2020, 2, 1)), ("OPEC", "AO", date(2024, 1, 1)), ("ECOWAS", "ML", date(2025, 1, 29)),
        ("NAFTA", "US", date(2020, 7, 1)),
    ],
)  # fmt: skip
def test_a_member_that_left_belongs_until_the_day_before(group, member, first_day_out):
    assert member in parties.members_of(group, first_day_out - timedelta(days=1))
    assert member not in parties.members_of(group, first_day_out)
    assert group not in parties.groups_of(member)


def test_groups_have_as_many_members_as_they_say():
    counts = {"EU": 27, "NATO": 32, "BRICS": 10, "ASEAN": 11, "CPTPP": 12, "RCEP": 15, "QUAD": 4, "GCC": 6, "SCO": 10,
              "OECD": 38, "AFRICAN_UNION": 55, "COMMONWEALTH": 56, "EUROZONE": 21, "APEC": 21, "OIC": 57,
              "ARABLEAGUE": 22, "CARICOM": 15, "EFTA": 4, "EAEU": 5, "CSTO": 6}  # fmt: skip
    assert {group: len(parties.members_of(group)) for group in counts} == counts


def test_every_member_is_a_party_and_no_stretch_runs_backwards():
    for stretch in parties._MEMBERSHIPS:
        assert parties.is_code(stretch.member)
        assert stretch.until is None or stretch.since < stretch.until


def test_surface_forms_lead_to_their_codes():
    forms = parties.surface_forms()
    assert forms["Indian"] == parties.Form("IN", "demonym")
    assert forms["Kremlin"] == parties.Form("RU", "seat")
    assert forms["Jordan"].ambiguous
    assert "IN" not in forms
    assert "Chineses" not in forms
    for text, form in forms.items():
        assert parties.is_code(form.code)
        assert parties.code_of(text) == form.code or parties.is_code(text)


def test_one_folded_form_leads_to_one_country():
    by_fold = {}
    for text, form in parties.surface_forms().items():
        by_fold.setdefault(fold(text), set()).add(form.code)
    assert {text: codes for text, codes in by_fold.items() if len(codes) > 1} == {}


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_any_text_names_a_party_or_nobody(text):
    code = parties.code_of(text)
    assert code is None or parties.is_code(code)
