"""`openimr corpus leaks`: leaks planted into PDFs, each found by its kind, and our own letters without any."""
import json
import unittest

from program import FIRST, Story, run

TEXT = "BT /F1 12 Tf 72 700 Td (Ada Example) Tj ET"


def pdf(objects, root="<< /Type /Catalog /Pages 2 0 R {root} >>", trailer="", pages_extra="", content=TEXT, **parts):
    """A PDF of one page; objects: further ones from number 6."""
    stream = content.encode("latin-1")
    bodies = [root.format(root=parts.get("catalog", "")).encode(), f"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".encode(),
              f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {parts.get('resources', '')} >> {pages_extra} >>".encode(),
              b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"] + [body.encode("latin-1") if isinstance(body, str) else body for body in objects]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def stream(words, about=""):
    return f"<< /Length {len(words)} {about} >>\nstream\n{words}\nendstream"


BLACK_BOX = TEXT + " 0 g 60 690 200 30 re f"
PLANTED = {
    "covered_text": {"a box drawn over": pdf([], content=BLACK_BOX), "a white box": pdf([], content=TEXT + " 1 1 1 rg 60 690 200 30 re f"),
                     "a box in a turned space": pdf([], content=TEXT + " q 2 0 0 2 0 0 cm 30 345 100 15 re f Q"), "a box of lines": pdf([], content=TEXT + " 60 690 m 260 690 l 260 720 l 60 720 l h f"),
                     "an image": pdf([stream("\0", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")], resources="/XObject << /I 6 0 R >>", content=TEXT + " q 300 0 0 60 50 680 cm /I Do Q"),
                     "text in a form": pdf([stream(TEXT, "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>")], resources="/XObject << /X 6 0 R >>", content="/X Do 0 g 60 690 200 30 re f"),
                     "a box in a form": pdf([stream("0 g 60 690 200 30 re f", "/Type /XObject /Subtype /Form /BBox [0 0 612 792]")], resources="/XObject << /X 6 0 R >>", content=TEXT + " /X Do")},
    "outside_page": {"beyond the sheet": pdf([], content=TEXT.replace("72 700", "72 900")), "beyond the crop": pdf([], pages_extra="/CropBox [0 0 612 600]")},
    "invisible_text": {"mode 3": pdf([], content=TEXT.replace("12 Tf", "12 Tf 3 Tr"))},
    "white_text": {"white": pdf([], content="1 g " + TEXT), "white of inks": pdf([], content="0 0 0 0 k " + TEXT)},
    "metadata": {"author": pdf(["<< /Author (Ada Example, WC-0042) >>"], trailer="/Info 6 0 R"), "keyword": pdf(["<< /Keywords (WC-0042) >>"], trailer="/Info 6 0 R"), "own entry": pdf(["<< /ClaimNumber (WC-0042) >>"], trailer="/Info 6 0 R"),
                 "page": pdf([stream("<x/>", "/Type /Metadata /Subtype /XML")], pages_extra="/Metadata 6 0 R")},
    "xmp": {"creator": pdf([stream("<rdf><dc:creator><rdf:li>Bo Other</rdf:li></dc:creator></rdf>", "/Type /Metadata /Subtype /XML")], catalog="/Metadata 6 0 R")},
    "bookmark": {"outline": pdf(["<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>", "<< /Title (WC-0042, Ada Example) /Parent 6 0 R /Dest [3 0 R /Fit] >>"], catalog="/Outlines 6 0 R")},
    "attachment": {"of the file": pdf([stream("secret", "/Type /EmbeddedFile"), "<< /Type /Filespec /F (case.txt) /UF (case.txt) /EF << /F 6 0 R >> >>"], catalog="/Names << /EmbeddedFiles << /Names [(case.txt) 7 0 R] >> >>"),
                   "of a note": pdf([stream("secret", "/Type /EmbeddedFile"), "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /Type /Filespec /F (a) /EF << /F 6 0 R >> >> >>"], pages_extra="/Annots [7 0 R]")},
    "annotation": {"a note": pdf(["<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Ada Example) >>"], pages_extra="/Annots [6 0 R]"), "a redaction not applied": pdf(["<< /Type /Annot /Subtype /Redact /Rect [60 690 260 720] >>"], pages_extra="/Annots [6 0 R]"),
                   "hidden": pdf(["<< /Type /Annot /Subtype /FreeText /F 2 /Rect [0 0 9 9] /Contents (Ada) >>"], pages_extra="/Annots [6 0 R]")},
    "link": {"to an address": pdf(["<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://portal.example.org/case/42) >> >>"], pages_extra="/Annots [6 0 R]")},
    "form_value": {"a field": pdf(["<< /FT /Tx /T (name) /V (Ada Example) /Type /Annot /Subtype /Widget /Rect [0 0 9 9] >>"], catalog="/AcroForm << /Fields [6 0 R] >>", pages_extra="/Annots [6 0 R]")},
    "hidden_layer": {"switched off": pdf(["<< /Type /OCG /Name (names) >>"], catalog="/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>"), "off at first": pdf(["<< /Type /OCG /Name (names) >>"], catalog="/OCProperties << /OCGs [6 0 R] /D << /BaseState /OFF >> >>")},
    "layer": {"shown": pdf(["<< /Type /OCG /Name (names) >>"], catalog="/OCProperties << /OCGs [6 0 R] /D << /ON [6 0 R] >> >>")},
    "thumbnail": {"of a page": pdf([stream("\0", "/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")], pages_extra="/Thumb 6 0 R")},
    "script": {"at opening": pdf([], catalog="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "by name": pdf([], catalog="/Names << /JavaScript << /Names [] >> >>")},
    "private_data": {"of a program": pdf([], pages_extra="/PieceInfo << /Editor << /Private (Ada) >> >>")},
    "unused_object": {"a page taken out": pdf([stream("BT (Ada Example) Tj ET")])},
}


def added_to(old, body):
    """The file saved by adding to it: object 4 anew."""
    start = old.rindex(b"startxref\n") + 10
    place = len(old)
    new = old + b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(body), body)
    return new + b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (place, old[start:].split(b"\n")[0], new.rindex(b"endobj\n") + 7)


PLANTED["earlier_version"] = {"saved by adding": added_to(pdf([]), b"BT /F1 12 Tf 72 700 Td ([patient]) Tj ET")}
PLANTED["trailing_data"] = {"behind the end": pdf([]) + b"Ada Example\n"}


class Leaks(Story):
    def kinds(self, data, *options):
        file = self.folder / "file.pdf"
        file.write_bytes(data)
        done = run("corpus", "leaks", file, "--json", *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual(done.returncode, 1 if told["leaks"] else 0)
        return [leak["kind"] for leak in told["leaks"]]

    def test_a_plain_page_has_none(self):
        for name, data in {"plain": pdf([]), "a box before the words": pdf([], content="0.9 g 60 690 200 30 re f 0 g " + TEXT), "a rule below": pdf([], content=TEXT + " 72 697 200 1 re f"),
                           "a box elsewhere": pdf([], content=TEXT + " 0 g 60 300 200 30 re f"), "a frame": pdf([], content=TEXT + " 60 690 200 30 re S"), "a bookmark that the page prints": pdf(["<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>", "<< /Title (Ada Example) /Parent 6 0 R /Dest [3 0 R /Fit] >>"], catalog="/Outlines 6 0 R"), "title and producer": pdf(["<< /Title (Decision) /Producer (x) >>"], trailer="/Info 6 0 R")}.items():
            with self.subTest(name):
                self.assertEqual(self.kinds(data), [])

    def test_everything_planted_is_found(self):
        for kind, plants in PLANTED.items():
            for name, data in plants.items():
                with self.subTest(f"{kind}: {name}"):
                    self.assertIn(kind, self.kinds(data))

    def test_parties_in_the_words(self):
        letter = pdf([], content=TEXT.replace("Ada Example", "Nothing here"))
        self.assertNotIn("party", self.kinds(letter, "--case", FIRST))
        claim = next(line for line in (FIRST / "application.yaml").read_text(encoding="utf-8").splitlines() if line.startswith("claim:")).split("number: ")[1].split(",")[0].split("}")[0]
        self.assertIn("party", self.kinds(pdf([], content=TEXT.replace("Ada Example", claim)), "--case", FIRST))

    def test_our_own_copies_carry_nothing(self):
        letter = self.folder / "letter.txt"
        letter.write_text("FINAL DETERMINATION\n\nPatient: Ada Example\n\n" + "She has back pain. " * 200 + "\n", encoding="utf-8")
        self.assertEqual(run("corpus", "deidentify", letter, "--out", self.folder / "out").returncode, 0)
        self.assertEqual(self.kinds((self.folder / "out/deidentified.pdf").read_bytes()), [])

    def test_what_cannot_be_looked_through_is_an_error(self):
        file = self.folder / "broken.pdf"
        file.write_bytes(b"%PDF-1.7\nnothing\n")
        self.fails(run("corpus", "leaks", file), "broken.pdf", "do not publish it")
        self.fails(run("corpus", "leaks", self.folder / "none.pdf"), "none.pdf")


if __name__ == "__main__":
    unittest.main()
