"""The two sample texts, built into whole pages at run time and read back."""
