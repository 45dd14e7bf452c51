"""Numbers with units, in figures or in words, as notes write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import ceil, floor

from tutor.claims.dates import DATES, dates
from tutor.claims.values import Bound, Quantity
from tutor.words import STOP_WORDS, stem

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_TIMES = {
    "us": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "day": 86400.0,
    "week": 604800.0,
    "month": 2629800.0,
    "year": 31536000.0,
}
_UNITS: tuple[tuple[str, str, float], ...] = (
    (r"[µμu]s\b|micro-?sec(?:ond)?s?\b", "time", _TIMES["us"]),
    (r"ms\b|msecs?\b|milli-?sec(?:ond)?s?\b", "time", _TIMES["ms"]),
    (r"s(?:ec(?:ond)?s?)?\b", "time", _TIMES["s"]),
    (r"min(?:ute)?s?\b", "time", _TIMES["min"]),
    (r"h(?:(?:ou)?rs?)?\b", "time", _TIMES["h"]),
    (r"days?\b", "time", _TIMES["day"]),
    (r"weeks?\b", "time", _TIMES["week"]),
    (r"months?\b", "time", _TIMES["month"]),
    (r"years?\b", "time", _TIMES["year"]),
    (r"(?:KB|KiB|kb)\b|kilobytes?\b", "bytes", 1e3),
    (r"(?:MB|MiB)\b|megabytes?\b", "bytes", 1e6),
    (r"(?:GB|GiB)\b|gigabytes?\b", "bytes", 1e9),
    (r"(?:TBs?|TiB)\b|terabytes?\b", "bytes", 1e12),
    (r"(?:PBs?|PiB)\b|petabytes?\b", "bytes", 1e15),
    (r"(?:mm)\b|millimet(?:re|er)s?\b", "length", 1e-3),
    (r"(?:cm)\b|centimet(?:re|er)s?\b", "length", 1e-2),
    (r"(?:km/h|kmh|kph)\b", "speed", 1 / 3.6),
    (r"mph\b", "speed", 0.44704),
    (r"(?:kts?|knots?)\b", "speed", 1.852 / 3.6),
    (r"(?:ft|feet|foot)\b", "length", 0.3048),
    (r"(?-i:NM\b)|(?:nautical miles?)\b", "length", 1852.0),
    (r"miles?\b", "length", 1609.344),
    (r"(?:km)\b|kilomet(?:re|er)s?\b", "length", 1e3),
    (r"m\b|met(?:re|er)s?\b", "length", 1.0),
    (r"ml\b|millilit(?:re|er)s?\b", "volume", 1e-3),
    (r"l\b|lit(?:re|er)s?\b", "volume", 1.0),
    (r"mg\b|milligrams?\b", "mass", 1e-3),
    (r"kg\b|kilograms?\b", "mass", 1e3),
    (r"g\b|grams?\b", "mass", 1.0),
    (r"lbs?\b", "mass", 453.6),
    (r"°\s?C\b|deg(?:rees)?(?: C(?:elsius)?)?\b", "temperature", 1.0),
    (r"%|percent\b", "percent", 1.0),
    (r"[x×](?![\w])|times\b", "times", 1.0),
)
MEASURES = frozenset(unit for _, unit, _ in _UNITS) | DATES
_GAP = "[ \u00a0\u2009\u202f]"  # between thousands: '12 500'
_NUMBER = rf"\d{{1,3}}(?:{_GAP}\d{{3}})*{_GAP}\d00(?!\d)|\d+(?:,\d+)*(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b"
_UNIT = "|".join(f"(?P<u{i}>{pattern})" for i, (pattern, _, _) in enumerate(_UNITS))
_ANY_UNIT = "|".join(pattern for pattern, _, _ in _UNITS)
_KIND_OF = r"(?:(?:full|whole|working|business|calendar|consecutive) )?"  # of a unit: '3 working days'
_BEFORE = (
    (
        Bound.MOST,
        r"(?:up\s?to|at most|max(?:imum)?(?: of)?:?|limited to|no more than|less than|fewer than|under|below|within"
        r"|<|≤)",
    ),
    (Bound.LEAST, r"(?:at least|min(?:imum)?(?: of)?:?|more than|over|above|exceeds?|>|≥)"),
    (Bound.ABOUT, r"(?:about|around|approximately|approx\.?|roughly|nearly|typically|~|≈)"),
)
_BOUND = "|".join(f"(?P<{bound}>{pattern})" for bound, pattern in _BEFORE)
_WITH_UNIT = re.compile(
    rf"(?:(?:{_BOUND})\s*)*(?<![\w.$])(?!100s of)(?P<low>{_NUMBER})\s?(?P<own>{_ANY_UNIT})?"
    rf"(?:\s?(?:-|–|—|→|to|and(?=\s?[+−-]))\s?(?P<high>[+−-]?(?:{_NUMBER})))?(?P<plus>\+)?\s?-?\s?{_KIND_OF}(?:{_UNIT})(?P<more>\+)?",
    re.IGNORECASE,
)  # fmt: skip
_VAGUE = re.compile(
    r"(?<!per )(?<!/)(?<![\d.] )(?<![\w.])(?P<size>single-?\s?digit(?: number of)?[\s-]+|sub-?|hundreds of |100s of "
    r"|multi-?|(?:any |an? )(?:specific |single )|any )?"
    rf"(?:{_UNIT})",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?:(?:{_BOUND})\s*)*(?<![\w.$:/-])(?P<low>{_NUMBER})(?P<plus>\+)?\s+(?P<noun>[A-Za-z][\w/-]*(?:\s+[A-Za-z][\w/-]*){{0,3}})",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    rf"(?:(?:{_BOUND})\s*)*(?<![\w.$:/-])(?P<low>{_NUMBER})(?![\d,]*[:/]\d)(?:\s?(?:-|–|to|and)\s?(?P<high>{_NUMBER}))?\s?(?P<word>[^\W\d_]+)?",
    re.IGNORECASE,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SHARE = re.compile(
    rf"(?:(?:{_BOUND})\s*)*\b(?:half|(?P<low>an?|one|two|three|four)[\s-](?P<part>{'|'.join(_PARTS)})s?)\b"
    r"(?=\s(?:of|the|as|full|empty)\b)",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"(?<![\w./:-])(?P<part>\d{1,3})/(?P<whole>\d{1,4})(?![\w/:]|\.\d)")
_CURRENCIES = {"$": "usd", "dollar": "usd", "€": "eur", "euro": "eur", "£": "gbp", "¥": "jpy", "₹": "inr"}
_CODES = "AUD BRL CAD CHF CNY CZK DKK EUR GBP HUF INR JPY KR Kr NOK NZD PLN Rs SEK USD ZAR kr zł".split()
_CODE = rf"(?-i:\b(?:{'|'.join(_CODES)})\b)"
_MONEY = re.compile(
    rf"(?:(?:{_BOUND})\s*)*(?:(?P<sign>[$€£¥₹]|{_CODE})\s?(?P<low>{_NUMBER})"
    rf"(?:\s?(?:-|–|to|and)\s?[$€£¥₹]?(?P<high>{_NUMBER}))?"
    rf"|(?P<amount>{_NUMBER})\s?(?:(?P<behind>[€£¥₹]|{_CODE})|(?P<word>usd|eur|gbp|dollar|euro)s?\b))",
    re.IGNORECASE,
)
_PERIODS = dict(
    pair.split(":")
    for pair in (
        "second:s minute:min hour:h hourly:h day:day night:day morning:day evening:day daily:day nightly:day "
        "week:week weekly:week month:month monthly:month year:year yearly:year"
    ).split()
)
_OFTEN = re.compile(
    r"(?i)\b(?:(?:once (?:an?|per|every)|every|each) "
    r"(?P<unit>second|minute|hour|day|night|morning|evening|week|month|year)"
    r"|(?P<adverb>hourly|daily|nightly|weekly|monthly|yearly))\b"
)
_BASE = re.compile(r"(?i)one [a-z]+ of\b")  # '15 g with one gram of coffee' gives what another is held against
_EVERY = re.compile(r"\b(?:all|every|each)\s+(?P<noun>[a-z]+)\s+(?:can|may)\b", re.IGNORECASE)
_MAY_COUNT = re.compile(_NUMBER, re.IGNORECASE)  # spares most texts the slow patterns
_MAY_MEASURE = re.compile(rf"{_NUMBER}|single|sub|hundreds|multi|any|specific|micro|milli|tera|peta|pbs", re.IGNORECASE)
_APART = re.compile(rf"{_GAP}|,")  # between the digits of a number
_BELOW_ZERO = re.compile(r"(?<![\w)])[−-]$")
_STEP = re.compile(r"(?i)(?:increments?|steps?|chunks) of\s*$")


def quantities(text: str) -> list[Quantity]:
    """Every quantity with a unit in a text, in order; numbers that only count things are left to `counts`."""
    return list(_quantities(text))


@lru_cache(maxsize=8192)
def _quantities(text: str) -> tuple[Quantity, ...]:
    if not _MAY_MEASURE.search(text):
        return ()
    measured = list(_WITH_UNIT.finditer(text))
    exact = [_exact(match) for match in measured if not _STEP.search(text[: match.start()])]
    covered = [(match.start(), match.end()) for match in measured]
    vague = [
        _vague(match)
        for match in _VAGUE.finditer(text)
        if _is_size(match) and not any(start <= match.start() < end for start, end in covered)
    ]
    return tuple(sorted((*exact, *vague), key=lambda quantity: quantity.start))


def _exact(match: re.Match[str]) -> Quantity:
    unit, factor = _unit(match)
    low = _number(match["low"]) * (_factor(match["own"]) if match["own"] else factor)
    low = -low if unit == "temperature" and _BELOW_ZERO.search(match.string, 0, match.start("low")) else low
    high = _number(match["high"]) * factor if match["high"] else low
    low, high = (min(low, high), max(low, high)) if unit == "temperature" else (low, high)
    bound = Bound.LEAST if match["plus"] or match["more"] else _bound(match)
    return Quantity(low, high, unit, bound, text=match[0].strip(), start=match.start(), end=match.end())


def _vague(match: re.Match[str]) -> Quantity:
    unit, factor = _unit(match)
    size = (match["size"] or "").lower()
    low, high, is_vague = 1.0, 999.0, True
    if size.startswith("single"):
        high = 9.0
    elif size.startswith("sub"):
        low, high = 0.0, 1.0
    elif size.startswith(("hundreds", "100s")):
        low = 100.0
    elif size.startswith(("a", "any")):
        high, is_vague = 1.0, False
    return Quantity(
        low * factor, high * factor, unit, Bound.ABOUT if is_vague else Bound.EXACT, is_vague,
        text=match[0].strip(), start=match.start(), end=match.end(),
    )  # fmt: skip


def _is_size(match: re.Match[str]) -> bool:
    """Whether a bare unit tells a size: 'petabytes' and 'microsecond' do, 'the second one' and a lone 's' do not."""
    unit, _ = _unit(match)
    word = match[0][len(match["size"] or "") :].lower()
    if match["size"]:
        return unit in ("time", "bytes") and len(word) > 1
    return word.startswith(("micro", "milli", "tera", "peta", "pbs"))


def _unit(match: re.Match[str]) -> tuple[str, float]:
    index = next(i for i in range(len(_UNITS)) if match[f"u{i}"])
    return _UNITS[index][1], _UNITS[index][2]


def _factor(unit: str) -> float:
    return next(
        factor for pattern, _, factor in _UNITS if re.fullmatch(pattern.replace("(?![\\w])", ""), unit, re.IGNORECASE)
    )


def _bound(match: re.Match[str]) -> Bound:
    return next((bound for bound, _ in _BEFORE if match[bound.value]), Bound.EXACT)


def _number(text: str) -> float:
    lower = text.lower()
    return float(_WORDS.index(lower)) if lower in _WORDS else float(_APART.sub("", lower).replace("−", "-"))


def counts(text: str) -> Iterator[Quantity]:
    """Numbers of things: '15 read replicas', 'six copies', and 'all instances' as a count without a limit."""
    for match in _COUNT.finditer(text) if _MAY_COUNT.search(text) else ():
        words = _counted(match["noun"])
        if words:
            low = _number(match["low"])
            bound = Bound.LEAST if match["plus"] else _bound(match)
            yield Quantity(
                low, low, "count", bound, noun=frozenset(map(stem, map(str.lower, words))), counted=" ".join(words),
                text=match[0][: match.start("noun") - match.start()].strip(), start=match.start(), end=match.end(),
            )  # fmt: skip
    for match in _EVERY.finditer(text):
        noun = frozenset((stem(match["noun"].lower()),))
        yield Quantity(0, 0, "count", Bound.ALL, noun=noun, counted=match["noun"], text=match[0], start=match.start())


@lru_cache(maxsize=8192)
def figures(text: str) -> tuple[Quantity, ...]:
    """Every number of a text, in order; one of no known unit has the stem of the word behind it as its unit, or ''."""
    written = [*dates(text), *(_fraction(match) for match in _FRACTION.finditer(text) if _is_part(match))]
    measured = [
        *written,
        *map(_often, _OFTEN.finditer(text)),
        *map(_share, _SHARE.finditer(text)),
        *map(_money, _MONEY.finditer(text)),
        *(one for one in quantities(text) if not (one.vague or _BASE.match(text, one.start) or _meets(one, written))),
    ]
    others = (_figure(match) for match in _FIGURE.finditer(text) if match["low"].lower() != "one")
    alone = (one for one in others if not _meets(one, measured))
    return tuple(sorted((*measured, *alone), key=lambda quantity: quantity.start))


def _meets(one: Quantity, others: Iterable[Quantity]) -> bool:
    """Whether a number stands in the same place of its text as another."""
    return any(other.start < one.end and one.start < other.end for other in others)


def _often(match: re.Match[str]) -> Quantity:
    """'Once a week' and 'weekly' as the week between."""
    period = _TIMES[_PERIODS[(match["unit"] or match["adverb"]).lower()]]
    return Quantity(period, period, "time", text=match[0], start=match.start(), end=match.end())


def _share(match: re.Match[str]) -> Quantity:
    """'One third of' as a percentage, from the whole number below it to the one above."""
    many, part = (match["low"] or "a").lower(), (match["part"] or "half").lower()
    share = 100 * (1 if many in ("a", "an") else _number(many)) / _PARTS[part]
    return Quantity(
        floor(share), ceil(share), "percent", _bound(match),
        text=match[0].strip(), start=match.start(), end=match.end(),
    )  # fmt: skip


def _is_part(match: re.Match[str]) -> bool:
    """Whether a fraction is less than the whole, as '24/7' is not."""
    return int(match["part"]) < int(match["whole"])


def _fraction(match: re.Match[str]) -> Quantity:
    """'2/3' as a percentage; '1/200' as well, of a second or whatever it is."""
    share = 100 * int(match["part"]) / int(match["whole"])
    low, high = (floor(share), ceil(share)) if share > 1 else (share, share)
    return Quantity(low, high, "percent", text=match[0], start=match.start(), end=match.end())


def _money(match: re.Match[str]) -> Quantity:
    """A sum of money, with its currency as the unit."""
    low = _number(match["low"] or match["amount"])
    high = _number(match["high"]) if match["high"] else low
    currency = (match["sign"] or match["behind"] or match["word"]).lower()
    return Quantity(
        low, high, _CURRENCIES.get(currency, currency), _bound(match),
        text=match[0].strip(), start=match.start(), end=match.end(),
    )  # fmt: skip


def _figure(match: re.Match[str]) -> Quantity:
    low, word = _number(match["low"]), (match["word"] or "").lower()
    high = _number(match["high"]) if match["high"] else low
    unit = "" if word in STOP_WORDS else stem(word)
    return Quantity(low, high, unit, _bound(match), text=match[0].strip(), start=match.start(), end=match.end())


def _counted(phrase: str) -> list[str]:
    """The words of a phrase up to its first plural: what the number before it counts."""
    words: list[str] = []
    for word in phrase.split():
        if word.lower() in STOP_WORDS or re.fullmatch(rf"(?i){_ANY_UNIT}", word):
            return []
        words.append(word)
        if re.search(r"[^s]s$", word) or word.isupper():
            return words
    return []
