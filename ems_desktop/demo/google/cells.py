"""Cells: what is entered, what a person's typing becomes, and what is shown. A cell is a CellData of Sheets v4, never changed in place."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from ems_desktop.demo.google.refusals import wrong

Cell = dict[str, Any]
EMPTY: Final[Cell] = {}
MOST: Final = 50_000  # characters
_KINDS: Final = {"stringValue": str, "numberValue": (int, float), "boolValue": bool, "formulaValue": str}
_DAY_ZERO: Final = date(1899, 12, 30)
_ARITHMETIC = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Constant, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub)
_LINK = re.compile(r'=HYPERLINK\("[^"]*"\s*[,;]\s*"(?P<label>[^"]*)"\)', re.IGNORECASE)
_REFERENCE = re.compile(r"=\$?([A-Z]{1,3})\$?([1-9]\d*)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
Look = Callable[[str], Cell]  # by address


def checked(cell: Cell) -> Cell:
    """A cell as a client sent it. An empty text is no value."""
    value = cell.get("userEnteredValue")
    if value is None:
        return {name: part for name, part in cell.items() if part is not None}
    given = {kind: part for kind, part in value.items() if part is not None}
    if len(given) > 1:
        raise wrong("Only one kind of value may be set in a cell")
    for kind, part in given.items():
        _check(kind, part)
    rest = {name: part for name, part in cell.items() if name != "userEnteredValue"}
    return rest | ({"userEnteredValue": given} if given and given != {"stringValue": ""} else {})


def _check(kind: str, part: Any) -> None:
    if kind not in _KINDS or not isinstance(part, _KINDS[kind]) or (kind == "numberValue" and isinstance(part, bool)):  # type: ignore[arg-type]
        raise wrong(f"Invalid value at '{kind}'")
    if isinstance(part, str) and len(part) > MOST:
        raise wrong(f"Your input contains more than the maximum of {MOST} characters in a single cell.")
    if kind == "formulaValue" and not part.startswith("="):
        raise wrong("Invalid formulaValue: it must start with an equals sign")


def raw(value: Any) -> Cell:
    """A value as `valueInputOption=RAW` stores it: a text stays one."""
    if isinstance(value, bool):
        return checked({"userEnteredValue": {"boolValue": value}})
    if isinstance(value, int | float):
        return checked({"userEnteredValue": {"numberValue": value}})
    return checked({"userEnteredValue": {"stringValue": "" if value is None else str(value)}})


def typed(value: Any, comma: bool, today: date) -> Cell:
    """A value as if a person typed it. `comma`: the spreadsheet's language writes 0,5; and 7/8 is then the 7th of August."""
    if not isinstance(value, str):
        return raw(value)
    text = value.strip()
    if value.startswith("'"):
        return raw(value[1:])
    if text.startswith("=") and len(text) > 1:
        return checked({"userEnteredValue": {"formulaValue": text}})
    if text.upper() in {"TRUE", "FALSE"}:
        return raw(text.upper() == "TRUE")
    return _number(text, comma) or _date(text, comma, today) or raw(value)


def entered(old: Cell, value: Any, comma: bool, today: date) -> Cell:
    """The cell after somebody typed into it: a date or a percentage brings its format, anything else keeps the old one."""
    kept = {name: part for name, part in old.items() if name != "userEnteredValue"}
    return kept | typed(value, comma, today)


def _number(text: str, comma: bool) -> Cell | None:
    plain = text.replace(".", "").replace(",", ".") if comma else text.replace(",", "")
    grouped = r"-?\d{1,3}(\.\d{3})+(,\d+)?|-?\d+(,\d+)?" if comma else r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?"
    if re.fullmatch(rf"({grouped})%", text):
        return raw(float(plain[:-1]) / 100) | _format("PERCENT", "0%")
    if not re.fullmatch(grouped, text):
        return None
    return raw(float(plain) if "." in plain else int(plain))


def _date(text: str, day_first: bool, today: date) -> Cell | None:
    if found := _ISO.fullmatch(text):
        year, month, day, pattern = *map(int, found.groups()), "yyyy-mm-dd"
    elif found := _DAY_FIRST.fullmatch(text):
        one, two, year = (int(part) if part else today.year for part in found.groups())
        day, month = (one, two) if day_first else (two, one)
        pattern = ("d/m" if day_first else "m/d") + ("/yyyy" if found[3] else "")
    else:
        return None
    try:
        return raw((date(year, month, day) - _DAY_ZERO).days) | _format("DATE", pattern)
    except ValueError:
        return None


def _format(kind: str, pattern: str) -> dict[str, Any]:
    return {"userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}}}


def effective(cell: Cell, look: Look) -> dict[str, Any] | None:
    """The value after a formula was worked out: plain arithmetic, one reference, HYPERLINK. Others are an error, as an unknown function is."""
    value: dict[str, Any] | None = cell.get("userEnteredValue")
    formula = (value or {}).get("formulaValue")
    if formula is None:
        return value
    if found := _LINK.fullmatch(formula):
        return {"stringValue": found["label"]}
    if found := _REFERENCE.fullmatch(formula):
        other = look(found[1].upper() + found[2]).get("userEnteredValue") or {"numberValue": 0}
        return other if "formulaValue" not in other else _error("REF")
    return _worked_out(formula)


def _worked_out(formula: str) -> dict[str, Any]:
    try:
        tree = ast.parse(formula[1:].strip(), mode="eval")
        if not all(isinstance(node, _ARITHMETIC) for node in ast.walk(tree)):
            return _error("NAME")
        return {"numberValue": eval(compile(tree, "formula", "eval"), {"__builtins__": {}})}  # noqa: S307 - numbers and + - * / alone
    except ZeroDivisionError:
        return _error("DIVIDE_BY_ZERO")
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return _error("NAME")


def _error(kind: str) -> dict[str, Any]:
    return {"errorValue": {"type": kind, "message": "Formula parse error."}}


def shown(cell: Cell, comma: bool, look: Look) -> str | None:
    """What stands in the cell on the screen; None where nothing does."""
    value = effective(cell, look)
    if not value:
        return None
    (kind, part), *_ = value.items()
    if kind == "numberValue":
        return _shown_number(part, (cell.get("userEnteredFormat") or {}).get("numberFormat") or {}, comma)
    if kind == "boolValue":
        return "TRUE" if part else "FALSE"
    if kind == "errorValue":
        return {"NAME": "#NAME?", "DIVIDE_BY_ZERO": "#DIV/0!"}.get(part["type"], f"#{part['type']}!")
    return str(part)


def _shown_number(number: float, form: Mapping[str, str], comma: bool) -> str:
    if form.get("type") == "DATE":
        return _shown_date(int(number), form.get("pattern") or ("dd/mm/yyyy" if comma else "m/d/yyyy"))
    if form.get("type") == "PERCENT":
        return f"{number:.0%}"
    text = str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.10g}".upper()
    return text.replace(".", ",") if comma else text


def _shown_date(days: int, pattern: str) -> str:
    day = _DAY_ZERO + timedelta(days)
    parts = {"yyyy": f"{day:%Y}", "mm": f"{day:%m}", "dd": f"{day:%d}", "m": str(day.month), "d": str(day.day)}
    return re.sub("yyyy|mm|dd|m|d", lambda found: parts[found[0]], pattern)
