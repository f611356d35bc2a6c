// One point for each patch that is to be drawn, as large as the patch. The viewport is all patches' area.
//
// Prepended: LEAST and MOST, undecided neurons of these patches, where more than seven count as eight.

#include "patch.glsl"

uniform sampler2D surveyed[7];       // what survey.frag puts out
uniform sampler2D surveyed_more[7];  // what survey_more.frag does
uniform int patches_down;

void main() {
    int row = gl_VertexID / patches_across;
    ivec2 place = ivec2(gl_VertexID - row * patches_across, row), texel = texel_of_patch(place);
    float undecided = floor(texelFetch(surveyed[0], texel, 0).w / 32.0);
    if (undecided > 4.0) undecided = texelFetch(surveyed_more[6], texel, 0).w < 0.0 ? 8.0 : 7.0;
    bool is_drawn = undecided >= float(LEAST) && undecided <= float(MOST);
    vec2 middle = (vec2(place) + 0.5) / vec2(patches_across, patches_down);
    gl_Position = vec4(2.0 * middle - 1.0, is_drawn ? -1.0 : 2.0, 1.0);  // 2 is behind all that can be seen
    gl_PointSize = patch_side;
}
