// How much of the pixel each layer's boundaries cover, and the highlighted one.
//
// A boundary is the zero set of a pre-activation z. Its distance from the pixel's middle, in pixels, is
// |z| / |grad z|, exact as long as no fold (a boundary of an earlier layer) is nearer.

layout(std140) uniform Lines {
    vec4 half_width[BLOCKS_IN_ALL];  // in pixels, of each neuron's boundary; 0 where it is not drawn
};

float coverage[DEPTH];

void cover_with_boundaries() {
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        vec4 cover = vec4(0.0);
        #pragma unroll
        for (int i = 0; i < BLOCKS[layer]; ++i) {
            int block = FIRST[layer] + i;
            vec4 slope = sqrt(z_dx[block] * z_dx[block] + z_dy[block] * z_dy[block]);
            vec4 distance = abs(z[block]) / max(slope, 1e-20);
            vec4 drawn = vec4(greaterThan(half_width[block], vec4(0.0)));
            cover = max(cover, drawn * clamp(half_width[block] + 0.5 - distance, 0.0, 1.0));
        }
        coverage[layer] = max(max(cover.x, cover.y), max(cover.z, cover.w));
    }
}
