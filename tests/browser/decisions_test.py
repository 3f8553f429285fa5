"""The public pages of decisions in English and Spanish in a real browser: axe-core finds nothing, nothing scrolls sideways, no script.

Needs node, a Chromium and `npm ci --prefix tests/browser`; skipped by name without. OPENIMR_SCREENSHOTS names a folder for pictures.
"""
import json
import os
import subprocess
import sys
import unittest
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "stories"))
sys.path.insert(0, str(HERE))
from letters_test import BROWSER, MISSING  # noqa: E402
from program import Story, answer, run  # noqa: E402

PAGES = {"search": ["--query", "baclofen pain outcome:upheld"], "search-nothing": ["--query", "nothingatall"], "search-wrong": ["--query", "a (b"], "search-all": [],
         "about": [], "topic": ["--topic", "baclofen"], "topic-few": ["--topic", "nothing known"], "guideline": ["--guideline", "mtus-chronic-pain", "--page", "111"]}


@unittest.skipIf(MISSING, f"needs {', '.join(MISSING)}")
class DecisionsInABrowser(Story):
    def test_axe_finds_nothing(self):
        library, letters, out = self.folder / "library", self.folder / "letters", self.folder / "out"
        out.mkdir()
        self.assertEqual(run("corpus", "generate", "--count", 200, "--out", letters).returncode, 0)
        self.assertEqual(run("corpus", "import", "--library", library, letters).returncode, 0)
        permalink = answer("corpus", "search", "--json", "--library", library, "--count", 1, "baclofen")["hits"][0]["decision"]["permalink"]
        for name, options in {**PAGES, "decision": ["--permalink", permalink]}.items():
            for language in ("en", "es"):
                done = run("corpus", "page", name.split("-")[0], "--library", library, "--lang", language, *options)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                (out / f"{name}.{language}.html").write_text(done.stdout)
        files = sorted(out.glob("*.html"))
        self.assertEqual(len(files), 2 * (len(PAGES) + 1))
        screenshots = os.environ.get("OPENIMR_SCREENSHOTS", "-")
        done = subprocess.run(["node", HERE / "axe.mjs", BROWSER, screenshots, *files], capture_output=True, text=True, cwd=HERE, timeout=280)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        for file, found in json.loads(done.stdout).items():
            self.assertEqual(found, [], file)


if __name__ == "__main__":
    unittest.main()
