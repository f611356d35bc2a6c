// What is drawn under the boundaries: its value, and its colour.
//
// Linear regions are told apart by colours that depend on nothing but the pattern of neurons that are on. Each
// neuron turns the hue by its own angle, a quarter of a turn at least either way, so that regions to both sides
// of a boundary always differ; lightness and saturation are a hash of the whole pattern.
//
// Prepended: NO_ERROR, TOO_WHITE and TOO_BLACK, the colours of an error of 0, 1 and -1.

uniform bool beyond;      // draw outside the unit square too, where the network was never trained

uniform vec3 neuron_color;
uniform float brightest;  // the activation that is drawn in the full colour
uniform sampler2D target;

const float DARKEST = 0.36, LIGHTEST = 0.56, PALEST = 0.05, FULLEST = 0.09;  // of regions

// The network goes on beyond the unit square, the target does not.
bool has_field_beyond() {
    return beyond && field != FIELD_TARGET && field != FIELD_ERROR;
}

float wanted_at(vec2 pixel) {
    ivec2 size = textureSize(target, 0);
    vec4 texel = at_anchor(BLOCKS_IN_ALL + 1);
    ivec2 place = ivec2(texel.xy + floor(texel.zw + (pixel - anchor) * per_pixel * vec2(size)));
    return texelFetch(target, clamp(place, ivec2(0), size - 1), 0).r;
}

// subject: the logit of white against black, the pattern's number, or the neuron's pre-activation.
float field_value(vec2 pixel, float subject) {
    float wanted = wanted_at(pixel);
    if (field == FIELD_TARGET) return wanted;
    if (field == FIELD_REGIONS) return subject;
    if (field == FIELD_ACTIVATION) return max(subject, 0.0);
    return 1.0 / (1.0 + exp(-subject)) - (field == FIELD_ERROR ? wanted : 0.0);
}

// By OKLCH, in which equal steps look equal.
vec3 region_color(float pattern) {
    uint mixed = uint(pattern) * 2654435769u;
    mixed = (mixed ^ mixed >> 15) * 2246822519u;
    mixed ^= mixed >> 13;
    float lightness = mix(DARKEST, LIGHTEST, float(mixed & 255u) / 255.0);
    float chroma = mix(PALEST, FULLEST, float(mixed >> 8 & 255u) / 255.0);
    float hue = 6.2831853 * mod(pattern, 256.0) / 256.0;
    vec2 ab = chroma * vec2(cos(hue), sin(hue));
    vec3 cones = lightness + mat2x3(0.39634, -0.10556, -0.08948, 0.21580, -0.06385, -1.29149) * ab;
    vec3 linear = mat3(4.07674, -1.26844, -0.00420, -3.30771, 2.60976, -0.70342, 0.23097, -0.34132, 1.70761)
                  * (cones * cones * cones);
    return 1.055 * pow(max(linear, 0.003), vec3(1.0 / 2.4)) - 0.055;
}

vec3 field_color(float value) {
    if (field == FIELD_REGIONS) {
        vec3 here = region_color(value);
        return share_beyond > 0.0 ? mix(here, region_color(value + step_beyond), share_beyond) : here;
    }
    if (field == FIELD_ACTIVATION) return neuron_color * min(value / brightest, 1.0);
    if (field == FIELD_ERROR) return mix(NO_ERROR, value > 0.0 ? TOO_WHITE : TOO_BLACK, abs(value));
    return vec3(value);
}
