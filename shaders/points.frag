// A disc, or a diamond, with an edge: as render/cells/discs.py paints it.

uniform vec2 widths;

flat in vec4 colors;
flat in vec3 looks;

out vec4 color;  // times its opacity

void main() {
    vec2 beside = (gl_PointCoord - 0.5) * looks.z;
    float distance = looks.y > 0.5 ? 0.70710678 * (abs(beside.x) + abs(beside.y)) : length(beside);
    float covered = clamp(widths.x + widths.y + 0.5 - distance, 0.0, 1.0) * looks.x;
    float inside = clamp(widths.x + 0.5 - distance, 0.0, 1.0);
    color = vec4(mix(vec3(colors.a), colors.rgb, inside), 1.0) * covered;
}
