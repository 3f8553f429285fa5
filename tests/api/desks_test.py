"""Topics, the log and the mail room over HTTP: what the commands say of the same, the server says too."""
import json
import pathlib
import subprocess
import tempfile
import unittest

from house import BINARY, HouseTest, PROGRAM

CHART = "phase: initial\nfacts:\n  dx.crps: present\n"  # the sample of the workbench


class Topics(HouseTest):
    def command(self, *words):
        done = subprocess.run([str(PROGRAM), *map(str, words)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_a_topic_says_what_its_page_says(self):
        client = self.as_("reviewer")
        for row in client.get("/api/v1/guidelines").json["topics"]:
            page = client.get(f"/api/v1/guidelines/{row['id']}" + (f"?as_of={row['from']}" if row["from"] else "")).json
            self.assertEqual({name: page[name] for name in row}, row)
            ids = {one["id"] for one in page["criteria"]}
            self.assertLessEqual(set(page["exclusions"]), ids)

            def named(part):
                if isinstance(part, dict):
                    return set().union(*(named(one) for name, one in part.items() if name not in ("topic", "at_least")), set())
                return set().union(*map(named, part), set()) if isinstance(part, list) else {part}

            for phase in ("initial", "continued"):
                if page[phase] is not None:
                    self.assertLessEqual(named(page[phase]), ids | {"always", "judgment of the reviewer", ""}, row["id"])
            self.assertIn({"pack": row["pack"], "from": row["from"], "to": row["to"]}, page["editions"])

    def test_a_topic_run_on_a_chart_answers_as_the_command(self):
        client = self.as_("coordinator")
        with tempfile.TemporaryDirectory() as folder:
            chart = pathlib.Path(folder, "chart.yaml")
            chart.write_text(CHART, encoding="utf-8")
            for topic in sorted({row["id"] for row in client.get("/api/v1/guidelines").json["topics"]})[::25]:
                told = client.ask("POST", "/api/v1/guidelines/evaluate", {"topic": topic, "chart": CHART})
                self.assertEqual(told.status, 200, told.body)
                self.assertEqual(told.json, json.loads(self.command("guidelines", "evaluate", topic, chart, "--json")))
        for body, status in (({"topic": "nothing", "chart": CHART}, 404), ({"topic": "gabapentin", "chart": "phase: sometimes"}, 422),
                             ({"topic": "gabapentin", "chart": "{{{"}, 422), ({"topic": "gabapentin", "chart": CHART, "reading": "free"}, 422)):
            self.refused(client.ask("POST", "/api/v1/guidelines/evaluate", body), status)

    def test_the_log_is_verified_and_a_row_is_proved_to_a_stranger(self):
        client, demo = self.as_("auditor"), self.house.folder / "demo"
        told = client.get("/api/v1/audit/verify").json
        self.assertTrue(told["is_good"], told["faults"])
        self.assertGreater(told["signed_rows"], 0)
        proved = client.get("/api/v1/audit/proof?row=1").json
        row, proof = self.house.folder / "row.json", self.house.folder / "row.proof"
        row.write_text(proved["row"] + "\n", encoding="utf-8")
        proof.write_text(proved["proof"], encoding="utf-8")
        verify = [str(BINARY / "openimr-verify"), "--row", str(row), "--proof", str(proof), "--key", str(demo / "audit.pub")]
        self.assertEqual(subprocess.run(verify, capture_output=True).returncode, 0)
        row.write_text(proved["row"].replace('"act":"', '"act":"x') + "\n", encoding="utf-8")
        self.assertNotEqual(subprocess.run(verify, capture_output=True).returncode, 0)
        for asked, status in (("?row=99999999", 404), ("?row=-1", 422), ("", 422), ("?row=1e3", 422)):
            self.refused(client.get("/api/v1/audit/proof" + asked), status)

    def test_no_batch_was_made_yet(self):
        self.assertEqual(self.as_("coordinator").get("/api/v1/mail-batches").json, {"batches": []})

    def test_an_invoice_stands_for_what_was_not_credited(self):
        client, number = self.as_("coordinator"), "CM15-0000001"
        self.assertEqual(client.get("/api/v1/invoices").json, {"invoices": [], "next": None})
        payer = client.get(f"/api/v1/cases/{number}").json["case"]["parties"]
        payer = next(one["name"] for one in payer if one["role"] == "claims_administrator")
        for kind, data in (("withdrawn", {"from": "applicant", "reason": "agreed"}), ("invoiced", {"invoice": "INV15-0000001", "fee": "withdrawn", "payer": payer, "cents": 12500}),
                           ("credited", {"invoice": "INV15-0000001", "reason": "agreed", "cents": 2500})):
            told = client.ask("POST", f"/api/v1/cases/{number}/events", {"kind": kind, "data": data}, {"If-Match": "*"})
            self.assertIn(told.status, (200, 201), told.body)
        rows = client.get("/api/v1/invoices").json["invoices"]
        self.assertEqual([(one["invoice"], one["number"], one["payer"], one["cents"], one["stands"]) for one in rows],
                         [("INV15-0000001", number, payer, 12500, 10000)])
        first = client.get("/api/v1/invoices?limit=1").json
        rest = client.get(f"/api/v1/invoices?limit=1&after={first['next']}").json
        self.assertEqual(first["invoices"] + rest["invoices"], rows)


if __name__ == "__main__":
    unittest.main()
