"""The same school and windows as for Kelas & Siswa; tests here open them at Beranda."""

from tests.ui.rosters.conftest import empty, filled, office, open_desk

__all__ = ["empty", "filled", "office", "open_desk"]
