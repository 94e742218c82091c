"""The trail of all changes: who, when, what, from what to what; a sheet as of a day; whether the chain holds. Office only."""
