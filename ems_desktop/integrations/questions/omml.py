"""Word's own equations (OMML) as LaTeX: fractions, roots, powers, sums, brackets, matrices, accents. What has no simple form is named
(loss 1756) and its letters are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from ems_desktop.integrations.questions.notes import Notes, shown

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TABLE: Final = """
α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma ς sigma
τ tau υ upsilon φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega
× times ÷ div ± pm ∓ mp ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∞ infty ∈ in ∉ notin ∪ cup ∩ cap ⊂ subset ⊆ subseteq
→ rightarrow ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇔ Leftrightarrow ∠ angle ∥ parallel ⊥ perp △ triangle ∂ partial ∇ nabla
∀ forall ∃ exists ∑ sum ∏ prod ∫ int √ surd ⋅ cdot · cdot … ldots
"""
_SIGNS: Final[Mapping[str, str]] = dict(zip(_TABLE.split()[::2], _TABLE.split()[1::2], strict=True))
_ACCENTS: Final = {
    "\u0302": "hat",
    "\u0305": "overline",
    "\u20d7": "vec",
    "\u0303": "tilde",
    "\u0307": "dot",
    "\u0308": "ddot",
    "¯": "overline",
}
_NARY: Final = {"∑": "\\sum", "∏": "\\prod", "∫": "\\int", "": "\\int", "⋃": "\\bigcup", "⋂": "\\bigcap"}
_ROWS: Final = ("\\begin{matrix}", r" \\ ", "\\end{matrix}")
_FUNCTIONS: Final = frozenset(["sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "lim", "exp", "max", "min"])


def to_latex(element: ET.Element, notes: Notes) -> str:
    """LaTeX without delimiters, for an `m:oMath`."""
    return " ".join(_all(element, notes).split())


def _all(element: ET.Element | None, notes: Notes) -> str:
    return "" if element is None else "".join(_one(child, notes) for child in element)


def _one(element: ET.Element, notes: Notes) -> str:
    if not element.tag.startswith(M):
        return ""
    name = element.tag.removeprefix(M)
    if name == "r":
        return "".join(_letters(text.text or "") for text in element.findall(f"{M}t"))
    if name in _PASSED:
        return _all(element, notes)
    if name.endswith("Pr"):
        return ""
    build = _BUILD.get(name)
    if build is None:
        notes.add(1756, what=shown(name))
        return _all(element, notes)
    return build(element, notes)


def _letters(text: str) -> str:
    if text.strip() in _FUNCTIONS:
        return f"\\{text.strip()} "
    return "".join(map(_letter, text))


def _letter(sign: str) -> str:
    if sign in _SIGNS:
        return f"\\{_SIGNS[sign]} "
    if sign in "{}#$%&_":
        return f"\\{sign}"
    return {"°": "^\\circ ", "−": "-", "\\": "\\backslash "}.get(sign, sign)


def _part(element: ET.Element, name: str, notes: Notes) -> str:
    return _all(element.find(f"{M}{name}"), notes).strip()


def _property(element: ET.Element, name: str, otherwise: str = "") -> str:
    found = element.find(f"{M}{element.tag.removeprefix(M)}Pr/{M}{name}")
    return otherwise if found is None else found.get(f"{M}val", "")


def _fraction(element: ET.Element, notes: Notes) -> str:
    top, bottom = _part(element, "num", notes), _part(element, "den", notes)
    if _property(element, "type") == "noBar":
        return _ROWS[0] + _ROWS[1].join((top, bottom)) + _ROWS[2]
    return rf"\frac{{{top}}}{{{bottom}}}"


def _root(element: ET.Element, notes: Notes) -> str:
    degree, inside = _part(element, "deg", notes), _part(element, "e", notes)
    return rf"\sqrt[{degree}]{{{inside}}}" if degree else rf"\sqrt{{{inside}}}"


def _script(*places: tuple[str, str]) -> Callable[[ET.Element, Notes], str]:
    def build(element: ET.Element, notes: Notes) -> str:
        base = _part(element, "e", notes)
        base = base if len(base) < 2 else f"{{{base}}}"
        return base + "".join(f"{sign}{{{_part(element, place, notes)}}}" for sign, place in places)

    return build


def _before(element: ET.Element, notes: Notes) -> str:
    return f"{{}}_{{{_part(element, 'sub', notes)}}}^{{{_part(element, 'sup', notes)}}}{_part(element, 'e', notes)}"


def _nary(element: ET.Element, notes: Notes) -> str:
    sign = _NARY.get(_property(element, "chr", "∫"))
    if sign is None:
        notes.add(1756, what=shown(_property(element, "chr")))
        sign = _property(element, "chr")
    low, high = _part(element, "sub", notes), _part(element, "sup", notes)
    return sign + (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "") + f" {_part(element, 'e', notes)}"


def _brackets(element: ET.Element, notes: Notes) -> str:
    def side(sign: str) -> str:
        return f"\\{sign}" if sign in {"{", "}"} else sign or "."

    inside = _property(element, "sepChr", "|").join(_all(part, notes).strip() for part in element.findall(f"{M}e"))
    return rf"\left{side(_property(element, 'begChr', '('))} {inside} \right{side(_property(element, 'endChr', ')'))}"


def _function(element: ET.Element, notes: Notes) -> str:
    return f"{_part(element, 'fName', notes)} {_part(element, 'e', notes)}"


def _accent(element: ET.Element, notes: Notes) -> str:
    sign = _property(element, "chr", "\u0302")
    if sign not in _ACCENTS:
        notes.add(1756, what=shown(sign))
        return _part(element, "e", notes)
    return rf"\{_ACCENTS[sign]}{{{_part(element, 'e', notes)}}}"


def _bar(element: ET.Element, notes: Notes) -> str:
    return rf"\{'overline' if _property(element, 'pos') == 'top' else 'underline'}{{{_part(element, 'e', notes)}}}"


def _matrix(element: ET.Element, notes: Notes) -> str:
    rows = (" & ".join(_all(cell, notes).strip() for cell in row.findall(f"{M}e")) for row in element.findall(f"{M}mr"))
    return _ROWS[0] + _ROWS[1].join(rows) + _ROWS[2]


def _lines(element: ET.Element, notes: Notes) -> str:
    rows = (_all(row, notes).strip() for row in element.findall(f"{M}e"))
    return _ROWS[0] + _ROWS[1].join(rows) + _ROWS[2]


_PASSED: Final = frozenset(["oMath", "oMathPara", "e", "num", "den", "box", "borderBox", "fName", "sub", "sup", "deg", "lim"])
_BUILD: Final[Mapping[str, Callable[[ET.Element, Notes], str]]] = {
    "f": _fraction,
    "rad": _root,
    "sSup": _script(("^", "sup")),
    "sSub": _script(("_", "sub")),
    "sSubSup": _script(("_", "sub"), ("^", "sup")),
    "sPre": _before,
    "limLow": _script(("_", "lim")),
    "limUpp": _script(("^", "lim")),
    "nary": _nary,
    "d": _brackets,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "m": _matrix,
    "eqArr": _lines,
}
