"""Pages that never were: English and Spanish prose of a made-up clinic as PDF, and what a scanner or a fax makes of them.

Words vary with a seed and are the same on every machine; what was written is known, so that character errors can be counted.
Pictures are made by pdftoppm (poppler-utils). Standard library only.
"""
import math
import re
import subprocess
import zlib

SENTENCES = {
    "eng": """The patient was seen for a follow-up visit after the injury at work.
She reports that the pain in the lower back is {n} out of 10 with medicine and {m} out of 10 without.
He denies fever, chills or recent weight loss, and there is no change of bladder or bowel function.
Examination of the lumbar spine shows tenderness over the left paraspinal muscles.
Range of motion is limited to {n}0 degrees of flexion and {m} degrees of extension.
Straight leg raising is positive on the right side at {n}0 degrees and negative on the left.
Sensation is decreased along the outer side of the foot; strength is {m} of 5 in both legs.
Magnetic resonance imaging of 2014 shows a disc protrusion of {n} mm at the level L4-5.
The patient has completed {m} visits of physical therapy with some improvement of function.
Home exercises are done three times a week for about {n}0 minutes.
Medicine was refilled for one month and the side effects were explained.
A request for authorization of {m} further visits has been sent to the claims administrator.
Work status: modified duty, no lifting over {n}5 pounds and no repeated bending.
The urine drug test of last month agreed with the medicines that were prescribed.
The plan is to continue with the present treatment and to return in {m} weeks.
An opinion of a spine surgeon was discussed, but the patient would like to wait.""".splitlines(),
    "spa": """La paciente fue vista para una consulta de control después de la lesión en el trabajo.
Dice que el dolor en la parte baja de la espalda es de {n} sobre 10 con medicina y de {m} sobre 10 sin ella.
El señor niega fiebre, escalofríos o pérdida de peso, y no hay cambios de la vejiga.
El examen de la columna lumbar muestra sensibilidad en los músculos del lado izquierdo.
La flexión está limitada a {n}0 grados y la extensión a {m} grados.
La elevación de la pierna derecha es positiva a los {n}0 grados y negativa en la izquierda.
La sensación está disminuida en el borde del pie; la fuerza es de {m} sobre 5 en ambas piernas.
La resonancia magnética del año 2014 muestra una protrusión del disco de {n} mm.
El paciente terminó {m} sesiones de terapia física con alguna mejoría de la función.
Los ejercicios en casa se hacen tres veces por semana durante unos {n}0 minutos.
Se renovó la medicina por un mes y se explicaron los efectos secundarios.
Se envió una solicitud de autorización para {m} sesiones más al administrador.
Estado de trabajo: tareas ligeras, sin levantar más de {n}5 libras ni doblarse a menudo.
El análisis de orina del mes pasado coincide con las medicinas que se recetaron.
El plan es continuar con el tratamiento actual y volver dentro de {m} semanas.
Se habló de la opinión de un cirujano, pero el paciente quisiera esperar todavía.""".splitlines(),
}
TITLES = {"eng": "Progress Report of the Example Clinic", "spa": "Informe de la Clínica de Ejemplo"}
FONTS = ["Helvetica", "Times-Roman"]


def numbers(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % (1 << 31)
        yield seed >> 8


def lines_of(language, seed, count=40, width=86):
    """Lines of prose, the first a title."""
    source, words = numbers(seed), []
    while sum(len(word) + 1 for word in words) < count * width:
        sentence = SENTENCES[language][next(source) % len(SENTENCES[language])]
        words += sentence.format(n=next(source) % 8 + 1, m=next(source) % 9 + 1).split()
    lines, line = ["%s, %d" % (TITLES[language], seed)], ""
    for word in words:
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = (line + " " + word).strip()
    return lines[:count]


def text_stream(lines, degrees=0.0, size=10, mode=0):
    """Content of a letter page; turned clockwise about its middle, smaller when it would not fit."""
    angle, scale = -math.radians(degrees), 1.0 if abs(math.sin(math.radians(degrees))) < 0.02 else 0.74
    if abs(degrees) % 90 == 3:
        scale = 0.9
    c, s = scale * math.cos(angle), scale * math.sin(angle)
    matrix = "%.6f %.6f %.6f %.6f %.4f %.4f cm" % (c, s, -s, c, 306 - c * 306 + s * 396, 396 - s * 306 - c * 396)
    shown = "".join("(%s) Tj T*\n" % re.sub(r"([()\\])", r"\\\1", line) for line in lines)
    return ("q %s BT %d Tr /F1 %d Tf 72 730 Td 16.5 TL\n%sET Q" % (matrix, mode, size, shown)).encode("latin-1")


def pdf_of(objects):
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + (
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out)))


def stream(data, extra=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def pdf(pages, font=0):
    """`pages` are contents (bytes) or pictures (width, height, rows of bits where 1 is white)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % FONTS[font % 2].encode()]
    kids = []
    for page in pages:
        first = len(objects) + 1
        kids.append(b"%d 0 R" % first)
        resources = b"/Font << /F1 3 0 R >>"
        if isinstance(page, bytes):
            contents = stream(page)
        else:
            width, height, rows = page
            resources += b" /XObject << /I %d 0 R >>" % (first + 2)
            contents = stream(b"q 612 0 0 792 0 0 cm /I Do Q")
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << %s >> /Contents %d 0 R >>" % (resources, first + 1))
        objects.append(contents)
        if not isinstance(page, bytes):
            objects.append(stream(zlib.compress(rows, 6), b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
                                                          b" /BitsPerComponent 1 /Filter /FlateDecode" % (width, height)))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return pdf_of(objects)


def picture(folder, name, contents, how=("-gray", "-r", "300", "-png"), font=0):
    """A page as a picture file; its path."""
    source = folder / (name + ".pdf")
    source.write_bytes(pdf([contents], font))
    subprocess.run(["pdftoppm", "-singlefile", *how, str(source), str(folder / name)], check=True)
    source.unlink()
    return next(path for path in folder.glob(name + ".*"))


def bits(folder, contents, dpi=200):
    """A page as two-tone rows for pdf()."""
    path = picture(folder, "bits", contents, ("-mono", "-r", str(dpi)))
    head, size, rows = path.read_bytes().split(b"\n", 2)
    path.unlink()
    width, height = map(int, size.split())
    return width, height, bytes(byte ^ 0xff for byte in rows)


def noisy(path, seed, share=0.004):
    """Specks of two by two dots over a gray picture (PGM), light and dark, and a veil of gray."""
    head = path.read_bytes().split(b"\n", 3)
    width, height = map(int, head[1].split())
    dots = bytearray(head[3].translate(bytes(40 + value * 195 // 255 for value in range(256))))
    source = numbers(seed)
    for _ in range(int(width * height * share)):
        at = next(source) * 997 % (width * (height - 2) - 2)
        value = 255 if next(source) % 2 else 30
        for place in (at, at + 1, at + width, at + width + 1):
            dots[place] = value
    path.write_bytes(b"\n".join(head[:3]) + b"\n" + bytes(dots))


def png_of(pgm):
    """The PGM as PNG beside it, 300 dots per inch."""
    import struct
    head = pgm.read_bytes().split(b"\n", 3)
    width, height = map(int, head[1].split())
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + head[3][y * width:(y + 1) * width] for y in range(height))
    path = pgm.with_suffix(".png")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
                     chunk(b"pHYs", struct.pack(">IIB", 11811, 11811, 1)) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))
    pgm.unlink()
    return path


def distance(one, other):
    """Edit distance of two strings (Myers 1999, Hyyrö 2003), in long integers."""
    if not one or not other:
        return len(one) + len(other)
    size, last = len(one), 1 << (len(one) - 1)
    peq = {}
    for i, c in enumerate(one):
        peq[c] = peq.get(c, 0) | 1 << i
    mask, vp, vn, score = (1 << size) - 1, (1 << size) - 1, 0, size
    for c in other:
        eq = peq.get(c, 0)
        xv = eq | vn
        xh = (((eq & vp) + vp) ^ vp) | eq
        ph, mh = vn | ~(xh | vp) & mask, vp & xh
        score += 1 if ph & last else -1 if mh & last else 0
        ph, mh = (ph << 1 | 1) & mask, mh << 1 & mask
        vp, vn = (mh | ~(xv | ph)) & mask, ph & xv
    return score


def character_errors(truth, read):
    """Errors per character, white space made one."""
    truth, read = " ".join(truth.split()), " ".join(read.split())
    return distance(truth, read) / len(truth)
