// The network's weights, as layout.py packs them.
//
// Prepended: for hidden layers counted from 0, DEPTH, BLOCKS[layer], INPUTS[layer] (blocks of the layer
// below), FIRST[layer] (its first block among all BLOCKS_IN_ALL) and START[layer] (where its parameters
// start); WIDEST and LAST, the blocks of the widest and of the last layer; OUTPUT and PARAMETERS, where the
// output layer's parameters start and end; PARAMETERS_PER_ROW if they come from a texture.
// A block's parameters are four weights for each input neuron; biases are in what is known at the anchors.

#ifdef PARAMETERS_PER_ROW
uniform sampler2D parameters;
const int ROWS = (PARAMETERS + PARAMETERS_PER_ROW - 1) / PARAMETERS_PER_ROW;

// Not by texelFetch, which software renderers take long for, for the sake of mipmaps.
vec4 parameter(int i) {
    ivec2 place = ivec2(i % PARAMETERS_PER_ROW, i / PARAMETERS_PER_ROW);
    return texture(parameters, (vec2(place) + 0.5) / vec2(PARAMETERS_PER_ROW, ROWS));
}
#else
layout(std140) uniform Parameters {
    vec4 parameters[PARAMETERS];
};

vec4 parameter(int i) {
    return parameters[i];
}
#endif
