"""Beranda: what waits for the person who sits here, each line one key away from its place."""
