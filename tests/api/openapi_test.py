"""The OpenAPI document against the running server: every route, every answer it promises, nothing it does not say."""
import json
import re
import unittest

import jsonschema

from house import HouseTest, ROOT

CASE = "CM15-0000001"
SCHEMAS = ROOT / "docs/schemas"
STORE = {}
for file in SCHEMAS.glob("*.schema.json"):
    content = json.loads(file.read_text(encoding="utf-8"))
    STORE[content["$id"]] = content


def check_against(name, value):
    """Raises where the value is not what docs/schemas says."""
    if name.startswith("api_"):
        schema, root = STORE["api.schema.json"]["definitions"][name], STORE["api.schema.json"]
    else:
        schema = root = STORE[f"{name}.schema.json"]
    resolver = jsonschema.RefResolver(root["$id"], root, store=STORE)
    jsonschema.Draft7Validator(schema, resolver=resolver).validate(value)


class OpenApi(HouseTest):
    words = ("--requests-a-second", 100000)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.house.client().get("/api/v1/openapi.json").json
        made = cls.as_(cls, "coordinator").ask("POST", "/api/v1/mail-batches", {"settings": {"server_name": "M. Clerk"}})
        assert made.status == 201, made.body
        cls.batch = made.json["batch"]
        found = cls.as_(cls, "coordinator").get(f"/fhir/DocumentReference?case={CASE}").json
        cls.paper = found["entry"][0]["resource"]["id"]
        cls.permalink = json.loads(cls.house.client().get("/decisions/download.ndjson").body.splitlines()[0])["permalink"]

    def operations(self):
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                yield path, method.upper(), operation

    def test_it_is_openapi(self):
        self.assertEqual(self.document["openapi"], "3.1.0")
        self.assertGreater(len(list(self.operations())), 45)
        for path, method, operation in self.operations():
            self.assertTrue(operation["summary"], (method, path))
            names = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            self.assertEqual(names, set(re.findall(r"\{(\w+)\}", path)), path)

    def test_every_schema_it_names_is_there(self):
        for path, method, operation in self.operations():
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    name = content["schema"].get("x-openimr-schema")
                    if name:
                        known = name in STORE["api.schema.json"]["definitions"] or f"{name}.schema.json" in STORE
                        self.assertTrue(known, f"{method} {path} names {name}")

    def fill(self, path):
        if "/mail-batches/" in path:
            path = path.replace("{id}", self.batch).replace("{file}", "batch.pdf")
        if path.startswith(("/fhir/DocumentReference", "/fhir/Binary")):
            path = path.replace("{id}", self.paper)
        return path.replace("{number}", CASE).replace("{id}", "d1").replace("{page}", "1").replace("{file}", "assignment-notice.pdf").replace("{permalink}", self.permalink).replace("{topic}", "gabapentin")

    def test_what_can_be_looked_at_looks_as_it_says(self):
        """Every GET with somebody who may: the status and the schema of the document."""
        asked = {"/decisions/topic": "?t=baclofen", "/decisions/guideline": "?g=mtus-chronic-pain", "/api/v1/audit/proof": "?row=0", "/fhir/DocumentReference": f"?case={CASE}"}
        who = {"/api/v1/accounts": "administrator", "/api/v1/complaints": "compliance", "/api/v1/oversight": "compliance", "/api/v1/audit": "auditor", "/api/v1/audit/verify": "auditor", "/api/v1/audit/proof": "auditor"}
        for path, method, operation in self.operations():
            if method != "GET" or path in ("/api/v1/changes", "/{path}", "/api/v1/uploads/{id}") or path.endswith("/opinion") or path in ("/fhir/Bundle/{number}", "/fhir/ClaimResponse/{number}", "/fhir/Provenance/{number}") or path.startswith("/api/v1/oidc/"):
                continue
            if path.startswith("/decisions/{publication}"):  # this house has no letter of a publication book; decisions_test.py has
                continue
            with self.subTest(path):
                answer = self.as_(who.get(path, "coordinator")).get(self.fill(path) + asked.get(path, ""))
                self.assertIn(answer.status, (200,), answer.body[:300])
                content = operation["responses"]["200"]["content"]
                media = answer.headers["content-type"].split(";")[0]
                if "application/octet-stream" not in content:
                    self.assertIn(media, content)
                name = list(content.values())[0]["schema"].get("x-openimr-schema")
                if name:
                    check_against(name, answer.json)

    def test_what_is_asked_by_post_answers_as_it_says(self):
        client = self.as_("coordinator")
        for path, body in (("/api/v1/cases/search", {}), (f"/api/v1/cases/{CASE}/search", {"words": ["ketamine"]}),
                           ("/api/v1/due", {"rule": "appeal", "event": "2015-03-06"})):
            with self.subTest(path):
                answer = client.ask("POST", path, body)
                self.assertEqual(answer.status, 200, answer.body[:300])
                named = path.replace(CASE, "{number}")
                check_against(self.document["paths"][named]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
                              ["x-openimr-schema"], answer.json)

    def test_every_refusal_is_one_it_promises(self):
        """Each operation with nothing, with rubbish, with what does not exist: a documented status, never a fault."""
        strange = ["", "null", "[]", "{}", '{"unknown": 1}', '{"a":' * 40, "\x00\xff", json.dumps({"words": [1], "from": 3, "kind": "x"})]
        for path, method, operation in self.operations():
            if path == "/api/v1/changes" or (path == "/api/v1/session" and method == "DELETE"):
                continue
            for target in {self.fill(path), re.sub(r"\{\w+\}", "%F0%9F%92%A9", path), re.sub(r"\{\w+\}", "x' OR 1=1 --".replace(" ", "%20"), path)}:
                for body in strange if "requestBody" in operation else [None]:
                    for headers in ({"Content-Type": "application/json", "If-Match": "*"}, {"If-Match": "nonsense"}):
                        answer = self.as_("coordinator").ask(method, target, body.encode() if body is not None else None, headers)
                        if answer.status == 429:
                            continue
                        known = operation["responses"]
                        self.assertIn(str(answer.status), known, f"{method} {target} {body!r} {headers}: {answer.body[:200]}")
                        if answer.status >= 400 and method != "HEAD":
                            media = answer.headers["content-type"].split(";")[0]
                            self.assertIn(media, known[str(answer.status)]["content"], target)
                            if media == "application/problem+json":
                                self.assertEqual(answer.json["status"], answer.status)

    def test_methods_that_are_not_there_are_refused_by_name(self):
        answer = self.as_("coordinator").ask("PUT", f"/api/v1/cases/{CASE}")
        self.refused(answer, 405)
        self.assertEqual(answer.headers["allow"], "GET")
        self.refused(self.as_("coordinator").get("/api/v1/nothing"), 404)


if __name__ == "__main__":
    unittest.main()
