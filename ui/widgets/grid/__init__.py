"""A grid with Excel's habits, whatever its cells are: moves, blocks as text, the view, the hand, the editor."""
