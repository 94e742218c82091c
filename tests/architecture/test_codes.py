"""Error codes: one number each, in their area's range, raised somewhere, with every word their sentence needs."""

import ast
import re
import string
from collections import Counter

from ems_desktop.domain import errors
from ems_desktop.domain.codes import AREAS, CODES
from tests.architecture.sources import FLOORS, assert_none, called, modules, texts

ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, errors.EmsError)}
DECLARED = "ems_desktop/domain/codes"


def test_every_number_lies_in_its_areas_range():
    ranges = {area: re.match(r"Codes (\d\d)xx", area.__doc__ or "") for area in AREAS}
    assert_none(
        [f"{area.__name__}: {code}" for area, xx in ranges.items() for code in area.CODES if xx is None or code // 100 != int(xx[1])]
    )


def test_every_number_is_given_once():
    keys = [
        node.value
        for m in modules(DECLARED)
        for table in m.nodes
        if isinstance(table, ast.Dict)
        for node in table.keys
        if isinstance(node, ast.Constant)
    ]
    assert_none([str(key) for key, count in Counter(keys).items() if count > 1])


def test_every_code_is_used():
    numbers = {
        node.value
        for m in modules(*FLOORS)
        if not m.name.startswith(DECLARED)
        for node in m.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, int)
    }
    outside = " ".join(text for name, text in texts().items() if name in {"ems", "ems.cmd"} or name.endswith(".sql"))
    numbers |= {int(number) for number in re.findall(r"\b1[0-9]{3}\b", outside)}
    assert_none([str(code) for code in CODES if code not in numbers])


def test_every_error_raised_has_a_sentence_and_every_word_it_needs():
    wrong = []
    for module in modules(*FLOORS):
        for call in module.calls():
            code = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if called(call) not in ERRORS or not isinstance(code, int):
                continue
            given = {keyword.arg for keyword in call.keywords}  # None stands for **params
            missing = _words(CODES.get(code, "{a sentence}")) - given
            if missing and None not in given:
                wrong.append(f"{module.name}:{call.lineno} EMS-{code} lacks {', '.join(sorted(missing))}")
    assert_none(wrong)


def test_every_sentence_ends_like_one():
    assert_none([f"{code} {text}" for code, text in CODES.items() if not text.endswith((".", "?", "}"))])


def _words(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
