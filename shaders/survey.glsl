// Finds the small network that the whole one is in a patch, as patch.glsl tells.
//
// It goes through the layers as network.glsl does, with a derivative more for each undecided neuron: by what
// that one adds to what it passes on. A neuron is decided where bounds on its pre-activation, over the patch
// and `margin` pixels around, have the same sign. Its affine part changes by slope times distance; each
// undecided neuron before it contributes its factor times something between 0 and the most that one can add.

#include "network.glsl"
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

vec4 z_by[UNDECIDED * WIDEST];               // derivatives of a layer's pre-activations by what each one adds
vec4 h_by[UNDECIDED * WIDEST];               // and of what leaves its ReLUs
float most[UNDECIDED];                       // that each one can add

// For a block's neurons, their places among the undecided ones; -1 for none. i: its number within the layer.
vec4 decide(int i, int block) {
    vec4 length_1 = abs(z_dx[block]) + abs(z_dy[block]);
    vec4 length_2 = sqrt(z_dx[block] * z_dx[block] + z_dy[block] * z_dy[block]);
    vec4 reach = (0.5 * surveyed_side - 0.5) * length_1 + margin * length_2;
    vec4 low = z[block] - reach, high = z[block] + reach;
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
    vec4 can_add = mix(high, -low, vec4(greaterThan(z[block], vec4(0.0))));
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        most[k] += dot(vec4(equal(places, vec4(k))), can_add);
    }
    return places;
}

// Takes down what is to be known of those of a block's neurons that have a place.
void take_down(vec4 places, int i, int block, int layer) {
    vec4 lines_of_block = bits(drawn[block / 8], block) * float(layer + 1);
    lines_of_block += 16.0 * vec4(equal(ivec4(highlighted - 4 * block), ivec4(0, 1, 2, 3)));
    #pragma unroll
    for (int l = 0; l < UNDECIDED; ++l) {
        vec4 here = vec4(equal(places, vec4(l)));
        value[l] += dot(here, z[block]);
        slope[l] += vec2(dot(here, z_dx[block]), dot(here, z_dy[block]));
        lines[l] += int(dot(here, lines_of_block));
        #pragma unroll
        for (int k = 0; k < l; ++k) {
            effects[UNDECIDED * k + l] += dot(here, z_by[UNDECIDED * i + k]);
        }
    }
}

// Takes a block's derivatives through its ReLUs.
void leave(int i, int block, int layer) {
    vec4 places = decide(i, block);
    take_down(places, i, block, layer);
    vec4 on = vec4(greaterThan(z[block], vec4(0.0)));
    h_dx[i] = z_dx[block] * on;
    h_dy[i] = z_dy[block] * on;
    vec4 is_it = field == FIELD_ACTIVATION ? is_neuron(block) : vec4(0.0);
    of_subject += vec3(dot(is_it, z[block]), dot(is_it, z_dx[block]), dot(is_it, z_dy[block]));
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
    for (int block = 0; block < BLOCKS[0]; ++block) {
        z_dx[block] = parameter(2 * block) * per_pixel.x;
        z_dy[block] = parameter(2 * block + 1) * per_pixel.y;
        pass_on(block, z_dx[block] * away.x + z_dy[block] * away.y);
    }
    #pragma unroll
    for (int layer = 1; layer < DEPTH; ++layer) {
        #pragma unroll
        for (int i = 0; i < INPUTS[layer]; ++i) {
            leave(i, FIRST[layer] - INPUTS[layer] + i, layer - 1);
        }
        #pragma unroll
        for (int block = 0; block < BLOCKS[layer]; ++block) {
            int start = START[layer] + block * 4 * INPUTS[layer];
            vec4 difference = vec4(0.0), by_x = vec4(0.0), by_y = vec4(0.0);
            #pragma unroll
            for (int k = 0; k < UNDECIDED; ++k) {
                z_by[UNDECIDED * block + k] = vec4(0.0);
            }
            #pragma unroll
            for (int i = 0; i < INPUTS[layer]; ++i) {
                #pragma unroll
                for (int j = 0; j < 4; ++j) {
                    vec4 weight = parameter(start + 4 * i + j);
                    difference += weight * h[FIRST[layer] - INPUTS[layer] + i][j];
                    by_x += weight * h_dx[i][j];
                    by_y += weight * h_dy[i][j];
                    #pragma unroll
                    for (int k = 0; k < UNDECIDED; ++k) {
                        z_by[UNDECIDED * block + k] += weight * h_by[UNDECIDED * i + k][j];
                    }
                }
            }
            pass_on(FIRST[layer] + block, difference);
            z_dx[FIRST[layer] + block] = by_x;
            z_dy[FIRST[layer] + block] = by_y;
        }
    }
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        leave(i, BLOCKS_IN_ALL - LAST + i, DEPTH - 1);
    }
    bool is_logit = field != FIELD_ACTIVATION && field != FIELD_REGIONS;
    if (is_logit) of_subject.x = at_anchor(BLOCKS_IN_ALL).x;
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        vec4 weight = is_logit ? parameter(OUTPUT + i) : vec4(0.0);
        int block = BLOCKS_IN_ALL - LAST + i;
        of_subject += vec3(dot(weight, h[block]), dot(weight, h_dx[i]), dot(weight, h_dy[i]));
        #pragma unroll
        for (int k = 0; k < UNDECIDED; ++k) {
            on_subject[k] += dot(weight, h_by[UNDECIDED * i + k]);
        }
    }
}

// Surveys the patch whose texel is drawn.
void survey_patch() {
    middle = vec2(part_corner) + patches_from + (patch_of_texel(floor(gl_FragCoord.xy)) + 0.5) * patch_side;
    surveyed_side = patch_side;
    find_anchor(min(middle, last_pixel));
    survey();
}
