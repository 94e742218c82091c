"""The use cases: each public method is one thing a person does. They take a store and return frozen dataclasses."""
