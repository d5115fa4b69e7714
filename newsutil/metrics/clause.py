"""The clause of a figure and the places in it, or beside it, where the noun of the figure may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from newsutil.metrics import lists
from newsutil.metrics.noun_phrases import noun_before, subject_of
from newsutil.metrics.nouns_after import RANK
from newsutil.metrics.surroundings import far_thing, is_position
from newsutil.numbers.aspect import PARTS, without_comparison
from newsutil.numbers.spot_figures import Figure
from newsutil.numbers.word_classes import is_amount, is_people, is_person, listed, region_names, tag, words
from newsutil.pages.credits import is_name as has_name_form

_HOLDS_PEOPLE = frozenset("车船机村乡镇区县市州")  # what ends so is where people are, not who they are
_WHERE = frozenset("省市县区州旗镇乡村")  # 企业30家，其中东镇|关停5家
_NO_GIVEN_NAME = frozenset("率队区地剂镇县卡林湖雨山河江果肉鱼虾蟹酒油粉菜米糖汁汤茶药豆瓜笋菇")
_AREAS = ("区", "县", "市")
_SHARE_OF = re.compile(r"(?:在[^，。；]{1,16}[里中])?占(?!到?的?比|地(?!区)|有)[^，。；]{0,24}?的?$")
_MOSTLY = re.compile("以(.+)为主$")  # 企业以小企业为主，占|八成
_MULTIPLIED = re.compile(r"(?:[达是为]|相当于|(?:不得)?(?:超过|低于))[^，。；]{1,16}的$")  # 达到老品种的|两倍
_THOSE = (
    "的有",
    "的就有",
    "的已有",
    "的只有",
    "其中的",
    "给其中",
    "对其中",
    "将其中",
    "把其中",
)  # 建在山区的就有|83个: of what the sentence counts
_IN_PARTS = re.compile("(?:其中|[：（(])[^。！？\n]*$")
_FAR_TOO = re.compile("[距离][^，。；、]+[，、](?:距(?!今)|离)[^，。；、]{1,16}$")
_PLANNED_LIST = re.compile("计划[^，。；：]{1,30}[、和]$")
_PLANS = ("计划", "目标", "任务", "底线")
PERSONS = frozenset(("人", "名", "位"))
_STRUCK = PERSONS | {"户", "人次"}  # units of those to whom something happens
_OF_ACTORS = _STRUCK | set(("", *"个家所处座支批组对班"))  # 学校|建成5所, but not 民警|查获5辆
_BESIDE = re.compile(r"\d万?[^\W\d][、，]*$")  # 农户500户|2000人, but 6个村|2000人
_OLDEST = 120  # years of a person: 500岁|古柏 is a tree
_ORDER_OF = {"time": "time", "day": "time", "money": "money"}  # by the kind of a unit
_HOLDERS = (*"区县市州镇乡村院校国团", "机构", "地方")  # what may have a rate
_AMOUNTS = ("money", "measure", "classifier")
_UNLIKE = frozenset("个家项次场条类种天")  # units of unlike things
_CASES = frozenset("件起宗例")
_TOTALS = ("共", "共计", "合计", "总计")


@dataclass
class Clause:
    """The clause of a figure and the places where its noun may stand: texts, and methods that find it or give ""."""

    mention: Figure
    kind: str  # of the unit
    before: str
    behind: str
    left: str  # what of the text before does not carry the figure
    after: str  # the noun behind the figure
    alike: str  # the noun of the figure before, where that has the same unit
    previous: str  # the noun of the one before in the sentence, and in whatever sentence
    earlier: str
    like: str  # the noun of the last figure with the same unit, in whatever sentence
    text: str  # before the figure
    later: str  # and behind it

    def order(self, aspect: str) -> str:
        """The row of ``_ORDERS`` that the figure's statement asks for."""
        if aspect == "change":
            return "change"
        if is_position(self.mention, self.before, self.behind):
            return "position"
        lasts = self.kind == "time" and bool(self.left) and tag(self.left)[-1][1][0] == "v"  # 被困|40小时|的老人
        way = self.kind == "time" and self.after.endswith(words("way"))  # 离家只有20分钟|车程
        if (self.behind.startswith("的") and self.after and not lasts) or way:
            return "described"
        if self.mention.base not in PERSONS and self.before.endswith(_THOSE):
            return "those"
        if self.is_part():
            return "share" if _SHARE_OF.search(self.before) else "part"
        band = self.kind == "year" and self.behind == "的" and not self.left  # 刑期10年以上的8人，5至10年|的3人
        if band or (self.before.endswith("这") and self.mention.base in PERSONS):  # 这|7人: those told of before
            return "these"
        return "running" if self.before.endswith(("连续", "连着")) else _ORDER_OF.get(self.kind, "other")

    def can_be(self, name: str, noun: str) -> bool:
        """Whether a noun from one of these places can be what the figure counts: not 民警 in 民警仅用了|5个小时."""
        if name in ("subject", "previous") and self.left.startswith(("每" + noun, "每个" + noun)):
            return False  # 15个村，每个村分到|2台
        if noun[-1] == "率" and name == "previous" and self.kind in _AMOUNTS and self.mention.base != "个":
            return False  # 成活率98%，每亩栽|110株
        sky = self.mention.base == "℃" and noun[-1] in "雨云雪风晴阴"  # 北京多云|18℃上海小雨
        acts = name in ("ahead", "subject", "topic", "item", "previous") and self.is_other(name, noun)
        sold = self.kind == "money" and noun.endswith(("产", "产量", "面积"))  # 亩产5吨，卖了|2万元
        within = name == "previous" and (self.kind == "area" or sold)  # 人口30万人，辖|9镇
        placed = self.kind == "money" and noun[-1] in "县区村镇乡户方" and name != "after"  # 已拨付灾区|9万元
        yields = noun in ("增产", "减产") and self.previous.endswith(("产", "产量"))  # 亩产5吨，增产|2%
        if acts or sky or within or placed or yields:
            return False
        if name == "alike" and "其中" in self.before and (verb := self.verb()):  # 饲养量9万只，其中出栏|6万只
            named = noun[-1] == "案" and self.mention.base in _CASES
            if lists.is_deed(noun) or named or (is_amount(noun) and verb in listed("governing_things")):
                return False
        if self.kind == "classifier":  # 最大年龄50岁；|9例有接触史, 评出|10名
            sized = name == "previous" and not self.before and noun.endswith(("年龄", *words("dimension")))
            if sized or (name == "verb" and noun[-1] == "出"):
                return False
        if self.mention.base == "岁":
            told = name not in ("again", "item", "previous") or self.mention.qualifier != "exact"
            return told and not (self.mention.value < _OLDEST and is_person(noun))
        # 新登记企业50户，每天|3户, but not 改造小区5个，惠及|3户
        struck = name == "previous" and self.mention.base in _STRUCK and not noun.endswith(words("body", "goer"))
        return not (struck or self.mention.base in PERSONS) or self.is_of_people(name, noun)

    def is_other(self, name: str, noun: str) -> bool:
        """Whether a noun before the figure is who acts, gives or gets: 民警献血|3升, 付给患者|9万元, 消防部门|50人."""
        unit, led = self.mention.base, self.left[: self.left.rfind(noun)]
        verb = tag(self.left)[-1][0] if name == "subject" and unit != "岁" else ""
        # 志愿者为|60人送上早餐: done for those counted
        for_them = self.behind and self.before.endswith(words("for_whom")) and tag(self.behind)[0][1][0] in "vpd"
        to = verb and self.kind == "money" and led.endswith(("向", "给"))  # 向学校|汇去9万元
        if for_them or to or verb in listed("spending"):
            return True  # 县里|拿出9万元
        if unit in PARTS | {"岁"}:
            return False
        people = noun.endswith(words("people")) and not noun.endswith(words("earner"))
        body, formed = noun.endswith(words("body")), len(noun) == 3 and noun[-1] not in _NO_GIVEN_NAME
        named = formed and has_name_form(noun) and is_person(noun)  # 高大勇|输了一万: no figure counts a person's name
        if unit in PERSONS:
            return body and self.before.endswith(noun)  # not 团队壮大到|20人
        if self.kind in ("money", "time", "year", "measure", "point"):
            return people or named or (body and self.kind != "measure")
        acts = (people or body) and unit not in _OF_ACTORS
        return acts and (name == "subject" or noun.endswith("队"))  # 消防支队|10车

    def is_of_people(self, name: str, noun: str) -> bool:
        """Whether a noun from such a place can be that of persons: not 新设企业3家，2人|当选; 3人死亡，2人|转院."""
        led = self.before.endswith("的") and self.left.endswith("的")  # not 指标由往年的|8人降到5人
        those = name in ("ahead", "subject") and (led or self.before.endswith(_THOSE))
        holds = noun[-1:] in _HOLDS_PEOPLE and name in ("ahead", "subject") and not those
        if holds and (self.before.endswith("有") or (self.before.endswith(noun) and not is_people(noun))):
            return False  # 面包车内共有|9人, 山区|9人
        if those:  # 送往医院的|7名, but 要转移的|80人
            return is_people(noun) or tag(noun)[-1][1][0] == "v"
        if name == "like" or (name == "alike" and self.verb()):
            return is_people(noun)  # 杀死3人，刺伤|5人
        if name not in ("alike", "previous"):
            return True
        if noun in listed("outcome"):  # 死亡5人（东区|1人）
            return "其中" in self.before or not self.behind.strip("）)")
        beside = not self.behind and noun[-1] not in _HOLDS_PEOPLE
        return name != "previous" or is_people(noun) or bool(beside and _BESIDE.search(self.text))

    def is_part(self) -> bool:
        """Whether the figure is a share, a fraction or a multiple."""
        return self.mention.base in PARTS or (self.mention.base == "" and self.mention.value < 1)

    def far(self) -> str:
        """What is so far away: 震中|距县城10公里，距邻县|20公里."""
        return self.alike if _FAR_TOO.search(self.text) else far_thing(self.before)

    def counted(self) -> str:
        """The noun behind a share that stands for what it counts: 全市|九成以上|中学; or those asked: 48%|认为."""
        if self.behind and tag(self.behind)[0][0] in listed("opinion"):
            return self.earlier
        return self.after if self.behind and tag(self.behind)[0][1][:1] in "nabjl" else ""

    @property
    def told(self) -> str:
        """What of the text before can name what the figure is about, and not what it multiplies."""
        multiplied = _MULTIPLIED.search(self.before) if self.is_part() else None
        return self.before[: multiplied.start()] if multiplied else self.left

    @cached_property
    def clause_before(self) -> str:
        """The clause that stands right before that of the figure."""
        found = lists.CLAUSE_BEFORE.search(self.text) if self.text.endswith("，" + self.before) else None
        return found[1] if found else ""

    @cached_property
    def ahead(self) -> str:
        """The noun that ends the clause before the figure, or what happened to so many: 死亡|5人, 山区四乡受灾|70户."""
        last = tag(self.left)[-1][0] if self.left.endswith(words("outcome")) else ""
        if last in listed("caught") and is_people(self.alike):
            return self.alike  # 抓获嫌疑人9名，北县抓获|5名
        if last in listed("outcome"):
            return (noun_before(self.left.removesuffix(last)) if self.mention.base in ("亩", "公顷") else "") or last
        noun = self.meant(noun_before(without_comparison(self.told).removesuffix("持续")))
        if self.kind == "classifier":
            noun = noun.removesuffix("成交")  # 新房|成交50套
        carried = tag(self.left)[-2:-1]  # 医疗中心|完成|会诊36例
        deed = self.verb() if carried and carried[0][0] in listed("doing") else ""
        return "" if noun in _AREAS else self.done(noun) or deed or noun

    def done(self, verb: str) -> str:
        """The noun of the unit, where a verb alone says what was done with so many: 企业30家，关停|5家."""
        counts = self.kind in ("classifier", "measure")
        verb = verb or (self.verb() if counts else "")
        alone = self.kind == "classifier" and self.mention.base not in _UNLIKE
        same = "" if self.before in _TOTALS else self.alike or (self.like if alone and verb else "")
        if not same or verb in listed("sum") or not self.left.endswith(verb):
            return ""
        besides = "dtxcmfpv" if counts else "dtxcmfp"  # adverbs and, but for money, verbs: 现已|完成|评审
        others = [word for word, kind in tag(self.left.removesuffix(verb)) if kind[0] not in besides]
        where = _WHERE if self.kind == "classifier" else frozenset()  # not 东市外贸进出口9亿元；西市进出口|8亿元
        if any(word != "其中" and (len(word) == 1 or word[-1] not in where) for word in others):
            return ""
        last = tag(same)[-1][0]
        if {last, verb} <= listed("governing_things"):
            return same.removesuffix(last) + verb  # 生猪存栏30万头，出栏|50万头
        named = self.mention.base in _CASES and (same[-1] == "案" or tag(same)[-1][1][0] == "v")
        told = self.mention.base not in _STRUCK | PARTS | {"天"} and lists.is_deed(verb) and not named
        return same if told and not lists.is_deed(same) and not is_amount(same) else ""

    def case(self) -> str:
        """The kind of case whose number is told."""
        return lists.case_in(self.left, self.behind)

    def whole(self) -> str:
        """The noun of a total, of which the clause says only where or of which kind a part is: 输入|4例, 小学|80名."""
        noun = noun_before(self.left)
        if not noun or noun.endswith(words("part")):
            return self.alike if noun else ""
        parts = bool(_IN_PARTS.search(self.text))
        if noun.endswith("级") and RANK.fullmatch(noun):
            return RANK.sub("", self.alike, count=1)  # 国家级园区5家、省级|8家
        if self.mention.base not in _STRUCK:
            return self.alike if noun.endswith(_AREAS) and "其中" in self.text else ""
        shared = parts and is_people(self.alike) and noun.endswith(words("holder"))
        return self.alike if shared or (noun[-1] in _HOLDS_PEOPLE and not is_people(noun)) else ""  # not 司机

    def size(self) -> str:
        """The noun before the figure, if it names a size: 总投资|6亿元|的产业园."""
        ahead, left = self.ahead, self.left.lstrip("、和及")  # 通高38.2厘米、重|21.6公斤
        if self.kind == "measure" and left and tag(left)[-1][0] in ("长", "宽", "高", "深", "厚", "重"):
            thing = noun_before(left[:-1])
            if (
                len(thing) > 2
                and (len(tag(thing)[-1][0]) > 1 or thing[-1] == "段")
                and not thing.endswith(("南北", "东西"))
            ):
                return thing  # 架桥机|长20米, but 最大坝高5米
            ahead = thing + left[-1] if thing or len(left) == 1 else ""  # 路|宽5米, 高16米的塔, 一条长2米的|路
        said = ahead[-1:] in ("额", "量", "数") and self.kind in _AMOUNTS  # 以销售额|9万元|的成绩入选
        return ahead if said or ahead.endswith(words("dimension")) else ""

    def subject(self) -> str:
        """The noun before the verb that carries the figure: 停车位|划出, or before the whole of a share."""
        share = _SHARE_OF.search(self.before) if self.is_part() else None
        whole = self.text.removesuffix(self.before)[-1:] in lists.BREAKS  # 派出医疗队三批、|35人
        left = self.told.rstrip("、") if whole else self.told
        told = subject_of(left) or subject_of(self.left if left else "")
        moved = tag(left)[-1][0] if left and self.kind == "measure" else ""
        if moved in listed("moving") and any(kind == "v" for _, kind in tag(left.removesuffix(moved))):
            return moved  # 拖着树枝|走了9米
        noun = subject_of(self.before[: share.start()]) if share else self.meant(told)
        if share and not noun and (most := _MOSTLY.search(self.clause_before)):
            return noun_before(most[1])
        if self.mention.base != "人" or noun.endswith(words("people")):
            return noun
        kinds = [kind for _, kind in tag(self.left) if kind != "uz"]
        return "" if kinds[-1:] == ["v"] else noun  # 小区|住着|2000人

    def deed(self) -> str:
        """What happened so many times, or to so many people."""
        told = self.mention.base in ("次", "人") or self.before.endswith("发生")
        return lists.deed_in(self.mention.base, self.before, self.left, self.behind) if told else ""

    def verb(self) -> str:
        """The last verb of a clause where no noun is named: 投入1320.7亿元, 每亩增产10%."""
        word, kind = (tag(self.left) or [("", "")])[-1]
        named = kind.startswith("v") and len(word) > 1 and word not in listed("plain_verb", "spending")
        return word if named and not (word[0] in listed("modal") and tag(word[1])[0][1][0] == "v") else ""  # 能播, 已收

    def concerned(self) -> str:
        """The people of whom the clause says only how many: 为农民工追薪，涉及|80人."""
        only = self.mention.base in PERSONS and self.left in listed("concerning")
        return lists.people_in(self.clause_before) if only else ""

    def lasting(self) -> str:
        """What lasts so long, of a figure that is a time."""
        lasts = self.kind in ("time", "day", "year") and self.behind[:1] != "的"
        return lists.what_lasts(self.before, self.left, self.behind, self.clause_before) if lasts else ""

    def topic(self) -> str:
        """What the clause before names: 酒店平均开房率，三亚市为|61.46%."""
        return lists.topic_of(self.text) if self.clause_before else ""

    def item(self) -> str:
        """What the clause before ends with, of which the figure's clause tells something: 新修的桥，数起来有|21座."""
        clause = self.clause_before if self.before and lists.CLOSES.match(self.behind) else ""
        if not clause or lists.COUNTS.search(clause):
            return ""  # 产值9亿元，同比增长|5%
        if self.kind != "money" and self.left:
            return lists.topic_of(self.text)  # 新建工厂，不少于|100家
        total = self.before[0] == "共" and "将" not in clause  # 新车投入使用，共|9辆
        return noun_before(clause) or (subject_of(clause) if total else "")  # 上调津贴，发放|90元

    def opening(self) -> str:
        """The amount that opens the clause before: 进出口再上台阶，增幅达|17.3%; or what lasts: 春运开始，为期|40天."""
        clause = "" if lists.COUNTS.search(self.clause_before) else self.clause_before
        noun = subject_of(clause)
        if not noun:
            return ""
        timed = all(kind[0] in "tmqrux" or kind == "ns" for _, kind in tag(clause.partition(noun)[0]))
        told = self.before.startswith(("为期", "历时")) or is_amount(noun) or noun.endswith(("指数", *words("sum")))
        return noun if told and timed else ""

    def again(self) -> str:
        """What was counted before, where a clause names a time or a plan only: 五年累计|700万人, 今年目标是|110万人."""
        name = self.left.strip("、和")
        if self.previous and name.startswith(("每" + self.previous, "每个" + self.previous)):
            return self.like  # 共12个班，每个班分到|2台
        region = bool(name) and name not in listed("plain_verb")  # 新建 is a county too
        if region and all(word in region_names() or word in _AREAS for word, _ in tag(name)):  # 全省90亩。东县|40亩
            return self.item() or self.like
        listed_too = _PLANNED_LIST.search(self.text)
        timed = any(kind == "t" or word[-1] in "年月" for word, kind in tag(self.left))
        return (
            self.like
            if self.behind in ("", "和") and (listed_too or (timed and lists.names_nothing(self.left)))
            else ""
        )

    def lead(self) -> str:
        """What the clauses beside a figure say it is: 3万亿元，是|全省的|经济总量."""
        return lists.told_beside(self.text, self.later, self.before, self.left, self.alike)

    def meant(self, noun: str) -> str:
        """A noun; where it only points back (这个数变成, 计划是), what it points to."""
        if (verb := self.verb()) and noun in _PLANS and self.left.endswith("是" + verb):
            return verb  # 任务是|出栏4万头
        if noun in _PLANS or (noun.endswith(_PLANS) and self.before.endswith(("是", "为"))):
            return self.like or self.previous or noun  # 今年的目标|稳在
        of_place = self.mention.base == "毫米" and noun.endswith((*_HOLDERS, "站"))
        if of_place or (self.mention.base == "人次" and noun.endswith("接待")):
            return noun_before(self.before.rpartition("为")[0]) or self.like  # 东镇|64毫米, 长城接待|5000人次
        if noun.endswith(_HOLDERS) and (rate := self.rate()):
            return rate
        if noun in listed("share") and self.left == noun and not (self.behind[:1] == "的" or "依次" in self.before):
            return self.previous or noun  # 超标5天，占比|16%
        if noun not in listed("backward") or "的" + noun in self.left:
            return noun
        return self.previous or (self.earlier if "这" in self.left else "") or noun

    def compared(self) -> str:
        """What is compared where no subject is named: 比原来的|工期|缩短3天."""
        owner, _, changed = self.before.rpartition("的")
        return subject_of(changed) if owner[:1] in ("比", "较") and not self.previous else ""

    def rate(self) -> str:
        """The rate or size named before, where the clause says only of whom it is: 普及率，乡镇为|10%, 县城为|20%."""
        alone = noun_before(self.clause_before) or (self.previous if self.mention.base == "%" else "")
        if self.kind == "measure" and self.left.rstrip("小大高低于").endswith(("地方", "地区")):
            return self.alike if self.alike.endswith(words("dimension")) else ""  # 能见度200米，局部地方小于|50米
        return alone if alone.endswith(("率", "面积")) else ""
