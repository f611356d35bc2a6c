// A patch's small network, from the textures that surveys have put out (see put_out.glsl).
//
// Prepended: BY_CELLS, 1 if it is a cell's, all parts of which are in the same textures, else 0.

#include "affine.glsl"
#include "undecided.glsl"

flat in vec2 middle;                   // of the patch, and its place in surveys, from its point
flat in vec2 texel;

#if BY_CELLS
#define surveyed_more surveyed
#elif UNDECIDED > 4
uniform sampler2D surveyed_more[7];    // what survey_more.frag puts out
#endif

// From is a neuron, place one in surveys, from 0 to 1.
void load_four(int from, vec2 place) {
    vec4 effects_a = texture(surveyed[5], place), effects_b = texture(surveyed[6], place);
    int all_lines = int(effects_b.w);
    #pragma unroll
    for (int k = 0; k < FIRST_UNDECIDED; ++k) {
        vec4 itself = texture(surveyed[1 + k], place);
        value[from + k] = itself.x;
        slope[from + k] = itself.yz;
        on_subject[from + k] = itself.w;
        lines[from + k] = all_lines >> (5 * k) & 31;
    }
    int row = UNDECIDED * from + from, next = row + UNDECIDED;
    effects[row + 1] = effects_a.x;
#if UNDECIDED > 2
    effects[row + 2] = effects_a.y;
    effects[row + 3] = effects_a.z;
    effects[next + 2] = effects_a.w;
    effects[next + 3] = effects_b.x;
    effects[next + UNDECIDED + 3] = effects_b.y;
#endif
}

#if UNDECIDED > 4
// Nothing has been put out for patches with four or fewer.
vec4 if_more(vec4 fetched) {
    return undecided > 4.0 ? fetched : vec4(0.0);
}

void load_more(vec2 place) {
    vec4 itself[3], on_it[3];
    #pragma unroll
    for (int i = 0; i < 3; ++i) {
        itself[i] = if_more(texture(surveyed_more[i], place));
        on_it[i] = if_more(texture(surveyed_more[i + 3], place));
    }
    vec4 rest = if_more(texture(surveyed_more[6], place));
    int all_lines = int(rest.w);
    #pragma unroll
    for (int i = 0; i < 3; ++i) {
        value[4 + i] = itself[i].x;
        slope[4 + i] = itself[i].yz;
        on_subject[4 + i] = itself[i].w;
        lines[4 + i] = all_lines >> (5 * i) & 31;
        #pragma unroll
        for (int k = 0; k < 4; ++k) {
            effects[UNDECIDED * k + 4 + i] = on_it[i][k];
        }
    }
    effects[4 * UNDECIDED + 5] = rest.x;
    effects[4 * UNDECIDED + 6] = rest.y;
    effects[5 * UNDECIDED + 6] = rest.z;
}
#endif

#if UNDECIDED > 7
// Four more, and what the seven before have of effects on them.
void load_last(vec2 place, vec2 place_of_effects) {
    load_four(7, place);
    #pragma unroll
    for (int k = 0; k < 7; ++k) {
        vec4 on_them = texture(surveyed[k], place_of_effects);
        #pragma unroll
        for (int l = 0; l < 4; ++l) {
            effects[UNDECIDED * k + 7 + l] = on_them[l];
        }
    }
}
#endif

// Up to seven.
void load_small(vec2 place, vec2 place_of_more) {
    load_four(0, place);
#if UNDECIDED > 4
    load_more(place_of_more);
#endif
}
