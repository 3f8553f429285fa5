"""docs/how_to/scale_out.md, tried on one host: two programs that write, two that share out jobs, a standby that follows and takes
over when the first server is gone."""
import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "stories"))
from office import CLUSTER, stores  # noqa: E402
from program import BINARY, SECOND, run  # noqa: E402

LOAD = BINARY / "casework_load"


def versions(done):
    assert done.returncode == 0, done.stderr
    return {number: int(version) for number, version in (line.split() for line in done.stdout.splitlines())}


class ScaleOut(unittest.TestCase):
    def test_several_programs_share_one_database_and_a_standby_takes_over(self):
        urls = dict(stores(self))
        if "postgresql" not in urls:
            self.skipTest("PostgreSQL is not installed")
        primary = urls["postgresql"]
        folder = pathlib.Path(primary.split("host=")[1].replace("%2F", "/"))
        second = folder.parent / "pg2"
        run("import", SECOND, "--store", primary)
        started = subprocess.run([str(CLUSTER), "standby", str(second), str(folder)], capture_output=True, text=True)
        self.assertEqual(started.returncode, 0, started.stderr)
        self.addCleanup(subprocess.run, [str(CLUSTER), "stop", str(second)])
        standby = primary.replace("%2Fpg", "%2Fpg2")  # the same database on the other server

        writers = [subprocess.Popen([str(LOAD), "load", primary, str(seed), "40"], stdout=subprocess.PIPE, text=True) for seed in (1, 2)]
        workers = [subprocess.Popen([str(LOAD), "work", primary, f"w{n}"], stdout=subprocess.PIPE, text=True) for n in (1, 2)]
        acknowledged = {}
        for writer in writers:
            for line in writer.communicate()[0].splitlines():
                _, number, version = line.split()
                acknowledged[number] = max(int(version), acknowledged.get(number, 0))
            self.assertEqual(writer.returncode, 0)
        done = [worker.communicate()[0].split() for worker in workers]
        self.assertEqual(sorted(done[0] + done[1]), sorted(f"job-{n}" for n in range(60)))  # each once
        found = versions(subprocess.run([str(LOAD), "verify", primary], capture_output=True, text=True))
        for number, version in acknowledged.items():
            self.assertGreaterEqual(found[number], version)

        for _ in range(100):  # the standby catches up
            shown = run("case", "list", "--limit", "1000", "--json", "--store", standby)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            if shown.stdout == run("case", "list", "--limit", "1000", "--json", "--store", primary).stdout:
                break
            time.sleep(0.1)
        self.assertEqual(versions(subprocess.run([str(LOAD), "verify", standby], capture_output=True, text=True)), found)
        refused = run("case", "event", "CM14-0000001", "noted", "--set", "text=x", "--store", standby)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("use the primary", refused.stderr)

        subprocess.run([str(CLUSTER), "stop", str(folder)], check=True)
        gone = run("case", "list", "--store", primary)
        self.assertEqual(gone.returncode, 2)
        self.assertIn("the server cannot be reached", gone.stderr)
        subprocess.run([str(CLUSTER), "promote", str(second)], check=True)
        self.assertEqual(run("case", "event", "CM14-0000001", "noted", "--set", "text=x", "--store", standby).returncode, 0)
        after = versions(subprocess.run([str(LOAD), "verify", standby], capture_output=True, text=True))
        self.assertEqual(sum(after.values()), sum(found.values()) + 1)


if __name__ == "__main__":
    unittest.main()
