// How far the pixel is from boundaries, and how much of it they cover.
//
// A boundary is the zero set of a pre-activation z. Around the pixel the network is affine, so the distance
// to it, in pixels, is |z| / |grad z|: exactly, unless a fold (a boundary of an earlier layer) lies nearer,
// for beyond a fold z goes on with another slope. Boundaries for which that matters are marked as doubtful
// and left out, for settle.frag to look into.
//
// Neurons are bits in words of 32, counted block by block. Distances are squared until the last moment.

uniform uint drawn[WORDS];      // whose boundaries are drawn
uniform int highlighted;        // the neuron whose boundary is drawn on top; -1 for none
uniform float half_width;       // of a boundary, in pixels
uniform float highlighted_half_width;
uniform float seen;             // pixels from a boundary within which anything is drawn

const float FAR = 1e9;
const float STRAY = 2.0;        // a boundary seen this far off may turn out to be nearer

float nearest[DEPTH];           // squared distance to the nearest boundary of each layer that is drawn
float nearest_highlighted;
uint doubtful[WORDS];

vec4 bits(uint word, int block) {
    uvec4 masks = uvec4(1u, 2u, 4u, 8u) << uint(block % 8 * 4);
    return vec4(notEqual(uvec4(word) & masks, uvec4(0u)));
}

// The small numbers put the boundary of a dead neuron, whose slope is zero, far away.
vec4 squared_distances(int block) {
    vec4 slope = z_dx[block] * z_dx[block] + z_dy[block] * z_dy[block];
    return (z[block] * z[block] + 1e-20) / (slope + 1e-26);
}

float smallest(vec4 v) {
    return min(min(v.x, v.y), min(v.z, v.w));
}

// From the network evaluated at the pixel's middle. True where nothing is doubtful.
bool look_around() {
    float fold = FAR;
    vec4 highlight = vec4(FAR), doubts = vec4(0.0);
    #pragma unroll
    for (int word = 0; word < WORDS; ++word) {
        doubtful[word] = 0u;
    }
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        float limit = fold < seen * seen ? (seen + STRAY) * (seen + STRAY) : 0.0;
        vec4 any = vec4(FAR), trusted = vec4(FAR);
        #pragma unroll
        for (int i = 0; i < BLOCKS[layer]; ++i) {
            int block = FIRST[layer] + i;
            vec4 squared = squared_distances(block);
            vec4 wanted = bits(drawn[block / 8], block);
            vec4 behind_fold = vec4(greaterThan(squared, vec4(fold)));
            vec4 doubt = wanted * behind_fold * vec4(lessThan(squared, vec4(limit)));
            doubtful[block / 8] |= uint(dot(doubt, vec4(1.0, 2.0, 4.0, 8.0))) << uint(block % 8 * 4);
            doubts += doubt;
            any = min(any, squared);
            vec4 sure = mix(vec4(FAR), squared, greaterThan(wanted, doubt));
            trusted = min(trusted, sure);
            highlight = block == highlighted / 4 ? squared : highlight;
        }
        nearest[layer] = smallest(trusted);
        fold = min(fold, smallest(any));
    }
    vec4 its_place = vec4(equal(ivec4(highlighted % 4), ivec4(0, 1, 2, 3)));
    nearest_highlighted = highlighted < 0 ? FAR : dot(highlight, its_place);
    return doubts == vec4(0.0);
}

// Of the pixel, by a line at a squared distance. One thinner than a pixel never covers it all.
float covered(float squared, float half_width) {
    return clamp(half_width + 0.5 - sqrt(squared), 0.0, min(1.0, 2.0 * half_width));
}
