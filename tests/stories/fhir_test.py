"""fhir.json beside a determination, held against the rules of FHIR R4 (4.0.1) for the resources it uses, written from the specification.

OPENIMR_FHIR_SCHEMA names the official fhir.schema.json (R4); with it and python3-jsonschema the bundle is held against that too.
"""
import importlib.util
import json
import os
import pathlib
import re
import unittest

from program import CASES, FIRST, ROSTER, Story, answer, run

DATE = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?$"
INSTANT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"
STRING = r"^[\s\S]+$"
# Element -> (least, most or None, type). A type is a pattern, a set of codes, int, or a table of elements of its own.
CODING = {"system": (0, 1, r"^\S+$"), "code": (0, 1, r"^[^\s]+(\s[^\s]+)*$"), "display": (0, 1, STRING), "version": (0, 1, STRING)}
CONCEPT = {"coding": (0, None, CODING), "text": (0, 1, STRING)}
IDENTIFIER = {"system": (0, 1, r"^\S+$"), "value": (0, 1, STRING)}
REFERENCE = {"reference": (0, 1, STRING), "identifier": (0, 1, IDENTIFIER), "display": (0, 1, STRING)}
COMMON = {"resourceType": (1, 1, STRING), "id": (0, 1, r"^[A-Za-z0-9\-.]{1,64}$")}
RESOURCES = {
    "Patient": {"name": (0, None, {"text": (0, 1, STRING)})},
    "Organization": {"name": (0, 1, STRING)},
    "ClaimResponse": {
        "identifier": (0, None, IDENTIFIER),
        "status": (1, 1, {"active", "cancelled", "draft", "entered-in-error"}),
        "type": (1, 1, CONCEPT),
        "use": (1, 1, {"claim", "preauthorization", "predetermination"}),
        "patient": (1, 1, REFERENCE),
        "created": (1, 1, DATE),
        "insurer": (1, 1, REFERENCE),
        "requestor": (0, 1, REFERENCE),
        "request": (0, 1, REFERENCE),
        "outcome": (1, 1, {"queued", "complete", "error", "partial"}),
        "disposition": (0, 1, STRING),
        "item": (0, None, {"itemSequence": (1, 1, int), "noteNumber": (0, None, int), "adjudication": (1, None, {"category": (1, 1, CONCEPT), "reason": (0, 1, CONCEPT)})}),
        "processNote": (0, None, {"number": (0, 1, int), "type": (0, 1, {"display", "print", "printoper"}), "text": (1, 1, STRING)}),
    },
    "Provenance": {
        "target": (1, None, REFERENCE),
        "occurredDateTime": (0, 1, DATE),
        "recorded": (1, 1, INSTANT),
        "agent": (1, None, {"type": (0, 1, CONCEPT), "who": (1, 1, REFERENCE), "onBehalfOf": (0, 1, REFERENCE)}),
        "entity": (0, None, {"role": (1, 1, {"derivation", "revision", "quotation", "source", "removal"}), "what": (1, 1, REFERENCE)}),
    },
}


def faults(value, table, place):
    """What breaks the table, as a list of sentences."""
    if isinstance(table, str):
        return [] if isinstance(value, str) and re.match(table, value) else [f"{place}: {value!r}"]
    if isinstance(table, set):
        return [] if value in table else [f"{place}: {value!r} is not one of {sorted(table)}"]
    if table is int:
        return [] if isinstance(value, int) and not isinstance(value, bool) and value > 0 else [f"{place}: {value!r} is no positive number"]
    if not isinstance(value, dict) or not value:
        return [f"{place}: no element, or an empty one"]
    found = [f"{place}.{key}: not of FHIR, or not in the table" for key in value if key not in table]
    for key, (least, most, kind) in table.items():
        if key not in value:
            found += [f"{place}.{key}: missing"] if least else []
        elif most == 1:
            found += faults(value[key], kind, f"{place}.{key}")
        elif not isinstance(value[key], list) or len(value[key]) < max(least, 1):
            found.append(f"{place}.{key}: an array of at least one")
        else:
            for i, one in enumerate(value[key]):
                found += faults(one, kind, f"{place}.{key}[{i}]")
    return found


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


class Fhir(Story):
    def bundle(self, case):
        out = self.folder / "out"
        done = run("review", case, "--roster", ROSTER, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return (out / "fhir.json").read_text()

    def check(self, bundle):
        found = faults({key: value for key, value in bundle.items() if key != "entry"}, {**COMMON, "type": (1, 1, {"collection"}), "timestamp": (0, 1, INSTANT)}, "Bundle")
        urls = [entry["fullUrl"] for entry in bundle["entry"]]
        found += ["fullUrl twice"] if len(set(urls)) != len(urls) else []
        for entry in bundle["entry"]:
            resource = entry["resource"]
            found += faults(resource, {**COMMON, **RESOURCES[resource["resourceType"]]}, resource["resourceType"])
            found += [] if entry["fullUrl"] == "urn:uuid:" + resource["id"] else [f"{entry['fullUrl']}: is not its id"]
            found += [] if re.match(r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", entry["fullUrl"]) else [f"{entry['fullUrl']}: no UUID"]
        return found + [f"{one}: leads nowhere" for one in references(bundle["entry"]) if one not in urls]

    def test_the_bundle_keeps_the_rules_of_r4(self):
        for case in sorted(CASES.iterdir()):
            text = self.bundle(case)
            self.assertEqual(self.check(json.loads(text)), [], case.name)
            self.assertEqual(text, self.bundle(case), "the same bytes every time")
            for line in ROSTER.read_text().splitlines():
                if "name:" in line and "board" not in line and "party" not in line:
                    self.assertNotIn(line.split("name:")[1].strip(), text, "no reviewer is named")
            self.assertNotIn("public_key", text)

    def test_each_item_is_adjudicated_as_the_determination_says(self):
        bundle = json.loads(self.bundle(FIRST))
        by_type = {entry["resource"]["resourceType"]: entry for entry in bundle["entry"]}
        response = by_type["ClaimResponse"]["resource"]
        decided = answer("review", FIRST, "--roster", ROSTER, "--json")["determination"]["decisions"]
        issues = {one["id"]: one["text"] for one in answer("review", FIRST, "--roster", ROSTER, "--json")["issues"]}
        notes = {note["number"]: note["text"] for note in response["processNote"]}
        self.assertEqual(len(response["item"]), len(decided))
        for item, decision in zip(response["item"], decided):
            (adjudication,) = item["adjudication"]
            self.assertEqual(adjudication["reason"]["coding"][0]["code"], decision["decision"])
            self.assertEqual(notes[item["noteNumber"][0]], issues[decision["id"]])
            self.assertGreater(len(notes[item["noteNumber"][1]]), 40)
        provenance = by_type["Provenance"]["resource"]
        self.assertEqual(provenance["target"], [{"reference": by_type["ClaimResponse"]["fullUrl"]}])
        self.assertIn("application.yaml", [one["what"]["display"] for one in provenance["entity"]])

    def test_the_rules_find_what_is_wrong(self):
        good = json.loads(self.bundle(FIRST))
        index = next(i for i, entry in enumerate(good["entry"]) if entry["resource"]["resourceType"] == "ClaimResponse")

        def broken(change):
            bundle = json.loads(json.dumps(good))
            change(bundle["entry"][index]["resource"])
            return self.check(bundle)

        for change in (lambda one: one.pop("status"), lambda one: one.update(use="payment"), lambda one: one.update(item=[]), lambda one: one["item"][0].pop("adjudication"),
                       lambda one: one.update(patient={"reference": "urn:uuid:nobody"}), lambda one: one.update(decision="upheld"), lambda one: one.update(created="3/18/2015")):
            self.assertTrue(broken(change))

    @unittest.skipUnless(os.environ.get("OPENIMR_FHIR_SCHEMA") and importlib.util.find_spec("jsonschema"), "OPENIMR_FHIR_SCHEMA does not name the official schema")
    def test_the_official_schema(self):
        import jsonschema
        schema = json.loads(pathlib.Path(os.environ["OPENIMR_FHIR_SCHEMA"]).read_text(encoding="utf-8"))
        for case in sorted(CASES.iterdir()):
            for entry in json.loads(self.bundle(case))["entry"]:
                resource = entry["resource"]
                one = {"$ref": f"#/definitions/{resource['resourceType']}", "definitions": schema["definitions"]}
                self.assertEqual([error.message[:200] for error in jsonschema.Draft6Validator(one).iter_errors(resource)], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
