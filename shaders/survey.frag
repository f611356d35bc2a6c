// For each patch, the first four of its undecided neurons. Patches with more get a depth behind the triangle of
// survey_more.frag.

#include "survey.glsl"

layout(location = 0) out vec4 of_subject;  // value, slopes; in the end the number of undecided neurons
layout(location = 1) out vec4 values;
layout(location = 2) out vec4 slopes_x;
layout(location = 3) out vec4 slopes_y;
layout(location = 4) out vec4 on_subjects;
layout(location = 5) out vec4 effects_a;   // of the 1st on the 2nd, 3rd and 4th, of the 2nd on the 3rd
layout(location = 6) out vec4 effects_b;   // of the 2nd and 3rd on the 4th; in the end all four's lines

void main() {
    survey();
    of_subject = vec4(subject, count);
    values = vec4(value[0], value[1], value[2], value[3]);
    slopes_x = vec4(slope[0].x, slope[1].x, slope[2].x, slope[3].x);
    slopes_y = vec4(slope[0].y, slope[1].y, slope[2].y, slope[3].y);
    on_subjects = vec4(on_subject[0], on_subject[1], on_subject[2], on_subject[3]);
    effects_a = vec4(effects[1], effects[2], effects[3], effects[UNDECIDED + 2]);
    float all_lines = lines[0] + 32.0 * (lines[1] + 32.0 * (lines[2] + 32.0 * lines[3]));
    effects_b = vec4(effects[UNDECIDED + 3], effects[2 * UNDECIDED + 3], 0.0, all_lines);
    gl_FragDepth = count > 4.0 ? 1.0 : 0.0;
}
