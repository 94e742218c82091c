"""A simulator of Google Sheets v4 and of what Drive v3 says of a file, on 127.0.0.1: for the demo and the tests. Standard library only.

It was made from Google's discovery documents and reference; nothing of it was compared with Google's own servers.
"""
