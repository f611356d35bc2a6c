// The network at one point: every neuron's pre-activation and its exact gradient, and what comes out.
//
// Values are added up as differences from those at an anchor near by, which were computed in float64; so they
// are small numbers with small rounding errors, at any zoom. What a neuron makes of a difference is in activations.glsl.
//
// Four neurons make a vec4, a block. The gradient goes along by forward-mode differentiation: derivatives by
// the picture's x and y, in pixels, pass through the same weights and activations as the values do.
//
// Prepended where there are several outputs: OUTPUT_BLOCKS; where their slopes are wanted, CONTOURS.

#include "anchor.glsl"
#include "parameters.glsl"
#include "functions.glsl"
#include "activations.glsl"

vec4 z[BLOCKS_IN_ALL], z_dx[BLOCKS_IN_ALL], z_dy[BLOCKS_IN_ALL];  // pre-activations, layer by layer
vec4 h[BLOCKS_IN_ALL];                                            // what neurons pass on, less what they do at the anchor
vec4 h_dx[WIDEST], h_dy[WIDEST];
#ifdef OUTPUT_BLOCKS
vec4 said[OUTPUT_BLOCKS], said_dx[OUTPUT_BLOCKS], said_dy[OUTPUT_BLOCKS];
#else
float said;                                                       // such as the logit of white against black
vec2 said_slope;
#endif

void pass_on(int block, vec4 difference) {
    vec4 anchored = at_anchor(block);
    z[block] = anchored + difference;
    h[block] = passed(block, difference, anchored);
}

#ifdef CONTOURS
void slope_last() {
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        int last = BLOCKS_IN_ALL - LAST + i;
        vec4 slope = slope_of(last, z[last]);
        h_dx[i] = z_dx[last] * slope;
        h_dy[i] = z_dy[last] * slope;
    }
}
#endif

#ifdef OUTPUT_BLOCKS
void say() {
#ifdef CONTOURS
    slope_last();
#endif
    #pragma unroll
    for (int block = 0; block < OUTPUT_BLOCKS; ++block) {
        said[block] = at_anchor(BLOCKS_IN_ALL + block);
        said_dx[block] = vec4(0.0);
        said_dy[block] = vec4(0.0);
        #pragma unroll
        for (int i = 0; i < LAST; ++i) {
            #pragma unroll
            for (int j = 0; j < 4; ++j) {
                vec4 weight = parameter(OUTPUT + 4 * LAST * block + 4 * i + j);
                said[block] += weight * h[BLOCKS_IN_ALL - LAST + i][j];
#ifdef CONTOURS
                said_dx[block] += weight * h_dx[i][j];
                said_dy[block] += weight * h_dy[i][j];
#endif
            }
        }
    }
}
#else
void say() {
    float difference = 0.0;
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        difference += dot(parameter(OUTPUT + i), h[BLOCKS_IN_ALL - LAST + i]);
    }
    said = at_anchor(BLOCKS_IN_ALL).x + difference;
#ifdef CONTOURS
    slope_last();
    said_slope = vec2(0.0);
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        said_slope += vec2(dot(parameter(OUTPUT + i), h_dx[i]), dot(parameter(OUTPUT + i), h_dy[i]));
    }
#endif
}
#endif

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
            vec4 slope = slope_of(below, z[below]);
            h_dx[i] = z_dx[below] * slope;
            h_dy[i] = z_dy[below] * slope;
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
    say();
}
