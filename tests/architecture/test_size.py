"""Files, classes and functions stay small enough to be read in one go."""

import ast

from tests.architecture.sources import FLOORS, assert_none, modules

MOST_LINES = 350
MOST = {ast.FunctionDef: 40, ast.AsyncFunctionDef: 40, ast.ClassDef: 200}


def test_no_file_is_longer_than_350_lines():
    assert_none([f"{m.name}: {count}" for m in modules() if (count := len(m.text.splitlines())) > MOST_LINES])


def test_no_function_is_longer_than_40_lines_and_no_class_longer_than_200():
    assert_none(
        [
            f"{m.name}:{node.lineno} {node.name}: {length}"
            for m in modules()
            for node in m.nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST[type(node)]
        ]
    )


def test_every_module_says_in_one_to_six_lines_what_it_is_for():
    lines = {m.name: len((ast.get_docstring(m.tree) or "").splitlines()) for m in modules(*FLOORS)}
    assert_none([f"{name}: {count}" for name, count in lines.items() if not 1 <= count <= 6])
