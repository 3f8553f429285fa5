"""An auditor holds an export, a public key and a few lines of paper, and asks whether the log is what it was."""
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import unittest

from audit_log import entries, leaf, root_text, row_of
from people_test import code_of
from program import BINARY, SECOND, Story, answer, run

ORIGIN = "imr.example/audit"


def verifier(*words):
    return subprocess.run([str(BINARY / "openimr-verify"), *map(str, words)], capture_output=True, text=True, timeout=120)


class Log(Story):
    def setUp(self):
        super().setUp()
        self.log, self.key, self.public, self.anchors = (self.folder / name for name in ("log", "imr.key", "imr.pub", "elsewhere.txt"))
        made = run("audit", "keygen", self.key, "--origin", ORIGIN)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.public.write_text(made.stdout)
        self.log.mkdir()

    def write(self, rows):
        (self.log / "log.ndjson").write_text("".join(row + "\n" for row in rows))

    def rows(self):
        return (self.log / "log.ndjson").read_text().splitlines()

    def sign(self, *more):
        done = run("audit", "checkpoint", "--store", f"folder:{self.log}", "--key", self.key, "--anchors", self.anchors, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def verify(self, anchors=True):
        return answer("audit", "verify", "--store", self.log, "--key", self.public, "--json", *(["--anchors", self.anchors] if anchors else []))

    def signed_log(self, count=60):
        """A log of several days, with a checkpoint for each and all anchors kept elsewhere."""
        for day in range(3):
            rows = self.rows() if (self.log / "log.ndjson").exists() else []
            fresh = entries(len(rows) + count // 3)[len(rows):]
            for text in fresh:
                entry = json.loads(text)
                entry["seq"], entry["previous"] = len(rows), leaf(rows[-1]).hex() if rows else "0" * 64
                rows.append(row_of(entry))
            self.write(rows)
            self.sign()
        return self.rows()


class Checking(Log):
    def test_a_log_by_other_hands_is_good_and_has_the_same_root(self):
        self.write(entries(75))
        note = self.sign()
        self.assertEqual(note.splitlines()[:3], [ORIGIN, "75", root_text(entries(75))])
        report = self.verify()
        self.assertEqual((report["is_good"], report["rows"], report["signed_rows"], report["checkpoints"], report["anchors"]), (True, 76, 75, 1, 1))
        self.assertEqual(report["page_reads"], 45)
        said = json.loads(self.rows()[75])
        self.assertEqual((said["act"], said["details"]), ("checkpoint", {"size": "75"}))

    def test_the_verifier_alone_is_enough(self):
        self.signed_log()
        export = self.folder / "export"
        self.assertEqual(run("audit", "export", "--store", self.log, "--out", export).returncode, 0)
        done = verifier(export, "--key", self.public, "--anchors", self.anchors)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("as it was signed", done.stdout)
        self.assertIn("not signed   the last 1 rows", done.stdout)
        rows = (export / "log.ndjson").read_text().splitlines()
        rows[17] = rows[17].replace('"actor":"u-1"', '"actor":"u-2"')
        (export / "log.ndjson").write_text("\n".join(rows) + "\n")
        done = verifier(export, "--key", self.public)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.startswith("row 17: "), done.stdout)

    def test_the_verifier_needs_little(self):
        libraries = subprocess.run(["ldd", BINARY / "openimr-verify"], capture_output=True, text=True, check=True).stdout
        ours = {name for name in re.findall(r"^\s*(lib[\w+-]+)", libraries, re.M)} - {"libc", "libm", "libstdc++", "libgcc_s", "libasan", "libubsan"}
        self.assertLessEqual(ours, {"libsodium", "libfmt"})

    def test_bad_questions(self):
        self.fails(run("audit", "verify", "--store", self.folder / "nowhere", "--key", self.public), "nowhere/log.ndjson", "the rows of a log")
        self.fails(run("audit", "verify", "--store", "mysql:here", "--key", self.public), "--store", "mysql:here")
        self.write(entries(3))
        self.fails(run("audit", "verify", "--store", self.log, "--key", self.key), "imr.key", "no public key of a log")
        self.fails(run("audit", "checkpoint", "--store", self.log, "--key", self.public), "imr.pub", "no signing key")
        self.fails(run("audit", "keygen", self.key, "--origin", ORIGIN), "imr.key", "a file that is not there yet")
        self.fails(run("audit", "keygen", self.folder / "k", "--origin", "two words"), "name of the log")
        self.fails(run("audit", "prove", "--store", self.log, "--key", self.public, "--row", 1, "--out", self.folder / "p"), "row 1", "no checkpoint over it")
        self.fails(run("audit", "export", "--store", self.log, "--out", self.log), "a new or empty folder")
        self.assertEqual(verifier(self.log).returncode, 2)
        self.assertEqual(verifier("--proof", "x", "--key", self.public).returncode, 2)
        self.assertEqual(oct(self.key.stat().st_mode & 0o777), "0o600")

    def test_a_proof_for_one_row(self):
        rows = self.signed_log()
        proofs = self.folder / "proofs"
        done = run("audit", "prove", "--store", self.log, "--key", self.public, "--row", 41, "--out", proofs)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((proofs / "row-41.json").read_text(), rows[41] + "\n")
        words = ["--key", self.public, "--proof", proofs / "row-41.proof", "--row"]
        self.assertEqual(verifier(*words, proofs / "row-41.json").returncode, 0)
        (proofs / "other.json").write_text(rows[40] + "\n")
        self.assertEqual(verifier(*words, proofs / "other.json").returncode, 1)


class Anchors(Log):
    def test_paper_file_and_mail(self):
        self.write(entries(5))
        spool = self.folder / "spool"
        spool.mkdir()
        line = self.sign("--print", "--mail-spool", spool, "--mail-to", "board@imr.example", "--mail-from", "audit@imr.example").strip()
        self.assertEqual(self.anchors.read_text(), line + "\n")
        self.assertEqual(line.split()[:2], [ORIGIN, "5"])
        message = (spool / "checkpoint-000000000005.eml").read_bytes().decode()
        self.assertIn("\r\n" + line + "\r\n", message)
        self.assertTrue(message.startswith("From: audit@imr.example\r\nTo: board@imr.example\r\nSubject: "))
        self.sign()
        self.assertEqual(len(self.anchors.read_text().splitlines()), 2)

    def test_a_message_needs_two_addresses(self):
        self.write(entries(5))
        done = run("audit", "checkpoint", "--store", self.log, "--key", self.key, "--mail-spool", self.folder, "--mail-to", "a@b\r\nBcc: c@d", "--mail-from", "x@y")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--mail-to and --mail-from", done.stderr)


class AStore(Log):
    """The same log inside of a store: whoever may write the database cannot change a case's history unseen."""

    def setUp(self):
        super().setUp()
        self.database = self.folder / "cases.db"
        self.log = f"sqlite:{self.database}"
        for _ in range(2):
            self.assertEqual(run("import", SECOND, "--store", self.log).returncode, 0)
        done = run("audit", "checkpoint", "--store", self.log, "--key", self.key, "--anchors", self.anchors)
        self.assertEqual(done.returncode, 0, done.stderr)

    def after(self, *statements):
        """The report on a copy of the store after these statements."""
        copy, ours = self.folder / "copy.db", self.log
        with sqlite3.connect(self.database) as source, sqlite3.connect(copy) as target:
            source.backup(target)
            for statement in statements:
                self.assertNotEqual(target.execute(statement).rowcount, 0, statement)
        target.close()
        self.log = f"sqlite:{copy}"
        report = self.verify()
        self.log = ours
        copy.unlink()
        return report

    def test_an_untouched_store_is_good(self):
        report = self.verify()
        self.assertTrue(report["is_good"], report)
        self.assertEqual(report["rows"], report["signed_rows"] + 1)

    def test_any_touched_row_is_named(self):
        log = lambda change: self.after(f"UPDATE log SET {change} WHERE seq = 2")
        self.assertEqual(log("entry = replace(entry, 'coordinator', 'intake')")["faults"][0]["first_row"], 2)
        self.assertEqual(self.after("DELETE FROM log WHERE seq = 3")["faults"][0]["first_row"], 3)
        self.assertEqual(self.after("UPDATE log SET seq = -1 WHERE seq = 1", "UPDATE log SET seq = 1 WHERE seq = 2", "UPDATE log SET seq = 2 WHERE seq = -1")["faults"][0]["first_row"], 1)
        for statement, found in (("UPDATE events SET body = body || ' ' WHERE seq = 2", "another content"), ("DELETE FROM events WHERE seq = 2", "no such event"),
                                 ("UPDATE events SET kind = 'withdrawn' WHERE seq = 2", "another content"),
                                 ("INSERT INTO events SELECT case_id, version + 90, kind, body, 99 FROM events WHERE seq = 2", "an event")):
            fault = self.after(statement)["faults"][0]
            self.assertRegex(fault["where"], r"^event \d+ of case CM")
            self.assertEqual(fault["found"], found, statement)
        # The last row, which no row behind it holds: the head of the log does.
        newest = "(SELECT max(seq) FROM log)"
        self.assertIn("no such row", [fault["found"] for fault in self.after(f"DELETE FROM log WHERE seq = {newest}")["faults"]])
        self.assertIn("another content", [fault["found"] for fault in self.after(f"UPDATE log SET entry = replace(entry, '\"actor\":\"', '\"actor\":\"x') WHERE seq = {newest}")["faults"]])
        # A whole case that is gone, and one that nobody told of.
        report = self.after("DELETE FROM events WHERE case_id = 'CM14-0000001'")
        self.assertEqual({fault["found"] for fault in report["faults"]}, {"no such event"})
        fault = self.after("INSERT INTO events SELECT 'CM14-0000077', version, kind, body, seq FROM events WHERE case_id = 'CM14-0000001' AND version = 1")["faults"][0]
        self.assertEqual((fault["where"], fault["found"]), ("event 1 of case CM14-0000077", "an event"))
        self.assertTrue(self.after("DELETE FROM checkpoints")["faults"][0]["where"].startswith("checkpoint of row"))
        self.assertFalse(self.after("UPDATE checkpoints SET note = replace(note, 'A', 'B')")["is_good"])

    def test_rows_that_are_looked_up_are_what_the_histories_say(self):
        rows = lambda *more: run("audit", "rows", "--store", self.log, "--json", *more)
        done = rows()
        self.assertEqual((done.returncode, json.loads(done.stdout)["cases"]), (0, 1), done.stdout + done.stderr)
        for statement, where, found in (("UPDATE cases SET status = 'closed'", "state", "closed"), ("DELETE FROM case_names WHERE kind = 'claim'", "names", "party"),
                                        ("UPDATE case_steps SET due_on = '2030-01-01'", "what is next", "2030-01-01"), ("DELETE FROM cases", "state", "no row"),
                                        ("INSERT INTO case_names VALUES ('party', 'a stranger', 'CM14-0000009')", "history", "without events")):
            with sqlite3.connect(self.database) as database:
                self.assertNotEqual(database.execute(statement).rowcount, 0, statement)
            done = rows()
            self.assertEqual(done.returncode, 1, statement)
            fault = json.loads(done.stdout)["faults"][0]
            self.assertEqual(fault["where"], where)
            self.assertIn(found, fault["found"])
            self.assertTrue(self.verify()["is_good"], "the log speaks of events")
            mended = rows("--mend", "--by", "a.admin")
            self.assertEqual((mended.returncode, json.loads(mended.stdout)["mended"]), (0, 1), mended.stderr)
            self.assertEqual(rows().returncode, 0)
        acts = [json.loads(row[0]) for row in sqlite3.connect(self.database).execute("SELECT entry FROM log ORDER BY seq")]
        self.assertEqual(sum(row["act"] == "rows_mended" and row["actor"] == "a.admin" for row in acts), 5)

    def test_who_takes_the_log_out_is_asked_and_told_of(self):
        book = self.folder / "book.yaml"
        signed_in = {"OPENIMR_ACCOUNTS": str(book), "OPENIMR_PASSWORD": "correct horse battery", "OPENIMR_SESSION": str(self.folder / "session")}
        for person, role in (("a.auditor", "auditor"), ("c.clerk", "coordinator")):
            uri = run("people", "add", person, "--name", "Nobody", "--role", role, "--book", book, stdin="correct horse battery\n").stdout
            export, env = self.folder / f"export-{role}", {**signed_in, "OPENIMR_CODE": code_of(uri)}
            done = run("audit", "export", "--store", self.log, "--out", export, "--by", person, env=env)
            (self.folder / "session").unlink(missing_ok=True)
            if role == "coordinator":
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn("audit_read", done.stderr)
                self.assertFalse((export / "log.ndjson").exists())
            else:
                self.assertEqual(done.returncode, 0, done.stderr)
                last = json.loads((export / "log.ndjson").read_text().splitlines()[-1])
                self.assertEqual((last["act"], last["actor"], last["role"]), ("log_exported", person, "auditor"))
        refused = run("audit", "export", "--store", self.log, "--out", self.folder / "nobody", env={"OPENIMR_ACCOUNTS": str(book), "OPENIMR_SESSION": str(self.folder / "none")})
        self.assertEqual(refused.returncode, 1)
        self.assertIn("nobody who signed in", refused.stderr)

    def test_an_export_of_a_store_is_what_the_verifier_reads(self):
        export = self.folder / "export"
        self.assertEqual(run("audit", "export", "--store", self.log, "--out", export).returncode, 0)
        done = verifier(export, "--key", self.public, "--anchors", self.anchors)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Tampering(Log):
    """Somebody who may write every file of the log, but holds no key and not what was kept elsewhere."""

    def tampered(self, change):
        """The report on a copy of the log after change(rows, folder of checkpoints)."""
        copy, ours = self.folder / "copy", self.log
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.log, copy)
        rows = self.rows()
        change(rows, copy / "checkpoints")
        self.log = copy
        self.write(rows)
        report = self.verify()
        self.log = ours
        return report

    def named(self, report, row):
        self.assertFalse(report["is_good"])
        first = report["faults"][0]
        self.assertLessEqual(first["first_row"], row, first)
        self.assertGreaterEqual(first["last_row"], row, first)

    def anew(self, rows, start):
        for place in range(start, len(rows)):
            entry = json.loads(rows[place])
            entry["seq"], entry["previous"] = place, leaf(rows[place - 1]).hex() if place else "0" * 64
            rows[place] = row_of(entry)

    def test_any_row(self):
        whole = self.signed_log()
        chance = random.Random(8)
        for _ in range(25):
            row = chance.randrange(len(whole) - 1)
            other = json.dumps({**json.loads(whole[row]), "actor": "u-intruder"}, sort_keys=True, separators=(",", ":"))
            self.named(self.tampered(lambda rows, _: rows.__setitem__(row, other)), row)
            self.named(self.tampered(lambda rows, _: rows.pop(row)), row)
            self.named(self.tampered(lambda rows, _: rows.insert(row, other)), row)
            self.named(self.tampered(lambda rows, _: rows.__setitem__(slice(row, row + 2), rows[row:row + 2][::-1])), row)

            def rewritten(rows, _):
                rows[row] = other
                self.anew(rows, row)
            self.named(self.tampered(rewritten), row)

    def test_the_last_row_after_the_last_checkpoint_is_said_to_be_unsigned(self):
        self.signed_log()
        report = self.verify()
        self.assertEqual(report["rows"] - report["signed_rows"], 1)

    def test_any_checkpoint(self):
        self.signed_log()
        names = sorted(os.listdir(self.log / "checkpoints"))
        for name in names:
            report = self.tampered(lambda _, folder: (folder / name).unlink())
            self.assertTrue(report["faults"][0]["where"].startswith("checkpoint of row "), report)

            def flip(_, folder):
                data = bytearray((folder / name).read_bytes())
                data[len(data) // 2] ^= 1
                (folder / name).write_bytes(data)
            self.assertTrue(any(fault["where"] == f"checkpoints/{name}" for fault in self.tampered(flip)["faults"]))
            report = self.tampered(lambda _, folder: (folder / name).rename(folder / "000000009999.note"))
            self.assertTrue(any(fault["where"] == "checkpoints/000000009999.note" for fault in report["faults"]))
        report = self.tampered(lambda _, folder: shutil.copy(folder / names[0], folder / names[1]))
        self.assertFalse(report["is_good"])

    def test_a_store_put_back_to_an_earlier_day_shows_against_the_anchors_only(self):
        self.signed_log()
        names = sorted(os.listdir(self.log / "checkpoints"))

        def put_back(rows, folder):
            del rows[int(names[1][:12]) + 1:]
            (folder / names[2]).unlink()
        report = self.tampered(put_back)
        self.assertIn("as " + str(self.anchors), report["faults"][0]["expected"])
        ours, self.log = self.log, self.folder / "copy"
        without = self.verify(anchors=False)
        self.log = ours
        self.assertTrue(without["is_good"])
        self.assertEqual(without["anchors"], 0)

    def test_a_log_that_was_tampered_with_is_not_signed(self):
        rows = self.signed_log()
        del rows[5]
        self.write(rows)
        done = run("audit", "checkpoint", "--store", self.log, "--key", self.key)
        self.assertEqual(done.returncode, 1)
        self.assertIn("row 5", done.stderr)


if __name__ == "__main__":
    unittest.main()
