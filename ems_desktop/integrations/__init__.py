"""The outside: files and services that are not ours."""
