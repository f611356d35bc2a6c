// The tour: what there is to see in these runs, stop by stop. Each is shown as the window shows it: its run at the step
// where it begins, with the lines that it is about, played to the step where it has come about. Its text is beside it.

const tourParts = Object.fromEntries([...document.querySelectorAll("[id^=tour]")].map(part => [part.id, part]));
// What to try once it has ended.
const TRY_NEXT = [
    ["Switch a neuron off, and see what is lost", () => (change({switching: true}), showPart(panel.network))],
    ["See the pieces that the picture is made of", () => showField("regions")],
    ["Drag along the curve: go back in time yourself", () => (scrub(0), timeline.slider.focus())],
    ["Zoom in, as far as you like", () => changeView({zoom: 6, center: [0.5, 0.63]})],
];

function buildTour() {
    tourParts["tour-begin"].textContent = `Take the tour: ${inWordsCount(data.tour.length, "stop")}`;
    tourParts["tour-next-things"].append(...TRY_NEXT.map(([text, act]) => newButton(text, act)));
    tourParts["tour-again"].addEventListener("click", () => goToStop(state.tour % data.tour.length));
    tourParts["tour-begin"].parentElement.hidden = !data.tour.length;
    document.getElementById("no-tour").hidden = data.tour.length > 0;
}

function inWordsCount(count, thing) {
    return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

// To a stop by its place; past the last one is the end.
async function goToStop(place) {
    if (!data.tour.length) return say("This page has no tour");
    change({tour: limit(place, 0, data.tour.length), playing: false, until: null, opening: null});
    if (state.tour === data.tour.length) return asOneFindsIt();
    await showStop(data.tour[state.tour]);
}

function nextStop() {
    return goToStop(state.tour === null || state.tour === data.tour.length ? 0 : state.tour + 1);
}

function stopBefore() {
    return goToStop((state.tour ?? 0) - 1);
}

// The end first, which says what to try; from there, away with it.
function endTour() {
    if (state.tour === null) return;
    if (state.tour < data.tour.length) return goToStop(data.tour.length);
    change({tour: null});
}

async function showStop(stop) {
    const beside = stop.beside && await unpackedRun(stop.beside);
    if (data.tour[state.tour] === stop) await openRun(stop.run);
    if (data.tour[state.tour] !== stop) return;  // somebody has gone on meanwhile
    changeView({...FIRST_VIEW, ...stop.view, neurons: new Set(stop.neurons)});
    change({beside, off: NOTHING_OFF, done: [], undone: []});
    seek(indexOf(stop.first));
    const end = indexAfter(stop.last), count = end - state.index;
    if (stop.first === stop.last || count <= 0) return seek(indexOf(stop.last));
    change({playing: true, owed: 0, until: {index: end, speed: count / stop.seconds}});
}

// After the last stop: all lines, the whole picture.
function asOneFindsIt() {
    change({beside: null});
    changeView({...FIRST_VIEW, neurons: new Set(neuronsOf(state.run.network))});
}

function showPart(part) {
    part.scrollIntoView({block: "center", behavior: "smooth"});
}

let tourShown = null;

function showTour() {
    const {tour} = state, stop = data.tour[tour], begun = tour !== null, count = data.tour.length;
    document.body.classList.toggle("touring", begun);
    tourParts.tour.hidden = !begun;
    tourParts["tour-begin"].hidden = begun;
    if (tour !== tourShown) document.getElementById("panel").scrollTop = 0;  // which the tour is at the top of
    tourShown = tour;
    if (!begun) return;
    tourParts["tour-place"].textContent = stop ? `Tour: stop ${tour + 1} of ${count}` : "Tour: the end";
    tourParts["tour-title"].textContent = stop?.title ?? "What to try next";
    tourParts["tour-text"].textContent = stop?.text ?? "";
    tourParts["tour-text"].hidden = !stop;
    tourParts["tour-next-things"].hidden = Boolean(stop);
    tourParts["tour-back"].disabled = tour === 0;
    tourParts["tour-again"].textContent = stop ? "Again" : "Tour again";
    tourParts["tour-next"].hidden = !stop;
    tourParts["tour-end"].textContent = stop ? "End" : "Close";
}
