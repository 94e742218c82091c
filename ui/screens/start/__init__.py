"""First run: three doors, no settings before value."""
