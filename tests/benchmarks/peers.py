"""One way to find passages, as a process of its own: `python peers.py NAME MODEL FOLDER`.

Every line on standard input is a JSON request, every line on standard output its reply:

    {"do": "build", "texts": […]}    → {"seconds": …}  what it takes to embed them, kept in FOLDER
    {"do": "open"}                   → {"seconds": …}  what was kept is loaded
    {"do": "ask", "questions": […]}  → {"ms": […]}     the best five passages for each

Every reply tells the most memory used so far ("peak_mb"). Needs only the standard library and what is measured.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

FOUND = 5
BATCH = 32


class Peer(Protocol):
    """Finds passages."""

    def build(self, texts: Sequence[str]) -> None:
        """Embed and keep them."""
        ...

    def open(self) -> None:
        """Load what was kept."""
        ...

    def ask(self, question: str) -> object:
        """The best passages."""
        ...


class SentenceTransformers:
    """The model alone, and a product of vectors."""

    def __init__(self, model: str, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self.model = SentenceTransformer(model, device="cpu")
        self.path = folder / "vectors.npy"

    def build(self, texts: Sequence[str]) -> None:
        """Embed and keep them."""
        import numpy as np

        np.save(self.path, self.model.encode(list(texts), batch_size=BATCH, normalize_embeddings=True))

    def open(self) -> None:
        """Load what was kept."""
        import numpy as np

        self.vectors = np.load(self.path)

    def ask(self, question: str) -> object:
        """The best passages."""
        vector = self.model.encode([question], normalize_embeddings=True)[0]
        return (self.vectors @ vector).argsort()[::-1][:FOUND]


class LangChain:
    """LangChain with FAISS."""

    def __init__(self, model: str, folder: Path) -> None:
        from langchain_huggingface import HuggingFaceEmbeddings

        options = {"normalize_embeddings": True, "batch_size": BATCH}
        self.embeddings = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"}, encode_kwargs=options)
        self.folder = str(folder / "langchain")

    def build(self, texts: Sequence[str]) -> None:
        """Embed and keep them."""
        from langchain_community.vectorstores import FAISS

        FAISS.from_texts(list(texts), self.embeddings).save_local(self.folder)

    def open(self) -> None:
        """Load what was kept."""
        from langchain_community.vectorstores import FAISS

        self.store = FAISS.load_local(self.folder, self.embeddings, allow_dangerous_deserialization=True)

    def ask(self, question: str) -> object:
        """The best passages."""
        return self.store.similarity_search(question, k=FOUND)


class LlamaIndex:
    """LlamaIndex with its own store."""

    def __init__(self, model: str, folder: Path) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self.model = HuggingFaceEmbedding(model_name=model, device="cpu", embed_batch_size=BATCH)
        self.folder = str(folder / "llama-index")

    def build(self, texts: Sequence[str]) -> None:
        """Embed and keep them."""
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode

        index = VectorStoreIndex([TextNode(text=text) for text in texts], embed_model=self.model)
        index.storage_context.persist(self.folder)

    def open(self) -> None:
        """Load what was kept."""
        from llama_index.core import StorageContext, load_index_from_storage

        context = StorageContext.from_defaults(persist_dir=self.folder)
        self.retriever = load_index_from_storage(context, embed_model=self.model).as_retriever(similarity_top_k=FOUND)

    def ask(self, question: str) -> object:
        """The best passages."""
        return self.retriever.retrieve(question)


class Txtai:
    """txtai, vectors and words."""

    def __init__(self, model: str, folder: Path) -> None:
        from txtai import Embeddings

        self.embeddings = Embeddings(path=model, content=True, hybrid=True, gpu=False)
        self.folder = str(folder / "txtai")

    def build(self, texts: Sequence[str]) -> None:
        """Embed and keep them."""
        self.embeddings.index(texts)
        self.embeddings.save(self.folder)

    def open(self) -> None:
        """Load what was kept."""
        self.embeddings.load(self.folder)

    def ask(self, question: str) -> object:
        """The best passages."""
        return self.embeddings.search(question, FOUND)


class Chroma:
    """Chroma."""

    def __init__(self, model: str, folder: Path) -> None:
        import chromadb
        from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

        self.model = SentenceTransformerEmbeddingFunction(model_name=model, device="cpu", normalize_embeddings=True)
        settings = chromadb.Settings(anonymized_telemetry=False)
        self.client = chromadb.PersistentClient(str(folder / "chroma"), settings=settings)

    def build(self, texts: Sequence[str]) -> None:
        """Embed and keep them."""
        collection = self.client.create_collection("notes", embedding_function=self.model)
        collection.add(ids=[str(number) for number in range(len(texts))], documents=list(texts))

    def open(self) -> None:
        """Load what was kept."""
        self.collection = self.client.get_collection("notes", embedding_function=self.model)

    def ask(self, question: str) -> object:
        """The best passages."""
        return self.collection.query(query_texts=[question], n_results=FOUND)


class CompiledEncoder:
    """The tutor's encoder alone; it finds nothing. MODEL is the tutor's data folder."""

    def __init__(self, model: str, folder: Path) -> None:
        sys.path.insert(0, str(Path(__file__).parents[2]))
        from index.encoder import DEFAULT_MODEL, open_encoder

        self.encoder = open_encoder(DEFAULT_MODEL, Path(model))

    def build(self, texts: Sequence[str]) -> None:
        """Embed them."""
        self.encoder.encode_notes(texts)

    def open(self) -> None:
        """Nothing was kept."""

    def ask(self, question: str) -> object:
        """The question's vector."""
        return self.encoder.encode([question])


PEERS: dict[str, Callable[[str, Path], Peer]] = {
    "compiled encoder": CompiledEncoder,
    "sentence-transformers": SentenceTransformers,
    "LangChain + FAISS": LangChain,
    "LlamaIndex": LlamaIndex,
    "txtai": Txtai,
    "Chroma": Chroma,
}


def answer(peer: Peer, request: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked; the times it took."""
    if request["do"] == "ask":
        return {"ms": [_timed(peer.ask, question) * 1000 for question in request["questions"]]}
    if request["do"] == "build":
        return {"seconds": _timed(peer.build, request["texts"])}
    return {"seconds": _timed(peer.open)}


def _timed(work: Callable[..., object], *arguments: Any) -> float:
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


def main() -> None:
    """Answer requests until there are no more."""
    name, model, folder = sys.argv[1:]
    replies, sys.stdout = sys.stdout, sys.stderr  # some peers print
    peer: Peer = PEERS[name](model, Path(folder))
    for line in sys.stdin:
        reply = answer(peer, json.loads(line))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        replies.write(json.dumps({**reply, "peak_mb": peak}) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
