"""A coordinator gives a queue to reviewers, a credentialing clerk looks through the roster, and a judge asks why."""
import json
import shutil
import unittest

from program import CASES, FIRST, ROSTER, SECOND, Story, answer, run


def reviewer(identity, more="", specialty="Pain Medicine"):
    return (f"  - {{id: {identity}, name: Nobody {identity}, specialties: [{specialty}], practice: {{since: 2000-01-01, hours_per_week: 30}}, "
            f"credentials: [{{kind: license, type: MD, state: CA, expires: 2020-01-01}}, {{kind: board, name: {specialty}, expires: 2020-01-01}}]{more}}}\n")


class Desk(Story):
    def queue(self, count):
        """Copies of one case under names of their own: C0, C1, …"""
        folder = self.folder / "queue"
        for n in range(count):
            shutil.copytree(SECOND, folder / f"C{n}", ignore=shutil.ignore_patterns("documents", "opinion.yaml", "assignment.yaml"))
        return folder

    def roster(self, *reviewers, head=""):
        file = self.folder / "roster.yaml"
        file.write_text(head + "reviewers:\n" + "".join(reviewers))
        return file

    def assign(self, cases, roster, *options):
        return answer("reviewers", "assign", "--cases", cases, "--roster", roster, *options, "--json")


class Queue(Desk):
    def test_bad_questions(self):
        self.fails(run("reviewers", "assign", "--cases", self.folder / "nowhere", "--roster", ROSTER), "nowhere", "a folder of case folders")
        self.fails(run("reviewers", "assign", "--cases", self.folder, "--roster", ROSTER), "no case folder")
        self.fails(run("reviewers", "assign", "--cases", CASES, "--roster", self.folder / "none.yaml"), "none.yaml")
        self.fails(run("reviewers", "assign", "--cases", CASES, "--roster", ROSTER, "--as-of", "5 May"), "a date such as 2015-01-16")
        self.fails(run("reviewers", "check", ROSTER, "--as-of", "yesterday"), "a date such as 2015-01-16")
        self.fails(run("reviewers", "history", FIRST), "assignment.yaml")

    def test_the_work_is_spread_and_the_proof_is_there(self):
        queue = self.assign(self.queue(4), self.roster(reviewer("A", ", capacity: 4"), reviewer("B", ", capacity: 4")))
        given = [one["reviewers"][0] for one in queue["assigned"]]
        self.assertEqual(sorted(given), ["A", "A", "B", "B"])
        self.assertTrue(queue["proof"]["is_optimal"])
        self.assertEqual(queue["proof"]["cases"], {"assigned": 4, "bound": 4})

    def test_the_same_seed_gives_the_same_bytes_and_seeds_decide_among_equals(self):
        cases, roster = self.queue(3), self.roster(*[reviewer(name, ", capacity: 1") for name in "ABC"])
        ask = lambda seed: run("reviewers", "assign", "--cases", cases, "--roster", roster, "--seed", seed, "--json").stdout
        self.assertEqual(ask(5), ask(5))
        self.assertGreater(len({json.dumps(json.loads(ask(seed))["assigned"]) for seed in range(12)}), 1)

    def test_too_few_reviewers_are_explained(self):
        cases = self.queue(3)
        roster = self.roster(reviewer("A", ", capacity: 1"), reviewer("B", ", capacity: 1"))
        done = run("reviewers", "assign", "--cases", cases, "--roster", roster, "--json")
        self.assertEqual(done.returncode, 1)
        queue = json.loads(done.stdout)
        self.assertEqual(len(queue["assigned"]), 2)
        shortage = queue["waiting"][0]["shortage"]
        self.assertEqual((sorted(shortage["cases"]), shortage["reviewers"], shortage["seats"], shortage["room"]), (["C0", "C1", "C2"], ["A", "B"], 3, 2))
        self.assertIn("room for one more would do", run("reviewers", "assign", "--cases", cases, "--roster", roster).stdout)

    def test_nobody_may_review_and_the_smallest_reasons_are_named(self):
        tie = ", interests: [{party: Mythica Compounding Labs, kind: financial, relation: shareholder, percent_of_income: 30}]"
        queue = self.assign(self.queue(1), self.roster(reviewer("A", tie), reviewer("B", ", capacity: 1, load: 1")))
        self.assertEqual(queue["waiting"][0]["why"], ["together exclude everybody: B-C8 (Mythica Compounding Labs), capacity",
                                                      "without B-C8 (Mythica Compounding Labs) could review: A", "without capacity could review: B"])

    def test_a_panel_a_remand_and_a_recusal(self):
        cases = self.queue(1)
        roster = self.roster(*[reviewer(name) for name in "ABCD"])
        (cases / "C0/assignment.yaml").write_text("panel: {size: 3, approval: letter, approved_on: 2014-03-01}\nearlier_reviewers: [B]\n")
        queue = self.assign(cases, roster)
        self.assertEqual(queue["assigned"][0]["reviewers"], ["A", "C", "D"])
        (cases / "C0/assignment.yaml").write_text("panel: {size: 3, approval: letter, approved_on: 2014-03-01}\nearlier_reviewers: [B]\n"
                                                  "history: [{reviewer: A, assigned_on: 2014-03-03, released: {on: 2014-03-04, reason: conflict}}]\n")
        queue = self.assign(cases, roster)
        self.assertEqual(queue["assigned"], [])
        self.assertIn("a panel of 3 is not to be had among C, D", queue["waiting"][0]["why"])
        slate = answer("reviewers", "slate", cases / "C0", "--roster", roster, "--json")
        self.assertEqual([one["id"] for one in slate["slate"]], ["C", "D"])
        self.assertIn("LC 4610.6(i)", slate["excluded"][0]["reasons"][0]["citation"])

    def test_one_broken_case_costs_only_itself(self):
        cases = self.queue(2)
        (cases / "C1/application.yaml").write_text("jurisdiction: us-ca-wc\n")
        queue = self.assign(cases, self.roster(reviewer("A")))
        self.assertEqual([one["case"] for one in queue["assigned"]], ["C0"])
        self.assertIn("C1/application.yaml", queue["problems"][0]["where"])

    def test_a_deferred_case_takes_no_part(self):
        cases = self.queue(1)
        file = cases / "C0/application.yaml"
        file.write_text(file.read_text().replace("liability_disputed: false", "liability_disputed: true"))
        self.assertEqual(self.assign(cases, self.roster(reviewer("A")))["waiting"][0]["why"], ["takes no part: deferred"])

    def test_a_fit_can_be_demanded(self):
        cases, roster = self.queue(1), self.roster(reviewer("A", specialty="Orthopedic Surgery"))
        self.assertEqual(self.assign(cases, roster)["assigned"][0]["fit"], "similar")
        self.assertEqual(self.assign(cases, roster, "--least-fit", "same")["waiting"][0]["why"], ["nobody on its slate has the specialty asked for"])


class Ties(Desk):
    def told(self, head, interest):
        slate = answer("reviewers", "slate", self.queue(1) / "C0", "--roster", self.roster(reviewer("A", f", interests: [{interest}]"), head=head), "--json")
        return slate["excluded"][0]["reasons"][0]["text"] if slate["excluded"] else slate

    def test_a_sister_company_is_the_party(self):
        head = "groups: [{name: Figment Holdings, members: [Figment Casualty Company, Chimera Staffing], source: filing of 2013}]\n"
        self.assertIn("both belong to Figment Holdings, by filing of 2013", self.told(head, "{party: Chimera Staffing LLC, kind: professional, relation: employment}"))

    def test_a_ruling_is_remembered(self):
        near = "{party: Mythica Compounding Labs of Nowhere, kind: professional, relation: employment}"
        names = "[Mythica Compounding Labs of Nowhere, Mythica Compounding Labs]"
        self.assertIn("Compliance ruled on 2013-05-01 that they are the same", self.told(f"rulings: [{{names: {names}, same: true, by: Compliance, on: 2013-05-01}}]\n", near))

    def test_a_ruling_that_they_differ_ends_the_question(self):
        near = "{party: Mythica Compounding Labs of Nowhere, kind: professional, relation: employment}"
        names = "[Mythica Compounding Labs of Nowhere, Mythica Compounding Labs]"
        slate = self.told(f"rulings: [{{names: {names}, same: false, by: Compliance, on: 2013-05-01}}]\n", near)
        self.assertEqual((len(slate["slate"]), slate["warnings"]), (1, []))

    def test_a_near_name_is_asked_about(self):
        slate = self.told("", "{party: Mythica Compounding Labs of Nowhere, kind: professional, relation: employment}")
        self.assertIn("a person must rule", slate["warnings"][0])


class Papers(Desk):
    def test_an_old_verification_no_longer_counts(self):
        old = "  - {id: A, name: Nobody A, specialties: [Pain Medicine], practice: {since: 2000-01-01, hours_per_week: 30}, credentials: [{kind: license, type: MD, state: CA, verified: {on: 2009-01-01, source: register}}, {kind: board, name: Pain Medicine}]}\n"
        slate = answer("reviewers", "slate", self.queue(1) / "C0", "--roster", self.roster(old), "--json")
        self.assertIn("CA MD was last verified on 2009-01-01, more than 3 years ago", slate["excluded"][0]["reasons"][0]["text"])

    def test_the_roster_is_looked_through(self):
        done = run("reviewers", "check", ROSTER, "--as-of", "2015-02-05")
        self.assertEqual(done.returncode, 1)
        self.assertIn("R09", done.stdout)
        self.assertIn("2014-06-30", done.stdout)
        clean = self.roster("  - {id: A, name: Nobody A, practice: {since: 2000-01-01, hours_per_week: 30}, credentials: [{kind: license, type: MD, state: CA, expires: 2020-01-01, verified: {on: 2014-01-01, source: register}}]}\n")
        done = run("reviewers", "check", clean, "--as-of", "2015-02-05")
        self.assertEqual((done.returncode, done.stdout), (0, "All credentials hold for 90 days from 2015-02-05.\n"))

    def test_history(self):
        self.assertEqual(run("reviewers", "history", SECOND).returncode, 0)
        case = self.copy(SECOND)
        file = case / "application.yaml"
        file.write_text(file.read_text().replace("name: Sandbox Claims Administrators", "name: Newcomer Claims Company", 1))
        done = run("reviewers", "history", case)
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not name Newcomer Claims Company: attest again", " ".join(done.stdout.split()))


if __name__ == "__main__":
    unittest.main(verbosity=2)
