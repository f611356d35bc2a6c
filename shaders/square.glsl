// Where the unit square is, from the anchor.
//
// Prepended: PLACES, where in an anchor's row it says what lies where.

// How much of the pixel lies in the unit square.
float inside_square(vec2 pixel) {
    vec4 edges = at_anchor(PLACES + 1);
    vec2 away = pixel - anchor;
    vec2 part = clamp(min(edges.xy + away, edges.zw - away) + 0.5, 0.0, 1.0);
    return part.x * part.y;
}
