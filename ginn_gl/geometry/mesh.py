"""A window of the plane as a mesh of convex faces, split along one neuron's boundary after another; compiled.

The mesh is the usual one of half-edges: each side of a face is a half-edge, which knows the vertex it starts
from, the half-edge after it around the face, and its twin on the other side. Around the window runs an outer
face, which is never split, so that no half-edge is without a twin.

A neuron's pre-activation is continuous over the plane and affine on each face. So its sign at the vertices
decides everything, and is decided once for all faces around a vertex: an edge is cut once for both its faces,
a face is split if it has vertices of both signs, and neighbours always fit. This is the edge subdivision of
Berzins, Polyhedral Complex Extraction from ReLU Networks using Edge Subdivision (ICML 2023).

Tables hold one row for each property, and columns to spare while they grow. The compiled code is cached on
disk by the date of this file.
"""

# Arguments of compiled functions have whatever type numba finds them to have; docstrings say what is meant.
# pyright: basic

from __future__ import annotations

import numpy as np

from ..compiled import compiled

ORIGIN, NEXT, TWIN = 0, 1, 2  # rows of half-edges
FIRST, PARENT = 0, 1          # rows of faces: one of its half-edges, and the face it was part of at first
X, Y, NEURONS = 0, 1, 2       # rows of vertices: where it lies, then each neuron's pre-activation there


def one_face() -> tuple[np.ndarray, np.ndarray]:
    """Half-edges (3, 8) and faces (2, 1) of the mesh of one face with the vertices 0, 1, 2, 3 in this order."""
    half_edges = np.array([[0, 1, 2, 3, 1, 2, 3, 0],
                           [1, 2, 3, 0, 7, 4, 5, 6],
                           [4, 5, 6, 7, 0, 1, 2, 3]], np.int32)
    return half_edges, np.zeros((2, 1), np.int32)


@compiled
def split(half_edges, faces, vertices, tolerances):
    """Split all faces along the boundaries of one layer's neurons.

    half_edges: (3, H) int32. faces: (2, F) int32. vertices: (2 + neurons, V) float64.
    tolerances: (neurons,); a pre-activation that is no larger counts as zero.
    Returns larger tables of the three kinds.
    """
    faces[PARENT] = np.arange(faces.shape[1])
    half_edge_count, face_count, vertex_count = half_edges.shape[1], faces.shape[1], vertices.shape[1]
    for row in range(NEURONS, len(vertices)):
        signs = _signs(vertices[row, :vertex_count], tolerances[row - NEURONS])
        to_split, chord_count = _faces_to_split(half_edges, faces[FIRST, :face_count], signs)
        if chord_count == 0:
            continue
        to_cut = _edges_to_cut(half_edges[:, :half_edge_count], signs)
        vertices = _with_room(vertices, vertex_count + len(to_cut))
        half_edges = _with_room(half_edges, half_edge_count + 2 * (len(to_cut) + chord_count))
        faces = _with_room(faces, face_count + chord_count)
        for edge in to_cut:
            _cut_edge(half_edges, half_edge_count, edge, vertices, vertex_count, row)
            half_edge_count += 2
            vertex_count += 1
        signs = np.append(signs, np.zeros(len(to_cut), np.int8))
        for face in to_split:
            while _split_face(half_edges, half_edge_count, faces, face, face_count, signs):
                half_edge_count += 2
                face_count += 1
    return (half_edges[:, :half_edge_count].copy(), faces[:, :face_count].copy(),
            vertices[:, :vertex_count].copy())


@compiled
def _signs(values, tolerance):
    """-1, 0 or 1 for each value, (V,) int8; those that count as zero become it."""
    signs = np.zeros(len(values), np.int8)
    for vertex in range(len(values)):
        if values[vertex] > tolerance:
            signs[vertex] = 1
        elif values[vertex] < -tolerance:
            signs[vertex] = -1
        else:
            values[vertex] = 0.0
    return signs


@compiled
def _faces_to_split(half_edges, first, signs):
    """Faces with vertices of both signs, and how many chords they need: one each, but for rounding."""
    found = np.empty(len(first), np.int32)
    count = chord_count = 0
    for face in range(len(first)):
        positive = False
        negative_runs = 0
        half_edge = first[face]
        before = signs[half_edges[ORIGIN, half_edge]]
        while True:
            half_edge = half_edges[NEXT, half_edge]
            sign = signs[half_edges[ORIGIN, half_edge]]
            positive |= sign > 0
            negative_runs += before >= 0 and sign < 0
            before = sign
            if half_edge == first[face]:
                break
        if positive and negative_runs > 0:
            found[count] = face
            count += 1
            chord_count += negative_runs
    return found[:count], chord_count


@compiled
def _edges_to_cut(half_edges, signs):
    """Of each edge whose ends have opposite signs, one half-edge."""
    found = np.empty(half_edges.shape[1] // 2, np.int32)
    count = 0
    for half_edge in range(half_edges.shape[1]):
        twin = half_edges[TWIN, half_edge]
        if half_edge < twin and signs[half_edges[ORIGIN, half_edge]] * signs[half_edges[ORIGIN, twin]] < 0:
            found[count] = half_edge
            count += 1
    return found[:count]


@compiled
def _with_room(table, columns):
    """The table itself if it has as many columns, else a copy with twice as many."""
    if table.shape[1] >= columns:
        return table
    larger = np.empty((len(table), 2 * columns), table.dtype)
    for row in range(len(table)):
        for column in range(table.shape[1]):  # a slice would take numba four seconds more to compile
            larger[row, column] = table[row, column]
    return larger


@compiled
def _cut_edge(half_edges, new, there, vertices, middle, row):
    """Cut an edge where the neuron of this row is zero: its two halves keep their origins, two new ones start
    at the new vertex."""
    back = half_edges[TWIN, there]
    start, end = half_edges[ORIGIN, there], half_edges[ORIGIN, back]
    part = vertices[row, start] / (vertices[row, start] - vertices[row, end])
    for k in range(len(vertices)):
        vertices[k, middle] = vertices[k, start] + part * (vertices[k, end] - vertices[k, start])
    vertices[row, middle] = 0.0
    _set(half_edges, new, middle, half_edges[NEXT, there], back)
    _set(half_edges, new + 1, middle, half_edges[NEXT, back], there)
    _set(half_edges, there, start, new, new + 1)
    _set(half_edges, back, end, new + 1, new)


@compiled
def _set(half_edges, half_edge, origin, following, twin):
    half_edges[ORIGIN, half_edge] = origin
    half_edges[NEXT, half_edge] = following
    half_edges[TWIN, half_edge] = twin


@compiled
def _split_face(half_edges, new, faces, face, new_face, signs):
    """Cut a run of negative vertices off a face, as a new one; False where that would leave nothing."""
    positive, before_run = False, -1
    half_edge = faces[FIRST, face]
    while True:
        following = half_edges[NEXT, half_edge]
        positive |= signs[half_edges[ORIGIN, half_edge]] > 0
        if signs[half_edges[ORIGIN, following]] == 0 and _leads_to(half_edges, following, signs) < 0:
            before_run = half_edge
        half_edge = following
        if half_edge == faces[FIRST, face]:
            break
    if not positive or before_run < 0:
        return False
    end_of_run = half_edges[NEXT, before_run]
    while _leads_to(half_edges, end_of_run, signs) < 0:
        end_of_run = half_edges[NEXT, end_of_run]
    run, rest = half_edges[NEXT, before_run], half_edges[NEXT, end_of_run]
    _set(half_edges, new, half_edges[ORIGIN, rest], run, new + 1)
    _set(half_edges, new + 1, half_edges[ORIGIN, run], rest, new)
    half_edges[NEXT, before_run] = new + 1
    half_edges[NEXT, end_of_run] = new
    faces[FIRST, new_face] = new
    faces[PARENT, new_face] = faces[PARENT, face]
    faces[FIRST, face] = new + 1
    return True


@compiled
def _leads_to(half_edges, half_edge, signs):
    """Sign of the vertex where a half-edge ends."""
    return signs[half_edges[ORIGIN, half_edges[NEXT, half_edge]]]


@compiled
def switched_on(half_edges, face_of, face_count, values):
    """Whether each neuron is on in each face, (F, neurons) bool. values: (neurons, V), with exact zeros."""
    on = np.zeros((face_count, len(values)), np.bool_)
    for neuron in range(len(values)):
        for half_edge in range(len(face_of)):
            if face_of[half_edge] >= 0 and values[neuron, half_edges[ORIGIN, half_edge]] > 0:
                on[face_of[half_edge], neuron] = True
    return on


@compiled
def faces_of(half_edges, first):
    """The face of each half-edge, (H,) int32; -1 for the outer one."""
    face_of = np.full(half_edges.shape[1], -1, np.int32)
    for face in range(len(first)):
        half_edge = first[face]
        while face_of[half_edge] < 0:
            face_of[half_edge] = face
            half_edge = half_edges[NEXT, half_edge]
    return face_of


@compiled
def corners(half_edges, first):
    """Vertices around all faces, one face after the other, and where each face starts among them, (F + 1,)."""
    around = np.empty(half_edges.shape[1], np.int32)
    starts = np.zeros(len(first) + 1, np.int32)
    count = 0
    for face in range(len(first)):
        half_edge = first[face]
        while True:
            around[count] = half_edges[ORIGIN, half_edge]
            count += 1
            half_edge = half_edges[NEXT, half_edge]
            if half_edge == first[face]:
                break
        starts[face + 1] = count
    return around[:count].copy(), starts
