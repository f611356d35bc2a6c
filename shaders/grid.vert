// One triangle that covers all patches, which the viewport is. It hands on what all pixels need: software renderers
// load a uniform, with much ado, once for each pixel.

uniform ivec2 patches;             // across and down
uniform float patch_side;          // in pixels
uniform vec2 per_texel;            // of a survey's size

noperspective out vec2 on_grid;    // in patches from the first one's corner
flat out vec3 grid;                // per_texel, patch_side

void main() {
    vec2 place = vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0;
    gl_Position = vec4(2.0 * place - 1.0, 0.0, 1.0);
    on_grid = place * vec2(patches);
    grid = vec3(per_texel, patch_side);
}
