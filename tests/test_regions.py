"""The division table, its lookups, the tile map and the census."""

from __future__ import annotations

import re

import pytest

from newsutil.base.resources import table
from newsutil.places import divisions


def test_every_division_hangs_on_one_above_it():
    known = divisions.divisions()
    for code, division in known.items():
        if code != divisions.COUNTRY:
            assert re.fullmatch(r"\d{6}", code)
            assert division.parent in known
            above = divisions.LEVELS.index(known[division.parent].level)
            assert above < divisions.LEVELS.index(division.level)


def test_there_are_34_provinces_and_all_kinds_of_counties():
    levels = [division.level for division in divisions.divisions().values()]
    assert levels.count("province") == 34
    assert levels.count("prefecture") == 333  # a row that is lost shows in the counts
    assert levels.count("county") == 2851
    for code in ("429004", "469005", "659001", "419001", "620200", "441900"):  # no prefecture above, or no county below
        assert divisions.division(code).name


def test_towns_are_called_like_a_county_elsewhere():
    known = divisions.divisions()
    counties = {division.short for division in known.values() if division.level == "county"}
    for name, codes in divisions.towns().items():
        assert name in counties
        assert all(known[code].short != name for code in codes)
    assert "350823" in divisions.towns()["古田"]


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("150000", "内蒙古"), ("422800", "恩施"), ("522600", "黔东南"), ("230111", "呼兰"), ("341122", "来安"),
        ("520625", "印江"), ("152221", "科尔沁右翼前"), ("310115", "浦东"), ("231202", "北林"),
        ("429021", "神农架"), ("320311", "泉山"), ("140502", ""), ("130430", ""),
        ("653000", "克孜勒苏"), ("410304", "瀍河"),
    ],
)  # fmt: skip
def test_short_names(code, short):
    assert divisions.division(code).short == short


def test_lookups():
    assert divisions.ancestors("320302") == ("320300", "320000")
    assert divisions.ancestors("429004") == ("420000",)
    assert divisions.province_of("320302") == "320000"
    assert divisions.within("320302", divisions.COUNTRY)
    assert not divisions.within("320302", "320500")
    assert divisions.at_level("320302", "prefecture") == "320300"
    assert divisions.at_level("310107", "prefecture") is None
    assert divisions.region_name("140502", full=False) == "城区"
    assert "320302" in divisions.children("320300")
    assert divisions.level_of(divisions.COUNTRY) == "country"


def test_an_unknown_code_says_what_to_do():
    with pytest.raises(ValueError, match=r"six-digit code of GB/T 2260 is needed.*got '999999'.*divisions\.csv"):
        divisions.division("999999")


def test_former_divisions_have_their_years_and_what_they_became():
    former = {(row.division.name, row.division.adcode): row for row in divisions.former_divisions()}
    assert len(table("places/former_divisions")) == 574
    assert former["铜山县", "320323"].successor == "320312"
    assert former["沙县", "350427"].successor == "350405"
    assert former["沙县", "350427"].last == 2020
    assert former["崇文区", "110103"].successor == ""
    assert former["户县", "610125"].successor == "610118"
    assert former["邯郸县", "130421"].successor == ""
    for row in former.values():
        assert row.first <= row.last
        assert not row.successor or row.successor in divisions.divisions()
        assert divisions.ancestors(row.division.adcode)


def test_tiles_are_34_and_none_lies_on_another():
    tiles = divisions.tiles()
    assert set(tiles) == {code for code, known in divisions.divisions().items() if known.level == "province"}
    assert len(set(tiles.values())) == 34


def test_the_census_adds_up():
    mainland = [divisions.population(code) for code in divisions.tiles() if code < "700000"]
    assert sum(mainland) == 1_409_778_724
    assert [divisions.population(code) for code in ("710000", "810000", "820000")] == [23_561_236, 7_474_200, 683_218]
    assert divisions.population("320500") is None


def test_data_files_name_their_divisions():
    known = set(divisions.divisions())
    for row in table("places/place_abbreviations"):
        assert known.issuperset(row["adcodes"].split(";"))
    words = [row["word"] for row in table("places/place_words")]
    assert len(words) == len(set(words))
    looks = [row["word"] for row in table("places/place_lookalikes")]
    assert len(looks) == len(set(looks))
    assert not set(looks).intersection(division.name for division in divisions.divisions().values())
