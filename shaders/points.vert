// A square around each point, large enough for a diamond with its edge.

uniform vec2 size;    // of the picture, in pixels
uniform vec2 widths;  // of a point's inside, from its middle, and of its edge

in vec2 middle;  // in pixels from the picture's upper left corner
in vec4 ink;     // its colour, and the grey of its edge
in vec2 kind;    // its opacity, and 1 for a diamond

out vec2 beside;  // how far from its middle
flat out vec4 colors;
flat out vec2 looks;

void main() {
    float reach = (widths.x + widths.y) * (kind.y > 0.5 ? 1.4143 : 1.0) + 1.0;
    beside = (vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0 - 1.0) * reach;
    colors = ink;
    looks = kind;
    vec2 place = (middle + beside) / size;
    gl_Position = vec4(2.0 * place.x - 1.0, 1.0 - 2.0 * place.y, 0.0, 1.0);
}
