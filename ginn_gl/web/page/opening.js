// The first minute: a page that is opened without a step in its link plays once from step 0 to the end, as fast as the
// logarithm of the step goes by, with a few words on what is to be seen. Whatever somebody does stops it.

const OPENING_SECONDS = 20, LONGEST_LEAP = 1;  // the latter of a frame: a tab that was away goes on where it was
// From which share of the time on each is said.
const CAPTIONS = [[0, "Watch a network learn. Each colour is a layer of its neurons."],
                  [0.35, "A line is where a neuron switches: on one side it is on, on the other off."],
                  [0.7, "Drag along the curve below to go back in time."]];
const caption = document.getElementById("caption");

function wantsOpening() {
    return !data.follow && !isFramed && !/[#&]step=/.test(location.hash) && state.run.steps.length > 2
        && !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function startOpening() {
    seek(0);
    change({playing: true, opening: 0});
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
        window.addEventListener(kind, stopOpening, {capture: true, passive: true});
    }
}

// Whether the button or the key that pauses was meant is for them to say: they would start it again.
function stopOpening(event) {
    const pauses = event.target.closest?.("#play") || event.key === " " && !keepsKeys(event.target, " ");
    if (state.opening === null) return;
    change({opening: null, playing: pauses ? state.playing : false});
    if (caption.contains(event.target)) seek(Infinity);  // skipped
}

// Moves on by so many seconds.
function playOpening(seconds) {
    const {steps} = state.run, opening = state.opening + Math.min(seconds, LONGEST_LEAP);
    const share = opening / OPENING_SECONDS;
    seek(indexOf(Math.expm1(share * Math.log1p(steps.at(-1)))));
    if (share < 1) return change({opening});
    change({opening: null, playing: false});
    say(data.tour.length ? "There is more to see: take the tour."
        : "What if a neuron were missing? Choose “Click switches off”, and click one in the diagram.");
}

function showCaption() {
    const {opening} = state, said = CAPTIONS.findLast(([from]) => from * OPENING_SECONDS <= opening);
    caption.hidden = opening === null;
    if (opening !== null) caption.firstElementChild.textContent = said[1];
}
