"""How a recommendation looks when some requirements do not count."""

from __future__ import annotations

from collections.abc import Iterable

from tui.service import Json


def ranked(services: Iterable[Json], wanted: set[str]) -> list[Json]:
    """The services with only the reasons for `wanted` requirements, those with most of them first.

    While every requirement counts, the order stays the service's own: sorting is stable, and a service is moved
    down only for reasons that it loses.
    """
    kept = [_only(service, wanted) for service in services]
    return sorted(kept, key=lambda service: service["lost"])


def _only(service: Json, wanted: set[str]) -> Json:
    reasons = [reason for reason in service.get("reasons", ()) if reason.get("requirement") in wanted]
    against = [reason for reason in service.get("against", ()) if reason.get("requirement") in {*wanted, None}]
    lost = len(service.get("reasons", ())) - len(reasons) - (len(service.get("against", ())) - len(against))
    return {**service, "reasons": reasons, "against": against, "lost": lost}
