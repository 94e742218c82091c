"""Qt's system libraries: seen once, and named with the command that brings them where they cannot be installed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ems_desktop.domain.errors import Outage
from ems_desktop.door import system_libraries


def test_a_library_that_is_not_there_is_named_by_its_package():
    assert system_libraries.missing({"libm.so.6": "libc6", "libnowhere.so.7": "libnowhere7"}) == ["libnowhere7"]


def test_without_apt_the_one_command_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setitem(system_libraries.OFFSCREEN, "libnowhere.so.7", "libnowhere7")
    with pytest.raises(Outage, match="your-package-manager install libnowhere7"):
        system_libraries.ensure_qt()
    assert list(tmp_path.iterdir()) == []


def test_what_was_seen_is_not_looked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    system_libraries.ensure_qt()
    assert [path.name for path in tmp_path.iterdir()] == ["ems.qt-offscreen"]
    monkeypatch.setitem(system_libraries.OFFSCREEN, "libnowhere.so.7", "libnowhere7")
    system_libraries.ensure_qt()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
