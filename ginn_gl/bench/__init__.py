"""`ginn-gl bench`: how fast training and drawing are here, beside what else there is.

Each subject is a module with two functions: measure() -> dict of figures that JSON has words for, and
as_text(figures) -> str, the same as a table.
"""
