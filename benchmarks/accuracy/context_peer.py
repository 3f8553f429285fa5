#!/usr/bin/env python3
"""medSpaCy's ConText on the sentences that `openimr context` is measured on: the same rows, the same scores.

    PYTHON_WITH_MEDSPACY benchmarks/accuracy/context_peer.py [--data FOLDER]

Prints one JSON object: per class precision, recall and F1 of negation, temporality and experiencer. medSpaCy (PyPI) runs with its own rules and its own
sentence splitter; the phrase is handed in as the target. A target that medSpaCy calls uncertain counts as Possible, one it calls hypothetical as Hypothetical.
"""
import argparse
import json
import os
import pathlib
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import clinical  # noqa: E402  the scores and the mapping of the gold


def rows(path):
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        cells = line.split("\t")
        if len(cells) >= 6 and cells[3] in ("Affirmed", "Negated", "Possible"):
            yield cells[1], cells[2], (cells[3], clinical.HELD.get(cells[4], cells[4]), clinical.WHOSE.get(cells[5], "Other"))


def answer(nlp, phrase, sentence):
    """negation, temporality, experiencer of the phrase as medSpaCy has them."""
    document = nlp.make_doc(sentence)
    begin = sentence.lower().find(phrase.strip().lower())
    target = document.char_span(begin, begin + len(phrase.strip()), label="CONDITION", alignment_mode="expand") if begin >= 0 else None
    if target is not None:
        document.ents = [target]
    for _, step in nlp.pipeline:
        document = step(document)
    if target is None:
        return "Affirmed", "Recent", "Patient"
    found = document.ents[0]._
    negation = "Negated" if found.is_negated else "Possible" if found.is_uncertain else "Affirmed"
    time = "Historical" if found.is_historical else "Hypothetical" if found.is_hypothetical else "Recent"
    return negation, time, "Other" if found.is_family else "Patient"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", default=str(clinical.DATA), help="the folder that holds context_sentences.tsv")
    options = arguments.parse_args()
    path = pathlib.Path(options.data) / "context_sentences.tsv"
    if not path.exists():
        print(f"context_peer: {path} is not there", file=sys.stderr)
        return 2
    warnings.filterwarnings("ignore")
    os.environ.setdefault("LOGURU_LEVEL", "ERROR")
    try:
        import medspacy
        import spacy
    except ImportError:
        print("context_peer: medspacy is not installed for this Python: pip install medspacy", file=sys.stderr)
        return 2
    nlp = medspacy.load(spacy.blank("en"), medspacy_enable=["medspacy_pyrush", "medspacy_context"])
    gold, said = [], []
    for phrase, sentence, truth in rows(path):
        gold.append(truth)
        said.append(answer(nlp, phrase, sentence))
    scores = {name: clinical.per_class([(truth[k], one[k]) for truth, one in zip(gold, said)]) for k, name in enumerate(("negation", "temporality", "experiencer"))}
    print(json.dumps({"peer": "medspacy " + medspacy.__version__, "sentences": len(gold), **scores}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
