// One triangle that covers all patches, which the viewport is. It hands on what all pixels need: software renderers
// load a uniform, with much ado, once for each pixel.

uniform vec2 patches_from;     // the first one's corner, in pixels of what is drawn in
uniform float patch_side;      // in pixels
uniform ivec2 patches;         // across and down
uniform vec2 per_texel;        // of a survey's size

out vec2 on_grid;              // in patches from the first one's corner
flat out vec3 grid;            // patches_from, patch_side
flat out vec2 texel_size;      // per_texel

void main() {
    vec2 place = vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0;
    gl_Position = vec4(2.0 * place - 1.0, 0.0, 1.0);
    on_grid = place * vec2(patches);
    grid = vec3(patches_from, patch_side);
    texel_size = per_texel;
}
