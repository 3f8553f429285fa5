"""kill -9 at any moment: every act that was acknowledged is there, none is half done, the log agrees. And disks that are full or
take no writing. Quick: 20 times on each store; `long`: 500."""
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "stories"))
from office import CLUSTER, stores  # noqa: E402
from program import BINARY, SECOND, run  # noqa: E402

LOAD = BINARY / "casework_load"
ROUNDS = 500 if "long" in sys.argv[1:] else 20


class Crash(unittest.TestCase):
    def verified(self, url):
        """number -> version of every case, after the whole store was looked through."""
        done = subprocess.run([str(LOAD), "verify", url], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {number: int(version) for number, version in (line.split() for line in done.stdout.splitlines())}

    def crashed(self, url, seed, chance, crash_server=None):
        """Starts a load, ends it in the middle; number -> last acknowledged version."""
        # Without a buffer: communicate() does not see what readline() has read ahead, and an acknowledgement would be lost here.
        load = subprocess.Popen([str(LOAD), "load", url, str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
        first = load.stdout.readline().decode()
        self.assertTrue(first.startswith("ack "), first + load.stderr.read().decode() if not first else first)
        time.sleep(chance.uniform(0, 0.4))
        if crash_server:
            crash_server()
        load.send_signal(signal.SIGKILL)
        rest = load.communicate()[0].decode()
        acknowledged = {}
        for line in [first, *rest.splitlines(keepends=True)]:
            if line.endswith("\n"):
                _, number, version = line.split()
                acknowledged[number] = int(version)
        return acknowledged

    def test_no_acknowledged_act_is_lost(self):
        for name, url in stores(self):
            chance, known, acts = random.Random(7), {}, 0
            for round in range(ROUNDS):
                server = None
                if name == "postgresql" and round % 4 == 3:  # the server itself loses power
                    folder = url.split("host=")[1].replace("%2F", "/")
                    server = lambda: subprocess.run([str(CLUSTER), "crash", folder], check=True, capture_output=True)
                acknowledged = self.crashed(url, 1000 + round, chance, server)
                found = self.verified(url)
                for number, version in {**known, **acknowledged}.items():
                    self.assertGreaterEqual(found.get(number, 0), version, f"{name}, round {round}: {number}")
                grown = sum(found.values()) - sum(known.values()) - sum(acknowledged.values())
                self.assertIn(grown, (0, 1), f"{name}, round {round}: more than the one act that was under way")
                known, acts = found, acts + sum(acknowledged.values())
            self.assertGreater(acts, ROUNDS)
            print(f"{name}: {ROUNDS} crashes, {acts} acknowledged acts, {len(known)} cases, none lost")


class Disks(unittest.TestCase):
    """SQLite on a small disk of its own; needs the right to mount one, as in a container run by root."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="openimr-disk-"))
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "openimr", str(self.folder)], capture_output=True)
        if mounted.returncode != 0:
            self.folder.rmdir()
            self.skipTest("no right to mount a small disk")
        self.addCleanup(subprocess.run, ["rmdir", str(self.folder)])
        self.addCleanup(subprocess.run, ["umount", str(self.folder)])
        self.url = f"sqlite:{self.folder}/cases.db"

    def test_a_full_disk_is_told_and_loses_nothing(self):
        load = subprocess.run([str(LOAD), "load", self.url, "1"], capture_output=True, text=True, timeout=200)
        self.assertEqual(load.returncode, 1, load.stderr)
        self.assertRegex(load.stderr, "full|disk")
        self.assertIn("nothing of this act was kept", load.stderr)
        acknowledged = {}
        for line in load.stdout.splitlines():
            _, number, version = line.split()
            acknowledged[number] = int(version)
        self.assertGreater(sum(acknowledged.values()), 50)
        subprocess.run(["mount", "-o", "remount,size=40m", str(self.folder)], check=True)
        done = subprocess.run([str(LOAD), "verify", self.url], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = dict(line.split() for line in done.stdout.splitlines())
        self.assertEqual({number: str(version) for number, version in acknowledged.items()}, found)
        again = subprocess.run([str(LOAD), "load", self.url, "2", "5"], capture_output=True, text=True)
        self.assertEqual(again.returncode, 0, again.stderr)

    def test_a_disk_that_takes_no_writing_is_told(self):
        self.assertEqual(run("import", SECOND, "--store", self.url).returncode, 0)
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)
        done = run("case", "event", "CM14-0000001", "noted", "--set", "text=x", "--store", self.url)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertRegex(done.stderr, "writable")
        subprocess.run(["mount", "-o", "remount,rw", str(self.folder)], check=True)
        self.assertEqual(run("case", "event", "CM14-0000001", "noted", "--set", "text=x", "--store", self.url).returncode, 0)

    def test_a_file_that_is_no_store_is_told(self):
        (self.folder / "cases.db").write_text("this is a letter, not a database" * 100)
        done = run("case", "list", "--store", self.url)
        self.assertEqual(done.returncode, 2)
        self.assertIn("not a database", done.stderr)
        self.assertIn("restore a backup", done.stderr)
        done = run("case", "list", "--store", "sqlite:/nowhere/at/all.db")
        self.assertIn("folder must exist", done.stderr)


class PostgresDisk(unittest.TestCase):
    """PostgreSQL whose disk fills up, log of its own writing and all; needs the right to mount a disk."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="openimr-pgdisk-"))
        self.folder.chmod(0o755)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80m", "openimr", str(self.folder)], capture_output=True)
        if mounted.returncode != 0:
            self.folder.rmdir()
            self.skipTest("no right to mount a small disk")
        self.addCleanup(subprocess.run, ["rmdir", str(self.folder)])
        self.addCleanup(subprocess.run, ["umount", str(self.folder)])
        self.cluster = self.folder / "pg"
        started = subprocess.run([str(CLUSTER), "start", str(self.cluster)], capture_output=True, text=True)
        if started.returncode == 77:
            self.skipTest("PostgreSQL is not installed")
        self.assertEqual(started.returncode, 0, started.stderr)
        self.addCleanup(subprocess.run, [str(CLUSTER), "stop", str(self.cluster)])
        self.url = started.stdout.strip()
        free = os.statvfs(self.folder)
        with open(self.folder / "ballast", "wb") as ballast:  # so that it is full soon
            ballast.write(bytes(max(0, free.f_bavail * free.f_frsize - (3 << 20))))

    def test_a_full_disk_is_told_and_loses_nothing(self):
        load = subprocess.run([str(LOAD), "load", self.url, "1"], capture_output=True, text=True, timeout=280)
        self.assertEqual(load.returncode, 1, load.stderr)
        # The server says that its disk is full, or ends itself because it cannot write its own log.
        self.assertRegex(load.stderr, "free space on the server's disk; nothing of this act was kept|the server cannot be reached: start it")
        acknowledged = {}
        for line in load.stdout.splitlines():
            _, number, version = line.split()
            acknowledged[number] = int(version)
        self.assertGreater(sum(acknowledged.values()), 50)
        (self.folder / "ballast").unlink()
        subprocess.run(["mount", "-o", "remount,size=300m", str(self.folder)], check=True)
        subprocess.run([str(CLUSTER), "crash", str(self.cluster)], check=True, capture_output=True)
        done = subprocess.run([str(LOAD), "verify", self.url], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = {number: int(version) for number, version in (line.split() for line in done.stdout.splitlines())}
        for number, version in acknowledged.items():
            self.assertGreaterEqual(found.get(number, 0), version, number)
        self.assertIn(sum(found.values()) - sum(acknowledged.values()), (0, 1))  # at most the act that was under way
        again = subprocess.run([str(LOAD), "load", self.url, "2", "5"], capture_output=True, text=True)
        self.assertEqual(again.returncode, 0, again.stderr)


if __name__ == "__main__":
    unittest.main(argv=[word for word in sys.argv if word != "long"])
