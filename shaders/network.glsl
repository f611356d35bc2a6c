// The network at one point: every neuron's pre-activation and its exact gradient.
//
// Values are added up as differences from those at an anchor near by, which were computed in float64; so they
// are small numbers with small rounding errors, at any zoom. A ReLU passes a difference d from an anchor at
// which its neuron has z = a on as max(d + min(a, 0), -max(a, 0)).
//
// Four neurons make a vec4, a block. The gradient goes along by forward-mode differentiation: derivatives by
// the picture's x and y, in pixels, pass through the same weights and ReLUs as the values do.

#include "anchor.glsl"
#include "parameters.glsl"

vec4 z[BLOCKS_IN_ALL], z_dx[BLOCKS_IN_ALL], z_dy[BLOCKS_IN_ALL];  // pre-activations, layer by layer
vec4 h[BLOCKS_IN_ALL];                                            // what left ReLUs, less what does at the anchor
vec4 h_dx[WIDEST], h_dy[WIDEST];
float logit;                                                      // of white against black

void pass_on(int block, vec4 difference) {
    vec4 anchored = at_anchor(block);
    z[block] = anchored + difference;
    h[block] = through_relus(difference, anchored);
}

// place: in pixels, as this_pixel() is, and not necessarily in the tile.
void evaluate(vec2 place) {
    vec2 away = place - anchor;
    #pragma unroll
    for (int block = 0; block < BLOCKS[0]; ++block) {
        z_dx[block] = parameter(2 * block) * per_pixel.x;
        z_dy[block] = parameter(2 * block + 1) * per_pixel.y;
        pass_on(block, z_dx[block] * away.x + z_dy[block] * away.y);
    }
    #pragma unroll
    for (int layer = 1; layer < DEPTH; ++layer) {
        #pragma unroll
        for (int i = 0; i < INPUTS[layer]; ++i) {
            int below = FIRST[layer] - INPUTS[layer] + i;
            vec4 on = vec4(greaterThan(z[below], vec4(0.0)));
            h_dx[i] = z_dx[below] * on;
            h_dy[i] = z_dy[below] * on;
        }
        #pragma unroll
        for (int block = 0; block < BLOCKS[layer]; ++block) {
            int start = START[layer] + block * 4 * INPUTS[layer];
            vec4 difference = vec4(0.0), by_x = vec4(0.0), by_y = vec4(0.0);
            #pragma unroll
            for (int i = 0; i < INPUTS[layer]; ++i) {
                #pragma unroll
                for (int j = 0; j < 4; ++j) {
                    vec4 weight = parameter(start + 4 * i + j);
                    difference += weight * h[FIRST[layer] - INPUTS[layer] + i][j];
                    by_x += weight * h_dx[i][j];
                    by_y += weight * h_dy[i][j];
                }
            }
            pass_on(FIRST[layer] + block, difference);
            z_dx[FIRST[layer] + block] = by_x;
            z_dy[FIRST[layer] + block] = by_y;
        }
    }
    float difference = 0.0;
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        difference += dot(parameter(OUTPUT + i), h[BLOCKS_IN_ALL - LAST + i]);
    }
    logit = at_anchor(BLOCKS_IN_ALL).x + difference;
}
