"""The sync centre: what clashed, what waits, what was refused, what was sent."""
