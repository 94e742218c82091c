"""The tests themselves: each can fail, none is skipped, none waits by the clock."""

import ast

from tests.architecture.sources import Source, assert_none, called, calls, modules

ASSERTING = ("assert", "check", "expect", "verify", "raises", "wait", "run_state_machine")


def test_every_test_asserts_something():
    assert_none([f"{m.name}:{test.lineno} {test.name}" for m in modules("tests") for test in _tests(m) if not _asserts(test, m)])


def test_no_test_sleeps_but_between_two_looks_at_a_condition():
    sleeps = {(m.name, call.lineno) for m in modules("tests") for call in m.calls() if called(call) == "sleep"}
    polls = {
        (m.name, call.lineno)
        for m in modules("tests")
        for loop in m.nodes
        if isinstance(loop, ast.While) and not isinstance(loop.test, ast.Constant)
        for call in calls(loop)
    }
    assert_none([f"{name}:{line}" for name, line in sleeps - polls])


def test_no_test_is_skipped_or_expected_to_fail():
    assert_none(
        [
            f"{m.name}:{node.lineno}"
            for m in modules("tests")
            for node in m.nodes
            if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail", "importorskip"}
        ]
    )


def _tests(module: Source) -> list[ast.FunctionDef]:
    return [node for node in module.nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def _asserts(function: ast.FunctionDef, module: Source, depth: int = 2) -> bool:
    """By a statement of its own, or by a function of its own module that does."""
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    names = {called(call) for call in calls(function)}
    if any(name.lstrip("_").startswith(ASSERTING) for name in names):
        return True
    helpers = [node for node in module.nodes if isinstance(node, ast.FunctionDef) and node.name in names]
    return depth > 0 and any(_asserts(helper, module, depth - 1) for helper in helpers)
