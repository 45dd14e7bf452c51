"""The tutor's own errors, and what becomes of every error at the edge.

NotesTutorError (index.errors)
├── SettingsInvalid       a flag, a variable or a line of config.toml does not fit
├── InputUnfit            a question or parameter does not fit
├── RulesInvalid          a rules file does not fit its schema
├── NotFound              a note, conversation or name that does not exist
├── NotReady              the index is still being opened or built
├── AccessRefused         no API key, or a wrong one
├── HostRefused           a Host header that the service was not told about
├── OriginRefused         a page of another site is asking
├── BodyTooLarge          the request is larger than the limit
├── TooManyRequests       one key asks more often than its limit
├── Overloaded            more requests at once than the service takes
├── AddressInUse          the service cannot bind to its address
├── ServiceUnreachable    no service answers at the URL
└── ServiceFailed         the service answered with a problem
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import IndexUnusable, ModelUnusable, NoNotes, NotesTutorError, NoteUnreadable

log = logging.getLogger(__name__)

ANSWERED = 0
FAILED = 1
WRONG_USE = 2
ABSTAINED = 3
NO_INDEX = 4
INTERRUPTED = 130


class SettingsInvalid(NotesTutorError):
    """A flag, a variable or a line of config.toml does not fit."""


class InputUnfit(NotesTutorError):
    """A question or a parameter does not fit."""


class RulesInvalid(NotesTutorError):
    """A rules file does not fit its schema."""


class NotFound(NotesTutorError):
    """A note, a conversation or a name that does not exist."""


class NotReady(NotesTutorError):
    """The index is still being opened or built."""


class AccessRefused(NotesTutorError):
    """No API key, or a wrong one."""


class HostRefused(NotesTutorError):
    """The Host header names a host that the service was not told about."""


class OriginRefused(NotesTutorError):
    """A page of another site is asking."""


class BodyTooLarge(NotesTutorError):
    """The request is larger than the limit."""


class TooManyRequests(NotesTutorError):
    """One key asks more often than its limit."""


class Overloaded(NotesTutorError):
    """More requests at once than the service takes."""


class AddressInUse(NotesTutorError):
    """The service cannot bind to its address."""


class ServiceUnreachable(NotesTutorError):
    """No service answers at the URL."""


class ServiceFailed(NotesTutorError):
    """The service answered with a problem; `status` is that of HTTP."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an error becomes: an HTTP status with its title, and an exit code of the command line."""

    status: int
    title: str
    exit_code: int
    retry_after: int | None = None  # seconds


OUTCOMES: dict[type[NotesTutorError], Outcome] = {
    NotesTutorError: Outcome(500, "Failed", FAILED),
    SettingsInvalid: Outcome(500, "Settings do not fit", WRONG_USE),
    RulesInvalid: Outcome(500, "Rules do not fit", WRONG_USE),
    InputUnfit: Outcome(422, "Input does not fit", WRONG_USE),
    NotFound: Outcome(404, "Not found", WRONG_USE),
    NotReady: Outcome(503, "Not ready", NO_INDEX, retry_after=1),
    AccessRefused: Outcome(401, "API key required", FAILED),
    HostRefused: Outcome(421, "Unknown host", FAILED),
    OriginRefused: Outcome(403, "Unknown origin", FAILED),
    BodyTooLarge: Outcome(413, "Too large", WRONG_USE),
    TooManyRequests: Outcome(429, "Too many requests", FAILED, retry_after=60),
    Overloaded: Outcome(503, "Overloaded", FAILED, retry_after=1),
    AddressInUse: Outcome(500, "Address not available", FAILED),
    ServiceUnreachable: Outcome(502, "Service not reachable", FAILED),
    ServiceFailed: Outcome(502, "Service failed", FAILED),
    NoteUnreadable: Outcome(409, "Note not readable", FAILED),
    NoNotes: Outcome(409, "No notes", NO_INDEX),
    ModelUnusable: Outcome(409, "Model not usable", NO_INDEX),
    IndexUnusable: Outcome(409, "Index not usable", NO_INDEX),
}


def outcome_of(error: NotesTutorError) -> Outcome:
    """The nearest row of `OUTCOMES` in the order of the error's classes."""
    return next(OUTCOMES[kind] for kind in type(error).__mro__ if kind in OUTCOMES)


PROBLEM_EXIT_CODES = {404: WRONG_USE, 409: NO_INDEX, 413: WRONG_USE, 422: WRONG_USE, 503: NO_INDEX}


def exit_code_of(error: NotesTutorError) -> int:
    """The exit code for an error; a problem of a service has that of its status."""
    if isinstance(error, ServiceFailed):
        return PROBLEM_EXIT_CODES.get(error.status, FAILED)
    return outcome_of(error).exit_code


def readable(error: Exception) -> NotesTutorError:
    """`error` itself when it is one of ours; any other goes to the log and is told without its inside."""
    if isinstance(error, NotesTutorError):
        return error
    log.error("unexpected failure", exc_info=error)
    return NotesTutorError("Something unexpected failed; the service's log has the details. Please report it")


def error_named(name: str, message: str) -> NotesTutorError:
    """The error whose class has this name, or the base class: how errors come back from a child process."""
    kinds = (kind for kind in _family(NotesTutorError) if kind.__name__ == name and kind is not ServiceFailed)
    return next(kinds, NotesTutorError)(message)


def _family(kind: type[NotesTutorError]) -> Iterator[type[NotesTutorError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)
