"""Writes hostile documents: what a broken scanner, a careless sender or an attacker could put into a case folder.

Every file is made from the same few harmless ones by a fixed rule, so that a failure can be made again by its name. Nothing here is
a real record. `cases(whole)` yields (name, bytes, is_broken): is_broken says that a problem must be told about the file, with the words of
TOLD. Standard library only.
"""
import base64
import io
import struct
import zipfile
import zlib


def pdf_of(objects, trailer=""):
    """Objects 1... as a PDF with its table."""
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body if isinstance(body, bytes) else body.encode())
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + (
        "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))).encode()


def stream(data, extra=""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra.encode(), data)


FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def page(contents, resources="/Font << /F1 5 0 R >>", box="0 0 612 792"):
    return "<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Resources << %s >> /Contents %s >>" % (box, resources, contents)


def text_pdf():
    lines = "".join("(Synthetic line %d of a progress report with enough words to be believed) Tj T*\n" % n for n in range(40))
    return pdf_of([CATALOG, ONE_PAGE, page("4 0 R"), stream(b"BT /F1 11 Tf 60 720 Td 14 TL\n" + lines.encode() + b"ET"), FONT])


def png(width, height, rows=None):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    data = zlib.compress(rows if rows is not None else (b"\0" + b"\xff" * ((width + 7) // 8)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff(width, height, next_place=0):
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 200), (278, 4, 1, height), (279, 4, 1, 64)]
    head = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags))
    body = head + b"".join(struct.pack("<HHII", *tag) for tag in tags) + struct.pack("<I", next_place)
    return body.ljust(200, b"\0") + b"\xff" * 64


def zip_of(entries, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as file:
        for name, data in entries:
            file.writestr(zipfile.ZipInfo(name), data, how)
    return out.getvalue()


def docx(document=None):
    text = document or "".join("<w:p><w:r><w:t>Synthetic paragraph %d</w:t></w:r></w:p>" % n for n in range(40))
    return zip_of([("[Content_Types].xml", "<Types/>"), ("word/document.xml", '<w:document xmlns:w="w"><w:body>%s</w:body></w:document>' % text)])


def odt():
    text = "".join("<text:p>Synthetic paragraph %d</text:p>" % n for n in range(40))
    return zip_of([("mimetype", "application/vnd.oasis.opendocument.text"),
                   ("content.xml", '<o:d xmlns:o="o" xmlns:text="t"><o:body>%s</o:body></o:d>' % text)], zipfile.ZIP_STORED)


def message():
    return (b"From: a@example.org\r\nSubject: =?utf-8?Q?Synthetic?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            b"--b\r\nContent-Type: text/plain\r\n\r\nwords\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(text_pdf()) + b"--b--\r\n")


def rtf():
    return b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}" + b"".join(b"Synthetic paragraph %d\\par\n" % n for n in range(60)) + b"}"


def fhir():
    entry = ",".join('{"resource": {"resourceType": "Observation", "code": {"text": "Synthetic %d"}, "valueInteger": %d}}' % (n, n) for n in range(40))
    return ('{"resourceType": "Bundle", "entry": [%s]}' % entry).encode()


def ccda():
    sections = "".join("<component><section><title>S%d</title><text>words</text></section></component>" % n for n in range(30))
    return ('<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Synthetic</title><recordTarget/><component>'
            "<structuredBody>%s</structuredBody></component></ClinicalDocument>" % sections).encode()


def jpeg():
    """Four by four gray dots, baseline: one component, flat tables, the shortest codes."""
    def segment(mark, data):
        return struct.pack(">BBH", 0xff, mark, len(data) + 2) + data
    lengths = bytes([0, 1] + [0] * 14)  # one code of two bits
    return (b"\xff\xd8" + segment(0xe0, b"JFIF\0\1\1\1" + struct.pack(">HH", 200, 200) + b"\0\0") + segment(0xdb, b"\0" + b"\1" * 64) +
            segment(0xc0, struct.pack(">BHHBBBB", 8, 4, 4, 1, 1, 0x11, 0)) + segment(0xc4, b"\0" + lengths + b"\0") +
            segment(0xc4, b"\x10" + lengths + b"\0") + segment(0xda, b"\1\1\0\0\x3f\0") + b"\x0f\xff\xd9")


def scan_pdf():
    """A picture of rows with an unseen line of words over it: image, content and font have to be there for it."""
    rows = bytes((x * y * 7 + x) % 251 for y in range(130) for x in range(100))
    image = "/Type /XObject /Subtype /Image /Width 800 /Height 130 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode"
    return pdf_of([CATALOG, ONE_PAGE, page("4 0 R", "/Font << /F1 5 0 R >> /XObject << /I 6 0 R >>"),
                   stream(b"q 612 0 0 792 0 0 cm /I Do Q BT 3 Tr /F1 11 Tf 60 720 Td (unseen words) Tj ET"), FONT, stream(zlib.compress(rows), image)])


SEEDS = [("pdf", text_pdf), ("docx", docx), ("odt", odt), ("zip", lambda: zip_of([("a.txt", "words"), ("b/c.pdf", text_pdf())])), ("eml", message),
         ("rtf", rtf), ("json", fhir), ("xml", ccda), ("png", lambda: png(400, 300)), ("tif", lambda: tiff(64, 8)), ("jpg", jpeg),
         ("scan.pdf", scan_pdf)]


def truncated(whole):
    for ending, make in SEEDS:
        data = make()
        step = 1024 if whole else max(1024, len(data) // 2)
        places = sorted({1, 5, *range(step, len(data), step), len(data) - 1})
        for place in places if whole else places[:3]:
            yield "truncated-%06d.%s" % (place, ending), data[:place], False


def flipped(whole):
    state = 20150127
    for ending, make in SEEDS:
        data = make()
        for number in range(200 if whole else 2):
            bent = bytearray(data)
            for _ in range(1 + number % 8):
                state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
                bent[(state >> 33) % len(bent)] ^= 1 << ((state >> 20) % 8)
            yield "flipped-%03d.%s" % (number, ending), bytes(bent), False


def pdfs(whole):
    yield "bomb.pdf", pdf_of([CATALOG, ONE_PAGE, page("4 0 R"), stream(zlib.compress(b" " * ((500 if whole else 50) << 20), 9), "/Filter /FlateDecode"), FONT]), False
    yield "bomb-twice.pdf", pdf_of([CATALOG, ONE_PAGE, page("4 0 R"), stream(zlib.compress(zlib.compress(b"q " * (10 << 20), 9), 9), "/Filter [/FlateDecode /FlateDecode]"), FONT]), False
    yield "kids-of-themselves.pdf", pdf_of([CATALOG, "<< /Type /Pages /Kids [2 0 R] /Count 3 >>"]), True
    yield "form-in-itself.pdf", pdf_of([CATALOG, ONE_PAGE, page("4 0 R", "/XObject << /X 5 0 R >>"), stream(b"/X Do"),
                                        stream(b"/X Do (words) Tj", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")]), False
    yield "length-of-itself.pdf", pdf_of([CATALOG, ONE_PAGE, page("4 0 R"), b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream", FONT]), False
    yield "catalog-of-itself.pdf", pdf_of(["1 0 R"]), True
    yield "nested-arrays.pdf", pdf_of([CATALOG, ONE_PAGE, page("4 0 R"), "[" * 20000 + "]" * 20000, FONT]), False
    yield "endless-table.pdf", text_pdf().replace(b"/Root", b"/Prev 9 /Root"), False
    yield "page-of-a-mile.pdf", pdf_of([CATALOG, ONE_PAGE, page("4 0 R", box="0 0 4500000 4500000"), stream(b"BT /F1 11 Tf 60 720 Td (x) Tj ET"), FONT]), False
    yield "locked.pdf", pdf_of([CATALOG, ONE_PAGE, page("4 0 R"), stream(b"BT ET"), FONT],
                               "/ID [<00><00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >>" % ("41" * 32, "42" * 32)), True
    image = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
    yield "image-of-60000.pdf", pdf_of([CATALOG, ONE_PAGE, page("4 0 R", "/XObject << /I 5 0 R >>"), stream(b"q 612 0 0 792 0 0 cm /I Do Q"), stream(zlib.compress(b"\0" * 9999), image)]), False
    if whole:
        yield "million-in-the-count.pdf", pdf_of([CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", page("4 0 R"), stream(b"BT /F1 11 Tf 60 720 Td (words) Tj ET"), FONT]), True
        levels = [CATALOG] + ["<< /Type /Pages /Kids [%s] /Count %d >>" % ("%d 0 R " % (n + 3) * 10, 10 ** (6 - n)) for n in range(6)]
        yield "million-of-one.pdf", pdf_of(levels + [page("9 0 R", "/Font << /F1 10 0 R >>"), stream(b"BT /F1 11 Tf 60 720 Td (the same page with a handful of words again) Tj ET"), FONT]), True


def images(whole):
    yield "png-of-60000.png", png(60000, 60000, b"\0" * 9999), True
    if whole:
        yield "png-of-60000-whole.png", png(60000, 60000), True
    yield "tiff-of-60000.tif", tiff(60000, 60000), True
    yield "tiff-in-a-ring.tif", tiff(64, 8, next_place=8), False
    yield "jpeg-head.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 200, True


def archives(whole):
    deep = zip_of([("words.txt", "words")])
    for _ in range(30):
        deep = zip_of([("in.zip", deep)], zipfile.ZIP_STORED)
    yield "deep.zip", deep, True
    size = (600 if whole else 40) << 20
    yield "bomb.zip", zip_of([("zeros.txt", b"0" * size)]), whole
    inner = zip_of([("zeros.txt", b"0" * (20 << 20))])
    yield "bomb-many.zip", zip_of([("%03d.zip" % n, inner) for n in range(60 if whole else 2)], zipfile.ZIP_STORED), whole
    locked = bytearray(zip_of([("a.txt", "words")], zipfile.ZIP_STORED))
    locked[6] |= 1
    locked[locked.find(b"PK\1\2") + 8] |= 1
    yield "locked.zip", bytes(locked), True
    yield "names.zip", zip_of([(name, "x") for name in ("../up.txt", "/etc/passwd", "a/../../b", "..\\up.txt", "C:\\x.txt", "a\nb.txt", "." * 400, "")]), True
    yield "many.zip", zip_of([("%05d.txt" % n, "") for n in range(20000 if whole else 2100)]), True
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(link, "/etc/passwd")
    yield "link.zip", out.getvalue(), True
    yield "lies-about-size.zip", zip_of([("a.txt", "words " * 99)]).replace(struct.pack("<I", 594), struct.pack("<I", 1 << 30)), False
    yield "laughs.docx", zip_of([("word/document.xml", '<!DOCTYPE d [<!ENTITY a "ha">%s]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:document>'
                                  % "".join('<!ENTITY %s "%s">' % (chr(98 + n), ("&%s;" % chr(97 + n)) * 10) for n in range(10)))]), False
    yield "deep.docx", docx("<w:x>" * 100000 + "</w:x>" * 100000), False
    yield "bomb.docx", docx("<w:p/>" * ((20 if whole else 2) << 20)), False


def texts(whole):
    yield "empty.pdf", b"", True
    yield "one-byte.pdf", b"%", True
    yield "zeros.pdf", b"\0" * 100000, True
    yield "deep.json", b'{"resourceType": "Bundle", "entry": ' + b"[" * 500000 + b"]" * 500000 + b"}", True
    yield "deep.xml", b'<?xml version="1.0"?><ClinicalDocument><component>' + b"<text>" * 200000, False
    yield "deep.rtf", b"{\\rtf1 " + b"{" * 1000000, True
    yield "bin.rtf", b"{\\rtf1 \\bin99999999999999 x}", False
    yield "deep.eml", b"From: a\r\nMIME-Version: 1.0\r\n" + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(500)), True
    yield "parts.eml", b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 50000, True
    yield "boundary.eml", b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n\r\n" + b"--\r\n" * 50000, True
    yield "tags.html", b"<html>" + b"<" * (300000 if whole else 30000), False
    yield "scripts.html", b"<html>" + b"<script>" * (100000 if whole else 3000), False
    yield "one-line.txt", b"word " * (3 << 20), True
    yield "pdf-as.docx", text_pdf(), True
    yield "docx-as.pdf", docx(), True
    yield "png-as.txt", png(400, 300), True


# What must be told of a broken file: words of one problem whose place is the file or something in it.
TOLD = {
    "empty.pdf": "0 bytes",
    "one-byte.pdf": "plain text in a file named .pdf",
    "zeros.pdf": "no known format",
    "png-of-60000.png": "60000 x 60000 pixels",
    "png-of-60000-whole.png": "60000 x 60000 pixels",
    "tiff-of-60000.tif": "60000 x 60000 pixels",
    "jpeg-head.jpg": "a JPEG that is damaged and cannot be opened",
    "kids-of-themselves.pdf": "a damaged page",
    "catalog-of-itself.pdf": "a PDF that is damaged and cannot be opened",
    "locked.pdf": "a PDF that asks for a password",
    "million-in-the-count.pdf": "a PDF without any page",  # poppler does not believe a count beyond the objects of the file
    "million-of-one.pdf": "a PDF without any page",
    "deep.zip": "beyond the limit of depth",
    "bomb.zip": "inside",
    "bomb-many.zip": "inside",
    "locked.zip": "which asks for a password",
    "names.zip": "a file inside it with the name \"../up.txt\"",
    "many.zip": "more than 2000 files",
    "link.zip": "a file inside it with the name \"link\"",
    "deep.json": "a FHIR JSON that is damaged and cannot be opened",
    "deep.rtf": "an RTF that is damaged",
    "deep.eml": "beyond the limit",
    "parts.eml": "more than 1000 parts",
    "boundary.eml": "an e-mail message that is damaged or cut off",
    "one-line.txt": "a text of more than 8 MB",
    "pdf-as.docx": "PDF in a file named .docx",
    "docx-as.pdf": "DOCX in a file named .pdf",
    "png-as.txt": "PNG in a file named .txt",
}


def cases(whole):
    for group in (texts, images, archives, pdfs, truncated, flipped):
        yield from group(whole)
