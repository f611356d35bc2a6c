// What is drawn under the boundaries: its value, and its colour.
//
// Linear regions are told apart by colours that depend on nothing but the pattern of neurons that are on. Each
// neuron turns the hue by its own angle, a quarter of a turn at least either way, so that regions to both sides
// of a boundary always differ; lightness and saturation are a hash of the whole pattern.
//
// Prepended: NO_ERROR, TOO_WHITE and TOO_BLACK, the colours of an error of 0, 1 and -1. With HEAD_CLASSES: CLASS_COLORS;
// UNSURE, where no class is likelier than others, and FAINTEST, what is left of the colour of one that only just wins.
// With HEAD_VALUE: SCALE, SCALE_STEPS + 1 colours at even distances from LOW to HIGH. With HEAD_RGB: outputs are colours.

uniform bool beyond;      // draw outside the unit square too, where the network was never trained

uniform vec3 neuron_color;
uniform vec2 activations;  // that are drawn black, and in the full colour
uniform sampler2D target;
#ifdef HEAD_CLASSES
uniform int shown_class;   // whose probability is the field, from 0
float sureness;            // of the likeliest class, from 0 to 1
#endif

const float DARKEST = 0.36, LIGHTEST = 0.56, PALEST = 0.05, FULLEST = 0.09;  // of regions

// The network goes on beyond the unit square, the target does not.
bool has_field_beyond() {
    return beyond && field != FIELD_TARGET && field != FIELD_ERROR;
}

vec4 wanted_at(vec2 pixel) {
    ivec2 size = textureSize(target, 0);
    vec4 texel = at_anchor(PLACES);
    ivec2 place = ivec2(texel.xy + floor(texel.zw + (pixel - anchor) * per_pixel * vec2(size)));
    return texelFetch(target, clamp(place, ivec2(0), size - 1), 0);
}

// What several outputs say, or what is wanted of them, as one number.
#if defined HEAD_CLASSES
int class_of(vec4 wanted) {
    return min(int(255.0 * wanted.r + 0.5), CLASSES - 1);
}

float probability_of(int which) {
    float logit = 0.0;
    #pragma unroll
    for (int block = 0; block < OUTPUT_BLOCKS; ++block) {
        if (block == which / 4) logit = dot(said[block], vec4(equal(ivec4(which % 4), ivec4(0, 1, 2, 3))));
    }
    return our_exp(vec4(logit - top)).x * certainty();
}

float said_value(vec4 wanted) {
    find_winner();
    if (field == FIELD_ERROR) return 1.0 - probability_of(class_of(wanted));
    if (field == FIELD_CONFIDENCE) return certainty();
    if (field == FIELD_CLASS) return probability_of(shown_class);
    sureness = (certainty() * float(CLASSES) - 1.0) / (float(CLASSES) - 1.0);
    return float(winner + 1);
}
#elif defined HEAD_RGB
float said_value(vec4 wanted) {
    return field == FIELD_ERROR ? dot(abs(said[0].rgb - wanted.rgb), vec3(1.0 / 3.0)) : 0.0;
}
#elif defined HEAD_VALUE
float said_value(vec4 wanted) {
    return field == FIELD_ERROR ? (said - wanted.r) / (HIGH - LOW) : said;
}
#else
float said_value(vec4 wanted) {
    return 1.0 / (1.0 + exp(-said)) - (field == FIELD_ERROR ? wanted.r : 0.0);
}
#endif

// subject: the pattern's number, or the neuron's activation.
float field_value(vec2 pixel, float subject) {
    vec4 wanted = wanted_at(pixel);
    if (field == FIELD_REGIONS || field == FIELD_ACTIVATION) return subject;
#ifdef HEAD_CLASSES
    if (field == FIELD_TARGET) return float(class_of(wanted));
#else
    if (field == FIELD_TARGET) return wanted.r;
#endif
    return said_value(wanted);
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

// Of what the network says, and of the target.
#if defined HEAD_CLASSES
vec3 said_color(float value) {
    if (field == FIELD_TARGET) return CLASS_COLORS[int(value)];
    return mix(UNSURE, CLASS_COLORS[int(value) - 1], mix(FAINTEST, 1.0, sureness));
}
#elif defined HEAD_VALUE
vec3 said_color(float value) {
    float place = clamp((value - LOW) / (HIGH - LOW), 0.0, 1.0) * float(SCALE_STEPS);
    int step = min(int(place), SCALE_STEPS - 1);
    return mix(SCALE[step], SCALE[step + 1], place - float(step));
}
#else
vec3 said_color(float value) {
    return vec3(value);
}
#endif

vec3 field_color(vec2 pixel, float value) {
    if (field == FIELD_REGIONS) {
        vec3 here = region_color(value);
        return share_beyond > 0.0 ? mix(here, region_color(value + step_beyond), share_beyond) : here;
    }
    if (field == FIELD_ACTIVATION) {
        return neuron_color * clamp((value - activations.x) / (activations.y - activations.x), 0.0, 1.0);
    }
    if (field == FIELD_ERROR) return mix(NO_ERROR, value > 0.0 ? TOO_WHITE : TOO_BLACK, min(abs(value), 1.0));
    if (field == FIELD_CONFIDENCE || field == FIELD_CLASS) return vec3(value);
#ifdef HEAD_RGB
    return field == FIELD_TARGET ? wanted_at(pixel).rgb : clamp(said[0].rgb, 0.0, 1.0);
#else
    return said_color(value);
#endif
}
