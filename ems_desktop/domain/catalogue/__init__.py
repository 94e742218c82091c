"""The material catalogue and the Google Sheet beside it: what a Sheet is to us, and how both are merged."""
