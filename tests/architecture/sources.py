"""The project's own files as the architecture tests see them: path from the root, text, syntax tree."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("ems_desktop", "sync", "ui")
TEXTS = {".py", ".md", ".sql", ".toml", ".spec", ".cmd", ".json", ".qss"}


@dataclass(frozen=True)
class Source:
    """One Python file. `name` is its path from the root, with slashes; `nodes` is its whole syntax tree, laid flat."""

    name: str
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]

    def calls(self) -> list[ast.Call]:
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    def strings(self) -> list[tuple[int, str]]:
        """Line and value of every string in the code, the fixed parts of f-strings among them."""
        return [(node.lineno, node.value) for node in self.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


@cache
def modules(*folders: str) -> tuple[Source, ...]:
    """Every Python file below these folders; all floors and the tests when none is named."""
    return tuple(_source(path) for folder in folders or (*FLOORS, "tests") for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def _source(path: Path) -> Source:
    text = path.read_text("utf-8")
    tree = ast.parse(text, str(path))
    return Source(path.relative_to(ROOT).as_posix(), text, tree, tuple(ast.walk(tree)))


@cache
def texts() -> dict[str, str]:
    """Every text file people wrote, by its path from the root."""
    tops = [ROOT / name for name in (*FLOORS, "tests", "resources", "docs", ".ci")]
    files = [path for top in tops for path in top.rglob("*") if path.suffix in TEXTS or top.name == ".ci"]
    files += [path for path in ROOT.iterdir() if path.suffix in TEXTS or path.name in {"ems", "README", "CHANGELOG"}]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(files) if path.is_file()}


def assert_none(found: list[str]) -> None:
    """The whole list is the message: it says what to mend."""
    assert not found, "\n" + "\n".join(found)


def called(call: ast.Call) -> str:
    """The last name of what is called: `raises` for `pytest.raises(...)`."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
