"""Floor 1: domain rules, services, stores, integrations and the command line. Knows nothing of Qt."""

__version__ = "0.4.0"
