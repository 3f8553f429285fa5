#!/usr/bin/env python3
"""How well strokes that gave no word are seen on scans, and how often print, logos, tables and signatures are taken for them.

    benchmarks/loose_ink.py [--program build/release/openimr] [--each 12] [--seed 1] [--worst 5] [--keep FOLDER]

Pages of print of a made-up clinic with one kind of drawing on each, as a scanner makes them (200 dots per inch, two-tone; every third at fax
resolution, every fourth askew, every fifth with specks). Hands are invented: strokes of Bezier curves with slant, size, spacing and pen of
their own. A page with handwriting must be queued for a person; any other must not. Prints JSON. Standard library and pdftoppm.
"""
import argparse
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import synthetic_scans as scans

ROOT = pathlib.Path(__file__).resolve().parent.parent


def hand(chance):
    return {"slant": chance.uniform(-0.1, 0.5), "height": chance.uniform(6, 14), "pen": chance.uniform(0.6, 1.8), "joined": chance.random() < 0.6,
            "spacing": chance.uniform(0.6, 1.1)}


def letters(chance, how, x, y, count):
    """Strokes of one word at x, y; content of a page and the width."""
    out, height, at = ["%.2f w 1 J 1 j" % how["pen"]], how["height"], x
    out.append("%.2f %.2f m" % (at, y))
    for _ in range(count):
        wide = height * how["spacing"] * chance.uniform(0.5, 1.1)
        tall = height * chance.choice([1, 1, 1, 1.9, -0.9])
        def point(dx, dy):
            return "%.2f %.2f" % (at + dx + how["slant"] * dy, y + dy + chance.uniform(-0.6, 0.6))
        if not how["joined"]:
            out.append("S %s m" % point(0, chance.choice([0, tall * 0.5, tall])))
        out.append("%s %s %s c" % (point(wide * chance.uniform(-0.2, 0.6), tall), point(wide * chance.uniform(0.4, 1.2), tall), point(wide * 0.6, 0)))
        if chance.random() < 0.5:
            out.append("%s %s %s c" % (point(wide * 0.2, -height * 0.3), point(wide, height * 0.2), point(wide, 0)))
        at += wide
    return " ".join(out) + " S\n", at - x


def handwriting(chance, x, y, right, lines):
    how, out = hand(chance), []
    for line in range(lines):
        at, base = x, y - line * how["height"] * 2.3
        while at < right:
            word, width = letters(chance, how, at, base + chance.uniform(-1.5, 1.5), chance.randint(2, 7))
            out.append(word)
            at += width + how["height"] * 0.8
    return "\n".join(out)


def text(lines, top, seed=0, x=72, size=10):
    shown = "".join("(%s) Tj T*\n" % line.replace("(", "\\(").replace(")", "\\)") for line in scans.lines_of("eng", seed)[:lines])
    return "BT /F1 %d Tf %d %d Td 16.5 TL\n%sET\n" % (size, x, top, shown)


def said(words, x, y, size=10):
    return "BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, words)


def box(x, y, w, h):
    return "%.1f %.1f %.1f %.1f re S\n" % (x, y, w, h)


def note_below(chance, seed):
    return text(24, 730, seed) + handwriting(chance, 80, 300, chance.uniform(200, 480), chance.randint(1, 5))


def note_in_margin(chance, seed):
    return text(36, 730, seed, x=150) + handwriting(chance, 40, chance.uniform(300, 700), 110, chance.randint(2, 6))


def note_between_lines(chance, seed):
    return text(15, 730, seed) + handwriting(chance, 90, 458, 420, 1) + text(12, 420, seed + 1)


def filled_in_by_hand(chance, seed):
    out = text(10, 730, seed)
    for n, label in enumerate(["Pain today:", "Medicine:", "Work status:", "Next visit:"]):
        y = 500 - 40 * n
        out += said(label, 72, y) + "0.7 w 150 %d m 480 %d l S\n" % (y - 2, y - 2) + handwriting(chance, 155, y + 2, chance.uniform(190, 420), 1)
    return out


def circled_words(chance, seed):
    out = text(38, 730, seed) + "1.2 w\n"
    for _ in range(3):
        x, y, a, b = chance.uniform(120, 420), chance.uniform(200, 700), chance.uniform(30, 60), chance.uniform(10, 16)
        k = 0.5523
        out += "%.1f %.1f m " % (x + a, y) + " ".join("%.1f %.1f %.1f %.1f %.1f %.1f c" % tuple(p) for p in [
            (x + a, y + k * b, x + k * a, y + b, x, y + b), (x - k * a, y + b, x - a, y + k * b, x - a, y),
            (x - a, y - k * b, x - k * a, y - b, x, y - b), (x + k * a, y - b, x + a, y - k * b, x + a + 4, y + 5)]) + " S\n"
    return out


def print_only(chance, seed):
    return text(40, 730, seed)


def two_sizes(chance, seed):
    return said("EXAMPLE CLINIC", 180, 735, 26) + said("Department of Made-Up Medicine", 190, 712, 13) + text(34, 670, seed) + said("small print at the foot of the page, form 12-34", 72, 40, 6)


def logo(chance, seed):
    """A filled emblem with a ring around it and a name in large letters."""
    out, x, y = "", 100, 725
    for n in range(chance.randint(3, 7)):
        angle = n * 2 * math.pi / 7
        out += "%.1f %.1f m %.1f %.1f l %.1f %.1f l f\n" % (x, y, x + 28 * math.cos(angle), y + 28 * math.sin(angle), x + 28 * math.cos(angle + 0.5), y + 28 * math.sin(angle + 0.5))
    out += "%.1f w %.1f %.1f 64 64 re S\n" % (chance.uniform(2.5, 5), x - 32, y - 32)
    return out + said("EXAMPLE", 150, 730, 28) + said("MEDICAL GROUP", 150, 708, 14) + text(34, 650, seed)


def table(chance, seed):
    out, rows = "%.1f w\n" % chance.uniform(0.4, 1.5), chance.randint(6, 14)
    for r in range(rows + 1):
        out += "72 %d m 540 %d l S\n" % (700 - 24 * r, 700 - 24 * r)
    for c in range(5):
        out += "%d 700 m %d %d l S\n" % (72 + 117 * c, 72 + 117 * c, 700 - 24 * rows)
    for r in range(rows):
        for c, word in enumerate(["Lumbar", "flexion", str(chance.randint(10, 90)), "degrees"]):
            out += said(word, 78 + 117 * c, 683 - 24 * r)
    return out + text(10, 690 - 24 * rows, seed)


def signature(chance, seed):
    label = chance.choice(["Signature:", "Signed:", "Physician signature", "By:"])
    side = handwriting(chance, 150, 262, chance.uniform(210, 300), 1)
    out = text(25, 730, seed) + "0.7 w 140 256 m 400 256 l S\n" + side
    return out + (said(label, 72, 260) if chance.random() < 0.6 else said("Sincerely,", 72, 300) + said("R. Treating, MD", 150, 238))


def check_boxes(chance, seed):
    out = text(12, 730, seed) + "0.8 w\n"
    for n in range(12):
        y = 500 - 26 * n
        out += box(80, y, 9, 9) + said(chance.choice(["yes, as told before", "no", "not known", "modified work"]), 100, y)
        if chance.random() < 0.4:
            out += "1.4 w 79 %d m 91 %d l S 79 %d m 91 %d l S 0.8 w\n" % (y - 1, y + 11, y + 11, y - 1)
    return out


def bar_code(chance, seed):
    out, x = text(30, 730, seed), 300
    while x < 520:
        wide = chance.choice([1, 1, 2, 3])
        out += "%d 60 %d 36 re f\n" % (x, wide)
        x += wide + chance.choice([1, 2, 3])
    return out


def half_tone(chance, seed):
    """A picture as scanners make it: dots of many sizes."""
    out = text(20, 730, seed)
    for i in range(60):
        for j in range(40):
            r = 1.6 * abs(math.sin(i / 9 + seed) * math.cos(j / 7))
            out += "%.1f %.1f %.2f %.2f re f\n" % (150 + i * 4, 120 + j * 4, r, r)
    return out


def underlined(chance, seed):
    out = text(38, 730, seed) + "0.8 w\n"
    for n in range(10):
        y = 730 - 16.5 * chance.randint(0, 37) - 2
        x = chance.uniform(72, 400)
        out += "%.1f %.1f m %.1f %.1f l S\n" % (x, y, x + chance.uniform(20, 120), y)
    return out


HANDS = [note_below, note_in_margin, note_between_lines, filled_in_by_hand, circled_words]
OTHERS = [print_only, two_sizes, logo, table, signature, check_boxes, bar_code, half_tone, underlined]


def page(folder, kind, seed, number):
    chance = random.Random(f"{kind.__name__} {seed} {number}")
    drawn = "0 G 0 g\n" + kind(chance, seed * 1000 + number)
    if number % 4 == 3:
        angle = math.radians(chance.choice([-1, 1]) * chance.uniform(0.5, 3))
        c, s = 0.95 * math.cos(angle), 0.95 * math.sin(angle)
        drawn = "q %.5f %.5f %.5f %.5f %.2f %.2f cm\n%s Q" % (c, s, -s, c, 306 - c * 306 + s * 396, 396 - s * 306 - c * 396, drawn)
    how = ("-mono", "-rx", "204", "-ry", "196") if number % 3 == 2 else ("-mono", "-r", "200")
    path = scans.picture(folder, f"{kind.__name__}-{number}", drawn.encode("latin-1"), how, number)
    _, size, rows = path.read_bytes().split(b"\n", 2)
    path.unlink()
    width, height = map(int, size.split())
    dots = bytearray(byte ^ 0xff for byte in rows)
    if number % 5 == 4:
        for _ in range(len(dots) // 400):
            dots[chance.randrange(len(dots))] ^= 1 << chance.randrange(8)
    target = folder / f"{kind.__name__}-{number}.pdf"
    target.write_bytes(scans.pdf([(width, height, bytes(dots))]))
    return target


def measure(program, each, seed, worst=0, keep=None):
    """Figures of `each` pages of every kind."""
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(keep or made)
        folder.mkdir(exist_ok=True)
        files = {str(page(folder, kind, seed, number)): kind for kind in HANDS + OTHERS for number in range(each)}
        done = subprocess.run([str(program), "pages", *files, "--json"], capture_output=True, check=True, env=dict(os.environ, OPENIMR_CACHE=""))
    kinds, wrong = {}, []
    for one in json.loads(done.stdout)["pages"]:
        kind = files[one["file"]]
        row = kinds.setdefault(kind.__name__, {"pages": 0, "queued": 0, "by_strokes": 0})
        is_queued = one["unread"] or one["doubt"] is not None
        row["pages"] += 1
        row["queued"] += is_queued
        row["by_strokes"] += bool(one["doubt"] and one["doubt"].startswith("ink"))
        if is_queued != (kind in HANDS):
            wrong.append([one["file"], one["doubt"], one["loose_ink"]])
    def sum_of(group, what):
        return sum(kinds[kind.__name__][what] for kind in group)
    return {"seed": seed, "kinds": kinds, "with_handwriting": sum_of(HANDS, "pages"), "of_them_queued": sum_of(HANDS, "queued"),
            "without": sum_of(OTHERS, "pages"), "of_them_queued_in_vain": sum_of(OTHERS, "queued"), **({"wrong": wrong[:worst]} if worst else {})}


def main():
    arguments = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    arguments.add_argument("--program", default=ROOT / "build" / "release" / "openimr")
    arguments.add_argument("--each", type=int, default=12, help="pages of a kind")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--worst", type=int, default=0, help="show so many pages that came out wrong")
    arguments.add_argument("--keep", help="leave the pages in this folder")
    options = arguments.parse_args()
    print(json.dumps(measure(options.program, options.each, options.seed, options.worst, options.keep), indent=1))


if __name__ == "__main__":
    main()
