"""Straight pieces joined to lines, where they meet end to end."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

SAME = 1e-9  # of the longest side of all: ends that are nearer to each other meet


def chained(nodes: np.ndarray, pairs: np.ndarray) -> list[np.ndarray]:
    """Lines (K, 2) along all pieces. nodes: (N, 2). pairs: (P, 2) int, the nodes that each piece goes between.

    A closed line ends where it starts. At a node where more than two pieces meet, lines end.
    """
    at = defaultdict[int, list[int]](list)
    for piece, (start, end) in enumerate(pairs.tolist()):
        at[start].append(piece)
        at[end].append(piece)
    left, ends, found = set(range(len(pairs))), pairs.tolist(), list[np.ndarray]()

    def follow(node: int, piece: int) -> list[int]:
        passed = [node]
        while True:
            left.discard(piece)
            start, end = ends[piece]
            node = end if node == start else start
            passed.append(node)
            onwards = [other for other in at[node] if other in left]
            if len(at[node]) != 2 or not onwards:
                return passed
            piece = onwards[0]

    for node, pieces in at.items():  # lines with ends first: what is left then are rings
        if len(pieces) != 2:
            found += [nodes[follow(node, piece)] for piece in pieces if piece in left]
    while left:
        piece = next(iter(left))
        found.append(nodes[follow(ends[piece][0], piece)])
    return found


def joined(pieces: np.ndarray) -> list[np.ndarray]:
    """Lines along pieces (P, 2, 2) from point to point, whose ends meet but for rounding."""
    if not len(pieces):
        return []
    points, which = joined_points(pieces.reshape(-1, 2))
    pairs = which.reshape(-1, 2)
    return chained(points, pairs[pairs[:, 0] != pairs[:, 1]])


def joined_points(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points (N, 2) of which some are the same but for rounding: those that differ (M, 2), and which each is, (N,)."""
    unit = SAME * max(float(np.ptp(points, axis=0).max()), 1e-300)
    places = np.array(((points - points.min(axis=0)) / unit).round(), np.float64)
    _, first, which = np.unique(places, axis=0, return_index=True, return_inverse=True)
    return points[first], which.ravel()
