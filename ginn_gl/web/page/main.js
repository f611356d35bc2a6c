// Puts the page together and draws a frame whenever something has changed.

let picture = null, framePending = false, playedUntil = null;

function frame(milliseconds) {
    const now = milliseconds / 1000;
    framePending = false;
    try {
        play(now - (playedUntil ?? now));
        playedUntil = state.playing ? now : null;
        const goesOn = picture.update(now), cursor = picture.underMouse();
        showPanel(cursor);
        showTimeline(cursor);
        showCaption();
        showLink();
        picture.canvas.setAttribute("aria-busy", !picture.isDone);
        document.title = `${state.run.name}: ${headlineOf(state.run)} · GINN-GL`;
        document.body.classList.toggle("ready", picture.hasDrawn);
        if (state.playing || goesOn) frameWanted();
    } catch (error) {
        complain(error);
        throw error;
    }
}

async function start() {
    if (!window.DecompressionStream) throw new Error("This browser is too old: one from 2023 or later can unpack this page.");
    picture = new Picture(document.getElementById("canvas"));
    document.querySelectorAll("[data-action]").forEach(bindButton);
    document.querySelector("[data-action='full screen']").hidden = !document.fullscreenEnabled;
    document.querySelector("[data-action=link]").hidden = !hasAddress;
    buildPanel();
    buildTimeline();
    buildHelp();
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
