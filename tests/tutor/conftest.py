"""A tutor over a few notes about plants, tea and bicycles, built once for all tests that ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from index.build import build
from index.search import open_index
from index.values import Statement
from tutor.answering import Tutor
from tutor.answering.evidence import Features, Judge
from tutor.answering.gathering import Lists
from tutor.answering.pieces import Pieces
from tutor.answering.quoting import NOT_OUTRIGHT
from tutor.knowledge import Knowledge
from tutor.rule_files import rule_folders
from tutor.settings import load_settings
from tutor.values import Answer, BlockKind, Turn

NOTES = {
    "plants.md": """# House plants

## Monstera

A monstera is a climbing plant with large split leaves from the rainforests of Central America.

A monstera reaches a height of 3 m indoors. It is watered every 7 days in summer. The pot should have holes, so that \
the roots never stand in water.

A monstera is repotted every 2 years. Spring is the best time for it. Its new pot is one size larger.

### Places

Choose a monstera for:

- ✅ A bright room without direct sun
- ✅ A corner with space to climb
- ❌ A home with cats, because the sap is poisonous
- ❌ A dark hallway

## Snake plant

A snake plant is an upright plant with stiff leaves that store water.

A snake plant reaches a height of 1 m indoors. It is watered every 21 days. A snake plant \
does not need fertiliser in winter.

## Feeding

Feed a house plant with liquid fertiliser every 14 days from April to September.

❌ "Coffee grounds are the best fertiliser for every plant"

❌ Common confusion: yellow leaves mean that the plant is hungry.

✅ Yellow leaves mean that the roots are too wet.
""",
    "window.md": """# Window notes

## Feeding

Feed a house plant every 14 days with liquid fertiliser from April to September.

## Monstera care

A monstera reaches a height of 5 m indoors.

## Cuttings

- Basil cuttings stand in a glass of fresh lukewarm water for 7 days before planting
- Mint cuttings stand in a glass of fresh lukewarm water for 9 days before planting
- Sage cuttings stand in a glass of fresh lukewarm water for 12 days before planting
- Thyme cuttings stand in a glass of fresh lukewarm water for 15 days before planting
""",
    "tea.md": """# Tea

## Green tea

Green tea is tea whose leaves are steamed or pan-fired soon after picking.

Green tea is steeped for 2 minutes at 75 degrees.

The main kinds of green tea are:

- Sencha
- Matcha
- Gyokuro
- Longjing

## Black tea

Black tea is tea whose leaves are fully oxidised.

Black tea is steeped for 4 minutes at 95 degrees.

A caddy of black tea holds 12 bags.

Black tea is usually drunk with milk.

## White tea

White tea is tea whose buds are only dried.

Common confusion: white tea holds no caffeine at all.

### When to use it

- a light taste is wanted
""",
    "bicycles/first-lesson.md": """# First lesson: short rides

Oil the chain every 200 km on dry roads.

## 3 tools

Take these 3 tools along:

- Tyre levers
- Hand pump
- Chain breaker

## Lights

Use the lights when:

- the road is dark or wet
""",
    "bicycles/second-lesson.md": """# Second lesson: long tours

Oil the chain every 80 km on wet roads.

Use the lights in every tunnel.
""",
    "rules/names.toml": """
[[name]]
name = "Monstera"
kind = "plant"

[[name]]
name = "Snake plant"
kind = "plant"

[[name]]
name = "Terracotta"
kind = "pot"
""",
    "rules/aspects.toml": r"""
[[aspect]]
name = "height"
kind = "number"
unit = "length"
labels = ["height"]
patterns = ['\bheight\b']
asked = ['\bhow tall\b', '\bheight\b']
""",
}

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the notes."""
    return written(NOTES, tmp_path_factory.mktemp("garden"))


def written(notes: Mapping[str, str], folder: Path) -> Path:
    """The folder, with the notes written to it under their names."""
    for name, text in notes.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def reading(folder: Path, home: Path) -> Iterator[tuple[Knowledge, Tutor]]:
    """What is known of the notes in a folder, and who answers from them."""
    model = load_settings(home=home, notes=(folder,)).model
    build([folder], home, model)
    with closing(open_index(home, [folder], model)) as index:
        knowledge = Knowledge(index, rule_folders([folder]))
        yield knowledge, Tutor(index, knowledge)


@pytest.fixture(scope="session")
def knowledge_and_tutor(garden: Path, warm_home: Path) -> Iterator[tuple[Knowledge, Tutor]]:
    """What is known of the notes, and who answers from them."""
    with reading(garden, warm_home) as found:
        yield found


@pytest.fixture(scope="session")
def tutor(knowledge_and_tutor: tuple[Knowledge, Tutor]) -> Tutor:
    """Answers from the notes."""
    return knowledge_and_tutor[1]


@pytest.fixture(scope="session")
def statements(knowledge_and_tutor: tuple[Knowledge, Tutor]) -> tuple[Statement, ...]:
    """All that the notes say."""
    return knowledge_and_tutor[0].statements


@pytest.fixture(scope="session")
def ask(tutor: Tutor) -> Ask:
    """The answer to the last of some questions, asked one after the other in one conversation."""

    def asked(*questions: str) -> Answer:
        turns: list[Turn] = []
        for question in questions:
            answer = tutor.ask(question, turns)
            turns.append(Turn(question, answer.about))
        return answer

    return asked


def holds_back(answer: Answer) -> bool:
    """Whether an answer refuses, or says that the notes do not put outright what it quotes."""
    return answer.abstained or answer.answer[0] == NOT_OUTRIGHT


def quotes(answer: Answer) -> list[str]:
    """What an answer quotes: sentences, and the items of lists one by one."""
    return [line for block in answer.answer if block.kind is BlockKind.QUOTE for line in block.text.split("\n")]


def features_of(
    knowledge_and_tutor: tuple[Knowledge, Tutor], question: str, line: str, *, listed: bool = False
) -> Features:
    """What speaks for the line, or the whole list, that begins so as the answer to a question."""
    knowledge, tutor = knowledge_and_tutor
    asked = tutor.reader.read(question)
    judge = Judge(asked, Pieces(knowledge.subjects, tutor.index))
    hits = tutor.index.statements(asked.search, 120)
    candidates = judge.candidates(hits, Lists(tutor.index).of(hits, asked.intent))
    several = (one for one in candidates if (len(one.statements) > 1) is listed)
    (found,) = (candidate.features for candidate in several if candidate.words.startswith(line))
    return found
