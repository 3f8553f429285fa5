#!/usr/bin/env python3
"""How fast text-layer PDFs are read, beside `pdftotext -bbox` on the same files in the same run.

    benchmarks/intake.py [--program build/release/openimr] [--repeat 3] [--max-ratio 1.25]

Two sets are written to a temporary folder, with words that vary but are the same on every machine: a hundred files of five
pages, and one file of five hundred. `openimr pages` reads them without a cache; its time is the whole command, with typing
the documents and printing every word as JSON. Prints JSON; with --max-ratio the exit code says whether the ratios hold.
Standard library only.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORDS = """patient reports persistent low back pain radiating to left leg numbness tingling examination reveals tenderness
spasm lumbar paraspinal muscles range of motion decreased flexion extension straight raise positive sensation diminished
dermatome strength gait antalgic medications refilled continue home exercise program requested authorization follow up
weeks magnetic resonance imaging disc protrusion foraminal narrowing physical therapy visits completed work status
modified duty assessment plan cervical radiculopathy shoulder impingement knee arthroscopy""".split()


def numbers(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % (1 << 31)
        yield seed >> 8


def page_text(source, title):
    lines = [title, "Date of service: %d/%d/2014" % (next(source) % 12 + 1, next(source) % 28 + 1)]
    for _ in range(44):
        lines.append(" ".join(WORDS[next(source) % len(WORDS)] for _ in range(12)).capitalize() + ".")
    return lines


def pdf(pages, seed):
    source = numbers(seed)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for number in range(1, pages + 1):
        lines = page_text(source, "PROGRESS REPORT    Page %d of %d" % (number, pages))
        stream = "BT /F1 9 Tf 50 740 Td 15 TL\n" + "".join("(%s) Tj T*\n" % line for line in lines) + "ET"
        kids.append("%d 0 R" % (len(objects) + 1))
        objects.append("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
                       " /Contents %d 0 R >>" % (len(objects) + 2))
        objects.append("<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = "<< /Type /Pages /Kids [%s] /Count %d >>" % (" ".join(kids), pages)
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text.encode())
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table +
                  b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out)))


def timed(act):
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def peer(files):
    for file in files:
        subprocess.run(["pdftotext", "-bbox", file, "-"], stdout=subprocess.DEVNULL, check=True)


def ours(program, files):
    subprocess.run([program, "pages", *files, "--json"], stdout=subprocess.DEVNULL, check=True,
                   env=dict(os.environ, OPENIMR_CACHE=""))


def compare(program, files, repeat):
    """Medians of runs taken in turn, so that both meet the same machine."""
    theirs, mine = [], []
    for _ in range(repeat):
        theirs.append(timed(lambda: peer(files)))
        mine.append(timed(lambda: ours(program, files)))
    ratio = statistics.median(mine) / statistics.median(theirs)
    return {"files": len(files), "pdftotext_bbox_seconds": round(statistics.median(theirs), 3),
            "openimr_pages_seconds": round(statistics.median(mine), 3), "ratio": round(ratio, 2), "runs": repeat}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--program", default=str(ROOT / "build/release/openimr"))
    arguments.add_argument("--repeat", type=int, default=3)
    arguments.add_argument("--max-ratio", type=float)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = []
        for number in range(100):
            path = pathlib.Path(folder) / f"small-{number:03}.pdf"
            path.write_bytes(pdf(5, number + 1))
            small.append(str(path))
        large = pathlib.Path(folder) / "large.pdf"
        large.write_bytes(pdf(500, 4711))
        results = {"cores": os.cpu_count(),
                   "hundred_files_of_five_pages": compare(options.program, small, options.repeat),
                   "one_file_of_five_hundred_pages": compare(options.program, [str(large)], options.repeat)}
    print(json.dumps(results, indent=1))
    if options.max_ratio and any(r["ratio"] > options.max_ratio for r in results.values() if isinstance(r, dict)):
        sys.exit(1)


if __name__ == "__main__":
    main()
