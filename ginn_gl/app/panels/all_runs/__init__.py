"""All runs at a glance, over the whole window."""
