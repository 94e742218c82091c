"""Floor 2: the engine of the offline cache: outbox, push, pull, conflicts. Knows nothing of Qt."""
