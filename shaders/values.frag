// The same as picture.frag, as numbers: the field's value, and how much boundaries cover of the pixel.

#include "network.glsl"
#include "boundary.glsl"
#include "field.glsl"

out vec2 values;

void main() {
    vec2 point = point_at(gl_FragCoord.xy);
    evaluate(point, per_pixel);
    cover_with_boundaries();
    float cover = 0.0;
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        cover = max(cover, coverage[layer]);
    }
    values = vec2(field_value(point), cover * inside_square(point));
}
