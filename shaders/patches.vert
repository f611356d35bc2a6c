// One point for each patch that is to be drawn, as large as the patch. The viewport is all patches' area.

#include "counted.glsl"

uniform vec2 patches_from;           // the first one's corner, in pixels of what is drawn in
uniform float patch_side;

flat out vec2 middle;                // of the patch, in pixels of what is drawn in
flat out vec2 texel;                 // its place in surveys, from 0 to 1

void main() {
    vec2 place = place_of_patch(gl_VertexID);
    middle = patches_from + (place + 0.5) * patch_side;
    texel = (texel_of_patch(place) + 0.5) * per_texel;
    gl_Position = vec4(2.0 * (place + 0.5) / vec2(patches) - 1.0, is_meant(texel) ? -1.0 : 2.0, 1.0);  // or behind all
    gl_PointSize = patch_side;
}
