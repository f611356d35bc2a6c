// What if: neurons that are switched off by hand. edits.py once more: one that is off neither listens nor speaks.

let lastSwitched = {};  // parameters that were made last, and of what: a picture knows by them whether it is outdated

function parametersShown() {
    const {run, index, off} = state, learnt = run?.checkpoints[index];
    if (!learnt || !off.size) return learnt;
    if (lastSwitched.learnt !== learnt || lastSwitched.off !== off) {
        lastSwitched = {learnt, off, parameters: switchedOff(run.network, learnt, off)};
    }
    return lastSwitched.parameters;
}

// Other parameters, with all weights to and from some neurons 0, and their biases.
function switchedOff(network, learnt, off) {
    const parameters = learnt.slice(), layers = layersOf(network);
    for (const [layer, number] of [...off].map(parseNeuron)) {
        const its = layers[layer - 1], next = layers[layer];
        const weights = its.weights + (number - 1) * its.inputs;
        parameters.fill(0, weights, weights + its.inputs);
        parameters[its.biases + number - 1] = 0;
        for (let i = 0; i < next.width; ++i) parameters[next.weights + i * next.inputs + number - 1] = 0;
    }
    return parameters;
}

function switchNeuron(name) {
    const off = new Set(state.off);
    off.delete(name) || off.add(name);
    change({off});
}

function resetNeurons() {
    change({off: new Set()});
}

// What a click on a neuron does, on its button or in the diagram.
function pickNeuron(name, event) {
    if (event.altKey || state.switching) return switchNeuron(name);
    showNeurons([name], !state.view.neurons.has(name));
}

// Such as "2:7, 3:4 off".
function changesInWords() {
    const names = [...state.off], shown = names.slice(0, 4);
    return `${shown.join(", ")}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ""} off`;
}
