// For patches with more than four undecided neurons, the three after those.

#include "survey.glsl"

layout(location = 0) out vec4 fifth;     // value, slopes, factor on the subject
layout(location = 1) out vec4 sixth;
layout(location = 2) out vec4 seventh;
layout(location = 3) out vec4 on_fifth;  // effects of the first four
layout(location = 4) out vec4 on_sixth;
layout(location = 5) out vec4 on_seventh;
layout(location = 6) out vec4 rest;      // effects of the 5th on the 6th and 7th, of the 6th on the 7th; lines

vec4 neuron_at(int k) {
    return vec4(value[k], slope[k], on_subject[k]);
}

vec4 effects_on(int l) {
    return vec4(effects[l], effects[UNDECIDED + l], effects[2 * UNDECIDED + l], effects[3 * UNDECIDED + l]);
}

void main() {
    survey_patch();
    fifth = neuron_at(4);
    sixth = neuron_at(5);
    seventh = neuron_at(6);
    on_fifth = effects_on(4);
    on_sixth = effects_on(5);
    on_seventh = effects_on(6);
    // Where even seven are too few, their lines say so.
    float all_lines = count > 7.0 ? -1.0 : float(lines[4] + 32 * (lines[5] + 32 * lines[6]));
    rest = vec4(effects[4 * UNDECIDED + 5], effects[4 * UNDECIDED + 6], effects[5 * UNDECIDED + 6], all_lines);
}
