"""The schemas of docs/schemas: what the commands print and what users write is as they say, and nothing else.

Needs Debian's python3-jsonschema and python3-yaml, in the Python that runs this or in the system's own; without them it is skipped.
"""
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from program import CASES, FIRST, ROOT, ROSTER, SECOND, SHARED, Story, answer, run

SCHEMAS = ROOT / "docs/schemas"
PACKAGES = {"jsonschema": "python3-jsonschema", "yaml": "python3-yaml"}
MISSING = [package for module, package in PACKAGES.items() if importlib.util.find_spec(module) is None]
SYSTEM = pathlib.Path("/usr/bin/python3")


def system_has_both():
    if not SYSTEM.exists() or pathlib.Path(sys.executable).resolve() == SYSTEM.resolve():
        return False
    return subprocess.run([SYSTEM, "-c", "import jsonschema, yaml"], capture_output=True).returncode == 0


if MISSING and __name__ == "__main__" and system_has_both():
    os.execv(SYSTEM, [str(SYSTEM), "-B", *sys.argv])
if not MISSING:
    import jsonschema
    import yaml

    class Core(yaml.SafeLoader):
        """YAML 1.2 core schema, as the program reads it: dates, on and yes are words."""
        yaml_implicit_resolvers = {}

    CORE = [("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"), ("int", r"[-+]?[0-9]+", "-+0123456789"), ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
            ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789")]
    for name, pattern, first in CORE:
        Core.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(f"^(?:{pattern})$"), list(first))
    Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value, 10))
    Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))

# Which file is written by which schema; every YAML of examples and packs has one.
FILES = {
    "application": ["examples/cases/*/application.yaml"],
    "opinion": ["examples/cases/*/opinion.yaml"],
    "documents": ["examples/cases/*/documents.yaml"],
    "typed_pages": ["examples/variants/*/pages.yaml"],
    "roster": ["examples/rosters/*.yaml"],
    "assignment": ["examples/cases/*/assignment.yaml"],
    "assignment_costs": ["packs/assignment/costs.yaml"],
    "roles": ["packs/organization/roles.yaml"],
    "party_names": ["packs/names/party_names.yaml"],
    "document_kind": ["packs/documents/*.yaml"],
    "page_cues": ["packs/pages/cues.yaml"],
    "checks": ["packs/checks/checks.yaml"],
    "absence_cues": ["packs/checks/absence.yaml"],
    "publication_dictionaries": ["packs/publication/dictionaries.yaml"],
    "publication_identifiers": ["packs/publication/identifiers.yaml"],
    "check_language": ["packs/checks/language.yaml"],
    "check_grids": ["packs/checks/grids.yaml"],
    "check_treatments": ["packs/checks/treatments.yaml"],
    "policy": ["packs/organization/policy.yaml"],
    "retention": ["packs/organization/retention.yaml"],
    "spelling": ["packs/vocabulary/spelling.yaml"],
    "course": ["packs/vocabulary/course.yaml"],
    "completeness": ["packs/checks/completeness.yaml"],
    "form": ["packs/forms/imr_application.yaml", "packs/forms/request_for_authorization.yaml", "packs/forms/ur_decision.yaml"],
    "ur_decision_words": ["packs/forms/ur_decision_words.yaml"],
    "vocabulary_sections": ["packs/vocabulary/sections.yaml"],
    "vocabulary_request_kinds": ["packs/vocabulary/request_kinds.yaml"],
    "vocabulary_cues": ["packs/vocabulary/context.yaml", "packs/vocabulary/outcomes.yaml"],
    "vocabulary_drugs": ["packs/vocabulary/drugs.yaml"],
    "vocabulary_concepts": ["packs/vocabulary/concepts/*.yaml"],
    "vocabulary_implications": ["packs/vocabulary/implications.yaml"],
    "vocabulary_derivations": ["packs/vocabulary/derivations.yaml"],
    "jurisdiction": ["packs/jurisdictions/*/jurisdiction.yaml"],
    "jurisdiction_calendars": ["packs/jurisdictions/*/calendars.yaml"],
    "jurisdiction_service": ["packs/jurisdictions/*/service.yaml"],
    "jurisdiction_clocks": ["packs/jurisdictions/*/clocks.yaml"],
    "jurisdiction_worked_dates": ["packs/jurisdictions/*/worked_dates.yaml"],
    "jurisdiction_eligibility": ["packs/jurisdictions/*/eligibility.yaml"],
    "jurisdiction_reviewers": ["packs/jurisdictions/*/reviewers.yaml"],
    "jurisdiction_money": ["packs/jurisdictions/*/money.yaml"],
    "jurisdiction_letters": ["packs/jurisdictions/*/letters.yaml"],
    "letter_template": ["packs/jurisdictions/*/letters/[!w]*.yaml"],
    "letter_words": ["packs/jurisdictions/*/letters/words.yaml"],
    "letter_layouts": ["packs/letters/layouts.yaml"],
    "library_words": ["packs/corpus/library.yaml"],
    "public_pages": ["packs/corpus/pages.yaml"],
    "synthetic_letters": ["packs/corpus/synthetic.yaml"],
    "letter_languages": ["packs/letters/languages.yaml"],
    "letterhead": ["examples/letterhead.yaml"],
    "organization": ["examples/organization.yaml"],
    "organization_law": ["packs/organization/law/*.yaml"],
    "jurisdiction_sources": ["packs/jurisdictions/*/sources.yaml"],
    "guideline_pack": ["packs/guidelines/*/pack.yaml"],
    "guideline_topic": ["packs/guidelines/*/topics/*.yaml"],
    "guideline_ingredients": ["packs/guidelines/*/ingredients.yaml"],
    "evidence": ["examples/evidence/*.yaml"],
    "guideline_evidence_hierarchy": ["packs/guidelines/*/evidence_hierarchy.yaml"],
    "guideline_blind_examples": ["packs/guidelines/*/blind_examples.yaml"],
    "guideline_formulary": ["packs/guidelines/*/formulary.yaml"],
    "guideline_postsurgical": ["packs/guidelines/*/postsurgical.yaml"],
    "guideline_premises": ["packs/guidelines/*/premises.yaml"],
    "guideline_search_sequence": ["packs/guidelines/*/search_sequence.yaml"],
}
# Which strict reader stands behind them.
READERS = {
    "src/intake/application_file.cpp": ["application"],
    "src/cli/settings.cpp": ["settings"],
    "src/desk/open_vault.cpp": ["bucket"],
    "src/desk/seal_reviewer.cpp": ["seal"],
    "src/people/account.cpp": ["accounts"],
    "src/server/oidc.cpp": ["oidc"],
    "src/people/permission.cpp": ["roles"],
    "src/intake/opinion_file.cpp": ["opinion"],
    "src/intake/documents_file.cpp": ["documents"],
    "src/intake/typed_pages_file.cpp": ["typed_pages"],
    "src/intake/page_cues.cpp": ["page_cues"],
    "src/reviewers/roster_file.cpp": ["roster"],
    "src/reviewers/assignment_file.cpp": ["assignment"],
    "src/reviewers/organization.cpp": ["organization", "organization_law"],
    "src/reviewers/assignment_costs.cpp": ["assignment_costs"],
    "src/reviewers/party_names_file.cpp": ["party_names"],
    "src/intake/document_kind.cpp": ["document_kind"],
    "src/guidelines/page_reader.cpp src/guidelines/logic_reader.cpp src/guidelines/formulary.cpp src/guidelines/postsurgical.cpp src/guidelines/confidence.cpp src/guidelines/evidence.cpp": [name for name in FILES if name.startswith("guideline_")] + ["evidence"],
    "src/intake/completeness_rules.cpp": ["completeness"],
    "src/intake/form_definition.cpp": ["form"],
    "src/intake/ur_words.cpp": ["ur_decision_words"],
    "src/determination/check_rules.cpp": ["checks", "absence_cues", "check_language", "check_grids", "check_treatments"],
    "src/determination/correction.cpp": ["corrections"],
    "src/determination/own_finding.cpp": ["own_finding"],
    "src/determination/panel.cpp": ["panel"],
    "src/determination/policy.cpp": ["policy"],
    "src/determination/quality_review.cpp": ["quality"],
    "src/determination/remand.cpp": ["appeal"],
    "src/clinical/word_forms.cpp": ["spelling"],
    "src/clinical/course_rules.cpp": ["course"],
    "src/clinical/vocabulary.cpp": [name for name in FILES if name.startswith("vocabulary_")],
    "src/jurisdictions/jurisdiction.cpp": ["jurisdiction"],
    "src/jurisdictions/read_clocks.cpp": ["jurisdiction_calendars", "jurisdiction_service", "jurisdiction_clocks", "jurisdiction_worked_dates"],
    "src/jurisdictions/read_eligibility.cpp": ["jurisdiction_eligibility"],
    "src/jurisdictions/read_reviewers.cpp": ["jurisdiction_reviewers"],
    "src/jurisdictions/read_money.cpp": ["jurisdiction_money"],
    "src/jurisdictions/letter_text.cpp": ["jurisdiction_letters"],
    "src/letters/letter_template.cpp": ["letter_template", "letter_words"],
    "src/corpus/layouts.cpp": ["letter_layouts"],
    "src/corpus/identifier_rules.cpp": ["publication_dictionaries", "publication_identifiers"],
    "src/corpus/letter_generator.cpp": ["synthetic_letters"],
    "src/corpus/page_words.cpp": ["public_pages"],
    "src/corpus/library_words.cpp": ["library_words"],
    "src/letters/language.cpp": ["letter_languages"],
    "src/desk/letter_values.cpp": ["letterhead"],
    "src/desk/retention.cpp": ["retention"],
    "src/jurisdictions/read_sources.cpp": ["jurisdiction_sources"],
}


def schema_of(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def nodes(value):
    """Every object inside of a schema, itself first."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from nodes(part)


def bundle(name):
    """A schema with what it refers to in other files put into its own definitions, so that nothing has to be looked up."""
    whole = schema_of(name)
    definitions = {}

    def take(other):
        if other in definitions:
            return
        definitions[other] = schema_of(other)
        definitions[other].pop("$id")
        turn(definitions[other], other)

    def turn(schema, home):
        for node in nodes(schema):
            reference = node.get("$ref")
            if not isinstance(reference, str) or reference.startswith("#/definitions/@"):
                continue
            file, _, place = reference.partition("#")
            target = file.replace(".schema.json", "") or home
            node["$ref"] = f"#/definitions/@{target}{place}" if target != name else f"#{place}"
            if target != name:
                take(target)

    turn(whole, name)
    whole.setdefault("definitions", {}).update({f"@{other}": schema for other, schema in definitions.items()})
    return whole


def described_only(schema):
    """The same, but with every key that the schema does not describe forbidden."""
    for node in nodes(schema):
        if isinstance(node.get("properties"), dict) and "type" in node and node.get("additionalProperties", True) is True:
            node["additionalProperties"] = False
    return schema


def faults(name, value, strictly=False):
    schema = bundle(name)
    found = jsonschema.Draft7Validator(described_only(schema) if strictly else schema).iter_errors(value)
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:300]}" for one in found]


def written(text):
    return yaml.load(text, Core)


@unittest.skipIf(MISSING, f"needs {' and '.join(MISSING)}")
class Schemas(Story):
    def fits(self, name, value, what=""):
        """Valid, and without a key that the schema does not describe."""
        self.assertEqual(faults(name, value), [], f"{what} against {name}.schema.json")
        self.assertEqual(faults(name, value, strictly=True), [], f"{what}: found what docs/schemas does not describe; add it to {name}.schema.json or common.schema.json")


class TheSchemasThemselves(Schemas):
    def test_each_is_a_schema_and_says_what_it_is(self):
        for file in SCHEMAS.glob("*.json"):
            name = file.name.replace(".schema.json", "")
            jsonschema.Draft7Validator.check_schema(schema_of(name))
            for key in ("title", "description"):
                self.assertTrue(schema_of(name).get(key), f"{file.name}: {key}")
            self.assertEqual(schema_of(name)["$id"], file.name)

    def test_every_reference_leads_somewhere(self):
        for file in SCHEMAS.glob("*.json"):
            whole = bundle(file.name.replace(".schema.json", ""))
            for node in nodes(whole):
                if isinstance(node.get("$ref"), str):
                    place = whole
                    for step in node["$ref"].split("/")[1:]:
                        self.assertIn(step, place, f"{file.name}: {node['$ref']}")
                        place = place[step]

    def test_every_required_key_is_described(self):
        for file in SCHEMAS.glob("*.json"):
            for node in nodes(json.loads(file.read_text(encoding="utf-8"))):
                if isinstance(node.get("required"), list) and isinstance(node.get("properties"), dict):
                    self.assertLessEqual(set(node["required"]), set(node["properties"]), file.name)

    def test_the_list_names_every_file_once(self):
        listed = re.findall(r"^\| (\w+\.schema\.json) \| \S", (SCHEMAS / "README.md").read_text(encoding="utf-8"), re.M)
        self.assertEqual(sorted(listed), sorted(file.name for file in SCHEMAS.glob("*.json")))

    def test_they_know_the_keys_and_words_of_the_readers(self):
        for reader, names in READERS.items():
            source = "".join((ROOT / file).read_text(encoding="utf-8") for file in reader.split())
            quoted = lambda words: set(re.findall(r'"([^"]+)"', words))
            lists = re.findall(r"\bonly\(\s*\{([^}]*)\}", source)
            for name in re.findall(r"\bonly\((\w+)\)", source):  # a list that has a name
                lists += re.findall(rf"\b{name} = \{{([^}}]*)\}}", source)
            read = set().union(*(quoted(words) for words in lists))
            read |= set(re.findall(r'\{"(\w+)", read_\w+', source))  # words in a table, each with its reader
            known, enums = set(), []
            for name in names:
                for node in nodes(schema_of(name)):
                    if node.get("additionalProperties") is False:
                        known |= set(node["properties"])
                    if isinstance(node.get("enum"), list):
                        enums.append({word for word in node["enum"] if word is not None})
                    if isinstance(node.get("const"), str):
                        enums.append({node["const"]})
            self.assertEqual(read, known, f"{reader} and {names}")
            for words in re.findall(r"\bone_of\(\s*\{([^}]*)\}", source):
                if quoted(words) != {"1"}:
                    self.assertIn(quoted(words), enums, f"{reader} and {names}")


class WhatUsersWrite(Schemas):
    def test_every_file_of_examples_and_packs_is_valid(self):
        seen = set()
        for name, patterns in FILES.items():
            for pattern in patterns:
                files = sorted(ROOT.glob(pattern))
                self.assertTrue(files, pattern)
                for file in files:
                    seen.add(file)
                    self.assertEqual(faults(name, written(file.read_text(encoding="utf-8"))), [], f"{file.relative_to(ROOT)} against {name}.schema.json")
        others = [file for folder in ("examples", "packs") for file in (ROOT / folder).rglob("*.yaml") if file not in seen and "documents" not in file.relative_to(ROOT / folder).parts[1:-1]]
        self.assertEqual(others, [], "found no schema for these")

    def test_no_file_may_hold_an_unknown_key_but_one_of_ones_own(self):
        for name, patterns in FILES.items():
            value = written(sorted(ROOT.glob(patterns[0]))[0].read_text(encoding="utf-8"))
            self.assertEqual(faults(name, {**value, "x-note": ["ours"]}), [], name)
            self.assertTrue(faults(name, {**value, "nonsense": 1}), name)

    def test_no_file_may_lack_what_is_required(self):
        for name, patterns in FILES.items():
            value = written(sorted(ROOT.glob(patterns[0]))[0].read_text(encoding="utf-8"))
            for key in schema_of(name).get("required", []):
                self.assertTrue(faults(name, {other: part for other, part in value.items() if other != key}), f"{name} without {key}")


class SchemaAndProgramAgree(Schemas):
    """What the schema refuses the program refuses too, and the other way round."""

    def refused(self, name, case, file, old, new, *options):
        text = file.read_text()
        self.assertIn(old, text)
        try:
            changed = text.replace(old, new, 1)
            self.assertTrue(faults(name, written(changed)), f"{name}.schema.json takes {new!r}")
            file.write_text(changed)
            done = run("check", case, *options)
            self.assertEqual(done.returncode, 2, f"{new!r}: {done.stdout}{done.stderr}")
            self.assertIn(file.name, done.stderr)
        finally:
            file.write_text(text)

    def test_broken_applications(self):
        case = self.copy(SECOND)
        for old, new in [("jurisdiction: us-ca-wc", "jurisdiction:"), ("jurisdiction: us-ca-wc", "jurisdiction: \" \""), ("jurisdiction: us-ca-wc", "jurisdictions: us-ca-wc"),
                         ("2014-02-10T15:20:00-08:00", "2014-02-10"), ("2014-02-10T15:20:00-08:00", "2014-02-10T15:20:00"), ("channel: fax", "channel: pigeon"),
                         ("review: regular", "review: Regular"), ("last: Mockfield", "last: \"\""), ("first: Teo,", "first: [Teo],"), ("date_of_birth: 1982-09-23", "date_of_birth: 9/23/1982"),
                         ("sex: male", "sex: man"), ("representative: null", "representative: Beatrix Pretendry"), ("by: mail", "by: pigeon"), ("to: in-state", "to: in_state"),
                         ("attached: true", "attached: yes"), ("signed: true", "signed: \"true\""), ("served: {on: 2014-01-16, by", "served: {by"),
                         ("ur_outcome: denied", "ur_outcome: rejected"), ("employer: {name", "employer: {nam"), ("number: WC-SYN-2291, ", ""), ("treating_physicians:", "treating_physicians: none\nx-physicians:"),
                         ("schema: 1", "schema: 2"), ("liability_disputed: false", "liability_disputed: 0")]:
            with self.subTest(new=new):
                self.refused("application", case, case / "application.yaml", old, new)

    def test_broken_opinions(self):
        case = self.copy(SECOND, opinion=True)
        for old, new in [("reviewer: R02", "reviewer:"), ("decision: upheld", "decision: uphold"), ("date: 2014-03-12", "date: 12 March 2014"), ("conflict: none}", "conflicts: none}"),
                         ("- check: premise_contradicted", "- chek: premise_contradicted"), ("guidelines: [{source", "guidelines: [{title"), ("items:", "items:\n  - {decision: upheld}")]:
            with self.subTest(new=new):
                self.refused("opinion", case, case / "opinion.yaml", old, new)

    def test_broken_lists_of_documents(self):
        case = self.copy(SECOND)
        for old, new in [("sender:", "from:"), ("file: 01-application-imr.pdf, ", ""), ("received: 2014-02-10T15:20:00-08:00", "received: yesterday"), ("date: 2014-02-10", "date: 2014-2-10"), ("documents:", "documents: none\nx-documents:")]:
            with self.subTest(new=new):
                self.refused("documents", case, case / "documents.yaml", old, new)

    def test_broken_rosters(self):
        case, roster = self.copy(SECOND), self.folder / "roster.yaml"
        roster.write_text(ROSTER.read_text())
        for old, new in [("credentials:", "credential:"), ("id: R01", "id: \"\""), ("type: MD", "type: RN"), ("kind: license", "kind: licence"), ("status: active", "status: lapsed"), ("state: AZ, ", ""),
                         ("kind: board, name: Family Medicine", "kind: board, state: CA"), ("hours_per_week: 32", "hours_per_week: \"32\""), ("capacity: 10", "capacity: -1"), ("capacity: 10", "capacity: 2.5"),
                         ("since: 1999-07-01", "since: 1999"), ("kind: professional", "kind: social"), ("reviewers:", "reviewer:")]:
            with self.subTest(new=new):
                self.refused("roster", case, roster, old, new, "--roster", roster)

    def test_what_may_be_written_in_more_than_one_way(self):
        case = self.copy(SECOND)
        file = case / "application.yaml"
        text = file.read_text()
        for old, new in [("schema: 1", "schema: \"1\""), ("zip: \"90000\"", "zip: 90000"), ("icd: \"722.10\"", "icd: 722.10"), ("id: 1", "id: \"1\""), ("sex: male", "sex:"), ("review: regular", "x-review: ours"),
                         ("attached: true", "attached: True"), ("T15:20:00-08:00", "T23:20Z"), ("facilities: [{name: Fable Valley Compounding Pharmacy}]", "facilities:")]:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        self.assertEqual(faults("application", written(text)), [])
        file.write_text(text)
        done = run("documents", case, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)


class WhatCommandsPrint(Schemas):
    def test_casework(self):
        store = ("--store", f"sqlite:{self.folder}/cases.db")
        for case in (SECOND, FIRST):
            self.fits("case_act", answer("import", case, *store, "--json"), "import")
        self.fits("case_act", answer("case", "event", "CM14-0000001", "assigned", "--set", "organization=Example IMRO", "--on", "2014-02-12", *store, "--json"), "case event")
        self.fits("case_act", answer("case", "next", "CM14-0000001", *store, "--json"), "case next")
        self.fits("case", answer("case", "show", "CM14-0000001", *store, "--json"), "case show")
        self.fits("case_list", answer("case", "list", "--limit", "1", *store, "--json"), "case list")
        self.fits("case_papers", answer("case", "papers", "CM14-0000001", *store, "--json"), "case papers")
        places = (*store, "--vault", f"folder:{self.folder}/papers", "--vault-keys", self.folder / "vault.keys", "--json")
        run("vault", "keygen", self.folder / "vault.keys")
        self.fits("mail_batch", answer("mail", "make", "--on", "2014-02-12", "--out", self.folder / "mail", "--letterhead", ROOT / "examples/letterhead.yaml", "--set", "server_name=x", *places), "mail make")
        self.fits("mail_list", answer("mail", "list", *places), "mail list")
        upload = answer("upload", "receive", "CM14-0000001", SECOND / "application.yaml", "--from", "employee", *places)
        self.fits("upload", upload, "upload receive")
        self.fits("upload", answer("upload", "reject", upload["upload"], "--reason", "unreadable", "--words", "No page can be read.", *places), "upload reject")
        self.fits("upload_list", answer("upload", "list", *places), "upload list")
        own = ROOT / "examples/organization.yaml"
        self.fits("organization_check", answer("organization", "check", own, "--case", SECOND, "--json"), "organization check")
        self.fits("organization_filing", answer("organization", "filing", own, "--as-of", "2016-03-01", "--json"), "organization filing")
        self.fits("case_kinds", answer("case", "kinds", "--json"), "case kinds")
        self.fits("queue", answer("queue", "--limit", "1", *store, "--json"), "queue")

    def test_review(self):
        for case in sorted(CASES.iterdir()):
            self.fits("review", answer("review", case, "--roster", ROSTER, "--json"), f"review {case.name}")
            bare = self.copy(case)
            self.fits("review", answer("review", bare, "--json"), f"review {case.name} without roster and opinion")
            blind = answer("review", bare, "--before-opinion", "--json")
            self.fits("review", blind, f"review {case.name} --before-opinion")
            self.assertFalse({"recommendation", "reasons", "would_change", "rationale"} & {key for issue in blind["issues"] for key in issue})

    def test_review_of_a_case_in_trouble(self):
        case = self.copy(SECOND)
        (case / "documents/90-empty.pdf").write_bytes(b"")
        application = case / "application.yaml"
        application.write_text(application.read_text().replace("liability_disputed: false", "liability_disputed: true"))
        review = answer("review", case, "--json")
        self.fits("review", review, "review of a deferred case")
        self.assertEqual(review["eligibility"]["outcome"], "deferred")
        self.assertTrue(review["problems"])
        self.assertTrue(any(one["due_on"] is None for one in review["deadlines"]))

    def test_the_files_of_a_determination(self):
        for case in sorted(CASES.iterdir()):
            done = run("review", case, "--roster", ROSTER, "--out", self.folder / case.name, "--json")
            self.assertIn(done.returncode, (0, 1), done.stderr)
            review = json.loads(done.stdout)
            self.fits("review", review, "review --out")
            self.assertTrue(review["determination"]["decisions"], review["determination"].get("not_issued"))
            data = lambda name: json.loads((self.folder / case.name / name).read_text(encoding="utf-8"))
            self.fits("determination", data("determination.json"), "determination.json")
            self.fits("review", data("review.json"), "review.json")
            self.fits("letter", data("draft.letter.json"), "draft.letter.json")

    def test_single_answers_about_a_case(self):
        words_of = {"documents_answer": ["documents"], "missing": ["documents", "--missing"], "timeline": ["timeline"], "search": ["search"], "eligible": ["eligible"], "check": ["check"], "slate": ["reviewers", "slate"]}
        for name, words in words_of.items():
            answers = [answer(*words, case, *{"slate": ["--roster", ROSTER], "search": ["bone scan", "morphine", "dx.crps"]}.get(name, []), "--json") for case in sorted(CASES.iterdir())]
            for value in answers:
                self.fits(name, value, " ".join(words))
            self.assertTrue(any(part for value in answers for part in value.values()), f"{words}: empty answers show nothing")

    def test_the_draft_of_an_application(self):
        papers = sorted((SECOND / "documents").glob("0[123]*"))
        self.fits("application_draft", answer("application", "draft", *papers, "--json"), "application draft")

    def test_reviewers(self):
        queue = answer("reviewers", "assign", "--cases", CASES, "--roster", ROSTER, "--json")
        self.fits("assign", queue, "reviewers assign")
        self.assertTrue(queue["assigned"])
        scarce = self.folder / "scarce.yaml"
        scarce.write_text("reviewers:\n" + "".join(f"  - {{id: R{n}, name: Nobody {n}, credentials: []}}\n" for n in range(2)))
        waiting = answer("reviewers", "assign", "--cases", CASES, "--roster", scarce, "--json")
        self.fits("assign", waiting, "reviewers assign with nobody to ask")
        self.assertEqual(len(waiting["waiting"]), len(list(CASES.iterdir())))
        slate = answer("reviewers", "slate", SECOND, "--roster", scarce, "--json")
        self.fits("slate", slate, "slate with nobody on it")
        self.assertTrue(slate["nobody"]["together"])
        check = answer("reviewers", "check", ROSTER, "--as-of", "2015-02-05", "--json")
        self.fits("roster_check", check, "reviewers check")
        self.assertTrue(check["findings"])
        history = answer("reviewers", "history", SECOND, "--json")
        self.fits("history", history, "reviewers history")
        self.assertTrue(history["history"])

    def test_pages_and_facts_of_every_format(self):
        kinds = {file.suffix: file for case in (FIRST, SECOND) for file in sorted((case / "documents").iterdir())}
        self.assertGreaterEqual(len(kinds), 3)
        files = [*kinds.values(), next((FIRST / "documents").glob("09*"))]
        pages = answer("pages", *files, "--json")
        self.fits("pages", pages, "pages")
        self.assertTrue(any(page["words"] for page in pages["pages"]))
        facts = answer("facts", *files, "--json")
        self.fits("facts", facts, "facts")
        self.assertGreater(len(facts["facts"]), 10)

    def lines(self, *words, stdin=None):
        done = run(*words, stdin=stdin)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_letters_of_a_case(self):
        more = ["--letterhead", ROOT / "examples/letterhead.yaml", "--set", "case_number=CM15-0000042", "--set", "served_by=mail", "--set", "server_name=Q. Mailer", "--json"]
        for language in ("en", "es"):
            self.fits("letter_answer", answer("letter", "assignment-notice", FIRST, "--lang", language, *more), language)
        self.fits("letter_list", answer("letter", "list", "--json"))
        self.fits("letter_check", answer("letter", "check", "--json"))

    def test_older_published_letters(self):
        for file in sorted((ROOT / "src/corpus/test_data").glob("*.txt")):
            self.fits("read", answer("read", file, "--json"), file.name)

    def test_read(self):
        letters = sorted((ROOT / "src/corpus/test_data").glob("*.txt")) + sorted((SHARED / "seeds").glob("*.txt"))
        self.assertTrue(letters)
        nothing = self.folder / "no-letter.txt"
        nothing.write_text("Dear Sir\n")
        records = self.lines("read", *letters, nothing, "--json")
        self.assertEqual(len(records), len(letters) + 1)
        for record in records:
            self.fits("read", record, record["file"])
        self.assertEqual(records[-1]["layout"], "unknown")

    def test_sig(self):
        directions = ["Baclofen 10mg TID #90", "Morphine sulfate ER 30mg 1 tab q 9H #90", "Ketamine 5% cream 60gm apply TID", "Norco 10/325 1-2 tabs q4-6h prn pain, max 6 per day, #180", "prednisone taper as directed",
                      "methotrexate 2.5 mg 4 tabs once weekly for 4 weeks", "The patient was seen today.", "", "\tTID\u2009#90 \U0001f48a"]
        records = self.lines("sig", stdin="\n".join(directions) + "\n")
        self.assertEqual(len(records), len(directions))
        for words, record in zip(directions, records):
            self.fits("sig", record, repr(words))
        self.assertEqual(records[6]["parsable"], False)

    def test_due(self):
        rules = answer("due", "list", "--json")
        self.fits("due_list", rules, "due list")
        for rule in sorted({one["rule"] for one in rules["rules"]}):
            done = run("due", rule, "--event", "2015-03-06", "--served-by", "mail", "--to", "in-state", "--json")
            if done.returncode == 0:  # else the rule was not in force on the day
                self.fits("due", json.loads(done.stdout), f"due {rule}")
        self.fits("due", answer("due", "application", "--event", "2015-03-06", "--json"), "due application")

    def test_law(self):
        for words in (["fee"], ["fees"], ["penalties"], ["measures"]):
            for day in ("2013-06-01", "2015-02-05", "2024-01-02", "2026-11-22"):
                value = answer("law", *words, "--as-of", day, "--json")
                self.fits("law", value, f"law {words} {day}")
        self.assertEqual(answer("law", "fee", "--as-of", "2013-06-01", "--reviewers", "2", "--json")["fee"]["usd"], 760)
        self.assertEqual(answer("law", "fee", "--as-of", "2015-02-05", "--review", "expedited", "--json")["fee"]["usd"], 515)
        self.assertEqual(answer("law", "fee", "--as-of", "2015-02-05", "--drugs-only", "--json")["fee"]["usd"], 390)
        self.assertEqual(answer("law", "fee", "--as-of", "2015-02-05", "--ended-before-reviewer", "--json")["fee"]["usd"], 160)
        self.assertEqual(answer("law", "fee", "--as-of", "2021-02-05", "--json")["fee"]["verified"], False)
        self.assertEqual(answer("law", "fee", "--as-of", "2026-11-22", "--json"), {"as_of": "2026-11-22", "fee": None, "known_until": "2025-12-31"})

    def test_due_and_calendar_of_every_jurisdiction(self):
        for pack in sorted(path.parent.name for path in ROOT.glob("packs/jurisdictions/*/jurisdiction.yaml")):
            rules = answer("due", "list", "--jurisdiction", pack, "--json")
            self.fits("due_list", rules, f"due list of {pack}")
            for rule in sorted({one["rule"] for one in rules["rules"]}):
                self.fits("due", answer("due", rule, "--event", "2026-03-04", "--jurisdiction", pack, "--json"), f"due {rule} of {pack}")
            calendar = answer("calendar", "2026", "--jurisdiction", pack, "--json")
            self.fits("calendar", calendar, f"calendar of {pack}")
            for one in calendar["calendars"]:
                self.assertIn("2026-12-25", [holiday["date"] for holiday in one["holidays"]], one["id"])

    def test_guidelines_for(self):
        for request in ("Terocin lotion 120 ml", "Norco 10/325 mg #120", "TENS unit rental 30 days", "moonlight"):
            found = run("guidelines", "for", request, "--as-of", "2014-02-10", "--json")
            self.fits("guidelines_for", json.loads(found.stdout), request)

    def test_guidelines_list(self):
        for options in ([], ["--as-of", "2015-02-05"]):
            topics = answer("guidelines", "list", *options, "--json")
            self.fits("guidelines_list", topics, f"guidelines list {options}")
            self.assertTrue(topics["topics"])
        self.fits("guidelines_coverage", answer("guidelines", "list", "--coverage", "--json"), "guidelines list --coverage")

    def test_review_of_a_request_under_the_formulary(self):
        case = self.copy(FIRST)
        application = case / "application.yaml"
        application.write_text(application.read_text().replace("requested_on: 2015-01-29", "requested_on: 2018-03-05"))
        review = answer("review", case, "--json")
        self.fits("review", review, "review of a request of 2018")
        self.assertTrue(any("formulary" in issue for issue in review["issues"]))
        (case / "evidence.yaml").write_text((ROOT / "examples/evidence/evidence.yaml").read_text())
        self.fits("review", answer("review", case, "--json"), "review with cited evidence")

    def test_guidelines_diff(self):
        found = answer("guidelines", "diff", ROOT / "packs", ROOT / "packs", "--cases", CASES, "--json")
        self.fits("guidelines_diff", found, "guidelines diff")

    def test_review_explain(self):
        self.fits("review", answer("review", FIRST, "--explain", "full", "--json"), "review --explain full")

    def test_published_decisions(self):
        library, letters = self.folder / "decisions.library", self.folder / "letters"
        self.assertEqual(run("corpus", "generate", "--count", 60, "--out", letters).returncode, 0)
        for line in (letters / "truth.json").read_text().splitlines():
            self.fits("decision", json.loads(line), "truth.json")
        self.fits("corpus_import", answer("corpus", "import", "--json", "--library", library, letters, ROOT / "src/corpus/test_data"))
        found = answer("corpus", "search", "--json", "--library", library, "baclofen denied", "--facet", "outcome,page,present")
        self.fits("corpus_search", found, "a search")
        permalink = found["hits"][0]["decision"]["permalink"]
        self.fits("decision", answer("corpus", "show", "--json", "--library", library, permalink), "show")
        for line in run("corpus", "export", "--library", library, "--text", "drug:baclofen").stdout.splitlines():
            self.fits("decision", json.loads(line), "export")
        for by in ("section", "page"):
            self.fits("corpus_citations", answer("corpus", "citations", "--json", "--library", library, "--by", by), "citations")
        self.fits("corpus_similar", answer("corpus", "similar", "--json", "--library", library, permalink), "similar to a decision")
        self.fits("corpus_similar", answer("corpus", "similar", "--json", "--library", library, "--case", FIRST, "--count", 3), "similar to a case")

    def test_keeping(self):
        """Log, vault, people, backup, doctor and settings."""
        place = lambda name: self.folder / name
        run("vault", "keygen", place("keys"))
        place("imr.pub").write_text(run("audit", "keygen", place("imr.key"), "--origin", "imr.example/audit").stdout)
        vault = ["--vault", f"folder:{place('papers')}", "--vault-keys", place("keys")]
        store = ["--store", f"sqlite:{place('cases.db')}"]
        self.assertEqual(run("import", SECOND, *store).returncode, 0)
        kept = answer("vault", "put", place("keys"), "--case", "A", "--retain-until", "2030-01-01", *vault, "--json")
        self.fits("vault_put", kept)
        run("vault", "hold", kept["name"], "lit-1", "--reason", "subpoena", *vault)
        self.fits("vault_list", answer("vault", "list", *vault, "--json"))
        self.fits("vault_verify", answer("vault", "verify", *vault, "--json"))
        self.assertEqual(run("audit", "checkpoint", *store, "--key", place("imr.key")).returncode, 0)
        self.assertEqual(run("jobs", "add", "check_rows", *store).returncode, 0)
        self.fits("jobs", answer("jobs", "list", *store, "--json"))
        self.fits("audit_rows", answer("audit", "rows", *store, "--json"))
        self.fits("audit", answer("audit", "verify", *store, "--key", place("imr.pub"), "--json"))
        self.fits("backup", answer("backup", place("backup"), *store, *vault, "--json"))
        self.fits("doctor", answer("doctor", *store, *vault, "--json"))
        self.fits("config_show", answer("config", "show", "--json"))
        self.fits("people_roles", answer("people", "roles", "--json"))
        self.fits("people_may", answer("people", "may", "page_read", "--role", "intake", "--case", "A", "--json"))
        run("people", "add", "m.doe", "--name", "Nobody", "--role", "intake", "--book", place("book.yaml"), stdin="correct horse battery\n")
        self.fits("people_list", answer("people", "list", "--book", place("book.yaml"), "--json"))
        self.assertEqual(faults("accounts", written(place("book.yaml").read_text())), [])
        done = run("review", SECOND, "--roster", ROSTER, "--out", place("out"), "--seal-key", place("keys"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.fits("seal", json.loads(place("out/determination.seal.json").read_text()))
        self.fits("unseal", answer("audit", "unseal", place("out/determination.seal.json"), "--key", place("keys"), "--json"))


class TheTestItself(Schemas):
    def test_a_wrong_answer_is_found(self):
        good = {"due_on": None, "unrolled": None, "rule": "records", "title": "", "derivation": [], "notes": [], "waits_for": "assignment"}
        self.assertEqual(faults("due", good), [])
        for change in ({"waits_for": ""}, {"due_on": "3/6/2015"}, {"rule": 3}, {"derivation": [{"step": "x"}]}, {"notes": None}):
            self.assertTrue(faults("due", {**good, **change}), change)
        self.assertTrue(faults("due", {key: part for key, part in good.items() if key != "waits_for"}))
        self.assertEqual(faults("due", {**good, "more": 1}), [], "a later version may add keys")
        self.assertTrue(faults("due", {**good, "more": 1}, strictly=True), "but not without describing them")

    def test_yaml_is_read_as_the_program_reads_it(self):
        self.assertEqual(written("{on: 2015-02-06, yes: no, a: 1, b: 1.5, c: true, d: null, e: ~, f: , g: '1', h: 090, i: 722.10, j: 1e3}"),
                         {"on": "2015-02-06", "yes": "no", "a": 1, "b": 1.5, "c": True, "d": None, "e": None, "f": None, "g": "1", "h": 90, "i": 722.1, "j": 1000.0})


class WhatPublicationPrints(Schemas):
    def test_letters_made_public_and_their_figures(self):
        letter = self.folder / "letter.txt"
        letter.write_text("Patient: Ada Example, seen 3/4/2014.\n", encoding="utf-8")
        self.fits("deidentify", answer("corpus", "deidentify", letter, "--out", self.folder / "out", "--json"), "corpus deidentify")
        self.fits("leaks", answer("corpus", "leaks", self.folder / "out/deidentified.pdf", "--json"), "corpus leaks")
        book = self.folder / "book"
        made = answer("publish", "propose", "--case", SECOND, "--roster", ROSTER, "--by", "m.doe", "--book", book, "--json")
        self.fits("publication", made, "publish propose")
        self.fits("publication", answer("publish", "approve", made["id"], "--by", "p.roe", "--book", book, "--json"), "publish approve")
        library = self.folder / "decisions.library"
        self.assertEqual(run("corpus", "import", "--library", library, book / "published" / made["id"] / "v1/decision.txt").returncode, 0)
        self.fits("corpus_stats", answer("corpus", "stats", "--library", library, "--standardise", "year", "--smallest-cell", "0", "--json"), "corpus stats")
        self.fits("corpus_stats", answer("corpus", "stats", "--library", library, "--json"), "corpus stats, small cells")
        self.fits("risk", answer("corpus", "risk", book / "published" / made["id"] / "v1/decision.txt", "--library", library, "--json"), "corpus risk")
        for words in (["forecast", "--library", library, "--case", SECOND], ["forecast", "--library", library, "--calibrate", "2014"], ["unusual", "--library", library], ["fairness", "--library", library, "--smallest-cell", "0"], ["boilerplate", "--library", library]):
            self.fits("corpus_oversight", answer("corpus", *words, "--json"), " ".join(map(str, words[:1])))
        table = self.folder / "table.csv"
        table.write_text("subject,rater,decision\na,1,x\na,2,x\nb,1,y\nb,2,x\n", encoding="utf-8")
        self.fits("corpus_oversight", answer("corpus", "agreement", table, "--json"), "agreement")
        table.write_text("reviewer,stratum,decision\n" + "R1,drug,upheld\nR1,drug,overturned\n" * 20, encoding="utf-8")
        self.fits("corpus_oversight", answer("corpus", "funnel", table, "--key", "1", "--json"), "funnel")

if __name__ == "__main__":
    unittest.main(verbosity=2)
