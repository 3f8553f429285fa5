"""The reference of the language is what the schema says, and what the schema shows the program reads."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from program import PROGRAM, ROOT

SCHEMA = json.loads((ROOT / "docs/schemas/guideline_topic.schema.json").read_text(encoding="utf-8"))
PACK = 'id: p\ntitle: P\nedition: "1"\nin_force: {from: 2009-07-18, to: 2016-07-28}\nguidelines: {g: {title: G}}\n'
PAGE = """id: t
title: T
class: option
guideline: g
criteria:
  - {id: crps-or-phn, text: A, needed: a, when: {fact: dx.crps}}
  - {id: refractory, text: B, needed: b, when: {fact: dx.b}}
  - {id: tried, text: C, needed: c, when: %s}
initial: %s
confidence: {level: high, basis: seen}
"""


def faults(when="{always: true}", initial="tried"):
    with tempfile.TemporaryDirectory() as folder:
        topics = pathlib.Path(folder) / "guidelines/p/topics"
        topics.mkdir(parents=True)
        (topics.parent / "pack.yaml").write_text(PACK)
        (topics / "t.yaml").write_text(PAGE % (when, initial))
        result = subprocess.run([PROGRAM, "--packs", folder, "guidelines", "check"], capture_output=True, text=True)
        return [line for line in result.stdout.splitlines() if "t.yaml:" in line and ": found " in line]


class Language(unittest.TestCase):
    def test_the_reference_is_current(self):
        result = subprocess.run([sys.executable, "-B", ROOT / "tools/topic_language.py", "--check"], capture_output=True, text=True)
        self.assertEqual((0, ""), (result.returncode, result.stderr))

    def test_the_program_reads_every_example_of_the_schema(self):
        words = SCHEMA["definitions"]["facts"]["anyOf"]
        examples = [one for word in words for one in (SCHEMA["definitions"]["fact"] if "$ref" in word else word)["examples"]]
        self.assertGreater(len(examples), 14)
        for example in examples:
            self.assertEqual([], faults(when=example), example)

    def test_the_program_reads_every_requirement_of_the_schema(self):
        for word in SCHEMA["definitions"]["requirement"]["anyOf"]:
            for example in word["examples"]:
                self.assertEqual([], faults(initial=example), example)

    def test_the_schema_and_the_program_know_the_same_words(self):
        for over, definition in (("when", "facts"), ("initial", "requirement")):
            message = faults(**{over: "{nonsense: []}"})[0]
            known = message.split("expected one of ")[1].split("; ")[0].split(", ")
            described = [(SCHEMA["definitions"]["fact"] if "$ref" in word else word)["title"] for word in SCHEMA["definitions"][definition]["anyOf"]]
            self.assertEqual(sorted(known), sorted(word for word in described if word != "a criterion"), over)

    def test_the_page_of_the_guide_comes_out_as_it_says(self):
        guide = (ROOT / "docs/how_to/write_a_topic.md").read_text(encoding="utf-8")
        page, chart = re.findall(r"^```yaml\n(.*?)^```", guide, re.M | re.S)
        with tempfile.TemporaryDirectory() as folder:
            packs = pathlib.Path(folder) / "packs"
            shutil.copytree(ROOT / "packs", packs)
            (packs / "guidelines/mtus-2009/topics/ketamine-topical.yaml").write_text(page, encoding="utf-8")
            checked = subprocess.run([PROGRAM, "--packs", packs, "guidelines", "check"], capture_output=True, text=True)
            self.assertEqual([], [line for line in checked.stdout.splitlines() if "ketamine-topical.yaml" in line])
            chart_file = pathlib.Path(folder) / "chart.yaml"
            chart_file.write_text(chart, encoding="utf-8")
            evaluated = subprocess.run([PROGRAM, "--packs", packs, "guidelines", "evaluate", "ketamine-topical", chart_file], capture_output=True, text=True)
            self.assertEqual((0, ""), (evaluated.returncode, evaluated.stderr))

    def test_every_fact_about_the_request_stands_in_the_reference(self):
        code = (ROOT / "src/guidelines/request_values.cpp").read_text(encoding="utf-8")
        reference = (ROOT / "docs/reference/request_facts.md").read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(r'"(req\.\w+)"', code)), set(re.findall(r"`(req\.\w+)`", reference)))


if __name__ == "__main__":
    unittest.main()
