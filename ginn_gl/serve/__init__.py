"""Runs for browsers elsewhere: a table of them, the page of each, and what is trained as it grows. It only reads.

Nothing waits for a viewer. A run file is looked at by one reader, whoever watches; a page says which checkpoints it
has and is sent one block of what it lacks, and the next one once it asks again: so there is no queue anywhere.
"""
