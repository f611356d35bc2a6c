// What is shown and how, as one plain object, and what happens to it between frames.

const SPEEDS = [1, 2, 5, 10, 20, 30, 60, 120, 240, 480];  // checkpoints per second

// As in config.py; neurons is a Set. A view is never changed but replaced, so that a new one is seen to be new.
const FIRST_VIEW = {field: "probability", neurons: new Set(), highlighted: null, center: [0.5, 0.5], zoom: 1,
                    lineWidth: 1.5, beyond: false, contours: true, points: true};

const NOTHING_OFF = new Set();

const state = {
    run: null,
    beside: null,      // another run, shown on the right of it at the same step
    index: 0,          // of the checkpoint
    view: FIRST_VIEW,
    off: NOTHING_OFF,  // neurons that are switched off; never changed but replaced
    done: [],          // what was off before each change that can be undone, and
    undone: [],        // after each that can be made again
    switching: false,  // whether a click on a neuron switches it off, and not its line
    playing: false,
    until: null,       // {index, speed} where playing is to end there, at so many checkpoints per second
    opening: null,     // seconds of the first minute that have been played, while it is
    tour: null,        // place of the stop that is shown; one more than there are at the tour's end
    speed: 60,
    owed: 0,           // part of a checkpoint that playing has still to move on
    mouse: null,       // over the picture, in pixels of the page
    light: document.documentElement.classList.contains("light"),
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
    change({playing: false, until: null});
    seek(index);
}

// Position of the last checkpoint at or before a step.
function indexOf(step, run = state.run) {
    return Math.max(0, indexAfter(step + 1, run) - 1);
}

// Position of the first checkpoint at or after a step.
function indexAfter(step, run = state.run) {
    let low = 0, high = run.steps.length;
    while (low < high) {
        const middle = low + high >> 1;
        if (run.steps[middle] < step) low = middle + 1;
        else high = middle;
    }
    return low;
}

// By its name; another one where none is called so.
function unpackedRun(name) {
    const named = name => data.runs.find(run => run.name === name);
    const packed = named(name) ?? named(data.first);
    if (!unpackedRuns.has(packed)) unpackedRuns.set(packed, unpackRun(packed));
    return unpackedRuns.get(packed);
}

let runsAsked = 0;

// Show a run, at about the step of the last one; unless another one is asked for meanwhile.
async function openRun(name) {
    const number = ++runsAsked, run = await unpackedRun(name);
    if (number !== runsAsked) return;
    const before = state.run, step = before ? stepShown() : Infinity;
    if (run !== before) change({run, beside: null, off: NOTHING_OFF, done: [], undone: [], until: null});
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

// The run beside, where it is as far.
function indexBeside() {
    return indexOf(stepShown(), state.beside);
}

function speedNow() {
    return state.until?.speed ?? state.speed;
}

// Move on by what has been played in so many seconds.
function play(seconds) {
    if (!state.playing) return;
    if (state.opening !== null) return playOpening(seconds);
    const end = state.until?.index ?? state.run.steps.length - 1;
    state.owed += speedNow() * seconds;
    const whole = Math.floor(state.owed);
    state.owed -= whole;
    seek(Math.min(end, state.index + whole));
    if (state.index >= end) change({playing: false, until: null});
}

function learningRate(run, step) {
    return run.learning_rate / 2 * (1 + Math.cos(Math.PI * step / run.iterations));
}
