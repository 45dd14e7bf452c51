"""How well the search finds: nDCG@10 on a folder in BEIR's format (corpus.jsonl, queries.jsonl, qrels.tsv).

    python tests/benchmarks/retrieval.py FOLDER [--home DATA_FOLDER]

Each document becomes a note, read, cut, embedded and searched as any other; its score is that of its best passage.
With --home the index stays there, and the next run embeds only what changed.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.build import Progress, Reader, build
from index.search import Index, open_index
from index.values import Note, Passage, Statement

DEPTH = 10
PASSAGES = 100  # looked at for ten documents

Judgements = Mapping[str, Mapping[str, int]]  # query → document → relevance


class PassagesOnly(Reader):
    """Reads as usual; statements are left out, because only documents are ranked."""

    def cut(self, note: Note, count_tokens: Callable[[str], int]) -> tuple[list[Passage], list[Statement]]:
        """The passages of a note."""
        return super().cut(note, count_tokens)[0], []

    def version(self) -> str:
        """Another index than that of the whole reader."""
        return f"{super().version()} without statements"


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int]) -> float:
    """nDCG@10 of one ranking with linear gains, as trec_eval has it; 0 where nothing is relevant."""
    gains = [relevant.get(document, 0) for document in ranked[:DEPTH]]
    best = sorted(relevant.values(), reverse=True)[:DEPTH]
    return _discounted(gains) / _discounted(best) if any(best) else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def documents(index: Index, question: str) -> list[str]:
    """Ids of the best documents, best first."""
    hits = index.passages(question, k=PASSAGES)
    return list(dict.fromkeys(Path(hit.passage.source).stem for hit in hits))[:DEPTH]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a .jsonl file; BEIR calls their id '_id', some copies 'id'."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            item = json.loads(line)
            yield item | {"id": str(item.get("_id", item.get("id")))}


def judgements(path: Path) -> Judgements:
    """Query → document → relevance, from lines of query, document and relevance below a header."""
    found: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for query, document, relevance in list(csv.reader(stream, delimiter="\t"))[1:]:
            found.setdefault(query, {})[document] = int(relevance)
    return found


def write_notes(corpus: Path, folder: Path) -> None:
    """One note for each document, named by its id."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in lines(corpus):
        text = f"# {document['title']}\n\n{document['text']}\n"
        (folder / f"{document['id']}.md").write_text(text, encoding="utf-8")


def measure(folder: Path, home: Path) -> float:
    """Mean nDCG@10 over the judged queries."""
    notes = home / "notes"
    write_notes(folder / "corpus.jsonl", notes)
    build([notes], home, progress=_tell, reader=PassagesOnly())
    index = open_index(home, [notes])
    judged = judgements(folder / "qrels.tsv")
    queries = {query["id"]: query["text"] for query in lines(folder / "queries.jsonl") if query["id"] in judged}
    return sum(ndcg(documents(index, text), judged[query]) for query, text in queries.items()) / len(queries)


def _tell(progress: Progress) -> None:
    if progress.done % 1024 == 0:
        sys.stderr.write(f"{progress.stage} {progress.done}/{progress.total}\n")


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description="nDCG@10 of the search on a folder in BEIR's format.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--home", type=Path, help="data folder that stays")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found = measure(given.folder, given.home or Path(temporary))
    sys.stdout.write(f"nDCG@10 {found:.4f}\n")


if __name__ == "__main__":
    main()
