"""What import-linter cannot see: strings and numbers that would reach through the floors."""

import ast
import re
import tomllib

import ems_desktop
from tests.architecture.sources import FLOORS, ROOT, Source, assert_none, called, modules, texts

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")
ONE_MACHINE = re.compile(r"/(?:root|work|tmp)/|[.][.]/shared|farm[-]studio|[.]library|[A-Z]:\\+Users")  # matches no part of itself


def test_no_colour_is_written_in_python_outside_the_theme():
    assert_none(
        [
            f"{m.name}:{line} {text!r}"
            for m in modules(*FLOORS)
            if not m.name.startswith("ui/theme/")
            for line, text in m.strings()
            if COLOUR.search(text)
        ]
    )


def test_no_colour_is_mixed_from_numbers_outside_the_theme():
    assert_none(
        [
            f"{m.name}:{call.lineno}"
            for m in modules("ui")
            if not m.name.startswith("ui/theme/")
            for call in m.calls()
            if called(call) in {"QColor", "fromRgb", "fromHsv", "fromHsl"} and any(isinstance(arg, ast.Constant) for arg in call.args[:3])
        ]
    )


def test_only_the_top_floor_and_the_tests_know_qt():
    assert_none([f"{m.name}:{line}" for m in modules("ems_desktop", "sync") for line, name in _imports(m) if name.startswith("PySide6")])


def test_no_file_names_a_folder_of_one_machine():
    assert_none(
        [
            f"{name}:{number} {found[0]}"
            for name, text in texts().items()
            for number, line in enumerate(text.splitlines(), 1)
            if (found := ONE_MACHINE.search(line))
        ]
    )


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == ems_desktop.__version__


def _imports(module: Source) -> list[tuple[int, str]]:
    plain = [(node.lineno, alias.name) for node in module.nodes if isinstance(node, ast.Import) for alias in node.names]
    return plain + [(node.lineno, node.module or "") for node in module.nodes if isinstance(node, ast.ImportFrom)]
