"""Text as a scanned page: set as a PDF, drawn at 200 dpi, skewed, faded, blurred and speckled, written as PNG.

What stands in a record as paper came through a scanner; the program reads it back with its own OCR. The same text and seed give the same picture.
Needs pdftoppm (poppler-utils). Python's standard library only.
"""
import pathlib
import random
import struct
import subprocess
import tempfile
import textwrap
import zlib

LINES_A_PAGE = 58
SKEW = 0.006         # pixels sideways for each pixel down: a third of a degree
SPECKLES = 0.0006    # share of pixels
FADED = bytes(round(52 + value * (250 - 52) / 255) for value in range(256))


def pdf(lines):
    """One page of text lines as a PDF."""
    escaped = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines]
    stream = "BT /F1 10 Tf 54 740 Td 12 TL\n" + "".join("(%s) Tj T*\n" % line for line in escaped) + "ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
               "<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text.encode("latin-1", "replace"))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def many_pages(report):
    """The pages of a report, each a list of lines, in one PDF."""
    if len(report) == 1:
        return pdf(report[0])
    with tempfile.TemporaryDirectory() as name:
        files = []
        for number, lines in enumerate(report):
            files.append(f"{name}/{number}.pdf")
            pathlib.Path(files[-1]).write_bytes(pdf(lines))
        subprocess.run(["pdfunite", *files, f"{name}/all.pdf"], check=True)
        return pathlib.Path(f"{name}/all.pdf").read_bytes()


def drawn(document, folder):
    """Width, height and grey rows of the page at 200 dpi."""
    source, target = pathlib.Path(folder) / "page.pdf", pathlib.Path(folder) / "page"
    source.write_bytes(document)
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-singlefile", str(source), str(target)], check=True)
    data = target.with_suffix(".pgm").read_bytes()
    header, at = [], 0
    while len(header) < 4:
        end = min(place for place in (data.find(b"\n", at), data.find(b" ", at)) if place >= 0)
        header.append(data[at:end])
        at = end + 1
    return int(header[1]), int(header[2]), data[at:]


def degraded(width, height, pixels, seed):
    """Rows as a worn copier gives them."""
    source = random.Random(seed)
    rows = []
    for y in range(height):
        shift = int(y * SKEW)
        row = b"\xff" * shift + pixels[y * width:(y + 1) * width - shift]
        neighbour = b"\xff" + row[:-1]
        rows.append(bytearray(bytes((a + b) >> 1 for a, b in zip(row, neighbour)).translate(FADED)))
    for _ in range(int(width * height * SPECKLES)):
        rows[source.randrange(height)][source.randrange(width)] = source.choice((30, 90, 235))
    return rows


def png(width, rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 6)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 8, 0, 0, 0, 0)) +
            chunk(b"pHYs", struct.pack(">IIB", 7874, 7874, 1)) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def pages(text, seed):
    """The text as PNG pictures, one a page."""
    lines = [part for line in text.split("\n") for part in (textwrap.wrap(line, 95) or [""])]
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for number, first in enumerate(range(0, len(lines), LINES_A_PAGE)):
            width, height, pixels = drawn(pdf(lines[first:first + LINES_A_PAGE]), folder)
            made.append(png(width, degraded(width, height, pixels, seed + number)))
    return made
