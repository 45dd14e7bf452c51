"""The shapes of requests and responses. Requests refuse what they do not know; responses may grow."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tutor.service.keeper import IndexState, JobState
from tutor.values import BlockKind, Intent

QUESTION_CHARS = 2_000
SAYING = r"[^\s\x00-\x1f\x7f-\x9f]"  # something that is neither space nor control
MOST = 1e12  # of anything in a second

Question = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=QUESTION_CHARS, pattern=SAYING),
    Field(description="1 to 2,000 characters after trimming", examples=["How many GSIs can a table have?"]),
]
ConversationId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Glob = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Globs = Annotated[list[Glob], Field(max_length=50)]


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=SAYING)]
Option = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=QUESTION_CHARS, pattern=SAYING)
]
Rate = Annotated[float, Field(ge=0, le=MOST, allow_inf_nan=False, strict=True)]


class AskRequest(BaseModel):
    """A question, alone or in a conversation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"question": "How many GSIs can a table have?", "conversation_id": None, "sources": None}]
        },
    )

    question: Question
    conversation_id: ConversationId | None = Field(None, description="continue this conversation")
    sources: Globs | None = Field(None, description="search only notes whose path matches one of these globs")


class AnswerBlock(BaseModel):
    """One block of an answer."""

    kind: BlockKind
    text: str
    citations: list[int]


class Citation(BaseModel):
    """Where a quote stands; lines count from 1, both ends included."""

    n: int
    id: str
    source: str
    title: str
    heading: list[str]
    line_start: int
    line_end: int
    quote: str
    score: float
    stale: bool


class Reading(BaseModel):
    """One side of a disagreement."""

    value: str
    citations: list[int]


class Conflict(BaseModel):
    """Readings that cannot all hold."""

    topic: str
    readings: list[Reading]


class Quote(BaseModel):
    """The notes, word for word."""

    text: str
    citations: list[int]


class CompareRequest(BaseModel):
    """Two to five things to set side by side."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"entities": ["RDS", "DynamoDB"]}]})

    entities: Annotated[list[Name], Field(min_length=2, max_length=5)]
    aspects: Annotated[list[Name], Field(max_length=50)] | None = Field(None, description="only rows about these")


class Entity(BaseModel):
    """Something the notes explain; `of` names what it is a part of, or is empty."""

    name: str
    kind: str
    of: str = ""


class EntitiesResponse(BaseModel):
    """What can be compared."""

    entities: list[Entity]


class CompareRow(BaseModel):
    """One aspect, with a cell for each entity: verbatim, or 'not in the notes'."""

    aspect: str
    cells: list[Quote]
    differs: bool


class Choice(BaseModel):
    """When to choose one of them."""

    entity: str
    when: list[Quote]


class CompareResponse(BaseModel):
    """Things side by side."""

    entities: list[Entity]
    note: str = Field(description="what one is to another when one is a part of it, or empty")
    difference: list[Quote] = Field(description="what the notes say of the difference outright")
    rows: list[CompareRow]
    choose: list[Choice]
    citations: list[Citation]


class RecommendRequest(BaseModel):
    """A scenario, with options to choose from if there are any."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"scenario": "A shop needs joins and transactions.", "options": None}]},
    )

    scenario: Question
    options: Annotated[list[Option], Field(min_length=1, max_length=10)] | None = None
    without: Annotated[list[Option], Field(max_length=50, description="names of requirements to leave out")] = []


class ReasonResponse(BaseModel):
    """What in the notes speaks for or against, with the requirement that it is about."""

    requirement: str
    text: str
    citations: list[int]


class RankedService(BaseModel):
    """A service; `score` is the share of what was asked for, 0 to 1."""

    name: str
    score: float
    reasons: list[ReasonResponse]
    against: list[ReasonResponse]


class RequirementResponse(BaseModel):
    """A requirement recognised, with the words that triggered it; not wanted when the scenario denies it."""

    name: str
    evidence_in_scenario: list[str]
    wanted: bool


class RecommendResponse(BaseModel):
    """What fits, best first."""

    option: int | None = Field(description="index of the best of the options given")
    chosen: list[int] = Field(
        [], description="indices of all options chosen, best first: two when it says 'choose two'"
    )
    guess: bool = Field(False, description="whether nothing in the notes speaks for the option")
    services: list[RankedService]
    requirements: list[RequirementResponse]
    options: list[dict[str, Any]] = Field(description="what each option meets and what weakens it")
    tips_over: str = Field(description="the requirement that would put the second in front, or empty")
    abstained: bool
    citations: list[Citation]


class CapacityRequest(BaseModel):
    """The load of a table."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reads_per_second": 80, "writes_per_second": 10, "item_bytes": 6000}]},
    )

    reads_per_second: Rate
    writes_per_second: Rate
    item_bytes: Annotated[float, Field(gt=0, le=MOST, allow_inf_nan=False, strict=True)]
    consistency: Literal["strong", "eventual", "transactional"] = "strong"


class CapacityResponse(BaseModel):
    """Capacity units, each step and the rules that it rests on."""

    rcu: int | None
    wcu: int | None
    result: str
    steps: list[Quote]
    citations: list[Citation]


class ConflictsResponse(BaseModel):
    """Where the notes disagree."""

    conflicts: list[Conflict]
    citations: list[Citation]


class IndexSummary(BaseModel):
    """The generation that answered."""

    generation: str
    built_at: str
    stale_notes: int = Field(description="notes that changed on disk since they were indexed")


class AnswerResponse(BaseModel):
    """A whole answer."""

    question: str
    intent: Intent
    text: str = Field(description="the whole answer as plain Markdown, with [1] marks")
    answer: list[AnswerBlock]
    citations: list[Citation]
    abstained: bool = Field(description="the notes do not cover this; text says so and names the nearest topics")
    confidence: float = Field(1.0, description="probability that the notes cover the question, 0 to 1")
    about: list[str] = Field(description="what the question was understood to be about")
    conflicts: list[Conflict]
    comparison: dict[str, Any] | None
    recommendation: dict[str, Any] | None
    calculation: dict[str, Any] | None
    suggestions: list[str]
    conversation_id: str
    timings_ms: dict[str, float]
    index: IndexSummary


class Scores(BaseModel):
    """Higher is better; `fused` is 0 to 1 within one query, `dense` a cosine."""

    dense: float
    full_text: float
    fused: float


class PassageResult(BaseModel):
    """A passage found."""

    id: str
    source: str
    heading: list[str]
    line_start: int
    line_end: int
    text: str
    scores: Scores


class SearchResponse(BaseModel):
    """Passages, best first."""

    query: str
    results: list[PassageResult]


class SourceSummary(BaseModel):
    """A note in the index."""

    model_config = ConfigDict(extra="allow")

    source: str
    title: str
    stale: bool


class SourcesResponse(BaseModel):
    """The notes indexed."""

    sources: list[SourceSummary]


class NoteBlock(BaseModel):
    """A structural piece of a note; `start` and `end` are offsets into its text (characters)."""

    kind: str
    text: str
    start: int
    end: int
    line_start: int
    line_end: int
    heading: list[str]
    lead: str
    mark: str
    polarity: str
    level: int


class SourceResponse(BaseModel):
    """One note, decoded and repaired."""

    source: str
    title: str
    date: str
    repairs: list[str]
    stale: bool
    lines: int
    text: str
    blocks: list[NoteBlock]


class JobResponse(BaseModel):
    """A rebuild of the index."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    state: JobState
    stage: str
    done: int
    total: int
    note: str
    started_at: str
    finished_at: str | None
    report: dict[str, Any] | None
    error: str | None


class IndexResponse(BaseModel):
    """The state of the index, of a running build and of the last one; the figures are null until it is loaded."""

    state: IndexState
    detail: str | None
    done: int
    total: int
    job: JobResponse | None
    generation: str | None = None
    built_at: str | None = None
    stale_notes: int | None = None
    model: str | None = None
    dimension: int | None = None
    notes: int | None = None
    passages: int | None = None
    statements: int | None = None
    size_bytes: int | None = Field(None, description="of the index on disk")
    remarks: list[str] | None = Field(None, description="what was wrong with newer builds that were passed over")
    failed: list[dict[str, str]] | None = Field(None, description="notes that could not be read, with the reason")


class TurnResponse(BaseModel):
    """One turn of a conversation."""

    question: str
    about: list[str]
    answer: AnswerResponse
    asked_at: str


class ConversationResponse(BaseModel):
    """A conversation, oldest turn first."""

    id: str
    turns: list[TurnResponse]


class Alive(BaseModel):
    """The service runs."""

    status: Literal["ok"] = "ok"
    version: str


class Problem(BaseModel):
    """RFC 9457: what failed, with which value, what to do next."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = None
