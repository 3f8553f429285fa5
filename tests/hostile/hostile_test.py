"""Hostile documents cost themselves, never the program: no crash, no hang, a problem told for what is broken, and honest files beside
them are read. A quick selection by default; with the word `long` all of corpus.py.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import corpus

PROGRAM = Path(os.environ.get("OPENIMR_BINARY_DIR", "build/check")) / "openimr"
WHOLE = "long" in sys.argv[1:]
BATCH = 40
LIMIT_SECONDS = 1500 if WHOLE else 240  # of one batch; a page is given up after 60 s of silence


def batches():
    group = []
    for case in corpus.cases(WHOLE):
        group.append(case)
        if len(group) == BATCH:
            yield group
            group = []
    if group:
        yield group


class Hostile(unittest.TestCase):
    def test_nothing_crashes_or_hangs(self):
        seen, started = 0, time.monotonic()
        for group in batches():
            with self.subTest(batch="%s ... %s" % (group[0][0], group[-1][0])), tempfile.TemporaryDirectory() as folder:
                self.check(Path(folder), group)
            seen += len(group)
        print("%d hostile files in %.1f s" % (seen, time.monotonic() - started))
        self.assertGreater(seen, 70)

    def check(self, folder, group):
        honest = folder / "honest.pdf"
        honest.write_bytes(corpus.text_pdf())
        names = [str(honest)]
        for name, data, _ in group:
            (folder / name).write_bytes(data)
            names.append(str(folder / name))
        before = time.monotonic()
        try:
            run = subprocess.run([str(PROGRAM), "pages", *names, "--json"], capture_output=True, timeout=LIMIT_SECONDS,
                                 env=dict(os.environ, OPENIMR_CACHE=""))
        except subprocess.TimeoutExpired:
            self.fail("no end after %d s: %s" % (LIMIT_SECONDS, ", ".join(name for name, _, _ in group)))
        if os.environ.get("OPENIMR_HOSTILE_TIMES"):
            print("%6.1f s  %s ... %s" % (time.monotonic() - before, group[0][0], group[-1][0]))
        self.assertIn(run.returncode, (0, 1), run.stderr.decode(errors="replace")[-2000:])
        answer = json.loads(run.stdout)
        pages = {}
        for one in answer["pages"]:
            pages.setdefault(one["file"], []).append(one)
        self.assertIn("Synthetic line 7", pages[str(honest)][0]["text"], "an honest file beside them")
        for problem in answer["problems"]:
            for part in ("where", "found", "expected", "remedy"):
                self.assertTrue(problem[part], problem)
        for name, _, is_broken in group:
            path = str(folder / name)
            told = [problem for problem in answer["problems"] if problem["where"] == path or problem["where"].startswith((path + "/", path + ","))]
            inside = [page for file, read in pages.items() if file == path or file.startswith(path + "/") for page in read]
            self.assertTrue(inside, name + " vanished")
            if all(page["unread"] for page in inside):
                self.assertTrue(told, name + " could not be read and nobody says why")
            if is_broken:
                self.assertTrue(any(corpus.TOLD[name] in problem["found"] for problem in told), "%s: %s" % (name, told))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
