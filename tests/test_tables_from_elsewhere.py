"""Files that others made: read as values, within limits, inside their folder; what cannot be read is named."""

from __future__ import annotations

import ast
import os
import pickle
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import newsutil as nu
from newsutil.base.writing import write_bytes
from newsutil.files import size_limits

ROOT = Path(__file__).parents[1]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def text_cell(name: str, content: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{content}</t></is></c>'


HEADER = f'<row r="1">{text_cell("A1", "标题")}{text_cell("B1", "正文")}</row>'


def workbook(path: Path, rows: str, doctype: str = "", filler: Iterable[bytes] = ()) -> Path:
    """An Excel workbook of one sheet with a header and the given rows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in PARTS.items():
            made.writestr(name, HEAD + content)
        sheet = f'{HEAD}{doctype}<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{rows}</sheetData></worksheet>'
        made.writestr("xl/worksheets/sheet1.xml", sheet)
        with made.open("xl/media/filler.xml", "w") as part:
            for piece in filler:
                part.write(piece)
    return path


def test_excel_formula_gives_its_stored_value_or_nothing(tmp_path):
    rows = (
        f'<row r="2">{text_cell("A2", "甲")}<c r="B2" t="str"><f>1+1</f><v>存下的值</v></c></row>'
        f'<row r="3">{text_cell("A3", "乙")}<c r="B3"><f>WEBSERVICE("http://127.0.0.1/")</f></c></row>'
    )
    with pytest.warns(nu.NewsutilWarning, match="1 of 2 rows have no text"):
        articles = nu.read_articles(workbook(tmp_path / "稿件.xlsx", rows))
    assert articles["text"].tolist() == ["存下的值", ""]


def test_entities_of_a_workbook_are_not_expanded(tmp_path):
    entities = '<!ENTITY a "' + "啊" * 20 + '">'
    entities += "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    path = workbook(tmp_path / "稿件.xlsx", f'<row r="2">{text_cell("B2", "&j;")}</row>', f"<!DOCTYPE l [{entities}]>")
    with pytest.raises(ValueError, match=r"a readable \.xlsx file is needed; 稿件\.xlsx could not be read"):
        nu.read_articles(path)


def test_workbook_that_unpacks_to_too_much_is_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(size_limits, "MOST_BYTES", 8 << 20)
    path = workbook(tmp_path / "稿件.xlsx", "", filler=(b"a" * 1_000_000 for _ in range(9)))
    assert path.stat().st_size < 20_000
    with pytest.raises(ValueError, match=r"up to 8 MB unpacked is needed; 稿件\.xlsx unpacks to more\. Save it in"):
        nu.read_articles(path)


def test_parquet_with_more_rows_than_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(size_limits, "MOST_CELLS", 999_999)
    parquet.write_table(pa.table({"text": ["好"] * 1_000_000}), tmp_path / "稿件.parquet")
    with pytest.raises(ValueError, match=r"up to 999,999 cells is needed; 稿件\.parquet spans 1,000,000 rows"):
        nu.read_articles(tmp_path / "稿件.parquet")


class Trap:
    """What a pickle can do: run a call when it is read."""

    def __reduce__(self):
        return os.mkdir, (str(Path(os.environ["TRAP_FOLDER"]) / "sprung"),)


@pytest.mark.parametrize("suffix", ["csv", "json", "jsonl", "parquet", "xlsx", "txt", "md"])
def test_pickles_are_never_run(tmp_path, monkeypatch, suffix):
    monkeypatch.setenv("TRAP_FOLDER", str(tmp_path))
    path = tmp_path / f"稿件.{suffix}"
    path.write_bytes(pickle.dumps(Trap()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", nu.NewsutilWarning)
        try:
            nu.read_articles(path)
        except ValueError as error:
            assert "is needed" in str(error)  # noqa: PT017 - a text file may also be read as text
    assert not (tmp_path / "sprung").exists()


def test_package_has_nothing_that_runs_what_it_reads():
    for path in (ROOT / "newsutil").rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = set()
        for node in tree:
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names.add(node.func.id)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                names.add(node.func.attr)
        risky = {"pickle", "marshal", "shelve", "yaml", "urllib", "socket", "eval", "exec", "read_pickle", "system"}
        # Only what a process of ours sends through its own pipe is a pickle; nothing of a file.
        assert not names & (risky - ({"pickle"} if path.name == "parallel.py" else set())), path.name


@pytest.fixture
def corpus(tmp_path) -> Path:
    """A folder with one page, and a page outside of it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "秘密.txt").write_text("# 外面的\n\n不该读。\n", encoding="utf-8")
    folder = tmp_path / "corpus"
    (folder / "2023年06月").mkdir(parents=True)
    (folder / "2023年06月" / "20230602-01.txt").write_text("# 里面的\n\n该读。\n", encoding="utf-8")
    return folder


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_out_of_the_folder_are_named_and_not_followed(corpus):
    (corpus / "文件.txt").symlink_to("../outside/秘密.txt")
    (corpus / "文件夹").symlink_to(corpus.parent / "outside", target_is_directory=True)
    (corpus / "圈.txt").symlink_to("圈.txt")
    (corpus / "断.txt").symlink_to("没有.txt")
    (corpus / "里面.txt").symlink_to("2023年06月/20230602-01.txt")
    with pytest.warns(nu.NewsutilWarning, match=r"4 files were passed over: .*\(a link that leads out of the folder"):
        articles = nu.read_articles(corpus)
    assert set(articles["title"]) == {"里面的"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_folder_does_not_keep_the_reader_waiting(corpus):
    os.mkfifo(corpus / "管道.txt")
    with pytest.warns(nu.NewsutilWarning, match=r"管道\.txt \(no file but a pipe"):
        assert len(nu.read_articles(corpus)) == 1


@pytest.mark.parametrize("read", [nu.read_articles, nu.read_pages])
def test_what_cannot_be_read_is_counted_and_named_and_the_rest_kept(corpus, read):
    (corpus / "表.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (corpus / "图.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (corpus / "列.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.warns(nu.NewsutilWarning, match="3 problems were met when reading") as caught:
        table = read(corpus)
    said = str(caught[0].message)
    assert all(name in said for name in ("表.xlsx", "图.txt", "列.csv"))
    assert "该读。" in "".join(table["text"])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is readable here")
def test_a_file_without_permission_is_named(corpus):
    (corpus / "锁.txt").write_text("锁住", encoding="utf-8")
    (corpus / "锁.txt").chmod(0)
    with pytest.warns(nu.NewsutilWarning, match=r"锁\.txt"):
        assert len(nu.read_articles(corpus)) == 1


def test_a_page_of_one_very_long_line_is_read(tmp_path):
    path = tmp_path / "20230602-01.txt"
    path.write_text("标题\n\n" + "发展经济，保障供给，" * 100_000, encoding="utf-8")
    assert nu.read_articles(path)["text"].str.len().sum() == 1_000_000


def test_a_cell_longer_than_the_csv_module_allows_is_read(tmp_path):
    path = tmp_path / "稿件.csv"
    path.write_text("text\n" + "发展经济" * 100_000 + ",更多\n", encoding="utf-8")
    with pytest.warns(nu.NewsutilWarning, match="1 rows have more cells than the header"):
        assert nu.read_articles(path)["text"].str.len().tolist() == [400_003]


@pytest.mark.parametrize(
    ("content", "texts", "said"),
    [
        ("title,text\n甲,一是通水,二是通电\n乙,好\n", ["一是通水,二是通电", "好"], "1 rows have more cells"),
        ("title,text\n甲,好\n乙,一是通水,二是通电\n丙\n", ["好", "一是通水,二是通电", ""], "the first is row 2"),
        (
            'title,text\n甲,"没有\n乙,关上\n',
            ['"没有', "关上"],
            "a quotation mark is not closed in 1 rows, the first is row 1",
        ),
    ],
)
def test_uneven_rows_of_a_csv_lose_nothing(tmp_path, content, texts, said):
    (tmp_path / "稿件.csv").write_text(content, encoding="utf-8")
    with pytest.warns(nu.NewsutilWarning, match=said):
        articles = nu.read_articles(tmp_path / "稿件.csv")
    assert articles["text"].tolist() == texts
    assert articles["title"].tolist() == ["甲", "乙", "丙"][: len(texts)]


def test_odd_json_lines_are_counted_and_the_rest_kept(tmp_path):
    rows = [
        '{"text": "\\ud800好"}',
        "[" * 100_000,
        '{"text": "行", "line": 123456789012345678901234567890}',
        "9" * 5000,
    ]
    (tmp_path / "稿件.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with pytest.warns(nu.NewsutilWarning, match="2 lines are no JSON objects, the first is line 2"):
        articles = nu.read_articles(tmp_path / "稿件.jsonl")
    assert articles["text"].tolist() == ["\ufffd好", "行"]


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;"


def test_html_that_notebooks_show_is_escaped():
    articles = pd.DataFrame({"article_id": [SCRIPT], "title": [SCRIPT], "text": [f"{SCRIPT}爱心驿站{SCRIPT}"]})
    for table in (nu.concordance(articles, "爱心驿站"), nu.concordance(articles, "<script>"), articles):
        shown = table._repr_html_()
        assert "<script>alert" not in shown
        assert "<img" not in shown
        assert "&lt;script&gt;" in shown


def test_jupyterlab_listens_on_the_loopback_address_with_its_token(monkeypatch):
    sys.path.insert(0, str(ROOT))
    import run

    commands = []
    monkeypatch.setattr(run, "prepare", lambda: None)
    monkeypatch.setattr(run, "run", lambda command, settings=None: commands.append(list(map(str, command))) or 0)
    monkeypatch.setattr(sys, "argv", ["run.py", "lab"])
    assert run.main() == 0
    assert "--ip=127.0.0.1" in commands[0]
    said = " ".join(commands[0]).lower()
    assert not any(risky in said for risky in ("token=", "password=", "allow_origin", "0.0.0.0", "ip=*"))
    # Only who is root already, as in a container, is not asked again.
    assert ("--allow-root" in said) == (hasattr(os, "geteuid") and os.geteuid() == 0)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path

from newsutil.base.writing import write_bytes
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_bytes(Path(sys.argv[1]), b"new" * 1000)
except OSError:
    sys.exit(3)
"""


@pytest.mark.skipif(os.name == "nt", reason="no limit on the size of files to be set on Windows")
def test_a_figure_that_cannot_be_written_leaves_the_one_that_was_there(tmp_path):
    path = tmp_path / "figures" / "a.png"
    write_bytes(path, b"old")
    assert subprocess.run([sys.executable, "-c", FULL_DISK, str(path)]).returncode == 3
    assert path.read_bytes() == b"old"
    assert [file.name for file in path.parent.iterdir()] == ["a.png"]


def test_exported_cells_that_a_spreadsheet_would_run_are_guarded(tmp_path):
    cells = ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\t=1", "稻花香", '引"号,逗号\n换行']
    table = pd.DataFrame({"=title": cells, "value": [-1.5, 2, None, 4, 5, 6, 7]})
    before = table.copy(deep=True)
    path = nu.write_csv(table, tmp_path / "稿件.csv")
    pd.testing.assert_frame_equal(table, before)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
    assert read.columns.tolist() == ["'=title", "value"]
    assert read["'=title"].tolist() == [f"'{cell}" for cell in cells[:5]] + cells[5:]
    assert read["value"].tolist()[:2] == ["-1.5", "2.0"]
    assert [file.name for file in tmp_path.iterdir()] == ["稿件.csv"]
