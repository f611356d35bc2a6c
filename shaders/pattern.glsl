// The pattern of neurons that are on, as a number: the sum of their keys. A neuron that bends twice has two.
//
// A neuron's key, by its layer and its number in it, is always the same, so a pattern has its number at all steps.
// It has 13 bits: of as many neurons as a network may have, 2048, the sum stays below 2^24, and is exact.
// Its lower eight bits are 64 to 191, for the sake of region_color in field.glsl.
//
// Prepended: NUMBERED[block], the number of a block's first neuron within its layer, from 0.

const int SECOND = 1048576;  // makes the key of a second bend another one

// Of a block's neurons. layer: from 0. which: 0, or SECOND.
vec4 keys(int layer, int block, int which) {
    uvec4 mixed = (uvec4(which + 256 * layer + NUMBERED[block]) + uvec4(1u, 2u, 3u, 4u)) * 2654435769u;
    mixed = (mixed ^ mixed >> 15) * 2246822519u;
    mixed ^= mixed >> 13;
    return vec4((mixed & 127u) + 64u + (mixed >> 7 & 31u) * 256u);
}

// The sum of the keys of a block's neurons that are on; and by how much it changes for each behind its next bend.
float keys_of_on(int layer, int block, out vec4 steps) {
    vec4 first = keys(layer, block, 0);
#if HAS_IDENTITY
    if (CODE_OF(block) == IDENTITY) first = vec4(0.0);
#endif
#if HAS_PIECES
    if (CODE_OF(block) == PIECES) {
        vec4 second = keys(layer, block, SECOND), away = z[block] - number(block, 0);
        vec4 beyond = z[block] - number(block, 1);
        vec4 on = vec4(greaterThan(away, vec4(0.0))), full = vec4(greaterThan(beyond, vec4(0.0)));
        steps = mix(first * (1.0 - 2.0 * on), second * (1.0 - 2.0 * full), lessThan(abs(beyond), abs(away)));
        return dot(first, on) + dot(second, full);
    }
#endif
    vec4 on = vec4(greaterThan(z[block], vec4(0.0)));
    steps = first * (1.0 - 2.0 * on);
    return dot(first, on);
}
