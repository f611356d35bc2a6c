// For each patch, the first four of its undecided neurons. Patches with more get a depth behind the triangle of
// survey_more.frag.

#include "survey.glsl"

layout(location = 0) out vec4 affine;      // of the subject; in the end how many are undecided, and the first one's lines
layout(location = 1) out vec4 first;       // value, slopes, factor on the subject
layout(location = 2) out vec4 second;
layout(location = 3) out vec4 third;
layout(location = 4) out vec4 fourth;
layout(location = 5) out vec4 effects_a;   // of the 1st on the 2nd, 3rd and 4th, of the 2nd on the 3rd
layout(location = 6) out vec4 effects_b;   // of the 2nd and 3rd on the 4th; in the end all four's lines

vec4 neuron_at(int k) {
    return vec4(value[k], slope[k], on_subject[k]);
}

void main() {
    survey_patch();
    affine = vec4(of_subject, 32.0 * min(count, 15.0) + float(lines[0]));
    first = neuron_at(0);
    second = neuron_at(1);
    third = neuron_at(2);
    fourth = neuron_at(3);
    effects_a = vec4(effects[1], effects[2], effects[3], effects[UNDECIDED + 2]);
    float all_lines = float(lines[0] + 32 * (lines[1] + 32 * (lines[2] + 32 * lines[3])));
    effects_b = vec4(effects[UNDECIDED + 3], effects[2 * UNDECIDED + 3], 0.0, all_lines);
    gl_FragDepth = count > 4.0 ? 1.0 : 0.0;
}
