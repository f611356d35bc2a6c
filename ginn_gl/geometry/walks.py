"""Walks over the finished mesh: along a neuron's boundary, and to the face around a point; compiled."""

# Arguments of compiled functions have whatever type numba finds them to have; docstrings say what is meant.
# pyright: basic

from __future__ import annotations

import numpy as np

from .mesh import NEXT, ORIGIN, TWIN, X, Y, compiled


@compiled
def walk_boundary(half_edges, face_of, on):
    """The boundary of one neuron, as half-edges with a face on their own side in which it is on, and one beyond
    in which it is not, end to end.

    on: of each face, (F,) bool. Returns the vertices of all pieces, one after the other, and where each piece
    starts among them, (pieces + 1,). A closed piece ends with the vertex that it starts with.
    """
    following, led_to = _followers(half_edges, face_of, on)
    path = np.empty(2 * len(following), np.int32)
    starts = np.zeros(len(following) + 1, np.int32)
    count = pieces = 0
    for closed in (False, True):  # what is left once all open pieces are walked, is closed
        for start in range(len(following)):
            if following[start] == NOT_ON_IT or (led_to[start] and not closed):
                continue
            half_edge = start
            while half_edge >= 0 and following[half_edge] != NOT_ON_IT:
                path[count] = half_edges[ORIGIN, half_edge]
                last = half_edges[ORIGIN, half_edges[NEXT, half_edge]]
                count += 1
                next_one = following[half_edge]
                following[half_edge] = NOT_ON_IT
                half_edge = next_one
            path[count] = last
            count += 1
            pieces += 1
            starts[pieces] = count
    return path[:count].copy(), starts[:pieces + 1].copy()


END = -1
NOT_ON_IT = -2


@compiled
def _followers(half_edges, face_of, on):
    """After each half-edge of the boundary the next one, and which half-edges are next ones."""
    following = np.full(len(face_of), NOT_ON_IT, np.int32)
    led_to = np.zeros(len(face_of), np.bool_)
    for half_edge in range(len(face_of)):
        if _state(half_edge, face_of, on) == 1 and _state(half_edges[TWIN, half_edge], face_of, on) == 0:
            turned = half_edges[NEXT, half_edge]
            while _state(half_edges[TWIN, turned], face_of, on) == 1:  # about the vertex, through faces that are on
                turned = half_edges[NEXT, half_edges[TWIN, turned]]
            if _state(half_edges[TWIN, turned], face_of, on) == 0:
                following[half_edge] = turned
                led_to[turned] = True
            else:
                following[half_edge] = END
    return following, led_to


@compiled
def _state(half_edge, face_of, on):
    """Of the neuron in the half-edge's face: 1 on, 0 off, -1 outside the window."""
    face = face_of[half_edge]
    return -1 if face < 0 else int(on[face])


@compiled
def faces_around(points, vertices, corners, starts, rounding):
    """The face that each point lies in, (N,) int32: the one whose sides it is farthest inside of.

    rounding: by how much a point may seem to be outside of the one, as an area.
    """
    found = np.full(len(points), -1, np.int32)
    for i in range(len(points)):
        x, y = points[i]
        farthest = -rounding
        for face in range(len(starts) - 1):
            inside = np.inf
            before = corners[starts[face + 1] - 1]
            for k in range(starts[face], starts[face + 1]):
                vertex = corners[k]
                along_x, along_y = vertices[vertex, X] - vertices[before, X], vertices[vertex, Y] - vertices[before, Y]
                across = along_x * (y - vertices[before, Y]) - along_y * (x - vertices[before, X])
                inside = min(inside, across)
                if inside <= farthest:
                    break
                before = vertex
            if inside > farthest:
                farthest = inside
                found[i] = face
    return found
