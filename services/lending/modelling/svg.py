"""Small plots as inline SVG, so that a report is one file that needs nothing to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 40
COLOURS = ("#2f6f9f", "#d98324", "#4a8f5a", "#8a5a9f")
GRID, INK = "#dddddd", "#333333"
TICKS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """A name and one value for each place on the axis."""

    name: str
    values: Sequence[float]


def bars(labels: Sequence[str], series: Sequence[Series], *, unit: str = "") -> str:
    """Groups of bars, a label under each group; values may be below zero."""
    values = [value for each in series for value in each.values]
    low, high = _round_range(min([0.0, *values]), max([0.0, *values]))
    step = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    thick = step * 0.8 / len(series)
    drawn = [_grid(low, high, unit)]
    for number, each in enumerate(series):
        for place, value in enumerate(each.values):
            x = LEFT + place * step + step * 0.1 + number * thick
            top, base = sorted((_y(value, low, high), _y(0, low, high)))
            title = escape(f"{each.name} {labels[place]}: {value:.4g}{unit}")
            drawn.append(
                f'<rect x="{x:.1f}" y="{top:.1f}" width="{thick:.1f}" height="{base - top:.1f}" '
                f'fill="{COLOURS[number]}"><title>{title}</title></rect>'
            )
    drawn += [_label(LEFT + (n + 0.5) * step, label, step) for n, label in enumerate(labels)]
    return _figure(drawn, [each.name for each in series])


def lines(
    curves: Sequence[tuple[str, Sequence[tuple[float, float]]]], axes: tuple[str, str]
) -> str:
    """Curves over the unit square, with its diagonal."""
    drawn = [_grid(0, 1, ""), _polyline([(0, 0), (1, 1)], "#aaaaaa", dashed=True)]
    drawn += [_polyline(points, COLOURS[n]) for n, (_, points) in enumerate(curves)]
    drawn += [_label(_x(tick / 5), f"{tick / 5:.1f}", 90) for tick in range(6)]
    drawn.append(_text(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 4, " against ".join(axes)))
    return _figure(drawn, [name for name, _ in curves])


def bands(
    labels: Sequence[str], observed: Sequence[float], ranges: Sequence[tuple[float, float]]
) -> str:
    """A point for each place, with the range it was expected in; red when outside."""
    _, high = _round_range(0.0, max([*observed, *(top for _, top in ranges)], default=1.0))
    step = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    drawn = [_grid(0, high, " %")]
    for place, (value, (least, most)) in enumerate(zip(observed, ranges, strict=True)):
        x = LEFT + (place + 0.5) * step
        top, bottom = _y(most, 0, high), _y(least, 0, high)
        colour = COLOURS[2] if least <= value <= most else "#c0392b"
        drawn.append(
            f'<rect x="{x - 14:.1f}" y="{top:.1f}" width="28" height="{max(bottom - top, 1):.1f}" '
            f'fill="#cfe3d4"/><circle cx="{x:.1f}" cy="{_y(value, 0, high):.1f}" r="5" '
            f'fill="{colour}"><title>{escape(labels[place])}: {value:.3g} %</title></circle>'
        )
        drawn.append(_label(x, labels[place], step))
    return _figure(drawn, [])


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(value: float, low: float, high: float) -> float:
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)


def _step(low: float, high: float) -> float:
    """A round distance between grid lines that makes about five of them."""
    rough = (high - low) / TICKS or 1.0
    power = 10.0 ** floor(log10(rough))
    return next(power * each for each in (1, 2, 2.5, 5, 10) if power * each >= rough)


def _round_range(low: float, high: float) -> tuple[float, float]:
    step = _step(low, high)
    return floor(low / step) * step, max(ceil(high / step) * step, step)


def _grid(low: float, high: float, unit: str) -> str:
    drawn, step = [], _step(low, high)
    for tick in range(round((high - low) / step) + 1):
        value = low + tick * step
        y = _y(value, low, high)
        drawn.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.4g}{unit}</text>'
        )
    return "".join(drawn)


def _label(x: float, label: str, room: float) -> str:
    """A label under the axis, cut to the room there is."""
    most = max(int(room / 6.2), 3)
    shown = label if len(label) <= most else label[: most - 1] + "…"
    return _text(x, HEIGHT - BOTTOM + 16, shown, full=label)


def _text(x: float, y: float, text: str, full: str = "") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(text)}'
        f"<title>{escape(full or text)}</title></text>"
    )


def _polyline(points: Sequence[tuple[float, float]], colour: str, *, dashed: bool = False) -> str:
    drawn = " ".join(f"{_x(x):.1f},{_y(y, 0, 1):.1f}" for x, y in points)
    dashes = ' stroke-dasharray="4 4"' if dashed else ""
    return f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'


def _figure(drawn: Sequence[str], names: Sequence[str]) -> str:
    legend = "".join(
        f'<span><i style="background:{COLOURS[n]}"></i>{escape(name)}</span>'
        for n, name in enumerate(names)
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" fill="{INK}">{"".join(drawn)}</svg>'
        f'<p class="legend">{legend}</p>'
    )
