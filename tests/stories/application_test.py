"""From the faxed application to a case that is reviewed: what intake staff do with `openimr application draft`, unhappy papers first."""
import datetime
import shutil
import sys
import unittest

from program import ROOT, SECOND, Story, answer, run

sys.path.insert(0, str(ROOT / "benchmarks"))
from application_letters import rfa, ur_decision  # noqa: E402
from application_papers import FORMS, Writer, full, invented  # noqa: E402
from paper_kit import as_pdf, as_scan  # noqa: E402

RECEIVED = "2015-06-01T10:02:00-07:00"


def case_of(seed, **changes):
    """An invented case that is signed, regular, and about one layout's worth of items."""
    case = {**invented(f"story {seed}"), "is_signed": True, "review": "regular", "liability": False, "information": False, "attorney": "", "designee": False, "approved": None,
            "items": ["Baclofen 10mg TID #90", "MRI of the lumbar spine without contrast"], "outcomes": ["denied", "modified"],
            "guidelines": [("MTUS Chronic Pain Medical Treatment Guidelines", "64"), ("MTUS ACOEM Low Back Complaints", "303-305")], "reasons": ["No spasticity is recorded.", "There are no red flags."]}
    day = datetime.date
    case.update(injured=day(2013, 3, 4), born=day(1970, 5, 6), requested=day(2015, 5, 4), received_request=day(2015, 5, 4), decided=day(2015, 5, 8), served=day(2015, 5, 8), signed=day(2015, 5, 20), filed=day(2015, 6, 1))
    case.update(changes)
    return case


def ids(list_):
    return {one["id"] for one in list_}


def fields(draft):
    return {field["id"]: field["value"] for field in draft["fields"]}


def asked(draft):
    return {question["field"]: question for question in draft["questions"]}


class Application(Story):
    def papers(self, case, letter=None, request=None, layout="letter", scan=False, form_only=False):
        """The files of an application in a folder of its own."""
        folder = self.folder / "papers"
        folder.mkdir(exist_ok=True)
        sheets = FORMS[layout](case, Writer("story", "text"), "")
        files = [folder / "form.pdf"]
        files[0].write_bytes(as_scan(sheets, "story", skew=1.1, noise=0.002) if scan else as_pdf(sheets))
        if not form_only:
            files += [folder / "ur.pdf", folder / "rfa.pdf"]
            files[1].write_bytes(as_pdf(ur_decision(letter or case, "story")))
            files[2].write_bytes(as_pdf(rfa(request or case, "story")))
        return files

    def draft(self, *files, received=RECEIVED):
        return answer("application", "draft", *files, "--received", received, "--channel", "fax", "--json")


class WhatCannotBeUsedAsItIs(Application):
    def test_a_file_that_is_not_there(self):
        self.fails(run("application", "draft", self.folder / "none.pdf"), "none.pdf", "no such file", "check the name")

    def test_a_moment_that_is_none(self):
        self.fails(run("application", "draft", *self.papers(case_of(1)), "--received", "yesterday"), "--received", "yesterday", "2015-01-16T10:02:00-08:00")

    def test_an_answered_file_is_not_written_over(self):
        out = self.folder / "application.yaml"
        out.write_text("answers\n")
        self.fails(run("application", "draft", *self.papers(case_of(1)), "--out", out), "a file that exists already", "--overwrite")
        self.assertEqual(out.read_text(), "answers\n")

    def test_papers_without_an_application(self):
        draft = self.draft(*self.papers(case_of(1))[1:])
        self.assertIn("application_missing", ids(draft["differences"]))
        self.assertFalse(draft["accepted"])
        self.assertIn("signature", asked(draft))

    def test_without_the_decision_it_says_so_and_asks_for_its_service(self):
        draft = self.draft(*self.papers(case_of(1), form_only=True))
        (found,) = [one for one in draft["differences"] if one["id"] == "ur_decision_missing"]
        self.assertEqual(found["citation"], "8 CCR 9792.10.1(b)(1)")
        self.assertIn("ur_decision.served.on", asked(draft))
        self.assertEqual(fields(draft)["ur_decision.attached"], "false")
        self.assertEqual({item["ur_outcome"] for item in draft["items"]}, {None}, "what was decided is not guessed")

    def test_an_unsigned_form(self):
        self.assertEqual(fields(self.draft(*self.papers(case_of(1, is_signed=False))))["signature"], "unsigned")
        self.assertEqual(fields(self.draft(*self.papers(case_of(1, is_signed=False), scan=True)))["signature"], "unsigned")

    def test_a_typed_name_is_no_signature(self):
        draft = self.draft(*self.papers(case_of(1, is_signed=False, typed_signature="/s/ Somebody Example")))
        self.assertNotIn("signature", fields(draft))
        self.assertIn("words stand where the signature belongs", asked(draft)["signature"]["reason"])

    def test_both_boxes_marked_is_asked_in_every_layout(self):
        for layout in FORMS:
            draft = self.draft(*self.papers(case_of(1, review="both", liability="both"), layout=layout))
            for field in ("review", "liability"):
                self.assertNotIn(field, fields(draft), layout)
                self.assertIn("more than one box is marked", asked(draft)[field]["reason"], layout)

    def test_no_day_of_the_calendar(self):
        draft = self.draft(*self.papers(case_of(1, injured="00/00/0000"), case_of(1), case_of(1)))
        self.assertNotIn("claim.date_of_injury", fields(draft))
        self.assertIn("00/00/0000", asked(draft)["claim.date_of_injury"]["reason"])

    def test_days_of_the_future(self):
        draft = self.draft(*self.papers(case_of(1, signed=datetime.date(2016, 1, 4))))
        self.assertIn("impossible_dates", ids(draft["differences"]))
        self.assertNotIn("signature.signed_on", fields(draft))

    def test_two_forms_in_one_fax(self):
        first, second = case_of(1), case_of(2, claim="OTHER-77")
        sheets = FORMS["letter"](first, Writer("story", "text"), "") + FORMS["letter"](second, Writer("story", "text"), "")
        files = self.papers(first)
        files[0].write_bytes(as_pdf(sheets))
        draft = self.draft(*files)
        self.assertIn("several_applications", ids(draft["differences"]))
        self.assertEqual(fields(draft)["claim.number"], first["claim"])

    def test_the_form_of_another_person(self):
        case = case_of(1)
        letter = {**case, "employee": {"first": "Barnabas", "middle": "", "last": "Elsewhere"}, "claim": "ZZ-999999"}
        found = {one["id"]: one for one in self.draft(*self.papers(case, letter))["differences"]}
        self.assertEqual(found["other_claimant"]["application"][0]["quote"], full(case["employee"]))
        self.assertEqual(found["other_claimant"]["other"][0]["quote"], "Barnabas Elsewhere")
        self.assertIn("other_claim_number", found)

    def test_half_a_page(self):
        files = self.papers(case_of(1))
        sheets = FORMS["letter"](case_of(1), Writer("story", "text"), "")
        sheets[0].marks = [mark for mark in sheets[0].marks if not mark.startswith("BT") or float(mark.split(" Td")[0].split()[-1]) < 400]
        files[0].write_bytes(as_pdf(sheets))
        draft = self.draft(*files)
        self.assertEqual(fields(draft).get("claim.number"), case_of(1)["claim"], "from the UR decision and the request, which agree")
        self.assertEqual({field["source"] for field in draft["fields"] if field["id"] == "claim.number"} & {"application"}, set())


FORM = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW
DWC Form IMR
Type of Utilization Review: [X] Regular [ ] Expedited [ ] Modification after Appeal
Employee Name (First, MI, Last): Ada Q. Sample
Address: 12 Template Terrace, Fableton, CA 90000
Phone Number: (000) 555-0242   Employee Date of Birth: 03/14/1971
Claim Number: WC-77120   Date of Injury (MM/DD/YYYY): 06/02/2012
Requesting Physician Information
Requesting Physician Name: Rhea Example, MD   Specialty: Pain Medicine
Disputed Medical Treatment
Date of Utilization Review Determination Letter: 01/15/2014
Is the Claims Administrator disputing liability for the requested medical treatment besides the question of medical necessity? [ ] Yes [X] No Reason:
List each specific requested medical services, goods, or items that were denied or modified in the space below.
1. Gabapentin 300 mg #90
2. Aquatic sessions, eight visits, for the
   lumbar spine
Consent to Obtain Medical Records
Employee Signature: Ada Q. Sample   Date: 02/10/2014
"""
LETTER = """UTILIZATION REVIEW DETERMINATION
January 15, 2014
Employee: Ada Q. Sample
Claim Number: WC-77120
Date of Injury: 06/02/2012
Requesting Physician: Rhea Example, MD
1. Gabapentin 600 mg #90 - NON-CERTIFIED
2. Aquatic sessions, eight visits, for the lumbar spine - NON-CERTIFIED
Ulf Example, MD
Pain Medicine, California license A00000
PROOF OF SERVICE
I served this decision upon the parties named above on
January 16, 2014 by first class mail to Ada Q. Sample.
"""
REQUEST = """REQUEST FOR AUTHORIZATION
DWC Form RFA
Employee Information
Name (Last, First, Middle): Sample, Ada
Date of Injury: 06/02/2012   Date of Birth: 03/14/1971
Claim Number: WC-77120
Requesting Physician Information
Name: Rhea Example, MD
Requested Treatment
Diagnosis   ICD-Code   Service/Good Requested   Other Information
lumbar radiculopathy   724.4   Gabapentin 600 mg #90
Requesting Physician Signature: Rhea Example, MD   Date: 01/08/2014
"""


class PapersWithoutPictures(Application):
    """Text files, as people type them off or export them: no boxes, no letterhead, no tab stops."""

    def typed(self):
        files = [self.folder / name for name in ("form.txt", "ur.txt", "rfa.txt")]
        for file, text in zip(files, (FORM, LETTER, REQUEST)):
            file.write_text(text)
        return files

    def test_what_stands_there_is_read(self):
        draft = self.draft(*self.typed(), received="2014-02-15T10:02:00-08:00")
        values = fields(draft)
        self.assertEqual({key: values.get(key) for key in ("employee.name", "employee.date_of_birth", "claim.number", "claim.date_of_injury", "ur_decision.date", "reviewer.name", "reviewer.specialty",
                                                           "ur_decision.served.on", "ur_decision.served.by", "review", "liability")},
                         {"employee.name": "Ada Q. Sample", "employee.date_of_birth": "1971-03-14", "claim.number": "WC-77120", "claim.date_of_injury": "2012-06-02", "ur_decision.date": "2014-01-15",
                          "reviewer.name": "Ulf Example, MD", "reviewer.specialty": "Pain Medicine", "ur_decision.served.on": "2014-01-16", "ur_decision.served.by": "mail", "review": "regular",
                          "liability": "no"})
        self.assertNotIn("ur_decision.organization", values, "a title is no organization, nor is who signed")
        self.assertEqual([(item["text"], item["requested_on"]) for item in draft["items"]],
                         [("Gabapentin 300 mg #90", "2014-01-08"), ("Aquatic sessions, eight visits, for the lumbar spine", None)], "the day of the request is the day of what it names")
        self.assertEqual(ids(draft["differences"]), {"item_differs", "request_differs", "item_not_requested"})
        self.assertEqual(set(asked(draft)), {"signature"}, "a typed name is no signature")
        places = [place for field in draft["fields"] for place in field["evidence"]]
        self.assertTrue(places and all(place["quote"] and not place["boxes"] for place in places), "words without boxes have none")

    def test_standard_input(self):
        done = run("pages", "-", "--json", stdin=LETTER)
        self.assertIn('"kind":"ur_decision"', done.stdout, done.stderr)
        self.fails(run("pages", "-", stdin=""), "nothing on standard input", "the bytes of a document")
        self.fails(run("facts", "-", "-", stdin=LETTER), "standard input named twice")

    def test_differences_stand_in_what_is_printed(self):
        files = self.typed()
        printed = run("application", "draft", *files, "--received", "2014-02-15T10:02:00-08:00").stdout
        self.assertIn("The papers differ in 3 points: see x-differences.", printed)
        self.assertIn("strength 300 mg and 600 mg", printed)
        files[0].write_text(FORM.replace("Gabapentin 300", "Gabapentin 600").replace("2. Aquatic sessions, eight visits, for the\n   lumbar spine\n", ""))
        files[1].write_text(LETTER.replace("2. Aquatic sessions, eight visits, for the lumbar spine - NON-CERTIFIED\n", ""))
        self.assertNotIn("x-differences", run("application", "draft", *files, "--received", "2014-02-15T10:02:00-08:00").stdout)


class WhatDiffers(Application):
    def test_strength_and_quantity(self):
        case = case_of(1, items=["Norco 10/325mg 1 tab q6h prn #120"], outcomes=["denied"])
        letter = {**case, "items": ["Norco 5/325mg 1 tab q6h prn #60"]}
        (found,) = [one for one in self.draft(*self.papers(case, letter))["differences"] if one["id"] == "item_differs"]
        self.assertIn("quantity 120 and 60", found["text"])
        self.assertIn("Norco 10/325mg", found["application"][0]["quote"])
        self.assertIn("Norco 5/325mg", found["other"][0]["quote"])

    def test_items_left_out_and_added(self):
        case = case_of(1)
        form = {**case, "items": [case["items"][0], "Lumbar brace purchase"]}
        found = ids(self.draft(*self.papers(form, case, case))["differences"])
        self.assertLessEqual({"item_missing", "item_extra", "item_not_requested"}, found)

    def test_another_physician(self):
        case = case_of(1)
        draft = self.draft(*self.papers(case, request={**case, "physician": "Thaddeus Otherwise, MD"}))
        self.assertIn("other_physician", ids(draft["differences"]))


class FromTheFaxToTheReview(Application):
    def test_every_layout_is_read_whole(self):
        for layout in FORMS:
            case = case_of(3)
            draft = self.draft(*self.papers(case, layout=layout))
            self.assertTrue(draft["accepted"], draft["not_accepted"])
            self.assertEqual(draft["questions"], [], layout)
            self.assertEqual(draft["differences"], [], layout)
            self.assertEqual([item["text"] for item in draft["items"]], case["items"])
            self.assertEqual([item["ur_outcome"] for item in draft["items"]], case["outcomes"])
            values = fields(draft)
            self.assertEqual((values["employee.date_of_birth"], values["claim.number"], values["signature"], values["liability"]), ("1970-05-06", case["claim"], "signed", "no"))
            for field in draft["fields"]:
                for place in field["evidence"]:
                    self.assertTrue(place["quote"] or place["boxes"], field["id"])

    def test_the_drafted_case_is_eligible_and_reviewed(self):
        case = self.folder / "case"
        (case / "documents").mkdir(parents=True)
        for file in self.papers(case_of(4), layout="draft", scan=True):
            shutil.copy(file, case / "documents" / file.name)
        documents = sorted((case / "documents").iterdir())
        done = run("application", "draft", *documents, "--received", RECEIVED, "--channel", "fax", "--out", case / "application.yaml")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        text = (case / "application.yaml").read_text()
        eligible = answer("eligible", case, "--json")
        self.assertEqual(eligible["outcome"], "eligible", text)
        review = answer("review", case, "--json")
        self.assertEqual([issue["text"] for issue in review["issues"]], case_of(4)["items"])

    def test_what_is_asked_is_empty_and_named_until_it_is_answered(self):
        case = self.folder / "case"
        (case / "documents").mkdir(parents=True)
        files = self.papers(case_of(5))
        for file in files:
            shutil.copy(file, case / "documents" / file.name)
        run("application", "draft", *files, "--out", case / "application.yaml")
        text = (case / "application.yaml").read_text()
        self.assertIn("at: # ASK: When was the application received?", text)
        self.fails(run("eligible", case), "received.at", "add the key")
        (case / "application.yaml").write_text(text.replace("  at: # ASK:", f"  at: {RECEIVED} # answered:"))
        self.assertEqual(answer("eligible", case, "--json")["outcome"], "eligible")

    def test_pictures_of_what_is_asked(self):
        pictures = self.folder / "pictures"
        run("application", "draft", *self.papers(case_of(1, review="both")), "--received", RECEIVED, "--pictures", pictures, "--out", self.folder / "a.yaml")
        (picture,) = [file for file in pictures.iterdir() if "review" in file.name]
        self.assertTrue(picture.read_bytes().startswith(b"P5\n"))


class WhatIsMissing(Story):
    def test_the_list_for_a_request_for_information(self):
        case = self.copy(SECOND)
        (case / "documents/02-ur-denial-2014-01-15.pdf").unlink()
        (case / "documents/09-mri-lumbar-2012-02-27.pdf").unlink()
        found = answer("documents", case, "--missing", "--asked-on", "2014-03-03", "--assigned-on", "2014-03-03", "--json")
        missing = {one["duty"]: one for one in found["missing"]}
        decision, cited = missing["ur_decision"], missing["cited_report"]
        self.assertEqual((decision["from"], decision["citation"]), ("applicant", "8 CCR 9792.10.1(b)(1)"))
        self.assertEqual(decision["due"]["due_on"], "2014-03-10")
        self.assertEqual((cited["from"], cited["kind"], cited["date"]), ("claims_administrator", "mri_report", "2012-02-27"))
        self.assertEqual(cited["due"]["due_on"], "2014-03-18")
        self.assertTrue(cited["evidence"] and all(place["quote"] for place in cited["evidence"]))
        self.assertEqual({line["id"]: line["state"] for line in found["checklist"]}["ur_decision"], "missing")
        self.assertEqual(found["window"], {"from": "2013-07-08", "to": "2014-01-08"})

    def test_a_day_that_is_none(self):
        self.fails(run("documents", SECOND, "--missing", "--asked-on", "soon"), "--asked-on", "soon", "2015-01-16")

    def test_until_it_is_sent_the_due_date_waits(self):
        case = self.copy(SECOND)
        (case / "documents/03-rfa-2014-01-08.pdf").unlink()
        (paper,) = [one for one in answer("documents", case, "--missing", "--json")["missing"] if one["duty"] == "request"]
        self.assertEqual((paper["due"]["due_on"], paper["due"]["waits_for"]), (None, "assignment"))


if __name__ == "__main__":
    unittest.main()
