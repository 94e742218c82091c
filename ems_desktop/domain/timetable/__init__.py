"""The weekly timetable: lessons on a clock, who and what they occupy, and where a lesson may go."""
