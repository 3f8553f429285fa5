"""Full-text engines beside the library of decisions: the same texts, the same searches, the best 20 of each.

    search_peers.py fts5|xapian|tantivy DOCUMENTS QUERIES FOLDER ROUNDS

DOCUMENTS: a JSON string a line; QUERIES: "kind<TAB>query", words joined by AND, or a "phrase". Prints one JSON object: seconds to
index, megabytes, and milliseconds by kind. fts5 is SQLite's own index with its own ranking (`ORDER BY rank`).
"""
import json
import pathlib
import re
import sqlite3
import sys
import time


class Fts5:
    def __init__(self, folder):
        self.path = folder / "fts5.db"
        self.base = sqlite3.connect(self.path)
        self.base.execute("PRAGMA journal_mode = WAL")
        self.base.execute("CREATE VIRTUAL TABLE t USING fts5(words, content='', tokenize='porter unicode61 remove_diacritics 2')")

    def index(self, documents):
        self.base.executemany("INSERT INTO t(words) VALUES (?)", ((text,) for text in documents))
        self.base.execute("INSERT INTO t(t) VALUES ('optimize')")
        self.base.commit()

    def search(self, query):
        words = query if query.startswith('"') else " AND ".join(f'"{word}"' for word in query.split())
        return self.base.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", (words,)).fetchall()


class Xapian:
    def __init__(self, folder):
        import xapian
        self.xapian = xapian
        self.path = folder / "xapian"

    def index(self, documents):
        base = self.xapian.WritableDatabase(str(self.path), self.xapian.DB_CREATE_OR_OVERWRITE)
        terms = self.xapian.TermGenerator()
        terms.set_stemmer(self.xapian.Stem("english"))
        for text in documents:
            document = self.xapian.Document()
            terms.set_document(document)
            terms.index_text(text)
            base.add_document(document)
        base.close()
        self.base = self.xapian.Database(str(self.path))
        self.parser = self.xapian.QueryParser()
        self.parser.set_stemmer(self.xapian.Stem("english"))
        self.parser.set_database(self.base)
        self.parser.set_default_op(self.xapian.Query.OP_AND)
        self.parser.set_stemming_strategy(self.xapian.QueryParser.STEM_SOME)

    def search(self, query):
        enquire = self.xapian.Enquire(self.base)
        enquire.set_query(self.parser.parse_query(query))
        return [match.docid for match in enquire.get_mset(0, 20)]


class Tantivy:
    def __init__(self, folder):
        import tantivy
        self.tantivy = tantivy
        self.path = folder / "tantivy"
        self.path.mkdir()
        schema = tantivy.SchemaBuilder().add_text_field("words", stored=False, tokenizer_name="en_stem").build()
        self.found = tantivy.Index(schema, path=str(self.path))

    def index(self, documents):
        writer = self.found.writer(256_000_000, 1)
        for text in documents:
            writer.add_document(self.tantivy.Document(words=text))
        writer.commit()
        writer.wait_merging_threads()
        self.found.reload()
        self.searcher = self.found.searcher()

    def search(self, query):
        words = query if query.startswith('"') else " AND ".join(query.split())
        return self.searcher.search(self.found.parse_query(words, ["words"]), 20).hits


def size(path):
    files = [path] if path.is_file() else path.rglob("*")
    return round(sum(one.stat().st_size for one in files if one.is_file()) / 1e6)


def main():
    name, documents, queries, folder, rounds = sys.argv[1:]
    engine = {"fts5": Fts5, "xapian": Xapian, "tantivy": Tantivy}[name](pathlib.Path(folder))
    with open(documents, encoding="utf-8") as file:
        start = time.perf_counter()
        engine.index(json.loads(line) for line in file)
        seconds = time.perf_counter() - start
    kinds = {}
    for turn in range(int(rounds) + 1):
        for line in pathlib.Path(queries).read_text(encoding="utf-8").splitlines():
            kind, query = line.split("\t")
            start = time.perf_counter()
            engine.search(query)
            if turn:
                kinds.setdefault(kind, []).append(1000 * (time.perf_counter() - start))
    figures = {}
    for kind, times in kinds.items():
        times.sort()
        figures[kind] = {"p50_ms": round(times[len(times) // 2], 2), "p99_ms": round(times[min(len(times) - 1, int(0.99 * len(times)))], 2)}
    print(json.dumps({"index_seconds": round(seconds, 1), "index_mb": size(engine.path), "kinds": figures}))


if __name__ == "__main__":
    main()
