#!/usr/bin/python3
"""Writes the synthetic example case files, the roster and the test variants under examples/.

    tools/examples/make_examples.py                   # examples/cases and examples/rosters
    tools/examples/make_examples.py --variants DIR    # only the variant documents, to DIR (the tree holds examples/variants)

The results are committed; nothing here is needed to build or to run OpenIMR. Same input, same bytes. Needs, on Debian 12:

    apt-get install python3-reportlab python3-pil python3-docx python3-yaml poppler-utils
"""

import argparse
import pathlib
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True  # leave no __pycache__ in the tree

from cases import CASES
from page_kit import write_pdf
from roster_yaml import SMALL
from scan import scanned_images, write_image_pdf, write_tiff
from variants import VARIANTS
from word_file import write_docx

ROOT = pathlib.Path(__file__).resolve().parents[2]


def write_document(document, folder):
    target = folder / document.file
    if document.medium == "docx":
        write_docx(target, *document.word)
        return
    with tempfile.TemporaryDirectory() as scratch:
        typeset = target if document.medium == "text" else pathlib.Path(scratch) / "typeset.pdf"
        if document.draw:
            document.draw(typeset)
        else:
            write_pdf(typeset, document.sheet, document.story)
        if document.medium == "text":
            return
        seed = zlib.crc32(document.file.encode())
        images = scanned_images(typeset, seed, "grey" if document.medium == "grey" else "fax")
        (write_tiff if document.medium == "tiff" else write_image_pdf)(target, images)


def write_case(name, folder):
    documents, pages = CASES[name]
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for document in documents:
        write_document(document, folder / "documents")
    for file, text in pages.items():
        (folder / file).write_text(text, encoding="utf-8")


def write_variants(folder):
    for name, files in VARIANTS.items():
        for file, text in files.items():
            target = folder / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "examples", help="where cases/ and rosters/ go")
    parser.add_argument("--variants", type=pathlib.Path, metavar="DIR", help="write only the variant documents, to DIR")
    chosen = parser.parse_args()
    if chosen.variants:
        write_variants(chosen.variants)
        return
    for name in CASES:
        write_case(name, chosen.out / "cases" / name)
    (chosen.out / "rosters").mkdir(parents=True, exist_ok=True)
    (chosen.out / "rosters" / "small.yaml").write_text(SMALL, encoding="utf-8")


if __name__ == "__main__":
    main()
