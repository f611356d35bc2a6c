"""The viewer: state (one plain object), named actions on it, and panels that draw it.

Only this room imports imgui. A frame reads as phases: take in what changed, act on keys, draw panels.
"""
