"""The letters of a case: notices from the application, the page in plain words, the proof of service; strict about what is missing."""
import json
import re
import shutil
import subprocess
import unittest

from program import FIRST, ROOT, ROSTER, SECOND, Story, answer, run

HEAD = ROOT / "examples/letterhead.yaml"
NUMBER = "case_number=CM15-0000042"

# Every kind with what has to be told beside the case; how its case is made is in LettersOfACase.case().
KINDS = {
    "assignment-notice": [],
    "plain-determination": [],
    "correction": ["corrected_letter=Final Determination", "first_mailed_on=2015-03-19", "was=Date of injury: 11/9/1996", "is_now=Date of injury: 11/9/1995", "appeal_clock=unchanged"],
    "late-notice": ["records_received=2015-02-20"],
    "termination": ["ended=authorized", "ended_on=2015-02-20"],
    "information-request": ["asked_party=claims-administrator", "asked_for=Send the report of January 27, 2015."],
    "ineligibility": [],
    "deferral": [],
}


def sets(*settings):
    return [word for setting in settings for word in ("--set", setting)]


class LettersOfACase(Story):
    def case(self, kind):
        if kind == "plain-determination":
            return FIRST
        case = self.copy(FIRST)
        application = case / "application.yaml"
        text = application.read_text()
        if kind == "ineligibility":
            text = re.sub(r"^consent:.*", "consent: {signed: false}", text, flags=re.M)
        if kind == "deferral":
            text = text.replace("liability_disputed: false", "liability_disputed: true") + "liability: {reason: The low back is not accepted.}\n"
        application.write_text(text)
        return case

    def write(self, kind, language, *more):
        case = self.case(kind)
        try:
            return answer("letter", kind, case, "--lang", language, "--letterhead", HEAD, "--roster", ROSTER, *sets(NUMBER, *KINDS[kind]), *more, "--json")
        finally:
            if case != FIRST:
                shutil.rmtree(case)

    def test_every_kind_in_both_languages(self):
        listed = {one["id"]: one for one in answer("letter", "list", "--json")["letters"]}
        self.assertEqual(set(listed), set(KINDS) | {"final-determination", "proof-of-service"})
        for kind in KINDS:
            for language, tag in (("en", "en-US"), ("es", "es-US")):
                with self.subTest(kind=kind, language=language):
                    written = self.write(kind, language)
                    letter = written["letter"]
                    words = json.dumps(letter, ensure_ascii=False)
                    self.assertEqual((letter["language"], written["problems"]), (tag, []))
                    self.assertIn("WC-SYN-0417", words)
                    self.assertNotRegex(words, r"\{[a-z_.]+\}", "a placeholder was left open")
                    self.assertEqual(letter["blocks"][0]["kind"], "heading")
                    self.assertTrue(all(one["citation"] for one in written["texts"]))
                    self.assertLessEqual(written["reading"]["grade"], 9)

    def test_due_dates_are_those_of_the_clocks(self):
        for kind, day, more in (("assignment-notice", "2015-02-23", []), ("late-notice", "2015-04-01", [])):
            written = self.write(kind, "en", "--date", day, *more)
            self.assertTrue(written["due"])
            for one in written["due"]:
                self.assertTrue(one["due"]["derivation"], one["field"])
        due = {one["field"]: one["due"]["due_on"] for one in self.write("assignment-notice", "en", "--date", "2015-02-23")["due"]}
        asked = lambda how: answer("due", "records", "--event", "2015-02-23", "--served-by", how, "--json")["due_on"]
        self.assertEqual(due["records_due"], asked("mail"))
        self.assertEqual(due["records_due_electronic"], asked("electronic"))
        self.assertLess(due["records_due_statute"], due["records_due"])
        margaris = self.write("late-notice", "en", "--set", "records_received=2014-11-26")
        self.assertEqual({one["field"]: one["due"]["due_on"] for one in margaris["due"]}["due_regular"], "2014-12-26", "the facts of Margaris")

    def test_regular_and_expedited_notices_differ(self):
        case = self.copy(FIRST)
        application = case / "application.yaml"
        application.write_text(application.read_text().replace("review: regular", "review: expedited") + "expedited_certification: {by: Lysander Fictley, on: 2015-02-19}\n")
        words = json.dumps(answer("letter", "assignment-notice", case, "--letterhead", HEAD, *sets(NUMBER), "--json")["letter"])
        shutil.rmtree(case)
        self.assertIn("within 24 hours", words)
        self.assertIn("Expedited", words)
        regular = json.dumps(self.write("assignment-notice", "en")["letter"])
        self.assertNotIn("within 24 hours", regular)
        self.assertIn("Regular", regular)

    def test_the_page_in_plain_words(self):
        english, spanish = self.write("plain-determination", "en"), self.write("plain-determination", "es")
        self.assertEqual((english["pages"], spanish["pages"]), (1, 1))
        words = "".join(run["text"] for block in english["letter"]["blocks"] for run in block.get("runs", []))
        self.assertIn("The answer is no for all 3.", words)
        self.assertIn("The last day to appeal is April 22, 2015", words)
        self.assertIn("22 de abril de 2015", json.dumps(spanish["letter"], ensure_ascii=False))
        later = answer("letter", "plain-determination", FIRST, "--roster", ROSTER, "--letterhead", HEAD, "--date", "2015-03-23", *sets(NUMBER), "--json")
        self.assertEqual([one["due"]["due_on"] for one in later["due"]], ["2015-04-27"])
        self.assertEqual([one["due"]["due_on"] for one in english["due"]], ["2015-04-22"])
        self.assertLessEqual(english["reading"]["grade"], 8)
        table = next(block for block in english["letter"]["blocks"] if block["kind"] == "table")
        self.assertEqual([row[2][0]["text"] for row in table["rows"]], ["not medically necessary"] * 3)

    def test_no_determination_no_plain_page(self):
        bare = self.copy(FIRST)
        done = run("letter", "plain-determination", bare, "--roster", ROSTER)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no signed opinion", done.stderr)
        self.assertIn("a physician decides", done.stderr)

    def test_a_letter_for_another_standing_is_refused(self):
        for kind, expected in (("ineligibility", "an item that cannot be reviewed"), ("deferral", "a deferred item")):
            done = run("letter", kind, FIRST)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(expected, done.stderr)
        case = self.case("ineligibility")
        done = run("letter", "assignment-notice", case, "--letterhead", HEAD, *sets(NUMBER))
        self.assertEqual(done.returncode, 1)
        self.assertIn("found a case that is ineligible, expected at least one eligible item", done.stderr)

    def test_proof_of_service_names_everybody_and_misses_no_address(self):
        written = self.write("assignment-notice", "en", *sets("served_by=mail", "server_name=Q. Mailer"))
        blocks = written["letter"]["blocks"]
        start = blocks.index({"kind": "page_break"})
        table = next(block for block in blocks[start:] if block["kind"] == "table")
        self.assertEqual([row[1][0]["text"] for row in table["rows"]], ["Employee", "Representative of the employee", "Employer", "Claims administrator", "Requesting physician"])
        self.assertEqual(sum(not row[3] for row in table["rows"]), 2)
        self.assertIn("Fill it in by hand", json.dumps(blocks[start:]))
        self.assertIn("under penalty of perjury", json.dumps(blocks[start:]))
        final = answer("letter", "final-determination", FIRST, "--roster", ROSTER, *sets(NUMBER, "served_by=personal", "server_name=Q. Mailer"), "--json")
        self.assertIn("Independent Medical Review Final Determination", json.dumps(final["letter"]["blocks"][-8:]))
        self.assertIn("personal delivery", json.dumps(final["letter"]))


class WhatIsMissingIsNamed(Story):
    def test_settings(self):
        letter = lambda *words: run("letter", *words)
        self.fails(letter("assignment-notice", FIRST, "--letterhead", HEAD), "assignment-notice.yaml:", "no value for {case_number}", "--set case_number=…")
        self.fails(letter("assignment-notice", FIRST, *sets(NUMBER)), "{organization_address}", "--letterhead")
        self.fails(letter("assignment-notice", FIRST, "--set", "case_nmber=x"), "--set case_nmber: found no such field", "did you mean case_number?")
        self.fails(letter("assignment-notice", FIRST, "--set", "employee_name=Eve"), "--set employee_name")
        self.fails(letter("termination", FIRST, *sets(NUMBER, "ended=finished")), "expected one of authorized, settled")
        self.fails(letter("termination", FIRST, *sets(NUMBER, "ended_on=yesterday")), "--set ended_on: found \"yesterday\"")
        self.fails(letter("asignment-notice", FIRST), "did you mean assignment-notice?")
        self.fails(letter("assignment-notice", FIRST, "--lang", "fr"), "--lang: found \"fr\", expected one of en, es")
        self.fails(letter("assignment-notice"), "CASE: found none")
        self.fails(letter("final-determination", FIRST, "--roster", ROSTER, "--lang", "es"), "plain-determination")
        self.fails(letter("assignment-notice", FIRST, "--letterhead", FIRST / "application.yaml"), "application.yaml")

    def test_a_jurisdiction_without_letters_says_so(self):
        case = self.copy(SECOND)
        application = case / "application.yaml"
        application.write_text(application.read_text().replace("jurisdiction: us-ca-wc", "jurisdiction: us-ny"))
        self.fails(run("letter", "deferral", case), "us-ny/letters: found no letters")


class TemplatesAreData(Story):
    def packs(self):
        target = self.folder / "packs"
        shutil.copytree(ROOT / "packs", target)
        return target

    def test_the_packs_templates_hold(self):
        checked = answer("letter", "check", "--json")
        self.assertEqual(checked["problems"], [])
        self.assertEqual(len(checked["readings"]), 18)

    def test_a_letter_and_a_language_are_added_without_building(self):
        packs = self.packs()
        languages = packs / "letters/languages.yaml"
        languages.write_text(languages.read_text() + """  - {id: tl, tag: tl-PH, name: Tagalog, months: [Enero, Pebrero, Marso, Abril, Mayo, Hunyo, Hulyo, Agosto, Setyembre, Oktubre, Nobyembre, Disyembre],
     long_date: "ika-{day} ng {month} {year}", short_date: "{mm}/{dd}/{year}", page: "Pahina {page} ng {pages}"}
""")
        (packs / "jurisdictions/us-ca-wc/letters/receipt.yaml").write_text("""schema: 1
id: receipt
about: says that an application came in
citation: house rule
languages: [en, tl]
title: {en: Receipt, tl: Resibo}
fields:
  application_received: {type: date}
  employee_name: {}
blocks:
  - {id: title, kind: heading, level: 1, text: {en: RECEIPT, tl: RESIBO}}
  - id: came
    kind: paragraph
    citation: house rule
    text: {en: "The application of {employee_name} came on {application_received}.", tl: "Natanggap ang aplikasyon ni {employee_name} noong {application_received}."}
""")
        letter = answer("--packs", packs, "letter", "receipt", SECOND, "--lang", "tl", "--json")["letter"]
        self.assertEqual(letter["language"], "tl-PH")
        self.assertEqual("".join(one["text"] for one in letter["blocks"][1]["runs"]), "Natanggap ang aplikasyon ni Teo Mockfield noong ika-10 ng Pebrero 2014.")
        self.assertEqual(run("--packs", packs, "letter", "check").returncode, 0)

    def test_a_fault_of_a_template_is_found_before_a_letter_is(self):
        packs = self.packs()
        page = packs / "jurisdictions/us-ca-wc/letters/deferral.yaml"
        for old, new, fault in (("claim_number: {}", "claim_nomber: {}", "claim_number"), ("  liability_reason: {optional: true}", "  liability_reason: {}", "this one is always there"),
                                ("employee_name: {}", "employee_name: {type: date}", "type text"), ("[en, es]", "[en, es, fr]", "no text in \"fr\"")):
            good = page.read_text()
            self.assertIn(old, good)
            page.write_text(good.replace(old, new, 1))
            done = run("--packs", packs, "letter", "check")
            page.write_text(good)
            self.assertIn(done.returncode, (1, 2), new)
            self.assertIn("deferral.yaml:", done.stdout + done.stderr)
            self.assertIn(fault, done.stdout + done.stderr)


class Files(Story):
    def test_four_forms_that_say_the_same(self):
        out = self.folder / "out"
        done = run("letter", "plain-determination", FIRST, "--roster", ROSTER, "--lang", "es", "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(file.name for file in out.iterdir()), [f"plain-determination.es.{end}" for end in ("html", "letter.json", "pdf", "txt")])
        self.assertIn('<html lang="es-US">', (out / "plain-determination.es.html").read_text())
        again = self.folder / "again"
        run("letter", "plain-determination", FIRST, "--roster", ROSTER, "--lang", "es", "--out", again)
        for file in out.iterdir():
            self.assertEqual(file.read_bytes(), (again / file.name).read_bytes(), "the same bytes every time")
        if shutil.which("pdfinfo") is None:
            self.skipTest("pdfinfo is not installed")
        info = subprocess.run(["pdfinfo", out / "plain-determination.es.pdf"], capture_output=True, text=True).stdout
        self.assertRegex(info, r"Tagged:\s+yes")
        self.assertRegex(info, r"Pages:\s+1\b")
        text = subprocess.run(["pdftotext", out / "plain-determination.es.pdf", "-"], capture_output=True, text=True).stdout
        self.assertIn("Página 1 de 1", text)


if __name__ == "__main__":
    unittest.main(verbosity=2)
