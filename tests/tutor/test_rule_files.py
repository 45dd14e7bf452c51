"""Rules tables: ours, those of a reader, and what is told of one that does not fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tutor.claims import load_aspects
from tutor.errors import RulesInvalid
from tutor.rule_files import EXTENDABLE, OURS, rule_folders
from tutor.subjects import Subjects, load_names
from tutor.synonyms import load_synonyms

DOCUMENT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def write(folder: Path, table: str, text: str) -> Path:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / f"{table}.toml").write_text(text, encoding="utf-8")
    return folder / "rules"


def test_rules_are_looked_for_in_folders_of_notes(tmp_path: Path) -> None:
    assert rule_folders([tmp_path]) == ()

    rules = write(tmp_path, "names", '[[name]]\nname = "Fern"\n')

    assert rule_folders([tmp_path]) == (rules,)


def test_a_table_with_another_name_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    write(tmp_path, "nmaes", "")

    with pytest.raises(RulesInvalid, match=r"nmaes\.toml has a name .* Rename it to one of names\.toml, aspects"):
        rule_folders([tmp_path])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('[[aspect]]\nlabels = ["x"]\n', r"\[\[aspect\]\] number 1: name: Field required"),
        ('[[aspect]]\nname = "light"\nunit = "lumen"\n', r"number 1 \('light'\): unit: Input should be"),
        (
            '[[aspect]]\nname = "light"\nlable = []\n',
            r"number 1 \('light'\): lable: no column has this name\. A row may",
        ),
        ('[[aspect]]\nname = "light"\npatterns = ["(open"]\n', r"patterns: '\(open' is no regular expression"),
        ('[[aspects]]\nname = "light"\n', r"holds 'aspects'\. Its rows must start with \[\[aspect\]\]"),
        ('aspect = "light"\n', r"does not fit\. \[\[aspect\]\]: Input should be a valid list"),
        ("[[aspect]\n", r"cannot be read: .* Mend it, or take it away"),
    ],
)
def test_what_does_not_fit_is_told_by_file_row_and_column(tmp_path: Path, rows: str, told: str) -> None:
    rules = write(tmp_path, "aspects", rows)

    with pytest.raises(RulesInvalid, match=rf"aspects\.toml .*{told}"):
        load_aspects([rules])


def test_a_readers_names_and_synonyms_come_after_ours(tmp_path: Path) -> None:
    rules = write(tmp_path, "names", '[[name]]\nname = "Fern"\nkind = "plant"\naliases = ["Bracken"]\n')
    write(tmp_path, "synonyms", '[[synonym]]\nwords = ["thirst", "watering", "needs water"]\n')

    assert Subjects(load_names([rules])).find("bracken and redis") == ("Fern", "Redis")
    assert load_synonyms((rules,)).of("thirst") == (frozenset({"thirst", "water"}), ("needs water",))
    assert load_synonyms().of("thirst") == (frozenset(), ())


def test_every_table_of_ours_is_documented() -> None:
    assert {path.name for path in OURS.glob("*.toml")} <= set(re.findall(r"`(\w+\.toml)`", DOCUMENT))
    assert {f"{name}.toml" for name in EXTENDABLE} <= set(re.findall(r"^## (\w+\.toml)", DOCUMENT, re.MULTILINE))
