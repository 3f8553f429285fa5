"""Topics, the log and the mail room over HTTP: what the commands say of the same, the server says too."""
import hashlib
import json
import pathlib
import subprocess
import tempfile
import unittest

from house import BINARY, HouseTest, PROGRAM
from openapi_test import check_against

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

    def test_a_batch_is_made_printed_and_told_to_its_cases(self):
        client, path = self.as_("coordinator"), "/api/v1/mail-batches"
        self.assertEqual(client.get(path).json, {"batches": []})
        waiting = client.get(f"{path}/waiting").json
        check_against("api_mail_waiting", waiting)
        self.assertIn({"number": "CM14-0000001", "kind": "assignment-notice"}, waiting["letters"])
        for body, status in (({"served_by": "pigeon"}, 422), ({"on": "tomorrow"}, 422), ({"settings": ["server_name=x"]}, 422),
                             ({"settings": {"server_name": 1}}, 422), ({"kind": "late-notice"}, 422), ({"language": "fr"}, 422),
                             ({"numbers": ["CM99-0000001"]}, 404)):
            self.refused(client.ask("POST", path, body), status)
        self.assertEqual(client.get(path).json, {"batches": []})

        made = client.ask("POST", path, {"settings": {"server_name": "M. Clerk"}})
        self.assertEqual(made.status, 201, made.body)
        check_against("mail_batch", made.json)
        batch = made.json["batch"]
        self.assertEqual([(one["number"], one["kind"]) for one in made.json["letters"]],
                         [(one["number"], one["kind"]) for one in waiting["letters"]])
        self.assertEqual(made.headers["location"], f"{path}/{batch}")
        pdf = client.get(f"{path}/{batch}/batch.pdf")
        self.assertEqual((pdf.status, pdf.headers["content-type"]), (200, "application/pdf"), pdf.body[:200])
        self.assertEqual(hashlib.sha256(pdf.body).hexdigest(), made.json["sha256"])
        file = self.house.folder / "batch.pdf"
        file.write_bytes(pdf.body)
        pages = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
        last = made.json["letters"][-1]
        self.assertIn(f"Pages:           {last['first_page'] - 1 + last['pages'] * len(last['to'])}\n", pages)
        told = client.get(f"{path}/{batch}/list.txt")
        self.assertIn(f"Batch {batch}", told.body.decode())
        self.refused(client.get(f"{path}/{batch}/letter.pdf"), 404)
        self.refused(client.ask("POST", path, {"settings": {"server_name": "M. Clerk"}}), 404, "no letter that waits")

        sent = client.ask("POST", f"{path}/{batch}/sent")
        self.assertEqual((sent.status, sent.json["state"]), (200, "sent"), sent.body)
        # The same again does nothing, also from a client that always sends an object; whoever tells something is told that it is not heard.
        for body in (None, {}, ""):
            self.assertEqual(client.ask("POST", f"{path}/{batch}/sent", body).json, sent.json, body)
        for body, type_ in (({"on": "2015-03-12"}, "application/json"), ("[]", "application/json"), ("{}", "text/plain"), ("{", "application/json")):
            self.refused(client.ask("POST", f"{path}/{batch}/sent", json.dumps(body) if isinstance(body, dict) else body, {"Content-Type": type_}), 422)
        self.refused(client.ask("POST", f"{path}/{batch}/sent", " " * 300, {"Content-Type": "application/json"}), 413)
        for one in sent.json["letters"]:
            history = client.get(f"/api/v1/cases/{one['number']}/events").json["history"]
            self.assertEqual([event["kind"] for event in history[-2:]], ["notice_sent", "noted"])
        self.assertEqual([one["state"] for one in client.get(path).json["batches"]], ["sent"])
        self.assertEqual(client.get(f"{path}/waiting").json["letters"], [])
        self.refused(client.ask("POST", f"{path}/MB99-0000001/sent"), 404)
        log = [row["act"] for row in self.as_("auditor").get("/api/v1/audit?limit=500").json["rows"]]
        for act in ("mail_made", "mail_read", "mail_sent"):
            self.assertIn(act, log)

    def test_what_cannot_be_invoiced_is_told_and_the_others_go_on(self):
        client, number = self.as_("coordinator"), "CM14-0000001"
        told = client.ask("POST", "/api/v1/invoices", {"numbers": [number, "CM99-0000001"]})
        self.assertEqual(told.status, 200, told.body)
        check_against("api_invoices_made", told.json)
        self.assertEqual([one["number"] for one in told.json["made"] + told.json["left_out"]], [number, "CM99-0000001"])
        again = client.ask("POST", "/api/v1/invoices", {"numbers": [number]}).json
        self.assertEqual(([], [number]), (again["made"], [one["number"] for one in again["left_out"]]))
        for one in told.json["made"]:
            self.assertIn(one, client.get("/api/v1/invoices").json["invoices"])
        for body in ({}, {"numbers": []}, {"numbers": ["x"], "profession": "plumber"}, {"numbers": [1]}):
            self.refused(client.ask("POST", "/api/v1/invoices", body), 422)

    def test_an_invoice_stands_for_what_was_not_credited(self):
        client, number = self.as_("coordinator"), "CM15-0000001"
        self.assertEqual([one for one in client.get("/api/v1/invoices").json["invoices"] if one["number"] == number], [])
        payer = client.get(f"/api/v1/cases/{number}").json["case"]["parties"]
        payer = next(one["name"] for one in payer if one["role"] == "claims_administrator")
        for kind, data in (("withdrawn", {"from": "applicant", "reason": "agreed"}), ("invoiced", {"invoice": "INV15-0000001", "fee": "withdrawn", "payer": payer, "cents": 12500}),
                           ("credited", {"invoice": "INV15-0000001", "reason": "agreed", "cents": 2500})):
            told = client.ask("POST", f"/api/v1/cases/{number}/events", {"kind": kind, "data": data}, {"If-Match": "*"})
            self.assertIn(told.status, (200, 201), told.body)
        rows = client.get("/api/v1/invoices").json["invoices"]
        self.assertEqual([(one["invoice"], one["number"], one["payer"], one["cents"], one["stands"]) for one in rows if one["number"] == number],
                         [("INV15-0000001", number, payer, 12500, 10000)])
        first = client.get("/api/v1/invoices?limit=1").json
        rest = client.get(f"/api/v1/invoices?limit=1&after={first['next']}").json
        self.assertEqual(first["invoices"] + rest["invoices"], rows)


if __name__ == "__main__":
    unittest.main()
