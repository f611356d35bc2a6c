// The pattern of neurons that are on, as a number: the sum of their keys.
//
// A neuron's key, by its layer and its number in it, is always the same, so a pattern has its number at all steps.
// It has 13 bits: of as many neurons as a network may have, 2048, the sum stays below 2^24, and is exact.
// Its lower eight bits are 64 to 191, for the sake of region_color in field.glsl.

// Of a block's neurons. layer: from 0. i: the block's number within it.
vec4 keys(int layer, int i) {
    uvec4 mixed = (uvec4(256 * layer + 4 * i) + uvec4(1u, 2u, 3u, 4u)) * 2654435769u;
    mixed = (mixed ^ mixed >> 15) * 2246822519u;
    mixed ^= mixed >> 13;
    return vec4((mixed & 127u) + 64u + (mixed >> 7 & 31u) * 256u);
}
