"""What all figures share: style, the check for missing glyphs, the text of the data drawn, the same bytes each time."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

import newsutil as nu
from newsutil.plots.style import AMBER, FONT, GREEN, PALETTE, RED
from newsutil.plots.summary import describe


@pytest.fixture(autouse=True)
def fresh_settings():
    """Each test starts from the package's style and leaves matplotlib as it was."""
    with mpl.rc_context():
        nu.setup()
        yield
    plt.close("all")


def bars(values=(12, 9), names=("漯河", "呼兰"), colour="#0072B2"):
    figure, ax = plt.subplots()
    ax.barh(list(names), list(values), color=colour)
    ax.set_title("爱心驿站 报道篇数")
    return figure


def test_setup_sets_the_chinese_font():
    assert mpl.rcParams["font.family"] == [FONT]


@pytest.mark.parametrize(
    "changed",
    [
        lambda: bars(values=(13, 9)),
        lambda: bars(values=(9, 12)),
        lambda: bars(names=("呼兰", "漯河")),
        lambda: bars(colour="#E69F00"),
    ],
    ids=["value", "values swapped", "names swapped", "colour"],
)
def test_description_changes_with_what_is_drawn(changed):
    assert describe(changed()) != describe(bars())


def test_description_is_the_same_for_the_same_figure():
    assert describe(bars()) == describe(bars())


def drawn_with(draw) -> str:
    figure, ax = plt.subplots()
    draw(ax)
    return describe(figure)


@pytest.mark.parametrize(
    ("draw", "other"),
    [
        (lambda ax: ax.plot([1, 2, 3], [1, 4, 9]), lambda ax: ax.plot([1, 2, 3], [1, 4, 8])),
        (lambda ax: ax.plot([1, 2, 3], [1, 4, 9]), lambda ax: ax.plot([1, 2, 4], [1, 4, 9])),
        (lambda ax: ax.scatter([1, 2], [3, 4]), lambda ax: ax.scatter([1, 2], [3, 5])),
        (lambda ax: ax.fill_between([1, 2], [0, 0], [3, 4]), lambda ax: ax.fill_between([1, 2], [0, 0], [3, 5])),
        (lambda ax: ax.imshow([[1, 2], [3, 4]]), lambda ax: ax.imshow([[1, 2], [4, 3]])),
        (lambda ax: ax.pcolormesh([[1, 2], [3, 4]]), lambda ax: ax.pcolormesh([[1, 2], [3, np.nan]])),
        (lambda ax: ax.hlines([1, 2], [0, 0], [3, 4]), lambda ax: ax.hlines([1, 2], [0, 0], [3, 5])),
        (lambda ax: ax.text(0.5, 0.5, "黑龙江"), lambda ax: ax.text(0.5, 0.5, "浙江")),
        (lambda ax: ax.set_xlabel("篇"), lambda ax: ax.set_xlabel("％")),
    ],
    ids=["line", "line, x", "points", "band", "image", "heat map", "segments", "text", "axis label"],
)
def test_description_covers_every_kind_of_mark(draw, other):
    assert drawn_with(draw) != drawn_with(other)


def test_missing_glyph_is_refused_and_named():
    figure = bars(names=("漯河", "\U00013000"))
    with pytest.raises(ValueError, match="there is no glyph for '\U00013000'"):
        nu.show(figure)


def test_show_prints_the_description_and_closes_the_figure(capsys):
    figure = bars()
    expected = describe(figure)
    nu.show(figure)
    assert capsys.readouterr().out == expected + "\n"
    assert not plt.fignum_exists(figure.number)


def test_saved_files_are_the_same_bytes_each_time(tmp_path):
    for name in ("first", "second"):
        nu.show(bars(), save_as=tmp_path / "figures" / name)
    for suffix in (".png", ".svg"):
        first, second = (tmp_path / "figures" / f"{name}{suffix}" for name in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "first.png", "first.svg", "second.png", "second.svg",
    ]  # fmt: skip


def test_a_figure_that_cannot_be_saved_leaves_the_one_that_was_there(tmp_path, monkeypatch):
    nu.show(bars(), save_as=tmp_path / "a")
    before = (tmp_path / "a.png").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space left"):
        nu.show(bars(values=(1, 2)), save_as=tmp_path / "a")
    assert (tmp_path / "a.png").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "a.svg"]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.1."""
    channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], channels))


def test_three_colours_and_neighbours_of_the_palette_differ_in_grey():
    red, green, amber = luminance(RED), luminance(GREEN), luminance(AMBER)
    assert red + 0.1 < green < amber - 0.1
    steps = [abs(luminance(a) - luminance(b)) for a, b in itertools.pairwise(PALETTE[:5])]
    assert min(steps) > 0.03
