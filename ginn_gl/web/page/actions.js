// Everything a key can do, by name, in the desktop's words. Buttons, tooltips and the help read this one table.

function togglePlay() {
    const atEnd = state.index === state.run.steps.length - 1;
    if (!state.playing && atEnd) seek(0);
    change({playing: !state.playing, owed: 0, opening: null});
}

function changeSpeed(by) {
    const speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(state.speed) + by))];
    change({speed, until: state.until && {...state.until, speed}});
}

function showField(field) {
    if (!hasField(state.run, field)) return say(`This run has no ${field}`);
    changeView({field});
}

function showNeurons(names, show) {
    const neurons = new Set(state.view.neurons);
    names.forEach(name => show ? neurons.add(name) : neurons.delete(name));
    changeView({neurons});
}

function showLayerAlone(layer) {
    changeView({neurons: new Set(neuronsOfLayer(state.run.network, layer))});
}

function showNextLayer(by) {
    const depth = state.run.network.hidden.length;
    const shown = new Set([...state.view.neurons].map(name => parseNeuron(name)[0]));
    const first = by > 0 ? 1 : depth;
    showLayerAlone(shown.size === 1 ? ([...shown][0] - 1 + by + depth) % depth + 1 : first);
}

function savePicture() {
    picture.toBlob(blob => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = `${state.run.name}-step${stepShown()}${state.off.size ? "-changed" : ""}.png`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10_000);  // once the browser has taken it
        say(`Saved ${link.download}`);
    });
}

function toggleFullScreen() {
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
}

const ACTIONS = [
    {name: "play", does: "Play or pause", shown: "Space", keys: [" "], run: togglePlay},
    {name: "back", does: "One checkpoint back", shown: "Left", keys: ["ArrowLeft"], run: () => scrub(state.index - 1)},
    {name: "on", does: "One checkpoint on", shown: "Right", keys: ["ArrowRight"], run: () => scrub(state.index + 1)},
    {name: "back ten", does: "Ten checkpoints back", shown: "Shift+Left", keys: ["Shift+ArrowLeft"],
     run: () => scrub(state.index - 10)},
    {name: "on ten", does: "Ten checkpoints on", shown: "Shift+Right", keys: ["Shift+ArrowRight"],
     run: () => scrub(state.index + 10)},
    {name: "first", does: "First checkpoint", shown: "Home", keys: ["Home"], run: () => scrub(0)},
    {name: "last", does: "Last checkpoint", shown: "End", keys: ["End"], run: () => scrub(Infinity)},
    {name: "faster", does: "Play faster", shown: "+", keys: ["+", "="], run: () => changeSpeed(1)},
    {name: "slower", does: "Play slower", shown: "-", keys: ["-"], run: () => changeSpeed(-1)},
    {name: "target", does: "Network's output or target", shown: "G", keys: ["g"],
     run: () => showField(state.view.field === "target" ? "probability" : "target")},
    ...data.fields.map((field, i) => ({name: `field ${field}`, does: `Show the ${field}`, shown: `${i + 1}`,
                                       keys: [`${i + 1}`], run: () => showField(field)})),
    {name: "previous layer", does: "Previous layer alone", shown: "[", keys: ["["], run: () => showNextLayer(-1)},
    {name: "next layer", does: "Next layer alone", shown: "]", keys: ["]"], run: () => showNextLayer(1)},
    {name: "all", does: "Show all boundaries", shown: "A", keys: ["a"],
     run: () => changeView({neurons: new Set(neuronsOf(state.run.network))})},
    {name: "none", does: "Hide all boundaries", shown: "N", keys: ["n"], run: () => changeView({neurons: new Set()})},
    {name: "switch", does: "Switch the neuron that is pointed at off, or on", shown: "X", keys: ["x"],
     run: switchPointedAt},
    {name: "undo", does: "Undo a change", shown: "Ctrl+Z", keys: ["Ctrl+z"], run: undo},
    {name: "redo", does: "Redo it", shown: "Ctrl+Y", keys: ["Ctrl+y", "Ctrl+Shift+z"], run: redo},
    {name: "as learnt", does: "Reset all changes", shown: "Shift+Backspace", keys: ["Shift+Backspace"],
     run: resetNeurons},
    {name: "tour", does: "Take the tour, or on to its next stop", shown: "T", keys: ["t"], run: nextStop},
    {name: "tour back", does: "The tour's stop before", shown: "Shift+T", keys: ["Shift+t"], run: stopBefore},
    {name: "end tour", does: "End the tour", shown: "Escape", keys: ["Escape"], run: endTour},
    {name: "reset", does: "Reset zoom and position", shown: "Backspace", keys: ["Backspace"],
     run: () => changeView({center: FIRST_VIEW.center, zoom: FIRST_VIEW.zoom})},
    {name: "picture", does: "Save the picture as PNG", shown: "S", keys: ["s"], run: savePicture},
    {name: "link", does: "Copy a link to this view", shown: "L", keys: ["l"], run: copyLink},
    {name: "full screen", does: "Full screen", shown: "F11", keys: ["F11"], run: toggleFullScreen},
    {name: "help", does: "Help", shown: "F1", keys: ["F1", "?"], run: toggleHelp},
];
const ACTION_NAMED = Object.fromEntries(ACTIONS.map(action => [action.name, action]));

// A button that runs an action, and says so.
function bindButton(button) {
    const action = ACTION_NAMED[button.dataset.action];
    button.title = `${action.does} (${action.shown})`;
    if (!button.textContent.trim()) button.setAttribute("aria-label", action.does);
    button.addEventListener("click", action.run);
}

function actOnKey(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // Brackets need AltGr on some keyboards, which counts as Ctrl and Alt, or Option, which counts as Alt.
    const byOption = event.altKey && "+-=[]".includes(key) && !event.ctrlKey && !event.metaKey;
    const isTyped = byOption || event.getModifierState("AltGraph");
    const named = chord => ACTIONS.find(action => action.keys.includes(chord));
    const withShift = event.shiftKey ? `Shift+${key}` : key;
    // Shift alone may be what it takes to type a character, or on by accident.
    const action = isTyped ? named(key) : event.altKey ? null
        : event.ctrlKey || event.metaKey ? named(`Ctrl+${withShift}`) : named(withShift) ?? named(key);
    if (!action || !state.run || keepsKeys(event.target, key)) return;
    event.preventDefault();
    action.run();
}

// Whether a key is for the control that has the focus: text for a text field, Space for a button come to by Tab.
function keepsKeys(target, key) {
    if (target.closest("dialog")) return key !== "F1";
    if (target.matches("select, input[type=text]")) return true;
    if (key.startsWith("Arrow")) return target.matches("#line-width:focus-visible");
    return key === " " && target.matches("button:focus-visible, input[type=checkbox]:focus-visible");
}
