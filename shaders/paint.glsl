// The pixel's colour: the field, the boundaries over it layer by layer, on top the highlighted one.

uniform vec3 layer_color[DEPTH];
uniform vec3 highlight_color;

const float CASING = 1.0;  // pixels of light edge on either side of the highlighted boundary
const vec3 CASING_COLOR = vec3(0.96);

layout(location = 0) out vec4 color;
layout(location = 1) out vec2 values;  // the field's value, and how much boundaries cover of the pixel

void paint(vec2 point, float value) {
    float inside = inside_square(point);
    vec3 painted = mix(BACKGROUND, field_color(value), inside);
    float most = 0.0;
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        float cover = covered(nearest[layer], half_width) * inside;
        painted = mix(painted, layer_color[layer], cover);
        most = max(most, cover);
    }
    painted = mix(painted, CASING_COLOR, covered(nearest_highlighted, highlighted_half_width + CASING) * inside);
    float light = covered(nearest_highlighted, highlighted_half_width) * inside;
    painted = mix(painted, highlight_color, light);
    color = vec4(painted, 1.0);
    values = vec2(value, max(most, light));
}
