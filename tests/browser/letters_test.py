"""Every letter in English and Spanish in a real browser: axe-core finds nothing, and nothing scrolls sideways on a telephone.

Needs node, a Chromium and `npm ci --prefix tests/browser`; skipped by name without. OPENIMR_SCREENSHOTS names a folder for pictures.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "stories"))
from letters_write_test import HEAD, KINDS, NUMBER, sets  # noqa: E402
from program import FIRST, ROSTER, Story, run  # noqa: E402

BROWSER = os.environ.get("OPENIMR_BROWSER") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = [name for name, there in (("node", shutil.which("node")), ("chromium", BROWSER), ("npm ci --prefix tests/browser", (HERE / "node_modules").is_dir())) if not there]


@unittest.skipIf(MISSING, f"needs {', '.join(MISSING)}")
class LettersInABrowser(Story):
    def cases(self):
        """Kind -> a case folder that stands where the letter needs it."""
        unsigned, disputed = self.folder / "unsigned", self.folder / "disputed"
        for target, old, new in ((unsigned, r"^consent:.*", "consent: {signed: false}"), (disputed, "liability_disputed: false", "liability_disputed: true")):
            shutil.copytree(FIRST, target)
            application = target / "application.yaml"
            application.write_text(re.sub(old, new, application.read_text(), flags=re.M))
        return {**{kind: FIRST for kind in KINDS}, "ineligibility": unsigned, "deferral": disputed}

    def axe(self, files):
        screenshots = os.environ.get("OPENIMR_SCREENSHOTS", "-")
        done = subprocess.run(["node", HERE / "axe.mjs", BROWSER, screenshots, *files], capture_output=True, text=True, cwd=HERE, timeout=250)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        return json.loads(done.stdout)

    def test_axe_finds_nothing(self):
        out = self.folder / "out"
        for kind, case in self.cases().items():
            for language in ("en", "es"):
                done = run("letter", kind, case, "--lang", language, "--letterhead", HEAD, "--roster", ROSTER, *sets(NUMBER, *KINDS[kind]), "--set", "served_by=mail", "--set", "server_name=Q. Mailer",
                           "--out", out) if kind != "plain-determination" else run("letter", kind, case, "--lang", language, "--letterhead", HEAD, "--roster", ROSTER, "--out", out)
                self.assertEqual(done.returncode, 0, done.stderr)
        done = run("letter", "final-determination", FIRST, "--letterhead", HEAD, "--roster", ROSTER, *sets(NUMBER), "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        files = sorted(out.glob("*.html"))
        self.assertEqual(len(files), 2 * len(KINDS) + 1)
        for file, found in self.axe(files).items():
            self.assertEqual(found, [], file)

    def test_axe_would_find_something(self):
        """The measuring itself: a page with what must not be."""
        page = self.folder / "bad.html"
        page.write_text("<!DOCTYPE html><html><head><title></title></head><body><img src=x><p style='color:#ccc;background:#fff'>pale</p><table style='width:2000px'><tr><td>1</td></tr></table></body></html>")
        found = {one["id"] for one in self.axe([page])[str(page)]}
        self.assertLessEqual({"html-has-lang", "image-alt", "color-contrast", "document-title", "scrolls-sideways"}, found)


if __name__ == "__main__":
    unittest.main(verbosity=2)
