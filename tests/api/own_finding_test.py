"""Where the house wants the reviewer's own finding first, nothing of the recommendation shows before it: no draft, no check opens it."""
import pathlib
import shutil
import tempfile
import unittest

from case_story_test import CASE, ROOT, WHERE, example_opinion
from house import House, HouseTest
from openapi_test import check_against

HIDDEN = ("recommendation", "reasons", "would_change", "rationale", "ur_answer", "other_phase")


class OwnFindingFirst(HouseTest):
    @classmethod
    def setUpClass(cls):
        scratch = pathlib.Path(tempfile.mkdtemp(prefix="openimr-policy-"))
        cls.addClassCleanup(shutil.rmtree, scratch)
        shutil.copytree(ROOT / "packs", scratch / "packs")
        (scratch / "examples").symlink_to(ROOT / "examples")
        policy = scratch / "packs/organization/policy.yaml"
        policy.write_text(policy.read_text().replace("own_finding_first: false", "own_finding_first: true"))
        cls.house = House(env={"OPENIMR_PACKS": str(scratch / "packs")})
        cls.addClassCleanup(cls.house.remove)
        cls.clients = {}

    def review(self, client, is_shown):
        answer = client.get(f"{WHERE}/review")
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json["recommendation_shown"], is_shown)
        self.assertEqual("recommendation" in answer.json["issues"][0], is_shown)
        if not is_shown:
            for name in HIDDEN:
                self.assertNotIn(name, answer.json["issues"][0])
        return answer

    def nothing_said(self, *answers):
        """No conclusion of the draft, in whatever answer."""
        for answer in answers:
            self.assertEqual(answer.status, 200, answer.body)
            for words in ("would be medically necessary", "would not be medically necessary", "On these findings"):
                self.assertNotIn(words, answer.body.decode())
        return answers

    def test_a_draft_opens_nothing_an_own_finding_on_every_item_does(self):
        reviewer, coordinator = self.as_("reviewer"), self.as_("coordinator")
        case = reviewer.get(WHERE)
        parties = [{"party": party["name"], "has_conflict": False} for party in case.json["case"]["parties"]]
        done = reviewer.ask("POST", f"{WHERE}/attestation", {"parties": parties}, {"If-Match": case.headers["etag"]})
        self.assertEqual(done.status, 200, done.body)
        before = self.review(reviewer, False)
        for client in (reviewer, coordinator):  # what became of similar items would colour the own finding
            self.assertEqual(client.get(f"{WHERE}/similar").json, {"shown": False, "items": []})

        # A draft that says nothing, then one that says all.
        saved = reviewer.ask("PUT", f"{WHERE}/opinion", {"date": "2014-03-12", "attestations": [], "items": []}, {"If-Match": '"0"'})
        self.assertEqual(saved.status, 200, saved.body)
        empty = self.review(reviewer, False)
        for one in example_opinion(), dict(example_opinion(), resolutions=[]):
            checked = reviewer.ask("POST", f"{WHERE}/opinion/check", one)
            self.nothing_said(checked)
            saved = reviewer.ask("PUT", f"{WHERE}/opinion", one, {"If-Match": saved.headers["etag"]})
            self.assertEqual(saved.status, 200, saved.body)
            self.nothing_said(self.review(reviewer, False), self.review(coordinator, False), reviewer.get(f"{WHERE}/checks"))
        self.nothing_said(before, empty)
        bundle = reviewer.get(f"/fhir/Bundle/{CASE}")
        self.assertEqual(bundle.status, 404, bundle.body)
        final = reviewer.get(f"{WHERE}/letters/final-determination.txt")
        self.assertNotEqual(final.status, 200, final.body)

        # What the UR decision got wrong weighs the same whatever the draft recommends.
        self.assertEqual({check["severity"] for check in before.json["checks"] if check["speaker"] == "ur_decision"} - {"warn", "info"}, set())

        # The finding may still come: the draft has shown nothing.
        found = reviewer.ask("POST", f"{WHERE}/opinion/finding", {"item": "1", "decision": "undecided", "words": "no trial told"})
        self.assertEqual(found.status, 204, found.body)
        self.review(reviewer, True)
        self.review(coordinator, True)
        similar = reviewer.get(f"{WHERE}/similar?limit=3").json
        check_against("api_similar", similar)
        self.assertTrue(similar["shown"])
        self.assertEqual([one["item"] for one in similar["items"]], list(range(1, len(similar["items"]) + 1)))
        for one in similar["items"]:
            self.assertLessEqual(len(one["similar"]), 3)
            self.assertEqual(sum(one["outcomes"].values()), len(one["similar"]))


if __name__ == "__main__":
    unittest.main()
