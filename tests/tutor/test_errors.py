"""What becomes of every error at the edge."""

from __future__ import annotations

import pytest

from index.errors import IndexBusy, IndexMismatch, NotesTutorError
from tutor import errors
from tutor.errors import OUTCOMES, NotFound, ServiceFailed, error_named, exit_code_of, outcome_of, readable

STATUSES = {401, 403, 404, 409, 413, 421, 422, 429, 500, 502, 503}


def test_every_error_of_ours_has_a_row() -> None:
    ours = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, NotesTutorError)}

    assert ours - OUTCOMES.keys() == set()
    assert {outcome.status for outcome in OUTCOMES.values()} <= STATUSES


@pytest.mark.parametrize("kind", [IndexMismatch, IndexBusy])
def test_a_kind_without_a_row_has_that_of_its_family(kind: type[NotesTutorError]) -> None:
    assert (outcome_of(kind("x")).status, exit_code_of(kind("x"))) == (409, 4)


@pytest.mark.parametrize(("status", "code"), [(409, 4), (503, 4), (404, 2), (422, 2), (500, 1), (418, 1)])
def test_a_problem_of_the_service_ends_like_the_error_behind_it(status: int, code: int) -> None:
    assert exit_code_of(ServiceFailed(status, "x")) == code


def test_an_error_comes_back_by_its_name() -> None:
    error = error_named("IndexBusy", "wait")

    assert (type(error), str(error)) == (IndexBusy, "wait")


@pytest.mark.parametrize("name", ["Unheard", "ServiceFailed", "ValueError"])
def test_an_error_of_no_name_of_ours_is_a_plain_one(name: str) -> None:
    assert type(error_named(name, "x")) is NotesTutorError


def test_errors_of_ours_are_told_as_they_are() -> None:
    error = NotFound("no note")

    assert readable(error) is error


def test_other_errors_keep_their_inside() -> None:
    assert "secret" not in str(readable(RuntimeError("a secret")))
