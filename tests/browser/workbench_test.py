"""The workbench in a real browser against the running server: people's stories, axe-core on every screen, quotes on their words.

Needs node, a Chromium, `npm ci --prefix tests/browser` and the built workbench (`npm ci && npm run build` in web/); skipped by name
without. OPENIMR_SCREENSHOTS names a folder for pictures.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BINARIES = pathlib.Path(os.environ.get("OPENIMR_BINARY_DIR", ROOT / "build/check"))
WEB = pathlib.Path(os.environ.get("OPENIMR_WEB", ROOT / "web/dist"))
BROWSER = os.environ.get("OPENIMR_BROWSER") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# On a day of the example cases: licences of the roster hold, and what is due is due in days, not years.
DAY = "2015-03-12"
MISSING = [name for name, there in (("node", shutil.which("node")), ("chromium", BROWSER), ("npm ci --prefix tests/browser", (HERE / "node_modules").is_dir()),
                                    ("the built workbench (npm ci && npm run build in web/)", (WEB / "index.html").is_file())) if not there]


class Server:
    """A demonstration of its own in a folder of its own, on a port that was free."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="openimr-workbench-")
        # A house that wants the reviewer's own finding before the recommendation is shown.
        packs = pathlib.Path(self.folder.name) / "packs"
        shutil.copytree(ROOT / "packs", packs)
        (packs.parent / "examples").symlink_to(ROOT / "examples")
        policy = packs / "organization/policy.yaml"
        policy.write_text(policy.read_text().replace("own_finding_first: false", "own_finding_first: true"))
        self.program = subprocess.Popen([BINARIES / "openimr", "serve", "--day", DAY, "--demo", f"{self.folder.name}/house", "--web", WEB, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True, cwd=ROOT,
                                        env={**os.environ, "OPENIMR_PACKS": str(packs)})
        for line in self.program.stdout:
            if found := re.search(r"listening on (http://\S+)", line):
                self.address = found.group(1)
                return
        raise AssertionError("the server ended before it listened")

    def close(self):
        self.program.send_signal(signal.SIGTERM)
        self.program.wait(timeout=30)
        self.program.stdout.close()
        self.folder.cleanup()


@unittest.skipIf(MISSING, f"needs {', '.join(MISSING)}")
class Workbench(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)

    def tell(self, *stories):
        """Runs the stories one after the other; what each measured, by its name."""
        shots = os.environ.get("OPENIMR_SCREENSHOTS", "-")
        done = subprocess.run(["node", HERE / "workbench.mjs", self.server.address, BROWSER, shots, *stories], capture_output=True, text=True, cwd=HERE, timeout=900)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        told = json.loads(done.stdout)
        for story, said in told.items():
            with self.subTest(story=story):
                self.assertIsNone(said["fault"], said["fault"])
        return {story: said.get("measured", {}) for story, said in told.items()}

    def test_1_people_come_in_and_find_their_way(self):
        measured = self.tell("sign-in", "roles", "keyboard", "queue", "derivation", "guidelines", "counted", "accounts")
        self.assertEqual(len(measured), 8)

    def test_2_the_record_the_chart_and_every_quote_on_its_words(self):
        measured = self.tell("record", "notes", "evidence", "chart", "long-file")
        self.assertEqual(["CANVAS", "CANVAS", "IMG"], [one["picture"] for one in measured["evidence"]["found"]])

    def test_3_what_goes_wrong_is_seen_and_nothing_is_lost(self):
        self.tell("expired", "lost")

    def test_4_a_reviewer_decides_and_signs_and_the_letter_leaves(self):
        self.tell("review", "to-the-letter")
        self.tell("draft-survives", "two-people")

    def test_4b_from_the_paper_form_to_the_board_and_back(self):
        self.tell("whole-way", "two-on-one-case", "board-and-mail", "turned-pages")

    def test_5_nothing_serious_on_any_screen(self):
        self.tell("measuring", "every-screen")

    def test_6_the_first_screen_is_quick_and_small(self):
        measured = self.tell("first-screen")["first-screen"]
        self.assertLess(max(script["bytes"] for script in measured["scripts"]), 400_000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
