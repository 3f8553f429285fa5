"""The two state forms of a case file, drawn box by box: the application (DWC Form IMR) and the request (DWC Form RFA).

Field names follow the forms' own layout; the explanatory print on the real forms is left out.
"""

from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.units import inch
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from page_kit import SYNTHETIC, draw_scribble

LEFT, RIGHT = 0.6 * inch, letter[0] - 0.6 * inch


class Form:
    def __init__(self, path, title, fax=""):
        self.canvas = Canvas(str(path), pagesize=letter, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setSubject(SYNTHETIC)
        self.fax, self.page = fax, 0
        self.start_page()

    def start_page(self):
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.y = letter[1] - 0.55 * inch
        if self.fax:
            self.text(0.4 * inch, letter[1] - 0.3 * inch, self.fax.format(page=self.page), "Courier-Bold", 9)
        self.canvas.setFont("Helvetica-Bold", 9.5)
        self.canvas.drawCentredString(letter[0] / 2, 0.32 * inch, SYNTHETIC)

    def text(self, x, y, words, font="Helvetica", size=9.5):
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, words)

    def title(self, lines):
        self.y -= 8
        for n, line in enumerate(lines):
            self.canvas.setFont("Helvetica-Bold" if n == 0 else "Helvetica", 14 if n == 0 else 10)
            self.canvas.drawCentredString(letter[0] / 2, self.y, line)
            self.y -= 15
        self.y -= 3

    def section(self, words):
        self.canvas.setFillColor(colors.HexColor("#d9d9d9"))
        self.canvas.rect(LEFT, self.y - 5, RIGHT - LEFT, 15, stroke=1, fill=1)
        self.canvas.setFillColor(colors.black)
        self.text(LEFT + 4, self.y - 1, words, "Helvetica-Bold", 10)
        self.y -= 21

    def row(self, *pairs):
        """Label and value pairs share one line, each with its part of the width: (label, value, part)."""
        x = LEFT
        for label, value, part in pairs:
            width = (RIGHT - LEFT) * part
            self.text(x + 3, self.y, label, "Helvetica", 9)
            start = x + 7 + stringWidth(label, "Helvetica", 9)
            self.text(start, self.y, value, "Courier-Bold", 9.6)
            self.canvas.setLineWidth(0.4)
            self.canvas.line(start, self.y - 4, x + width - 5, self.y - 4)
            x += width
        self.y -= 17.5

    def boxes(self, pairs, lead=""):
        """Drawn check boxes: [(words, ticked), ...]."""
        x = LEFT + 3
        if lead:
            self.text(x, self.y, lead, "Helvetica", 9)
            x += stringWidth(lead, "Helvetica", 9) + 12
        for words, ticked in pairs:
            self.canvas.setLineWidth(0.8)
            self.canvas.rect(x, self.y - 1.5, 9, 9)
            if ticked:
                self.canvas.setLineWidth(1.4)
                self.canvas.line(x + 1, self.y - 0.5, x + 8, self.y + 6.5)
                self.canvas.line(x + 1, self.y + 6.5, x + 8, self.y - 0.5)
            self.text(x + 14, self.y, words, "Helvetica", 9)
            x += 14 + stringWidth(words, "Helvetica", 9) + 16
        self.y -= 17.5

    def lines(self, words_list, font="Helvetica", size=9):
        for words in words_list:
            self.text(LEFT + 3, self.y, words, font, size)
            self.y -= size * 1.35
        self.y -= 4

    def table(self, head, rows, parts, lines_per_row=2):
        """A ruled table; a cell is a string or a list of lines."""
        high = 11 * lines_per_row + 5
        total = RIGHT - LEFT
        top = self.y + 9
        edges = [LEFT + total * sum(parts[:n]) for n in range(len(parts) + 1)]
        for n, row in enumerate([head] + rows):
            depth = 27 if n == 0 else high
            for x, cell in zip(edges, row):
                for k, words in enumerate(cell if isinstance(cell, list) else [cell]):
                    self.text(
                        x + 3, top - 10 - 11 * k, words, "Helvetica-Bold" if n == 0 else "Courier-Bold", 8.2 if n == 0 else 9
                    )
            self.canvas.setLineWidth(0.6)
            self.canvas.rect(LEFT, top - depth, total, depth)
            for x in edges[1:-1]:
                self.canvas.line(x, top, x, top - depth)
            top -= depth
        self.y = top - 18

    def signature(self, label, name, date):
        self.y -= 12
        draw_scribble(self.canvas, name, LEFT + 150, self.y, 140)
        self.row((label, "", 0.68), ("Date:", date, 0.32))

    def save(self):
        self.canvas.showPage()
        self.canvas.save()


def imr_application(path, c, fax):
    """DWC Form IMR, one page, signed. `c` holds the words for each box."""
    form = Form(path, "Application for Independent Medical Review", fax)
    form.title(["APPLICATION FOR INDEPENDENT MEDICAL REVIEW", "DWC Form IMR  -  example in the form's layout"])
    form.boxes([("Regular", True), ("Expedited", False)], "Type of utilization review:")
    form.section("Employee")
    form.row(("Name (first, last):", c["employee"], 0.6), ("Date of birth:", c["born"], 0.4))
    form.row(("Address:", c["employee_address"], 1.0))
    form.row(("Phone:", c["employee_phone"], 0.45), ("Claim number:", c["claim"], 0.55))
    form.row(("EAMS/ADJ number:", c["adj"], 0.5), ("Date of injury:", c["injured"], 0.5))
    form.row(("Employer:", c["employer"], 1.0))
    form.section("Requesting physician")
    form.row(("Name:", c["physician"], 0.5), ("Specialty:", c["specialty"], 0.5))
    form.row(("Practice:", c["group"], 1.0))
    form.row(("Address:", c["group_address"], 1.0))
    form.row(("Phone:", c["group_phone"], 0.5), ("Fax:", c["group_fax"], 0.5))
    form.section("Claims administrator")
    form.row(("Company:", c["administrator"], 0.6), ("Adjuster:", c["adjuster"], 0.4))
    form.row(("Address:", c["administrator_address"], 1.0))
    form.row(("Phone:", c["administrator_phone"], 0.5), ("Fax:", c["administrator_fax"], 0.5))
    form.section("Disputed medical treatment")
    form.row(("Primary diagnosis (with ICD code):", c["diagnosis"], 1.0))
    form.row(("Date of utilization review decision:", c["ur_date"], 1.0))
    form.boxes([("Yes", False), ("No", True)], "Is liability for the injury or body part also disputed?")
    for n, item in enumerate(c["items"], 1):
        form.row((f"{n}.", item, 1.0))
    form.section("Consent and signature")
    form.lines(
        [
            "I ask for independent medical review of the treatment listed above. I allow my medical records",
            "to be given to the review organization for this purpose. A copy of the decision is attached.",
        ]
    )
    form.signature("Employee signature:", c["employee"], c["signed"])
    if c.get("representative"):
        form.row(("Representative (designated after the decision):", c["representative"], 0.7), ("on:", c["designated"], 0.3))
    form.save()


def rfa(path, c, fax):
    """DWC Form RFA, one page."""
    form = Form(path, "Request for Authorization", fax)
    form.title(["REQUEST FOR AUTHORIZATION", "DWC Form RFA  -  example in the form's layout"])
    form.boxes([("New request", True), ("Resubmission", False), ("Expedited review", False)])
    form.section("Employee information")
    form.row(("Name (last, first):", c["employee_last_first"], 1.0))
    form.row(("Date of injury:", c["injured"], 0.5), ("Date of birth:", c["born"], 0.5))
    form.row(("Claim number:", c["claim"], 0.5), ("Employer:", c["employer"], 0.5))
    form.section("Requesting physician information")
    form.row(("Name:", c["physician"], 0.5), ("Specialty:", c["specialty"], 0.5))
    form.row(("Practice:", c["group"], 0.62), ("Contact:", "Front desk", 0.38))
    form.row(("Address:", c["group_address"], 1.0))
    form.row(("Phone:", c["group_phone"], 0.5), ("Fax:", c["group_fax"], 0.5))
    form.section("Claims administrator information")
    form.row(("Company:", c["administrator"], 0.62), ("Adjuster:", c["adjuster"], 0.38))
    form.row(("Address:", c["administrator_address"], 1.0))
    form.row(("Phone:", c["administrator_phone"], 0.5), ("Fax:", c["administrator_fax"], 0.5))
    form.section("Requested treatment (see attached report)")
    form.y -= 4
    form.table(
        ["Diagnosis", "ICD code", "Service or good requested", ["Procedure", "code"], "Other information"],
        c["requests"],
        [0.21, 0.09, 0.31, 0.12, 0.27],
        3,
    )
    form.lines(c.get("notes", []), "Courier-Bold", 9.6)
    form.signature("Treating physician signature:", c["physician"], c["requested"])
    form.section("Claims administrator or utilization review response")
    form.boxes([("Approved", False), ("Denied or modified (see letter)", False), ("Delay", False), ("Liability disputed", False)])
    form.row(("Authorization number:", "", 0.5), ("Date:", "", 0.5))
    form.save()
