"""Claims: what notes say of one side of one thing. Comparisons, advice and disagreements are made of them."""

from tutor.claims.aspects import Aspect, Aspects, load_aspects
from tutor.claims.dates import DATES
from tutor.claims.extracting import AVOID, DEFINITION, USE, extract
from tutor.claims.owners import Owners
from tutor.claims.quantities import MEASURES, counts, figures
from tutor.claims.values import Bound, Claim, Gist, Members, Quantity, Value, Verdict

__all__ = [
    "AVOID",
    "DATES",
    "DEFINITION",
    "MEASURES",
    "USE",
    "Aspect",
    "Aspects",
    "Bound",
    "Claim",
    "Gist",
    "Members",
    "Owners",
    "Quantity",
    "Value",
    "Verdict",
    "counts",
    "extract",
    "figures",
    "load_aspects",
]
