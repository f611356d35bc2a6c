// A walk through a patch's small network.

#include "walk.glsl"

float met[UNDECIDED];  // squared distances at which boundaries have been met

float cross_next() {
    float places[UNDECIDED], next = FAR;
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        places[k] = places_ahead(vec4(now[k]), vec4(now_slope[k].x), vec4(now_slope[k].y)).x;
        next = min(next, places[k]);
    }
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        float squared = squared_if_met(vec4(places[k]), vec4(now_slope[k].x), vec4(now_slope[k].y)).x;
        met[k] = min(met[k], places[k] < next + BEYOND ? squared : FAR);
    }
    return next;
}

// away: of the pixel, from the patch's middle.
void walk_small(vec2 away, bool settled) {
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        met[k] = FAR;
    }
    begin_walk(settled);
    while (is_walking()) {
        evaluate_small(next_place(away));
        walk_on();
    }
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        found(k, met[k]);
    }
}
