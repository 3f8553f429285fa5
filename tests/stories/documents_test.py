"""The table of contents of a case file, and the pages that a person has to read."""
import shutil
import unittest

from program import CASES, FIRST, SECOND, VARIANTS, Story, answer, run

VISIT = """Sample Clinic
1 Sample Street, Sampletown, CA 90000
PROGRESS REPORT
Patient: Ada Stranger   DOB: 01/17/1983   Date of exam: 06/10/2014
She complains of low back pain that goes down the left leg, and baclofen 10 mg did not help.
"""


class TheTableOfContents(Story):
    def test_it_is_in_order_of_service_and_counts_every_page_once(self):
        for case in sorted(CASES.iterdir()):
            contents = answer("documents", case, "--json")
            days = [one["date"] for one in contents["documents"] if one["date"]]
            self.assertEqual(days, sorted(days))
            pages = [(one["file"], sheet["page"]) for one in contents["documents"] for sheet in one["sheets"]]
            self.assertEqual(len(pages), len(set(pages)), "a page in two documents")
            for one in contents["documents"]:
                self.assertEqual(len(one["sheets"]), one["pages"])
                self.assertEqual([sheet["page"] for sheet in one["sheets"]], sorted(sheet["page"] for sheet in one["sheets"]))
            printed = run("documents", case)
            self.assertEqual(printed.returncode, 0, printed.stderr)
            self.assertIn("for a person to read", printed.stdout)

    def test_a_second_copy_is_folded_and_changes_no_fact(self):
        case = self.copy(SECOND)
        before = answer("review", case, "--json")
        report = next((case / "documents").glob("04*.pdf"))
        shutil.copy(report, case / "documents/91-the-same-again.pdf")
        contents = answer("documents", case, "--json")
        copy = next(one for one in contents["documents"] if "91-the-same" in one["file"])
        original = next(one for one in contents["documents"] if one["id"] == copy["same_as"])
        self.assertIn(report.name, original["file"])
        self.assertIn("came 2 times", run("documents", case).stdout)
        after = answer("review", case, "--json")
        said = lambda review: sorted((one["concept"], one["text"], one["date"] or "") for one in review["chart"]["facts"])
        self.assertEqual(said(after), said(before))

    def test_another_patients_page_is_kept_out_alone(self):
        case = self.copy(SECOND)
        (case / "documents/92-strange.txt").write_text(VISIT)
        contents = answer("documents", case, "--json")
        strange = next(one for one in contents["documents"] if "92-strange" in one["file"])
        self.assertEqual(strange["belongs_to"], "other")
        self.assertTrue(any("Ada Stranger, born 1983-01-17" in one["found"] for one in contents["problems"]))
        review = answer("review", case, "--json")
        self.assertFalse([one for one in review["chart"]["facts"] for place in one["evidence"] if "92-strange" in place["file"]])


class PagesForAPerson(Story):
    def test_a_sheet_written_by_hand_counts_as_unread_until_somebody_typed_it(self):
        case = self.copy(FIRST)
        sheet = VARIANTS / "handwritten-note"
        shutil.copy(sheet / "documents/90-handwritten-note.png", case / "documents")
        queue = run("documents", case, "--unread")
        self.assertEqual(queue.returncode, 1, queue.stderr)
        self.assertIn("90-handwritten-note.png, page 1", queue.stdout)
        [one] = answer("documents", case, "--unread", "--json")["unread"]
        self.assertEqual((one["file"], one["page"]), ("documents/90-handwritten-note.png", 1))
        before = answer("review", case, "--json")
        self.assertIn("unread_pages", [check["check"] if "check" in check else check["id"] for check in before["checks"]] + [check.get("name") for check in before["checks"]])

        shutil.copy(sheet / "pages.yaml", case)
        self.assertEqual(run("documents", case, "--unread").returncode, 0)
        after = answer("review", case, "--json")
        typed = [place for fact in after["chart"]["facts"] for place in fact["evidence"] if place.get("typed_by")]
        self.assertTrue(typed, "typed words are evidence")
        self.assertEqual({place["typed_by"] for place in typed}, {"P. Reader, RN"})
        for place in typed:
            self.assertEqual(place["boxes"], [])

    def test_a_faulty_pages_file_stops_the_run_with_its_line(self):
        case = self.copy(SECOND)
        (case / "pages.yaml").write_text("schema: 1\npages:\n  - {file: a.pdf, page: 1, by: Ada}\n")
        self.fails(run("documents", case), "pages.yaml:3", "on")


if __name__ == "__main__":
    unittest.main()
