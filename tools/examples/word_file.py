"""Writes a consultation as a Word file whose bytes do not depend on the clock."""

import datetime
import io
import zipfile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from page_kit import SYNTHETIC

FIXED = datetime.datetime(2015, 1, 1)


def write_docx(path, letterhead, blocks):
    """`blocks`: ("title"|"h"|"p"|"bullet", text) or ("table", rows)."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11)
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text = letterhead[0] + "\n" + "  |  ".join(letterhead[1:])
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = section.footer.paragraphs[0]
    foot.text = SYNTHETIC
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, content in blocks:
        if kind == "title":
            paragraph = document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(content)
            run.bold, run.font.size = True, Pt(14)
        elif kind == "h":
            run = document.add_paragraph().add_run(content)
            run.bold, run.font.color.rgb = True, RGBColor(0x1F, 0x3B, 0x57)
        elif kind == "p":
            document.add_paragraph(content)
        elif kind == "bullet":
            document.add_paragraph(content, style="List Bullet")
        elif kind == "table":
            table = document.add_table(rows=0, cols=len(content[0]), style="Table Grid")
            for n, row in enumerate(content):
                for cell, text in zip(table.add_row().cells, row):
                    cell.text = ""
                    cell.paragraphs[0].add_run(text).bold = n == 0
            document.add_paragraph()
    for name in ("created", "modified", "last_printed"):
        setattr(document.core_properties, name, FIXED)
    document.core_properties.author = "OpenIMR examples"
    document.core_properties.comments = SYNTHETIC
    document.core_properties.revision = 1
    buffer = io.BytesIO()
    document.save(buffer)
    repack(buffer, path)


def repack(buffer, path):
    """The same archive with every member dated 1980-01-01."""
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
