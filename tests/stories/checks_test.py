"""Every check of an opinion, a UR decision and the papers: where it fires, where it does not, and its nearest innocent relative."""
import json
import pathlib
import re
import unittest

from program import ROOT, ROSTER, Story, answer

APPLICATION = """jurisdiction: us-ca-wc
received: {{at: 2014-06-10T10:00:00-07:00, channel: mail}}
review: regular
employee: {{name: {{first: Case, last: Example}}, date_of_birth: 1960-01-01}}
claim: {{number: WC-TABLE, date_of_injury: 2011-03-02}}
ur_decision: {{date: 2014-05-20, served: {{on: 2014-05-21, by: mail, to: in-state}}}}
consent: {{signed: true}}
disputed_items: [{{id: 1, text: "{item}", requested_on: 2014-05-10}}]
{more}"""
REPORT = """SYNTHETIC - no real patient
PROGRESS REPORT (PR-2)
Date of service: 5/10/2014
Low back pain. Norco 10/325 mg #120. {report}
"""
UR = """UTILIZATION REVIEW DETERMINATION
Date: May 20, 2014
{item}: NON-CERTIFIED.
{ur}
"""
NORCO = "Norco 10/325 mg #120"
KNEE = "MRI of the left knee"
SCAN = "MRI of the lumbar spine"
DISC = "Lumbar epidural steroid injection at L4-5, left"
LONG = ("Notwithstanding the aforementioned multidisciplinary considerations, the administration of prolonged pharmacotherapeutic intervention necessitates "
        "comprehensive documentation of quantifiable functional amelioration, which, in consideration of the unavailability of corroborating evaluations, remains "
        "indeterminate, precluding authorization of continued utilization irrespective of symptomatological presentation.")
BOILER = ("The MTUS asks for ongoing review and documentation of pain relief, functional status, appropriate medication use and side effects. "
          "The guidelines state that opioids may be continued if the patient has returned to work and has improved functioning and pain. "
          "In this case the medical records provided do not support continued use. Therefore the request is not medically necessary.")
EARLIER = "earlier_applications: [{{number: CM14-1, outcome: {outcome}, item: \"{item}\", decided: {day}}}]"

# check -> case by case: what the case holds, and whether the check fires.
TABLE = {
    "item_mismatch": [
        ("another drug decided", dict(words="Oxycodone is not medically necessary."), True),
        ("another number of tablets decided", dict(words="The request for 240 tablets of Norco is not medically necessary."), True),
        ("another drug beside it", dict(words="Oxycodone was stopped. Norco is not medically necessary."), False),
        ("how it is taken", dict(words="The worker takes 12 tablets a day. Norco is not medically necessary."), False),
        ("another strength in the UR decision", dict(ur_item="Norco 5/325 mg #120"), True),
        ("another quantity in the request", dict(rfa="Norco 10/325 mg #60"), True),
        ("the same item", dict(rfa=NORCO), False),
        ("the same item in other words", dict(rfa="hydrocodone/APAP 10/325 mg, quantity 120"), False),
        ("a modified request may name another amount", dict(ur_item="Norco 10/325 mg #60", outcome="modified"), False),
        ("the opinion speaks of another strength", dict(words="The request for Norco 5/325 mg is not supported."), True),
        ("the opinion names the drug only", dict(words="Norco is not supported."), False),
    ],
    "body_part_mismatch": [
        ("the opinion looks at the other side", dict(item=KNEE, words="The right knee shows no sign of injury."), True),
        ("the opinion looks at the same side", dict(item=KNEE, words="The left knee shows no sign of injury."), False),
        ("the opinion compares both", dict(item=KNEE, words="The left knee is swollen; the right knee is not."), False),
        ("the opinion looks at another part", dict(item=KNEE, words="The shoulder has full motion."), True),
        ("the opinion looks at another level", dict(item=DISC, words="There is no radiculopathy at L5-S1 on the left."), True),
        ("the level spelled out", dict(item=DISC, words="There is no radiculopathy at L4-L5 on the left."), False),
        ("the UR decision is on the other side", dict(item=KNEE, ur_item="MRI of the right knee"), True),
        ("the request is for the other side", dict(item=KNEE, rfa="MRI of the right knee"), True),
        ("the request is for the same side", dict(item=KNEE, rfa="MRI of the left knee"), False),
        ("the title of the UR decision is on another part, its reasons name none", dict(item=SCAN, ur_item="Requested: MRI of the cervical spine", ur="An MRI is not supported."), True),
        ("the title is on the part and the reasons decide another", dict(item=SCAN, ur="The MRI of the cervical spine is not medically necessary."), True),
        ("an earlier study of another part is told", dict(item=SCAN, ur="An MRI of the cervical spine in 2009 was normal."), False),
        ("every note is on the other side", dict(item=KNEE, report="The right knee locks and is swollen."), True),
        ("the notes are on both sides", dict(item=KNEE, report="The right knee locks. The left knee is swollen."), False),
        ("every note is on another level", dict(item=DISC, report="Left leg pain. The disc at L2-3 is herniated."), True),
        ("a root beside the disc", dict(item=DISC, report="Left leg pain in the L5 distribution."), False),
    ],
    "decision_contradicted": [
        ("the words find it necessary", dict(words="The pain fell and she works again; the request is medically necessary."), True),
        ("the item by its name", dict(words="Norco is medically necessary."), True),
        ("the words find it unnecessary", dict(words="The request is not medically necessary.", decision="overturned"), True),
        ("the words agree", dict(words="The request is not medically necessary."), False),
        ("another treatment is necessary", dict(words="Norco is not medically necessary; a slow taper is medically necessary."), False),
        ("another treatment alone", dict(words="Physical therapy is medically necessary. More of this drug is not."), False),
        ("a condition", dict(words="If function improved, the request would be medically necessary."), False),
        ("what somebody else found", dict(words="The claims administrator found that the request is not medically necessary.", decision="overturned"), False),
    ],
    "out_of_scope": [
        ("liability as a ground", dict(words="The injury did not arise out of employment, so the request is not medically necessary."), True),
        ("lateness as a ground", dict(words="The UR was late. Therefore the request is medically necessary.", decision="overturned"), True),
        ("cost as a ground", dict(words="The drug is too expensive and the request is denied."), True),
        ("liability is not disputed", dict(words="There is no dispute that the injury arose out of employment. The request is not medically necessary."), False),
        ("causation is left alone", dict(words="Causation is not decided here. The request is not medically necessary."), False),
        ("causation is only named", dict(words="The evaluator wrote on causation in May. Pain is unchanged."), False),
    ],
    "protected_trait": [
        ("a worker of a people", dict(words="As a Hispanic worker she is likely to overstate pain."), True),
        ("a group of an age", dict(words="Women of her age tend to exaggerate."), True),
        ("already disabled", dict(words="Since she is already wheelchair bound, the drug is not for her."), True),
        ("age as a reason", dict(words="Given the patient's age, the treatment is not necessary."), True),
        ("too old", dict(words="She is too old for this operation."), True),
        ("national origin as a reason", dict(ur="Because of his national origin and habits the request is denied."), True),
        ("a sex as what she is like", dict(words="As a female, she feels more pain than others would."), True),
        ("a religion that decides", dict(words="His faith precludes the use of this product."), True),
        ("a group", dict(words="Older people recover from this by themselves."), True),
        ("what a disability prevents", dict(words="Her disability prevents overhead work. The treatment is not necessary."), False),
        ("a role", dict(words="As a nurse, she lifts patients."), False),
        ("a description", dict(words="This 54 year old female worker has pain. The treatment is not necessary."), False),
        ("age in medicine", dict(words="Because of age-related changes on imaging the finding is not new."), False),
        ("a disability rating", dict(words="Based on the disability rating report the strength is 4/5."), False),
        ("a year of injury", dict(words="Given the date of injury, the pain is chronic."), False),
    ],
    "reading_level": [
        ("one long sentence of long words", dict(words=LONG), True),
        ("plain words", dict(words="The guideline asks for proof that the drug helps. The record shows no gain in work or daily life. The dose went up twice. The drug is not needed at this dose. It should be lowered step by step."), False),
        ("a short sentence", dict(words="Notwithstanding aforementioned considerations, indeterminate."), False),
    ],
    "statement_contradicted": [
        ("another pain score", dict(report="Pain is 7/10 today.", words="The worker rates her pain at 2/10."), True),
        ("another age", dict(words="This 81-year-old worker has chronic pain."), True),
        ("another day of injury", dict(words="The date of injury was 3/2/2001."), True),
        ("the pain score of the report", dict(report="Pain is 7/10 today.", words="The worker rates her pain at 7/10."), False),
        ("what the report says", dict(report="She had an epidural steroid injection in 2012.", words="The patient had an epidural steroid injection in 2012."), False),
        ("both are on file", dict(report="She had an epidural steroid injection in 2012. In 2010 she had had no epidural steroid injection.", words="The patient had an epidural steroid injection."), False),
    ],
    "override_without_reason": [
        ("no such criterion", dict(criteria='[{id: no-such/criterion, verdict: met, reason: "seen"}]'), True),
        ("none", dict(words="Norco is not supported."), False),
    ],
    "prior_determination": [
        ("the same drug before", dict(more=EARLIER.format(outcome="upheld", item="Norco 10/325 mg #90", day="2014-01-05")), True),
        ("none before", dict(), False),
    ],
    "prior_divergence": [
        ("another result on the same facts", dict(more=EARLIER.format(outcome="overturned", item=NORCO, day="2014-05-30"), words="Norco is not supported."), True),
        ("the same result", dict(more=EARLIER.format(outcome="upheld", item=NORCO, day="2014-05-30"), words="Norco is not supported."), False),
        ("of another drug", dict(more=EARLIER.format(outcome="overturned", item="Baclofen 10 mg #90", day="2014-05-30"), words="Norco is not supported."), False),
    ],
    "opioid_grid_incomplete": [
        ("nothing of the grid is on file", dict(), True),
        ("another class of drug", dict(item="Baclofen 10 mg TID #90"), False),
    ],
    "item_extra": [
        ("an item that nobody disputed", dict(extra="  - {id: 9, decision: upheld}\n", words="Norco is not supported."), True),
        ("the disputed item", dict(words="Norco is not supported."), False),
    ],
    "citation_invalid": [
        ("an edition of later years", dict(guidelines='[{source: "MTUS Chronic Pain Medical Treatment Guidelines (2016)", pages: "10"}]'), True),
        ("a guideline of later years", dict(guidelines='[{source: "MTUS Opioids Treatment Guidelines", pages: "10"}]'), True),
        ("a page that is not there", dict(guidelines='[{source: "MTUS Chronic Pain Medical Treatment Guidelines", pages: "78, 301"}]'), True),
        ("the edition of the time, on the point", dict(guidelines='[{source: "MTUS Chronic Pain Medical Treatment Guidelines", pages: "78-80"}]'), False),
        ("the edition of the time, on something else", dict(guidelines='[{source: "MTUS Chronic Pain Medical Treatment Guidelines", pages: "127"}]'), False),
        ("a source that no pack knows", dict(guidelines='[{source: "A textbook", pages: "999"}]'), False),
        ("none cited", dict(words="Norco is not supported."), False),
    ],
    "citation_doubtful": [
        ("a page on something else", dict(guidelines='[{source: "MTUS Chronic Pain Medical Treatment Guidelines", pages: "56"}]'), True),
        ("a page on the point", dict(guidelines='[{source: "MTUS Chronic Pain Medical Treatment Guidelines", pages: "78"}]'), False),
        ("one page of two on the point", dict(guidelines='[{source: "MTUS Chronic Pain Medical Treatment Guidelines", pages: "56, 78"}]'), False),
    ],
    "contradiction": [
        ("two reports disagree on an allergy", dict(report="Allergies: no known drug allergies.", second="Allergies: penicillin."), True),
        ("one denies a treatment that the other tells", dict(report="He has never had an epidural steroid injection.", second="He had an epidural steroid injection at L4-5 in 2013."), True),
        ("a diagnosis is denied and stated within a season", dict(report="The patient does not have multiple sclerosis.", second="Multiple sclerosis with spasticity."), True),
        ("they agree", dict(report="Allergies: penicillin.", second="The patient is allergic to penicillin."), False),
        ("pain changes from day to day", dict(report="Pain is 7/10.", second="Pain is 4/10."), False),
    ],
    "item_missing": [
        ("an item of two is not decided", dict(items=[KNEE], words="Norco is not supported."), True),
        ("both are decided", dict(items=[KNEE], extra="  - {id: 2, decision: upheld, words: The scan is not supported.}\n", words="Norco is not supported."), False),
        ("no opinion yet", dict(items=[KNEE]), False),
    ],
    "duplicate_item": [
        ("the same words twice", dict(items=[NORCO]), True),
        ("the same drug in other words", dict(items=["hydrocodone/APAP 10/325 mg, quantity 120"]), True),
        ("the same drug in another strength", dict(items=["Norco 5/325 mg #120"]), False),
        ("the same drug in another amount", dict(items=["Norco 10/325 mg #60"]), False),
        ("another item", dict(items=[KNEE]), False),
    ],
    "identity_leak": [
        ("the reviewer's name", dict(words="Dr. Aurelia Example finds that Norco is not supported.", roster=True), True),
        ("the family name with a title", dict(words="In the judgment of Dr. Example Norco is not supported.", roster=True), True),
        ("initials that are signed with", dict(words="Norco is not supported. A. Example, MD", roster=True), True),
        ("a slip of the pen", dict(words="Doctor Aurelia Exampel finds that Norco is not supported.", roster=True), True),
        ("the family name as an ordinary word", dict(words="Norco is not supported; for example, no agreement is on file.", roster=True), False),
        ("another doctor", dict(words="Dr. Tamsin Otherly asked for Norco; it is not supported.", roster=True), False),
        ("no name", dict(words="Norco is not supported.", roster=True), False),
    ],
    "personal_data": [
        ("a social security number", dict(words="The worker (SSN 545-12-9876) does not meet the guideline for Norco."), True),
        ("a licence", dict(words="Norco is not supported. MD, License No. A98765."), True),
        ("a telephone", dict(words="Norco is not supported; call 415-555-0190."), True),
        ("mail", dict(words="Norco is not supported; questions to b.someone@paincare.example."), True),
        ("a street", dict(words="The worker lives at 14 Elm Street, Fresno, and does not meet the guideline for Norco."), True),
        ("doses, pages and days", dict(words="Norco 10/325 mg #120 of 12/4/2014 is not supported: pages 76-80, 120 mg a day, pain 8/10, L4-5, 8 CCR 9792.24.2."), False),
    ],
    "unread_pages": [
        ("an absence rests on a page that nobody read", dict(words="There is no documentation of a urine drug screen.", unread=True), True),
        ("every page was read", dict(words="There is no documentation of a urine drug screen."), False),
    ],
    "missing_document": [("no request, no application among the papers", dict(), True)],
    "implausible_directions": [
        ("nine hours and ninety tablets", dict(item="Morphine sulfate ER 30 mg, one tablet every 9 hours, #90"), True),
        ("a plain direction", dict(item="Morphine sulfate ER 30 mg, one tablet every 12 hours, #60"), False),
    ],
    "misfiled_document": [
        ("a report on another person", dict(other=True), True),
        ("the report of this one", dict(), False),
    ],
    "boilerplate": [
        ("the words of an earlier letter", dict(words=BOILER, earlier=BOILER), True),
        ("words of its own", dict(words="The note of May 10, 2014 has pain at 7 of 10 on 120 tablets a month; nothing says what they make possible.", earlier=BOILER), False),
    ],
    "repeated_error": [
        ("the same words again", dict(appeal=True, words="There is no documentation of a weaning attempt in the file."), True),
        ("the same thing in other words", dict(appeal=True, words="The notes are silent on any taper."), True),
        ("denied in a roundabout way", dict(appeal=True, words="Nobody ever tried to lower the dose."), True),
        ("said to be as it was", dict(appeal=True, words="The dose remained at six tablets ever since."), True),
        ("the fact is faced", dict(appeal=True, words="The dose was lowered in April; pain came back, and the dose was raised again."), False),
        ("no appeal", dict(words="There is no documentation of a weaning attempt in the file."), False),
    ],
    "no_records": [("an empty file", dict(empty=True), True), ("only the UR decision", dict(no_report=True), False), ("a report", dict(), False)],
    "decision_without_reason": [
        ("against the draft without a word", dict(silent="overturned"), True),
        ("with the draft", dict(silent="upheld"), False),
        ("against the draft with words", dict(decision="overturned", words="The pain fell from 8 to 3 and he works again; that is what the guideline asks for."), False),
    ],
    "opinion_date": [
        ("before the application came", dict(words="Norco is not supported.", dated="2014-06-01"), True),
        ("on the day it came", dict(words="Norco is not supported.", dated="2014-06-10"), False),
    ],
    "invalid_designation": [
        ("designated before the UR decision", dict(more="representative: {{name: Agent Example, kind: attorney, designated_on: {day}}}".format(day="2014-05-01")), True),
        ("designated after it", dict(more="representative: {{name: Agent Example, kind: attorney, designated_on: {day}}}".format(day="2014-05-25")), False),
    ],
    "ur_only_evidence": [("no report at all", dict(no_report=True), True), ("a report", dict(), False)],
    "document_not_reviewed": [
        ("it came after the opinion", dict(words="Norco is not supported.", received="2014-07-20T10:00:00-07:00"), True),
        ("it came before the opinion", dict(words="Norco is not supported.", received="2014-06-20T10:00:00-07:00"), False),
    ],
}
APPEAL = """determination: CM14-7
filed_on: 2014-04-01
ground: plain_error
result: reversed_and_remanded
order: WCAB order of 2014-05-02
earlier_reviewers: [R07]
facts:
  - {item: 1, said: "There is no documentation of a weaning attempt.", is: "the report of April lowers the dose", file: documents/pr2.txt, page: 1, about: [weaning, taper]}
"""


class EveryCheck(Story):
    def case(self, number, item=NORCO, ur_item=None, ur="", rfa=None, report="", words=None, more="", outcome=None, criteria=None, extra="", guidelines=None, appeal=False,
             no_report=False, received=None, items=(), roster=False, unread=False, other=False, earlier=None, second=None,
             empty=False, silent=None, decision="upheld", dated="2014-07-01"):
        folder = pathlib.Path(self.folder) / f"case{number}"
        (folder / "documents").mkdir(parents=True)
        text = APPLICATION.format(item=item, more=more)
        if items:
            more_items = "".join(f', {{id: {n}, text: "{one}", requested_on: 2014-05-10}}' for n, one in enumerate(items, 2))
            text = text.replace("requested_on: 2014-05-10}]", "requested_on: 2014-05-10}" + more_items + "]")
        if outcome:
            text = text.replace("requested_on", f"ur_outcome: {outcome}, requested_on")
        (folder / "application.yaml").write_text(text)
        if not no_report and not empty:
            (folder / "documents/pr2.txt").write_text(REPORT.format(report=report) if item == NORCO else REPORT.replace(" Norco 10/325 mg #120.", "").format(report=report))
        if not empty:
            (folder / "documents/ur.txt").write_text(UR.format(item=ur_item or item, ur=ur))
        if rfa:
            (folder / "documents/rfa.txt").write_text(f"REQUEST FOR AUTHORIZATION\nDWC Form RFA\nDate: 5/10/2014\nRequested treatment: {rfa}\n")
        if received:
            (folder / "documents.yaml").write_text(f"documents:\n  - {{file: documents/pr2.txt, received: {received}}}\n")
        if unread:
            (folder / "documents/scan.pdf").write_bytes(b"%PDF-1.4\nbroken")
        if second:
            (folder / "documents/pr2-june.txt").write_text(f"SYNTHETIC - no real patient\nPROGRESS REPORT (PR-2)\nDate of service: 6/2/2014\nLow back pain. {second}\n")
        if other:
            (folder / "documents/other.txt").write_text("SYNTHETIC - no real patient\nPROGRESS REPORT (PR-2)\nPatient: Zelda Otherperson\nDate of birth: 02/03/1971\nDate of service: 5/11/2014\nKnee pain.\n")
        if earlier:
            (folder.parent / "earlier").mkdir(exist_ok=True)
            (folder.parent / "earlier/letter.txt").write_text(earlier)
        if appeal:
            (folder / "appeal.yaml").write_text(APPEAL)
        if words or criteria or guidelines:
            one = f"  - id: 1\n    decision: {decision}\n    words: {json.dumps(words or 'Not supported.')}\n"
            one += f"    criteria: {criteria}\n" if criteria else ""
            one += f"    guidelines: {guidelines}\n" if guidelines else ""
            (folder / "opinion.yaml").write_text(f"reviewer: R01\ndate: {dated}\nitems:\n{one}{extra}")
        if silent:
            (folder / "opinion.yaml").write_text(f"reviewer: R01\ndate: {dated}\nitems: [{{id: 1, decision: {silent}}}]\n")
        return folder

    def test_each_fires_where_it_must_and_nowhere_else(self):
        number = 0
        for check, rows in TABLE.items():
            for what, holds, fires in rows:
                number += 1
                with self.subTest(check=check, case=what):
                    case = self.case(number, **holds)
                    more = (["--roster", ROSTER] if holds.get("roster") else []) + (["--earlier", case.parent / "earlier"] if holds.get("earlier") else [])
                    found = [one for one in answer("check", case, *more, "--json")["checks"] if one["id"] == check]
                    self.assertEqual(bool(found), fires, found)
                    for one in found:
                        self.assertTrue(one["text"] and one["citation"], one)

    def test_every_check_of_the_pack_has_rows(self):
        elsewhere = {"false_absence": "absence_test.py", "premise_contradicted": "two_cases_test.py", "summary_omission": "course_test.py"}
        ids = set(re.findall(r"- {id: (\w+)", (ROOT / "packs/checks/checks.yaml").read_text())) | {"opioid_grid_incomplete"}
        self.assertEqual(ids - set(TABLE), set(elsewhere))
        for check, file in elsewhere.items():
            self.assertIn(check, (pathlib.Path(__file__).parent / file).read_text())
        for check, rows in TABLE.items():
            self.assertIn(True, [fires for _, _, fires in rows], check)

    def test_a_repeated_error_is_not_opened_by_an_answer_in_writing(self):
        folder = self.case(900, appeal=True, words="The notes are silent on any taper.")
        with open(folder / "opinion.yaml", "a") as file:
            file.write("resolutions: [{check: repeated_error, text: seen}]\n")
        one = next(one for one in answer("check", folder, "--json")["checks"] if one["id"] == "repeated_error")
        self.assertEqual((one["severity"], one["resolution"], one["may_be_resolved"]), ("block", None, False))

    def test_every_claim_of_absence_has_its_search(self):
        folder = self.case(901, ur="There is no documentation of acupuncture. The records are silent on a bone scan.", report="Acupuncture x 8 gave some relief.")
        claims = {one["object"]: one for one in answer("check", folder, "--json")["claims"]}
        self.assertEqual(claims["acupuncture"]["result"], "contradicted", claims)
        self.assertEqual(claims["bone scan"]["result"], "not_found", claims)
        self.assertGreaterEqual(claims["bone scan"]["searched"]["pages"], 1)
        self.assertTrue(claims["bone scan"]["searched"]["terms"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
