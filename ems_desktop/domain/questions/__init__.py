"""The question bank's rules: what an item is, its markup, its checks, and its row in the structure document's table."""
