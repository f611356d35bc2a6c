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

// Have these off. What was done before can be undone.
function changeOff(off) {
    change({off, done: [...state.done, state.off], undone: []});
}

function switchNeuron(name) {
    const off = new Set(state.off);
    off.delete(name) || off.add(name);
    changeOff(off);
}

function switchPointedAt() {
    const name = state.view.highlighted ?? picture.underMouse()?.nearest;
    if (!name) return say("Point at a line or a neuron first: this switches it off");
    switchNeuron(name);
}

function undo() {
    if (!state.done.length) return say("Nothing was changed: there is nothing to undo");
    change({off: state.done.at(-1), done: state.done.slice(0, -1), undone: [...state.undone, state.off]});
}

function redo() {
    if (!state.undone.length) return say("There is nothing to redo");
    change({off: state.undone.at(-1), undone: state.undone.slice(0, -1), done: [...state.done, state.off]});
}

// All as it was learnt; that, too, can be undone.
function resetNeurons() {
    if (state.off.size) changeOff(NOTHING_OFF);
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
