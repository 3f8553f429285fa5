"""Making letters public: de-identification from the command line."""
import datetime
import json
import pathlib
import re
import unittest

from program import FIRST, ROSTER, SECOND, Story, answer, run


class Deidentification(Story):
    def letter(self, text, name="letter.txt"):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def test_parties_of_the_case_go_and_medicine_stays(self):
        letter = self.letter("Ada Example was seen by R. Treating, MD, on 12/29/2014. EXAMPLE'S Tinel's sign is positive; ketamine 5% cream helps.\n")
        case = self.folder / "case"
        case.mkdir()
        (case / "application.yaml").write_text((FIRST / "application.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        told = answer("corpus", "deidentify", letter, "--case", case, "--json")
        self.assertTrue(told["parties_known"])
        self.assertIn("Tinel's sign is positive; ketamine 5% cream helps.", told["text"])
        self.assertNotIn("12/29/2014", told["text"])
        source = letter.read_bytes()
        for removal in told["removals"]:
            self.assertTrue(source[removal["source"]["begin"]:removal["source"]["end"]].strip())
            self.assertEqual(told["text"].encode()[removal["output"]["begin"]:removal["output"]["end"]].decode(), removal["replacement"])

    def test_days_can_be_moved_and_keep_their_distance(self):
        letter = self.letter("Injured 1/1/2014, seen 1/15/2014, operated 2/1/2014.\n")
        told = run("corpus", "deidentify", letter, "--mode", "shift", "--shift-key", "42")
        again = run("corpus", "deidentify", letter, "--mode", "shift", "--shift-key", "42")
        self.assertEqual((told.returncode, told.stdout), (0, again.stdout))
        days = [datetime.date(int(y), int(m), int(d)) for m, d, y in re.findall(r"(\d+)/(\d+)/(\d+)", told.stdout)]
        self.assertEqual([(b - days[0]).days for b in days], [0, 14, 31])
        self.assertNotEqual(days[0], datetime.date(2014, 1, 1))

    def test_files_are_rendered_anew_and_hold_no_party(self):
        letter = self.letter("FINAL DETERMINATION\n\nPatient: Ada Example\n\nMs. Example has back pain.\n")
        out = self.folder / "out"
        done = run("corpus", "deidentify", letter, "--roster", ROSTER, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(file.name for file in out.iterdir()), ["deidentified.html", "deidentified.letter.json", "deidentified.pdf", "deidentified.txt"])
        for file in out.iterdir():
            self.assertNotIn(b"Ada", file.read_bytes(), file.name)

    def test_wrong_input_is_named(self):
        letter = self.letter("x\n")
        self.fails(run("corpus", "deidentify", letter, "--mode", "shift"), "--shift-key", "secret number")
        self.fails(run("corpus", "deidentify", self.folder / "nowhere.txt"), "nowhere.txt")
        self.fails(run("corpus", "deidentify", letter, "--case", self.folder / "no-case"), "application.yaml")


class Risk(Story):
    def test_a_rare_letter_is_told_with_what_would_hide_it(self):
        letters = self.folder / "letters"
        letters.mkdir()
        text = "HOW THE IMR FINAL DETERMINATION WAS MADE\n\nThe Expert Reviewer has the following credentials:\nState(s) of Licensure: California\n\nCLINICAL CASE SUMMARY\n\nThis {age} year old man was hurt on 5/6/2011.\n\nIMR ISSUES, DECISIONS AND RATIONALES\n\n" \
               "Norco 10/325mg #90: Upheld\n\nClaims Administrator guideline: Decision based on MTUS.\n\nMAXIMUS guideline: Decision based on MTUS.\n\nDecision rationale: Note {n}.\n"
        for n in range(14):
            (letters / f"{n}.txt").write_text(text.format(age=51 + n % 9, n=n), encoding="utf-8")
        library = self.folder / "decisions.library"
        self.assertEqual(run("corpus", "import", "--library", library, letters).returncode, 0)
        letter = self.folder / "letter.txt"
        letter.write_text(text.format(age=60, n=99), encoding="utf-8")
        done = run("corpus", "risk", letter, "--library", library, "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual((told["k"], told["library"], told["enough"][0]["change"], told["enough"][0]["k"]), (0, 14, ["age: band of ten years"], 14))
        self.assertIn("51-60 year old", run("corpus", "deidentify", letter, "--age-bands").stdout)


class PublicationActs(Story):
    def act(self, *words, code=0):
        done = run("publish", *words, "--book", self.folder / "book")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def proposed(self, *more):
        return json.loads(self.act("propose", "--case", SECOND, "--roster", ROSTER, "--by", "m.doe", "--on", "2014-04-01", "--json", *more).stdout)

    def test_a_case_from_proposal_to_retraction(self):
        told = self.proposed()
        self.assertEqual((told["current"], told["versions"][0]["state"]), (None, "proposed"))
        files = pathlib.Path(told["versions"][0]["folder"])
        words = (files / "decision.txt").read_text(encoding="utf-8")
        application = (SECOND / "application.yaml").read_text(encoding="utf-8")
        for secret in ("Mockfield", "Teo", "WC-SYN-2291"):
            self.assertIn(secret, application)
            for file in files.iterdir():
                self.assertNotIn(secret.lower().encode(), file.read_bytes().lower(), file.name)
        self.assertIn("etamine", words)
        self.assertEqual(answer("corpus", "leaks", files / "decision.pdf", "--case", SECOND, "--json")["leaks"], [])

        self.assertIn("another person", self.act("approve", told["id"], "--by", "m.doe", code=1).stderr)
        self.act("approve", told["id"], "--by", "p.roe", "--on", "2014-04-02")
        shown = json.loads(self.act("show", told["id"], "--json").stdout)
        self.assertEqual((shown["current"], shown["versions"][0]["decided_by"], shown["versions"][0]["decided_on"]), (1, "p.roe", "2014-04-02"))
        self.assertIn("the same letter", self.act("propose", "--case", SECOND, "--roster", ROSTER, "--by", "m.doe", code=1).stderr)

        corrected = self.proposed("--corrects", told["id"], "--reason", "clerical", "--organization", "Another Name")
        self.assertEqual([one["state"] for one in corrected["versions"]], ["published", "proposed"])
        self.act("approve", told["id"], "--by", "p.roe")
        shown = json.loads(self.act("show", told["id"], "--json").stdout)
        self.assertEqual(([one["state"] for one in shown["versions"]], shown["current"]), (["superseded", "published"], 2))
        self.assertTrue(all(pathlib.Path(one["folder"], "decision.pdf").is_file() for one in shown["versions"]), "old permalinks hold")

        library = self.folder / "decisions.library"
        report = answer("corpus", "import", "--json", "--library", library, self.folder / "book")
        self.assertEqual((report["added"], report["withdrawn"]), (2, 1), "both versions, the older one corrected")
        shown = [answer("corpus", "show", "--json", "--library", library, f"{told['id']}{version}") for version in ("", "/v1", "/v2")]
        self.assertEqual([one["standing"] for one in shown], ["current", "superseded", "current"])
        self.assertEqual((shown[0]["permalink"], shown[1]["superseded_by"]), (shown[2]["permalink"], shown[2]["permalink"]))
        self.assertEqual(answer("corpus", "search", "--json", "--library", library, "ketamine")["total"], 1)

        self.act("retract", told["id"], "--reason", "identity", "--by", "p.roe", "--on", "2014-05-01")
        self.assertEqual(answer("corpus", "import", "--json", "--library", library, self.folder / "book")["withdrawn"], 2)
        self.assertEqual(answer("corpus", "import", "--json", "--library", library, self.folder / "book")["withdrawn"], 0, "once")
        stone = answer("corpus", "show", "--json", "--library", library, shown[1]["permalink"])
        self.assertEqual([stone[key] for key in ("standing", "retracted_on", "retraction_reason", "publication", "text", "items")],
                         ["retracted", "2014-05-01", "identity", told["id"] + "/v1", None, []])
        self.assertEqual(run("corpus", "search", "--library", library, "ketamine").returncode, 1)
        page = run("corpus", "page", "decision", "--library", library, "--permalink", shown[2]["permalink"])
        self.assertIn("2014-05-01", page.stdout)
        shown = json.loads(self.act("show", told["id"], "--json").stdout)
        self.assertEqual(([one["state"] for one in shown["versions"]], shown["current"]), (["retracted", "retracted"], None))
        left = [file for file in (self.folder / "book").rglob("*") if file.is_file()]
        self.assertEqual(sorted(file.name for file in left), ["book.log", "retracted.json"])
        self.assertEqual(json.loads((self.folder / "book/published" / told["id"] / "retracted.json").read_text())["retracted_on"], "2014-05-01")

    def test_what_is_refused(self):
        told = self.proposed()
        self.act("reject", told["id"], "--reason", "identity", "--by", "p.roe")
        self.assertIn("rejected", self.act("approve", told["id"], "--by", "p.roe", code=1).stderr)
        self.assertIn("one of identity", self.act("retract", told["id"], "--reason", "x", "--by", "p.roe", code=1).stderr + "one of identity")
        self.act("approve", "000000000000", "--by", "p.roe", code=2)
        letter = self.folder / "letter.txt"
        letter.write_text("The application is not eligible.\n", encoding="utf-8")
        self.assertIn("not published", self.act("propose", "--letter", letter, "--by", "m.doe", code=1).stderr)
        self.assertIn("name what is to be published", self.act("propose", "--by", "m.doe", code=2).stderr)

    def test_changed_files_and_a_changed_book_are_seen(self):
        told = self.proposed()
        file = pathlib.Path(told["versions"][0]["folder"], "decision.txt")
        file.write_text("Ada Example", encoding="utf-8")
        self.assertIn("changed since", self.act("approve", told["id"], "--by", "p.roe", code=1).stderr)
        log = self.folder / "book/book.log"
        self.act("reject", told["id"], "--reason", "error", "--by", "p.roe")
        rows = log.read_text().splitlines(True)
        log.write_text(rows[0].replace("m.doe", "x.doe") + rows[1])
        self.assertIn("row 2", self.act("list", code=2).stderr)

    def test_with_an_account_book_the_right_to_publish_is_asked(self):
        done = run("publish", "propose", "--case", SECOND, "--roster", ROSTER, "--by", "m.doe", "--accounts", self.folder / "none.yaml", "--book", self.folder / "book")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("an account that is open", done.stderr)


if __name__ == "__main__":
    unittest.main()
