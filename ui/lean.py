"""Takes off PySide6 what this program has no use for. Imported by `ui.app` before the rest of the window."""

import sys

import PySide6.QtCore  # noqa: F401 - it brings the module below into being


def spare_sources() -> None:
    """PySide6 reads the source file of every module that is imported after it, for it might say `from __feature__ import …`.

    None does. To be told so spares some 500 files at each start, and their text in memory. A bundle holds no sources and comes
    to the same answer.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None:
        feature._mod_uses_pyside = lambda _module: False  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
