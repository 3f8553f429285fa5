"""Page furniture for the synthetic records: letterheads, running lines, tables, PR-2 blocks.

A record is a list of flowables handed to `write_pdf` with a `Sheet` that says how its paper looks.
Everything is drawn with the fourteen standard PDF fonts and in reportlab's invariant mode, so the
same input gives the same bytes.
"""

import dataclasses
import random
import zlib

from reportlab import rl_config

rl_config.invariant = 1

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

SYNTHETIC = "SYNTHETIC - no real patient"

FACES = {
    "sans": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "mono": ("Courier", "Courier-Bold", "Courier-Oblique"),
}


@dataclasses.dataclass
class Sheet:
    """How the paper of one document looks."""

    title: str
    letterhead: list  # first entry is the name, the others are small lines
    running: str = ""  # repeated at the top of page 2 and after
    footer: str = ""  # left part of the footer
    face: str = "sans"
    size: float = 9.8
    ink: str = "#1f3b57"  # colour of letterhead and rules
    fax: str = ""  # transmission line, "{page:03d}" is filled in
    wide: bool = False  # landscape
    centred: bool = False


class Ink:
    """Paragraph styles and small builders for one Sheet."""

    def __init__(self, sheet):
        self.sheet = sheet
        regular, bold, italic = FACES[sheet.face]
        size = sheet.size
        self.regular, self.bold, self.italic = regular, bold, italic
        self.colour = colors.HexColor(sheet.ink)
        self.body = ParagraphStyle("body", fontName=regular, fontSize=size, leading=size * 1.32, spaceAfter=5)
        self.small = ParagraphStyle("small", parent=self.body, fontSize=size - 1.6, leading=(size - 1.6) * 1.3, spaceAfter=3)
        self.head = ParagraphStyle(
            "head",
            parent=self.body,
            fontName=bold,
            fontSize=size + 0.4,
            textColor=self.colour,
            spaceBefore=7,
            spaceAfter=2.5,
            keepWithNext=1,
        )
        self.title = ParagraphStyle(
            "title",
            parent=self.body,
            fontName=bold,
            fontSize=size + 3.6,
            leading=size + 7,
            alignment=TA_CENTER,
            spaceBefore=2,
            spaceAfter=7,
        )
        self.item = ParagraphStyle("item", parent=self.body, leftIndent=16, bulletIndent=4, spaceAfter=2.2)
        self.cell = ParagraphStyle("cell", parent=self.body, fontSize=size - 0.9, leading=(size - 0.9) * 1.22, spaceAfter=0)
        self.cell_bold = ParagraphStyle("cellb", parent=self.cell, fontName=bold)

    def h(self, text):
        return Paragraph(text, self.head)

    def p(self, text):
        return Paragraph(text, self.body)

    def note(self, text):
        return Paragraph(text, self.small)

    def t(self, text):
        return Paragraph(text, self.title)

    def bullets(self, lines, numbered=False):
        mark = (lambda n: f"{n}.") if numbered else (lambda n: "-")
        return [Paragraph(line, self.item, bulletText=mark(n)) for n, line in enumerate(lines, 1)]

    def fields(self, rows, widths=None):
        """Label and value pairs, two pairs a row: [(label, value, label, value), ...]."""
        data = [[Paragraph(c or "", self.cell_bold if i % 2 == 0 else self.cell) for i, c in enumerate(row)] for row in rows]
        table = Table(data, colWidths=widths or [1.15 * inch, 2.5 * inch, 1.15 * inch, 2.3 * inch])
        table.setStyle(
            TableStyle(
                [
                    ("BOX", (0, 0), (-1, -1), 0.6, colors.grey),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LINEBELOW", (0, 0), (-1, -2), 0.25, colors.lightgrey),
                    ("TOPPADDING", (0, 0), (-1, -1), 1.8),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8),
                ]
            )
        )
        return [table, Spacer(1, 5)]

    def grid(self, rows, widths, shade=True):
        """A table whose first row is its head."""
        data = [[Paragraph(str(c), self.cell_bold if n == 0 else self.cell) for c in row] for n, row in enumerate(rows)]
        table = Table(data, colWidths=[w * inch for w in widths], repeatRows=1)
        style = [
            ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
        if shade:
            style.append(("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e6ebf0")))
        table.setStyle(TableStyle(style))
        return [table, Spacer(1, 6)]

    def checks(self, options, chosen):
        """A line of typed check boxes."""
        marks = [f"[{'X' if o in chosen else '&nbsp;'}] {o}" for o in options]
        return Paragraph("&nbsp;&nbsp;&nbsp;".join(marks), self.body)

    def signature(self, name, lines):
        block = [Spacer(1, 6), Scribble(name), self.p(f"<font name='{self.bold}'>{name}</font><br/>" + "<br/>".join(lines))]
        return KeepTogether(block)


class Scribble(Flowable):
    """An illegible signature over a line, the same for the same name."""

    def __init__(self, name, width=170):
        super().__init__()
        self.name, self.width, self.height = name, width, 30

    def draw(self):
        draw_scribble(self.canv, self.name, 4, 8, self.width * 0.7)
        self.canv.setLineWidth(0.5)
        self.canv.line(0, 3, self.width, 3)


def draw_scribble(canvas, name, x, y, width):
    rng = random.Random(zlib.crc32(name.encode()))
    canvas.saveState()
    canvas.setStrokeColor(colors.HexColor("#10246b"))
    canvas.setLineWidth(1.1)
    path = canvas.beginPath()
    path.moveTo(x, y)
    steps = 9
    for n in range(steps):
        x1 = x + width * (n + 1) / steps
        path.curveTo(
            x1 - rng.uniform(2, 14),
            y + rng.uniform(6, 19),
            x1 - rng.uniform(0, 10),
            y - rng.uniform(2, 7),
            x1,
            y + rng.uniform(-1, 6),
        )
    canvas.drawPath(path)
    canvas.restoreState()


def page_size(sheet):
    return landscape(letter) if sheet.wide else letter


def decorate(sheet, total):
    """The function that draws everything on a page that is not running text."""
    regular, bold, _ = FACES[sheet.face]

    def draw(canvas, doc):
        width, height = page_size(sheet)
        page = canvas.getPageNumber()
        canvas.saveState()
        left, right = 0.75 * inch, width - 0.75 * inch
        if sheet.fax:
            canvas.setFont("Courier-Bold", 8.6)
            canvas.drawString(0.4 * inch, height - 0.27 * inch, sheet.fax.format(page=page, total=total))
        if page == 1:
            y = height - 0.62 * inch
            canvas.setFillColor(colors.HexColor(sheet.ink))
            canvas.setFont(bold, 15)
            place = (
                (lambda y, s: canvas.drawCentredString(width / 2, y, s))
                if sheet.centred
                else (lambda y, s: canvas.drawString(left, y, s))
            )
            place(y, sheet.letterhead[0])
            canvas.setFillColor(colors.HexColor("#333333"))
            canvas.setFont(regular, 8)
            for line in sheet.letterhead[1:]:
                y -= 11
                place(y, line)
            canvas.setStrokeColor(colors.HexColor(sheet.ink))
            canvas.setLineWidth(1.4)
            canvas.line(left, y - 7, right, y - 7)
        elif sheet.running:
            canvas.setFont(regular, 8.2)
            canvas.drawString(left, height - 0.55 * inch, sheet.running)
            canvas.drawRightString(right, height - 0.55 * inch, sheet.letterhead[0])
            canvas.setLineWidth(0.4)
            canvas.line(left, height - 0.6 * inch, right, height - 0.6 * inch)
        canvas.setFillColor(colors.black)
        canvas.setFont(regular, 8)
        canvas.setLineWidth(0.3)
        canvas.line(left, 0.62 * inch, right, 0.62 * inch)
        canvas.drawString(left, 0.47 * inch, sheet.footer)
        canvas.drawRightString(right, 0.47 * inch, f"Page {page} of {total}")
        canvas.setFont("Helvetica-Bold", 8)
        canvas.drawCentredString(width / 2, 0.3 * inch, SYNTHETIC)
        canvas.restoreState()

    return draw


def write_pdf(path, sheet, story):
    """Writes `story()` (a function giving fresh flowables) as a PDF; returns the number of pages."""
    total = 0
    for _ in range(2):  # the first run only counts the pages
        width, height = page_size(sheet)
        head = 0.62 * inch + 11 * len(sheet.letterhead) + 6
        first = Frame(0.75 * inch, 0.68 * inch, width - 1.5 * inch, height - head - 0.68 * inch, 0, 4, 0, 4, id="first")
        later = Frame(0.75 * inch, 0.68 * inch, width - 1.5 * inch, height - 0.72 * inch - 0.68 * inch, 0, 4, 0, 4, id="later")
        draw = decorate(sheet, total)
        doc = BaseDocTemplate(
            str(path), pagesize=(width, height), title=sheet.title, author="OpenIMR examples", subject=SYNTHETIC, invariant=1
        )
        doc.addPageTemplates(
            [
                PageTemplate("first", [first], onPage=draw, autoNextPageTemplate="later"),
                PageTemplate("later", [later], onPage=draw),
            ]
        )
        flow = []
        for block in story(Ink(sheet)):
            flow.extend(block if isinstance(block, list) else [block])
        doc.build(flow)
        total = doc.page
    return total


def new_page():
    return PageBreak()


def room_for(inches):
    return CondPageBreak(inches * inch)
