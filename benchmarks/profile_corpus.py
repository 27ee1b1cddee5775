"""From 5,000 files of 2,000 words to the positions of 56 alliances; against scikit-learn.

The files are made by chance from German keywords and compounds of them, of the kinds that a folder
holds: text (UTF-8 and Latin-1), saved web pages, DOCX and PDF. Times of the whole way are those of
a fresh process, with two that read; the seconds of all processors beside them do not depend on
what else the machine does. The shared steps, from texts in memory to tf-idf weights of
all documents and similarities of the alliances, are timed in turn with scikit-learn's
TfidfVectorizer, which leaves words as they are; ours brings them to their basic form and splits
compounds as well, and starts each time with empty caches of its own.
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from measure import ROOT, one_thread, report

DOCUMENTS, WORDS, GROUPS, RUNS, DRAWS = 5000, 2000, 56, 2, 1000
KINDS = {"txt": 0.40, "latin": 0.20, "html": 0.33, "docx": 0.05, "pdf": 0.02}
FUNCTION = [
    "der",
    "die",
    "das",
    "und",
    "in",
    "den",
    "von",
    "zu",
    "mit",
    "für",
    "auf",
    "ist",
    "im",
    "dem",
    "nicht",
    "ein",
    "eine",
    "als",
    "auch",
    "es",
    "an",
    "werden",
    "aus",
    "er",
    "hat",
    "dass",
    "sie",
    "nach",
    "wird",
    "bei",
    "einer",
    "um",
    "am",
    "sind",
    "noch",
    "wie",
    "einem",
    "über",
    "einen",
    "so",
    "zum",
]


def vocabulary(rng: np.random.Generator) -> list[str]:
    """Return German words, the frequent ones first: keywords, then compounds of them."""
    import pandas as pd

    table = pd.read_csv(ROOT / "data" / "raw" / "alliance_keywords.csv")
    phrases = table.loc[table["language"] == "de", "keyword"]
    words = sorted({word for phrase in phrases for word in phrase.split() if word.isalpha()})
    nouns = [word for word in words if word[0].isupper() and len(word) < 13]
    pairs = {
        rng.choice(nouns) + link + str(rng.choice(nouns)).lower()
        for link in ("", "s")
        for _ in range(15_000)
    }
    rng.shuffle(words)
    return [*words, *sorted(pairs)]


def documents(seed: int = 1) -> "list[tuple[str, str, str]]":
    """Return group, kind and text of each document; each group has words that it prefers."""
    rng = np.random.default_rng(seed)
    words = np.array(vocabulary(rng), dtype=object)
    rate = 1 / (np.arange(len(words)) + 10.0)
    kinds = rng.choice(list(KINDS), size=DOCUMENTS, p=list(KINDS.values()))
    result = []
    for number in range(DOCUMENTS):
        group = number % GROUPS
        own = rate * np.where(np.arange(len(words)) % GROUPS == group, 8.0, 1.0)
        content = rng.choice(words, size=WORDS // 2, p=own / own.sum())
        small = rng.choice(FUNCTION, size=WORDS - len(content))
        mixed = [word for pair in zip(small, content, strict=True) for word in pair]
        sentences = [" ".join(mixed[i : i + 14]) + "." for i in range(0, len(mixed), 14)]
        text = "\n".join(" ".join(sentences[i : i + 5]) for i in range(0, len(sentences), 5))
        result.append((f"g{group:02d}", str(kinds[number]), text))
    return result


def write_files(folder: Path) -> None:
    """Write all documents below a folder."""
    import docx

    sys.path.append(str(ROOT / "tests" / "profile"))
    from make_samples import page, pdf

    for number, (group, kind, text) in enumerate(documents()):
        path = folder / group / f"{number:05d}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "html":
            data = page(f"Seite {number}", text.split("\n"), "2024-05-17").encode()
        elif kind == "docx":
            document = docx.Document()
            for paragraph in text.split("\n"):
                document.add_paragraph(paragraph)
            out = io.BytesIO()
            document.save(out)
            data = out.getvalue()
        elif kind == "pdf":
            lines = [f"{line}." for line in text.replace("\n", " ").split(". ")]
            data = pdf([lines[start : start + 45] for start in range(0, len(lines), 45)])
        else:
            data = text.encode("latin-1" if kind == "latin" else "utf-8")
        suffix = "txt" if kind == "latin" else kind
        path.with_suffix(f".{suffix}").write_bytes(data)


def whole_way(folder: str) -> dict[str, float]:
    """Read, count, weigh and place; return the seconds of each step and the peak of memory."""
    from wir.profile.corpus import read_corpus
    from wir.profile.mapping import similarity_map
    from wir.profile.material import prepare
    from wir.profile.positioning import distinctiveness, rivals
    from wir.profile.text import weighted_log_odds

    taken, start = {}, time.perf_counter()

    def done(step: str) -> None:
        nonlocal start
        taken[step] = round(time.perf_counter() - start, 1)
        start = time.perf_counter()

    corpus = read_corpus(folder, workers=2)
    done("read")
    material = prepare(corpus.texts, "de", running=True)
    done("terms")
    weighted_log_odds(material.groups)
    distinctiveness(material.groups, draws=DRAWS)
    done("distinctiveness")
    rivals(material.groups, draws=DRAWS)
    done("rivals")
    similarity_map(material.groups)
    done("map")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    units = 2**30 if sys.platform == "darwin" else 2**20
    return {
        **taken,
        "total": round(sum(taken.values()), 1),
        "cpu_seconds": round(sum(os.times()[:4]), 1),
        "documents": len(corpus.texts),
        "not_read": len(corpus.problems),
        "terms_counted": material.groups.shape[1],
        "peak_gigabytes_main": round(own / units, 2),
        "peak_gigabytes_with_two_readers": round((own + 2 * reader) / units, 2),
    }


def ours(texts: list[str], groups: list[str]) -> np.ndarray:
    """Return the similarities of the groups by lemmas and parts of compounds."""
    from wir.profile.compounds import Compounds
    from wir.profile.positioning import similarity
    from wir.profile.text import Analyser, attested_words, count_tokens, tf_idf_matrix, to_terms

    tokens = count_tokens(texts)
    counts = to_terms(tokens, Analyser("de", Compounds(attested_words(tokens.terms, "de"))))
    tf_idf_matrix(counts.matrix)
    return similarity(counts.by(groups)).to_numpy()


def theirs(texts: list[str], groups: list[str]) -> np.ndarray:
    """Return the similarities of the groups by words as they are."""
    from scipy import sparse
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.metrics.pairwise import cosine_similarity

    counts = CountVectorizer().fit_transform(texts)
    TfidfTransformer().fit_transform(counts)
    codes = np.unique(groups, return_inverse=True)[1]
    member = sparse.csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))))
    return cosine_similarity(TfidfTransformer().fit_transform(member @ counts))


def compare(whole: dict[str, float]) -> None:
    """Time the shared steps in turn, in seconds of the processor, and write the result."""
    print(f"whole way: {whole}", flush=True)
    made = documents()
    texts, groups = [text for _, _, text in made], [group for group, _, _ in made]
    times: dict[str, list[float]] = {"wir": [], "scikit-learn": []}
    for _ in range(RUNS):
        for name, call in (("wir", ours), ("scikit-learn", theirs)):
            start = time.process_time()
            call(texts, groups)
            times[name].append(time.process_time() - start)
    report(
        "profile_corpus",
        times,
        seconds_are="of the processor, both in one thread",
        documents=DOCUMENTS,
        words=WORDS,
        kinds=KINDS,
        whole_way=whole,
        linear_algebra_threads=1,
    )


if __name__ == "__main__":
    one_thread()
    if len(sys.argv) > 1:
        print(json.dumps(whole_way(sys.argv[1])))
        sys.exit()
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder))
        found = subprocess.run(
            [sys.executable, __file__, folder], check=True, capture_output=True, text=True
        ).stdout
    compare(json.loads(found.strip().splitlines()[-1]))
