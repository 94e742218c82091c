"""Materi: the school's material catalogue."""
