"""The areas on screen, one room each: presenter.py (plain Python), view.py (widgets), columns.py (declared columns)."""
