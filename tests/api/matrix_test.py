"""Every route against every role and against nobody: who may is let in, everybody else is refused."""
import unittest

from house import HouseTest, PEOPLE

CASE = "CM15-0000001"
W = f"/api/v1/cases/{CASE}"
READERS = {"intake", "coordinator", "medical_director", "compliance", "auditor"}  # of papers; a reviewer after the attestation
PARTIES = READERS | {"reviewer"}  # who sees parties; the reviewer is proposed on this case
ALL = set(PEOPLE)
NOBODY = set()
EVENT = {"If-Match": "*"}

# (method, path of the document, path asked, body, headers, roles that are let in). Written by hand from packs/organization/roles.yaml.
ROWS = [
    ("GET", "/api/v1/session", None, None, {}, ALL),
    ("GET", "/api/v1/permissions", None, None, {}, ALL),
    ("GET", "/api/v1/queues", None, None, {}, PARTIES),
    ("GET", "/api/v1/calendar", None, None, {}, PARTIES),
    ("GET", "/api/v1/changes", None, None, {}, ALL),  # numbers of cases only
    ("GET", "/api/v1/case-kinds", None, None, {}, ALL),
    ("GET", "/api/v1/jurisdictions", None, None, {}, ALL),
    ("POST", "/api/v1/due", None, {"rule": "appeal", "event": "2015-03-06"}, {}, ALL),
    ("POST", "/api/v1/cases/search", None, {}, {}, PARTIES),
    ("POST", "/api/v1/cases", None, {"application": "schema: 1"}, {}, {"intake"}),
    ("GET", "/api/v1/cases/{number}", W, None, {}, PARTIES),
    ("GET", "/api/v1/cases/{number}/events", W + "/events", None, {}, PARTIES),
    ("GET", "/api/v1/cases/{number}/letters", W + "/letters", None, {}, PARTIES),
    ("GET", "/api/v1/dashboard", None, None, {}, PARTIES),
    ("POST", "/api/v1/cases/{number}/events", W + "/events", {"kind": "deferred", "data": {"reason": "x"}}, EVENT, {"coordinator"}),
    ("GET", "/api/v1/cases/{number}/documents", W + "/documents", None, {}, READERS),
    ("GET", "/api/v1/cases/{number}/documents/{id}/content", W + "/documents/d1/content", None, {}, READERS),
    ("GET", "/api/v1/cases/{number}/documents/{id}/pages/{page}", W + "/documents/d1/pages/1", None, {}, READERS),
    ("GET", "/api/v1/cases/{number}/documents/{id}/pages/{page}/image", W + "/documents/d1/pages/1/image", None, {}, READERS),
    ("POST", "/api/v1/cases/{number}/search", W + "/search", {"words": "ketamine"}, {}, READERS),
    *[("GET", "/api/v1/cases/{number}/" + part, f"{W}/{part}", None, {}, READERS)
      for part in ("eligibility", "deadlines", "chart", "timeline", "slate", "review", "checks", "similar", "opinions")],
    ("GET", "/api/v1/cases/{number}/letters/{file}", W + "/letters/assignment-notice.txt", None, {}, READERS),
    # A draft is its reviewer's; who may read papers is told so with 409, everybody else with 403.
    ("GET", "/api/v1/cases/{number}/opinion", W + "/opinion", None, {}, READERS),
    ("PUT", "/api/v1/cases/{number}/opinion", W + "/opinion", {"items": []}, EVENT, None),
    ("POST", "/api/v1/cases/{number}/opinion/check", W + "/opinion/check", {"date": "2015-03-18", "items": []}, {}, READERS),
    ("POST", "/api/v1/cases/{number}/opinion/finding", W + "/opinion/finding", {"item": "1", "decision": "upheld"}, {}, NOBODY),
    ("POST", "/api/v1/cases/{number}/opinion/sign", W + "/opinion/sign", {"password": "x", "code": "y"}, EVENT, None),
    ("POST", "/api/v1/cases/{number}/attestation", W + "/attestation", {"parties": []}, EVENT, {"reviewer"}),
    ("POST", "/api/v1/cases/{number}/quality", W + "/quality", {"result": "passed"}, EVENT, {"medical_director"}),
    ("POST", "/api/v1/cases/{number}/issue", W + "/issue", {}, EVENT, None),
    ("GET", "/api/v1/cases/{number}/notes", W + "/notes", None, {}, READERS),
    ("PUT", "/api/v1/cases/{number}/notes", W + "/notes", {"notes": []}, EVENT, READERS),
    ("POST", "/api/v1/uploads", None, None, {"Upload-Length": "5"}, {"intake", "coordinator"}),
    ("GET", "/api/v1/uploads/{id}", "/api/v1/uploads/" + "0" * 32, None, {}, ALL),
    ("PATCH", "/api/v1/uploads/{id}", "/api/v1/uploads/" + "0" * 32, None, {}, ALL),
    ("DELETE", "/api/v1/uploads/{id}", "/api/v1/uploads/" + "0" * 32, None, {}, ALL),
    ("POST", "/api/v1/cases/{number}/documents", W + "/documents", {"from": "applicant", "uploads": []}, EVENT, None),
    ("GET", "/api/v1/accounts", None, None, {}, {"administrator"}),
    ("POST", "/api/v1/accounts", None, {"id": "x", "password": "short", "roles": []}, {}, {"administrator"}),
    ("POST", "/api/v1/accounts/{id}/active", "/api/v1/accounts/nobody/active", {"active": False}, {}, {"administrator"}),
    ("GET", "/api/v1/rosters", None, None, {}, {"coordinator", "medical_director", "compliance"}),
    ("GET", "/fhir/Bundle/{number}", f"/fhir/Bundle/{CASE}", None, {}, READERS),
    ("POST", "/fhir/Bundle", f"/fhir/Bundle?case={CASE}", {"resourceType": "Bundle"}, {}, {"intake", "coordinator"}),
    ("POST", "/fhir/Claim", None, {"resourceType": "Claim"}, {}, {"intake"}),
    ("GET", "/fhir/ClaimResponse/{number}", f"/fhir/ClaimResponse/{CASE}", None, {}, READERS),
    ("GET", "/fhir/Provenance/{number}", f"/fhir/Provenance/{CASE}", None, {}, READERS),
    ("GET", "/fhir/DocumentReference", f"/fhir/DocumentReference?case={CASE}", None, {}, READERS),
    ("GET", "/fhir/DocumentReference/{id}", f"/fhir/DocumentReference/{CASE}." + "0" * 32, None, {}, READERS),
    ("GET", "/fhir/Binary/{id}", f"/fhir/Binary/{CASE}." + "0" * 32, None, {}, READERS),
    ("POST", "/fhir/DocumentReference", f"/fhir/DocumentReference?case={CASE}",
     {"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "text/plain", "data": "dGV4dA=="}}]}, {}, {"intake", "coordinator"}),
    ("GET", "/api/v1/audit", None, None, {}, {"compliance", "auditor"}),
    ("GET", "/api/v1/audit/verify", None, None, {}, {"compliance", "auditor"}),
    ("GET", "/api/v1/audit/proof", "/api/v1/audit/proof?row=0", None, {}, {"compliance", "auditor"}),
    ("GET", "/api/v1/mail-batches", None, None, {}, {"coordinator"}),
    ("GET", "/api/v1/mail-batches/waiting", None, None, {}, {"coordinator"}),
    ("POST", "/api/v1/mail-batches", None, {"numbers": ["CM99-0000001"]}, {}, {"coordinator"}),
    ("GET", "/api/v1/mail-batches/{id}", "/api/v1/mail-batches/MB14-0000001", None, {}, {"coordinator"}),
    ("GET", "/api/v1/mail-batches/{id}/{file}", "/api/v1/mail-batches/MB14-0000001/batch.pdf", None, {}, {"coordinator"}),
    ("POST", "/api/v1/mail-batches/{id}/sent", "/api/v1/mail-batches/MB14-0000001/sent", None, {}, {"coordinator"}),
    ("GET", "/api/v1/invoices", None, None, {}, {"coordinator"}),
    ("GET", "/api/v1/complaints", None, None, {}, {"medical_director", "compliance", "auditor"}),
    ("GET", "/api/v1/oversight", None, None, {}, {"medical_director", "compliance", "auditor"}),
    ("POST", "/api/v1/invoices", None, {"numbers": ["CM99-0000001"]}, {}, {"coordinator"}),
    ("POST", "/api/v1/assignment", None, {}, {}, {"coordinator", "medical_director"}),
    ("POST", "/api/v1/assignment/apply", None, {"preview": "0" * 64}, {}, {"coordinator", "medical_director"}),
    ("GET", "/api/v1/guidelines/{topic}", "/api/v1/guidelines/nothing", None, {}, ALL),
    ("POST", "/api/v1/guidelines/evaluate", None, {"topic": "nothing", "chart": "phase: initial"}, {}, ALL),
    # Last: from here on those who broke the glass may read.
    ("POST", "/api/v1/cases/{number}/break-glass", W + "/break-glass", {"act": "page_read", "reason": "an emergency at the door"}, {},
     {"reviewer", "publisher", "administrator"}),
    ("DELETE", "/api/v1/session", None, None, {}, ALL),
]
OPEN = {("GET", "/api/v1/house"), ("POST", "/api/v1/session"), ("GET", "/api/v1/openapi.json"), ("GET", "/health"), ("GET", "/ready"),
        ("GET", "/metrics"), ("GET", "/{path}"), ("GET", "/fhir/metadata"), ("GET", "/api/v1/oidc/start"), ("GET", "/api/v1/oidc/callback"),
        *[("GET", "/decisions" + page) for page in ("", "/{publication}", "/{publication}/{version}", "/d/{permalink}", "/topic", "/guideline", "/about", "/feed", "/download.csv", "/download.json", "/download.ndjson", "/style.css")]}
# Routes of knowledge that everybody who is signed in may see.
KNOWLEDGE = {("GET", "/api/v1/guidelines")}


class Matrix(HouseTest):
    words = ("--requests-a-second", 100000)

    def test_the_matrix_knows_every_route(self):
        document = self.house.client().get("/api/v1/openapi.json").json
        served = {(method.upper(), path) for path, operations in document["paths"].items() for method in operations}
        rows = {(method, path) for method, path, *_ in ROWS}
        self.assertEqual(served - rows - OPEN - KNOWLEDGE, set())
        self.assertEqual(rows - served, set())

    def test_nobody_is_let_in_nowhere(self):
        for method, path, target, body, headers, _ in ROWS:
            with self.subTest(f"{method} {path}"):
                self.refused(self.house.client().ask(method, target or path, body, headers), 401)

    def test_a_session_without_its_token_changes_nothing(self):
        for method, path, target, body, headers, _ in ROWS:
            if method != "GET":
                with self.subTest(f"{method} {path}"):
                    self.refused(self.as_("coordinator").ask(method, target or path, body, headers, token=False), 403, "X-CSRF-Token")

    def test_every_role_on_every_route(self):
        for method, path, target, body, headers, allowed in ROWS:
            if path == "/api/v1/changes":
                continue  # answers for as long as one listens
            for role in PEOPLE:
                with self.subTest(f"{method} {path} as {role}"):
                    answer = self.as_(role).ask(method, target or path, body, headers)
                    self.assertLess(answer.status, 500, answer.body)
                    self.assertNotEqual(answer.status, 401, answer.body)
                    if allowed is None:  # what the act itself says comes first; nobody may succeed here
                        self.assertGreaterEqual(answer.status, 400, answer.body)
                    elif role in allowed:
                        self.assertNotEqual(answer.status, 403, answer.body)
                    elif path.startswith("/fhir/"):  # refuses in FHIR's words
                        self.assertEqual((answer.status, answer.json["resourceType"]), (403, "OperationOutcome"))
                    else:
                        self.refused(answer, 403)


if __name__ == "__main__":
    unittest.main()
