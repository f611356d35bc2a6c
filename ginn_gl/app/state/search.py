"""What is typed to find runs: words, and terms such as loss<0.1."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...errors import GinnError

HELP = """Words are looked for in names, networks and states; every one has to be there. Next to them:
    good, bad               whether the bottle was learnt
    loss<0.1                the last loss
    seed=3
    steps>=1000             also 10k and 1.2M
    hidden=8,8              two hidden layers of 8
    regions>400, dead=0     of the last step
    alike>80                in percent, to the run that is open
with <, <=, =, >=, > or !="""

EXAMPLES = {"loss": "0.1", "seed": "3", "steps": "1000", "hidden": "8,8", "regions": "400", "dead": "0", "alike": "80"}
OTHER_NAMES = {"step": "steps", "region": "regions", "seeds": "seed", "losses": "loss", "network": "hidden"}
MEASURED = {"regions", "dead", "alike"}
VERDICTS = {"good": False, "bad": True}
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le, ">=": operator.ge, "!=": operator.ne, "<": operator.lt, "=": operator.eq, ">": operator.gt}
SIGN = "|".join(SIGNS)
TIMES = {"": 1.0, "k": 1e3, "m": 1e6, "%": 1.0}
SHOWN_DIGITS = {"loss": ".3g", "alike": ".0f"}  # to which a table shows them, and = compares them


@dataclass(frozen=True)
class Term:
    """key: one of EXAMPLES. wanted: a number, or of hidden layers their widths."""

    key: str
    sign: str
    wanted: float | tuple[int, ...]

    def holds(self, value: Any) -> bool:
        """Of a run's value; of what nobody knows, nothing holds."""
        if value is None or value != value:
            return False
        if self.sign in ("=", "!=") and self.key in SHOWN_DIGITS:
            value = float(format(value, SHOWN_DIGITS[self.key]))
        return SIGNS[self.sign](value, self.wanted)


@dataclass(frozen=True)
class Search:
    """words: in lower case. bad: whether runs have to be bad, or good; None for any. trouble: what is wrong with a
    term, which is then left out."""

    words: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    bad: bool | None = None
    trouble: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether it needs what is only known of runs that were looked at."""
        return any(term.key in MEASURED for term in self.terms)


@lru_cache(maxsize=16)
def parsed(typed: str) -> Search:
    """What is meant; never an error, since it is typed letter by letter."""
    words, terms, bad, trouble = [], [], None, ""
    closed_up = re.sub(rf"\s+({SIGN})", r"\1", re.sub(rf"({SIGN})\s+(?=[\d.])", r"\1", typed.lower()))
    for part in closed_up.split():
        if part in VERDICTS:
            bad = VERDICTS[part]
        elif re.search(SIGN, part):
            try:
                terms.append(_term(part))
            except GinnError as error:
                trouble = trouble or str(error)
        else:
            words.append(part)
    return Search(tuple(words), tuple(terms), bad, trouble)


def _term(part: str) -> Term:
    """Raises GinnError where it is none, or not finished."""
    name, sign, wanted = re.split(rf"({SIGN})", part, maxsplit=1)
    key = OTHER_NAMES.get(name, name)
    if key not in EXAMPLES:
        raise GinnError(f"{name or part}: search by {', '.join(EXAMPLES)}")
    found = _widths(wanted) if key == "hidden" else _number(wanted)
    if found is None:
        what = "widths" if key == "hidden" else "a number"
        raise GinnError(f"{part}: {what} should follow, as in {name}{sign}{EXAMPLES[key]}")
    if key == "hidden" and sign not in ("=", "!="):
        raise GinnError(f"{part}: hidden layers are = or !=, as in hidden=8,8")
    return Term(key, sign, found)


def _widths(text: str) -> tuple[int, ...] | None:
    return tuple(map(int, re.split("[,x-]", text))) if re.fullmatch(r"\d{1,4}([,x-]\d{1,4})*", text) else None


def _number(text: str) -> float | None:
    found = re.fullmatch(r"(-?(?:\d[\d,]*\.?\d*|\.\d+)(?:e-?\d{1,3})?)([km%]?)", text)
    return float(found[1].replace(",", "")) * TIMES[found[2]] if found else None
