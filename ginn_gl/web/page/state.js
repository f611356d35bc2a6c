// What is shown and how, as one plain object, and what happens to it between frames.

const SPEEDS = [1, 2, 5, 10, 20, 30, 60, 120, 240, 480];  // checkpoints per second

// As in config.py; neurons is a Set. A view is never changed but replaced, so that a new one is seen to be new.
const FIRST_VIEW = {field: "probability", neurons: new Set(), highlighted: null, center: [0.5, 0.5], zoom: 1,
                    lineWidth: 1.5, beyond: false, contours: true, points: true};

const state = {
    run: null,
    index: 0,          // of the checkpoint
    view: FIRST_VIEW,
    off: new Set(),    // neurons that are switched off; never changed but replaced
    switching: false,  // whether a click on a neuron switches it off, and not its line
    playing: false,
    opening: null,     // seconds of the first minute that have been played, while it is
    speed: 60,
    owed: 0,           // part of a checkpoint that playing has still to move on
    mouse: null,       // over the picture, in pixels of the page
    logStep: true,
    logLoss: true,
};

let frameWanted = () => {};
const unpackedRuns = new Map();

// Every change of the state goes through here, so that a frame shows it.
function change(changes) {
    Object.assign(state, changes);
    frameWanted();
}

function changeView(changes) {
    change({view: {...state.view, ...changes}});
}

function stepShown() {
    return state.run.steps[state.index];
}

function seek(index) {
    change({index: Math.max(0, Math.min(state.run.steps.length - 1, index))});
}

// Because somebody asked for that checkpoint: what plays stops.
function scrub(index) {
    change({playing: false});
    seek(index);
}

// Position of the last checkpoint at or before a step.
function indexOf(step) {
    return Math.max(0, indexAfter(step + 1) - 1);
}

// Position of the first checkpoint at or after a step.
function indexAfter(step) {
    let low = 0, high = state.run.steps.length;
    while (low < high) {
        const middle = low + high >> 1;
        if (state.run.steps[middle] < step) low = middle + 1;
        else high = middle;
    }
    return low;
}

// Show a run, at about the step of the last one.
async function openRun(name) {
    const named = name => data.runs.find(run => run.name === name);
    const packed = named(name) ?? named(data.first);
    if (!unpackedRuns.has(packed)) unpackedRuns.set(packed, unpackRun(packed));
    const run = await unpackedRuns.get(packed), before = state.run, step = before ? stepShown() : Infinity;
    if (run !== before) change({run, off: new Set()});
    seek(indexAfter(step));
    if (!hasField(run, state.view.field)) changeView({field: FIRST_VIEW.field});
    if (before?.network === run.network) return;
    changeView({neurons: new Set(neuronsOf(run.network)), highlighted: null});
}

// Whether a run has what a field shows.
function hasField({network, fields}, field) {
    return fields.includes(field) || neuronsOf(network).includes(field)
        || network.head.classes > 2 && parseClass(field) > 0 && parseClass(field) <= network.head.classes;
}

// Move on by what has been played in so many seconds.
function play(seconds) {
    if (!state.playing) return;
    if (state.opening !== null) return playOpening(seconds);
    state.owed += state.speed * seconds;
    const whole = Math.floor(state.owed);
    state.owed -= whole;
    seek(state.index + whole);
    change({playing: state.index < state.run.steps.length - 1});
}

function learningRate(run, step) {
    return run.learning_rate / 2 * (1 + Math.cos(Math.PI * step / run.iterations));
}
