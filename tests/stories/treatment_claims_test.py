"""Plain denials of a treatment ("There is no documentation of naproxen") held against files on which the patient had it, and near misses that ask more or less."""
import json
import re
import shutil
import unittest

from program import SECOND, Story, answer

HEAD = "SYNTHETIC - no real patient\nProgress report (PR-2)\nDate of service: 12/15/2013\n"
# What a page says, what it answers, and what it does not.
FILES = {
    "drugs": (
        "Meloxicam 15 mg daily for the knee. Duloxetine 60 mg daily since March 2013, partly effective. Topiramate stopped after two months for tingling.\nTizanidine 4 mg at night. Omeprazole 20 mg daily.\n"
        "PLAN: Butrans patch 10 mcg/h #4.\n",
        ["There is no documentation of meloxicam.", "There is no record of an NSAID.", "No trial of anti-inflammatory medication is documented.", "No antidepressant has been tried.", "The worker has not tried an SNRI.",
         "There is no documentation of a trial of an anticonvulsant.", "There is no mention of topiramate.", "The records do not mention any muscle relaxant.", "There is no documentation of use of a proton pump inhibitor.",
         "The patient has not had a trial of duloxetine.", "A muscle relaxant was never tried.", "Nonsteroidal anti-inflammatory drugs are not documented.", "The file does not document prior use of Cymbalta.", "No trial of non-opioid medication has been documented in the records."],
        ["There is no documentation of functional improvement from meloxicam.", "There is no documentation of failure of duloxetine, meloxicam or tizanidine.", "There is no documentation of a recent trial of topiramate.",
         "There is no documentation of the indication for tizanidine.", "There is no documentation of naproxen.", "No tricyclic antidepressant has been tried.", "There is no documentation of a trial of gabapentin.", "There is no documentation of Butrans.",
         "There is no documentation of a trial of an opioid.", "After the surgery there is no documentation of meloxicam.", "There is no documentation of meloxicam in the operative report.", "The report of 11/2/2013 does not mention duloxetine.",
         "There is no documentation of intolerance to duloxetine.", "There is no documentation of side effects of meloxicam.", "There is no contraindication to an NSAID.", "Meloxicam is not indicated for this condition.", "A triptan has not been tried.",
         "If there is no documentation of an antidepressant, the guideline advises a trial.", "There is no documentation of a benzodiazepine.", "There is no documentation of meloxicam and duloxetine failure.", "There is no need for a muscle relaxant."]),
    "therapy": (
        "She finished ten visits of physical therapy with little change. She wears wrist splints at night. Chiropractic care twice a week last year. Six CBT sessions with Dr. Hall.\nPLAN: Acupuncture six visits.\n",
        ["There is no documentation of physical therapy.", "No prior physical therapy is documented.", "There has been no trial of conservative care.", "There is no documentation of a trial of conservative treatment.", "Conservative management has not been attempted.",
         "The claimant has not had physical therapy.", "There is no documentation of splinting.", "There is no record of chiropractic treatment.", "There is no mention of psychotherapy.", "No course of physiotherapy was documented.",
         "There is no documentation that she attended physical therapy.", "The file lacks any record of cognitive behavioral therapy.", "There is no documentation of physical therapy or chiropractic care."],
        ["There is no documentation of failed conservative care.", "There is no documentation of functional benefit from physical therapy.", "There is no documentation of physical therapy since surgery.", "There is no documentation of a home exercise program.",
         "There is no documentation of acupuncture.", "There is no documentation of recent physical therapy.", "There is no documentation of physical therapy of the shoulder.", "There is no documentation of objective improvement with chiropractic care.",
         "There is no documentation of a failure of conservative treatment such as physical therapy.", "There is no rationale for further physical therapy.", "There is no documentation of the outcome of physical therapy or splinting.", "There is no documentation of massage.",
         "There is no documentation of compliance with splinting.", "In the last three months no physical therapy was documented.", "There is no documentation of aquatic therapy.", "There is no physical therapy scheduled.", "Guidelines require documentation of physical therapy."]),
    "denied": (
        "She has never taken an antidepressant. Naproxen is to be considered. No physical therapy so far. Her husband takes gabapentin. Allergies: ibuprofen.\nPLAN: request authorization for physical therapy and for meloxicam.\n", [],
        ["There is no documentation of an antidepressant.", "There is no documentation of naproxen.", "There is no documentation of physical therapy.", "There is no documentation of gabapentin.", "No NSAID has been tried.", "There has been no trial of conservative care.",
         "There is no documentation of a trial of meloxicam."]),
    "injection": (
        "A lumbar epidural steroid injection was given on 3/4/2013. He failed physical therapy.\n",
        ["There is no documentation of an epidural steroid injection.", "There is no documentation that physical therapy failed."],
        ["There is no documentation of functional improvement from the epidural steroid injection.", "There is no documentation of the response to the prior epidural injection.", "There is no documentation of benefit from physical therapy.", "There is no rationale for an epidural injection."]),
}


def plain(words):
    return re.sub(r"\W+", " ", words).strip().lower()


class ClaimsAboutTreatments(Story):
    def case(self, report):
        shutil.rmtree(self.folder / f"{SECOND.name}-same", ignore_errors=True)
        case = self.copy(SECOND)
        for file in (case / "documents").iterdir():
            file.unlink()
        (case / "documents.yaml").unlink()
        application = case / "application.yaml"
        words = application.read_text()
        item = "Ketamine 5% Cream 60gr, apply to affected area 3 x a day Qty:1"
        self.assertIn(item, words)
        application.write_text(words.replace(item, "Butrans 10 mcg/h patch #4"))
        (case / "documents/pr2.txt").write_text(HEAD + report)
        return case

    def denied(self, case, sentences, speaker):
        """The sentences that the file answers, said by the opinion or by the utilization review decision."""
        if speaker == "opinion":
            (case / "opinion.yaml").write_text("reviewer: R01\ndate: 2014-07-01\nitems: [{id: 1, decision: upheld, words: %s}]\n" % json.dumps(" ".join(sentences)))
        else:
            (case / "documents/ur.txt").write_text("UTILIZATION REVIEW DETERMINATION\nDate: January 15, 2014\nButrans 10 mcg/h patch #4: NON-CERTIFIED.\n" + "\n".join(sentences) + "\n")
        found = [one for one in answer("check", case, "--json")["checks"] if one["id"] == "false_absence" and one["speaker"] == speaker]
        for one in found:
            self.assertTrue(one["evidence"], one)
            if speaker == "opinion":
                self.assertEqual(one["severity"], "block", one)
        return {plain(one["statement"]) for one in found}

    def test_what_the_patient_had_is_held_against_its_denial_and_no_more(self):
        for name, (report, false, true) in FILES.items():
            case = self.case(report)
            for speaker in ("opinion", "ur_decision"):
                (case / "opinion.yaml").unlink(missing_ok=True)
                found = self.denied(case, false + true, speaker)
                for sentence in false:
                    with self.subTest(file=name, speaker=speaker, sentence=sentence):
                        self.assertIn(plain(sentence), found)
                for sentence in true:
                    with self.subTest(file=name, speaker=speaker, near_miss=sentence):
                        self.assertNotIn(plain(sentence), found)


if __name__ == "__main__":
    unittest.main(verbosity=2)
