"""Families: each file keeps the schema, and each program is told by its own pages and by no other's."""
