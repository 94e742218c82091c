"""Jadwal: the weekly timetable of a class, a teacher, a room, and of the whole school."""
