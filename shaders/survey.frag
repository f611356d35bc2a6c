// For each patch, the small network that the whole one is there, as patch.glsl tells; or that it is too large.
//
// It goes through the layers as network.glsl does, with a derivative more for each undecided neuron: by what
// that one adds to what it passes on. A neuron is decided where bounds on its pre-activation, over the patch
// and `margin` pixels around, have the same sign. Its affine part changes by slope times distance; each
// undecided neuron before it contributes its factor times something between 0 and the most that one can add.

#include "network.glsl"
#include "subject.glsl"
#include "drawn.glsl"
#include "patch.glsl"

uniform float margin;
uniform vec2 last_pixel;

layout(location = 0) out vec4 subject;    // at the patch's middle: value and slopes; how many are undecided
layout(location = 1) out vec4 value;      // of the undecided neurons, likewise
layout(location = 2) out vec4 slope_x;
layout(location = 3) out vec4 slope_y;
layout(location = 4) out vec4 effect;     // factors on the subject
layout(location = 5) out vec4 effects;    // on each other: of the 1st on the 2nd, 3rd, 4th; of the 2nd on the 3rd
layout(location = 6) out vec4 last;       // of the 2nd and the 3rd on the 4th; all their lines in one number

vec4 z_by[UNDECIDED * WIDEST];   // derivatives of a layer's pre-activations by what undecided neurons add
vec4 h_by[UNDECIDED * WIDEST];   // and of what leaves its ReLUs
vec4 most;                       // what each undecided neuron can add
float count;                     // of undecided neurons

vec4 reach(vec4 slope_x, vec4 slope_y) {
    float side = 0.5 * patch_side - 0.5;
    return side * (abs(slope_x) + abs(slope_y)) + margin * sqrt(slope_x * slope_x + slope_y * slope_y);
}

// For a block's neurons, their places among the undecided ones; -1 for none. i: its number within the layer.
vec4 decide(int i, int block) {
    vec4 reached = reach(z_dx[block], z_dy[block]);
    vec4 low = z[block] - reached, high = z[block] + reached;
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

// Puts out what is to be known of the undecided neurons of a block.
void report(vec4 places, int i, int block, int layer) {
    vec4 lines = bits(drawn[block / 8], block) * float(layer + 1);
    lines += 16.0 * vec4(equal(ivec4(highlighted - 4 * block), ivec4(0, 1, 2, 3)));
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        vec4 here = vec4(equal(places, vec4(k)));
        value[k] += dot(here, z[block]);
        slope_x[k] += dot(here, z_dx[block]);
        slope_y[k] += dot(here, z_dy[block]);
        last.z += dot(here, lines) * exp2(5.0 * float(k));
    }
    vec4 second = vec4(equal(places, vec4(1.0)));
    vec4 third = vec4(equal(places, vec4(2.0)));
    vec4 fourth = vec4(equal(places, vec4(3.0)));
    vec4 by_first = z_by[UNDECIDED * i], by_second = z_by[UNDECIDED * i + 1], by_third = z_by[UNDECIDED * i + 2];
    effects += vec4(dot(second, by_first), dot(third, by_first), dot(fourth, by_first), dot(third, by_second));
    last.xy += vec2(dot(fourth, by_second), dot(fourth, by_third));
}

// Passes a block's derivatives through its ReLUs.
void leave(int i, int block, int layer) {
    vec4 places = decide(i, block);
    report(places, i, block, layer);
    vec4 on = vec4(greaterThan(z[block], vec4(0.0)));
    h_dx[i] = z_dx[block] * on;
    h_dy[i] = z_dy[block] * on;
    vec4 is_it = field == FIELD_ACTIVATION ? is_neuron(block) : vec4(0.0);
    subject.xyz += vec3(dot(is_it, z[block]), dot(is_it, z_dx[block]), dot(is_it, z_dy[block]));
    #pragma unroll
    for (int k = 0; k < UNDECIDED; ++k) {
        effect[k] += dot(is_it, z_by[UNDECIDED * i + k]);
        h_by[UNDECIDED * i + k] = z_by[UNDECIDED * i + k] * on + vec4(equal(places, vec4(k)));
    }
}

void main() {
    vec2 middle = middle_of_patch(patch_of_texel(ivec2(gl_FragCoord.xy)));
    find_anchor(min(middle, last_pixel));
    vec2 away = middle - anchor;
    subject = value = slope_x = slope_y = effect = effects = last = most = vec4(0.0);
    count = 0.0;
    #pragma unroll
    for (int block = 0; block < BLOCKS[0]; ++block) {
        z_dx[block] = parameter(2 * block) * per_pixel.x;
        z_dy[block] = parameter(2 * block + 1) * per_pixel.y;
        pass_on(block, z_dx[block] * away.x + z_dy[block] * away.y);
        #pragma unroll
        for (int k = 0; k < UNDECIDED; ++k) {
            z_by[UNDECIDED * block + k] = vec4(0.0);
        }
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
            vec4 by[UNDECIDED] = vec4[UNDECIDED](vec4(0.0), vec4(0.0), vec4(0.0), vec4(0.0));
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
                        by[k] += weight * h_by[UNDECIDED * i + k][j];
                    }
                }
            }
            pass_on(FIRST[layer] + block, difference);
            z_dx[FIRST[layer] + block] = by_x;
            z_dy[FIRST[layer] + block] = by_y;
            #pragma unroll
            for (int k = 0; k < UNDECIDED; ++k) {
                z_by[UNDECIDED * block + k] = by[k];
            }
        }
    }
    #pragma unroll
    for (int i = 0; i < LAST; ++i) {
        leave(i, BLOCKS_IN_ALL - LAST + i, DEPTH - 1);
    }
    if (field != FIELD_ACTIVATION) {
        subject.x = at_anchor(BLOCKS_IN_ALL).x;
        #pragma unroll
        for (int i = 0; i < LAST; ++i) {
            vec4 weight = parameter(OUTPUT + i);
            subject.xyz += vec3(dot(weight, h[BLOCKS_IN_ALL - LAST + i]), dot(weight, h_dx[i]), dot(weight, h_dy[i]));
            #pragma unroll
            for (int k = 0; k < UNDECIDED; ++k) {
                effect[k] += dot(weight, h_by[UNDECIDED * i + k]);
            }
        }
    }
    subject.w = count;
}
