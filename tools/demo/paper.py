"""A typed page as PDF, from the standard library alone: letterhead, running line, headings and paragraphs in Helvetica.

    write_pdf("PROGRESS REPORT", ["Example Clinic", "1 Example Street"], blocks) -> bytes

A block is a heading (`# …`), a line of name and value (`Name: …` as it stands) or a paragraph, which is broken into lines here.
The same blocks give the same bytes.
"""
import textwrap

SYNTHETIC = "SYNTHETIC - no real patient"
LEFT, TOP, BOTTOM, WIDE = 64, 722, 70, 484
SIZE, LEADING = 10, 13.4

# Widths of Helvetica, in thousandths of its size, from blank to tilde.
WIDTHS = [int(one) for one in (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584").split()]


def width(text, size=SIZE):
    return sum(WIDTHS[ord(letter) - 32] for letter in text) * size / 1000


def lines_of(paragraph):
    """The paragraph broken where the next word would leave the column."""
    lines, line = [], ""
    for word in paragraph.split():
        longer = f"{line} {word}".strip()
        if line and width(longer) > WIDE:
            lines.append(line)
            longer = word
        line = longer
    return lines + [line]


def escaped(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


class Sheets:
    def __init__(self, title, letterhead):
        self.title, self.pages = title, []
        self.turn()
        self.put(letterhead[0], "F2", 14)
        for line in letterhead[1:]:
            self.put(line, "F1", 8.5, 11)
        self.page.append(f"0.6 w {LEFT} {self.y + 4:.1f} m {LEFT + WIDE} {self.y + 4:.1f} l S")
        self.y -= 14
        self.put(title, "F2", 12, 20)

    def turn(self):
        self.page = []
        self.pages.append(self.page)
        self.y = TOP

    def put(self, text, face="F1", size=SIZE, down=None):
        if self.y < BOTTOM:
            self.turn()
        self.page.append(f"BT /{face} {size} Tf {LEFT} {self.y:.1f} Td ({escaped(text)}) Tj ET")
        self.y -= down or size * LEADING / SIZE


def write_pdf(title, letterhead, blocks):
    sheets = Sheets(title, letterhead)
    for block in blocks:
        if block.startswith("# "):
            sheets.y -= 5
            sheets.put(block[2:].upper(), "F2")
            continue
        for line in lines_of(block):
            sheets.put(line)
        sheets.y -= 2 if ": " in block[:26] else 5
    for number, page in enumerate(sheets.pages, 1):
        page.append(f"BT /F1 7.5 Tf {LEFT} 40 Td ({SYNTHETIC}    Page {number} of {len(sheets.pages)}) Tj ET")
    return assembled([("\n".join(page)).encode("latin-1") for page in sheets.pages])


def assembled(contents):
    """Objects: catalogue, tree of pages, two faces, then page and content in turn; with the table of where each begins."""
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(contents)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode()]
    for face in ("Helvetica", "Helvetica-Bold"):
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding /WinAnsiEncoding >>".encode())
    for at, content in enumerate(contents):
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {6 + 2 * at} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    file, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    return file + textwrap.dedent(f"""\
        xref
        0 {len(objects) + 1}
        0000000000 65535 f \n""").encode() + table.encode() + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n".encode()
