"""The staff: who they are, what they may do, and how they get in. Office only."""
