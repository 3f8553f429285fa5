"""A scan of 200 pages whose reading is ended by `kill -9` in the middle: what was recognised is kept, the next run does the rest.

Two runs then go on side by side on the same cache folder, as two people at two terminals would.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from program import ROOT, Story

sys.path.insert(0, str(ROOT / "benchmarks"))
import synthetic_scans as scans  # noqa: E402

PROGRAM = pathlib.Path(os.environ.get("OPENIMR_BINARY_DIR", "build/check")) / "openimr"
PAGES, BEFORE_THE_KILL = 200, 40


def words_of(number):
    return "Synthetic page %d of the record" % number


def scan_of(folder):
    """Every page a picture of one line of its own."""
    small = b"/MediaBox [0 0 612 792]"
    text = scans.pdf([b"BT /F1 20 Tf 20 20 Td (%s) Tj ET" % words_of(n).encode() for n in range(1, PAGES + 1)])
    (folder / "text.pdf").write_bytes(text.replace(small, b"/MediaBox [0 0 360 60] "))
    subprocess.run(["pdftoppm", "-mono", "-r", "150", str(folder / "text.pdf"), str(folder / "p")], check=True)
    pictures = []
    for path in sorted(folder.glob("p-*.pbm")):
        _, size, rows = path.read_bytes().split(b"\n", 2)
        pictures.append((*map(int, size.split()), bytes(byte ^ 0xff for byte in rows)))
    scan = folder / "scan.pdf"
    scan.write_bytes(scans.pdf(pictures).replace(small, b"/MediaBox [0 0 360 60] ").replace(b"612 0 0 792 0 0 cm", b"360 0 0 60  0 0 cm"))
    return scan


def start(scan, cache):
    return subprocess.Popen([str(PROGRAM), "pages", str(scan), "--json"], stdout=subprocess.PIPE, env=dict(os.environ, OPENIMR_CACHE=str(cache)))


def entries(cache):
    """Whole entries and what tells whether one was written again."""
    return {path.name: path.stat().st_ino for path in cache.glob("*.pages")} if cache.exists() else {}


def children(pid):
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(stat.parent.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


class Resume(Story):
    def test_a_killed_run_goes_on(self):
        with tempfile.TemporaryDirectory() as name:
            folder, cache = pathlib.Path(name), pathlib.Path(name) / "cache"
            scan = scan_of(folder)
            run = start(scan, cache)
            while len(entries(cache)) < BEFORE_THE_KILL and run.poll() is None:
                time.sleep(0.02)
            self.assertIsNone(run.poll(), "it was done before it could be ended")
            workers = children(run.pid)
            run.send_signal(signal.SIGKILL)
            run.communicate()
            self.gone(workers)
            kept = entries(cache)
            self.assertLess(len(kept), PAGES)
            both = [start(scan, cache), start(scan, cache)]
            answers = [one.communicate()[0] for one in both]
            self.assertEqual([one.returncode for one in both], [0, 0])
            self.assertEqual(answers[0], answers[1], "runs side by side read the same")
            self.read_whole(json.loads(answers[0]))
            after = entries(cache)
            self.assertEqual({name: after.get(name) for name in kept}, kept, "pages that were recognised are not recognised again")
            self.assertEqual(len(after), PAGES + 1, "every page, and the file as a whole")
            self.assertEqual([path.name for path in cache.iterdir() if path.name not in after and time.time() - path.stat().st_mtime < 1], [])

    def gone(self, workers):
        self.assertTrue(workers)
        for _ in range(200):
            if not any(pathlib.Path("/proc", str(pid)).exists() for pid in workers):
                return
            time.sleep(0.05)
        self.fail("workers outlive the program: %s" % workers)

    def read_whole(self, answer):
        self.assertEqual(answer["problems"], [])
        self.assertEqual(len(answer["pages"]), PAGES)
        for number, page in enumerate(answer["pages"], 1):
            self.assertEqual((page["page"], page["source"], page["reason"]), (number, "ocr", "layer_missing"))
            self.assertIn(words_of(number).split(" of ")[0], page["text"])


if __name__ == "__main__":
    unittest.main()
