"""Draws a paper as PDF: A4, one embedded Chinese font, the same bytes for the same paper.

Only the glyphs that are used are embedded, with their Unicode values, so that any viewer shows the
text and it can be searched and copied.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from string import Template
from threading import Lock
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from chassis.paper import Column, Paper, Section, Table

FONT = "document"
_WIDTH, _HEIGHT = A4
_MARGIN = 48.0
_INNER = _WIDTH - 2 * _MARGIN
_BOTTOM = 92.0
_TEXT, _SMALL, _TITLE, _HEADING = 8.5, 7.0, 17.0, 10.5
_LEADING = 1.5
_PADDING = 4.0
_WIDEST_TEXT = 150.0
_INK = (0.13, 0.15, 0.18)
_FAINT = (0.42, 0.45, 0.50)
_ACCENT = (0.09, 0.32, 0.45)
_RULE = (0.80, 0.83, 0.86)
_BAND = (0.945, 0.955, 0.965)
# A line never begins with one of these.
_CLOSING = "，。；：、）！？」』”’%,.;:)!?"

Colour = tuple[float, float, float]


_DRAWING = Lock()
"""The library keeps each document's glyphs in the font, which all threads share."""


def drawn(paper: Paper) -> bytes:
    """The paper as a PDF file; threads that call this draw one after the other."""
    with _DRAWING:
        _register_font()
        # The number of pages is printed on each, so they are counted first, without drawing.
        counted = _Sheet(_NoCanvas(), paper, pages=1)
        counted.draw()
        return _draw(paper, pages=counted.page)


@cache
def _register_font() -> dict[int, float]:
    """The widths of the font's characters, for a size of 1000."""
    folder = files("paperang_p2_fonts_cjk")
    font = TTFont(FONT, str(folder.joinpath("fonts", "wqy-microhei.ttc")), subfontIndex=0)
    pdfmetrics.registerFont(font)
    widths: dict[int, float] = font.face.charWidths
    return widths


class _NoCanvas:
    """Takes everything that is drawn and keeps nothing."""

    def __getattr__(self, _name: str) -> Any:
        return _nothing


def _nothing(*_: object, **__: object) -> _NoCanvas:
    return _NoCanvas()


def _draw(paper: Paper, pages: int) -> bytes:
    target = BytesIO()
    canvas = Canvas(
        target,
        pagesize=A4,
        invariant=1,
        initialFontName=FONT,  # type: ignore[arg-type]
        pageCompression=1,
    )
    canvas.setTitle(f"{paper.title} {paper.number}")
    canvas.setAuthor(paper.lender)
    canvas.setCreator("Granary")
    sheet = _Sheet(canvas, paper, pages)
    sheet.draw()
    canvas.save()
    return target.getvalue()


class _Sheet:
    """Draws from top to bottom and turns the page when it is full."""

    def __init__(self, canvas: Any, paper: Paper, pages: int) -> None:
        self._canvas = canvas
        self._paper = paper
        self._pages = pages
        self.page = 0
        self._y = 0.0

    def draw(self) -> None:
        self._begin_page()
        self._facts(self._paper.facts)
        for section in self._paper.sections:
            self._section(section)
        self._notes()
        self._foot()
        self._canvas.showPage()

    def _begin_page(self) -> None:
        self.page += 1
        paper, top = self._paper, _HEIGHT - _MARGIN
        if self.page > 1:
            self._text(_MARGIN, top, f"{paper.title}  {paper.number}", _SMALL, _FAINT)
            self._right(_WIDTH - _MARGIN, top, paper.lender, _SMALL, _FAINT)
            self._rule(top - 6)
            self._y = top - 22
            return
        self._canvas.setFillColorRGB(*_ACCENT)
        self._canvas.rect(0, _HEIGHT - 8, _WIDTH, 8, stroke=0, fill=1)
        self._text(_MARGIN, top - 2, paper.lender, _HEADING, _ACCENT, bold=True)
        self._right(_WIDTH - _MARGIN, top - 2, paper.licence, _SMALL, _FAINT)
        self._rule(top - 11)
        self._text(_MARGIN, top - 38, paper.title, _TITLE, _INK, bold=True)
        self._right(_WIDTH - _MARGIN, top - 38, paper.subtitle, _SMALL, _FAINT)
        self._y = top - 58

    def _turn_page(self) -> None:
        self._foot()
        self._canvas.showPage()
        self._begin_page()

    def _need(self, height: float) -> bool:
        """Turn the page when so much does not fit any more; tells whether it did."""
        if self._y - height >= _BOTTOM:
            return False
        self._turn_page()
        return True

    def _facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Names and values, two pairs to a line where both are short."""
        name_width = max((_width(name, _TEXT) for name, _ in facts), default=0) + 10
        half = _INNER / 2
        column = 0
        for name, value in facts:
            is_long = _width(value, _TEXT) > half - name_width - 8
            if column and is_long:
                column = 0
                self._y -= _TEXT * _LEADING
            room = _INNER - name_width if is_long else half - name_width
            lines = list(_wrapped(value, room, _TEXT))
            if not column:
                self._need(len(lines) * _TEXT * _LEADING)
            x = _MARGIN + column * half
            self._text(x, self._y, name, _TEXT, _FAINT)
            for number, line in enumerate(lines):
                y = self._y - number * _TEXT * _LEADING
                self._text(x + name_width, y, line, _TEXT, _INK)
            if is_long or column:
                self._y -= len(lines) * _TEXT * _LEADING
                column = 0
            else:
                column = 1
        if column:
            self._y -= _TEXT * _LEADING

    def _section(self, section: Section) -> None:
        # A title stays with the first lines of what it stands over.
        self._need(90)
        self._y -= 12
        if section.title:
            self._text(_MARGIN, self._y, section.title, _HEADING, _ACCENT, bold=True)
            self._y -= _HEADING * 1.6
        self._facts(section.facts)
        for paragraph in section.paragraphs:
            self._paragraph(paragraph, _TEXT + 1, _INK)
            self._y -= 4
        for table in section.tables:
            self._table(table)
        for line in section.signature:
            self._y -= 6
            self._need(_HEADING * _LEADING)
            self._right(_WIDTH - _MARGIN, self._y - 12, line, _HEADING, _INK)
            self._y -= _HEADING * _LEADING

    def _paragraph(self, text: str, size: float, colour: Colour) -> None:
        for line in _wrapped(text, _INNER, size):
            self._need(size * _LEADING)
            self._text(_MARGIN, self._y, line, size, colour)
            self._y -= size * 1.6

    def _table(self, table: Table) -> None:
        widths = _column_widths(table)
        self._table_head(table.columns, widths)
        first_total = len(table.rows) - table.totals
        for number, row in enumerate(table.rows):
            cells = [
                list(_wrapped(text, width - 2 * _PADDING, _TEXT))
                for text, width in zip(row, widths, strict=True)
            ]
            height = max(map(len, cells)) * _TEXT * 1.35 + 5
            if self._need(height):
                self._table_head(table.columns, widths)
            is_total = number >= first_total
            self._row(table.columns, widths, cells, height, is_total=is_total)
        self._y -= 4

    def _table_head(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        height = _SMALL + 9
        self._canvas.setFillColorRGB(*_BAND)
        self._canvas.rect(_MARGIN, self._y - 5, _INNER, height, stroke=0, fill=1)
        x = _MARGIN
        for column, width in zip(columns, widths, strict=True):
            if column.is_amount:
                self._right(x + width - _PADDING, self._y, column.title, _SMALL, _FAINT)
            else:
                self._text(x + _PADDING, self._y, column.title, _SMALL, _FAINT)
            x += width
        self._y -= height

    def _row(
        self,
        columns: Sequence[Column],
        widths: Sequence[float],
        cells: Sequence[Sequence[str]],
        height: float,
        *,
        is_total: bool,
    ) -> None:
        x = _MARGIN
        for column, width, lines in zip(columns, widths, cells, strict=True):
            for number, line in enumerate(lines):
                y = self._y - number * _TEXT * 1.35
                if column.is_amount:
                    self._right(x + width - _PADDING, y, line, _TEXT, _INK, bold=is_total)
                else:
                    self._text(x + _PADDING, y, line, _TEXT, _INK, bold=is_total)
            x += width
        self._y -= height
        self._rule(self._y + _TEXT + 1.5, _INK if is_total else _RULE)

    def _notes(self) -> None:
        self._need(60)
        self._y -= 20
        self._text(_MARGIN, self._y, self._paper.notes_title, _SMALL + 1, _FAINT, bold=True)
        self._y -= 12
        for note in self._paper.notes:
            self._paragraph(note, _SMALL, _FAINT)

    def _foot(self) -> None:
        number, digest, check, page = self._paper.foot
        self._rule(_BOTTOM - 14)
        y = _BOTTOM - 26
        self._text(_MARGIN, y, number, _SMALL, _FAINT)
        shown = Template(page).substitute(page=self.page, pages=self._pages)
        self._right(_WIDTH - _MARGIN, y, shown, _SMALL, _FAINT)
        digest = Template(digest).substitute(digest=self._paper.digest)
        self._text(_MARGIN, y - 11, digest, _SMALL, _FAINT)
        for position, line in enumerate(_wrapped(check, _INNER, _SMALL)):
            self._text(_MARGIN, y - 22 - position * 10, line, _SMALL, _FAINT)

    def _text(
        self, x: float, y: float, text: str, size: float, colour: Colour, *, bold: bool = False
    ) -> None:
        canvas = self._canvas
        canvas.setFillColorRGB(*colour)
        canvas.setStrokeColorRGB(*colour)
        # The font has one weight; a hair of outline makes the heavier one.
        canvas.setLineWidth(0.35 if bold else 0)
        written = canvas.beginText(x, y)
        written.setFont(FONT, size)
        written.setTextRenderMode(2 if bold else 0)
        written.textOut(text)
        written.setTextRenderMode(0)
        canvas.drawText(written)

    def _right(
        self, x: float, y: float, text: str, size: float, colour: Colour, *, bold: bool = False
    ) -> None:
        self._text(x - _width(text, size), y, text, size, colour, bold=bold)

    def _rule(self, y: float, colour: Colour = _RULE) -> None:
        self._canvas.setStrokeColorRGB(*colour)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(_MARGIN, y, _WIDTH - _MARGIN, y)


def _width(text: str, size: float) -> float:
    widths = _register_font()
    return sum([widths.get(ord(letter), 0.0) for letter in text]) * size / 1000


def _column_widths(table: Table) -> list[float]:
    """Amounts get what they need, texts what they want up to a limit; the weights share the rest.

    Where the texts want more than there is, they give way in proportion and are wrapped.
    """
    wanted = [_wanted(table, index) for index in range(len(table.columns))]
    amounts = sum(w for w, c in zip(wanted, table.columns, strict=True) if c.is_amount)
    texts = sum(wanted) - amounts
    shrink = min(1.0, (_INNER - amounts) / texts) if texts else 1.0
    least = [
        want if column.is_amount else want * shrink
        for want, column in zip(wanted, table.columns, strict=True)
    ]
    spare = max(0.0, _INNER - sum(least))
    weights = [column.width for column in table.columns]
    return [low + spare * share / sum(weights) for low, share in zip(least, weights, strict=True)]


def _wanted(table: Table, index: int) -> float:
    column = table.columns[index]
    widest = max((_width(row[index], _TEXT) for row in table.rows), default=0.0)
    if not column.is_amount:
        widest = min(widest, _WIDEST_TEXT)
    return max(widest, _width(column.title, _SMALL)) + 2 * _PADDING


def _wrapped(text: str, room: float, size: float) -> Iterator[str]:
    """Lines no wider than the room: broken at spaces, or between Chinese characters."""
    line = ""
    for piece in _pieces(text):
        if line and _width(line + piece, size) > room and piece[0] not in _CLOSING:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What is not broken: a run of Latin letters and digits with the space after it, else one."""
    run = ""
    for letter in text:
        if ord(letter) < 0x2E80 and letter != " ":  # noqa: PLR2004 - CJK begins here
            run += letter
            continue
        if letter == " ":
            yield run + letter
            run = ""
            continue
        if run:
            yield run
            run = ""
        yield letter
    if run:
        yield run
