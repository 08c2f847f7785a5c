"""Text of files: the tests make their own, in every format, and compare every word."""
