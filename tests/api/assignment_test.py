"""The whole queue given to reviewers at once: what is previewed is what is applied, or nothing is."""
import unittest

from house import HouseTest, ROOT
from openapi_test import check_against

FIRST, SECOND = "CM14-0000001", "CM15-0000001"


class Assignment(HouseTest):
    words = ("--requests-a-second", 100000, "--day", "2015-02-23")

    def propose(self, who="coordinator", **question):
        answer = self.as_(who).ask("POST", "/api/v1/assignment", question)
        self.assertEqual(answer.status, 200, answer.body)
        check_against("api_assignment", answer.json)
        return answer.json

    def apply(self, preview, who="coordinator", **question):
        return self.as_(who).ask("POST", "/api/v1/assignment/apply", {"preview": preview, **question})

    def release(self, number):
        case = self.as_("coordinator").get(f"/api/v1/cases/{number}").json["case"]
        for one in case["reviewers"]:
            done = self.as_("coordinator").ask("POST", f"/api/v1/cases/{number}/events", {
                "kind": "reviewer_recused", "data": {"reviewer": one["id"], "reason": "on leave"}}, {"If-Match": "*"})
            self.assertEqual(done.status, 200, done.body)

    def test_1_where_every_case_has_its_reviewer_nothing_is_proposed(self):
        seen = self.propose()
        self.assertEqual((seen["assigned"], seen["waiting"], seen["changes"], seen["as_of"]), ([], [], [], "2015-02-23"))
        held = {one["reviewer"]: one["before"] for one in seen["load"]}
        self.assertGreaterEqual(held["R01"], 2)  # both example cases are in R01's hands
        done = self.apply(seen["preview"])
        self.assertEqual((done.status, done.json["applied"], done.json["left_out"]), (200, [], []))

    def test_2_a_proposal_changes_nothing_and_is_applied_as_it_was_seen(self):
        for number in (FIRST, SECOND):
            self.release(number)
        before = {number: self.as_("coordinator").get(f"/api/v1/cases/{number}").headers["etag"] for number in (FIRST, SECOND)}
        seen, again = self.propose(seed=7), self.propose("medical_director", seed=7)
        self.assertEqual(seen, again)
        after = {number: self.as_("coordinator").get(f"/api/v1/cases/{number}").headers["etag"] for number in (FIRST, SECOND)}
        self.assertEqual(before, after)
        self.assertTrue(seen["proof"]["is_optimal"])
        self.assertEqual([one["case"] for one in seen["assigned"]], [one["case"] for one in seen["changes"]])
        self.assertNotIn("R01", [one["reviewer"] for one in seen["changes"]])  # who was released does not come back
        told = {one["reviewer"]: one["after"] - one["before"] for one in seen["load"]}
        self.assertEqual(sum(told.values()), len(seen["changes"]))
        self.assertGreater(len(seen["changes"]), 0)
        self.assertNotEqual(self.propose(seed=8)["preview"], seen["preview"])

        for body, status in (({"preview": "0" * 64}, 409), ({"preview": seen["preview"]}, 409), ({}, 422), ({"preview": 7}, 422),
                             ({"preview": seen["preview"], "seed": -1}, 422), ({"preview": seen["preview"], "least_fit": "best"}, 422)):
            self.refused(self.as_("coordinator").ask("POST", "/api/v1/assignment/apply", body), status)  # 409: another seed
        # Somebody was faster on one of the cases: nothing is applied.
        moved = seen["changes"][0]["case"]
        note = self.as_("coordinator").ask("POST", f"/api/v1/cases/{moved}/events", {"kind": "noted", "data": {"text": "x"}}, {"If-Match": "*"})
        self.assertEqual(note.status, 200, note.body)
        self.refused(self.apply(seen["preview"], seed=7), 409, "look at the proposal again")

        fresh = self.propose(seed=7)
        self.assertEqual(fresh["assigned"], seen["assigned"])
        done = self.apply(fresh["preview"], seed=7)
        self.assertEqual(done.status, 200, done.body)
        check_against("api_assignment_applied", done.json)
        self.assertEqual([(one["case"], one["reviewer"]) for one in done.json["applied"]],
                         [(one["case"], one["reviewer"]) for one in fresh["changes"]])
        self.assertEqual(done.json["left_out"], [])
        for one in done.json["applied"]:
            case = self.as_("coordinator").get(f"/api/v1/cases/{one['case']}")
            self.assertEqual(case.headers["etag"], f'"{one["version"]}"')
            self.assertIn(one["reviewer"], [each["id"] for each in case.json["case"]["reviewers"]])
        self.refused(self.apply(fresh["preview"], seed=7), 409)
        self.assertEqual(self.propose(seed=7)["changes"], [])

    def test_3_only_some_cases_may_be_asked_for(self):
        for number in (FIRST, SECOND):
            self.release(number)
        seen = self.propose(only=[SECOND])
        self.assertEqual({one["case"] for one in seen["assigned"] + seen["waiting"]}, {SECOND})
        self.assertEqual(self.propose(only=["CM99-0000001"])["changes"], [])


class DayOfTheDemonstration(HouseTest):
    words = ("--day", "2015-02-23")

    def test_today_is_the_day_of_the_demonstration(self):
        client = self.as_("coordinator")
        self.assertEqual(client.get("/api/v1/house").json["day"], "2015-02-23")
        for path in ("/api/v1/queues", "/api/v1/calendar"):
            self.assertEqual(client.get(path).json["as_of"], "2015-02-23")
        done = client.ask("POST", f"/api/v1/cases/{SECOND}/events", {"kind": "noted", "data": {"text": "telephoned"}}, {"If-Match": "*"})
        self.assertEqual(done.status, 200, done.body)
        last = client.get(f"/api/v1/cases/{SECOND}/events").json["history"][-1]
        self.assertEqual((last["kind"], last["on"]), ("noted", "2015-02-23"))
        due = [row for row in client.get("/api/v1/queues").json["rows"] if row["number"] == SECOND and row["due_on"]]
        self.assertTrue(due)
        self.assertTrue(all(row["due_on"] >= "2015-02-23" for row in due), due)

    def test_codes_are_those_of_the_real_clock(self):
        self.assertEqual(self.house.client().sign_in("m.osei", "silver compass north", self.house.code_of("m.osei")).status, 200)


if __name__ == "__main__":
    unittest.main()
