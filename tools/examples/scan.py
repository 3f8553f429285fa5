"""Turns typeset pages into what a fax machine or a flatbed would have left: page images without a text layer.

Pages are rendered by pdftoppm at 200 dpi, turned a little, dusted with noise, and written as a PDF of
images (CCITT group 4 or grey JPEG) or as a multi-page group 4 TIFF. All chance comes from a seed.
"""

import io
import pathlib
import random
import subprocess
import tempfile

from PIL import Image, ImageFilter, TiffImagePlugin

DPI = 200
TiffImagePlugin.STRIP_SIZE = 1 << 24  # one strip a page, so that a strip is the whole group 4 stream


def rendered_pages(pdf):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", str(pdf), f"{folder}/p"], check=True)
        return [Image.open(io.BytesIO(p.read_bytes())).convert("L") for p in sorted(pathlib.Path(folder).glob("p*.pgm"))]


def worn(page, rng, skew):
    """The page after a trip through a scanner: skewed, slightly soft, grainy."""
    page = page.rotate(skew, resample=Image.BICUBIC, expand=False, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(0.45))
    grain = Image.frombytes("L", page.size, rng.randbytes(page.width * page.height)).filter(ImageFilter.GaussianBlur(0.8))
    paper = page.point(lambda v: 24 + v * 228 // 255)  # black is never black, white never white
    return Image.blend(paper, grain, 0.055)


def two_tone(page, rng):
    """Black and white, with a few specks of dust."""
    flat = page.point(lambda v: 255 if v > 166 else 0).convert("1", dither=Image.NONE)
    for _ in range(140):
        x, y = rng.randrange(flat.width - 2), rng.randrange(flat.height - 2)
        flat.putpixel((x, y), 0)
        if rng.random() < 0.4:
            flat.putpixel((x + 1, y), 0)
    return flat


def scanned_images(pdf, seed, tone):
    rng = random.Random(seed)
    images = []
    for page in rendered_pages(pdf):
        skew = rng.choice((-1, 1)) * rng.uniform(0.3, 0.7)
        image = worn(page, rng, skew)
        images.append(two_tone(image, rng) if tone == "fax" else image)
    return images


def group4(image):
    """The bare CCITT group 4 data of a 1-bit image, black as 0."""
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", compression="group4")
    with Image.open(io.BytesIO(buffer.getvalue())) as tiff:
        (offset,), (count,) = tiff.tag_v2[273], tiff.tag_v2[279]
        white_is_zero = tiff.tag_v2[262] == 0
    return buffer.getvalue()[offset : offset + count], white_is_zero


def image_stream(image):
    if image.mode == "1":
        data, white_is_zero = group4(image)
        black_is_1 = "false" if white_is_zero else "true"
        return (
            data,
            (
                "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 "
                f"/Columns {image.width} /Rows {image.height} /BlackIs1 {black_is_1} >>"
            ),
        )
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=38, optimize=True)
    return buffer.getvalue(), "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"


def write_image_pdf(path, images):
    """A PDF that holds nothing but the page images. No dates, no ids: same images, same bytes."""
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(images)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(images)} >>".encode()]
    for n, image in enumerate(images):
        wide, high = image.width * 72 / DPI, image.height * 72 / DPI
        data, filters = image_stream(image)
        draw = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /Im Do Q".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide:.2f} {high:.2f}] /Contents {4 + 3 * n} 0 R "
            f"/Resources << /XObject << /Im {5 + 3 * n} 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(draw) + draw + b"\nendstream")
        objects.append(
            f"<< /Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} {filters} "
            f"/Length {len(data)} >>\nstream\n".encode()
            + data
            + b"\nendstream"
        )
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(bytes(out))


def write_tiff(path, images):
    images[0].save(path, "TIFF", compression="group4", dpi=(DPI, DPI), save_all=True, append_images=images[1:])
