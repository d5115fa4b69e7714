"""Whether a figure is so, is planned, or is a rule: the words around it that say so.

A figure is actual until a word before it says otherwise: a plan, forecast or goal (计划, 力争, 预计), the size of what
is still being built, what a contract promises, a norm.  The words are rows in ``data/periods/status_words.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from newsutil.numbers.word_classes import tag
from newsutil.periods.rules import is_bound, is_priced, is_rule
from newsutil.periods.statement import PLANS, PROMISES, TELLING, Statement, pattern, words
from newsutil.periods.time_grammar import MEANT

ACTUAL, PLANNED, RULE = "actual", "planned", "rule"
_REACH = 240  # characters before a size in which it is said that something is being built
_PREDICATE = 12  # characters behind 是2026年 in which it is told what the figure is
_NEAR = 24
_DEALS = frozenset((*"单笔份个项年天", "个月"))  # 收到订单90单, 两年|的合同
# 供应建设用地|9万亩, 投资完成|6000亿元, 力争完成公路投资|90亿元，水利投资|9亿元
_NO_SIZE = re.compile(
    r"固定资产|(?:盘活|供应|新增)[^，。；]{0,12}(?:用地|停车位)$|完成(?:投资)?$"
    r"|(?:(?:完成|力争|争取|带动|增加|落实|推动)[^，。；\d总]{0,12}|(?:外商直接|预算内|[产造]业|[通路利运施])(?:建设)?)(?<!划)投资$"
)
_SUM = re.compile("(?:签约|合同|协议|合作|采购|意向|项目)?(?:总?金额|总额)")
# 8万只气球|将于明天运抵, 9座桥|计划检测, 5所|学校的90名学生有望获得
_GOES_ON = re.compile(r"(?:(?!认为)[一-鿿]){0,14}?(?:的\d[\d.]*[一-鿿]{1,14}?)?(?=将|有望|可望|计划)")
_NEXT_CLAUSE = re.compile(r"[^，。；：！？】\n]{0,30}，(?=将|有望|可望)")  # 6种颜色的8万只气球，|将于明天运抵
_BEING = re.compile("(?<![和及与、])(?:在建|建设中|施工中)的[^，。；]*有[一-鿿]{2,8}$")  # 在建的小区共有住房|900套
_PROJECT = re.compile(r"(?:该|本)(?:项目|工程)(?:计划|将|拟)?(?:新建|建设|购置|配套)[^，。；\d]{0,12}$")
_BEING_BUILT = re.compile("在建|正在(?:加紧|加快)?(?:建设|施工)|[建施][设工]中")
# 处五万元以下|的罚款, 二万元以上|十万元以下罚款, 面积在5000平方米以上|的，应当论证, 3000万元以上|的企业方可投标
_NORM = re.compile(
    r"(?<=以[上下])(?:(?:[^，。；的]{2,9}以[上下])?的?(?:罚款|罚金|有期徒刑|拘留)"
    r"|的，(?:处|[^，。；\d]{0,8}一次记|[^。；\d]{0,30}(?:应当|不得|即构成|给予|可以))|[^，。；]{0,14}方[可能](?!面)|[^，。；]{0,30}案件，由"
    r"|的[^，。；\d]{1,14}(?:应当|必?须(?!要)|不得))"  # 9平方米以上|的餐馆须安装
    r"|的，(?:可[获得享领申免减选直参]|应当|须|不得|[给予不]予|一次性)"  # 捐款超过900元|的，可获证书
    r"|(?<=以[上下])，(?:可选择|可申请|须|应当|不得)"
)
_HARMED = re.compile("被困|受[伤困灾骗]|遇险|落水|走失|涉案|被[盗骗拐]")  # 将被困|人员救出
# 签订合同，供应|9辆, 签订协议，每年提供岗位|900个
_SUPPLIED = re.compile(
    r"(?:合同|协议)，(?:[^，。；]*(?:供应|供货|采购|订购|引进|购买)[^，。；\d]{0,8}|[^，。；\d]{0,6}每[年月][^，。；\d已了]*)$"
)
_MANNERS = frozenset((("a", "v"), ("m", "v"), ("m", "p")))  # 将适度|开发, 将首次|对, not 将新鲜|蔬菜
# what a condition leads to: 若来水正常，水库可|补水, not 可见, 功能, 社会
_MAY = re.compile(
    "(?<![许认])可(?![见靠谓信])|(?<![功性智动节职产潜热电核新储])能(?![力源量耗效级])"
    "|[还就便都也又]会|将|拟|准备|有望|预计|需|要"
)
_NO_NEED = tuple("主需重首次只必不纲摘概若快")  # 主要, 需要
_EVER = re.compile("每[天日晚周月趟次]|天天|一[天日晚趟次]")
_HOURS = frozenset(("分钟", "小时", "个小时"))
_TAKES = re.compile(
    "步行|走路|开车|驾车|骑车|坐车|乘车|往返|单程|(?:原来|原先|过去|以前|以往)[^，。；]*需要"
    r"|(?:一[亩头只棵台套张件户吨]|每年|一年)[^，。；]*需要|需要[^，。；]*?(?:走|跑|爬|等|花|花上|干|干上)上?$"
)
_FUNDS = re.compile("[^，。；]{0,10}(?:中央|国家|上级|资金|转移支付)")  # 争取|中央资金9亿元: it is granted
_BASE = re.compile(r"(?:[占为]|完成)[^，。；\d]{0,4}$")  # 占|计划种植面积|的90%
_BASE_BEHIND = re.compile(r"[^，。；\d]{3,14}的\d[\d.]*%")
_SO = re.compile(r"已(?<![、 ]已)|已(?!\D{0,6}\d)")  # 9座已建成, 9座中已有2座停工, not 计划建9座、已建2座
# 计划投资2亿元|，实际完成, not 力争引进9家，实际使用外资, 计划分期建设，最终达到
_REALLY = re.compile("，(?:实际(?![利使])|最后[只仅才却]|最终(?![形建实达打将要力确使让可]))")
_NOT_YET = re.compile("(?:运营)?(?:倒计时|做?准备|奠定|打下|的?条件|目标)")  # 为通车|奠定基础
_SUFFERED = re.compile("的[^，。；]{1,8}被(?![褥子])")  # 即将入学|的她被骗走9900元
_DID = re.compile("(?<![为除])了(?!解)|累计(?!可)")  # 投产|后实现了年产值2亿元
_AFTER = re.compile("(?:通车|投产|投用)?[以之]?后")  # 2029年建成|通车后


class Said(NamedTuple):
    """What the words say of a figure."""

    status: str
    at: int = -1  # where the word stands
    size: bool = False  # of a project
    guess: bool = False  # 预计
    done: bool = False  # 已
    signed: bool = False  # promised or aimed at: 签约额


_SO_IT_IS = Said(ACTUAL)


def status_of(told: Statement, begun: Callable[[], bool] = bool) -> Said:
    """What the words around a figure say of it: 全市计划新建公园30座，已建成12座 is planned, then actual."""
    bound = told.after == "的" or told.text.endswith(("以上", "以下"), 0, told.figure.end)
    if (bound and _NORM.match(told.text, told.figure.end, told.sentence.end)) or is_bound(told):
        return Said(ACTUAL if pattern("not_rule").search(told.clause) else RULE)  # 处十年以上|有期徒刑, not 判处
    kinds = told.sentence.kinds
    sizes = told.figure.base != "%" and _is_size(told, begun)
    if not sizes and kinds.isdisjoint(TELLING):
        return _SO_IT_IS
    if "defined" in kinds and pattern("defined").search(told.text, told.figure.end, told.sentence.end):
        return Said(RULE)  # 如有2次|超标，则为不合格
    did = "did" in kinds and (told.after.startswith(words("did")) or told.is_left("did"))  # 计划招聘9人，|60人|报考
    so = bool("已" in told.after and _SO.search(told.after)) or (did and not pattern(*PLANS).search(told.clause))
    done = so or told.is_in_clause("done")
    planned = None if so or kinds.isdisjoint(PLANS) else _last_plan(told)
    if (planned is None or _yields(told, planned)) and is_rule(told):
        return Said(RULE, done=done)
    if "target" in kinds and told.clause.removesuffix("为").endswith(words("target")):
        return Said(PLANNED, told.figure.start)  # 完成全年任务|8000人的99%
    if _is_promised(told):
        return Said(PLANNED, signed=True)
    acted = told.clause.endswith("了") or (planned and pattern("done").search(told.before, planned.end()))
    if planned and not acted and not _is_past(told, planned):  # not 计划建90座，建成了|50座
        word, at = planned.group(), told.figure.start - len(told.before) + planned.start()
        guess = word in words("guess") and told.before[planned.end() :][:1] not in ("可", "将", "能")  # 预计|可带动
        return Said(PLANNED, at, sizes or word == "设计", guess, done)
    if sizes and not done and _is_unfinished(told, begun):
        return Said(PLANNED, size=True)
    opens = not told.clause or told.clause.endswith("的") or told.clause.startswith("来自")
    behind = opens and _NEXT_CLAUSE.match(told.text, told.figure.end)
    behind = behind or _GOES_ON.match(told.text, told.figure.end, told.sentence.end)
    if behind and _is_plan_behind(told.text, behind.end()):
        return Said(PLANNED, behind.end())
    return Said(ACTUAL, size=sizes, done=done)


def _is_past(told: Statement, planned: re.Match[str]) -> bool:
    """公路昨日通车。通车后，车程|40分钟; 桥已通车，设计车速|80公里: whether what a word plans stands already."""
    word = planned.group()
    if word == "设计":
        return _is_built(told) is True
    if not word.endswith("后") or word[:-1] not in words("finished"):
        return False
    at = told.figure.start - len(told.before) + planned.start()
    opening = told.text.find("。") if word[0] not in "建完竣" else 0
    done = max(told.text.rfind(word[:-1], *part) for part in ((0, opening), (told.sentence.paragraph, at)))
    end = done + len(word) - 1
    return done >= 0 and told.text[end] != "后" and not _is_meant(told.text, done, end)


def _is_meant(text: str, start: int, end: int) -> bool:
    """预计明年6月|竣工, 为|通车|做准备: whether what a word says to be finished is to come."""
    return bool(MEANT.search(text, max(0, start - _PREDICATE), start) or _NOT_YET.match(text, end))


def _is_size(told: Statement, begun: Callable[[], bool]) -> bool:
    """Whether a figure sizes what is, or may be, still being built: 在建的小区有住房|900套."""
    sizes = not told.sentence.kinds.isdisjoint(("size", "yield", "capacity")) and (
        told.is_left("size") or told.is_in_clause("yield") or (told.is_in_clause("capacity") and begun())
    )
    area = told.figure.base == "平方米" and told.left.endswith("面积") and _BEING_BUILT.search(told.before)
    being = bool(("建的" in told.clause or "中的" in told.clause) and _BEING.search(told.clause))
    being = being or (_PROJECT.match(told.clause) is not None and begun())  # 该项目建设厂房|9万平方米
    return bool(sizes or area or being) and not _NO_SIZE.search(told.clause)  # 在建的站房面积|9000平方米


def _last_plan(told: Statement) -> re.Match[str] | None:
    """The last word before a figure that plans; some only in its own clause, not 将有大风，|19条航线中已停航."""
    last = None
    clause = len(told.before) - len(told.clause)
    for found in pattern(*PLANS, "not_plan").finditer(told.before):
        near = found.group() not in words("near") or found.start() >= clause
        last = found if near and not _is_ended(told, found) and _is_plan(told, found) else last
    return last


def _is_ended(told: Statement, found: re.Match[str]) -> bool:
    """计划投资9亿元，其中新项目|6个; 预计产量9吨；菜地|6亩: whether what a word plans ends before the figure."""
    rest = told.before[found.end() :]
    costs = told.before.startswith(("投资", "总投资"), found.end())  # 项目计划|投资9亿元；新开工6个
    part = told.before[told.before.rfind("；", 0, found.start()) + 1 : found.end()] if "；" in rest else ""
    done = _REALLY.search(rest) or _SUFFERED.search(rest) or (found[0][-1] == "后" and _DID.search(rest))
    return bool(done or (part and (costs or "预计" in part)) or (costs and "其中" in rest and "项目" in told.clause))


def _is_plan(told: Statement, found: re.Match[str]) -> bool:
    """Whether a word that may plan does: 将建成, not 将荒坡改造; 每年拿出 where a policy promises it; 若 before 可."""
    word, before = found.group(), told.before
    at = told.figure.start - len(before) + found.start()
    base = _BASE.search(before, 0, found.start()) and _BASE_BEHIND.match(told.text, at)
    lasts = told.figure.base in _HOURS  # 如果堵车，要|90分钟
    takes = _TAKES.search(before) or (lasts and pattern("condition").search(before))
    if base or (word == "需要" and takes):  # 步行大概|需要8分钟, 过去|需要9人
        return False
    if word[0] == "要" and (before[found.start() - 1 : found.start()] in _NO_NEED or _EVER.search(told.clause)):
        return False  # 主|要招收90人, 每天|要修9条路
    if word in words("condition"):
        may = _MAY.search(before[found.end() :] + told.after)  # not 若论五年，增产18%
        return may is not None and not (may[0] in ("需", "要") and lasts)
    if word in words("reckoned"):
        return "项目" in before
    if word.startswith("年") and before[: found.start()].endswith(
        tuple("0123456789一二三四五六七八九十两")
    ):  # 短短两|年内建成: as its time says
        return "左右" in word and "了" not in before[: found.start()][-4:]  # 用3|年左右时间，培育; not 用了3
    if word == "争取":
        return _FUNDS.match(before, found.end()) is None
    if word in words("yearly"):
        return pattern("policy").search(before, 0, found.start()) is not None
    if word == "承诺":
        following = tag(told.text[at + 2 : at + 8])  # 承诺|每年资助, not 承诺|事项, 承诺|的
        return bool(following) and following[0][1][0] not in "nuxwk"
    return word not in words("not_plan") and (word != "将" or _is_future(told.text, at))


def _yields(told: Statement, planned: re.Match[str]) -> bool:
    """新车将在省内上市，购车可享12万元|补贴: whether a condition or the plan of an earlier clause makes no offer."""
    if planned.group() in words("condition"):
        return True  # 若逾期，最高可罚5000元
    offered = told.is_in_clause("offer") or told.after.startswith("的政策")
    offered = offered or (told.figure.base == "元" and is_priced(told.clause))  # 将开行2班，票价|90元
    return offered and planned.start() < len(told.before) - len(told.clause)


def has_goal(told: Statement, behind: int, *, report: bool = False) -> bool:
    """今年瞄准5%，投资3%, 30座，是今年|要建的: whether a word of an aim stands before a figure, or right behind it."""
    end = min(behind + _PREDICATE, told.sentence.end)
    texts, false = (told.text[behind:end], told.before), words("not_goal")
    every = (found for text in texts for found in pattern("goal", "not_goal").finditer(text))
    return any(one.group() not in false and (report or not _FUNDS.match(one.string, one.start())) for one in every)


def _is_future(text: str, at: int) -> bool:
    """Whether 将 is the adverb (将建成) and not the preposition (将荒坡打造成梅园)."""
    following = tag(text[at + 1 : at + 7])
    if not following or text[at - 1 : at] in ("大", "干", "健", "老") or _HARMED.match(text, at + 1):
        return False  # 大将, 老将
    word, kind = following[0]
    manner = len(following) > 1 and (kind[0], following[1][1][0]) in _MANNERS
    return manner or (kind[0] in "vdpcbtil" and word not in ("正", "近", "军", "位于"))


def _is_plan_behind(text: str, at: int) -> bool:
    """Whether the word behind a figure plans: 9座桥梁|计划做检测, not 9个|计划单列市."""
    if text[at] == "将":
        return _is_future(text, at) and not text.startswith("进一步", at + 1)  # 9座水闸通水，|将进一步提高
    following = tag(text[at + 2 : at + 8]) if text.startswith("计划", at) else [("", "v")]
    false = any(text.startswith(words("not_plan"), start) for start in (at - 1, at))  # 9|个计划开工项目|都破了土
    return bool(following) and following[0][1] == "v" and not false


def _is_promised(told: Statement) -> bool:
    """订单2300万美元, 2300万美元的订单, 签约项目36个，总金额9亿元, 协议引进收割机3万台, 新增3万人的目标."""
    if told.sentence.kinds.isdisjoint(PROMISES):
        return False
    after, counted = told.after.removeprefix("”").removeprefix("的"), told.figure.base in _DEALS
    behind = not counted and after.startswith((*words("contract"), *words("deal")))
    behind = behind or (after.startswith(words("aim")) and not (counted and told.after[0] == "目"))  # 击中9个|目标
    behind = behind or (told.after.startswith("、") and told.after.endswith("的目标"))  # 种瓜9万亩|、栽树3万株的目标
    promised = told.is_left("contract") and not counted and not told.left.endswith("完成订单")
    bought = not counted and told.after.endswith(words("deal"))  # 签订|3万吨|大米购销合同
    bought = bought and told.clause.removesuffix("了").endswith(words("signed"))
    signed = "signed" in told.sentence.kinds and (bought or _SUM.fullmatch(told.left) or _SUPPLIED.search(told.before))
    return bool(behind or promised or signed) or told.is_in_clause("promised")


def _is_unfinished(told: Statement, begun: Callable[[], bool]) -> bool:
    """在建水库|总库容9000万立方米: whether the nearest word, or the article's opening, says it does not stand."""
    built = _is_built(told)
    return begun() if built is None else not built


def _is_built(told: Statement) -> bool | None:
    """Whether the nearest word says that a thing stands; None where none does."""
    text, start, end = told.text, told.figure.start, told.figure.end
    top = (0, max(0, text.find("。", 0, told.sentence.start)))
    part = max(told.sentence.start, text.rfind("；", told.sentence.start, start))
    before, between = (part, start), (told.sentence.paragraph, told.sentence.start)
    behind = (end, max(end + len(told.after), min(told.sentence.end, end + 2 * _NEAR)))
    for first, last in (before, behind, between, top):
        found = list(pattern("unfinished", "finished").finditer(text, max(first, last - _REACH), last))
        if found:
            nearest = found[0 if first == end else -1]
            begins = nearest.group() in words("unfinished")
            if begins and nearest.start() > end + len(told.after) + _NEAR:
                continue
            planned = _is_meant(text, *nearest.span())
            return not (planned or begins or _AFTER.match(text, nearest.end()))  # 预计明年6月|竣工, 2029年|通车后
    return None


def is_begun(opening: str) -> bool:
    """Whether a title or first sentence says that something is being built or will be, and not that it stands."""
    found = pattern("unfinished", "finished", "building").findall(opening)
    return bool(found) and not any(word in words("finished") for word in found)
