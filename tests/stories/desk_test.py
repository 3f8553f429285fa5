"""An office with accounts and a vault: who comes in, what each may do, which papers open, and the case folder that comes out again."""
import filecmp
import json
import os
import pathlib
import sqlite3
import time
import unittest

from office import Office
from people_test import PASSWORD, code_of
from program import FIRST, ROSTER, SECOND, Story, answer, run

PEOPLE = {"i.intake": ["intake"], "c.rivera": ["coordinator"], "R02": ["reviewer"], "R05": ["reviewer"], "m.dean": ["medical_director"],
          "o.audit": ["auditor"], "a.admin": ["administrator"], "p.press": ["publisher"], "k.law": ["compliance"]}


class Desk(Story):
    def setUp(self):
        super().setUp()
        self.keys, self.book = self.folder / "vault.keys", self.folder / "book.yaml"
        self.assertEqual(run("vault", "keygen", self.keys).returncode, 0)
        self.places = {"OPENIMR_STORE": f"sqlite:{self.folder}/cases.db", "OPENIMR_VAULT": f"folder:{self.folder}/papers", "OPENIMR_VAULT_KEYS": str(self.keys)}

    def do(self, *words, **more):
        return run(*words, env={**self.places, **more})

    def must(self, *words, **more):
        done = self.do(*words, **more)
        self.assertEqual(done.returncode, 0, f"{words}: {done.stderr}")
        return done

    def log(self):
        return [json.loads(row) for (row,) in sqlite3.connect(self.folder / "cases.db").execute("SELECT entry FROM log ORDER BY seq")]


class Papers(Desk):
    """On a machine of one person: no accounts."""

    def same(self, one, other):
        compared = filecmp.dircmp(one, other)
        self.assertEqual((compared.left_only, compared.right_only), ([], []))
        for file in (path.relative_to(one) for path in pathlib.Path(one).rglob("*") if path.is_file()):
            self.assertEqual((one / file).read_bytes(), (other / file).read_bytes(), file)

    def test_a_case_folder_comes_out_as_it_went_in(self):
        for case in (FIRST, SECOND):
            number = json.loads(self.must("import", case, "--json").stdout)["number"]
            again = self.folder / number
            self.must("case", "folder", number, again)
            self.same(case, again)
            self.assertEqual(oct(again.stat().st_mode & 0o777), "0o700")
            self.assertEqual({oct(path.stat().st_mode & 0o777) for path in again.rglob("*") if path.is_file()}, {"0o600"})
            done = self.do("case", "folder", number, again)
            self.assertEqual(done.returncode, 1)
            self.assertIn("something of that name", done.stderr)
        self.assertEqual([path.name for path in self.folder.glob("openimr-case-*")], [])
        look = [row for row in self.log() if row["act"] == "page_read"]
        self.assertEqual([row["details"] for row in look], [{"for": "folder", "known_by": "told", "page": "all"}] * 4)

    def test_the_vault_holds_no_word_in_the_clear(self):
        number = json.loads(self.must("import", SECOND, "--json").stdout)["number"]
        for file in (self.folder / "papers").rglob("*"):
            if file.is_file():
                self.assertNotIn(b"%PDF", file.read_bytes())
        papers = json.loads(self.must("case", "papers", number, "--json").stdout)["papers"]
        self.assertEqual(len(papers), len(list((SECOND / "documents").iterdir())))
        for paper in papers:
            self.assertTrue(paper["is_kept"])
            self.assertEqual(paper["size"], (SECOND / paper["file"]).stat().st_size)

    def test_papers_that_come_later_stand_in_the_folder_with_sender_and_day(self):
        number = json.loads(self.must("import", SECOND, "--json").stdout)["number"]
        for words, name in (("first", "a"), ("second", "b")):
            (self.folder / name).mkdir()
            (self.folder / name / "report.txt").write_text(f"the {words} report")
            self.must("case", "add", number, self.folder / name / "report.txt", "--from", "Fable Valley Spine and Pain", "--on", "2014-02-26")
        self.must("case", "add", number, self.folder / "a" / "report.txt", "--from", "applicant", "--on", "2014-02-27")  # once more: it is there already
        again = self.folder / "again"
        self.must("case", "folder", number, again)
        self.assertEqual((again / "documents/report.txt").read_text(), "the first report")
        self.assertEqual((again / "documents/report (2).txt").read_text(), "the second report")
        self.assertFalse((again / "documents/report (3).txt").exists())
        listed = (again / "documents.yaml").read_text()
        self.assertIn('{file: "report (2).txt", sender: "Fable Valley Spine and Pain", received: 2014-02-26}', listed)
        self.assertIn('kind: "ur_decision", date: 2014-01-15', listed)  # what the folder's own list said stays
        documents = answer("documents", again, "--json")["documents"]
        self.assertIn("report (2).txt", " ".join(one["file"] for one in documents))

    def test_who_held_the_case_is_written_from_its_history(self):
        office = Office(self.places["OPENIMR_STORE"], self.folder)
        number = office.open()
        office.screen(number, "2014-02-11")
        office.event(number, "assigned", "2014-02-12", organization="Example IMRO")
        office.attest(number, "R02", "2014-02-26", propose=True)
        office.event(number, "reviewer_recused", "2014-02-27", reviewer="R02", reason="knows the employer")
        office.attest(number, "R05", "2014-02-28", propose=True)
        again = self.folder / "again"
        self.must("case", "folder", number, again)
        told = answer("reviewers", "history", again, "--json")
        self.assertNotIn("declared", json.dumps(told))
        text = (again / "assignment.yaml").read_text()
        self.assertIn('words: "knows the employer"', text)
        slate = answer("reviewers", "slate", again, "--roster", ROSTER, "--json")
        self.assertIn("R02", json.dumps(slate["excluded"]))

    def test_a_case_that_began_without_a_vault_gets_its_papers_later(self):
        without = {"OPENIMR_VAULT": ""}
        number = json.loads(self.must("import", SECOND, "--json", **without).stdout)["number"]
        done = self.do("case", "folder", number, self.folder / "again")
        self.fails(done, "papers that no vault keeps", "01-application-imr.pdf")
        self.fails(self.do("case", "folder", number, self.folder / "again", **without), "no vault", "OPENIMR_VAULT")
        self.assertFalse((self.folder / "again").exists())
        self.assertIn("done before", self.must("import", SECOND).stdout)
        self.must("case", "folder", number, self.folder / "again")

    def test_a_folder_is_whole_or_it_is_not_there(self):
        number = json.loads(self.must("import", SECOND, "--json").stdout)["number"]
        victim = sorted((self.folder / "papers" / "objects").rglob("*"))[-1]
        victim.write_bytes(victim.read_bytes()[:-1] + b"\0")
        before = set(os.listdir(self.folder))
        self.assertNotEqual(self.do("case", "folder", number, self.folder / "again").returncode, 0)
        self.assertEqual(set(os.listdir(self.folder)), before)
        self.fails(self.do("case", "folder", "CM14-9999999", self.folder / "again"), "no case")

    def test_a_name_that_leads_out_of_the_folder_is_refused(self):
        number = json.loads(self.must("import", SECOND, "--json").stdout)["number"]
        office = Office(self.places["OPENIMR_STORE"], self.folder)
        office.event(number, "records_received", "2014-02-27", **{"from": "applicant"}, documents="ab01 documents/../../../out.txt")
        self.fails(self.do("case", "folder", number, self.folder / "again"), "out.txt", "without '..'")

    def test_the_log_says_that_the_role_was_told(self):
        self.must("import", SECOND)
        self.assertEqual({row["details"]["known_by"] for row in self.log() if "version" in row["details"]}, {"told"})


class WithAccounts(Desk):
    """Who acts is proven, and every act is asked for."""

    def setUp(self):
        super().setUp()
        self.uri = {}
        for account, roles in PEOPLE.items():
            done = run("people", "add", account, *[word for role in roles for word in ("--role", role)], "--book", self.book, stdin=PASSWORD + "\n")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.uri[account] = done.stdout.strip()
        self.places["OPENIMR_ACCOUNTS"] = str(self.book)
        self.sessions, self.used = set(), {}

    def as_(self, account, *words):
        """A command of a person, who signs in the first time."""
        session = {"OPENIMR_SESSION": str(self.folder / f"session-{account}")}
        if account not in self.sessions:
            self.used[account] = code_of(self.uri[account])
            self.must("people", "enter", "--by", account, OPENIMR_PASSWORD=PASSWORD, OPENIMR_CODE=self.used[account], **session)
            self.sessions.add(account)
        return self.do(*words, **session)

    def may(self, account, *words):
        done = self.as_(account, *words)
        self.assertEqual(done.returncode, 0, f"{account} {words}: {done.stderr}")
        return done.stdout

    def may_not(self, account, *words, because=""):
        done = self.as_(account, *words)
        self.assertEqual(done.returncode, 1, f"{account} {words}: {done.stdout}{done.stderr}")
        self.assertIn(account, done.stderr)
        self.assertIn(because, done.stderr)

    def opened(self):
        number = json.loads(self.may("i.intake", "import", SECOND, "--json"))["number"]
        self.may("c.rivera", "case", "screen", number, "--on", "2014-02-11")
        return number

    def parties(self, number):
        return list(dict.fromkeys(one["name"] for one in json.loads(self.may("c.rivera", "case", "show", number, "--json"))["case"]["parties"]))

    def attest(self, number, reviewer, on):
        words = [word for party in self.parties(number) for word in ("--set", f"attestations={party}:none")]
        return self.as_(reviewer, "case", "event", number, "reviewer_attested", "--set", f"reviewer={reviewer}", *words, "--on", on)

    def assigned(self):
        number = self.opened()
        self.may("c.rivera", "case", "event", number, "assigned", "--set", "organization=Example IMRO", "--on", "2014-02-12")
        self.may("c.rivera", "case", "event", number, "reviewer_proposed", "--set", "reviewer=R02", "--set", "reason=x", "--on", "2014-02-26")
        return number

    def test_the_vault_and_the_backup_are_of_their_keepers(self):
        self.opened()
        nobody = {"OPENIMR_SESSION": str(self.folder / "nobody")}
        name = json.loads(self.may("a.admin", "vault", "list", "--json"))["papers"][0]["name"]
        for words in (["vault", "list"], ["vault", "verify"], ["vault", "rotate"], ["vault", "hold", name, "m-1", "--reason", "x"], ["backup", self.folder / "copy"],
                      ["vault", "erase", name, "--reason", "x", "--log", self.places["OPENIMR_STORE"], "--actor", "a.admin"], ["vault", "get", name, self.folder / "seen"]):
            with self.subTest(" ".join(map(str, words[:2]))):
                self.assertEqual(self.do(*words, **nobody).returncode, 1, "nobody signed in")
                self.assertEqual(self.as_("R02", *words).returncode, 1, "a reviewer")
        self.assertFalse((self.folder / "seen").exists() or (self.folder / "copy").exists())
        self.assertIn(name, json.loads(self.may("a.admin", "vault", "list", "--json"))["papers"][0]["name"])
        self.may("a.admin", "vault", "rotate")
        self.assertIn(("a.admin", "vault_rotated", "signed_in"), [(row["actor"], row["act"], row["details"].get("known_by")) for row in self.log()])

    def test_nobody_acts_who_did_not_sign_in(self):
        nobody = {"OPENIMR_SESSION": str(self.folder / "nobody")}
        done = self.do("import", SECOND, "--by", "i.intake", "--role", "intake", **nobody)
        self.assertEqual(done.returncode, 1)
        self.assertIn("people enter", done.stderr)
        wrong = self.do("case", "list", "--by", "c.rivera", OPENIMR_PASSWORD="wrong wrong wrong", OPENIMR_CODE="000000", **nobody)
        self.assertEqual(wrong.returncode, 1)
        stranger = self.do("case", "list", "--by", "x; DROP", OPENIMR_PASSWORD="wrong wrong wrong", OPENIMR_CODE="000000", **nobody)
        self.assertEqual(stranger.returncode, 1)
        self.assertEqual([(row["actor"], row["act"], row["details"]["how"]) for row in self.log()],
                         [("c.rivera", "sign_in_failed", "wrong_password"), ("unknown", "sign_in_failed", "unknown")])
        file = self.folder / "password"
        file.write_text(PASSWORD + "\n")
        self.must("case", "list", "--by", "c.rivera", OPENIMR_PASSWORD_FILE=str(file), OPENIMR_CODE=code_of(self.uri["c.rivera"]), **nobody)
        self.must("case", "list", **nobody)  # the session goes on, and knows who it is of
        self.assertEqual(oct((self.folder / "nobody").stat().st_mode & 0o777), "0o600")
        self.assertEqual([row["actor"] for row in self.log() if row["act"] == "cases_listed"], ["c.rivera"] * 2)

    def test_a_session_ends(self):
        self.may("c.rivera", "case", "list")
        token = (self.folder / "session-c.rivera").read_text()
        self.may("c.rivera", "people", "leave")
        (self.folder / "session-c.rivera").write_text(token)  # kept by somebody
        self.assertEqual(self.as_("c.rivera", "case", "list").returncode, 1)
        self.may("k.law", "case", "list")
        self.assertEqual(run("people", "close", "k.law", "--book", self.book).returncode, 0)
        self.assertEqual(self.as_("k.law", "case", "list").returncode, 1)
        self.may("m.dean", "case", "list")
        run("people", "add", "m.dean", "--role", "medical_director", "--book", self.book, stdin=PASSWORD + " anew\n")  # another password
        self.assertEqual(self.as_("m.dean", "case", "list").returncode, 1)
        self.assertNotIn(token.strip().encode(), (self.folder / "cases.db").read_bytes())

    def test_each_does_what_the_role_gives(self):
        number = self.opened()
        self.assertEqual([(row["act"], row["role"], row["details"]["known_by"]) for row in self.log() if "version" in row["details"]][-1],
                         ("screened", "coordinator", "signed_in"))
        event = ["case", "event", number]
        self.may_not("c.rivera", "import", FIRST, because="intake")
        self.may_not("i.intake", "case", "screen", number, because="8 CCR 9792.10.3")
        self.may_not("a.admin", "case", "show", number, because="138.7")
        self.may_not("p.press", "case", "list", because="138.7")
        self.may_not("o.audit", *event, "noted", "--set", "text=x", because="")
        self.may_not("m.dean", *event, "assigned", "--set", "organization=x", because="the coordinator answers")
        self.may_not("c.rivera", *event, "reviewer_attested", "--set", "reviewer=R02", because="139.5(d)(5)")
        self.may_not("c.rivera", "case", "list", "--sample", "1", because="8 CCR 9792.11")
        self.may("o.audit", "case", "list", "--sample", "1", "--seed", "7")
        self.may("o.audit", "case", "show", number)
        refused = [row for row in self.log() if row["act"] == "access_refused"]
        self.assertEqual([row["actor"] for row in refused], ["c.rivera", "i.intake", "a.admin", "p.press", "o.audit", "m.dean", "c.rivera", "c.rivera"])
        self.assertEqual(refused[1]["details"], {"asked": "eligibility_decide"})

    def test_a_reviewer_sees_the_own_case_and_no_paper_before_the_attestation(self):
        number = self.assigned()
        other = json.loads(self.may("i.intake", "import", FIRST, "--json"))["number"]
        listed = lambda account: [one["number"] for one in json.loads(self.may(account, "case", "list", "--json"))["cases"]]
        self.assertEqual(listed("R02"), [number])
        self.assertEqual(listed("R05"), [])
        self.assertEqual(listed("c.rivera"), [number, other])
        self.assertEqual({one["number"] for one in json.loads(self.may("R02", "queue", "--json"))["rows"]}, {number})
        self.may_not("R02", "case", "show", other, because="only on assigned cases")
        self.may_not("R05", "case", "show", number, because="only on assigned cases")
        self.may("R02", "case", "show", number)  # to attest, one has to know the parties
        out = self.folder / "out"
        self.may_not("R02", "case", "papers", number, because="attest first")
        self.may_not("R02", "case", "folder", number, out, because="attest first")
        self.assertFalse(out.exists())
        done = self.as_("R05", "case", "event", number, "reviewer_attested", "--set", "reviewer=R02", "--on", "2014-02-27")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.attest(number, "R02", "2014-02-27").returncode, 0)
        self.may("R02", "case", "folder", number, out)
        self.assertTrue((out / "documents/01-application-imr.pdf").exists())
        self.may_not("R05", "case", "papers", number, because="only on assigned cases")
        look = [row for row in self.log() if row["act"] == "page_read"]
        self.assertEqual([(row["actor"], row["role"], row["case"], row["details"]) for row in look],
                         [("R02", "reviewer", number, {"for": "folder", "known_by": "signed_in", "page": "all"})])
        # Who steps back sees nothing more.
        self.may("R02", "case", "event", number, "reviewer_recused", "--set", "reviewer=R02", "--set", "reason=knows the employer", "--on", "2014-02-28")
        self.may_not("R02", "case", "papers", number, because="only on assigned cases")
        self.assertEqual(listed("R02"), [])

    def draft(self, number, reviewer, item="upheld"):
        file = self.folder / f"{reviewer}.yaml"
        parties = "".join(f"  - {{party: {json.dumps(name)}, conflict: none}}\n" for name in self.parties(number))
        file.write_text(f"schema: 1\nreviewer: {reviewer}\ndate: 2014-03-12\nattestations:\n{parties}items:\n  - {{id: 1, decision: {item}, words: \"Seen.\"}}\n")
        return file

    def test_the_reviewer_signs_with_the_own_key_which_password_and_code_open(self):
        number = self.assigned()
        self.assertEqual(self.as_("R02", "case", "opinion", number, self.draft(number, "R02")).returncode, 1)  # not before the attestation
        self.attest(number, "R02", "2014-02-27")
        self.may("R02", "case", "finding", number, "--item", "1", "--decision", "undecided", "--words", "no trial told", "--on", "2014-03-01")
        self.may("R02", "case", "opinion", number, self.draft(number, "R02"))
        late = self.as_("R02", "case", "finding", number, "--item", "1", "--decision", "upheld", "--on", "2014-03-02")
        self.assertIn("an own finding comes before it", late.stderr)
        self.may_not("c.rivera", "case", "opinion", number, self.draft(number, "R02"), because="")
        self.assertEqual(self.as_("R05", "case", "opinion", number, "--reviewer", "R02").returncode, 1)
        code = lambda ahead: code_of(self.uri["R02"], int(time.time() // 30) + ahead)
        prove = {"OPENIMR_SESSION": str(self.folder / "session-R02"), "OPENIMR_PASSWORD": PASSWORD}
        none = self.do("case", "sign", number, "--with-open-checks", "--on", "2014-03-12", OPENIMR_CODE=code(1), **prove)
        self.assertIn("no signing key of R02", none.stderr)
        wrong = run("people", "signing-key", "R02", "--book", self.book, stdin="wrong wrong wrong\n")
        self.assertEqual(wrong.returncode, 1)
        public = run("people", "signing-key", "R02", "--book", self.book, stdin=PASSWORD + "\n").stdout.strip()
        again = self.do("case", "sign", number, "--with-open-checks", "--on", "2014-03-12", OPENIMR_CODE=self.used["R02"], **prove)  # a code counts once
        self.assertEqual(again.returncode, 1)
        # A key that is not the account's.
        other = self.folder / "other.pem"
        run("opinion", "keygen", other)
        done = self.as_("R02", "case", "sign", number, "--with-open-checks", "--signing-key", other, "--on", "2014-03-12")
        self.assertEqual(done.returncode, 1)
        self.assertIn("another key", done.stderr)
        done = self.do("case", "sign", number, "--with-open-checks", "--on", "2014-03-12", OPENIMR_CODE=code(1), **prove)
        self.assertEqual(done.returncode, 0, done.stderr)
        event = json.loads(self.may("c.rivera", "case", "show", number, "--json"))["history"][-1]
        self.assertEqual((event["kind"], event["what"]["public_key"], event["by"]), ("opinion_signed", public, "R02"))
        rows = self.log()
        self.assertEqual([row["details"].get("file") for row in rows if row["act"] == "file_saved"], ["own_finding/R02", "opinion/R02", "opinion/R02"])
        self.may("m.dean", "case", "event", number, "quality_returned", "--set", "reasons=the gain in work is not faced", "--on", "2014-03-13")
        self.may("R02", "case", "opinion", number, self.draft(number, "R02", "overturned"))

    def test_a_reviewer_speaks_for_nobody_else(self):
        number = self.assigned()
        done = self.as_("R02", "case", "event", number, "reviewer_attested", "--set", "reviewer=R05", "--on", "2014-02-27")
        self.assertEqual(done.returncode, 1)
        self.assertIn("R02 speaking for R05", done.stderr)


if __name__ == "__main__":
    unittest.main()
