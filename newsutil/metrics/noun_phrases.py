"""Noun phrases before and after a figure, cut from tagged words with the lists of ``phrase_words.csv``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, starmap

from newsutil.numbers.aspect import level_after_change, without_comparison
from newsutil.numbers.units import units
from newsutil.numbers.word_classes import Tagged, is_amount, is_noun, is_people, listed, region_names, tag, words
from newsutil.pages.credits import is_name as has_name_form

_MONEY_ENDINGS = frozenset("金款费钱资贴助贷债券税租")
_LEADING = re.compile(r"^(?:的?当地|\d+度|地?的|组成的?|(?:、|及(?!格)).*)")  # no part of the noun behind a figure
_ASIDE = re.compile("[（(][^、）)]{2,}[）)]$")  # 企业|（商户）, not 县（市）
_OF_THINGS = frozenset("台套座名头栋张辆只株条架亩所间艘部家")
_OF_ACTS = frozenset("项次场起件批轮期类种")
_SCHOOLS = ("小学", "中学", "大学", *"校院园所")
_PLACES = frozenset("省市州县区域乡镇村校院园国")
_WORK = {"measure": ("建设", "作业", "工作", "任务"), "year": ("任务",), "time": ("过程",)}  # ends no noun of these
_MEANS = frozenset(("平均", "日均", "月均", "年均"))
_WORKER = re.compile(r"[^\W\d、，的了在被参]{1,4}?(?<![施开完复竣动分加用务停罢])[工员手师匠](?![作程厂地业人资序])")
_SEVERAL = re.compile("[两二三四五六七八九十]+[省市县区州旗镇乡村地]")
_PAIRED = frozenset("“”（）()")
_STEERING = _PAIRED | {"以及", *"的、和与及或"}  # end a noun phrase or go into it by what stands around them


@lru_cache(maxsize=4096)
def noun_before(clause: str) -> str:
    """The noun phrase that ends a clause, without the verb that governs it and without a region's name at its head.

    >>> noun_before("提供就业信息"), noun_before("辽宁大豆种植面积")
    ('就业信息', '大豆种植面积')
    """
    tagged = list(tag(clause if clause.endswith("标的") else clause.rstrip("的、和 （(“")))
    if tagged[-1:] == [("比", "p")] and not re.search("[占与和同跟]", clause):
        tagged[-1] = ("比", "n")  # 存贷|比, not 占全国|比
    while tagged and (
        tagged[-1][1] in ("f", "ul", "d", "p", "c", "r")
        or tagged[-1][0] in listed("stop")
        or (tagged[-1][1] == "s" and tagged[-1][0][-1] in "上下" and len(tagged) > 1)  # 皮装|网上|全年卖了
        or (tagged[-1][1] == "nr" and len(tagged) > 1 and tagged[-2][0].endswith(words("people")))  # 嫌疑人|陈某某
    ):
        tagged.pop()
    if len(tagged) > 1 and tagged[-2][1] == "n" and tagged[-1][0][-1] in _PLACES and tagged[-1][0] in region_names():
        tagged.pop()  # 开工的项目|东县|共17个
    kept: list[Tagged] = []
    inside = False  # quotation marks or brackets, of which the closing one comes first
    for word, kind in reversed(tagged):
        if word in ("）", ")") or (word == "”" and not (len(kept) > 1 and _governs(kept[::-1]))):
            inside = True
        elif inside:
            inside = word not in ("“", "（", "(")
        elif not _fits_before(word, kind, kept):
            unit = units().get(kept[-1][0]) if kind == "m" and kept else None
            if unit and (len(kept) > 1 or unit.kind != "area"):
                kept.pop()  # 24小时|雨量, 由3个人|壮大到, but 百强县区|30个
            if kind[0] in "vpcx" and kept[1:2] == [("的", "uj")]:
                kept = kept[:1]  # 饭店、商店的|收入, 销往国外的|金额
            break
        kept.append((word, kind))
    kept.reverse()
    if kept and kept[-1][0] in listed("alone"):
        return kept[-1][0]  # 公路|全长
    hosts = [
        at
        for at, ((word, kind), (verb, _)) in enumerate(pairwise(kept), 1)
        if (verb in listed("paying") or (verb in listed("hosting") and at < len(kept) - 1))
        and ({"nr", "ns"} & {kind, kept[0][1]} or is_people(word) or word.endswith(words("host", "body", "zone")))
    ]
    sized = kept and (is_amount(kept[-1][0]) or kept[-1][0] in listed("property") | {"工程"})
    del kept[: hosts[-1] if hosts and not sized else 0]  # 雄安新区|接待游客, 公司|捐款, but 医院接待能力
    while kept and _opens_before(kept):
        kept.pop(0)
    while kept and (kept[-1][0] in listed("loose", "done") or _plans(kept)):
        kept.pop()  # 案件|受理300件, 项目|集中签约3个
    return _unquoted("".join([word for word, _ in kept]).strip("、")) if _names(kept) else ""


def _plans(kept: Sequence[Tagged]) -> bool:
    """Whether a phrase ends in what is planned of an amount: 种植面积|计划|扩大到; not 招生计划."""
    return kept[-1][0] == "计划" and len(kept) > 1 and is_amount(kept[-2][0])


def _unquoted(phrase: str) -> str:
    """A phrase without marks around all of it, marks of which it has one half, and brackets at its head."""
    phrase = phrase.partition("）")[2] if phrase[:1] == "（" else phrase
    whole = phrase.count("“") == phrase.count("”")
    return phrase if whole and not (phrase[:1] == "“" and phrase.find("”") == len(phrase) - 1) else phrase.strip("“”")


def _opens_before(kept: list[Tagged]) -> bool:
    """Whether the first word is no part of the noun: a region, or the name of a village or a verb before a noun."""
    word, kind = kept[0]
    village = kind[:2] in ("ns", "nr") and len(word) > 2 and word[-1] in "村镇乡"  # 普鲁村|受灾人口, not 乡村
    planned = word == "计划" or (word == "规划" and [kind for _, kind in kept[1:]] == ["vn"])  # 计划|招生, 规划|占地
    plans = planned and kept[-1][0] not in listed("head", "property")
    named = (
        (word in region_names() and kept[1:2] != [("段", "n")]) or word == "的" or _SEVERAL.fullmatch(word)
    )  # 长沙、株洲|两市|新增就业
    return bool(named) or (len(kept) > 1 and (village or plans or _governs(kept)))


def _governs(kept: list[Tagged]) -> bool:
    """Whether the first word is the verb of what follows: 惠及|职工, 培训|医生, 改造|农田; not 培训机构, 改造面积."""
    verb, last = kept[0][0], kept[-1][0]
    things = verb in listed("governing_things") and not is_amount(last) and last not in listed("head", "property")
    people = verb in listed("governing_people") and last.endswith(words("people"))
    return things or people or verb in listed("governing")


def _fits_before(word: str, kind: str, kept: list[Tagged]) -> bool:
    if word == "的":
        return len(kept) == 1 and is_amount(kept[0][0])  # 规上工业|的|增加值
    fetched = bool(kept) and not is_amount(kept[0][0]) and kept[0][0] not in listed("head")
    if word in listed("stop") or (fetched and word in listed("fetching")):
        return False  # 消防大队调集|消防车, but 案件受理量, 排查行动
    if kept and kept[-1][0] == "的":
        return is_noun(word, kind) and kind != "vn"
    each = kept and (word in ("每股", "万元") or (word[0] == "每" and kind == "m" and kept[-1][0] == "人口"))
    stays = word == "在" and len(kept) > 1 and len(kept[-1][0]) == 1 and kept[-1][0] != "非"
    if each or stays or word in listed("damaged") or word in "不未非":
        return True  # 倒塌|房屋|87间, 每万|人口|专利拥有量, 房屋|倒塌|5间, 非食品|类, 在|学|人数
    if kind in "vp" and len(kept) == 1 and kept[0][0] in listed("property") and len(word) > 1:
        return word not in listed("plain_verb", "spending") and not level_after_change(word + "到")  # 列车|开行|数量
    described = bool(kept) and ((kind == "a" and len(word) > 1) or word == "级")  # 领航级|工厂
    return is_noun(word, kind) or kind in ("b", "vg") or described


def _names(kept: Sequence[Tagged]) -> bool:
    """Whether there is a noun among words."""
    return any(starmap(is_noun, kept))


@lru_cache(maxsize=4096)
def subject_of(clause: str) -> str:
    """The noun phrase before the verb that ends a clause: 停车位|划出, 自贸试验区|先后建起; ``""`` where there is none.

    >>> subject_of("停车位划出"), subject_of("比去年同期增加")
    ('停车位', '')
    """
    tagged = list(tag(without_comparison(clause)))
    while tagged:
        word, kind = tagged[-1]
        found = noun_before("".join([w for w, _ in tagged])) if is_noun(word, kind) or word == "人均" else ""
        led = tag("".join([w for w, _ in tagged]).removesuffix(found).removesuffix("现有")) if found else ()
        while led and led[-1][1] in ("m", "q", "r"):
            led = led[:-1]  # 在|一家|商场
        if led and led[-1] in (("在", "p"), ("从", "p"), ("于", "p")):
            del tagged[len(led) - 1 :]  # 渔船|在省内避风, 交警|在全市范围查处
        elif found or (kind[0] not in "nvdpucmqtfailz" and (word[0] != "每" or word[-1] in "年月日天周季")):
            return found
        else:
            tagged.pop()  # a verb, or a region: 钾肥总产量|在全国占
    return ""


@lru_cache(maxsize=4096)
def noun_after(clause: str, unit: str = "", unit_kind: str = "part") -> str:
    """The noun phrase that begins a clause after a figure: 100名|最美劳动者, 88个|城市|实施, 5种|不同颜色的梅花."""
    tagged = list(tag(_LEADING.sub("", clause.replace("（含）", ""), count=1).removesuffix("共")))  # 56个村|共|4万人
    for end in (0, -1):
        if tagged and tagged[end] == ("地", "uv"):
            tagged[end] = ("地", "n")  # 5亩|地, 5亩|果园|地
    if unit in ("名", "位") and tagged[:1] == [("在", "p")]:
        del tagged[:2]  # 9名|在韩|公民
    opens = tagged[0][1] if tagged else ""
    if clause[:1] == "的" and unit_kind == "money" and len(tagged) == 1 and tagged[0][0] in listed("outlay"):
        return tagged[0][0]  # 420元的|投入
    has = unit == "例" and clause.startswith(("有", "无"))  # 4例|有接触史
    acts = has or ((unit in ("人", "户", "人次") or unit_kind == "time") and opens in ("v", "d", "t", "i!"))
    acts = acts and clause[:1] != "的" and not all(starmap(is_noun, tagged[: 1 if unit_kind == "time" else 2]))
    kept = [] if acts else _without_tail(_kept_after(tagged), unit, unit_kind)  # 3人|曾参加活动, 3小时|帮助牧民转场
    phrase = "".join([word for word, _ in kept]).removesuffix("基础")  # 在3万个的基础上
    if not phrase and unit in ("名", "位") and (worker := _WORKER.match(clause)):
        phrase = worker[0]  # 85名|打包工|通宵没合眼
    deed, _, name = phrase.rpartition("、")
    phrase = deed if unit == "次" and deed and has_name_form(name) else phrase  # 4次立功、|李小明|3次立功
    phrase = "地震" if unit == "级" and phrase[:2] == "地震" else _ASIDE.sub("", phrase)
    spent = unit_kind == "money" and opens in ("v", "i") and clause[:1] != "的"
    if (spent and phrase[-1:] not in _MONEY_ENDINGS) or phrase in listed("governing_things"):
        phrase = ""  # 9亿元|支持项目建设, 9万元|在山上建房, 2亿元|建设|6所学校, but 9亿元|支持资金
    if unit in ("", "名", "位", "户") and not (is_people(phrase) or phrase.endswith("家庭")) and opens not in "xq":
        phrase = _first(tagged if unit else kept, "people") or phrase
    aged = unit in ("岁", "周岁") and opens[:1] == "n" and not (is_people(phrase) or is_amount(phrase))
    if aged and not any(kind == "nr" for _, kind in tag(phrase)):
        phrase = _first(kept, "people") or (tagged[0][0] if is_people(tagged[0][0]) else phrase)  # 17岁|男子|翻墙入室
        phrase = "" if tagged[0] == (phrase, "ns") and phrase in region_names() else phrase  # 45岁的|滑县|某局职工
    phrase = phrase and (_first(tagged, "case") or phrase)  # 2例|境外输入病例|活动轨迹
    cut = unit == "家" and any(kind in ("v", "vn") for _, kind in kept)
    if cut and not kept[-1][0].endswith(("联合体", "中心", *words("body"))):
        phrase = _first(kept, "body") or phrase  # 5家企业|申请融资
    ends = (tag(clause.rstrip("、和及")) or tagged)[-1][0] if unit in {*"人口名位"} and opens not in ("", "x") else ""
    if ends and not is_people(phrase):
        phrase = "" if phrase in listed("state") or ends in listed("outcome") else phrase  # 2人|伤势较重
    if unit_kind in ("time", "day") and phrase in ("", "时间"):  # 摇晃持续5分钟|时间
        said = [found for found in tagged if found[1] != "f"]
        done = said[-1:] if clause[:1] == "的" else said[:2][-1:] if opens in ("a", "ad") else []
        phrase = "".join([word for word, kind in done if kind == "v" and len(word) > 1])  # 3小时紧张|抢修
    if not phrase and opens:
        inside = [word for (word, _), (_, kind) in pairwise(tagged) if kind[0] != "n"] if ends else []
        told = (tagged[0][0], ends, *inside)  # 2人|死亡, 3人|经抢救无效死亡, 4人|不同程度受伤送医
        return next((word for kind in ("outcome", "treated") for word in told if word in listed(kind)), "")
    return _unquoted(phrase)


def _without_tail(kept: list[Tagged], unit: str, unit_kind: str) -> list[Tagged]:
    """What is kept of the words behind a figure, without those at its end that do not name what is counted."""
    while kept and not is_noun(*kept[-1]) and kept[-1][0] not in ("”", "）", ")"):
        kept.pop()
    loose = listed("loose", *(() if unit == "次" or unit_kind in ("time", "day") else ("done",)))  # 4个月紧张|施工
    while len(kept) > 1 and kept[-1][0] in loose:
        kept.pop()  # 40亩果园|基本|结果, 8公里高度|时, 3个项目|集中签约, but 3次签约
    opening = next((place for place, (word, _) in enumerate(kept) if word == "“"), 0)
    said = opening and kept[-1][0] == "”" and kept[opening - 1][0] not in region_names()
    if said and kept[opening - 1][1][0] in "nj":
        del kept[opening:]  # 3家|企业|“上云”, but 3家|全国|“灯塔”, 3家|“灯塔”|企业
    mean = next((at for at, (word, _) in enumerate(kept) if at and word in _MEANS), 0)
    if mean and (is_amount(kept[-1][0]) or kept[-1][0].endswith(words("dimension", "sum"))):
        del kept[min(mean - (kept[mean - 1][1] == "eng"), _holder_end(kept, unit)) :]  # 56家|民宿|平均入住率
    if len(kept) > 1 and kept[-1][0] in _WORK.get(unit_kind, ("建设",)):
        kept.pop()  # 百亩攻关片建设: the area is the field's; 3个公园建设
    kinds = "".join(["v" if word[-1] in "化性" else kind[0] for word, kind in kept]) if unit in _OF_THINGS else ""
    if kinds.rstrip("v").endswith("n"):
        del kept[len(kinds.rstrip("v")) :]  # 37条|道路|硬化|改造
    if unit_kind == "classifier" or unit == "亩":
        del kept[_holder_end(kept, unit) :]
        shows = listed("sum_of", *(() if unit in _OF_ACTS else ("shown",)))
        while len(kept) > 1 and kept[-2][1][0] in "nj" and (is_amount(kept[-1][0]) or kept[-1][0] in shows):
            kept.pop()  # 21只|股票|成交额, 6类|商品|出口, 6个|湖泊|水位
    return kept


def _holder_end(kept: list[Tagged], unit: str) -> int:
    """Where the places counted end before what they have or do: 21个|园区|进出口额, 5个村|村民, 9个小区|建设食堂."""
    if unit == "所":  # 8所学校|学生宿舍
        return max((place for place, (word, _) in enumerate(kept, 1) if word.endswith(_SCHOOLS)), default=len(kept))
    for end, (word, _) in enumerate(kept):
        if word in ("）", ")"):
            return end + 1  # 3个县（市）|整县建设乡村
        if word[-1] not in _PLACES and word not in ("（", "(", "、", "和"):
            last = kept[-1][0]
            does = word in listed("governing_things") and last not in listed("head")
            has = last in listed("people", "shown") or is_amount(last)
            return end if end and (does or has) else len(kept)
    return len(kept)


def _first(tagged: Sequence[Tagged], kind: str) -> str:
    """The first noun of a listed kind in a phrase: 疾控中心的|人员, 20名|学生|合唱团."""
    for last, (word, _) in enumerate(tagged[:10]):
        if word.endswith(words(kind)):
            return "".join([name for name, _ in tagged[: last + 1]]).rpartition("的")[2]
    return ""


def _kept_after(tagged: Sequence[Tagged]) -> list[Tagged]:
    """The words from the first on that go into the noun phrase."""
    kept: list[Tagged] = []
    for place, ((word, kind), following) in enumerate(pairwise((*tagged, ("", ""))), 1):
        last, verb = kept[-1] if kept else ("", ""), kind in ("v", "vn")
        acts = following[1][:1] == "v" and following[0] not in listed("head")
        person = kind[:2] == "nr" or (word[1:] == "家" and has_name_form(word + following[0]))
        if (
            (verb and following[0] in ("到", "了", "为", "成", "至"))  # 30公里航道|升级|到二级
            or ((word, following[0]) == ("站", "在") and is_people(last[0]))  # 3个孩子|站|在雨中
            # 50多名女技师|9日|午饭后, 4人接力赛|两个项目
            or (kind == "m" and word[0] != "第" and following[0] != "强" and _names(kept) and ("“", "x") not in kept)
            or (
                acts and (word == "基本" or (word in listed("manner") and last[0] != "和" and _names(kept)))
            )  # 5家企业|现场签约
            or (verb and last[0].endswith(("组", "队伍")))  # 4个小组|调查事故
            or (kept and word.startswith(("人均", "户均")))  # 3万户农民|人均收入
            or (person and last[1] == "n" and last[0] != "国家" and is_people(last[0]))  # 农民|李春生, 小孩|王家|宝
        ):
            break
        if kind in "vn" and (following[0] == "着" or following == ("了", "ul")):
            kept += [(word[:-1], "n")] if len(word) > 2 else []
            break  # 客商带|着, whose verb is read as a part of the noun
        saying = kind == "i" or (kind == "l" and tag(word[-2:])[-1][1][:1] != "n")
        if saying and _names(kept) and not is_noun(*following):
            break  # 30万亩谷子|喜获丰收, but 30万件|救灾物资
        plain = word not in listed("predicate", "stop") and word not in _STEERING
        # 4名留守儿童, 31台抽水蓄能机组: the verbs are part of the name
        named = plain and ((kind != "v" and is_noun(word, kind)) or _opens_name(word, kind, kept, following))
        step = "keep" if named else _step_after(word, kind, kept, tagged[place:])
        if step == "stop":
            break
        kept = [*kept, (word, kind)] if step == "keep" else []
    return kept


def _opens_name(word: str, kind: str, kept: Sequence[Tagged], following: Tagged) -> bool:
    """Whether what is no noun has the noun that it describes behind it: 5种|珍稀|濒危|鸟类; not 5家|搬进园区."""
    verb = kind == "v" and word not in listed("acting") and not word.endswith(("进", "到"))
    opens = verb or (not kept and kind in ("t", "i!") and len(word) > 1 and word[-1] not in "年月日天晚季来夜前")
    return opens and is_noun(*following) and all(before in ("v", "b", "a", "f", "t") for _, before in kept)


def _step_after(word: str, kind: str, kept: list[Tagged], rest: Sequence[Tagged]) -> str:
    """Whether a word goes into the noun phrase (keep), ends it (stop), or was a modifier to drop (restart)."""
    if (word in listed("predicate") or word[0] == "已") and not (word == "可" and _closes_with_de(rest)):
        return "stop"  # but 3种|可降解的材料
    graded = word in ("以上", "以下") and kept and kept[-1][0].endswith(("级", "及"))
    if graded or (word == "内" and kept and kept[-1][0] in _PLACES):
        return "keep"  # 省级以上保护区, 省|内|院校
    signs = "".join([sign for sign, _ in kept if sign in _PAIRED]).replace("(", "（").replace(")", "）")
    inside = signs.count("“") > signs.count("”") or signs.count("（") > signs.count("）")
    group = kind in "pd" and kept and kept[-1][0].endswith(("组", "队", "队伍"))  # 5个|救援小组|对被困的人
    modifies = word != "的" and kept and not group and kept[0][1][0] in "vrtpd" and _closes_with_de(rest)
    if inside or word in ("“", "”") or modifies:
        return "keep"
    if word == "的":
        opens = kept[0][1][0] if kept else "v"  # what opens with a verb, adjective or pronoun is dropped
        named = (len(kept) == 2 and kept[0][1] == "vn") or (opens in "bk" and _names(kept))  # 集中安置点|的水电
        return "restart" if opens in "avrtpdfibk" and not named else "stop"
    if word in ("、", "和", "与", "及", "以及", "或"):
        if not kept and word in "、与":
            return "restart" if word == "、" else "keep"  # 3个|交通便利、|人口多的县, 5项|与|春节相关的活动
        return "keep" if kept and _joins(rest) else "stop"
    if word in ("（", "("):
        return "keep" if any(w in ("）", ")") for w, _ in rest[:6]) else "stop"
    return "stop" if word in listed("stop") else _step_by_class(word, kind, kept, rest)


def _step_by_class(word: str, kind: str, kept: list[Tagged], rest: Sequence[Tagged]) -> str:
    """The step at a word that its class decides."""
    following = rest[0] if rest else ("", "")
    heads = following[0] in listed("head") and word not in listed("plain_verb", "doing")  # 供需|对接|活动
    if kind == "v" and (heads or not is_noun(word, kind)):
        return "keep" if heads or (not kept and _closes_with_de(rest)) else "stop"
    if is_noun(word, kind):
        described = (is_noun(*following) and following[1] != "i") or following[1] in ("a", "b")
        return "stop" if _names(kept) and kept[-1][1] not in ("v", "vn") and not described else "keep"
    if kind == "a" and following[0] in ("的", "、") and _closes_with_de(rest):
        return "restart"  # 条件|好|的村
    if kind in ("h", "a", "b", "ad", "z", "f", "m", "q", "vg"):
        tells = kind in ("a", "ad", "f", "z") and following[1] in ("v", "vn", "") and _names(kept)
        return "stop" if tells else "keep"
    return "keep" if not kept and (kind == "r" or (kind in ("t", "p", "d") and _closes_with_de(rest))) else "stop"


def _closes_with_de(rest: Sequence[Tagged]) -> bool:
    return "的" in [word for word, _ in rest[:16]]


def _joins(rest: Sequence[Tagged]) -> bool:
    """Whether what follows 和 or 、 is a further noun of the same phrase and not a new clause or a new figure."""
    if len(rest) == 1 and is_amount(rest[0][0]):
        return False  # 9个项目、|总投资|5亿元
    for place, (word, kind) in enumerate(rest[:8]):
        if kind == "ns" and word in region_names():
            return False
        goes_on = word in ("、", "和", "与", "及", "（", "）") or is_noun(word, kind) or kind in ("a", "b")
        if not goes_on:  # 5个工程和|乡镇（街道）服务中心, not 24个省份、|规模居前列
            return not is_amount(rest[place - 1][0]) and kind in ("v", "d", "p", "u", "ul", "uj", "f")
    return _names(rest[:8])
