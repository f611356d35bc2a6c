// What a walk crosses, from the whole network evaluated on its way.

float cross_next() {
    float next = FAR;
    #pragma unroll
    for (int block = 0; block < BLOCKS_IN_ALL; ++block) {
        next = min(next, smallest(places_ahead(z[block], z_dx[block], z_dy[block])));
    }
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        #pragma unroll
        for (int i = 0; i < BLOCKS[layer]; ++i) {
            int block = FIRST[layer] + i;
            vec4 places = places_ahead(z[block], z_dx[block], z_dy[block]);
            vec4 squared = squared_if_met(places, z_dx[block], z_dy[block]);
            vec4 crossed = bits(drawn[block / 8], block) * vec4(lessThan(places, vec4(next + BEYOND)));
            squared = mix(vec4(FAR), squared, greaterThan(crossed, vec4(0.0)));
            nearest[layer] = min(nearest[layer], smallest(squared));
            vec4 highlight = mix(vec4(FAR), squared, equal(ivec4(highlighted - 4 * block), ivec4(0, 1, 2, 3)));
            nearest_highlighted = min(nearest_highlighted, smallest(highlight));
        }
    }
    return next;
}
