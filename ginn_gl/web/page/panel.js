// On the right: which run is shown, the field, every neuron as a button in its layer's colour, and the view.

const MEANINGS = {
    target: "The image it learns",
    error: "What the network says less its target: where that is too much or too little",
    regions: "Linear regions: in each the same neurons are on, and while they are, its colour stays",
    confidence: "The probability of the likeliest class",
    class: "The probability of one class: black is none, white is certain",
    neuron: "One neuron's value after its activation",
};
const panel = Object.fromEntries([...document.querySelectorAll("#panel [id]")].map(part => [part.id, part]));
let diagram = null;
const changedNote = document.getElementById("changed");

function buildPanel() {
    diagram = new Diagram(panel.network);
    panel.run.append(...data.runs.map(run => new Option(run.name)));
    panel.run.addEventListener("change", () => {
        change({beside: null, playing: false, until: null});
        openRun(panel.run.value).catch(complain);
        panel.run.blur();  // the keys are the picture's again
    });
    panel.run.disabled = data.runs.length === 1;
    for (const choice of [panel.activation, panel.class]) {
        choice.addEventListener("change", () => {
            showField(choice.value);
            choice.blur();
        });
    }
    panel["line-width"].addEventListener("input", () => changeView({lineWidth: Number(panel["line-width"].value)}));
    panel.beyond.addEventListener("change", () => changeView({beyond: panel.beyond.checked}));
    panel.contours.addEventListener("change", () => changeView({contours: panel.contours.checked}));
    panel.points.addEventListener("change", () => changeView({points: panel.points.checked}));
    panel["click-shows"].addEventListener("click", () => change({switching: false}));
    panel["click-switches"].addEventListener("click", () => change({switching: true}));
    panel.light.addEventListener("change", () => setLight(panel.light.checked));
}

function setLight(light) {
    document.documentElement.classList.toggle("light", light);
    change({light});
}

// A button for each field that a run has, made anew for another one.
function buildFields({network, fields}) {
    const {head, says: [name, meaning]} = network;
    const buttons = fields.map(field => {
        const key = ACTION_NAMED[`field ${field}`], [called, means] = field === "probability"
            ? [name, meaning] : [field[0].toUpperCase() + field.slice(1), MEANINGS[field]];
        return newField(field, called, key ? `${means} (${key.shown})` : means, () => field);
    });
    if (head.classes > 2) buttons.push(newField("class", "Class", MEANINGS.class, () => panel.class.value));
    buttons.push(newField("neuron", "Neuron", MEANINGS.neuron, () => panel.activation.value));
    panel.fields.replaceChildren(...buttons);
    panel.class.replaceChildren(...Array.from({length: head.classes > 2 ? head.classes : 0},
                                              (_, i) => new Option(`Class ${i + 1}`, `class:${i + 1}`)));
}

function newField(field, name, meaning, shown) {
    const button = newButton(name, () => showField(shown()));
    button.dataset.field = field;
    button.title = meaning;
    return button;
}

// Buttons for each neuron, made anew for another network.
function buildNeurons(network) {
    panel.activation.replaceChildren(...neuronsOf(network).map(name => new Option(`Neuron ${name}`, name)));
    panel.layers.replaceChildren(...network.hidden.map((_, i) => buildLayer(network, i + 1)));
}

function buildLayer(network, layer) {
    const part = document.createElement("div"), heading = document.createElement("div");
    const color = data.palette.layers[layer - 1], [red, green, blue] = color;
    part.className = "layer";
    part.style.setProperty("--layer", `rgb(${color.map(one => Math.round(255 * one))})`);
    part.style.setProperty("--on-layer", 0.3 * red + 0.6 * green + 0.1 * blue > 0.45 ? "#0d0d0d" : "#fff");
    heading.className = "heading";
    heading.append(newSpan("dot"), newSpan("", `Layer ${layer}`), newSpan("faint shown"));
    const only = newButton("Only", () => showLayerAlone(layer));
    only.title = "Show this layer alone ([ and ] go through the layers)";
    const names = neuronsOfLayer(network, layer);
    const toggle = newButton("", () => showNeurons(names, !names.some(name => state.view.neurons.has(name))));
    toggle.className = "toggle";
    heading.append(only, toggle);
    const neurons = document.createElement("div");
    neurons.className = "neurons";
    neurons.append(...names.map(buildNeuron));
    part.append(heading, neurons);
    return part;
}

function buildNeuron(name) {
    const button = newButton(name.split(":")[1], event => pickNeuron(name, event));
    button.dataset.neuron = name;
    // For a finger, these come when it is put down and lifted.
    button.addEventListener("pointerenter", () => changeView({highlighted: name}));
    button.addEventListener("pointerleave", () => changeView({highlighted: null}));
    return button;
}

function newButton(text, act) {
    const button = document.createElement("button");
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
}

function newSpan(className, text = "") {
    const span = document.createElement("span");
    span.className = className;
    span.textContent = text;
    return span;
}

let neuronsBuiltFor = null, fieldsBuiltFor = null;

function showPanel(cursor) {
    const {run, view} = state;
    if (neuronsBuiltFor !== run.network) buildNeurons(neuronsBuiltFor = run.network);
    if (fieldsBuiltFor !== run) buildFields(fieldsBuiltFor = run);
    const batch = run.batch_size === null ? "full batch" : `batches of ${run.batch_size}`;
    const training = run.watched ? "watched" : `seed ${run.seed} · ${batch}`;
    panel.headline.textContent = headlineOf(run);
    panel.run.value = run.name;
    showWhatIf();
    diagram.show(cursor?.nearest);
    panel.description.textContent = `${run.network.name} · ${training}`;
    const kind = parseNeuron(view.field) ? "neuron" : parseClass(view.field) ? "class" : view.field;
    for (const button of panel.fields.children) press(button, button.dataset.field === kind);
    for (const [choice, its] of [[panel.activation, "neuron"], [panel.class, "class"]]) {
        choice.hidden = kind !== its;
        if (kind === its) choice.value = view.field;
    }
    run.network.hidden.forEach((width, i) => showLayer(panel.layers.children[i], width));
    for (const button of panel.layers.querySelectorAll("[data-neuron]")) {
        const name = button.dataset.neuron, shown = view.neurons.has(name), off = state.off.has(name);
        press(button, shown);
        button.classList.toggle("off", off);
        button.setAttribute("aria-label", `Neuron ${name}${off ? ", off" : ""}`);
        button.classList.toggle("nearest", cursor?.nearest === name);
        const [line, itself] = [`${shown ? "hide" : "show"} its line`, `switch it ${off ? "on" : "off"}`];
        button.title = `Neuron ${name}${off ? " is off" : ""}: click to `
            + (state.switching ? itself : `${line}, Alt+click to ${itself}`);
    }
    panel["line-width"].value = view.lineWidth;
    panel["line-width-shown"].textContent = view.lineWidth.toFixed(1);
    panel.beyond.checked = view.beyond;
    panel.light.checked = state.light;
    panel.points.checked = view.points;
    panel.points.parentElement.hidden = !run.points;
    panel.contours.checked = view.contours;
    panel.contours.parentElement.hidden = !run.network.contours;
    panel["contours-name"].textContent = run.network.head.classes ? "Between classes" : "Lines of equal value";
    const [x, y] = view.center.map(part => part.toFixed(4));
    panel.place.textContent = `Zoom ${Number(view.zoom.toPrecision(3))} · centre ${x}, ${y}`;
}

// What is to be seen, for somebody who has never seen it.
function headlineOf({network: {hidden}, target, points}) {
    const neurons = hidden.reduce((sum, width) => sum + width, 0), layers = hidden.length;
    const what = points ? " points" : target.kind === "none" ? "" : " an image";
    return `${neurons} neurons in ${layers} layer${layers > 1 ? "s" : ""} learn${what}`;
}

function showWhatIf() {
    const {off, switching} = state;
    press(panel["click-shows"], !switching);
    press(panel["click-switches"], switching);
    changedNote.hidden = !off.size;
    if (!off.size) return;
    const loss = state.run.losses[state.index], now = changedLossInWords();
    document.getElementById("what-is-off").textContent = `Changed: ${changesInWords()}`;
    document.getElementById("what-it-costs").textContent = now
        ? `${now[0].toUpperCase()}${now.slice(1)}${Number.isFinite(loss) ? `, learnt ${short(loss)}` : ""}` : "";
    document.querySelector("#changed [data-action=undo]").disabled = !state.done.length;
    document.querySelector("#changed [data-action=redo]").disabled = !state.undone.length;
}

function showLayer(part, width) {
    const names = [...part.querySelectorAll("[data-neuron]")].map(button => button.dataset.neuron);
    const shown = names.filter(name => state.view.neurons.has(name)).length;
    part.querySelector(".shown").textContent = `${shown} of ${width}`;
    part.querySelector(".toggle").textContent = shown ? "Hide" : "Show";
    part.querySelector(".toggle").title = `${shown ? "Hide" : "Show"} this layer's boundaries`;
}

function press(button, pressed) {
    button.setAttribute("aria-pressed", pressed);
}
