"""The window itself: theme, widgets, shell, first run, sign-in, settings."""
