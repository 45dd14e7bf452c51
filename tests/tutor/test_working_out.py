"""From notes on disk to comparisons, disagreements and answers: built, opened, asked. About house plants."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.build import build
from index.values import Statement
from tests.tutor.claims.reading import HOUSEPLANTS
from tests.tutor.fakes import FakeBuilder
from tutor.backend import Backend, open_backend
from tutor.claims import Claim, extracting
from tutor.errors import InputUnfit, NotFound, RulesInvalid
from tutor.knowledge import work_out
from tutor.service.app import create_app
from tutor.settings import Settings, load_settings

Open = Callable[[], Backend]


@pytest.fixture
def plants(tmp_path: Path) -> Path:
    """A copy of the notes about house plants, with the reader's own rules beside them."""
    return Path(shutil.copytree(HOUSEPLANTS, tmp_path / "plants"))


@pytest.fixture
def settings(plants: Path, warm_home: Path) -> Settings:
    return load_settings(home=warm_home, notes=[plants])


@pytest.fixture
def opened(settings: Settings) -> Iterator[Open]:
    """Builds the notes as they are and opens them."""
    with ExitStack() as stack:

        def start() -> Backend:
            build(settings.notes, settings.home, settings.model)
            backend = open_backend(settings)
            stack.callback(backend.close)
            return backend

        yield start


def change(note: Path, old: str, new: str) -> None:
    text = note.read_text(encoding="utf-8")
    assert old in text
    note.write_text(text.replace(old, new), encoding="utf-8")


def topics(backend: Backend) -> dict[str, list[str]]:
    found = backend.conflicts()["conflicts"]
    return {one["topic"]: [reading["value"] for reading in one["readings"]] for one in found}


def rows(found: dict[str, Any]) -> dict[str, list[str]]:
    return {row["aspect"]: [cell["text"] for cell in row["cells"]] for row in found["rows"]}


def test_another_subject_is_compared_and_held_against_itself_with_the_rules_beside_its_notes(opened: Open) -> None:
    backend = opened()

    assert {"name": "Monstera", "kind": "plant", "of": ""} in backend.entities()
    assert rows(backend.compare(["sansevieria", "Monstera"], ["watering"])) == {
        "watering": ["Watering: every 21 days", "Watering: every 7 days"]
    }
    assert set(topics(backend)) == {"Monstera: height", "Monstera: forms", "Monstera: safe for cats"}


def test_only_changed_notes_are_worked_out_again(
    opened: Open, plants: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = topics(opened())
    change(plants / "window-notes.md", "every 7 days", "every 6 days")
    read: set[str] = set()
    of_note = extracting._of_note

    def seen(note: list[Statement], *more: Any) -> list[Claim]:
        read.add(note[0].source)
        return of_note(note, *more)

    monkeypatch.setattr(extracting, "_of_note", seen)

    after = topics(opened())

    assert read == {"window-notes.md"}
    assert after == before


def test_what_is_brought_up_to_date_is_what_would_be_made_anew(opened: Open, plants: Path, settings: Settings) -> None:
    opened().conflicts()
    change(plants / "window-notes.md", "**Height**: up to 3 m", "**Height**: up to 4 m")
    (plants / "another-club.md").write_text("# Monstera\n\n- Height: at most 6 m\n", encoding="utf-8")
    opened().conflicts()
    change(plants / "window-notes.md", "# ", "# My ")
    (plants / "doctor.md").unlink()

    kept = opened()
    known = kept.conflicts()
    compared = kept.compare(["Monstera", "Snake plant"])
    shutil.rmtree(settings.home / "claims")
    anew = open_backend(settings)

    assert (anew.conflicts(), anew.compare(["Monstera", "Snake plant"])) == (known, compared)


def test_a_figure_swapped_in_a_note_changes_the_comparison_and_the_disagreement(opened: Open, plants: Path) -> None:
    before = opened()
    assert topics(before)["Monstera: height"] == ["at most 5 m", "up to 3 m"]

    change(plants / "window-notes.md", "**Height**: up to 3 m", "**Height**: up to 4 m")
    change(plants / "window-notes.md", "**Watering**: every 7 days", "**Watering**: every 5 days")
    after = opened()

    assert topics(after)["Monstera: height"] == ["at most 5 m", "up to 4 m"]
    assert rows(after.compare(["Monstera", "Snake plant"]))["watering"][0] == "Watering: every 5 days"


def test_a_disagreement_is_gone_when_the_note_is_mended(opened: Open, plants: Path) -> None:
    change(plants / "plant-club.md", "at most 5 m", "at most 3 m")

    assert "Monstera: height" not in topics(opened())


def test_an_answer_shows_both_readings_the_newer_note_first_and_cites_them(opened: Open) -> None:
    reply = opened().ask("How tall does a Monstera grow?")
    sources = {citation["n"]: citation["source"] for citation in reply["citations"]}

    (conflict,) = reply["conflicts"]
    assert [sources[reading["citations"][0]] for reading in conflict["readings"]] == [
        "plant-club.md",
        "window-notes.md",
    ]
    assert "5 m" in reply["text"]
    assert "3 m" in reply["text"]


@pytest.mark.parametrize("question", ["How often is a Monstera watered?", "How tall does a snake plant grow?"])
def test_a_disagreement_is_not_shown_where_the_question_is_about_something_else(opened: Open, question: str) -> None:
    assert opened().ask(question)["conflicts"] == []


def test_of_a_namesake_that_the_notes_never_name_they_tell_nothing(opened: Open) -> None:
    assert opened().ask("How tall does a Thai Monstera Vine grow?")["abstained"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("monstera or snake plant?", ["Monstera", "Snake plant"]),
        ("whats the diffrence between a snake plant and a monstera", ["Snake plant", "Monstera"]),
        ("is a monstera better than a snake plant", ["Monstera", "Snake plant"]),
    ],
)
def test_a_question_that_sets_things_side_by_side_gets_a_table(opened: Open, question: str, names: list[str]) -> None:
    reply = opened().ask(question)

    assert [entity["name"] for entity in reply["comparison"]["entities"]] == names
    assert any(block["kind"] == "table" for block in reply["answer"])


def test_rules_files_are_no_notes(opened: Open) -> None:
    assert {note["source"] for note in opened().sources()} == {"doctor.md", "plant-club.md", "window-notes.md"}


def test_a_rules_file_that_does_not_fit_is_told_with_its_row(opened: Open, plants: Path) -> None:
    with (plants / "rules" / "aspects.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[aspect]]\nname = "scent"\nunits = "none"\n')

    with pytest.raises(
        RulesInvalid, match=r"aspects\.toml does not fit\. \[\[aspect\]\] number 6 \('scent'\): units: no"
    ):
        opened()


def test_what_was_worked_out_after_a_build_is_read_again(
    opened: Open, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = topics(opened())
    work_out(settings)

    monkeypatch.setattr("tutor.knowledge.extract", lambda *_: pytest.fail("worked out again"))

    assert topics(open_backend(settings)) == known


@pytest.mark.parametrize("damage", ["", "no hash\n", "of nothing\n{}"])
def test_a_damaged_file_of_what_was_kept_is_worked_out_again(opened: Open, settings: Settings, damage: str) -> None:
    known = topics(opened())
    files = list((settings.home / "claims").glob("*/*"))
    assert files
    for path in files:
        path.write_text(damage, encoding="utf-8")

    backend = open_backend(settings)

    assert topics(backend) == known
    assert rows(backend.compare(["Monstera", "Snake plant"]))


# -- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(opened: Open, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, opened, FakeBuilder())
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        app.state.keeper.settle()
        yield client


def test_an_unknown_entity_gets_404_with_the_nearest_names(client: TestClient) -> None:
    reply = client.post("/v1/compare", json={"entities": ["Monstra", "Snake plant"]})

    assert reply.status_code == 404
    assert "'Monstra'. Nearest: Monstera" in reply.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"entities": ["Monstera"]},
        {"entities": ["Monstera"] * 6},
        {"entities": ["Monstera", "Monstera"]},
        {"entities": ["Monstera", " "]},
        {"entities": ["Monstera", "Snake plant"], "rows": []},
        {},
    ],
)
def test_a_comparison_that_cannot_be_asked_for_gets_422(client: TestClient, body: dict[str, Any]) -> None:
    reply = client.post("/v1/compare", json=body)

    assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "figures",
    [
        '"reads_per_second": -1',
        '"reads_per_second": NaN',
        '"reads_per_second": Infinity',
        '"reads_per_second": 1e400',
        '"reads_per_second": 1e300',
        '"reads_per_second": 1, "consistency": "weak"',
    ],
)
def test_figures_that_cannot_be_get_422(client: TestClient, figures: str) -> None:
    body = f'{{"writes_per_second": 1, "item_bytes": 1000, {figures}}}'
    headers = {"content-type": "application/json"}

    assert client.post("/v1/calculate/dynamodb-capacity", content=body, headers=headers).status_code == 422


def test_a_sum_that_the_notes_have_no_rule_for_gets_404(client: TestClient) -> None:
    body = {"reads_per_second": 1, "writes_per_second": 1, "item_bytes": 1000}

    reply = client.post("/v1/calculate/dynamodb-capacity", json=body)

    assert (reply.status_code, "Add the rule to a note" in reply.json()["detail"]) == (404, True)


def test_entities_and_disagreements_have_their_routes(client: TestClient) -> None:
    entities, conflicts = client.get("/v1/entities").json(), client.get("/v1/conflicts").json()
    numbers = {citation["n"] for citation in conflicts["citations"]}

    assert {"Monstera", "Snake plant"} <= {entity["name"] for entity in entities["entities"]}
    assert {n for one in conflicts["conflicts"] for reading in one["readings"] for n in reading["citations"]} == numbers


def test_what_cannot_be_compared_or_worked_out_is_refused_before_the_notes_are_read(opened: Open) -> None:
    backend = opened()

    with pytest.raises(InputUnfit, match="Name 2 to 5"):
        backend.compare(["Monstera"])
    with pytest.raises(NotFound, match="no sum"):
        backend.calculate("rain")
