"""docs/how_to/scale_out.md, tried on one host: two programs that write, two that share out jobs, a standby that follows and takes
over when the first server is gone."""
import json
import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "stories"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
from house import House  # noqa: E402
from office import CLUSTER, SERVER, stores  # noqa: E402
from people_test import PASSWORD, code_of  # noqa: E402
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
        self.addCleanup(SERVER.pop, "folder", None)  # it is stopped below: the next test starts another
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


class Servers(unittest.TestCase):
    """What people meet: two servers with one database, accounts and sessions in it, and the day on which the database is lost."""

    def setUp(self):
        urls = dict(stores(self))
        if "postgresql" not in urls:
            self.skipTest("PostgreSQL is not installed")
        self.primary = urls["postgresql"]
        self.folder = pathlib.Path(self.primary.split("host=")[1].replace("%2F", "/"))
        self.addCleanup(SERVER.pop, "folder", None)  # the next test starts another

    def server(self, url):
        house = House("--store", url, "--accounts", url, demo=False)
        self.addCleanup(house.remove)
        return house

    def enter(self, client, account, uri, password=PASSWORD):
        return client.sign_in(account, password, code_of(uri)).status

    def test_two_servers_are_one_house_and_outlive_their_database(self):
        self.assertEqual(run("import", SECOND, "--store", self.primary).returncode, 0)
        uris = {}
        for account, role in (("c.rivera", "coordinator"), ("j.doe", "coordinator")):
            made = run("people", "add", account, "--name", "Nobody Example", "--role", role, "--book", self.primary, stdin=PASSWORD + "\n")
            self.assertEqual(made.returncode, 0, made.stderr)
            uris[account] = made.stdout.strip()
        listed = run("people", "list", "--book", self.primary, "--json")
        self.assertEqual([one["id"] for one in json.loads(listed.stdout)["accounts"]], ["c.rivera", "j.doe"])
        one, two = (self.server(self.primary).client() for _ in range(2))
        self.assertEqual(self.enter(one, "c.rivera", uris["c.rivera"]), 200)
        # Who signed in here has signed in there; a code counts once in the whole house.
        two.cookie, two.csrf = one.cookie, one.csrf
        self.assertEqual(two.get("/api/v1/cases/CM14-0000001").status, 200)
        self.assertNotEqual(self.enter(type(two)(two.port), "c.rivera", uris["c.rivera"]), 200)
        for number, client in enumerate((one, two, one, two)):
            told = client.ask("POST", "/api/v1/cases/CM14-0000001/events", {"kind": "noted", "data": {"text": f"note {number}"}}, {"If-Match": "*"})
            self.assertEqual(told.status, 200, told.body)
        notes = lambda client: [event["what"]["text"] for event in client.get("/api/v1/cases/CM14-0000001").json["history"] if event["kind"] == "noted"]
        self.assertEqual(notes(one), [f"note {number}" for number in range(4)])
        self.assertEqual(notes(two), notes(one))
        # Failures count together, wherever they happen.
        for client in (one, two, one, two, one):
            stranger = type(client)(client.port)
            self.assertEqual(stranger.sign_in("j.doe", "not the password", "000000").status, 401)
        self.assertNotEqual(self.enter(type(two)(two.port), "j.doe", uris["j.doe"]), 200)
        self.assertEqual(run("people", "open", "j.doe", "--book", self.primary).returncode, 0)

        second = self.folder.parent / f"pg-servers-{self.id().rsplit('.', 1)[1][:3]}"
        started = subprocess.run([str(CLUSTER), "standby", str(second), str(self.folder)], capture_output=True, text=True)
        self.assertEqual(started.returncode, 0, started.stderr)
        self.addCleanup(subprocess.run, [str(CLUSTER), "stop", str(second)])
        standby = self.primary.replace(str(self.folder).replace("/", "%2F"), str(second).replace("/", "%2F"))
        for _ in range(100):
            if len(json.loads(run("case", "show", "CM14-0000001", "--store", standby, "--json").stdout)["history"]) == len(one.get("/api/v1/cases/CM14-0000001").json["history"]):
                break
            time.sleep(0.1)
        subprocess.run([str(CLUSTER), "crash", str(self.folder)], check=True)  # away for a moment
        self.assertEqual(notes(two), [f"note {number}" for number in range(4)])
        subprocess.run([str(CLUSTER), "stop", str(self.folder)], check=True)  # away for good
        self.assertNotEqual(one.get("/api/v1/cases/CM14-0000001").status, 200)
        subprocess.run([str(CLUSTER), "promote", str(second)], check=True)
        third = self.server(standby).client()
        third.cookie, third.csrf = one.cookie, one.csrf
        told = third.ask("POST", "/api/v1/cases/CM14-0000001/events", {"kind": "noted", "data": {"text": "after"}}, {"If-Match": "*"})
        self.assertEqual(told.status, 200, told.body)
        self.assertEqual(notes(third), [*(f"note {number}" for number in range(4)), "after"])


if __name__ == "__main__":
    unittest.main()
