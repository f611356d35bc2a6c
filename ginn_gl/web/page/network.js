// The network as numbers: a forward pass in float64, gradients, and its parameters as the shaders read them.
// A network's values stand in one row here, the pre-activations layer by layer and the logit last.

// Where each hidden layer's weights, biases and values start, and then the output layer's; found once.
function layersOf(network) {
    return network.layers ??= findLayers([2, ...network.hidden, 2]);
}

function findLayers(widths) {
    const layers = [];
    let weights = 0, values = 0;
    for (let i = 1; i < widths.length; ++i) {
        const [inputs, width] = [widths[i - 1], widths[i]];
        layers.push({inputs, width, weights, biases: weights + inputs * width, values});
        weights += (inputs + 1) * width;
        values += width;
    }
    return layers;
}

function valuesFor(network) {
    return new Float64Array(network.hidden.reduce((sum, width) => sum + width, 1));
}

// Into `values`, which is long enough for the network's.
function forward(network, parameters, x, y, values) {
    const layers = layersOf(network), output = layers.at(-1);
    for (const layer of layers.slice(0, -1)) {
        for (let i = 0; i < layer.width; ++i) {
            values[layer.values + i] = weightedSum(layer, parameters, i, x, y, values);
        }
    }
    values[output.values] = weightedSum(output, parameters, 1, x, y, values)
                          - weightedSum(output, parameters, 0, x, y, values);
}

function weightedSum(layer, parameters, i, x, y, values) {
    const weights = layer.weights + i * layer.inputs, below = layer.values - layer.inputs;
    let sum = parameters[layer.biases + i];
    if (layer.values === 0) return sum + parameters[weights] * x + parameters[weights + 1] * y;
    for (let j = 0; j < layer.inputs; ++j) {
        const value = values[below + j];
        if (value > 0) sum += parameters[weights + j] * value;
    }
    return sum;
}

// Of all pre-activations by x (direction 0) or by y (1), given the values at the point.
function gradients(network, parameters, values, direction) {
    const layers = layersOf(network).slice(0, -1), slopes = valuesFor(network);
    for (const layer of layers) {
        const below = layer.values - layer.inputs;
        for (let i = 0; i < layer.width; ++i) {
            const weights = layer.weights + i * layer.inputs;
            let sum = layer.values === 0 ? parameters[weights + direction] : 0;
            for (let j = 0; j < layer.inputs && layer.values > 0; ++j) {
                if (values[below + j] > 0) sum += parameters[weights + j] * slopes[below + j];
            }
            slopes[layer.values + i] = sum;
        }
    }
    return slopes;
}

// Everything the network says at a point: values, their derivatives, and the probability of white.
function evaluate(network, parameters, x, y) {
    const values = valuesFor(network);
    forward(network, parameters, x, y, values);
    const [byX, byY] = [0, 1].map(direction => gradients(network, parameters, values, direction));
    return {values, byX, byY, white: 1 / (1 + Math.exp(-values.at(-1)))};
}

// As vec4 blocks, in the layout that layout.py describes.
function packParameters(network, parameters) {
    const packed = new Float32Array(4 * network.size), layers = layersOf(network), output = layers.at(-1);
    layers.slice(0, -1).forEach((layer, number) => {
        for (let i = 0; i < layer.width; ++i) {
            const block = network.start[number] + (i >> 2) * network.columns[number];
            for (let j = 0; j < layer.inputs; ++j) {
                packed[4 * (block + j) + i % 4] = parameters[layer.weights + i * layer.inputs + j];
            }
        }
    });
    for (let j = 0; j < output.inputs; ++j) {
        packed[4 * network.output + j] = parameters[output.weights + output.inputs + j] - parameters[output.weights + j];
    }
    return packed;
}

// A neuron is written "layer:number", both counted from 1.
function parseNeuron(name) {
    const match = /^(\d+):(\d+)$/.exec(name);
    return match ? [Number(match[1]), Number(match[2])] : null;
}

function neuronsOf(network) {
    return network.hidden.flatMap((width, i) => neuronsOfLayer(network, i + 1));
}

function neuronsOfLayer(network, layer) {
    return Array.from({length: network.hidden[layer - 1]}, (_, i) => `${layer}:${i + 1}`);
}
