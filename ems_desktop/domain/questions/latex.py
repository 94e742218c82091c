"""Equations inside a text: `\\( … \\)` within a line, `\\[ … \\]` on a line of its own. Which of them may be drawn is judged
here, before any library sees them: macros and file commands are refused, and so is what would take seconds to lay out."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 1_000  # letters of one equation
MOST_WORK: Final = 800  # about a second for the renderer, see `work`

_INSIDE = r"(?:[^\\]|\\[^()\[\]])*+"  # stops at the next delimiter, so that a row of open ones costs no more than its length
SPAN: Final = re.compile(rf"\\\({_INSIDE}\\\)|\\\[{_INSIDE}\\\]")
_DISPLAY = re.compile(r"(?<![\\$])\$\$(?!\$)([^$]{1,2000}?)(?<!\\)\$\$(?!\$)")
# As Pandoc reads it: "Rp$5 dan $6" is money.
_INLINE = re.compile(r"(?<![\\$])\$(?![\s$])([^$\n]{1,2000}?)(?<![\s\\])\$(?![\d$])")
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\S", re.DOTALL)
_COMMAND = re.compile(r"\\([A-Za-z@]+)")
# What defines, repeats, reads, writes, or leads out of the equation.
_REFUSED_NAMES: Final = (
    "def gdef edef xdef let futurelet newcommand renewcommand providecommand newenvironment renewenvironment DeclareMathOperator "
    "input include includegraphics openin openout read write immediate special usepackage require documentclass "
    "csname endcsname expandafter catcode loop repeat the jobname href url class style cssId unicode data hspace vspace rule "
    "kern mkern mskip hskip vskip raisebox phantom tag label ref"
)
_REFUSED: Final = frozenset(_REFUSED_NAMES.split())


def read_dollars(text: str) -> str:
    """`$$…$$` and `$…$` as the two forms of the house; a sum of money in dollars stays as it is."""
    if "$" not in text:
        return text
    parts = SPAN.split(text)
    spans = [*SPAN.findall(text), ""]
    return "".join(_INLINE.sub(r"\\(\1\\)", _DISPLAY.sub(r"\\[\1\\]", part)) + span for part, span in zip(parts, spans, strict=True))


def source(span: str) -> str:
    """The LaTeX between the delimiters of a span."""
    return span[2:-2].strip()


_SIGNS: Final = {
    "pi": "π", "alpha": "α", "beta": "β", "gamma": "γ", "theta": "θ", "rho": "ρ", "Delta": "Δ", "times": "×", "cdot": "·", "div": "÷", "pm": "±", "leq": "≤",
    "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sum": "Σ", "int": "∫", "infty": "∞", "to": "→", "rightarrow": "→", "dots": "…",
    "ldots": "…", "cdots": "…", "degree": "°", "circ": "°", "in": "∈", "cup": "∪", "cap": "∩", "angle": "∠", "quad": " ", "left": "", "right": "", "text": "",
    "mathrm": "", "displaystyle": "",
}  # fmt: skip
_FRACTION = re.compile(r"\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\sqrt\s*\{([^{}]*)\}")


def readable(latex: str) -> str:
    r"""The equation on one line for a list or a search: 3/4, √2, π. What has no such form loses its signs of LaTeX."""
    said = _ROOT.sub(r"√\1", _FRACTION.sub(r"\1/\2", latex))
    said = _COMMAND.sub(lambda found: _SIGNS.get(found[1], found[1]), said)
    return re.sub(r"[{}\\]", "", said)


def is_display(span: str) -> bool:
    return span.startswith("\\[")


def refused_command(latex: str) -> str | None:
    """The first command that is never carried out here, with its backslash."""
    return next((found[0] for found in _COMMAND.finditer(latex) if found[1] in _REFUSED), None)


def is_too_much(latex: str) -> bool:
    """Too long, or nested so deeply that laying it out would take more than about a second."""
    return len(latex) > LONGEST or work(latex) > MOST_WORK


def work(latex: str) -> int:
    """What the renderer has to do, in signs: each level of nesting doubles it (measured, see decision 016)."""
    depth, total = 0, 0
    for token in _TOKEN.findall(latex):
        if token in {"{", "\\left", "\\begin"}:
            depth += 1
        total += 1 << min(max(depth, 0), 20)
        if token in {"}", "\\right", "\\end"}:
            depth -= 1
        if total > MOST_WORK:
            break
    return total
