// Finds the small network that the whole one is in a patch, as patch.glsl tells.
//
// It goes through the layers as network.glsl does, though it keeps but one at a time, with a derivative more for each
// undecided neuron: by what that one adds to what it passes on. A neuron is decided where bounds on its pre-activation, over the patch
// and `margin` pixels around, have the same sign. Its affine part changes by slope times distance; each
// undecided neuron before it contributes its factor times something between 0 and the most that one can add.

#include "anchor.glsl"
#include "parameters.glsl"
#include "subject.glsl"
#include "drawn.glsl"
#include "pattern.glsl"
#include "patch.glsl"
#include "grid.glsl"
#include "undecided.glsl"

uniform float margin;
uniform vec2 last_pixel;
uniform vec2 patches_from;                   // as in patches.vert
uniform float patch_side;

vec2 middle;                                 // of the square, in pixels
float surveyed_side;                         // in pixels
float count;                                 // of undecided neurons; right if there is room for all of them

vec4 z[WIDEST], z_dx[WIDEST], z_dy[WIDEST];  // a layer's pre-activations, block by block
vec4 h[WIDEST], h_dx[WIDEST], h_dy[WIDEST];  // what leaves its ReLUs, less what does at the anchor
vec4 difference[WIDEST];                     // of its pre-activations, from those at the anchor
vec4 z_by[UNDECIDED * WIDEST];               // derivatives of them by what each undecided neuron adds
vec4 h_by[UNDECIDED * WIDEST];               // and of what leaves the ReLUs
float most[UNDECIDED];                       // that each one can add

// For the neurons of the layer's block i, their places among the undecided ones; -1 for none.
vec4 decide(int i) {
    vec4 length_1 = abs(z_dx[i]) + abs(z_dy[i]);
    vec4 length_2 = sqrt(z_dx[i] * z_dx[i] + z_dy[i] * z_dy[i]);
    vec4 reach = (0.5 * surveyed_side - 0.5) * length_1 + margin * length_2;
    vec4 low = z[i] - reach, high = z[i] + reach;
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        vec4 by = z_by[UNDECIDED * i + k] * most[k];
        low += min(by, 0.0);
        high += max(by, 0.0);
    }
    vec4 open = vec4(lessThan(low, vec4(0.0))) * vec4(greaterThan(high, vec4(0.0)));
    vec4 before = count + vec4(0.0, open.x, open.x + open.y, open.x + open.y + open.z);
    count = before.w + open.w;
    vec4 places = mix(vec4(-1.0), before, open);
    vec4 can_add = mix(high, -low, vec4(greaterThan(z[i], vec4(0.0))));
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        most[k] += dot(vec4(equal(places, vec4(k))), can_add);
    }
    return places;
}

// Takes down what is to be known of those of a block's neurons that have a place. block: its number among all.
void take_down(vec4 places, int i, int block, int layer) {
    vec4 lines_of_block = bits(drawn[block / 8], block) * float(layer + 1);
    lines_of_block += 16.0 * vec4(equal(ivec4(highlighted - 4 * block), ivec4(0, 1, 2, 3)));
    #pragma unroll
    for (int l = 0; l < UNDECIDED; ++l) {
        vec4 here = vec4(equal(places, vec4(l)));
        value[l] += dot(here, z[i]);
        slope[l] += vec2(dot(here, z_dx[i]), dot(here, z_dy[i]));
        lines[l] += int(dot(here, lines_of_block));
        #pragma unroll
        for (int k = 0; k < l; ++k) {
            effects[UNDECIDED * k + l] += dot(here, z_by[UNDECIDED * i + k]);
        }
    }
}

// Takes a block through its ReLUs.
void leave(int i, int block, int layer) {
    vec4 places = decide(i);
    take_down(places, i, block, layer);
    vec4 on = vec4(greaterThan(z[i], vec4(0.0))), anchored = at_anchor(block);
    h[i] = max(difference[i] + min(anchored, 0.0), -max(anchored, 0.0));
    h_dx[i] = z_dx[i] * on;
    h_dy[i] = z_dy[i] * on;
    vec4 is_it = field == FIELD_ACTIVATION ? is_neuron(block) : vec4(0.0);
    of_subject += vec3(dot(is_it, z[i]), dot(is_it, z_dx[i]), dot(is_it, z_dy[i]));
    vec4 numbers = field == FIELD_REGIONS ? keys(layer, i) : vec4(0.0);
    of_subject.x += dot(numbers, on);
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        vec4 place = vec4(equal(places, vec4(k)));
        on_subject[k] += dot(is_it, z_by[UNDECIDED * i + k]) + dot(numbers, place);
        h_by[UNDECIDED * i + k] = z_by[UNDECIDED * i + k] * on + place;
    }
}

void begin_survey() {
    of_subject = vec3(0.0);
    count = 0.0;
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        value[k] = on_subject[k] = most[k] = 0.0;
        lines[k] = 0;
        slope[k] = vec2(0.0);
        #pragma unroll
        for (int l = 0; l < UNDECIDED; ++l) {
            effects[UNDECIDED * k + l] = 0.0;
        }
        #pragma unroll
        for (int block = 0; block < WIDEST; ++block) {
            z_by[UNDECIDED * block + k] = vec4(0.0);
        }
    }
}

// Surveys a square of pixels around the middle; the anchor is to have been found.
void survey() {
    vec2 away = middle - anchor;
    begin_survey();
    #pragma unroll
    for (int i = 0; i < BLOCKS[0]; ++i) {
        z_dx[i] = parameter(2 * i) * per_pixel.x;
        z_dy[i] = parameter(2 * i + 1) * per_pixel.y;
        difference[i] = z_dx[i] * away.x + z_dy[i] * away.y;
        z[i] = at_anchor(i) + difference[i];
    }
    int below = 0, start = 2 * BLOCKS[0];  // the first block of the layer below, and the layer's first parameter
    #pragma unroll
    for (int layer = 1; layer < DEPTH; ++layer) {
        #pragma unroll
        for (int i = 0; i < INPUTS[layer]; ++i) {
            leave(i, below + i, layer - 1);
        }
        below += INPUTS[layer];
        #pragma unroll
        for (int block = 0; block < BLOCKS[layer]; ++block) {
            difference[block] = z_dx[block] = z_dy[block] = vec4(0.0);
            #pragma unroll
            for (int k = 0; k < UNDECIDED; ++k) {
                z_by[UNDECIDED * block + k] = vec4(0.0);
            }
            #pragma unroll
            for (int i = 0; i < INPUTS[layer]; ++i) {
                #pragma unroll
                for (int j = 0; j < 4; ++j) {
                    vec4 weight = parameter(start + 4 * i + j);
                    difference[block] += weight * h[i][j];
                    z_dx[block] += weight * h_dx[i][j];
                    z_dy[block] += weight * h_dy[i][j];
                    #pragma unroll
                    for (int k = 0; k < UNDECIDED; ++k) {
                        z_by[UNDECIDED * block + k] += weight * h_by[UNDECIDED * i + k][j];
                    }
                }
            }
            z[block] = at_anchor(below + block) + difference[block];
            start += 4 * INPUTS[layer];
        }
    }
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        leave(i, below + i, DEPTH - 1);
    }
    bool is_logit = field != FIELD_ACTIVATION && field != FIELD_REGIONS;
    if (is_logit) of_subject.x = at_anchor(BLOCKS_IN_ALL).x;
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        vec4 weight = is_logit ? parameter(OUTPUT + i) : vec4(0.0);
        of_subject += vec3(dot(weight, h[i]), dot(weight, h_dx[i]), dot(weight, h_dy[i]));
        #pragma unroll
        for (int k = 0; k < UNDECIDED; ++k) {
            on_subject[k] += dot(weight, h_by[UNDECIDED * i + k]);
        }
    }
}

// The same around a middle that is counted from the first patch's corner, and may lie beyond the last pixel.
void survey_square(vec2 its_middle, float side) {
    middle = vec2(part_corner) + patches_from + its_middle;
    surveyed_side = side;
    find_anchor(min(middle, last_pixel));
    survey();
}

// Surveys the patch whose texel is drawn.
void survey_patch() {
    survey_square((patch_of_texel(floor(gl_FragCoord.xy)) + 0.5) * patch_side, patch_side);
}
