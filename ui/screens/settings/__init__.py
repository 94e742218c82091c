"""Language, theme, font size; what the school and this version are."""
