// Puts the page together and draws a frame whenever something has changed.

let picture = null, pictureBeside = null, framePending = false, playedUntil = null;

function frame(milliseconds) {
    const now = milliseconds / 1000;
    framePending = false;
    try {
        play(now - (playedUntil ?? now));
        playedUntil = state.playing ? now : null;
        showBeside();
        const moves = [picture, pictureBeside].map(one => one.update(now)).some(Boolean), cursor = picture.underMouse(), goesOn = updateLoss(moves) || moves;
        showPanel(cursor);
        showTimeline(cursor);
        showCaption();
        showTour();
        showLink();
        picture.canvas.setAttribute("aria-busy", linksOpening > 0 || !(picture.isDone && pictureBeside.isDone));
        document.title = `${state.run.name}: ${headlineOf(state.run)} · GINN-GL`;
        showPreparing(now);
        if (state.playing || goesOn) frameWanted();
    } catch (error) {
        complain(error);
        throw error;
    }
}

// Until there is a picture of this run.
function showPreparing(now) {
    const isAll = picture.sketchedOnly && picture.isDone && state.view.field === FIRST_VIEW.field;
    const seconds = isAll ? 0 : picture.waits(now);
    document.body.classList.toggle("ready", !seconds);
    if (seconds) document.getElementById("preparing").textContent = picture.sketchedOnly
        ? "Without a graphics card, so large a network is drawn bit by bit"
            + (state.view.field === FIRST_VIEW.field ? "" : ", and only what it says as a whole")
        : seconds < 2 ? "Preparing the picture …"
        : `A sketch for now: this browser is compiling the picture (${Math.round(seconds)} s)`
        + (seconds < 6 ? "" : ". Without a graphics card, a large network may take minutes.");
}

// Another run on the right, and of both what they are called.
function showBeside() {
    const {run, beside, index} = state;
    document.body.classList.toggle("beside", beside !== null);
    pictureBeside.canvas.hidden = !beside;
    document.querySelectorAll(".whose").forEach((whose, i) => {
        const [shown, at] = i ? [beside, beside && indexBeside()] : [run, index];
        whose.hidden = !beside;
        if (beside) whose.textContent = `${shown.name} · loss ${short(shown.losses[at])}`;
    });
}

async function start() {
    if (!window.DecompressionStream) throw new Error("This browser is too old: one from 2023 or later can unpack this page.");
    const [canvas, beside] = ["canvas", "beside"].map(id => document.getElementById(id));
    picture = new Picture(canvas, () => [state.run, parametersShown(), state.view, state.light]);
    pictureBeside = new Picture(beside, () => [state.beside, state.beside?.checkpoints[indexBeside()], state.view,
                                               state.light]);
    document.querySelectorAll("[data-action]").forEach(bindButton);
    document.querySelector("[data-action='full screen']").hidden = !document.fullscreenEnabled;
    document.querySelector("[data-action=link]").hidden = !hasAddress;
    buildPanel();
    buildTimeline();
    buildHelp();
    buildTour();
    listenToGestures(picture.canvas);
    listenToFocus();
    document.addEventListener("keydown", actOnKey);
    window.addEventListener("hashchange", () => openLink(location.hash).catch(complain));
    await openLink(location.hash);
    frameWanted = () => {
        if (framePending) return;
        framePending = true;
        requestAnimationFrame(frame);
    };
    if (wantsOpening()) startOpening();
    frameWanted();
}

const started = start().catch(complain);
