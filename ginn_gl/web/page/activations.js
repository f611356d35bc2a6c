// What a neuron makes of its pre-activation z, and by what slope, in float64: activations.py once more.
// p: the parameter, where it has one. bends: where boundaries are.

const SELU_ALPHA = 1.6732632423543772, SELU_SCALE = 1.0507009873554805;
const GELU_ROOT = Math.sqrt(2 / Math.PI), GELU_CUBIC = 0.044715;

const ACTIVATIONS = {
    relu: {value: z => Math.max(z, 0), slope: z => Number(z > 0), bends: [0]},
    leaky_relu: {value: (z, p) => z > 0 ? z : p * z, slope: (z, p) => z > 0 ? 1 : p, bends: [0]},
    hardtanh: {value: z => limit(z, -1, 1), slope: z => Number(z > -1 && z <= 1), bends: [-1, 1]},
    relu6: {value: z => limit(z, 0, 6), slope: z => Number(z > 0 && z <= 6), bends: [0, 6]},
    abs: {value: Math.abs, slope: z => z > 0 ? 1 : -1, bends: [0]},
    identity: {value: z => z, slope: () => 1, bends: []},
    tanh: {value: Math.tanh, slope: z => 1 - Math.tanh(z) ** 2, bends: [0]},
    sigmoid: {value: sigmoid, slope: z => sigmoid(z) * sigmoid(-z), bends: [0]},
    silu: {value: z => z * sigmoid(z), slope: z => sigmoid(z) * (1 + z * sigmoid(-z)), bends: [0]},
    gelu: {value: z => z * normal(z), slope: z => normal(z) + z * density(z), bends: [0]},
    gelu_tanh: {value: z => 0.5 * z * (1 + Math.tanh(inner(z))), slope: geluSlope, bends: [0]},
    elu: {value: elu, slope: eluSlope, bends: [0]},
    selu: {value: z => SELU_SCALE * elu(z, SELU_ALPHA), slope: z => SELU_SCALE * eluSlope(z, SELU_ALPHA), bends: [0]},
    softplus: {value: z => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid, bends: [0]},
    sine: {value: (z, p) => Math.sin(p * z), slope: (z, p) => p * Math.cos(p * z), bends: [0]},
};

function limit(value, low, high) {
    return Math.min(high, Math.max(low, value));
}

function sigmoid(z) {
    return 1 / (1 + Math.exp(-z));
}

function elu(z, alpha) {
    return z > 0 ? z : alpha * Math.expm1(z);
}

function eluSlope(z, alpha) {
    return z > 0 ? 1 : alpha * Math.exp(z);
}

function inner(z) {
    const near = limit(z, -20, 20);
    return GELU_ROOT * (near + GELU_CUBIC * near ** 3);
}

function geluSlope(z) {
    const near = limit(z, -20, 20), bent = Math.tanh(inner(near));
    return 0.5 * (1 + bent) + 0.5 * near * (1 - bent * bent) * GELU_ROOT * (1 + 3 * GELU_CUBIC * near * near);
}

function density(z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
}

// The share of a normal distribution below z: a series near 0, and a continued fraction in the tails.
function normal(z) {
    const x = Math.abs(z);
    if (x > 40) return Number(z > 0);
    let sum = 0;
    if (x < 3) {
        for (let n = 0, term = x; Math.abs(term) > 1e-18; ++n) {
            sum += term;
            term *= x * x / (2 * n + 3);
        }
        return 0.5 + Math.sign(z) * density(x) * sum;
    }
    for (let n = 60; n > 0; --n) sum = n / (x + sum);
    const tail = density(x) / (x + sum);
    return z > 0 ? 1 - tail : tail;
}
