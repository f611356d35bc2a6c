// A straight piece of a line, as render/cells/segments.py paints it.

flat in vec4 colors;
in vec3 beside;
flat in float whole;

out vec4 color;  // times its opacity

void main() {
    float covered = clamp(beside.y - abs(beside.x), 0.0, 1.0) * colors.a;
    color = vec4(colors.rgb, 1.0) * covered;
}
