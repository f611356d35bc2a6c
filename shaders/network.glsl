// The network at one point: every neuron's pre-activation and its exact gradient.
//
// Four neurons make a vec4, a block. The gradient goes along by forward-mode differentiation: derivatives by
// the picture's x and y, in pixels, pass through the same weights and ReLUs as the values do.
//
// Prepended, for hidden layers counted from 0: DEPTH, BLOCKS[layer], INPUTS[layer] (blocks of the layer
// below), FIRST[layer] (its first block among all BLOCKS_IN_ALL) and START[layer] (where its parameters
// start); WIDEST and LAST, the blocks of the widest and of the last layer; OUTPUT and PARAMETERS, where the
// output layer's parameters start and end; PARAMETERS_PER_ROW if they come from a texture, being too many for
// a uniform block.
// A block's parameters are its four biases, then four weights for each input neuron.

#ifdef PARAMETERS_PER_ROW
uniform sampler2D parameters;

vec4 parameter(int i) {
    return texelFetch(parameters, ivec2(i % PARAMETERS_PER_ROW, i / PARAMETERS_PER_ROW), 0);
}
#else
layout(std140) uniform Parameters {
    vec4 parameters[PARAMETERS];
};

vec4 parameter(int i) {
    return parameters[i];
}
#endif

vec4 z[BLOCKS_IN_ALL], z_dx[BLOCKS_IN_ALL], z_dy[BLOCKS_IN_ALL];  // pre-activations, layer by layer
vec4 h[WIDEST], h_dx[WIDEST], h_dy[WIDEST];                       // what left the last layer's ReLU
float logit;                                                      // of white against black

// per_pixel: how far x and y go in one pixel.
void evaluate(vec2 point, vec2 per_pixel) {
    #pragma unroll
    for (int block = 0; block < BLOCKS[0]; ++block) {
        vec4 by_x = parameter(3 * block + 1), by_y = parameter(3 * block + 2);
        z[block] = parameter(3 * block) + by_x * point.x + by_y * point.y;
        z_dx[block] = by_x * per_pixel.x;
        z_dy[block] = by_y * per_pixel.y;
    }
    #pragma unroll
    for (int layer = 1; layer < DEPTH; ++layer) {
        #pragma unroll
        for (int i = 0; i < INPUTS[layer]; ++i) {
            int below = FIRST[layer] - INPUTS[layer] + i;
            vec4 on = vec4(greaterThan(z[below], vec4(0.0)));
            h[i] = z[below] * on;
            h_dx[i] = z_dx[below] * on;
            h_dy[i] = z_dy[below] * on;
        }
        #pragma unroll
        for (int block = 0; block < BLOCKS[layer]; ++block) {
            int start = START[layer] + block * (4 * INPUTS[layer] + 1);
            vec4 value = parameter(start), by_x = vec4(0.0), by_y = vec4(0.0);
            #pragma unroll
            for (int i = 0; i < INPUTS[layer]; ++i) {
                #pragma unroll
                for (int j = 0; j < 4; ++j) {
                    vec4 weight = parameter(start + 4 * i + j + 1);
                    value += weight * h[i][j];
                    by_x += weight * h_dx[i][j];
                    by_y += weight * h_dy[i][j];
                }
            }
            z[FIRST[layer] + block] = value;
            z_dx[FIRST[layer] + block] = by_x;
            z_dy[FIRST[layer] + block] = by_y;
        }
    }
    logit = parameter(OUTPUT).x;
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        logit += dot(parameter(OUTPUT + 1 + i), max(z[BLOCKS_IN_ALL - LAST + i], 0.0));
    }
}

float probability_of_white() {
    return 1.0 / (1.0 + exp(-logit));
}
