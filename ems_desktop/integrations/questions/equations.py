"""An equation's LaTeX is drawn as SVG by ziamath, offline: its fonts lie in the package. What would run, define or take seconds is
refused before the library sees it (`ems_desktop/domain/questions/latex.py`). Call it from a worker thread; keep what it drew."""

from __future__ import annotations

import re
import warnings
from functools import cache, lru_cache
from typing import Any, Final
from xml.etree import ElementTree as ET

from ems_desktop.domain.errors import Mistake
from ems_desktop.domain.questions import latex

MAX_SVG: Final = 200_000  # bytes
SIZE: Final = 16.0  # pixels of the letter height that a text of this size has
_HINTS: Final = {
    "ParseError": "&",  # outside a matrix: the one sign that the library hands on as it is
    "NoAvailableTokensError": "{ … }",
    "NumeratorNotFoundError": "\\frac{ … }{ … }",
    "DenominatorNotFoundError": "\\frac{ … }{ … }",
    "ExtraLeftOrMissingRightError": "\\left … \\right",
    "MissingSuperScriptOrSubscriptError": "^ _",
    "DoubleSubscriptsError": "a_b_c",
    "DoubleSuperscriptsError": "a^b^c",
    "MissingEndError": "\\begin … \\end",
}
_WORDS = re.compile(r"(\\text[a-z]*\s*\{[^{}]*\})")
_UNKNOWN = re.compile(r"\\[A-Za-z]+")


@lru_cache(maxsize=500)
def svg(source: str, *, display: bool = False, size: float = SIZE) -> bytes:
    """SVG with paths alone: no script, no link, no font. `source`: LaTeX without delimiters.

    Errors: 1710 it cannot be read, 1711 too long or nested too deeply, 1712 a command that is not carried out.
    """
    if command := latex.refused_command(source):
        raise Mistake(1712, command=command)
    if latex.is_too_much(source):
        raise Mistake(1711)
    if not source.strip():
        raise Mistake(1710, reason="…")
    drawn = _drawn(_mathml(source, display=display), size)
    if len(drawn) > MAX_SVG:
        raise Mistake(1711)
    return drawn


def _mathml(source: str, *, display: bool) -> ET.Element:
    tex2mml, _ = _library()
    try:
        # as an element and not as text: given text, the library would undo the escapes in it first
        element = ET.fromstring(tex2mml(_safe(source), inline=not display))  # noqa: S314 - made here, without entities
    except Exception as error:  # it raises many kinds, for its input alone
        raise Mistake(1710, reason=_reason(error)) from error
    if unknown := next((found[0] for text in element.itertext() if (found := _UNKNOWN.search(text))), None):
        raise Mistake(1710, reason=unknown)  # the library would draw its name
    return element


def _drawn(element: ET.Element, size: float) -> bytes:
    _, math = _library()
    try:
        drawn: str = math(element, size=size).svg()
    except Exception as error:
        raise Mistake(1710, reason=_reason(error)) from error
    return drawn.encode()


@cache
def _library() -> tuple[Any, Any]:
    """Half a second of imports, and a call for its fonts that Python has deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.tex import tex2mml
        from ziamath.zmath import Math
    config.svg2 = False  # Qt draws no <symbol>, and paths alone can name nothing
    config.decimal_separator = ","
    return tex2mml, Math


def _safe(source: str) -> str:
    """The library puts the words of `\\text{…}` into its XML as they are: there, < and > become signs that look like them."""
    parts = _WORDS.split(source)
    parts[::2] = [part.replace("<", "\\lt ").replace(">", "\\gt ") for part in parts[::2]]
    parts[1::2] = [part.replace("<", "‹").replace(">", "›") for part in parts[1::2]]
    return "".join(parts)


def _reason(error: Exception) -> str:
    """What is missing or too much, in LaTeX, which is the same in every language."""
    return _HINTS.get(type(error).__name__, "…")
