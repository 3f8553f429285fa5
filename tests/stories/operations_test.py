"""Running an installation: backups that are proven, a doctor that names what is wrong, settings that say where they came from, and a log without patients."""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import threading
import unittest

from program import CASES, FIRST, ROOT, ROSTER, SECOND, Story, answer, run

PLANTED = "Zacharias Qwertyson"


class Installation(Story):
    def setUp(self):
        super().setUp()
        self.store, self.papers, self.keys, self.paper = (self.folder / name for name in ("cases.db", "papers", "vault.keys", "report.txt"))
        self.assertEqual(run("vault", "keygen", self.keys).returncode, 0)
        done = run("import", SECOND, "--store", f"sqlite:{self.store}")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.name = self.put("Patient " + PLANTED + " was seen. " * 4000)

    def put(self, words, case="CM26-0000017"):
        self.paper.write_text(words)
        return run("vault", "put", self.paper, "--case", case, *self.vault).stdout.strip()

    @property
    def vault(self):
        return ["--vault", f"folder:{self.papers}", "--vault-keys", self.keys]

    @property
    def places(self):
        return ["--store", f"sqlite:{self.store}", *self.vault]


class Backup(Installation):
    def backup(self, name="backup"):
        done = run("backup", self.folder / name, *self.places, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def verify(self):
        return run("backup", self.folder / "backup", "--verify", "--vault-keys", self.keys)

    def test_there_and_back(self):
        report = self.backup()
        self.assertEqual((report["papers"], report["store_bytes"] > 10000), (1, True))
        for folder, _, names in os.walk(self.folder / "backup"):
            for name in names:
                self.assertNotIn(PLANTED.encode(), pathlib.Path(folder, name).read_bytes())
        self.assertFalse((self.folder / "cases.db.snapshot").exists())
        new_store, new_papers = self.folder / "new.db", self.folder / "new-papers"
        words = ["--store", f"sqlite:{new_store}", "--vault", f"folder:{new_papers}", "--vault-keys", self.keys]
        done = run("restore", self.folder / "backup", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = lambda file: sqlite3.connect(file).execute("SELECT entry FROM log ORDER BY seq").fetchall()
        self.assertEqual(rows(new_store), rows(self.store))
        run("vault", "get", self.name, self.folder / "back.txt", "--vault", f"folder:{new_papers}", "--vault-keys", self.keys)
        self.assertEqual((self.folder / "back.txt").read_bytes(), self.paper.read_bytes())
        again = run("restore", self.folder / "backup", *words)
        self.fails(again, "new.db", "nothing is written over")
        self.fails(run("backup", self.folder / "backup", *self.places), "a name that is not used yet")

    def test_while_others_write(self):
        stop = threading.Event()
        names = []

        def work():
            number = 0
            while not stop.is_set():
                number += 1
                names.append(self.put(f"paper {number} " * 2000))
                run("import", SECOND, "--store", f"sqlite:{self.store}", "--number", f"CM15-{9000000 + number}")
        worker = threading.Thread(target=work)
        worker.start()
        try:
            for n in range(3):
                self.backup(f"backup{n}" if n else "backup")
        finally:
            stop.set()
            worker.join()
        self.assertEqual(self.verify().returncode, 0)
        self.assertGreater(len(names), 0)

    def test_any_changed_lost_or_added_file_is_named(self):
        self.backup()
        folder = self.folder / "backup"
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            whole = path.read_bytes()
            for change in (lambda: path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1])), lambda: path.write_bytes(whole[:len(whole) // 2]), path.unlink):
                change()
                done = self.verify()
                self.assertNotEqual(done.returncode, 0, path)
                self.assertIn(path.name, done.stderr)
                path.write_bytes(whole)
        (folder / "vault" / "more").write_text("x")
        self.assertIn("a file that the manifest does not name", self.verify().stderr)
        (folder / "vault" / "more").unlink()
        self.assertEqual(self.verify().returncode, 0)
        other = self.folder / "other.keys"
        run("vault", "keygen", other)
        self.fails(run("backup", folder, "--verify", "--vault-keys", other), "one of the master keys of this vault")

    def test_what_is_backed_up_elsewhere(self):
        self.fails(run("backup", self.folder / "b", "--store", "postgresql://x/y", "--vault-keys", self.keys), "pg_basebackup")
        self.fails(run("backup", self.folder / "b", "--vault", "s3:x.yaml", "--vault-keys", self.keys), "a bucket has its own")
        self.fails(run("backup", self.folder / "b", "--vault-keys", self.keys), "nothing to back up")


class Doctor(Installation):
    def look(self, *words):
        report = answer("doctor", *self.places, *words, "--json")
        return report["is_well"], {finding["name"]: finding for finding in report["findings"]}

    def test_a_well_installation(self):
        is_well, found = self.look()
        self.assertTrue(is_well, found)
        for name in ("packs", "extraction worker", "store", "vault", "clock"):
            self.assertEqual(found[name]["state"], "good", found[name])
        self.assertEqual(found["certificate"]["state"], "skipped")

    def test_what_is_wrong_is_named(self):
        file = self.papers / "naming.key"
        file.write_bytes(file.read_bytes().replace(b" ", b"x"))
        is_well, found = self.look("--certificate", self.keys)
        self.assertFalse(is_well)
        self.assertEqual((found["vault"]["state"], found["certificate"]["state"], found["store"]["state"]), ("bad", "bad", "good"))
        self.assertEqual(run("doctor", *self.places).returncode, 1)
        with open(self.store, "r+b") as damaged:
            damaged.seek(8192)
            damaged.write(b"\xff" * 4096)
        self.assertEqual(self.look()[1]["store"]["state"], "bad")

    def test_a_clock_that_went_back_shows(self):
        # Not the clock is moved but the log: its last row says another century.
        log = self.folder / "log"
        log.mkdir()
        row = sqlite3.connect(self.store).execute("SELECT entry FROM log WHERE seq = 0").fetchone()[0]
        entry = json.loads(row)
        entry["at"] = "2199-01-01T00:00:00Z"
        (log / "log.ndjson").write_text(json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n")
        report = answer("doctor", "--store", f"folder:{log}", "--json")
        clock = next(finding for finding in report["findings"] if finding["name"] == "clock")
        self.assertEqual(clock["state"], "bad")

    @unittest.skipUnless(shutil.which("openssl"), "needs the program openssl")
    def test_certificates(self):
        for days, state in ((365, "good"), (10, "warning")):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.folder / "k.pem", "-out", self.folder / "c.pem", "-days", str(days),
                            "-subj", "/CN=imr.example"], check=True, capture_output=True)
            said = subprocess.run(["openssl", "x509", "-enddate", "-noout", "-dateopt", "iso_8601", "-in", self.folder / "c.pem"], capture_output=True, text=True)
            found = self.look("--certificate", self.folder / "c.pem")[1]["certificate"]
            self.assertEqual(found["state"], state)
            if said.returncode == 0:
                self.assertIn(said.stdout.split("=")[1][:10], found["found"])


class Settings(Story):
    def test_file_then_environment_then_option_and_each_says_so(self):
        file = self.folder / "openimr.yaml"
        file.write_text("store: sqlite:from-file.db\nvault: folder:from-file\naudit_key: file.pub\n")
        shown = lambda *words, env=None: {one["name"]: (one["value"], one["origin"]) for one in answer("config", "show", "--config", file, *words, "--json", env=env)["settings"]}
        found = shown(env={"OPENIMR_VAULT": "folder:from-environment", "OPENIMR_VAULT_KEY": "11" * 32})
        self.assertEqual(found["store"], ("sqlite:from-file.db", f"{file}:1"))
        self.assertEqual(found["vault"], ("folder:from-environment", "environment OPENIMR_VAULT"))
        self.assertEqual(found["vault_key"], ("(set, not shown)", "environment OPENIMR_VAULT_KEY"))
        self.assertEqual(found["anchors"], ("", "default"))
        packs = os.environ.get("OPENIMR_PACKS", "elsewhere")
        self.assertEqual(shown("--packs", packs + "/x")["packs"], (packs + "/x", "option"))
        self.assertNotIn("11" * 32, run("config", "show", env={"OPENIMR_VAULT_KEY": "11" * 32}).stdout)

    def test_a_command_uses_them(self):
        file, log = self.folder / "openimr.yaml", self.folder / "log"
        run("vault", "keygen", self.folder / "k")
        file.write_text(f"vault: folder:{self.folder / 'papers'}\nvault_keys: {self.folder / 'k'}\n")
        self.assertEqual(run("vault", "list", "--config", file).returncode, 0)
        self.assertEqual(run("vault", "list").returncode, 2)

    def test_bad_files(self):
        file = self.folder / "openimr.yaml"
        file.write_text("store: x\ncolour: red\n")
        self.fails(run("config", "show", "--config", file), "openimr.yaml:2", "colour")
        self.fails(run("config", "show", "--config", self.folder / "none.yaml"), "none.yaml")
        file.write_text("vault_key: 11\n")  # a key belongs in no file that is readable to many
        self.fails(run("config", "show", "--config", file), "vault_key")


class ProgramLog(Story):
    def test_no_word_of_a_patient_gets_into_it(self):
        log = self.folder / "program.log"
        env = {"OPENIMR_LOG": str(log)}
        planted = self.folder / PLANTED.replace(" ", "-")
        shutil.copytree(SECOND, planted)
        text = (planted / "application.yaml").read_text()
        (planted / "application.yaml").write_text(text.replace("employee:", "employee:  # " + PLANTED, 1))
        paper = self.folder / (PLANTED + ".txt")
        paper.write_text(f"Patient {PLANTED} takes Baclofen 10mg TID. SSN 078-05-1120.")
        codes = [run("eligible", planted, env=env).returncode, run("facts", paper, env=env).returncode, run("facts", self.folder / (PLANTED + ".none"), env=env).returncode,
                 run("import", planted, "--store", f"sqlite:{self.folder / 'c.db'}", env=env).returncode, run("sig", env=env, stdin=f"{PLANTED} 10mg TID\n").returncode,
                 run("queue", "--store", f"sqlite:{self.folder / 'c.db'}", env=env).returncode, run("case", "show", PLANTED, "--store", f"sqlite:{self.folder / 'c.db'}", env=env).returncode,
                 run("people", "may", PLANTED, "--role", PLANTED, env=env).returncode]
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        self.assertEqual([line["exit"] for line in lines], codes)
        self.assertEqual(len(lines), 8)
        names = {"eligible", "facts", "import", "sig", "queue", "case", "people"}
        for line in lines:
            self.assertEqual(set(line), {"at", "event", "name", "exit", "ms"})
            self.assertIn(line["name"], names)
        case = json.dumps(lines)
        for word in (*PLANTED.split(), "Baclofen", "078-05", "Ada", "CM15"):
            self.assertNotIn(word, case)

    def test_a_log_that_cannot_be_written_stops_nothing(self):
        self.assertEqual(run("due", "list", env={"OPENIMR_LOG": str(self.folder / "no/such/folder")}).returncode, 0)



class OptionsAreStronger(Story):
    def test_than_the_environment_for_every_command(self):
        nowhere = self.folder / "nowhere"
        for words, variable in {
            ("audit", "verify", "--store", f"folder:{nowhere}", "--key", nowhere): "OPENIMR_STORE",
            ("audit", "export", "--store", f"folder:{nowhere}", "--out", self.folder / "out"): "OPENIMR_STORE",
            ("people", "list", "--book", nowhere): "OPENIMR_ACCOUNTS",
            ("corpus", "search", "knee", "--library", nowhere): "OPENIMR_LIBRARY",
            ("corpus", "stats", "--library", nowhere): "OPENIMR_LIBRARY",
            ("corpus", "unusual", "--library", nowhere): "OPENIMR_LIBRARY",
            ("publish", "list", "--book", nowhere): "OPENIMR_PUBLICATION_BOOK",
            ("vault", "list", "--vault", "folder:/dev/null/papers", "--vault-keys", nowhere): "OPENIMR_VAULT",
        }.items():
            elsewhere = self.folder / "elsewhere"
            done = run(*words, env={variable: f"folder:{elsewhere}", "OPENIMR_VAULT_KEYS": str(elsewhere)})
            self.assertNotIn("elsewhere", done.stdout + done.stderr, words)
            self.assertFalse(elsewhere.exists(), words)

    def test_no_command_lets_the_environment_fill_the_options_of_others(self):
        for path in sorted((ROOT / "src/cli").glob("*.cpp")):
            self.assertNotIn("->envname(", path.read_text(), path.name)


if __name__ == "__main__":
    unittest.main()
