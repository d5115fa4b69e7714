"""Whether a figure is a rule (a norm, a price, a claim): the words are rows in ``data/periods/status_words.csv``."""

from __future__ import annotations

import re

from newsutil.numbers.aspect import level_after_change
from newsutil.numbers.units import units
from newsutil.periods.statement import Statement, pattern, words

LARGE = 20000  # 元 that no month and no head gets
_RULED = frozenset(("元", "%", "岁", "周岁", "年", "天", "个工作日", "个月", "周", "小时", "日", "平方米", "倍"))
_LIMITS = frozenset(("limit", "void", "cap", "entitles", "age", "offer", "claim"))
_OWED = re.compile(
    r"(?:内(?=免费)|的?每[^，。；]{1,6}|(?<=以[上下])(?:[、且][^，。；\d]{0,8}\d+[^，。；\d]{1,3}以[上下])?[^。；\d已]{0,24})(?:补助|补贴|奖励|原则上|免费|免票|处罚)"
)
_RAISED = re.compile("提高|上调|增加|达到|增至|由|从")
_SUMMED = re.compile("[发支拨投]|[人户平月]均")
_GIVEN = re.compile("[一-鿿]{0,6}(?:补贴|补助|津贴)")
# 每家最高补贴|9万元, 最多可选|3门, not 最高接待|9万人
_CAPPED = re.compile(
    "最[高多低长](?:(?:可以?|能|要|给)?予?(?:补|奖|罚|赔|贷|省|减|优惠|资助)[补励贴助偿款金]{0,2}[到达]?"
    "|(?:可以?|只能)(?:申?报|申请|选择?|借|领取?|享受|购?买|租))$|额度最高$|最高[^，。；]{0,6}额度(?:为|是|达到?)?$"
)
# 按每亩500元的标准|发放补贴3000万元
_PAID = re.compile("元(?:的标准)?[发拨支兑下]|元的标准[补给奖]")
_GRANTED = re.compile("(?:补贴|补助|奖励|助学金|津贴|慰问金)，$")  # 发放助学金，|每人每年900元
# 给予补贴，单户最高|2万元, not 发放补贴9万元，单户最高|2万元
_CAP = re.compile(
    r"(?:补贴|补助|奖励|资助|助学金|贴息|可(?:申请|申领|享受|获)[^，。；]*贷款)(?![^。；\d]{0,3}\d)[^。]*(?<![温速度量峰])最[高多长]$"
)
# 罚款总额|9万元, 李某被拘留5日，罚款|500元; not 被查到的，将罚款|200元
_FINED = re.compile(
    "罚款(?:总额|金额|共|合计|累计)|(?:共|累计|收缴|开出|缴纳|已)[^，。；]{0,4}罚款|[出了][^，。；]*罚款[^，。；]*处罚"
    "|(?:某(?![些类一种])|该(?!条|规|办|法|类)|被(?:行政|记|拘|扣))[^。将可应]*(?:罚款|处以)"
)
# 《条例》|规定, 根据管理办法，: who asks
_STATUTE = re.compile(
    "规定|新规|(?:》|办法|条例|细则|通知|规程|章程)(?:要求|明确|提出)"
    "|[按照据][^，。；]{0,12}(?:办法|条例|细则|政策|标准|要求|预案|规程|章程)，"
)
_ENTITLED = re.compile("[^，。；]{0,4}(?:方[可能]|才[可能]|即可|可(?:以?[领享申退]))")  # 缴费满9年|方可领取
_GRADE = re.compile("即?[为属]于?[^，。；]{0,4}(?:[一二三四五优良劣]等?级|等级|标准|合格|优秀)")  # 每升9毫克|为三级标准
# 符合下列条件：…收入低于|900元; 对新来的博士，给予补贴|9万元
_CONDITIONS = re.compile("(?:条件(?:如下)?：|[须需应]年?满)[^。]*$")
_TO = re.compile(r"(?:^|[；：])(?:还|并|同时)?对[^；\d已了]{4,}，?(?:一次性)?(?:给予|予以|(?<=一次性)发放)[^；：\d]*$")
# 年满16周岁|的人犯罪，应当负责
_AGED = re.compile(r"(?:不满\d+周?岁)?的(?![^，。]*[了被])[^。；]{1,60}(?:应当|不得|可以|须)")
_FREE = re.compile(r"[^\d已了]*免[费票](?!政策)[^\d已了]{0,6}")
# 水分超过14%|的豆子不能入库, 金额不到5万元|的一律退回
_BOUND = re.compile(
    r"的(?:部分，按|[^，。；\d]{0,14}?(?:一律(?!是|为)|不[得予准许]|不能(?=[入进上下参报享买投申用])|必?须(?!要)|应当))"
)
# 包机满10架次|的旅行社，给予奖励8万元, and that sum
_GAINS = re.compile(r"的[^，。；\d]{0,12}，(?:一次性)?(?:给予|予以|奖励|可享|享受)")
_GAINED = re.compile(r"满[\d.]+[^，。；\d]{1,4}的[^，。；\d]{0,12}，[^，。；\d]*$")
_FEE = re.compile(
    "(?:(?<![消花经话运])费|报酬|(?:用[水电热气]|供[水热暖气]|[水电气]|客票|门票|停车|服务|公交)价格)"
    "(?:标准)?(?:调整|恢复|统一|暂?定|核定)?(?:为|是)?$"
)
_BARRED = re.compile("(?:禁止|严禁|不准|不得(?!不))[^，。；]*$")  # 禁止总高4.2米以上|的货车通行
_DUTY = re.compile("必须|须(?!要)|应当|每[半一两]?[年月周季天日次]")  # 须缴纳社保，积分不少于|60分
_NOT_LESS = ("不少于", "不低于", "不超过", "不高于", "不多于")
_ONE = re.compile("(?:[建打栽种养买装修生添改拆])一[^，。；\\d]{1,4}(?:补|奖)")  # 建一座补助|8000元
_CHARGED = re.compile(r"费[^，。；\d]{0,6}收$|(?:每|一)(?![天日年月周晚])[^，。；\d]{1,3}收$")  # 伙食费每天收|18元
_PRICES = ("：", "方面，")  # 票价分为三种：甲地至乙地|60元/人
_FINE_SUM = re.compile("(?:合计|共计?|累计)处以罚款$|(?:^|[^处以可将会高并])罚款$")  # 检查企业9家，罚款|90万元
_CHILD = re.compile("的?(?:儿童|小孩|孩子|幼儿|小朋友)[^。；]{0,20}(?:免[费票]|不收|半价|优惠|儿童票)")
_SHARES = frozenset(("%", "成"))
_SOLD = re.compile(r"(?:^|[现只特仅]|(?:每|一)(?![天日年月周晚])[^，。；\d]{1,3})售$")  # 每台|售9万元, not 每天|售9万元


def is_bound(told: Statement) -> bool:
    """水分超过14%|的豆子不能入库, 禁止总高4.2米以上|的货车通行: whether a bound bars or obliges."""
    figure = told.figure
    if not told.after.startswith("的"):
        return False
    if told.clause.endswith("满") and _GAINS.match(told.text, figure.end, told.sentence.end):
        return True
    if figure.qualifier == "exact":
        return False
    return bool(_BOUND.match(told.text, figure.end, told.sentence.end) or _BARRED.search(told.clause))


def is_rule(told: Statement) -> bool:
    """补贴标准为每人500元, 原则上不低于80%, 年满65岁可以申领, 每票最多可选10人."""
    figure, clause = told.figure, told.clause
    limited = not told.sentence.kinds.isdisjoint(_LIMITS) and _is_limited(told)
    graded = figure.base in units() and units()[figure.base].kind in ("measure", "point")  # not 9家|为合格
    if limited or (graded and _GRADE.fullmatch(told.after)) or _is_set(told):
        return True
    if told.is_in_clause("yearly"):
        return False  # 每年拿出90万元|奖励企业
    if figure.base not in ("岁", "周岁") and _OWED.match(told.text, figure.end):
        return True  # 建房100户以上|，每户补助1万元
    if "fee" in told.sentence.kinds and "/" in figure.unit and figure.base == "元" and _FEE.search(clause):
        return True  # 保费为|30元/亩
    if told.left.endswith("身高") and _CHILD.match(told.text, figure.end, told.sentence.end):
        return True
    if figure.base not in _RULED and not (clause.endswith(_NOT_LESS) and _DUTY.search(told.before)):
        return False
    if figure.base in ("岁", "周岁"):
        free = _FREE.fullmatch(told.after) is not None  # 65周岁以上|老人免费入园
        asked = "可" in told.after or "免费" in told.after or _AGED.match(told.text, figure.end)
        return (told.is_left("age") and bool(asked)) or (free and "为" not in clause)
    listed = ("每" in told.text[told.clause_start : figure.end] or "/" in figure.unit) and any(
        sign in told.before for sign in _PRICES
    )
    if figure.base == "元" and listed and (is_priced(told.before) or "工资标准" in told.before):
        return True
    risen = figure.base == "%" and told.left.removesuffix("了").endswith(("提高", "增长", "上调", "上浮", "下调"))
    risen = risen and level_after_change(clause) is None  # 补贴标准提高|25%, not 提高到|75%
    said = told.before + told.after
    summed = figure.value >= LARGE and _FINE_SUM.search(clause)
    if risen or summed or pattern("not_rule").search(said) or ("罚" in said and _FINED.search(said)):
        return False
    clause = _PAID.split(clause)[-1]
    priced = figure.base == "元" and "了" not in clause and is_priced(clause)
    if priced or _is_raised(told) or pattern("rule", "offer").search(clause):
        return True
    each = "每" in clause or bool(figure.per) or ("/" in figure.unit and "年的" not in clause)  # not 2020年的|90元/月
    given = told.after.startswith(words("rule_behind"))  # 每人500元|补贴, 按售价30%|给予补贴
    given = given or ("领取" in clause and _GIVEN.match(told.after) is not None)  # 每月领取300元|长寿补贴
    paid = "了" not in clause and pattern("rule_behind").search(clause) is not None  # 每户补助|1万元
    owed = paid and (each or bool(_ONE.search(clause) or _GAINED.search(told.before)))
    owed = owed or (not clause and bool(figure.per) and _GRANTED.search(told.before) is not None)
    shared = figure.value < LARGE and "按" in clause and told.after.startswith(words("shared"))  # 按房价的2%|收取
    given = given and (each or figure.base == "%" or "按" in clause)  # 按840元|的标准发放
    return owed or shared or given


def _is_limited(told: Statement) -> bool:
    """Whether a word says that a figure is a limit, enough for a claim, or what one may claim: 最多可选|3门."""
    capped = told.is_in_clause("cap") and (_CAPPED.search(told.clause) or _CAP.search(told.before))
    if capped or told.after.startswith(words("void")):
        return True
    if told.left.removesuffix("（").endswith(words("limit")) or told.clause.endswith(words("limit")):
        return True
    bound = told.figure.qualifier != "exact" or told.clause.endswith(("达到", "满"))
    if (bound and told.after.startswith(words("entitles"))) or (told.is_left("age") and _ENTITLED.match(told.after)):
        return True
    if told.figure.base in _SHARES and told.clause.endswith(words("claim")):
        return True  # 住院报销|90%
    return told.has_object("offer") or (not told.figure.base and told.is_in_clause("offer"))


def _is_raised(told: Statement) -> bool:
    """低保标准每人每月提高40元，达到|300元, 基础养老金由60元提高到|80元: whether what each gets is raised."""
    if "granted" not in told.sentence.kinds or told.figure.base != "元" or told.figure.value >= LARGE:
        return False
    granted = pattern("granted").search(told.before)
    if granted is None or not _RAISED.search(told.clause):
        return False
    summed = _SUMMED.search(told.before, told.before.rfind("，", 0, granted.start()) + 1)
    return summed is None or granted.group() == "财政补助"  # 财政补助从人均|30元|提高到|35元


def _is_set(told: Statement) -> bool:
    """规定明确，冷库必须留出3个月|的粮: whether a norm says what is asked, or who gets how much on what condition."""
    bound = told.figure.qualifier != "exact" and ("条件" in told.before or "满" in told.before)
    granted = told.clause.endswith(("励", "助", "贴", "金", "费")) and _TO.search(told.before)
    if granted or (bound and _CONDITIONS.search(told.before)):
        return True
    if "norm" not in told.sentence.kinds or not _STATUTE.search(told.before):
        return False
    asked = pattern("norm").search(told.clause) or pattern("norm").search(told.after)
    return bool(asked) and not pattern("not_rule").search(told.before + told.after)


def is_priced(clause: str) -> bool:
    """门票|80元, 每台售|9万元, not 门票收入|80万元."""
    named = pattern("price", "not_price").finditer(clause)
    return bool(_SOLD.search(clause) or _CHARGED.search(clause)) or any(
        found.group() not in words("not_price") for found in named
    )
