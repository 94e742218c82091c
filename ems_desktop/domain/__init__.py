"""What is valid at school: pure functions and frozen dataclasses. No I/O, no clock, the standard library only."""
