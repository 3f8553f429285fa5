"""The flagship: what a utilization review says is missing, held against a file that has it, in many phrasings; and statements that are true or no claims."""
import unittest

from program import SECOND, Story, answer

REPORT = """SYNTHETIC - no real patient
Progress report (PR-2)
Date of service: 12/15/2013
SUBJECTIVE: Low back pain radiating to the left leg. Pain is 8/10 without and 4/10 with medication. With Norco she can cook, clean and walk for 30 minutes instead of 10.
She denies side effects. She failed six weeks of physical therapy and a home exercise program. Gabapentin and amitriptyline were tried and failed. Naproxen caused stomach upset and was stopped.
A lumbar epidural steroid injection in March 2013 gave 60% relief for eight weeks. She used a TENS unit for one month with good relief.
She returned to modified work in October 2013.
OBJECTIVE: Straight leg raise is positive on the left. Sensation is decreased in the left L5 dermatome. Left ankle reflex is absent. Palpable muscle spasm.
MRI of the lumbar spine of 5/2/2013 shows a disc protrusion at L4-5 with nerve root compression.
EMG of 6/1/2013 shows left L5 radiculopathy.
Urine drug screen of 11/1/2013 was consistent with prescribed medications. Opioid agreement was signed on 1/5/2013. CURES report reviewed, no aberrant behavior.
ASSESSMENT: Lumbar radiculopathy. Depression. Insomnia. GERD from NSAIDs.
PLAN: Norco was reduced from six to four tablets a day in November; continue taper. Refill Norco 10/325 #120.
"""

CONTRADICTED = [
    "There is no documentation of functional improvement.",
    "The records do not document any functional benefit from the medication.",
    "No evidence of objective functional gains was provided.",
    "There is no mention of a urine drug screen.",
    "Urine drug testing is not documented.",
    "The provider failed to document failed conservative treatment.",
    "There is no documentation that the patient has failed physical therapy.",
    "There is no evidence of radiculopathy on examination.",
    "There are no objective findings of radiculopathy.",
    "The documentation does not show evidence of nerve root compression on MRI.",
    "No imaging findings of nerve root compromise were submitted.",
    "There is no record of an opioid agreement.",
    "An opioid contract has not been documented.",
    "There is no documentation of pain relief with the medication.",
    "The records lack documentation of reduced pain.",
    "The claimant has not tried first-line medications such as antidepressants or anticonvulsants.",
    "There is no indication of a failed trial of gabapentin.",
    "There is no documentation of attempts at weaning.",
    "The file does not contain any evidence of tapering.",
    "There is no documentation of side effects being assessed.",
    "There was no documentation of muscle spasm on exam.",
    "The patient does not have a diagnosis of depression.",
    "There is no documentation of insomnia.",
    "No documentation of gastrointestinal symptoms or GERD is provided.",
    "There is no documentation of improved activities of daily living.",
    "A prior trial of TENS is not documented.",
    "There is no mention of previous epidural steroid injections.",
    "There is no documentation of at least 50% pain relief from the prior injection.",
    "There is no electrodiagnostic evidence of radiculopathy.",
    "Without documentation of failed NSAIDs, the request is not supported.",
    "A positive straight leg raise was not noted.",
    "There is a lack of documented sensory deficits.",
    "There is no documentation of a home exercise program.",
    "The provider did not address aberrant behavior.",
]

TRUE_OR_NO_CLAIM = [
    "MTUS states that opioids should be discontinued when there is no overall improvement in function.",
    "Epidural injections are recommended only when radiculopathy is documented on examination.",
    "There is no documentation of red flags.",
    "There is no mention of CRPS.",
    "There is no documentation of a psychological evaluation.",
    "The guidelines do not recommend long-term use.",
    "There is no evidence of spinal instability.",
    "In the absence of functional improvement, opioids should not be continued.",
    "There is no documentation of acupuncture.",
    "No spondylolisthesis was documented.",
    "There is no documentation of a trial of lidocaine.",
    "Guidelines require documentation of failed conservative care.",
    "There is no documentation of multiple sclerosis.",
    "The claimant has no history of substance abuse.",
    "There is no documentation of surgery.",
    "There is no evidence of diabetes.",
    "The patient has no allergies.",
    "There is no documentation that the patient tried duloxetine.",
    "There is no documentation of a spinal cord stimulator trial.",
    "A functional restoration program is not documented.",
]


class StatementsOfAbsence(Story):
    def setUp(self):
        super().setUp()
        self.case = self.copy(SECOND)
        for file in (self.case / "documents").iterdir():
            file.unlink()
        (self.case / "documents.yaml").unlink()
        application = self.case / "application.yaml"
        words = application.read_text()
        item = "Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1"
        self.assertIn(item, words)
        application.write_text(words.replace(item, "Norco 10/325mg #120"))
        (self.case / "documents/pr2.txt").write_text(REPORT)

    def found(self, sentence):
        (self.case / "documents/ur.txt").write_text("UTILIZATION REVIEW DETERMINATION\nDate: January 15, 2014\nNorco 10/325mg #120: NON-CERTIFIED.\n" + sentence + "\n")
        return [one for one in answer("check", self.case, "--json")["checks"] if one["id"] == "false_absence"]

    def test_what_the_file_has_is_held_against_its_denial(self):
        for sentence in CONTRADICTED:
            with self.subTest(sentence=sentence):
                found = self.found(sentence)
                self.assertEqual(len(found), 1, found)
                self.assertEqual(found[0]["item"], "1")
                self.assertTrue(found[0]["evidence"])
                for evidence in found[0]["evidence"]:
                    self.assertIn(evidence["quote"], REPORT)

    def test_what_is_true_or_recites_a_rule_is_left_alone(self):
        for sentence in TRUE_OR_NO_CLAIM:
            with self.subTest(sentence=sentence):
                self.assertEqual(self.found(sentence), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
