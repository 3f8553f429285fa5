"""FHIR R4 at the door: a Claim opens a case, documents become its papers, and what goes out keeps the rules of the specification."""
import base64
import copy
import importlib.util
import pathlib
import sys
import unittest

from house import HouseTest, ROOT

CASE = "CM15-0000001"
RECEIVED = "2015-02-20"


def rules():
    """The tables of tests/stories/fhir_test.py, written from the specification."""
    stories = ROOT / "tests/stories"
    sys.path.insert(0, str(stories))
    specification = importlib.util.spec_from_file_location("fhir_rules", stories / "fhir_test.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


RULES = rules()


def served(on="2015-02-06", by="mail", to="in-state"):
    inner = [{"url": "on", "valueDate": on}, {"url": "by", "valueCode": by}, {"url": "to", "valueCode": to}]
    return [{"url": "urn:openimr:served", "extension": inner}]


def bundle():
    """A synthetic dispute over two treatments."""
    resources = [
        {"resourceType": "Patient", "id": "p", "name": [{"family": "Sample", "given": ["Nora", "\"Q\""]}], "birthDate": "1961-04-09", "gender": "female"},
        {"resourceType": "Organization", "id": "i", "name": "Synthetic Claims Services"},
        {"resourceType": "Organization", "id": "u", "name": "Synthetic UR"},
        {"resourceType": "Organization", "id": "e", "name": "Synthetic Freight"},
        {"resourceType": "Practitioner", "id": "d", "name": [{"family": "Treating", "given": ["R."]}]},
        {"resourceType": "Coverage", "id": "c", "policyHolder": {"reference": "Organization/e"}},
        {"resourceType": "Consent", "id": "k", "status": "active", "dateTime": "2015-02-12"},
        {"resourceType": "Claim", "id": "m", "identifier": [{"value": "other"}, {"system": "urn:openimr:claim", "value": "WC-7001"}], "status": "active",
         "use": "preauthorization", "created": "2015-01-28", "patient": {"reference": "Patient/p"}, "insurer": {"reference": "Organization/i"},
         "provider": {"reference": "Practitioner/d"}, "accident": {"date": "2013-11-09"}, "insurance": [{"coverage": {"reference": "Coverage/c"}}],
         "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": {"coding": [{"code": "724.2", "display": "lumbago"}]}}],
         "item": [{"sequence": 1, "productOrService": {"text": "Ketamine 5% cream 60gm"}}, {"sequence": 2, "productOrService": {"coding": [{"display": "Baclofen 10mg"}]}}]},
        {"resourceType": "ClaimResponse", "id": "r", "created": "2015-02-05", "insurer": {"reference": "Organization/u"}, "extension": served(),
         "item": [{"itemSequence": n, "adjudication": [{"reason": {"coding": [{"system": "urn:openimr:ur-outcome", "code": code}]}}]} for n, code in ((1, "denied"), (2, "modified"))]},
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": f"urn:x:{one['id']}", "resource": one} for one in resources]}


def part(of, kind):
    return next(entry["resource"] for entry in of["entry"] if entry["resource"]["resourceType"] == kind)


class Fhir(HouseTest):
    words = ("--requests-a-second", 100000, "--day", "2015-02-27")

    def keeps_the_rules(self, resource):
        value = {name: one for name, one in resource.items() if name != "contained"}
        self.assertEqual(RULES.faults(value, {**RULES.COMMON, **RULES.RESOURCES[resource["resourceType"]]}, resource["resourceType"]), [])

    def test_a_claim_opens_a_case_that_says_what_the_claim_said(self):
        client, sent = self.as_("intake"), bundle()
        opened = client.ask("POST", "/fhir/Bundle", sent)
        self.assertEqual(opened.status, 201, opened.body)
        self.assertEqual(opened.headers["content-type"], "application/fhir+json")
        answer = opened.json
        self.keeps_the_rules(answer)
        self.assertEqual((answer["resourceType"], answer["outcome"]), ("ClaimResponse", "queued"))
        number = answer["identifier"][0]["value"]
        self.assertEqual(opened.headers["location"], f"/fhir/ClaimResponse/{number}")
        case = client.get(f"/api/v1/cases/{number}").json["case"]
        self.assertEqual((case["claim_number"], case["employee"], case["status"]), ("WC-7001", "Sample, Nora \"Q\"", "received"))
        self.assertEqual([(one["text"], one["ur_outcome"]) for one in case["items"]], [("Ketamine 5% cream 60gm", "denied"), ("Baclofen 10mg", "modified")])
        parties = {one["role"]: one["name"] for one in case["parties"]}
        self.assertEqual((parties["claims_administrator"], parties["employer"], parties["requesting_physician"]),
                         ("Synthetic Claims Services", "Synthetic Freight", "R. Treating"))
        screened = self.as_("coordinator").ask("POST", f"/api/v1/cases/{number}/events", {"kind": "screened"}, {"If-Match": "*"})
        self.assertEqual((screened.status, screened.json["status"]), (200, "eligible"), screened.body)
        # The bundle is the first paper; the same bundle again is the same case.
        papers = client.get(f"/fhir/DocumentReference?case={number}").json
        self.assertEqual([one["resource"]["content"][0]["attachment"]["title"] for one in papers["entry"]], ["documents/bundle.json"])
        again = client.ask("POST", "/fhir/Bundle", sent)
        self.assertEqual((again.status, again.json["identifier"][0]["value"]), (200, number), again.body)
        self.refused_in_fhir(client.get(f"/fhir/ClaimResponse/{number}"), 404)  # nothing is decided yet

    def test_a_claim_that_contains_what_it_refers_to_opens_one_too(self):
        sent = bundle()
        claim = copy.deepcopy(part(sent, "Claim"))
        claim["identifier"] = [{"value": "WC-7002"}]
        claim["contained"] = [entry["resource"] for entry in sent["entry"] if entry["resource"]["resourceType"] != "Claim"]
        for name, inner in (("patient", "p"), ("insurer", "i"), ("provider", "d")):
            claim[name] = {"reference": f"#{inner}"}
        opened = self.as_("intake").ask("POST", "/fhir/Claim", claim)
        self.assertEqual(opened.status, 201, opened.body)
        case = self.as_("intake").get(f"/api/v1/cases/{opened.json['id']}").json["case"]
        self.assertEqual((case["claim_number"], len(case["items"])), ("WC-7002", 2))

    def refused_in_fhir(self, answer, status):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.json["resourceType"], "OperationOutcome")
        return answer.json["issue"]

    def test_everything_that_is_missing_is_told_at_once_by_its_place(self):
        client, sent = self.as_("intake"), bundle()
        part(sent, "Patient").pop("birthDate")
        part(sent, "Claim").pop("accident")
        part(sent, "ClaimResponse")["extension"] = served(on="soon")
        part(sent, "Consent")["status"] = "rejected"
        issues = self.refused_in_fhir(client.ask("POST", "/fhir/Bundle", sent), 422)
        places = [one["expression"][0] for one in issues]
        self.assertEqual([place.split(".")[0] for place in places], ["Patient", "Claim", "ClaimResponse", "Consent"])
        self.refused_in_fhir(client.ask("POST", "/fhir/Claim", {"resourceType": "Claim"}), 422)
        two = bundle()
        two["entry"].append(two["entry"][-2])
        self.assertEqual([one["expression"] for one in self.refused_in_fhir(client.ask("POST", "/fhir/Bundle", two), 422)], [["Claim"]])
        for strange in ("null", "[]", "{}", '{"resourceType": "Bundle", "entry": 3}', '{"resourceType": "Bundle", "entry": [3, {"resource": {"resourceType": "Claim", "item": [1]}}]}',
                        '{"resourceType": ["Bundle"]}', "{" * 50):
            self.refused_in_fhir(client.ask("POST", "/fhir/Bundle", strange.encode()), 422)
        self.refused_in_fhir(self.as_("coordinator").ask("POST", "/fhir/Bundle", bundle()), 403)  # intake opens cases
        # What the law does not know is refused as the application itself would be.
        odd = bundle()
        part(odd, "ClaimResponse")["extension"] = served(by="pigeon")
        self.assertIn("pigeon", str(self.refused_in_fhir(client.ask("POST", "/fhir/Bundle", odd), 422)))

    def test_a_document_comes_in_and_goes_out_as_the_same_bytes(self):
        client, words = self.as_("coordinator"), "Progress note of 2015-02-10. Pain 4/10.\n".encode()
        sent = {"resourceType": "DocumentReference", "status": "current",
                "content": [{"attachment": {"contentType": "text/plain", "title": "../../etc/note.txt", "data": base64.b64encode(words).decode()}}]}
        done = client.ask("POST", f"/fhir/DocumentReference?case={CASE}&from=requesting_physician", sent)
        self.assertEqual(done.status, 201, done.body)
        one = client.get(done.headers["location"])
        self.assertEqual((one.status, one.json["resourceType"]), (200, "DocumentReference"), one.body)
        attachment = one.json["content"][0]["attachment"]
        self.assertEqual((attachment["title"], attachment["contentType"], attachment["size"]), ("documents/note.txt", "text/plain", len(words)))
        self.assertEqual((one.json["author"][0]["display"], one.json["date"][:10]), ("requesting_physician", "2015-02-27"))
        bytes_of = client.get(attachment["url"])
        self.assertEqual((bytes_of.status, bytes_of.body, bytes_of.headers["content-disposition"]), (200, words, "attachment"))
        listed = client.get(f"/fhir/DocumentReference?case={CASE}").json
        self.assertEqual((listed["type"], listed["total"]), ("searchset", len(listed["entry"])))
        self.assertIn(one.json, [entry["resource"] for entry in listed["entry"]])
        for content in ([], [{}], [{"attachment": {"url": "http://elsewhere.example/x.pdf"}}], [{"attachment": {"data": "no base64"}}], 3):
            self.refused_in_fhir(client.ask("POST", f"/fhir/DocumentReference?case={CASE}", dict(sent, content=content)), 422)
        self.refused_in_fhir(client.ask("POST", "/fhir/DocumentReference?case=CM99-0000001", sent), 404)
        self.refused_in_fhir(client.get(f"/fhir/DocumentReference/{CASE}.{'0' * 32}"), 404)
        self.refused_in_fhir(client.get("/fhir/Binary/nonsense"), 404)

    def test_the_capability_statement_names_exactly_what_is_served(self):
        told = self.house.client().get("/fhir/metadata")
        self.assertEqual((told.status, told.headers["content-type"], told.json["fhirVersion"]), (200, "application/fhir+json", "4.0.1"))
        said = {(one["type"], act["code"]) for one in told.json["rest"][0]["resource"] for act in one["interaction"]}
        served = set()
        for path, operations in self.house.client().get("/api/v1/openapi.json").json["paths"].items():
            if not path.startswith("/fhir/") or path == "/fhir/metadata":
                continue
            for method in operations:
                act = "create" if method == "post" else "read" if path.endswith("}") else "search-type"
                served.add((path.split("/")[2], act))
        self.assertEqual(said, served)


if __name__ == "__main__":
    unittest.main()
