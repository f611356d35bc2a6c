// For each patch, the first four of its undecided neurons. Patches with more get a depth behind the triangle of
// survey_more.frag.

#include "survey.glsl"
#include "put_out.glsl"

void main() {
    survey_patch();
    put_first();
    gl_FragDepth = count > 4.0 ? 1.0 : 0.0;
}
