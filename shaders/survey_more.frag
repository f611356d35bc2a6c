// For patches with more than four undecided neurons, the three after those.

#include "survey.glsl"
#include "put_out.glsl"

void main() {
    survey_patch();
    put_more();
}
