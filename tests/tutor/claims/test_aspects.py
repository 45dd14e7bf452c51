from pathlib import Path

import pytest

from tutor.claims import load_aspects
from tutor.errors import RulesInvalid


def test_our_rules_fit_their_schema_and_name_each_aspect_once() -> None:
    names = [aspect.name for aspect in load_aspects()]

    assert len(names) == len(set(names)) > 20


def test_a_label_stands_for_an_aspect_whatever_its_case_and_colon() -> None:
    aspects = load_aspects()

    assert aspects.of_label("Supported Database Engines:") == "engines"
    assert aspects.of_label("When NOT to use it") == "avoid when"
    assert aspects.of_label("Shoe size") == ""


def test_a_readers_rules_add_aspects_and_replace_ours(tmp_path: Path) -> None:
    rows = '[[aspect]]\nname = "light"\nlabels = ["light"]\n[[aspect]]\nname = "latency"\nlabels = ["lateness"]\n'
    (tmp_path / "aspects.toml").write_text(rows, encoding="utf-8")

    aspects = load_aspects([tmp_path])

    assert aspects.of_label("Light") == "light"
    assert (aspects.of_label("lateness"), aspects.of_label("latency")) == ("latency", "")


@pytest.mark.parametrize(
    "rows",
    [
        '[[aspect]]\nlabels = ["no name"]\n',
        '[[aspect]]\nname = "light"\nunit = "lumen"\n',
        '[[aspect]]\nname = "light"\npatterns = ["(open"]\n',
        "[[aspect]\n",
    ],
)
def test_rules_that_do_not_fit_are_refused_with_the_name_of_the_file(tmp_path: Path, rows: str) -> None:
    (tmp_path / "aspects.toml").write_text(rows, encoding="utf-8")

    with pytest.raises(RulesInvalid, match=r"aspects\.toml"):
        load_aspects([tmp_path])
