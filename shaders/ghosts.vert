// Each straight piece of a line as four corners around it.

uniform vec2 size;   // of the picture, in pixels
uniform float half_width;

in vec4 ends;    // in pixels from the picture's upper left corner
in vec4 ink;     // its colour, and its opacity
in float times;  // how wide it is, in widths of a boundary

flat out vec4 colors;
out vec3 beside;  // pixels from the line, how far it reaches, and along it from its start
flat out float whole;

void main() {
    vec2 way = ends.zw - ends.xy;
    whole = length(way);
    vec2 along = whole > 1e-6 ? way / whole : vec2(1.0, 0.0);
    vec2 off = vec2(-along.y, along.x);
    float reach = half_width * times + 0.5;
    float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
    float part = gl_VertexID < 2 ? 0.0 : 1.0;
    vec2 place = (ends.xy + way * part + off * side * (reach + 0.5)) / size;
    colors = ink;
    beside = vec3(side * (reach + 0.5), reach, part * whole);
    gl_Position = vec4(2.0 * place.x - 1.0, 1.0 - 2.0 * place.y, 0.0, 1.0);
}
