"""Alembic's revisions: the tables, step by step. Roles, functions and policies are not here: they are made anew at each upgrade."""
