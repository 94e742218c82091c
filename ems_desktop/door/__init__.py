"""What stands before the program: the environment it runs in and the system libraries its window needs. Must run on a bare
Python, so it knows the standard library and the error codes, and nothing else of the program."""
