"""Who wrote it: names, datelines, and credit lines, in which only names are left without role words (记者, 摄 …)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from newsutil.base import resources

_HAN = "\u4e00-\u9fff\u3400-\u4dbf"
_MARKS = "□■◆◇●○◎⊙⦿▲△※★☆▌▍|｜◤◣•▪►▶✎"
# a mark whose font told no character, or that was read as one.
_MARKER = re.compile(
    rf"^(?:[\s{_MARKS}]|\(cid:\d{{1,5}}\)|口(?=[ 　]|本[报刊台网]|记者|通讯员|[见实]习))+|[\s□■◆◇●○◎⊙▲△※★☆▌▍•|｜]+$"
)
_SPLIT = re.compile(r"[\s　、，,；;：:/／∕|｜()（）\[\]【】+＋□■◆◇●○◎]+|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff]{2})")
_DOTTED = re.compile(rf"[{_HAN}]{{1,8}}(?:[·•・‧．][{_HAN}]{{1,8}})+")
NAME_MARKS = tuple("□■◆◇●○◎")  # ■ 周明
_SHORT = re.compile(rf"[{_HAN}]{{2,4}}")
_SOUNDS = frozenset(
    "阿艾买提古丽尔逊库班努木拉依热玉素甫迪力帕叶哈那马山沙吾达合巴克斯江别汗孜比曼孙赛义夫麦图荪日吐亚森吉迈穆罕默德伊布欣肉苏祖农托卡加米娜古再努尔"
    "什那里孜依木艾合买提萨塔坎杰恩乌兹别克瓦尼西莫娃诺维奇罗伯约翰特丁史密"
)
_TRADE = re.compile(
    rf"[{_HAN}]{{2,12}}?[县市区镇乡村学院校厂队](?!.*的)[{_HAN}]{{1,5}}[民师员生工兵长人医者农匠士手席记任授]"
)
_AT_HOME = re.compile(rf"(?:{_TRADE.pattern}|[{_HAN}]{{2,14}}[小中大]学)[ \u3000]+([{_HAN}][{_HAN} \u3000]{{1,5}})")
_OTHERS = re.compile(rf"(?<=[{_HAN}][{_HAN}])等(?:\d{{1,2}}|[一二三四五六七八九十])?[人名]?$")
_BRACKETS = re.compile(r"^[（(【〔\[·•・]\s?([^（()）]*?)\s?[）)】〕\]·•・]$")
DATELINE = re.compile(
    r"[【〔\[]?(?P<dateline>"
    rf"本(?:报|网|台|刊|社)[{_HAN}]{{0,8}}?(?:\d{{1,2}}月\d{{1,2}}日)?(?:专电|综合消息|(?<!通)讯|电|消息)"
    rf"|据?《?[{_HAN}]{{1,10}}?(?:社|报|网|台)》?[{_HAN}·]{{0,10}}\d{{1,2}}月\d{{1,2}}日(?:综合|专)?(?:电|(?<!通)讯)"
    rf"|[{_HAN}]{{2,12}}?(?:消息|(?<!通)讯)(?=[（(：:\s　】〕])"
    r")[】〕\]]?"
)
OPENING = re.compile(DATELINE.pattern + r"\s*(?:[（(][^（()）]*[）)])?")  # 本报讯（记者 周明）alone on its line
_OPENING_BRACKET = re.compile(r"[\s　]*[（(【〔\[]([^（()）】〕\]]{2,90})[）)】〕\]]")
_CLOSING_BRACKET = re.compile(r"[（(]([^（()）]{2,60})[）)]$")
_BEFORE_CREDIT = re.compile(r"[\s　（(](?=[^\s　（(])")
_ANY_NAME = re.compile(rf"[{_HAN}]{{2,3}}")
_LONGEST_AROUND = 5  # characters of what may stand beside names in the place of one: 人民视觉, 塔吉克族
_WHOLE_NAME = 3  # characters: （甪小芳） behind a full stop, but （待续）
_BLANK = re.compile(r"\s+")
_SET_WIDE = re.compile(r"^(?:[\u4e00-\u9fff]\s+){1,3}[\u4e00-\u9fff](?=\s*[|｜：:])")  # 记 者|, 一 审:
# What an announcement or letter closes with: 特此公告, 谨此讣闻, 此致 / 敬礼.
FORMULA = re.compile(
    r"(?:(?:特此|谨此|专此|敬此)[^。，：:]{1,6}|此致|敬礼)[。！!]?$|[^，。：]{2,16}[\s　](?:[敬叩谨][谢启]|泣告)$"
)
DAY = re.compile(
    r"(?=[\d〇○零一二三四五六七八九十])(?:(?:(?:19|20|１９|２０)?\d\d\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日|(?:[二〇○零一三四五六七八九]{4}年)?[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|"
    r"(?:(?:19|20)\d\d|[4-9]\d(?=\.))[-./]\d{1,2}[-./]\d{1,2})"
)
_BODY_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·（）()]{4,34}")


@cache
def _form(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(resources.column("pages/credit_forms", "pattern", kind)))


def roles(kind: str) -> str:
    """A regular expression for any role word of one kind."""
    return resources.one_of("pages/roles", "word", kind)


def spell_roles(line: str) -> str:
    """A line of roles without what only sets it wide: 记 者丨周明 is 记者|周明."""
    line = line.replace("丨", "|")
    wide = _SET_WIDE.match(line) if line[1:2].isspace() else None
    return _BLANK.sub("", wide[0]) + line[wide.end() :] if wide else line


def is_body_name(text: str) -> bool:
    """Whether a line is the name of an office, firm or court, as under an announcement."""
    return _BODY_NAME.fullmatch(text) is not None and text.endswith(resources.column("pages/roles", "word", "body"))


@cache
def _role() -> re.Pattern[str]:
    """Role words, with the paper or station before them."""
    reporter = rf"{roles('before reporter')}*{roles('reporter')}(?!站|节|来信|之|朋友|热线|点题|问答|留言|回[音访]|追)"
    return re.compile(
        rf"{roles('whole')}|{_outlet()}?(?:全媒体|融媒体?)?(?:驻[{_HAN}]{{2,3}})?{reporter}"
        rf"|{roles('work')}[：:/／|｜]?|文(?:[、/／和+]?图|[/／]摄)|图[、/／和+]?文"
        rf"|(?<=\S)摄(?=$|[\s　、，,;；/／()（）])"
        rf"|(?:(?<=[{_HAN}]{{2}}[\s　])|(?<=[{_HAN}][\s　][{_HAN}][\s　]))[著译绘](?=$|[\s　）)])"
        rf"|(?<=[{_HAN}]{{2}})绘(?=$|[）)])"
        rf"|(?:(?<=记者...)[/／∕]?|(?<=[/／∕]))[{_HAN}]{{2,4}}报导$|报[道导](?=$|[：:])|(?<=[\s　])发自[{_HAN}]{{2,6}}$"
    )


@cache
def _role_word() -> re.Pattern[str]:
    """A word that stands in each of these roles, sought before them as no long search is needed for it."""
    words = [word for kind in ("whole", "reporter", "work") for word in resources.column("pages/roles", "word", kind)]
    return re.compile("|".join([*map(re.escape, words), "[摄著译绘]", "报[道导]", "发自", "文.?图", "图.?文"]))


@cache
def _outlet() -> str:
    return (
        r"(?:本(?:报|社|刊|网|台)|新华社|中新社|新华网|人民网|中新网|央视网?|"
        rf"[{_HAN}]{{2,6}}(?:{roles('outlet')}|报(?<![举通预播申]报)))"  # 沱江报记者
    )


@cache
def _reports() -> re.Pattern[str]:
    """A sentence that names its reporter before it starts: 本报记者 周明 报道：."""
    return re.compile(
        rf"[\s　]*(?:{_outlet()}?(?:驻[{_HAN}]{{2,3}})?(?:特约|见习|实习|全媒体)*(?:记者|通讯员)"
        r"[^。，：:（(“]{2,40}?(?:摄影)?报[道导])[：:，,\s　]"
        rf"|(?P<bare>[\s　]*{_outlet()}?{roles('before reporter')}*(?:记者|通讯员)"
        rf"[\s　]*(?:[{_HAN}]{{1,8}}[\s　、]+){{1,6}})(?=[“{_HAN}\d])"
    )


@cache
def known_places() -> frozenset[str]:
    """Names of provinces, cities and counties, full and short."""
    rows = resources.table("places/divisions")
    return frozenset(name for row in rows for name in (row["name"], row["short"]) if 2 <= len(name) <= 11)


@lru_cache(maxsize=4096)  # each heading is asked several times
def place_at_start(text: str) -> str:
    """Longest division name that ``text`` opens with."""
    places = known_places()
    return next((text[:size] for size in range(min(11, len(text)), 1, -1) if text[:size] in places), "")


def is_place(text: str) -> bool:
    """Whether a line is nothing but a place: 银川市金凤区."""
    while place := place_at_start(text):
        text = text[len(place) :].strip()
    return not text


@cache
def _words(kind: str, table: str = "roles", column: str = "word") -> frozenset[str]:
    return frozenset(resources.column(f"pages/{table}", column, kind))


@cache
def _drawings() -> re.Pattern[str]:
    art = roles("art")
    boxed, name = rf"[（(【\[](?:{art}|摄影)[）)】\]]", rf"[\s　]*[{_HAN}](?:\s?[{_HAN}]){{1,3}}(?:\s?[作书绘刻画摄])?$"
    return re.compile(
        rf"{art}[\s·：:《“].{{0,40}}[作书绘刻画摄]$|{boxed}[^。，]{{1,30}}[\s　]{name}|[^。，]{{2,20}}{boxed}{name}"
    )


@lru_cache(maxsize=256)  # each line is asked several times
def is_drawn(text: str) -> bool:
    """Whether a line is the title of a picture and who made it: 隶书 “天道酬勤” 周明 作, 江村晚照　何静 摄."""
    if not "\u3400" <= text[-1:] <= "\u9fff":  # ends in no name
        return False
    titled = text[-1] == "摄" and _form("titled photo").fullmatch(text) is not None and credit_of(text) is None
    return titled or _drawings().match(text.lstrip("▲▼◀▶ ")) is not None


class Credit(NamedTuple):
    """A credit line: its names in order, whether role words or marks make it sure, whether it is a photo's."""

    names: tuple[str, ...]
    sure: bool
    photo: bool


def is_name(word: str) -> bool:
    """Whether a word has the form of a name: a surname and one or two characters, or parts of minority names."""
    if not word.isalpha() and _DOTTED.fullmatch(word):
        # 买买提·艾力 is written with the few characters that render sounds, a label (春风送岗·一线直击) is not.
        return 2 * sum(character in _SOUNDS for character in word) > len(word)
    if len(word) > _WHOLE_NAME and _SOUNDS.issuperset(word):
        return word not in known_places()  # 木合塔尔
    if not _SHORT.fullmatch(word):
        return len(word) <= 8 and _has_parts(word)
    double = len(word) >= 3 and word[:2] in _words("surname", "names", "name")
    return double or (len(word) <= 3 and word[0] in _words("surname", "names", "name")) or _has_parts(word)


def _has_parts(word: str) -> bool:
    return not _words("part", "names", "name").isdisjoint((word[:2], word[:3], word[:4], word[-2:]))


@lru_cache(maxsize=1024)  # each line is asked several times
def credit_of(line: str) -> Credit | None:
    """What ``line`` says when it holds nothing but a credit; None when it is something else."""
    if len(line) > 90 or "。" in line or DATELINE.match(line) or ("记者" in line and _form("addressed").search(line)):
        return None
    bare = line.strip()
    marked = boxed = False
    if bare[:1] in _MARKS or bare[-1:] in _MARKS or bare.startswith(("(cid:", "口")):
        bare = _MARKER.sub("", line)
        marked = bare != line.strip()
    written = spell_roles(bare)
    bare = _form("record").sub("", written)
    if _form("about author").match(bare):
        return Credit((), True, False)
    if inner := _BRACKETS.match(bare):
        boxed = bare[0] == "【"
        bare, marked = inner[1].strip(), bare[0] not in "·•・"  # ·海外· may be a label
    names, role = _names(bare)
    if boxed and not role:
        return None  # 【祝贺】
    role = role or bare != written
    if names is None and line[:1] == "□":  # whatever the surname; □ 医生 周明
        names = (*filter(_may_be_name, [_BLANK.sub("", bare)]), *filter(is_name, bare.split()[1:2]))[:1] or None
    letter = names and not (role or marked) and bare[-1] in "：:"  # 周明、沱江建材有限公司：opens a court's letter
    nameless = not names and not (role and re.search(r"评论员|记者|通讯员|报道组|资料(?:图|照)|本报资料", bare))
    if names is None or nameless or letter:
        return None
    return Credit(names, role or marked, bool(_form("photo").search(bare)))


@lru_cache(maxsize=4096)  # the same bracket opens every item of a day file
def _names(text: str) -> tuple[tuple[str, ...] | None, bool]:
    """Names that ``text`` consists of, None where other words stand between, and whether role words stood in it."""
    text = _form("pictures").sub(" ", _form("seller").sub("", text) if "摄" in text else text)
    text = _OTHERS.sub("", text) if "等" in text else text
    rest = _role().sub(" ", text) if _role_word().search(text) else text
    role = rest != text
    words = [word for word in _SPLIT.split(rest) if word]
    last = words[-1] if words and text[-1] not in "）)" else ""
    known = role or last[:1] == "由" or is_name(last) or _is_organisation(last, role=role)
    if len(last) > _LONGEST_AROUND and not known:
        return None, role  # 沱江两岸稻花香
    # After 记者 any word of two to four characters is taken for a name; 在此处拍摄 needs a surname.
    lenient = role and _form("person").search(text) is not None
    alone, nobody = _words("alone"), _words("nobody")
    role = role or not alone.isdisjoint(words)
    words = [word for word in words if not (word in alone or word in nobody or _form("people").fullmatch(word))]
    words = [word[1:] if word[0] == "由" and is_name(word[1:]) else word for word in _joined_singles(words)]
    organisations = [word for word in words if _is_organisation(word, role=role or text[-2:-1] == "岁")]
    words = [word for word in words if word not in organisations]
    at_home = len(words) > 1 and (not role or re.search("读者|[供来投]稿", text) is not None)
    told = text[-1:] in "）)" and len(words) > 1 and (at_home or text[:-1].endswith(words[-1]))  # 作者：周明（青田）
    homes = ({words[0]} if at_home else set()) | ({words[-1]} if told else set())
    words = words[:-1] if at_home and text[-1:] in "）)" and _TRADE.fullmatch(words[-1]) else words
    # 青田　周明, under a letter; 浙江青田县　周明; 周明（浙江青田）; 周明（青田县教师）
    words = [word for word in words if word not in homes or not (is_place(word) or word[-3:] in known_places())]
    if role and len(words) > 1 and words[-1] in known_places() and (text[-1] in "道导" or not is_name(words[-1])):
        words = words[:-1]  # 本报记者 周明 成都报道
    if len(words) > 12 or any(map(_is_strange, words)) or (organisations and not words):
        return None, role
    lenient = lenient or (role and _form("written").search(text) is not None and all(map(_may_be_name, words)))
    lenient = lenient or (text[-1:] == "摄" and _form("photographer").fullmatch(text) is not None)
    if "摄" in text[-3:] and (writer := _form("person").search(text)):  # 渡口灯火 记者 周明 摄
        lenient = lenient and all(is_name(word) or word not in text[: writer.start()] for word in words)
    named = all(is_name(word) or (lenient and (_SHORT.fullmatch(word) or _DOTTED.fullmatch(word))) for word in words)
    return tuple(dict.fromkeys(words)) if named else None, role


def _is_organisation(word: str, *, role: bool) -> bool:
    """Whether a word names where somebody works or lives; beside a role word, also a county or who sells pictures."""
    if role and word.endswith(resources.column("pages/roles", "word", "beside a role")):
        return not is_name(word) or _form("no person").search(word) is not None
    return word.endswith(resources.column("pages/roles", "word", "organisation")) and not is_name(word)


def _is_strange(word: str) -> bool:
    """Whether a word holds what no name does: 答 and 从 may stand within one (普从善)."""
    found = re.search(roles("no name"), word)
    return found is not None and (len(word) != _WHOLE_NAME or found.span() != (1, 2))


def _joined_singles(words: list[str]) -> list[str]:
    """王 强 set wide to fill the line is 王强, 沈 白 露 is 沈白露."""
    made: list[str] = []
    for single, run in groupby(words, lambda word: len(word) == 1 and "\u4e00" <= word <= "\u9fff"):
        group = list(run)
        size = 3 if len(group) == 3 else 2
        made += ["".join(group[at : at + size]) for at in range(0, len(group), size)] if single else group
    return made


def author_at_home(text: str) -> tuple[str, ...]:
    """The name behind home and trade, as below a title: 沱江县永兴镇教师　周明."""
    found = _AT_HOME.fullmatch(text.strip("（()）"))
    name = _BLANK.sub("", found[1]) if found else ""
    return (name,) if is_name(name) else ()


def takes_pictures(line: str) -> bool:
    """Whether a credit line names photographers only: 周明 摄, 摄影：周明, no 周明 文/图 and no 周明 摄影报道."""
    return is_photo_credit(line) and not _form("writes").search(line)


def is_photo_credit(line: str) -> bool:
    """Whether a credit line is a photo's, also one that says 摄影报道; no 周明 文/图."""
    about = credit_of(line)
    return bool(about and about.photo and about.names) and not _form("writes").search(line.replace("报道", ""))


def opening_credit(paragraph: str) -> tuple[str, tuple[str, ...]]:
    """Dateline of an article's first paragraph and the names beside it."""
    head = paragraph[:160]
    found = DATELINE.match(head)
    rest = head[found.end() :] if found else head
    dateline = found["dateline"] if found else ""
    if bracket := _OPENING_BRACKET.match(rest):
        names, role = _names(bracket[1])
        words = _joined_singles(_SPLIT.split(bracket[1]))
        if names is None and found and all(map(_may_be_name, words)):
            names = tuple(words)  # 本报讯（甪小芳）: whatever the surname
        if names and (found or role):
            return dateline, names
        rest = rest[bracket.end() :] if found else rest
    reports = _reports().match(rest) if "记者" in rest or "通讯员" in rest else None
    names = _names(reports[0].strip(" 　：:，,"))[0] if reports else ()
    sure = reports and names and (not reports["bare"] or all(map(is_name, names)))  # 本报讯 记者周明 渡口换了船
    return dateline, names if names and sure else ()


def closing_credit(paragraph: str, *, beside: bool = False) -> tuple[str, ...]:
    """Names in the bracket that ends an article (…完工。（记者 王五）), ``beside`` others of a list of any surname."""
    paragraph = paragraph.rstrip()
    found = _CLOSING_BRACKET.search(paragraph) if paragraph[-1:] in "）)" else None
    if not found:
        return ()
    told = _form("before author").sub("", found[1]) if "作者" in found[1] else found[1]
    names, role = _names(told)
    before = paragraph[: found.start()].rstrip()
    ended = before[-1:] in tuple("。！？”…")
    words = _joined_singles(_SPLIT.split(told))
    if names is None and ended and (beside or not is_place(told)) and all(map(_may_be_name, words)):
        names = tuple(words)
    return names if names and (role or not before or ended) else ()


def _may_be_name(word: str) -> bool:
    """Whether a word that stands where a name does may be one of a rare surname, or of none."""
    strange = word in _words("nobody") or _is_strange(word) or _is_organisation(word, role=True)
    return _ANY_NAME.fullmatch(word) is not None and not strange


def photo_credit(paragraph: str) -> tuple[str, ...] | None:
    """Names in the credit that ends a caption (张三 摄); None when the paragraph does not end in one."""
    if is_drawn(paragraph):
        drawn = _form("drawn by").search(paragraph)
        return (_BLANK.sub("", drawn["name"]),) if drawn else None
    end = paragraph[-80:].rstrip()
    found = _form("closing photo").search(end) if "摄" in end or "图" in end or "绘" in end else None
    while found:
        names = _names((found["credit"] or found["before"]).strip("（()） 　"))[0]
        gap = _BEFORE_CREDIT.search(found[0][1:])
        if names or gap is None:
            return names or None
        end = found[0][1:][gap.start() :]  # ▲稻田里的泥鳅 周明 摄: behind a caption without a stop
        found = _form("closing photo").search(end)
    return None


def inline_names(text: str) -> bool:
    """Whether a paragraph names who wrote it, where it opens or closes."""
    return bool(opening_credit(text)[1] or closing_credit(text))
