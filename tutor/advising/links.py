"""How strongly the notes link a requirement to their subjects, and by which statements."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tutor.advising.evidence import Evidence
from tutor.advising.requirements import Requirement
from tutor.subjects import Subjects

_VENDOR = re.compile(r"(?i)\b(?:amazon|aws)\s+")
_DENIED = re.compile(
    r"(?i)(?:\bnot|\bno|\bnever|\bcannot|\bwithout|n['’]t|\bstruggles? with|\bdifficult to"
    r"|\binefficient)\s+(?:(?!only\b|just\b)[\w-]+\s+){0,3}$"
)
_KEPT = 6
_FADE = 0.5  # each further statement for the same thing counts half of the one before
_SOLID = 2.5  # a link weaker than this stays weak, even where no other is stronger
_LINKED = 0.5
_GENERAL, _FEW = 0.2, 2  # what a requirement loses for every further thing that the notes link to it
_FROM_PART = 0.5  # what a part can do, the whole can: the more parts it has, the less that tells


@dataclass(slots=True)
class Link:
    """What the notes say of one subject for one requirement: strength 0..1, best statements first."""

    strength: float = 0.0
    own: float = 0.0  # without what its parts bring
    reasons: list[Evidence] = field(default_factory=list)
    against: list[Evidence] = field(default_factory=list)


def names_in(subjects: Subjects, text: str) -> tuple[str, ...]:
    """Subjects that a text names; a vendor's name in front of a longer name would hide it."""
    return subjects.find(_VENDOR.sub("", text))


class Links:
    """Links of requirements to subjects, worked out when first asked for."""

    def __init__(self, evidence: Sequence[Evidence], subjects: Subjects) -> None:
        self._evidence, self._subjects = evidence, subjects
        self._known: dict[str, dict[str, Link]] = {}

    def of(self, requirement: Requirement) -> dict[str, Link]:
        """Links by the name of the subject; one that the notes do not link is missing."""
        if requirement.name not in self._known:
            self._known[requirement.name] = self._work_out(requirement)
        return self._known[requirement.name]

    def tells(self, requirement: Requirement) -> float:
        """How well a requirement tells things apart, 0..1: the less, the more of them the notes link to it."""
        many = sum(link.own > _LINKED for link in self.of(requirement).values())
        return 1 / (1 + _GENERAL * max(0, many - _FEW))

    def known(self, requirement: Requirement) -> dict[str, Link]:
        """Links of a requirement that has been worked out before; empty otherwise."""
        return self._known.get(requirement.name, {})

    def _work_out(self, requirement: Requirement) -> dict[str, Link]:
        found: dict[str, Link] = defaultdict(Link)
        for evidence in self._evidence:
            said = requirement.notes.search(evidence.text)
            if said:
                link = found[evidence.subject]
                denied = evidence.against or (not evidence.problem and _DENIED.search(evidence.text, 0, said.start()))
                (link.against if denied else link.reasons).append(evidence)
        for link in found.values():
            link.reasons.sort(key=lambda evidence: -evidence.weight)
            link.strength = sum(one.weight * _FADE**n for n, one in enumerate(link.reasons[:_KEPT]))
            link.own = link.strength
        self._credit_wholes(found)
        strongest = max((_SOLID, *(link.own for link in found.values())))
        for link in found.values():
            link.strength, link.own = link.strength / strongest, link.own / strongest
        return dict(found)

    def _credit_wholes(self, found: dict[str, Link]) -> None:
        for name, part in list(found.items()):
            for whole in self._subjects.family(name)[1:]:
                link = found[whole]
                if part.strength * _FROM_PART > link.strength:
                    link.strength = part.strength * _FROM_PART
                link.reasons += part.reasons[:2]
