"""A generator of requests from the OpenAPI document: every route, members of the right names with values of every kind, by several people.

Nothing hangs, nothing is a fault of the server, and every status is one that the document promises. OPENIMR_FUZZ_ROUNDS says how many rounds (2).
"""
import json
import os
import random
import re
import time
import unittest
import urllib.parse

from house import HouseTest

CASES = ["CM15-0000001", "CM14-0000001", "CM99-0000001"]
ROUNDS = int(os.environ.get("OPENIMR_FUZZ_ROUNDS", "2"))
SLOWEST = 60  # seconds; a machine under load reads a case in a few
TEXTS = ["", "x", "0", "-1", "1", "d1", "en", "es", "upheld", "physician", "mail", "same", "R01", "2015-02-23", "2015-02-30", "9999-12-31", "0001-01-01", "CM15-0000001",
         "'; DROP TABLE cases; --", "../../etc/passwd", "%00", "\u0000", "\ud7ff", "\U0001f4a9" * 40, "a" * 5000, "{{7*7}}", "<script>alert(1)</script>", "\n\r\nX: y", "1e308", "NaN"]


class Generator(HouseTest):
    words = ("--requests-a-second", 100000, "--day", "2015-02-23")

    def value(self, chance, depth=0):
        kind = chance.randrange(10 if depth < 4 else 7)
        if kind < 4:
            return chance.choice(TEXTS + CASES)
        if kind == 4:
            return chance.choice([0, 1, -1, 7, 2 ** 31, 2 ** 63 - 1, -(2 ** 63), 10 ** 30, 0.5, 1e300])
        if kind == 5:
            return chance.choice([True, False])
        if kind == 6:
            return None
        if kind == 7:
            return [self.value(chance, depth + 1) for _ in range(chance.randrange(4))]
        if kind == 8:
            return {chance.choice(["id", "name", "text", "item", "page", "party", "words", "document", "data", "x"]): self.value(chance, depth + 1) for _ in range(chance.randrange(4))}
        return chance.choice([[], {}, [[]], [{}]])

    def body(self, chance, names):
        how = chance.randrange(10)
        if how == 0:
            return chance.choice([b"", b"null", b"[]", b'"x"', b"{", b"\xff\xfe", b"[" * 100, b'{"a":1,"a":2}', b"{}" * 2])
        made = {name: self.value(chance) for name in names if chance.random() < 0.8}
        if how == 1:
            made[chance.choice(TEXTS)[:50]] = self.value(chance)
        return json.dumps(made).encode()

    def target(self, chance, path, operation):
        def filled(match):
            pools = {"number": CASES, "page": ["1", "0", "99999", "-1"], "topic": ["baclofen", "gabapentin"], "file": ["batch.pdf", "list.txt", "assignment-notice.txt"], "id": ["d1", "0" * 32]}
            return urllib.parse.quote(chance.choice(pools.get(match[1], []) * 3 + [text for text in TEXTS if text][:20]), safe="")
        target = re.sub(r"\{(\w+)\}", filled, path)
        asked = [(one["name"], chance.choice(TEXTS)) for one in operation["parameters"] if one["in"] == "query" and chance.random() < 0.6]
        return target + ("?" + urllib.parse.urlencode(asked, errors="replace") if asked else "")

    def headers(self, chance):
        headers = {"Content-Type": chance.choice(["application/json", "application/json", "application/fhir+json", "text/plain", "application/offset+octet-stream"])}
        for name, values in (("If-Match", ['"1"', "*", "W/\"1\"", "1", '""']), ("If-None-Match", ['"x"', "*"]), ("Range", ["bytes=0-9", "bytes=9-0", "bytes=-5", "lines=1"]),
                             ("Idempotency-Key", ["k", "k" * 300]), ("Upload-Length", ["5", "-5", "x", str(2 ** 70)]), ("Upload-Offset", ["0", "9"]), ("Last-Event-ID", ["1", "x"])):
            if chance.random() < 0.4:
                headers[name] = chance.choice(values)
        return headers

    def test_no_request_is_a_fault_or_hangs(self):
        chance = random.Random(int(os.environ.get("OPENIMR_FUZZ_SEED", "17")))
        document = self.house.client().get("/api/v1/openapi.json").json
        asked = 0
        for _ in range(ROUNDS):
            for path, operations in document["paths"].items():
                for method, operation in operations.items():
                    if path == "/api/v1/changes" or (path, method) == ("/api/v1/session", "delete"):
                        continue  # one never ends, the other signs the generator out
                    names = re.findall(r"[a-z_]+", operation.get("requestBody", {}).get("description", "")) or ["x"]
                    for role in chance.sample(["coordinator", "intake", "reviewer", "medical_director", "administrator", None], 2):
                        target, body, headers = self.target(chance, path, operation), None, self.headers(chance)
                        if method != "get":
                            body = self.body(chance, names)
                        begun = time.monotonic()
                        answer = self.as_(role).ask(method.upper(), target, body, headers)
                        told = f"{method} {target} as {role}: {body!r} {headers}: {answer.status} {answer.body[:200]!r}"
                        self.assertLess(time.monotonic() - begun, SLOWEST, told)
                        self.assertLess(answer.status, 500, told)
                        if answer.status not in (304, 404, 405):  # a path that was bent may be another route's
                            self.assertIn(str(answer.status), operation["responses"], told)
                        asked += 1
        self.assertGreater(asked, ROUNDS * 150)
        self.assertNotIn("openimr_faults", self.house.client().get("/metrics").body.decode())


if __name__ == "__main__":
    unittest.main()
