// One pixel of the picture: the field, and the boundaries over it.

#include "network.glsl"
#include "boundary.glsl"
#include "field.glsl"

uniform vec3 layer_color[DEPTH];

out vec4 color;

void main() {
    vec2 point = point_at(gl_FragCoord.xy);
    evaluate(point, per_pixel);
    cover_with_boundaries();
    float inside = inside_square(point);
    vec3 mixed = mix(BACKGROUND, field_color(field_value(point)), inside);
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        mixed = mix(mixed, layer_color[layer], coverage[layer] * inside);
    }
    color = vec4(mixed, 1.0);
}
