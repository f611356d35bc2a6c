// Whose boundaries are drawn. Neurons are bits in words of 32, counted block by block.

uniform uint drawn[WORDS];
uniform int highlighted;        // the neuron whose boundary is drawn on top; -1 for none

vec4 bits(uint word, int block) {
    uvec4 masks = uvec4(1u, 2u, 4u, 8u) << uint(block % 8 * 4);
    return vec4(notEqual(uvec4(word) & masks, uvec4(0u)));
}
