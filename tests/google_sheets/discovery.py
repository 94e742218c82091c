"""Judges requests and answers by Google's discovery documents, as google-api-python-client ships them. A null counts as absent."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ems_desktop.demo.google.masks import Mask, parse
from ems_desktop.demo.google.server import Exchange

JSON = dict[str, Any]
DOCUMENTS: Final = ("sheets.v4.json", "drive.v3.json")
_MASKED: Final = {  # what the mask of a request of a batch is over
    "UpdateCellsRequest": "CellData",
    "AppendCellsRequest": "CellData",
    "RepeatCellRequest": "CellData",
    "UpdateSheetPropertiesRequest": "SheetProperties",
    "UpdateDimensionPropertiesRequest": "DimensionProperties",
}
_SCALARS: Final[dict[str, Any]] = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}
_TIME: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
_FORMATS: Final = {"int64": r"-?\d{1,19}", "date-time": _TIME, "google-datetime": _TIME}  # of what is a string in JSON


@dataclass(frozen=True, slots=True)
class Method:
    """One method of an API. `schemas` and `everywhere` (parameters) are its document's."""

    id: str
    verb: str
    path: re.Pattern[str]
    parameters: JSON
    everywhere: JSON
    request: JSON | None
    response: JSON
    schemas: JSON


def problems(exchange: Exchange) -> list[str]:
    """What Google's documents do not know in this exchange: nothing, if all is well."""
    method = _method(exchange)
    if method is None:
        return [f"{exchange.method} {exchange.path}: no such method"]
    found = [*_query(method, exchange.query), *_body(method, exchange.body), *_answer(method, exchange)]
    return [f"{method.id}: {problem}" for problem in found]


@cache
def methods() -> tuple[Method, ...]:
    return tuple(method for name in DOCUMENTS for method in _of_document(_document(name)))


def _document(name: str) -> JSON:
    text = files("googleapiclient").joinpath("discovery_cache", "documents", name).read_text("utf-8")
    return dict(json.loads(text))


def _of_document(document: JSON) -> Iterator[Method]:
    waiting = [document]
    while waiting:
        part = waiting.pop()
        waiting += part.get("resources", {}).values()
        for one in part.get("methods", {}).values():
            path = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+?)", re.escape("/" + document["servicePath"] + one.get("flatPath", one["path"])))
            yield Method(
                one["id"],
                one["httpMethod"],
                re.compile(path),
                one.get("parameters", {}),
                document["parameters"],
                one.get("request"),
                one.get("response", {}),
                document["schemas"],
            )


def _method(exchange: Exchange) -> Method | None:
    """The longest pattern wins: `{id}:batchUpdate` before `{id}`."""
    fitting = [one for one in methods() if one.verb == exchange.method and one.path.fullmatch(exchange.path)]
    return max(fitting, key=lambda one: len(one.path.pattern), default=None)


def _query(method: Method, query: dict[str, list[str]]) -> Iterator[str]:
    for name, values in query.items():
        known = method.parameters.get(name) or method.everywhere.get(name)
        if known is None or known.get("location") != "query":
            yield f"parameter {name} is unknown"
            continue
        if len(values) > 1 and not known.get("repeated"):
            yield f"parameter {name} is given {len(values)} times"
        yield from (f"parameter {name}={value} is no {known['type']}" for value in values if not _fits_parameter(known, value))
    required = [name for name, known in method.parameters.items() if known.get("required") and known["location"] == "query"]
    yield from (f"parameter {name} is missing" for name in required if name not in query)
    if "fields" in query:
        yield from _mask(parse(query["fields"][0]), method.response, method.schemas, "fields")


def _fits_parameter(known: JSON, text: str) -> bool:
    if "enum" in known:
        return text in known["enum"]
    patterns = {"boolean": "[Tt]rue|[Ff]alse", "integer": r"-?\d+", "number": r"-?\d+(\.\d+)?"}
    return re.fullmatch(patterns.get(known["type"], ".*"), text, re.DOTALL) is not None


def _body(method: Method, body: Any) -> Iterator[str]:
    if method.request is not None:
        yield from _check(method.request, body if body is not None else {}, method.schemas, "request")
    elif body is not None:
        yield "takes no body"


def _answer(method: Method, exchange: Exchange) -> Iterator[str]:
    if exchange.answer is None:
        return
    if exchange.status == 200:
        yield from _check(method.response, exchange.answer, method.schemas, "answer")
        return
    error = exchange.answer.get("error")
    if not isinstance(error, dict) or error.get("code") != exchange.status or not isinstance(error.get("message"), str):
        yield f"an error with status {exchange.status} says {exchange.answer}"


def _check(schema: JSON, value: Any, schemas: JSON, place: str) -> Iterator[str]:
    if value is None or schema.get("type") == "any":
        return
    if "$ref" in schema:
        yield from _check(schemas[schema["$ref"]], value, schemas, place)
    elif schema["type"] == "object":
        yield from _object(schema, value, schemas, place)
    elif schema["type"] == "array":
        if not isinstance(value, list):
            yield f"{place} is no list"
            return
        for i, one in enumerate(value):
            yield from _check(schema["items"], one, schemas, f"{place}[{i}]")
    elif not _fits(schema, value):
        yield f"{place}: {value!r} is no {schema.get('format', schema['type'])}"
    elif schema.get("format") == "google-fieldmask" and (over := _MASKED.get(place.rsplit("|", maxsplit=1)[-1].removesuffix(".fields"))):
        yield from _mask(parse(value), {"$ref": over}, schemas, place)


def _object(schema: JSON, value: Any, schemas: JSON, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place} is no object"
        return
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    within = f"{place}|{schema['id']}" if schema.get("id") in _MASKED else place
    for name, part in value.items():
        below = known.get(name) or others
        if below is None:
            yield f"{place} has no field {name}"
        else:
            yield from _check(below, part, schemas, f"{within}.{name}")


def _fits(schema: JSON, value: Any) -> bool:
    kind = schema["type"]
    if not isinstance(value, _SCALARS[kind]) or (kind != "boolean" and isinstance(value, bool)):
        return False
    if "enum" in schema:
        return value in schema["enum"]
    if isinstance(value, str):
        return re.fullmatch(_FORMATS.get(schema.get("format", ""), ".*"), value, re.DOTALL) is not None
    return math.isfinite(value) and (schema.get("format") != "int32" or -(2**31) <= value < 2**31)


def _mask(mask: Mask, schema: JSON, schemas: JSON, place: str) -> Iterator[str]:
    """Each name of a field mask is a field there."""
    while "$ref" in schema or schema.get("type") == "array":
        schema = schemas[schema["$ref"]] if "$ref" in schema else schema["items"]
    for name, below in (mask or {}).items():
        part = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
        if part is None:
            yield f"{place}: there is no {name}"
        else:
            yield from _mask(below, part, schemas, f"{place}.{name}")
