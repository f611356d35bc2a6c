// The network as numbers: a forward pass in float64, gradients, and its parameters as the shaders read them.
// A network's values stand in one row here, the pre-activations layer by layer and the outputs last.

// Where each layer's weights, biases and values start, hidden ones and outputs; found once. Of a hidden layer also each
// neuron's activation: [what it does, its parameter].
function layersOf(network) {
    return network.layers ??= findLayers(network);
}

function findLayers({hidden, outputs, activations}) {
    const widths = [2, ...hidden, outputs], layers = [];
    let weights = 0, values = 0;
    for (let i = 1; i < widths.length; ++i) {
        const [inputs, width] = [widths[i - 1], widths[i]];
        const does = (activations[i - 1] ?? []).flatMap(([name, parameter, count]) =>
            Array(count).fill([ACTIVATIONS[name], parameter]));
        layers.push({inputs, width, weights, biases: weights + inputs * width, values, does});
        weights += (inputs + 1) * width;
        values += width;
    }
    return layers;
}

function valuesFor(network) {
    return new Float64Array(network.hidden.reduce((sum, width) => sum + width, network.outputs));
}

// Into `values`, which is long enough for the network's.
function forward(network, parameters, x, y, values) {
    let below = [x, y];
    for (const layer of layersOf(network)) {
        for (let i = 0; i < layer.width; ++i) {
            const weights = layer.weights + i * layer.inputs;
            let sum = parameters[layer.biases + i];
            for (let j = 0; j < layer.inputs; ++j) sum += parameters[weights + j] * below[j];
            values[layer.values + i] = sum;
        }
        below = layer.does.map(([{value}, parameter], i) => value(values[layer.values + i], parameter));
    }
}

// Of all values by x (direction 0) or by y (1), given those at the point.
function gradients(network, parameters, values, direction) {
    const slopes = valuesFor(network);
    let below = [1 - direction, direction];
    for (const layer of layersOf(network)) {
        for (let i = 0; i < layer.width; ++i) {
            const weights = layer.weights + i * layer.inputs;
            let sum = 0;
            for (let j = 0; j < layer.inputs; ++j) sum += parameters[weights + j] * below[j];
            slopes[layer.values + i] = sum;
        }
        below = layer.does.map(([{slope}, parameter], i) =>
            slopes[layer.values + i] * slope(values[layer.values + i], parameter));
    }
    return slopes;
}

// Everything the network says at a point: values and their derivatives, and its outputs.
function evaluate(network, parameters, x, y) {
    const values = valuesFor(network);
    forward(network, parameters, x, y, values);
    const [byX, byY] = [0, 1].map(direction => gradients(network, parameters, values, direction));
    return {values, byX, byY, outputs: values.slice(-network.outputs)};
}

// What outputs mean, in few words.
function inWords({head, of_two: ofTwo}, outputs) {
    if (head.kind === "value") return `value ${outputs[0].toPrecision(4)}`;
    if (head.kind === "rgb") return `rgb ${[...outputs].map(part => part.toFixed(2)).join(" ")}`;
    if (head.kind === "logit" || ofTwo) {
        return `white ${sigmoid(ofTwo ? outputs[1] - outputs[0] : outputs[0]).toFixed(3)}`;
    }
    const top = Math.max(...outputs), total = outputs.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
    return `class ${outputs.indexOf(top) + 1} ${(1 / total).toFixed(3)}`;
}

// Parameters by which points of the unit square are those of a window [left, top, right, bottom].
function onWindow(network, parameters, [left, top, right, bottom]) {
    if (left === 0 && top === 0 && right === 1 && bottom === 1) return parameters;
    const found = Float64Array.from(parameters), [{width, biases}] = layersOf(network);
    for (let i = 0; i < width; ++i) {
        found[biases + i] += parameters[2 * i] * left + parameters[2 * i + 1] * top;
        found[2 * i] *= right - left;
        found[2 * i + 1] *= bottom - top;
    }
    return found;
}

// As vec4 blocks, in the layout that layout.py describes.
function packParameters(network, parameters) {
    const packed = new Float32Array(4 * network.size), layers = layersOf(network), output = layers.at(-1);
    const put = (layer, start, places, from, columns) => {
        for (let i = 0; i < layer.width; ++i) {
            const block = start + (places[i] >> 2) * columns;
            for (let j = 0; j < layer.inputs; ++j) {
                packed[4 * (block + from[j]) + places[i] % 4] = parameters[layer.weights + i * layer.inputs + j];
            }
        }
    };
    layers.slice(0, -1).forEach((layer, i) =>
        put(layer, network.start[i], network.places[i], network.places[i - 1] ?? [0, 1], network.columns[i]));
    const last = network.places.at(-1), weights = output.weights;
    if (network.output_blocks) {
        put(output, network.output, [...Array(output.width).keys()], last, 4 * network.blocks.at(-1));
    } else {
        for (let j = 0; j < output.inputs; ++j) {
            packed[4 * network.output + last[j]] = network.of_two
                ? parameters[weights + output.inputs + j] - parameters[weights + j] : parameters[weights + j];
        }
    }
    packed.set(network.numbers, 4 * network.size - network.numbers.length);
    return packed;
}

// A point's values as an anchor has them, from a place in a row on.
function putAnchor(network, values, row, start) {
    layersOf(network).slice(0, -1).forEach((layer, i) => {
        const first = start + 4 * network.first[i];
        for (let j = 0; j < layer.width; ++j) row[first + network.places[i][j]] = values[layer.values + j];
    });
    const outputs = values.subarray(-network.outputs), place = start + 4 * network.blocks_in_all;
    if (network.of_two) {
        row[place] = outputs[1] - outputs[0];
    } else if (network.head.kind === "classes") {
        const top = Math.max(...outputs);
        row.fill(network.never, place, place + 4 * network.output_blocks);
        row.set(outputs.map(logit => logit - top), place);
    } else {
        row.set(outputs, place);
    }
}

// A neuron is written "layer:number", both counted from 1.
function parseNeuron(name) {
    const match = /^(\d+):(\d+)$/.exec(name);
    return match ? [Number(match[1]), Number(match[2])] : null;
}

// "class:3" as 3; classes count from 1.
function parseClass(name) {
    const match = /^class:(\d+)$/.exec(name);
    return match ? Number(match[1]) : null;
}

function neuronsOf(network) {
    return network.hidden.flatMap((width, i) => neuronsOfLayer(network, i + 1));
}

function neuronsOfLayer(network, layer) {
    return Array.from({length: network.hidden[layer - 1]}, (_, i) => `${layer}:${i + 1}`);
}
