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
import socket
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests/api"))
import oidc_test  # noqa: E402: its issuer
BINARIES = pathlib.Path(os.environ.get("OPENIMR_BINARY_DIR", ROOT / "build/check"))
WEB = pathlib.Path(os.environ.get("OPENIMR_WEB", ROOT / "web/dist"))
BROWSER = os.environ.get("OPENIMR_BROWSER") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# On a day of the example cases: licences of the roster hold, and what is due is due in days, not years.
DAY = "2015-03-12"
MISSING = [name for name, there in (("node", shutil.which("node")), ("chromium", BROWSER), ("npm ci --prefix tests/browser", (HERE / "node_modules").is_dir()),
                                    ("the built workbench (npm ci && npm run build in web/)", (WEB / "index.html").is_file())) if not there]


class Server:
    """A demonstration of its own in a folder of its own, on a port that was free."""

    def __init__(self, *words, listen="127.0.0.1:0"):
        self.folder = tempfile.TemporaryDirectory(prefix="openimr-workbench-")
        # A house that wants the reviewer's own finding before the recommendation is shown.
        packs = pathlib.Path(self.folder.name) / "packs"
        shutil.copytree(ROOT / "packs", packs)
        (packs.parent / "examples").symlink_to(ROOT / "examples")
        policy = packs / "organization/policy.yaml"
        policy.write_text(policy.read_text().replace("own_finding_first: false", "own_finding_first: true"))
        self.program = subprocess.Popen([BINARIES / "openimr", "serve", "--day", DAY, "--demo", f"{self.folder.name}/house", "--web", WEB, "--listen", listen, *words], stdout=subprocess.PIPE, text=True, cwd=ROOT,
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


def tell(test, server, *stories):
    """Runs the stories one after the other; what each measured, by its name."""
    shots = os.environ.get("OPENIMR_SCREENSHOTS", "-")
    done = subprocess.run(["node", HERE / "workbench.mjs", server.address, BROWSER, shots, *stories], capture_output=True, text=True, cwd=HERE, timeout=900)
    test.assertEqual(done.returncode, 0, done.stderr[-2000:])
    told = json.loads(done.stdout)
    for story, said in told.items():
        with test.subTest(story=story):
            test.assertIsNone(said["fault"], said["fault"])
    return {story: said.get("measured", {}) for story, said in told.items()}


@unittest.skipIf(MISSING, f"needs {', '.join(MISSING)}")
class Workbench(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)

    def tell(self, *stories):
        return tell(self, self.server, *stories)

    def test_1_people_come_in_and_find_their_way(self):
        measured = self.tell("sign-in", "roles", "keyboard", "queue", "derivation", "guidelines", "counted", "accounts")
        self.assertEqual(len(measured), 8)

    def test_2_the_record_the_chart_and_every_quote_on_its_words(self):
        measured = self.tell("record", "notes", "evidence", "chart", "long-file")
        self.assertEqual(["CANVAS", "CANVAS", "IMG"], [one["picture"] for one in measured["evidence"]["found"]])

    def test_3_what_goes_wrong_is_seen_and_nothing_is_lost(self):
        self.tell("expired", "lost")

    def test_4_a_reviewer_decides_and_signs_and_the_letter_leaves(self):
        self.tell("review", "similar", "to-the-letter")
        self.tell("draft-survives", "two-people")

    def test_4b_from_the_paper_form_to_the_board_and_back(self):
        self.tell("whole-way", "two-on-one-case", "board-and-mail", "turned-pages")

    def test_4c_a_packed_case_and_a_panel_that_judges_apart(self):
        self.tell("from-zip", "panel")

    def test_5_nothing_serious_on_any_screen(self):
        self.tell("measuring", "every-screen")

    def test_6_the_first_screen_is_quick_and_small(self):
        measured = self.tell("first-screen")["first-screen"]
        self.assertLess(max(script["bytes"] for script in measured["scripts"]), 400_000)


@unittest.skipIf(MISSING, f"needs {', '.join(MISSING)}")
class SingleSignOn(unittest.TestCase):
    """The issuer of the tests of the interface, under another name than the house's own: the way there and back leaves the site."""

    def test_the_button_signs_in_and_a_stranger_stays_outside(self):
        folder = tempfile.TemporaryDirectory(prefix="openimr-issuer-")
        self.addCleanup(folder.cleanup)
        issuer = oidc_test.Issuer(folder.name, "localhost")
        self.addCleanup(issuer.server.server_close)
        self.addCleanup(issuer.server.shutdown)
        settings, secret = pathlib.Path(folder.name, "oidc.yaml"), pathlib.Path(folder.name, "secret")
        secret.write_text(oidc_test.SECRET + "\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        lines = {"schema": 1, "name": "Synthetic House", "issuer": issuer.url, "client_id": oidc_test.CLIENT, "client_secret_file": str(secret),
                 "redirect": f"http://127.0.0.1:{port}/api/v1/oidc/callback", "accounts": [{"subject": "24400320", "account": "c.rivera"}]}
        settings.write_text("\n".join(f"{name}: {json.dumps(value)}" for name, value in lines.items()) + "\n")
        server = Server("--oidc", str(settings), listen=f"127.0.0.1:{port}")
        self.addCleanup(server.close)
        tell(self, server, "single-sign-on")
        issuer.person = {"sub": "stranger"}
        tell(self, server, "single-sign-on-refused")


if __name__ == "__main__":
    unittest.main(verbosity=2)
