#!/usr/bin/env python3
"""Writes docs/reference/topic_language.md from docs/schemas/guideline_topic.schema.json.

    tools/topic_language.py            writes the page
    tools/topic_language.py --check    exit 1 when the page is not what the schema says

Every word of the language, its parts and its examples stand in the schema, where editors find them too; the page only lays
them out. Standard library only.
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "docs/schemas/guideline_topic.schema.json"
PAGE = ROOT / "docs/reference/topic_language.md"

HEAD = """# The language of topics

Written by `tools/topic_language.py` from `docs/schemas/guideline_topic.schema.json`; change the schema, then run it.
`docs/how_to/write_a_topic.md` shows a whole page and how verdicts become a recommendation.

A page asks questions of the record. Each answer is *met*, *not met* or *unknown*, and they are combined by Kleene's strong logic: the
answer of a whole is unknown exactly when it would depend on an unknown part. Silence of the record is unknown, never no.
"""


def resolved(schema, node):
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[-1]
        return {**schema["definitions"][name], **{k: v for k, v in node.items() if k != "$ref"}, "name": name}
    return node


def kind(schema, node):
    """What may be written there, in words."""
    node = resolved(schema, node)
    if node.get("name") == "facts":
        return "a condition"
    if node.get("name") == "requirement":
        return "a requirement"
    if "const" in node:
        return f"`{json.dumps(node['const'])}`"
    if "enum" in node:
        return " ".join(f"`{word}`" for word in node["enum"])
    if "anyOf" in node and "type" not in node:
        return " or ".join(kind(schema, one) for one in node["anyOf"])
    if node.get("type") == "array":
        item = kind(schema, node["items"])
        return {"a condition": "a list of conditions", "a requirement": "a list of requirements", "text": "a list of texts", "a number": "[low, high]"}.get(item, f"a list, each {item}")
    if node.get("type") == "object":
        parts = node.get("properties", {})
        values = node.get("additionalProperties")
        if isinstance(values, dict):
            return "a map, each " + kind(schema, values)
        return "a map" + (" of " + ", ".join(f"`{key}`" for key in parts) if parts else "")
    return {"string": "text", "number": "a number", "integer": "a whole number", "boolean": "`true` `false`"}[node["type"]]


def rows(schema, node, prefix=""):
    """One line per key of a map, those of maps inside it after theirs."""
    for key, part in node.get("properties", {}).items():
        part = resolved(schema, part)
        must = "yes" if key in node.get("required", []) else ""
        default = f"; default `{part['default']}`" if "default" in part else ""
        yield f"| `{prefix}{key}` | {kind(schema, part)} | {must} | {part.get('description', '')}{default} |"
        inner = part.get("items", {}) if part.get("type") == "array" else part
        if part.get("name") not in ("facts", "requirement") and inner.get("type") == "object":
            yield from rows(schema, inner, f"{prefix}{key}{'[]' if inner is not part else ''}.")


def table(schema, node):
    return ["| key | holds | must | meaning |", "|---|---|---|---|", *rows(schema, node), ""]


def word(schema, node):
    node = resolved(schema, node)
    lines = [f"### {node['title']}", "", node["description"], "", "```yaml", *node["examples"], "```", ""]
    parts = node.get("properties", {})
    inner = node if node["title"] == "fact" else resolved(schema, parts.get(node["title"], {}))
    if inner.get("type") == "object" and inner.get("properties") and inner.get("name") not in ("facts", "requirement"):
        lines += table(schema, inner)
    return lines


def page():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    lines = [HEAD, "## Conditions", "", "What a criterion asks (`criteria[].when`).", ""]
    for node in schema["definitions"]["facts"]["anyOf"]:
        lines += word(schema, node)
    lines += ["## Requirements", "", "What a request must meet (`initial`, `continued`, `loose`): a tree over the page's criteria with", "the same words for lists, and", ""]
    only_here = [node for node in schema["definitions"]["requirement"]["anyOf"] if node["title"] == "a criterion"]
    shared = [node["title"] for node in schema["definitions"]["requirement"]["anyOf"] if node["title"] != "a criterion"]
    for node in only_here:
        lines += [f"- {node['title']}: {node['description']} Example: `{node['examples'][0]}`.", f"- {', '.join(f'`{one}`' for one in shared)}, as above."]
    lines += ["", "## The page", "", *table(schema, schema)]
    return "\n".join(lines).rstrip() + "\n"


def main():
    text = page()
    if sys.argv[1:] == ["--check"]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            sys.exit(f"{PAGE.relative_to(ROOT)}: found a page that differs from the schema, expected what it says; run tools/topic_language.py")
    elif sys.argv[1:]:
        sys.exit(f"tools/topic_language.py: found {' '.join(sys.argv[1:])}, expected nothing or --check")
    else:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
