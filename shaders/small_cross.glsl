// What a walk crosses, from a patch's small network evaluated on its way.

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
        found(k, places[k] < next + BEYOND ? squared : FAR);
    }
    return next;
}
