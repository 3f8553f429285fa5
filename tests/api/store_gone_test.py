"""A house whose database goes away and comes back: 503 where it is true, nobody is sent to sign in again."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from house import ROOT, Client, House

sys.path.insert(0, str(ROOT / "tests/stories"))
from people_test import PASSWORD, code_of  # noqa: E402
from program import run  # noqa: E402

CLUSTER = ROOT / "tests/postgres/cluster.sh"


class StoreGone(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="openimr-gone-"))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.cluster = self.folder / "pg"
        started = subprocess.run([CLUSTER, "start", self.cluster], capture_output=True, text=True)
        if started.returncode == 77:
            self.skipTest("PostgreSQL is not installed")
        self.assertEqual(started.returncode, 0, started.stderr)
        self.addCleanup(subprocess.run, [CLUSTER, "stop", self.cluster])
        made = subprocess.run([CLUSTER, "database", self.cluster, "house"], capture_output=True, text=True)
        self.url = made.stdout.strip()

    def halt(self):
        """The server goes; its data stay."""
        data = self.cluster / "data"
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        subprocess.run(["kill", "-QUIT", str(pid)], check=True)
        for _ in range(200):
            if not (data / "postmaster.pid").exists():
                return
            time.sleep(0.1)
        self.fail("PostgreSQL did not end")

    def test_the_house_says_so_and_goes_on_when_it_is_back(self):
        book = self.folder / "accounts.yaml"
        uri = run("people", "add", "k.law", "--role", "compliance", "--book", book, stdin=PASSWORD + "\n").stdout.strip()
        house = House("--store", self.url, "--accounts", book, demo=False)
        self.addCleanup(house.remove)
        client = Client(house.port)
        self.addCleanup(client.close)
        self.assertEqual(client.sign_in("k.law", PASSWORD, code_of(uri)).status, 200)
        self.assertEqual(client.get("/api/v1/complaints").json, {"complaints": [], "next": None})
        self.halt()
        for path in ("/api/v1/session", "/api/v1/complaints", "/api/v1/queues", "/ready"):
            answer = client.get(path)
            self.assertEqual(answer.status, 503, f"{path}: {answer.body}")
            self.assertEqual(answer.headers["content-type"], "application/problem+json")
            self.assertEqual(answer.json["status"], 503)
        told = client.get("/api/v1/session")
        self.assertEqual(told.headers["retry-after"], "5")
        self.assertNotIn(str(self.cluster), told.body if isinstance(told.body, str) else told.body.decode())
        self.assertEqual(client.get("/health").status, 200)  # the process itself is well
        done = run("case", "list", "--store", self.url)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("openimr: ", done.stderr)
        started = subprocess.run([CLUSTER, "crash", self.cluster], capture_output=True, text=True)  # starts it again
        self.assertEqual(started.returncode, 0, started.stderr)
        self.assertEqual(client.get("/api/v1/session").status, 200)  # the session is the same
        self.assertEqual(client.get("/api/v1/complaints").status, 200)


if __name__ == "__main__":
    unittest.main()
