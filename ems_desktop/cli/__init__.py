"""The command line's composition root. Imports late: a command loads what it uses and no more, and never Qt."""
