// A patch's small network, from the textures that the surveys put out.

#include "affine.glsl"
#include "undecided.glsl"

flat in vec2 middle;                   // of the patch, and its texel, from its point
flat in vec2 texel;

#if UNDECIDED > 4
uniform sampler2D surveyed_more[7];    // what survey_more.frag puts out
#endif

#if UNDECIDED > 4
// Nothing has been put out for patches with four or fewer.
vec4 if_more(vec4 fetched) {
    return undecided > 4.0 ? fetched : vec4(0.0);
}

void load_more() {
    vec4 itself[3], on_it[3];
    #pragma unroll
    for (int i = 0; i < 3; ++i) {
        itself[i] = if_more(texture(surveyed_more[i], texel));
        on_it[i] = if_more(texture(surveyed_more[i + 3], texel));
    }
    vec4 rest = if_more(texture(surveyed_more[6], texel));
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

void load_small() {
    vec4 itself[FIRST_UNDECIDED];
    #pragma unroll
    for (int k = 0; k < FIRST_UNDECIDED; ++k) {
        itself[k] = texture(surveyed[1 + k], texel);
    }
    vec4 effects_a = texture(surveyed[5], texel), effects_b = texture(surveyed[6], texel);
    int all_lines = int(effects_b.w);
    #pragma unroll
    for (int k = 0; k < FIRST_UNDECIDED; ++k) {
        value[k] = itself[k].x;
        slope[k] = itself[k].yz;
        on_subject[k] = itself[k].w;
        lines[k] = all_lines >> (5 * k) & 31;
    }
    effects[1] = effects_a.x;
#if UNDECIDED > 2
    effects[2] = effects_a.y;
    effects[3] = effects_a.z;
    effects[UNDECIDED + 2] = effects_a.w;
    effects[UNDECIDED + 3] = effects_b.x;
    effects[2 * UNDECIDED + 3] = effects_b.y;
#endif
#if UNDECIDED > 4
    load_more();
#endif
}
