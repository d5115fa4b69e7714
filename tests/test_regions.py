"""The division table, its lookups, the tile map and the census."""

from __future__ import annotations

import re

import pytest

from newsutil import regions
from newsutil.base.resources import table


def test_every_division_hangs_on_one_above_it():
    known = regions.divisions()
    for code, division in known.items():
        if code != regions.COUNTRY:
            assert re.fullmatch(r"\d{6}", code)
            assert division.parent in known
            above = regions.LEVELS.index(known[division.parent].level)
            assert above < regions.LEVELS.index(division.level)


def test_there_are_34_provinces_and_all_kinds_of_counties():
    levels = [division.level for division in regions.divisions().values()]
    assert levels.count("province") == 34
    assert 330 <= levels.count("prefecture") <= 340
    assert 2840 <= levels.count("county") <= 2870
    for code in ("429004", "469005", "659001", "419001", "620200", "441900"):  # no prefecture above, or no county below
        assert regions.division(code).name


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
    assert regions.division(code).short == short


def test_lookups():
    assert regions.ancestors("320302") == ("320300", "320000")
    assert regions.ancestors("429004") == ("420000",)
    assert regions.province_of("320302") == "320000"
    assert regions.within("320302", regions.COUNTRY)
    assert not regions.within("320302", "320500")
    assert regions.at_level("320302", "prefecture") == "320300"
    assert regions.at_level("310107", "prefecture") is None
    assert regions.region_name("140502", full=False) == "城区"
    assert "320302" in regions.children("320300")
    assert regions.level_of(regions.COUNTRY) == "country"


def test_unknown_codes_and_levels_say_what_to_do():
    with pytest.raises(ValueError, match=r"six-digit code of GB/T 2260 is needed.*got '999999'.*divisions\.csv"):
        regions.division("999999")
    with pytest.raises(ValueError, match=r"level out of country.*got 'town'"):
        regions.at_level("320302", "town")


def test_former_divisions_have_their_years_and_what_they_became():
    former = {(row.division.name, row.division.adcode): row for row in regions.former_divisions()}
    assert former["铜山县", "320323"].successor == "320312"
    assert former["沙县", "350427"].successor == "350405"
    assert former["沙县", "350427"].last == 2020
    assert former["崇文区", "110103"].successor == ""
    for row in former.values():
        assert row.first <= row.last
        assert not row.successor or row.successor in regions.divisions()
        assert regions.ancestors(row.division.adcode)


def test_tiles_are_34_and_none_lies_on_another():
    tiles = regions.tiles()
    assert set(tiles) == {code for code, known in regions.divisions().items() if known.level == "province"}
    assert len(set(tiles.values())) == 34


def test_the_census_adds_up():
    mainland = [regions.population(code) for code in regions.tiles() if code < "700000"]
    assert sum(mainland) == 1_409_778_724
    assert regions.population("320500") is None


def test_data_files_name_their_divisions():
    known = set(regions.divisions())
    for row in table("place_abbreviations"):
        assert known.issuperset(row["adcodes"].split(";"))
    words = [row["word"] for row in table("place_words")]
    assert len(words) == len(set(words))
    looks = [row["word"] for row in table("place_lookalikes")]
    assert len(looks) == len(set(looks))
    assert not set(looks).intersection(division.name for division in regions.divisions().values())
