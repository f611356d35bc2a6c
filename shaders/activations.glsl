// What a block of neurons makes of its pre-activations: its value and slope there, and how much more that is than at
// an anchor near by. The numbers a, b and c of a neuron are those that look.py tells.
//
// Prepended: the codes of activations, RELU and so on; CODE, if all neurons have one, else CODES[block]; HAS_RELU and
// so on, 1 of those that there are; NUMBERS, where neurons' numbers start among the parameters, three vec4s a block.

#ifdef CODE
#define CODE_OF(block) CODE
#else
#define CODE_OF(block) CODES[block]
#endif

const float CLOSE = 0.125;  // differences up to which slopes say more exactly what comes of them

#ifdef NUMBERS
vec4 number(int block, int which) {
    return parameter(NUMBERS + 3 * block + which);
}
#endif

#if HAS_GELU_TANH
const float ROOT = 0.7978845608028654, CUBIC = 0.044715;

vec4 inner_tanh(vec4 near) {
    return our_tanh(ROOT * (near + CUBIC * near * near * near));
}
#endif

vec4 value_of(int block, vec4 z) {
#if HAS_PIECES
    if (CODE_OF(block) == PIECES) {
        vec4 a = number(block, 0);
        return number(block, 2) * min(z - a, 0.0) + clamp(z, a, number(block, 1));
    }
#endif
#if HAS_ELU || HAS_BENT_ELU
    if (CODE_OF(block) == ELU || CODE_OF(block) == BENT_ELU) {
        return number(block, 1) * (max(z, 0.0) + number(block, 0) * our_expm1(min(z, 0.0)));
    }
#endif
#if HAS_TANH
    if (CODE_OF(block) == TANH) return our_tanh(z);
#endif
#if HAS_SIGMOID
    if (CODE_OF(block) == SIGMOID) return our_sigmoid(z);
#endif
#if HAS_SILU
    if (CODE_OF(block) == SILU) return z * our_sigmoid(z);
#endif
#if HAS_GELU
    if (CODE_OF(block) == GELU) return z * our_normal(z);
#endif
#if HAS_GELU_TANH
    if (CODE_OF(block) == GELU_TANH) return 0.5 * z * (1.0 + inner_tanh(clamp(z, -20.0, 20.0)));
#endif
#if HAS_SOFTPLUS
    if (CODE_OF(block) == SOFTPLUS) return our_softplus(z);
#endif
#if HAS_SINE
    if (CODE_OF(block) == SINE) return our_sine(number(block, 0) * z);
#endif
#if HAS_IDENTITY
    if (CODE_OF(block) == IDENTITY) return z;
#endif
    return max(z, 0.0);
}

// Where a piecewise linear one bends, its slope to the left.
vec4 slope_of(int block, vec4 z) {
#if HAS_PIECES
    if (CODE_OF(block) == PIECES) {
        vec4 rising = vec4(lessThanEqual(z, number(block, 1)));
        return mix(number(block, 2), rising, greaterThan(z, number(block, 0)));
    }
#endif
#if HAS_ELU || HAS_BENT_ELU
    if (CODE_OF(block) == ELU || CODE_OF(block) == BENT_ELU) {
        vec4 falling = number(block, 0) * our_exp(min(z, 0.0));
        return number(block, 1) * mix(falling, vec4(1.0), greaterThan(z, vec4(0.0)));
    }
#endif
#if HAS_TANH
    if (CODE_OF(block) == TANH) {
        vec4 bent = our_tanh(z);
        return 1.0 - bent * bent;
    }
#endif
#if HAS_SIGMOID || HAS_SILU
    if (CODE_OF(block) == SIGMOID || CODE_OF(block) == SILU) {
        vec4 share = our_sigmoid(z), rest = our_sigmoid(-z);
        return share * (CODE_OF(block) == SIGMOID ? rest : 1.0 + z * rest);
    }
#endif
#if HAS_GELU
    if (CODE_OF(block) == GELU) return our_normal(z) + z * our_density(z);
#endif
#if HAS_GELU_TANH
    if (CODE_OF(block) == GELU_TANH) {
        vec4 near = clamp(z, -20.0, 20.0), bent = inner_tanh(near);
        return 0.5 * (1.0 + bent) + 0.5 * near * (1.0 - bent * bent) * ROOT * (1.0 + 3.0 * CUBIC * near * near);
    }
#endif
#if HAS_SOFTPLUS
    if (CODE_OF(block) == SOFTPLUS) return our_sigmoid(z);
#endif
#if HAS_SINE
    if (CODE_OF(block) == SINE) return number(block, 0) * our_cosine(number(block, 0) * z);
#endif
#if HAS_IDENTITY
    if (CODE_OF(block) == IDENTITY) return vec4(1.0);
#endif
    return vec4(greaterThan(z, vec4(0.0)));
}

// What comes of a difference from an anchor's pre-activations: value_of(anchored + difference) - value_of(anchored), but
// without what rounding would leave of it where the difference is small.
vec4 passed(int block, vec4 difference, vec4 anchored) {
    if (CODE_OF(block) == RELU) return max(difference + min(anchored, 0.0), -max(anchored, 0.0));
#if HAS_IDENTITY
    if (CODE_OF(block) == IDENTITY) return difference;
#endif
#if HAS_PIECES
    if (CODE_OF(block) == PIECES) {
        vec4 a = number(block, 0), b = number(block, 1), there = clamp(anchored, a, b), below = anchored - a;
        return number(block, 2) * min(difference + max(below, 0.0), -min(below, 0.0))
             + clamp(difference + (anchored - there), a - there, b - there);
    }
#endif
#if HAS_ELU || HAS_BENT_ELU
    if (CODE_OF(block) == ELU || CODE_OF(block) == BENT_ELU) {
        vec4 above = max(difference + min(anchored, 0.0), -max(anchored, 0.0));
        vec4 below = min(difference + max(anchored, 0.0), -min(anchored, 0.0));
        return number(block, 1) * (above + number(block, 0) * our_exp(min(anchored, 0.0)) * our_expm1(below));
    }
#endif
#if HAS_SINE
    if (CODE_OF(block) == SINE) {
        vec4 omega = number(block, 0), half_way = 0.5 * difference;
        return 2.0 * our_cosine(omega * (anchored + half_way)) * our_sine(omega * half_way);
    }
#endif
#if HAS_SMOOTH
    if (all(lessThan(abs(difference), vec4(CLOSE)))) {  // Simpson's rule
        vec4 slopes = slope_of(block, anchored) + 4.0 * slope_of(block, anchored + 0.5 * difference)
                    + slope_of(block, anchored + difference);
        return difference * slopes / 6.0;
    }
    return value_of(block, anchored + difference) - value_of(block, anchored);
#else
    return difference;
#endif
}

// Where boundaries are: how far pre-activations are from the bend that is next, or if there is none from zero.
vec4 off_bend(int block, vec4 z) {
#if HAS_IDENTITY
    if (CODE_OF(block) == IDENTITY) return vec4(1e9);  // nowhere
#endif
#if HAS_PIECES
    if (CODE_OF(block) == PIECES) {
        vec4 low = z - number(block, 0), high = z - number(block, 1);
        return mix(low, high, lessThan(abs(high), abs(low)));
    }
#endif
    return z;
}

// Do boundaries of later layers bend at those of this block?
bool folds(int block) {
    return CODE_OF(block) <= LAST_TO_FOLD;
}
