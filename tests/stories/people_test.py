"""Who may do what: accounts and one-time codes, rights with their reasons, broken glass, and a seal that only an auditor opens."""
import base64
import hashlib
import hmac
import json
import os
import re
import sqlite3
import struct
import time
import unittest
import urllib.parse

from office import Office
from program import FIRST, ROSTER, SECOND, Story, answer, run

PASSWORD = "correct horse battery staple"


def code_of(uri, step=None):
    """What an authenticator program shows (RFC 6238), made with Python's own hmac."""
    secret = urllib.parse.parse_qs(urllib.parse.urlparse(uri).query)["secret"][0]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time() // 30) if step is None else step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06}"


class Accounts(Story):
    def setUp(self):
        super().setUp()
        self.book = self.folder / "accounts.yaml"

    def add(self, account, *roles, password=PASSWORD):
        return run("people", "add", account, "--name", "Nobody Example", *[word for role in roles for word in ("--role", role)], "--book", self.book, stdin=password + "\n")

    def sign_in(self, account, password, code):
        return run("people", "sign-in", account, "--book", self.book, stdin=f"{password}\n{code}\n")

    def test_signing_in(self):
        uri = self.add("m.doe", "coordinator", "intake").stdout.strip()
        self.assertTrue(uri.startswith("otpauth://totp/OpenIMR:m.doe?secret="))
        self.assertEqual(oct(self.book.stat().st_mode & 0o777), "0o600")
        self.assertNotIn(PASSWORD, self.book.read_text())
        code = code_of(uri)
        self.assertEqual(self.sign_in("m.doe", PASSWORD, code).returncode, 0)
        again = self.sign_in("m.doe", PASSWORD, code)  # a code counts once
        self.assertEqual(again.returncode, 1)
        wrong = self.sign_in("m.doe", "wrong horse battery", code_of(uri, int(time.time() // 30) + 1))
        unknown = self.sign_in("j.roe", PASSWORD, code)
        self.assertEqual(wrong.stderr.replace("m.doe", "X"), unknown.stderr.replace("j.roe", "X"))
        self.assertEqual(again.stderr, wrong.stderr)

    def test_five_failures_lock_and_an_administrator_opens(self):
        uri = self.add("m.doe", "coordinator").stdout.strip()
        for _ in range(5):
            self.assertEqual(self.sign_in("m.doe", "wrong", "000000").returncode, 1)
        self.assertEqual(self.sign_in("m.doe", PASSWORD, code_of(uri)).returncode, 1)
        state = lambda: answer("people", "list", "--book", self.book, "--json")["accounts"][0]["state"]
        self.assertEqual(state(), "locked")
        self.assertEqual(run("people", "open", "m.doe", "--book", self.book).returncode, 0)
        self.assertEqual(self.sign_in("m.doe", PASSWORD, code_of(uri)).returncode, 0)
        self.assertEqual(run("people", "close", "m.doe", "--book", self.book).returncode, 0)
        self.assertEqual(state(), "closed")
        self.assertEqual(self.sign_in("m.doe", PASSWORD, code_of(uri, int(time.time() // 30) + 1)).returncode, 1)

    def test_bad_accounts(self):
        both = self.add("m.doe", "coordinator", "reviewer")
        self.assertEqual(both.returncode, 1)
        self.assertIn("who reviews must not choose the reviewer", both.stderr)
        self.fails(self.add("m.doe", "owner"), "owner", "people roles")
        self.fails(self.add("M Doe", "intake"), "letters, digits")
        self.fails(self.add("m.doe", "intake", password="short"), "fewer than 12 characters")
        self.fails(self.add("m.doe", "intake", password="my m.doe password"), "own id or name")
        self.assertFalse(self.book.exists())
        self.book.write_text("accounts: [{id: a, roles: [intake], colour: red}]\n")
        self.fails(run("people", "list", "--book", self.book), "accounts.yaml", "colour")

    def test_broken_glass_is_seen(self):
        log, spool = self.folder / "log", self.folder / "spool"
        spool.mkdir()
        self.add("r.roe", "reviewer")
        self.add("i.poe", "intake")
        words = ["page_read", "--case", "CM26-0000018", "--book", self.book, "--log", log, "--mail-spool", spool, "--mail-to", "compliance@imr.example", "--mail-from", "imr@imr.example"]
        self.fails(run("people", "break-glass", "r.roe", *words, "--reason", "urgent"), "what happened and why it cannot wait")
        self.assertEqual(run("people", "break-glass", "i.poe", *words, "--reason", "the assigned reviewer fell ill").returncode, 1)
        self.fails(run("people", "break-glass", "nobody", *words, "--reason", "the assigned reviewer fell ill"), "nobody")
        self.assertFalse(log.exists())
        done = run("people", "break-glass", "r.roe", *words, "--reason", "the assigned reviewer fell ill")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("glass broken: r.roe may page_read on case CM26-0000018 until", done.stderr)
        row = json.loads((log / "log.ndjson").read_text())
        self.assertEqual((row["act"], row["actor"], row["case"], row["details"]["reason"]), ("break_glass", "r.roe", "CM26-0000018", "the assigned reviewer fell ill"))
        message = (spool / os.listdir(spool)[0]).read_text()
        self.assertIn("Subject: Glass broken: page_read by r.roe", message)


class Looking(Story):
    """A paper is shown to whom it may be shown to, and every look is a row of the log, every refusal too."""

    def setUp(self):
        super().setUp()
        self.book, self.keys, self.paper = self.folder / "book.yaml", self.folder / "vault.keys", self.folder / "report.txt"
        self.store = f"sqlite:{self.folder / 'cases.db'}"
        run("vault", "keygen", self.keys)
        self.number = answer("import", SECOND, "--store", self.store, "--json")["number"]
        self.paper.write_text("a report")
        self.name = self.put(self.number)
        for account, role in (("c.rivera", "coordinator"), ("r01", "reviewer"), ("a.admin", "administrator")):
            run("people", "add", account, "--role", role, "--book", self.book, stdin=PASSWORD + "\n")

    def put(self, number):
        return run("vault", "put", self.paper, "--case", number, "--vault", f"folder:{self.folder / 'papers'}", "--vault-keys", self.keys).stdout.strip()

    def look(self, account, name=None):
        return run("vault", "get", name or self.name, self.folder / "seen.txt", "--as", account, "--book", self.book, "--case", self.number, "--page", "1", "--log", self.store,
                   "--vault", f"folder:{self.folder / 'papers'}", "--vault-keys", self.keys)

    def rows(self):
        database = sqlite3.connect(self.folder / "cases.db")
        rows = [json.loads(row[0]) for row in database.execute("SELECT entry FROM log ORDER BY seq")]
        database.close()
        return [(row["act"], row["actor"], row["role"], row["subject"] == self.name, row["details"]) for row in rows if row["act"] in ("page_read", "access_refused")]

    def test_looks_and_refusals(self):
        self.assertEqual(self.look("c.rivera").returncode, 0)
        self.assertEqual((self.folder / "seen.txt").read_text(), "a report")
        (self.folder / "seen.txt").unlink()
        for account in ("r01", "a.admin", "nobody"):
            refused = self.look(account)
            self.assertEqual(refused.returncode, 1, account)
            self.assertFalse((self.folder / "seen.txt").exists() or (self.folder / "seen.txt.part").exists())
        self.assertIn("only on assigned cases", self.look("r01").stderr)
        other = self.put("CM26-9999999")  # a paper of another case cannot be had under the name of one's own
        self.assertEqual(self.look("c.rivera", other).returncode, 2)
        self.assertEqual(self.rows()[:3], [("page_read", "c.rivera", "coordinator", True, {"page": "1"}), ("access_refused", "r01", "", True, {"page": "1"}),
                                           ("access_refused", "a.admin", "", True, {"page": "1"})])

    def test_a_reviewer_sees_nothing_before_the_attestation_and_nothing_after_the_recusal(self):
        run("people", "add", "R02", "--role", "reviewer", "--book", self.book, stdin=PASSWORD + "\n")
        office = Office(self.store, self.folder)
        office.event(self.number, "assigned", "2014-02-12", organization="Example IMRO")
        office.event(self.number, "notice_sent", "2014-02-12", notice="assignment", served_by="mail")
        office.event(self.number, "reviewer_proposed", "2014-02-26", reviewer="R02", reason="same specialty")
        self.assertIn("only on assigned cases", self.look("R02").stderr)
        office.attest(self.number, "R02", "2014-02-26")
        self.assertEqual(self.look("R02").returncode, 0)
        self.assertEqual(self.look("r01").returncode, 1)
        office.event(self.number, "reviewer_recused", "2014-02-27", reviewer="R02", reason="conflict")
        self.assertEqual(self.look("R02").returncode, 1)
        self.assertEqual([row[:2] for row in self.rows()], [("access_refused", "R02"), ("page_read", "R02"), ("access_refused", "r01"), ("access_refused", "R02")])

    def test_broken_glass_opens_one_case(self):
        done = run("people", "break-glass", "a.admin", "page_read", "--case", self.number, "--reason", "restoring after the fire, page checked", "--book", self.book, "--log", self.store)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.look("a.admin").returncode, 0)
        self.assertEqual(self.rows(), [("page_read", "a.admin", "administrator", True, {"page": "1", "by": "break_glass"})])


class Rights(Story):
    def may(self, act, *words):
        return run("people", "may", act, *words)

    def test_a_reviewer_sees_assigned_cases_only(self):
        words = ["--role", "reviewer", "--assigned", "CM26-0000017", "--case"]
        self.assertEqual(self.may("page_read", *words, "CM26-0000017").returncode, 0)
        no = self.may("page_read", *words, "CM26-0000018")
        self.assertEqual(no.returncode, 1)
        self.assertIn("only on assigned cases", no.stdout)
        self.assertIn("Labor Code", no.stdout)
        self.fails(self.may("page_write", "--role", "reviewer"), "page_write")

    def test_every_act_says_why(self):
        acts = answer("people", "roles", "--json")["acts"]
        self.assertGreater(len(acts), 25)
        for act in acts:
            self.assertTrue(act["why"] and act["citation"] and act["roles"], act)

    def test_the_administrator_reads_no_page_and_no_reviewer_is_known_to_a_coordinator(self):
        self.assertEqual(self.may("page_read", "--role", "administrator", "--case", "A").returncode, 1)
        self.assertEqual(self.may("reviewer_identity_read", "--role", "coordinator", "--case", "A").returncode, 1)


class Seal(Story):
    def setUp(self):
        super().setUp()
        self.key = self.folder / "seal.key"
        self.assertEqual(run("vault", "keygen", self.key).returncode, 0)

    def determined(self, case, out):
        done = run("review", case, "--roster", ROSTER, "--out", self.folder / out, "--seal-key", self.key)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.folder / out / "determination.seal.json"

    def test_an_auditor_with_the_key_and_nobody_else(self):
        case = SECOND if (SECOND / "opinion.yaml").exists() else FIRST
        file = self.determined(case, "one")
        signer = re.search(r"^reviewer: (\S+)", (case / "opinion.yaml").read_text(), re.M)[1]
        opened = answer("audit", "unseal", file, "--key", self.key, "--json")
        self.assertEqual(opened["reviewer"], signer)
        self.assertNotIn(signer, json.loads(file.read_text())["seal"])
        self.assertEqual(file.read_bytes(), self.determined(case, "two").read_bytes())
        replay = run("replay", file.parent / "determination.json", "--case", case, "--roster", ROSTER)
        self.assertEqual(replay.returncode, 0, replay.stderr)
        other = self.folder / "other.key"
        run("vault", "keygen", other)
        done = run("audit", "unseal", file, "--key", other)
        self.assertEqual(done.returncode, 1)
        self.assertIn("another key or another letter", done.stderr)
        changed = json.loads(file.read_text())
        changed["content_hash"] = "0" * 64
        (self.folder / "changed.json").write_text(json.dumps(changed))
        self.assertEqual(run("audit", "unseal", self.folder / "changed.json", "--key", self.key).returncode, 1)
        self.fails(run("audit", "unseal", file, "--key", file), "64 hexadecimal digits")


if __name__ == "__main__":
    unittest.main()
