// Which patches a pass is for, by how many undecided neurons they have.
//
// Prepended: LEAST and MOST of these, 15 standing for any more.

#include "grid.glsl"

uniform sampler2D counted;       // of what survey.frag puts out, where it says how many
uniform sampler2D counted_more;  // of what survey_more.frag does
uniform ivec2 patches;           // as in grid.vert
uniform vec2 per_texel;

// number: of a patch. Gives back where it lies, counted from the first one.
vec2 place_of_patch(int number) {
    int row = number / patches.x;
    return vec2(number - row * patches.x, row);
}

// texel: its place in surveys, from 0 to 1.
bool is_meant(vec2 texel) {
    float undecided = floor(texture(counted, texel).w / 32.0);
    if (MOST > 4 && undecided > 4.0) undecided = floor(texture(counted_more, texel).w / 32768.0);
    return undecided >= float(LEAST) && undecided <= float(MOST);
}
