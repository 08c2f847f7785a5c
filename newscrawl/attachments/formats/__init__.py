"""One module a format; each has `blocks`, which yields the paragraphs and tables of a file in reading order."""
