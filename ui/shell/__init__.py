"""The window around the screens: rail, header, status line, palette, sheet of shortcuts."""
