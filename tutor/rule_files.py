"""Rules as data: tables of TOML, ours in `tutor/rules/` and those in `rules/` folders beside a person's notes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError, ValidationInfo

from tutor.errors import RulesInvalid

OURS = Path(__file__).parent / "rules"
BESIDE = "rules"  # name of the folder beside the notes
EXTENDABLE = ("names", "aspects", "synonyms", "requirements", "actions")
_FAULTS_SHOWN = 3
_NOT_A_COLUMN = "no column has this name"


def _compiles(pattern: str, info: ValidationInfo) -> str:
    if info.context is OURS:  # which tests hold: to compile each of a thousand patterns for nothing takes a while
        return pattern
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Row(BaseModel):
    """A row of a rules table; columns that it does not know are refused."""

    model_config = ConfigDict(extra="forbid")


AnyRow = TypeVar("AnyRow", bound=Row)


def rule_folders(notes: Iterable[Path]) -> tuple[Path, ...]:
    """The `rules/` folders with tables in them that lie in folders of notes.

    :raises RulesInvalid: a table in one of them has a name that is not known.
    """
    folders = tuple(folder / BESIDE for folder in notes if any((folder / BESIDE).glob("*.toml")))
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        if path.stem not in EXTENDABLE:
            known = ", ".join(f"{name}.toml" for name in EXTENDABLE)
            raise RulesInvalid(f"The rules file {path} has a name that is not known. Rename it to one of {known}")
    return folders


def read_rows(table: str, row: type[AnyRow], folders: Sequence[Path] = ()) -> list[AnyRow]:
    """The rows `[[name]]` of `names.toml`, of ours first, then of further folders.

    :param table: name of the file without its ending, the plural of what its rows are called.
    :raises RulesInvalid: names the file, the row, and what does not fit.
    """
    paths = (folder / f"{table}.toml" for folder in (OURS, *folders))
    return [found for path in paths if path.is_file() for found in _rows(path, table.removesuffix("s"), row)]


def _rows(path: Path, called: str, row: type[AnyRow]) -> list[AnyRow]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        strange = [name for name in tables if name != called]
        if strange:
            raise RulesInvalid(f"The rules file {path} holds {strange[0]!r}. Its rows must start with [[{called}]]")
        return TypeAdapter(list[row]).validate_python(  # type: ignore[valid-type]
            tables.get(called, []), context=OURS if path.parent == OURS else None
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RulesInvalid(f"The rules file {path} cannot be read: {error}. Mend it, or take it away") from error
    except ValidationError as error:
        raise RulesInvalid(_faults(path, called, tables[called], error, row)) from error


def _faults(path: Path, called: str, rows: Any, error: ValidationError, row: type[Row]) -> str:
    """What does not fit, row by row: '[[aspect]] number 2 ('height'): unit: …'."""
    told = []
    for fault in error.errors()[:_FAULTS_SHOWN]:
        number, *column = fault["loc"] or ("",)
        place = f"[[{called}]]"
        if isinstance(number, int):
            name = rows[number].get("name") if isinstance(rows[number], dict) else None
            place += f" number {number + 1}{f' ({name!r})' if name else ''}"
        why = _NOT_A_COLUMN if fault["type"] == "extra_forbidden" else fault["msg"].removeprefix("Value error, ")
        told.append(": ".join((place, *(str(part) for part in column if isinstance(part, str)), why)))
    columns = ", ".join(row.model_fields)
    return f"The rules file {path} does not fit. {'; '.join(told)}. A row may have: {columns}"
