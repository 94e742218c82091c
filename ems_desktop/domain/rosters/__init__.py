"""A roster file's rows become pupils: what each cell means, what is wrong with it, and how the list differs from the school's.

Pure functions and frozen dataclasses. It knows neither files nor the store, neither the clock nor the language.
"""
