"""Nilai: the grade sheet of a subject in a class for a semester."""
