from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.notes import read_note
from index.passages import cut
from index.values import Statement
from tutor.calculating import answer_calculation, calculation_blocks, capacity, parse_calculation
from tutor.citing import Citations
from tutor.errors import InputUnfit, NotFound
from tutor.values import BlockKind

NOTE = """# DynamoDB

## Items

- **Item**: a collection of attributes, max size 400KB

## Capacity

- **Read Capacity Unit (RCU)**: 1 strongly consistent read/sec of up to 4KB (or 2 eventually consistent reads/sec)
- **Write Capacity Unit (WCU)**: 1 write/sec of up to 1KB

## On-demand

- Write: $1.25 per million write request units
- Read: $0.25 per million read request units

## Transactions

- 2x cost compared to standard writes

# Athena

- Pricing: $5.00 per TB of data scanned

# Aurora Serverless

- 1 ACU ≈ 2GB RAM + proportional CPU and networking
"""


def statements_of(folder: Path, text: str) -> list[Statement]:
    path = folder / "note.md"
    path.write_text(text, encoding="utf-8")
    return cut(read_note(path, folder), lambda words: len(words.split()))[1]


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> list[Statement]:
    return statements_of(tmp_path_factory.mktemp("notes"), NOTE)


def said(question: str, statements: Sequence[Statement]) -> list[str]:
    calculation = parse_calculation(question)
    return [block.text for block in calculation_blocks(calculation, statements, Citations())] if calculation else []


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("how many RCUs for 250 strongly consistent reads per second of 6 KB items?", ["500 RCU"]),
        ("I do 120 writes a second, each item is about 3.5KB. how many WCU do i need", ["480 WCU"]),
        (
            "capacity for 80 eventually consistent reads/sec on 10 KB items plus 30 writes/sec of 1.5 KB items",
            ["120 RCU", "60 WCU"],
        ),
        ("eventually consistent, 90 reads/sec of 12kb items -> rcu?", ["135 RCU"]),
        ("RCU for 600 reads per minute of 8KB", ["20 RCU"]),
        ("81 eventually consistent reads/s of 2KB, rcu?", ["41 RCU"]),
        ("transactional writes: 50/s of 3KB, WCU?", ["300 WCU"]),
        ("40 transactional reads per sec of 5 KB, capacity units?", ["160 RCU"]),
        ("10 KB items: 80 eventually consistent reads/sec and 30 writes/sec, what capacity", ["120 RCU", "300 WCU"]),
        ("2.5kb items, 1,000 writes per second: WCUs?", ["3,000 WCU"]),
    ],
)
def test_capacity_is_worked_out_from_free_text(question: str, units: list[str], statements: list[Statement]) -> None:
    assert re.findall(r"[\d,]+ [RW]CU", said(question, statements)[0]) == units


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("how much do 3 million writes of 1KB cost on demand", "$3.75"),
        ("5 million reads of 10KB on-demand, price?", "$3.75"),
        ("cost of 2 million reads of 4 KB and a million writes of 2.5kb on demand", "$4.25"),
        ("I scan 3 TB with athena, what do i pay", "$15"),
        ("how much for 500 GB scanned by athena", "$2.50"),
        ("how much RAM do 16 ACUs give me", "32 GB RAM"),
        ("how many ACUs for 64 GB of RAM?", "32 ACU"),
    ],
)
def test_prices_and_sizes_are_worked_out_from_the_notes_rates(
    question: str, result: str, statements: list[Statement]
) -> None:
    assert said(question, statements)[0] == result


@pytest.mark.parametrize(
    "question",
    [
        "what is a read capacity unit?",
        "how many questions are on the phase 5 exam and how many minutes do I get",
        "what does storing 3 TB in S3 cost",
        "can it handle 5 million requests per second?",
    ],
)
def test_a_question_without_a_sum_is_left_alone(question: str, statements: list[Statement]) -> None:
    assert said(question, statements) == []


def test_every_step_is_computed_and_cites_the_rule_it_rests_on(statements: list[Statement]) -> None:
    calculation = parse_calculation("RCU for 80 eventually consistent reads/sec of 10 KB")
    citations = Citations()
    assert calculation
    answer = answer_calculation(calculation, statements, citations)
    assert answer
    assert [block.text for block in answer.blocks] == [
        "120 RCU (read capacity units)",
        "10 KB ÷ 4 KB = 2.5, rounded up: 3 RCU per read",
        "Eventually consistent: 3 ÷ 2 = 1.5 RCU per read",
        "80 × 1.5 = 120 RCU",
    ]
    assert all(block.kind is BlockKind.COMPUTED and block.citations == (1,) for block in answer.blocks)
    assert citations.all()[0].quote.startswith("Read Capacity Unit (RCU): 1 strongly consistent read/sec")


def test_the_sum_changes_with_the_note(tmp_path: Path) -> None:
    changed = NOTE.replace("up to 4KB", "up to 8KB").replace("2 eventually", "4 eventually").replace("2x", "3x")
    rules = statements_of(tmp_path, changed)
    assert capacity(100, 10, 8192, "strong", rules)["rcu"] == 100
    assert capacity(100, 10, 8192, "eventual", rules)["rcu"] == 25
    assert capacity(100, 10, 8192, "transactional", rules)["wcu"] == 240


def test_a_rule_that_no_note_states_is_not_made_up(tmp_path: Path) -> None:
    rules = statements_of(tmp_path, NOTE.replace("Read Capacity Unit (RCU)", "Read unit"))
    with pytest.raises(NotFound, match=r"do not say how large a read.*Add the rule to a note"):
        capacity(1, 1, 1024, "strong", rules)


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ((-1, 0, 100, "strong"), "-1 reads per second cannot be. Give a number from 0"),
        ((1, 0, 0, "strong"), "An item of 0 bytes cannot be stored. Give a size above zero"),
        ((1, 0, 500 * 1024, "strong"), "An item of 500 KB is larger than the 400 KB that the notes allow"),
        ((float("nan"), 0, 100, "strong"), "is nan, which is no number to work with. Give a plain number"),
        ((1, 0, 100, "weak"), "The consistency 'weak' is not known. Use one of strong, eventual, transactional"),
    ],
)
def test_impossible_figures_are_refused(
    figures: tuple[float, float, float, str], message: str, statements: list[Statement]
) -> None:
    with pytest.raises(InputUnfit) as refused:
        capacity(*figures, statements)
    assert message in str(refused.value)


RATE = st.floats(min_value=0, max_value=1e6, allow_nan=False)
SIZE = st.integers(min_value=1, max_value=400 * 1024)


@given(reads=RATE, writes=RATE, size=SIZE, more=st.floats(min_value=0, max_value=1e5), larger=SIZE)
def test_capacity_never_falls_when_a_rate_or_size_grows(
    statements: list[Statement], reads: float, writes: float, size: int, more: float, larger: int
) -> None:
    for consistency in ("strong", "eventual", "transactional"):
        small = capacity(reads, writes, min(size, larger), consistency, statements)
        large = capacity(reads + more, writes + more, max(size, larger), consistency, statements)
        assert large["rcu"] >= small["rcu"]
        assert large["wcu"] >= small["wcu"]
