// Finds the small network that the whole one is in a patch, as patch.glsl tells.
//
// It goes through the layers as network.glsl does, keeping one at a time, with a derivative more for each undecided
// neuron: by what that one adds to what it passes on. A neuron is decided where bounds on its pre-activation, over
// the patch and `margin` pixels around, have the same sign. Its affine part changes by slope times distance; each
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
vec4 passed[WIDEST];                         // what will be h
vec4 z_by[UNDECIDED * WIDEST];               // derivatives of them by what each undecided neuron adds
vec4 h_by[UNDECIDED * WIDEST];               // and of what leaves the ReLUs
float half_of_most[UNDECIDED];               // of the most that each one can add

// The one of four that is meant; if none is, what there was.
float pick(bvec4 meant, vec4 four, float otherwise) {
    return meant.x ? four.x : meant.y ? four.y : meant.z ? four.z : meant.w ? four.w : otherwise;
}

// For the neurons of the layer's block i, their places among the undecided ones; -1 for none.
vec4 decide(int i) {
    vec4 length_1 = abs(z_dx[i]) + abs(z_dy[i]);
    vec4 length_2 = sqrt(z_dx[i] * z_dx[i] + z_dy[i] * z_dy[i]);
    vec4 reach = (0.5 * surveyed_side - 0.5) * length_1 + margin * length_2, between = z[i];
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        vec4 half_of_it = z_by[UNDECIDED * i + k] * half_of_most[k];
        between += half_of_it;
        reach += abs(half_of_it);
    }
    bvec4 is_open = lessThan(abs(between), reach);
    vec4 open = vec4(is_open);
    vec4 before = count + vec4(0.0, open.x, open.x + open.y, open.x + open.y + open.z);
    count = before.w + open.w;
    vec4 places = mix(vec4(-1.0), before, is_open);
    vec4 half_of_it = 0.5 * (reach + mix(between, -between, greaterThan(z[i], vec4(0.0))));
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        half_of_most[k] = pick(equal(places, vec4(k)), half_of_it, half_of_most[k]);
    }
    return places;
}

// Takes down what is to be known of those of a block's neurons that have a place. block: its number among all.
void take_down(vec4 places, int i, int block, int layer) {
    vec4 lines_of_block = bits(drawn[block / 8], block) * float(layer + 1);
    lines_of_block += 16.0 * vec4(equal(ivec4(highlighted - 4 * block), ivec4(0, 1, 2, 3)));
    bvec4 is_it = field == FIELD_ACTIVATION ? is_neuron(block) : bvec4(false);
    vec4 numbers = field == FIELD_REGIONS ? keys(layer, i) : vec4(0.0);
    of_subject.x = pick(is_it, z[i], of_subject.x) + dot(numbers, vec4(greaterThan(z[i], vec4(0.0))));
    of_subject.yz = vec2(pick(is_it, z_dx[i], of_subject.y), pick(is_it, z_dy[i], of_subject.z));
    #pragma unroll
    for (int l = 0; l < UNDECIDED; ++l) {
        bvec4 here = equal(places, vec4(l));
        value[l] = pick(here, z[i], value[l]);
        slope[l] = vec2(pick(here, z_dx[i], slope[l].x), pick(here, z_dy[i], slope[l].y));
        lines[l] = int(pick(here, lines_of_block, float(lines[l])));
        on_subject[l] = pick(here, numbers, pick(is_it, z_by[UNDECIDED * i + l], on_subject[l]));
        #pragma unroll
        for (int k = 0; k < l; ++k) {
            effects[UNDECIDED * k + l] = pick(here, z_by[UNDECIDED * i + k], effects[UNDECIDED * k + l]);
        }
    }
}

// Takes a block through its ReLUs.
void leave(int i, int block, int layer) {
    vec4 places = decide(i);
    take_down(places, i, block, layer);
    bvec4 is_on = greaterThan(z[i], vec4(0.0));
    h[i] = passed[i];
    h_dx[i] = mix(vec4(0.0), z_dx[i], is_on);
    h_dy[i] = mix(vec4(0.0), z_dy[i], is_on);
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        h_by[UNDECIDED * i + k] = mix(vec4(0.0), z_by[UNDECIDED * i + k], is_on) + vec4(equal(places, vec4(k)));
    }
}

// Into a layer's block i. block: its number among all. difference: of its pre-activations from those at the anchor.
void enter(int i, int block, vec4 difference) {
    vec4 anchored = at_anchor(block);
    z[i] = anchored + difference;
    passed[i] = through_relus(difference, anchored);
}

void begin_survey() {
    of_subject = vec3(0.0);
    count = 0.0;
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        value[k] = on_subject[k] = half_of_most[k] = 0.0;
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
        enter(i, i, z_dx[i] * away.x + z_dy[i] * away.y);
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
            vec4 difference = vec4(0.0);
            z_dx[block] = z_dy[block] = vec4(0.0);
            #pragma unroll
            for (int k = 0; k < UNDECIDED; ++k) {
                z_by[UNDECIDED * block + k] = vec4(0.0);
            }
            #pragma unroll
            for (int i = 0; i < INPUTS[layer]; ++i) {
                #pragma unroll
                for (int j = 0; j < 4; ++j) {
                    vec4 weight = parameter(start + 4 * i + j);
                    difference += weight * h[i][j];
                    z_dx[block] += weight * h_dx[i][j];
                    z_dy[block] += weight * h_dy[i][j];
                    #pragma unroll
                    for (int k = 0; k < UNDECIDED; ++k) {
                        z_by[UNDECIDED * block + k] += weight * h_by[UNDECIDED * i + k][j];
                    }
                }
            }
            enter(block, below + block, difference);
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
