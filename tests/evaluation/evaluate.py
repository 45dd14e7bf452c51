"""How good the answers are, on question files of our own.

    python tests/evaluation/evaluate.py [QUESTIONS=NOTES ...] [--home FOLDER] [--url URL] [--json FILE] [--wrong]

Without arguments every file of ours is asked. QUESTIONS=NOTES asks another file over another folder of notes. The index
is built in --home (by default a temporary folder), or a running service is asked; then give one folder of notes only.
--docs writes docs/evaluation.md with the curve of abstaining beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.evaluation.asking import Outcome, outcomes, tutor_of
from tests.evaluation.plotting import abstaining_svg
from tests.evaluation.questions import FILES, ROOT, read_questions
from tests.evaluation.reporting import abstaining_curve, described, table, wrong

Done = Mapping[str, list[Outcome]]

DOCS = ROOT / "docs"
WORST = 15
WRONG = "Wrong in the half to work with, those first that the tutor was surest of:\n\n"

INTRODUCTION = """# Evaluation

`make evaluate` asks the question files in `tests/evaluation` and writes this page. Half of each is held back: rules
are made with the other half in view, but the weights in `tutor/rules/weights.toml` were fitted on both of the first
three. The coffee notes are about another subject than the tutor was made with, and have every mess that real notes
have; those on networks and photography were written, with their questions, by somebody who did not know the tutor.

**right**: the words that a learner reads hold every fact asked for, and nothing false; unanswerable: refused.
**cited**: a citation is on lines that support a right answer. **precise**: share of the citations that are.
**verbatim**: share of the quotes that stand word for word in the lines they cite. **words**: median length.

![Unanswerable questions refused, against answerable questions refused](abstaining.svg)
"""


def run(files: Mapping[Path, Path], home: Path, url: str | None, split: str | None) -> Done:
    """Outcomes by name of question file."""
    done = {}
    for path, notes in files.items():
        questions = [question for question in read_questions(path) if split in (None, question.split)]
        with tutor_of(notes, home, url) as tutor:
            done[path.stem] = outcomes(tutor, questions, notes)
    return done


def page(done: Done) -> str:
    """docs/evaluation.md."""
    parts = [INTRODUCTION]
    for name, asked in done.items():
        parts.append(f"## {name}\n\n{table(asked)}\n")
        worst = wrong(asked)[:WORST]
        if worst:
            parts.append(
                "Wrong, those first that the tutor was surest of:\n\n" + "\n".join(map(described, worst)) + "\n"
            )
    return "\n".join(parts)


def picture(done: Done) -> str:
    """docs/abstaining.svg, of the files that hold questions of both kinds."""
    curves, chosen = {}, {}
    for name, asked in done.items():
        if len({outcome.question.answerable for outcome in asked}) == 2:
            curves[name] = [(wrongly, rightly) for _, wrongly, rightly in abstaining_curve(asked)]
            chosen[name] = (_refused(asked, True), _refused(asked, False))
    return abstaining_svg(curves, chosen)


def _refused(asked: list[Outcome], answerable: bool) -> float:
    refused = [outcome.verdict.abstained for outcome in asked if outcome.question.answerable is answerable]
    return sum(refused) / len(refused)


def _pair(text: str) -> tuple[Path, Path]:
    questions, _, notes = text.partition("=")
    return Path(questions), Path(notes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=_pair, metavar="QUESTIONS=NOTES")
    parser.add_argument("--home", type=Path, help="data folder that stays")
    parser.add_argument("--url", help="ask this service")
    parser.add_argument("--split", choices=("dev", "held"), help="only this half")
    parser.add_argument("--json", type=Path, help="file for every question, reply and verdict")
    parser.add_argument("--wrong", action="store_true", help="print every wrong answer")
    parser.add_argument("--docs", action="store_true", help="write docs/evaluation.md and docs/abstaining.svg")
    return parser.parse_args()


def main() -> None:
    """Run it from the command line."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        done = run(dict(given.files) or FILES, given.home or Path(temporary), given.url, given.split)
    for name, asked in done.items():
        sys.stdout.write(f"\n{name}\n{table(asked)}\n")
        if given.wrong:
            sys.stdout.write("\n".join(map(described, wrong(asked))) + "\n")
    if given.json:
        lines = [json.dumps(asdict(one), ensure_ascii=False) for asked in done.values() for one in asked]
        given.json.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if given.docs:
        DOCS.mkdir(exist_ok=True)
        (DOCS / "evaluation.md").write_text(page(done), encoding="utf-8")
        (DOCS / "abstaining.svg").write_text(picture(done), encoding="utf-8")


if __name__ == "__main__":
    main()
