"""Kelas & Siswa: classes, their subjects and pupils, a pupil's card, and the import of the pupil list."""
