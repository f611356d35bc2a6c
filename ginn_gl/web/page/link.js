// The view as the part of the address after #, in the words of the command line, so that a link opens it again.

const LINK_PAUSE = 400;  // milliseconds between two addresses; browsers allow no more than a few a second
let linkTimer = null, linkWritten = "", linksOpening = 0;  // whose runs are still unpacked

function linkOf({run, view, index, off}) {
    const parts = [["neurons", formatNeurons(view.neurons, run.network)]];
    // The end of a run that still grows is not a step, but wherever it ends by then; nor is the first minute one.
    const isStep = state.opening === null && (!data.follow || index < run.steps.length - 1);
    if (isStep) parts.unshift(["step", stepShown()]);
    if (data.runs.length > 1) parts.unshift(["run", run.name]);
    if (off.size) parts.push(["off", formatNeurons(off, run.network)]);
    if (view.field !== FIRST_VIEW.field) parts.push(["field", view.field]);
    if (view.zoom !== FIRST_VIEW.zoom) parts.push(["zoom", Number(view.zoom.toPrecision(6))]);
    if (String(view.center) !== String(FIRST_VIEW.center)) parts.push(["center", formatCenter(view)]);
    if (view.lineWidth !== FIRST_VIEW.lineWidth) parts.push(["width", view.lineWidth]);
    if (view.beyond) parts.push(["beyond", 1]);
    if (!view.contours) parts.push(["contours", 0]);
    if (!view.points) parts.push(["points", 0]);
    return "#" + parts.map(([name, value]) => `${name}=${escapeForLink(value)}`).join("&");
}

// Commas, colons and stars may stand in an address as they are, and read better.
function escapeForLink(value) {
    return encodeURIComponent(value).replace(/%2C/g, ",").replace(/%3A/g, ":");
}

// To a hundredth of a pixel of a large screen.
function formatCenter({center, zoom}) {
    const digits = Math.max(0, Math.ceil(Math.log10(zoom))) + 6;
    return center.map(part => Number(part.toFixed(digits))).join(",");
}

// "all", "none", or a list like "1:*,3:2,3:6".
function formatNeurons(neurons, network) {
    if (neurons.size === 0) return "none";
    if (neurons.size === neuronsOf(network).length) return "all";
    return network.hidden.flatMap((width, i) => {
        const layer = neuronsOfLayer(network, i + 1), shown = layer.filter(name => neurons.has(name));
        return shown.length === width ? [`${i + 1}:*`] : shown;
    }).join(",");
}

function parseNeurons(text, network) {
    const known = neuronsOf(network);
    if (text === "all") return new Set(known);
    const parts = text.split(",");
    return new Set(known.filter(name => parts.includes(name) || parts.includes(`${parseNeuron(name)[0]}:*`)));
}

// Show what an address asks for; whatever in it cannot be meant is left as it would be without.
async function openLink(hash) {
    const asked = Object.fromEntries(new URLSearchParams(hash.slice(1)));
    picture.canvas.setAttribute("aria-busy", true);
    linksOpening += 1;
    try {
        await openRun(asked.run ?? state.run?.name);
    } finally {
        linksOpening -= 1;
    }
    const {network, steps} = state.run, view = {...FIRST_VIEW, neurons: new Set(neuronsOf(network))};
    if (asked.neurons !== undefined) view.neurons = parseNeurons(asked.neurons, network);
    if (hasField(state.run, asked.field)) view.field = asked.field;
    const center = (asked.center ?? "").split(",").map(parseFloat);
    if (center.length === 2 && center.every(Number.isFinite)) view.center = center;
    if (asked.zoom > 0) view.zoom = limit(Number(asked.zoom), MIN_ZOOM, MAX_ZOOM);
    if (asked.width > 0) view.lineWidth = limit(Number(asked.width), 0.5, 8);
    view.beyond = asked.beyond === "1";
    view.contours = asked.contours !== "0";
    view.points = asked.points !== "0";
    change({view, off: parseNeurons(asked.off ?? "", network), done: [], undone: [], beside: null, playing: false,
            until: null, opening: null, tour: null});
    seek(asked.step === undefined ? steps.length - 1 : indexOf(parseFloat(asked.step) || 0));
}

// A page within a page, as in a notebook, has no address of its own.
const hasAddress = location.protocol !== "about:";

function writeLink() {
    linkTimer = null;
    linkWritten = linkOf(state);
    if (hasAddress && linkWritten !== location.hash) history.replaceState(null, "", linkWritten);
}

// Keeps the address in step with what is shown, without hurry.
function showLink() {
    if (linkTimer === null && linkOf(state) !== linkWritten) linkTimer = setTimeout(writeLink, LINK_PAUSE);
}

async function copyLink() {
    writeLink();
    try {
        await navigator.clipboard.writeText(location.href);
        say("Copied a link to this view");
    } catch {
        say("The address bar has the link to this view");
    }
}
