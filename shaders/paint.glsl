// The pixel's colour: the field, the boundaries over it layer by layer, on top the highlighted one and contours.
//
// Prepended: BACKGROUND; LAYER_COLORS, and how much darker what is below becomes beside a boundary; CASING_COLOR, of a
// highlighted one's edge; DIMMED, what is left of the field beyond the unit square. Where there are CONTOURS, CONTOUR
// and CONTOUR_EDGE, the colours of these.

uniform vec3 highlight_color;
uniform float shade_width;        // in pixels, of the darker edge of a boundary
uniform float casing_width;       // in pixels, of the light edge of the highlighted boundary
#ifdef CONTOURS
uniform vec2 contour_half_widths;  // in pixels, of a contour, and of its edge
#endif

layout(location = 0) out vec4 color;
layout(location = 1) out vec2 values;  // the field's value, and how much boundaries cover of the pixel

void paint_field(vec2 pixel, float value) {
    float inside = inside_square(pixel);
    float shown = has_field_beyond() ? mix(DIMMED, 1.0, inside) : inside;
    color = vec4(mix(BACKGROUND, field_color(pixel, value), shown), 1.0);
    values = vec2(value, 0.0);
}

void paint_lines(vec2 pixel) {
    float visible = beyond ? 1.0 : inside_square(pixel);
    vec3 painted = color.rgb;
    float most = 0.0;
    #pragma unroll
    for (int layer = 0; layer < DEPTH; ++layer) {
        float cover = covered(nearest[layer], half_width) * visible;
        float shade = covered(nearest[layer], half_width + shade_width) * visible;
        painted = mix(painted * (1.0 - LAYER_COLORS[layer].a * shade), LAYER_COLORS[layer].rgb, cover);
        most = max(most, cover);
    }
    float edge = covered(nearest_highlighted, highlighted_half_width + casing_width) * visible;
    float light = covered(nearest_highlighted, highlighted_half_width) * visible;
    painted = mix(mix(painted, CASING_COLOR, edge), highlight_color, light);
    most = max(most, light);
#ifdef CONTOURS
    float core = covered(nearest_contour, contour_half_widths.x) * visible;
    float around = covered(nearest_contour, contour_half_widths.y) * visible;
    painted = mix(mix(painted, CONTOUR_EDGE, around), CONTOUR, core);
    most = max(most, core);
#endif
    color = vec4(painted, 1.0);
    values.y = most;
}
