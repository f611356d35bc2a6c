// Functions that activations are made of, four at a time, each within some 1e-6: cells/functions.py once more.
//
// Not those that GLSL has: how exact these are is every driver's own affair, and boundaries depend on it.

vec4 our_exp(vec4 z) {
    vec4 x = clamp(z * 1.4426950408889634, -125.0, 125.0), whole = floor(x + 0.5), t = (x - whole) * 0.6931471805599453;
    vec4 rest = 1.0 + t * (1.0 + t * (0.5 + t * (1.0 / 6.0 + t * (1.0 / 24.0 + t * (1.0 / 120.0 + t / 720.0)))));
    return rest * intBitsToFloat((ivec4(whole) + 127) << 23);
}

// exp(z) - 1, as exact as z is where that is small.
vec4 our_expm1(vec4 z) {
    vec4 near = z * (1.0 + z * (0.5 + z * (1.0 / 6.0 + z * (1.0 / 24.0 + z / 120.0))));
    return mix(our_exp(z) - 1.0, near, lessThan(abs(z), vec4(0.2)));
}

vec4 our_tanh(vec4 z) {
    vec4 x = clamp(2.0 * z, -17.0, 17.0), y = x * x;
    vec4 above = (((1.376879139947989e-11 * y + 8.250628726424771e-08) * y + 5.5090991445675486e-05) * y
                  + 0.008378881386267583) * y + 0.2499999864203245;
    vec4 below = (((3.153761795480391e-09 * y + 5.212024786692907e-06) * y + 0.0016244470901706262) * y
                  + 0.1168488041274189) * y + 1.0;
    return clamp(2.0 * x * above / below, -1.0, 1.0);
}

vec4 our_sigmoid(vec4 z) {
    return 0.5 + 0.5 * our_tanh(0.5 * z);
}

// The share of a normal distribution below z: Chebyshev's fit of erfc in Numerical Recipes.
vec4 our_normal(vec4 z) {
    vec4 x = abs(z) * 0.7071067811865476, t = 1.0 / (1.0 + 0.5 * x);
    vec4 power = -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806
               + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
    vec4 tail = 0.5 * t * our_exp(power - x * x);
    return mix(1.0 - tail, tail, lessThan(z, vec4(0.0)));
}

// How dense it is there.
vec4 our_density(vec4 z) {
    return 0.3989422804014327 * our_exp(-0.5 * z * z);
}

vec4 our_softplus(vec4 z) {
    vec4 t = our_exp(-abs(z)), s = t / (2.0 + t), y = s * s;
    return max(z, 0.0)
         + 2.0 * s * (1.0 + y * (1.0 / 3.0 + y * (0.2 + y * (1.0 / 7.0 + y * (1.0 / 9.0 + y / 11.0)))));
}

// Less whole turns, in three steps so that little is lost, folded to a quarter of a turn either way.
vec4 our_sine(vec4 x) {
    vec4 turns = floor(x * 0.15915494309189535 + 0.5);
    x = ((x - turns * 6.28125) - turns * 0.0019350051879882812) - turns * 3.0199159819567e-07;
    x = mix(x, 3.14159265 * sign(x) - x, greaterThan(abs(x), vec4(1.57079633)));
    vec4 y = x * x;
    return x * (1.0 + y * (-1.0 / 6.0 + y * (1.0 / 120.0 + y * (-1.0 / 5040.0
              + y * (1.0 / 362880.0 - y / 39916800.0)))));
}

vec4 our_cosine(vec4 x) {
    return our_sine(x + 1.57079633);
}
