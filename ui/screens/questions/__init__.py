"""Bank Soal: the questions of a subject, found, written, tried on the page, taken in and given out."""
