"""medSpaCy's rule components on our benchmark's text; run by benchmarks/suites/clinical.py in an environment of its own.

    medspacy_rules.py SENTENCES.tsv REPORTS.jsonl TERMS.txt COUNT

Prints one JSON object: ConText alone on phrases marked in sentences, and tokenizer, PyRuSH, target matcher (with our vocabulary's literal
terms), ConText and sectionizer on the first COUNT reports. Loading is not counted.
"""
import contextlib
import io
import json
import sys
import time

import medspacy
import spacy
from medspacy.context import ConText
from medspacy.ner import TargetRule


def context(path):
    nlp = spacy.blank("en")
    judge = ConText(nlp)
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
    start = time.perf_counter()
    judged = 0
    for phrase, sentence in rows:
        doc = nlp.make_doc(sentence)
        if not len(doc):
            continue
        doc[0].is_sent_start = True
        for token in doc[1:]:
            token.is_sent_start = False
        at = sentence.lower().find(phrase.lower())
        span = doc.char_span(at, at + len(phrase), label="CONDITION", alignment_mode="expand") if at >= 0 else doc[0:1]
        doc.ents = [span]
        judge(doc)
        judged += 1
    return {"sentences": judged, "seconds": round(time.perf_counter() - start, 3)}


def reports(path, terms, count):
    nlp = medspacy.load(medspacy_enable=["medspacy_tokenizer", "medspacy_pyrush", "medspacy_target_matcher", "medspacy_context", "medspacy_sectionizer"])
    words = [line.strip() for line in open(terms, encoding="utf-8") if line.strip()]
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(word, "CONCEPT") for word in words])
    texts = [json.loads(line)["text"] for line in open(path, encoding="utf-8")][:count]
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):  # PyRuSH prints what it does to some texts
        entities = sum(len(nlp(text).ents) for text in texts)
    return {"reports": len(texts), "terms": len(words), "entities": entities, "seconds": round(time.perf_counter() - start, 3)}


if __name__ == "__main__":
    sentences, texts, terms, count = sys.argv[1:5]
    print(json.dumps({"medspacy": medspacy.__version__, "spacy": spacy.__version__, "context": context(sentences), "reports": reports(texts, terms, int(count))}))
