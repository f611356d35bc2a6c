// Each point as a square of pixels, large enough for a diamond with its edge.

uniform vec2 size;    // of the picture, in pixels
uniform vec2 widths;  // of a point's inside, from its middle, and of its edge

in vec2 middle;  // in pixels from the picture's upper left corner
in vec4 ink;     // its colour, and the grey of its edge
in vec2 kind;    // its opacity, and 1 for a diamond

flat out vec4 colors;
flat out vec3 looks;  // opacity, 1 for a diamond, and how large the square is

void main() {
    float reach = (widths.x + widths.y) * (kind.y > 0.5 ? 1.4143 : 1.0) + 1.0;
    colors = ink;
    looks = vec3(kind, 2.0 * reach);
    vec2 place = middle / size;
    gl_PointSize = 2.0 * reach;
    gl_Position = vec4(2.0 * place.x - 1.0, 1.0 - 2.0 * place.y, 0.0, 1.0);
}
