// One point for each patch that is to be drawn, as large as the patch. The viewport is all patches' area.
//
// Prepended: LEAST and MOST, undecided neurons of these patches, where five or six count as seven, and more as eight.

#include "grid.glsl"

uniform sampler2D surveyed[7];       // what survey.frag puts out
uniform sampler2D surveyed_more[7];  // what survey_more.frag does
uniform vec2 patches_from;           // the first one's corner, in pixels of what is drawn in
uniform ivec2 patches;               // as in grid.vert
uniform float patch_side;
uniform vec2 per_texel;

flat out vec2 middle;                // of the patch, in pixels of what is drawn in
flat out vec2 texel;                 // its place in surveys, from 0 to 1

void main() {
    int row = gl_VertexID / patches.x;
    vec2 place = vec2(gl_VertexID - row * patches.x, row);
    middle = patches_from + (place + 0.5) * patch_side;
    texel = (texel_of_patch(place) + 0.5) * per_texel;
    float undecided = floor(texture(surveyed[0], texel).w / 32.0);
    if (undecided > 4.0) undecided = texture(surveyed_more[6], texel).w < 0.0 ? 8.0 : 7.0;
    bool is_drawn = undecided >= float(LEAST) && undecided <= float(MOST);
    gl_Position = vec4(2.0 * (place + 0.5) / vec2(patches) - 1.0, is_drawn ? -1.0 : 2.0, 1.0);  // 2 is behind all
    gl_PointSize = patch_side;
}
