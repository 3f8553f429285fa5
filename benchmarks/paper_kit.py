"""Sheets of paper drawn as PDF with the standard library: printed words, rules, check boxes, signatures, form fields that
can be filled in, and the same pages as a fax would leave them (images without a text layer, skewed, with specks).

Same calls and same seeds give the same bytes. Scans need pdftoppm (poppler-utils).
"""
import pathlib
import random
import subprocess
import tempfile
import zlib

WIDE, HIGH = 612, 792
FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "typed": "Courier", "typed bold": "Courier-Bold",
         "serif": "Times-Roman", "italic": "Times-Italic", "marks": "ZapfDingbats"}
# Widths of Helvetica (thousandths of the size), for what has to stand behind a printed label.
NARROW = dict(zip("""!"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ """, [278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 278, 278,
                                                    584, 584, 584, 556, 1015, 278, 278, 278, 469, 556, 333, 334, 260, 334, 584, 278]))
LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", [667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,
                                                 611, 722, 667, 944, 667, 667, 611]))
SMALL = dict(zip("abcdefghijklmnopqrstuvwxyz", [556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
                                               278, 556, 500, 722, 500, 500, 500]))
PRINTED = {**NARROW, **LETTERS, **SMALL, **{digit: 556 for digit in "0123456789"}}


def width_of(words, font, size):
    if font.startswith("typed"):
        return len(words) * 0.6 * size
    factor = 1.06 if font == "bold" else 0.9 if font in ("serif", "italic") else 1
    return sum(PRINTED.get(c, 556) for c in words) * size * factor / 1000


def escaped(words):
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252", "replace").decode("latin-1")


class Sheet:
    """One page. Places are points from the top left corner."""

    def __init__(self):
        self.marks = []
        self.fields = []  # what can be filled in: dicts with name, box, value or ticked

    def text(self, x, y, words, font="regular", size=9.0):
        name = list(FONTS).index(font)
        self.marks.append(f"BT /F{name} {size:.2f} Tf {x:.2f} {HIGH - y:.2f} Td ({escaped(words)}) Tj ET")
        return x + width_of(words, font, size)

    def rule(self, x0, y0, x1, y1, thick=0.6):
        self.marks.append(f"{thick} w {x0:.2f} {HIGH - y0:.2f} m {x1:.2f} {HIGH - y1:.2f} l S")

    def frame(self, x0, y0, x1, y1, thick=0.8, shade=None):
        fill = f"{shade} g " if shade is not None else ""
        self.marks.append(f"{fill}{thick} w {x0:.2f} {HIGH - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re {'B' if fill else 'S'} 0 g")

    def tick_box(self, x, y, size, how=None):
        """An empty frame whose lower left corner is x, y; `how` it is marked: cross, tick, over, fill, slash or nothing."""
        self.frame(x, y - size, x + size, y)
        if how == "cross":
            self.rule(x + 1, y - 1, x + size - 1, y - size + 1, 1.3)
            self.rule(x + 1, y - size + 1, x + size - 1, y - 1, 1.3)
        elif how == "tick":
            self.rule(x + 1.5, y - size * 0.5, x + size * 0.4, y - 1.5, 1.5)
            self.rule(x + size * 0.4, y - 1.5, x + size - 1, y - size + 1.2, 1.5)
        elif how == "over":
            self.rule(x + 1, y - size * 0.55, x + size * 0.45, y - 1, 1.7)
            self.rule(x + size * 0.45, y - 1, x + size * 1.5, y - size * 1.5, 1.7)
        elif how == "fill":
            self.frame(x + 1.6, y - size + 1.6, x + size - 1.6, y - 1.6, 0.2, 0)
        elif how == "slash":
            self.rule(x + 0.5, y - 0.5, x + size - 0.5, y - size + 0.5, 1.6)

    def signature(self, x, y, width, chance):
        """A scribble whose middle runs along y."""
        path = [f"{chance.uniform(0.8, 1.5):.2f} w {x:.2f} {HIGH - y:.2f} m"]
        steps = chance.randint(5, 10)
        for step in range(steps):
            end = x + width * (step + 1) / steps
            path.append(f"{end - chance.uniform(2, 14):.2f} {HIGH - y + chance.uniform(4, 17):.2f} {end - chance.uniform(0, 10):.2f} "
                        f"{HIGH - y - chance.uniform(1, 6):.2f} {end:.2f} {HIGH - y + chance.uniform(-1, 5):.2f} c")
        self.marks.append(" ".join(path) + " S")


def form_objects(sheet, first, page):
    """Widget objects of a sheet, their numbers from `first` on; every widget is two or three objects."""
    objects, widgets = [], []
    for field in sheet.fields:
        x0, y0, x1, y1 = field["box"]
        rectangle = f"[{x0:.2f} {HIGH - y1:.2f} {x1:.2f} {HIGH - y0:.2f}]"
        wide, high = x1 - x0, y1 - y0
        number = first + len(objects)
        widgets.append(number)
        head = f"/Type /Annot /Subtype /Widget /P {page} 0 R /F 4 /T ({escaped(field['name'])}) /Rect {rectangle}"
        if "ticked" in field:
            state = "Yes" if field["ticked"] else "Off"
            objects.append(f"<< {head} /FT /Btn /V /{state} /AS /{state} /AP << /N << /Yes {number + 1} 0 R /Off {number + 2} 0 R >> >> >>")
            on = f"q BT /ZaDb {high * 0.85:.2f} Tf {wide * 0.12:.2f} {high * 0.18:.2f} Td (4) Tj ET Q"
            for body in (on, ""):
                objects.append(f"<< /Type /XObject /Subtype /Form /BBox [0 0 {wide:.2f} {high:.2f}] /Resources << /Font << /ZaDb "
                               f"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >> >> >> /Length {len(body)} >>\nstream\n{body}\nendstream")
        else:
            objects.append(f"<< {head} /FT /Tx /V ({escaped(field['value'])}) /DA (/Helv {field['size']} Tf 0 g) /AP << /N {number + 1} 0 R >> >>")
            body = f"/Tx BMC q BT /Helv {field['size']} Tf 2 {high * 0.28:.2f} Td ({escaped(field['value'])}) Tj ET Q EMC"
            objects.append(f"<< /Type /XObject /Subtype /Form /BBox [0 0 {wide:.2f} {high:.2f}] /Resources << /Font << /Helv "
                           f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> /Length {len(body)} >>\nstream\n{body}\nendstream")
    return objects, widgets


def joined(objects):
    """A PDF file of these objects; the first is its catalog."""
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + (body if isinstance(body, bytes) else body.encode("latin-1")) + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def as_pdf(sheets, skew=0.0):
    """The sheets as a PDF with a text layer; skew in degrees turns what is drawn, for a scan to be made of it."""
    import math
    c, s = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    x, y = WIDE / 2, HIGH / 2
    turn = "" if skew == 0 else f"{c:.6f} {s:.6f} {-s:.6f} {c:.6f} {x - c * x + s * y:.3f} {y - s * x - c * y:.3f} cm\n"
    fonts = " ".join(f"/F{n} << /Type /Font /Subtype /Type1 /BaseFont /{name}{'' if name == 'ZapfDingbats' else ' /Encoding /WinAnsiEncoding'} >>"
                     for n, name in enumerate(FONTS.values()))
    objects, kids, widgets = ["", ""], [], []
    for sheet in sheets:
        page = len(objects) + 1
        kids.append(f"{page} 0 R")
        body = turn + "\n".join(sheet.marks)
        extra, numbers = form_objects(sheet, page + 2, page)
        widgets += numbers
        annotations = f"/Annots [{' '.join(f'{n} 0 R' for n in numbers)}]" if numbers else ""
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {HIGH}] /Resources << /Font << {fonts} >> >> /Contents {page + 1} 0 R {annotations} >>")
        objects.append(f"<< /Length {len(body.encode('latin-1'))} >>\nstream\n{body}\nendstream")
        objects += extra
    form = ""
    if widgets:
        form = (f"/AcroForm << /Fields [{' '.join(f'{n} 0 R' for n in widgets)}] /DA (/Helv 9 Tf 0 g) /DR << /Font << /Helv << /Type /Font "
                "/Subtype /Type1 /BaseFont /Helvetica >> >> >> >>")
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {form} >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return joined(objects)


def pictures(pdf, x_dots, y_dots):
    """(width, height, gray bytes) of every page."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "in.pdf"
        source.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-rx", str(x_dots), "-ry", str(y_dots), "-gray", str(source), f"{folder}/p"], check=True)
        for file in sorted(pathlib.Path(folder).glob("p*.pgm")):
            head, size, depth, pixels = file.read_bytes().split(b"\n", 3)
            wide, high = map(int, size.split())
            yield wide, high, pixels


def worn(wide, high, pixels, chance, noise):
    """Black and white, with specks of dust and holes in the strokes; `noise` is the share of pixels that are touched."""
    flat = bytearray(pixels.translate(bytes(255 if level > 165 else 0 for level in range(256))))
    for _ in range(int(noise * wide * high)):
        flat[chance.randrange(len(flat))] = 255 if chance.random() < 0.6 else 0
    for _ in range(int(noise * 4000)):  # larger specks
        at = chance.randrange(len(flat) - wide - 2)
        for step in (0, 1, wide, wide + 1):
            flat[at + step] = 0
    return flat


def packed(wide, high, flat):
    """Eight pixels a byte, black as 0."""
    digits = bytes(flat).translate(bytes(49 if level else 48 for level in range(256)))
    length = (wide + 7) // 8
    pad = "1" * (length * 8 - wide)
    return b"".join(int(digits[y * wide:(y + 1) * wide].decode() + pad, 2).to_bytes(length, "big") for y in range(high))


def as_scan(sheets, seed, skew=0.0, noise=0.0, dots=(200, 200), turn=0):
    """The sheets as a PDF of nothing but black and white page images; `turn` quarters (clockwise) as a page is laid askew."""
    chance = random.Random(seed)
    objects, kids = ["", ""], []
    for wide, high, pixels in pictures(as_pdf(sheets, skew), *dots):
        data = zlib.compress(packed(wide, high, worn(wide, high, pixels, chance, noise)), 6)
        page = len(objects) + 1
        kids.append(f"{page} 0 R")
        draw = [f"{WIDE} 0 0 {HIGH} 0 0 cm", f"0 {-WIDE} {HIGH} 0 0 {WIDE} cm", f"{-WIDE} 0 0 {-HIGH} {WIDE} {HIGH} cm", f"0 {WIDE} {-HIGH} 0 {HIGH} 0 cm"][turn % 4]
        box = (WIDE, HIGH) if turn % 2 == 0 else (HIGH, WIDE)
        body = f"q {draw} /Im Do Q"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box[0]} {box[1]}] /Contents {page + 1} 0 R /Resources << /XObject << /Im {page + 2} 0 R >> >> >>")
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
        objects.append(f"<< /Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace /DeviceGray /BitsPerComponent 1 "
                       f"/Filter /FlateDecode /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return joined(objects)
