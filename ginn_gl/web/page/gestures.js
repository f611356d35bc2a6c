// Zoom and pan by mouse, pen and fingers. Within another page, the wheel and fingers are that page's until this one
// has been clicked, and again once something else is.

const MIN_ZOOM = 0.25, MAX_ZOOM = 100000, ZOOM_PER_NOTCH = 1.2;
const NOTCH = 100;               // pixels that browsers scroll for a notch of the wheel, about
const TAP_SECONDS = 0.35, TAP_PIXELS = 24;  // at most between the two taps of a double-click

const isFramed = window !== window.parent;

function isPassive() {
    return isFramed && !document.hasFocus();
}

function listenToFocus() {
    const show = () => document.documentElement.classList.toggle("passive", isPassive());
    ["focus", "blur"].forEach(event => window.addEventListener(event, () => (show(), frameWanted())));
    show();
}

function listenToGestures(canvas) {
    const pointers = new Map();  // where each button or finger that is down is, by its id
    let lastDown = {at: -1, place: [0, 0]};

    const placeOf = event => {
        const {left, top} = canvas.getBoundingClientRect();
        return [event.clientX - left, event.clientY - top];
    };
    const sizeOf = () => [canvas.clientWidth, canvas.clientHeight];
    const pointAt = place => pixelToPoint(state.view, sizeOf(), state.run.target.aspect, place);

    // Zoom, then bring a point of the plane under a place of the picture.
    const bring = (point, place, zoom) => {
        const view = {...state.view, zoom: limit(zoom, MIN_ZOOM, MAX_ZOOM)};
        const there = pixelToPoint(view, sizeOf(), state.run.target.aspect, place);
        changeView({zoom: view.zoom, center: view.center.map((part, i) => part + point[i] - there[i])});
    };

    // The middle of all pointers, and how far apart they are.
    const spread = () => {
        const places = [...pointers.values()], middle = [0, 1].map(i => mean(places.map(place => place[i])));
        const apart = Math.hypot(places[0][0] - places.at(-1)[0], places[0][1] - places.at(-1)[1]);
        return {middle, apart: Math.max(apart, 1)};
    };

    canvas.addEventListener("pointerdown", event => {
        if (!state.run || event.button !== 0 || event.pointerType === "touch" && isPassive()) return;
        const place = placeOf(event), now = event.timeStamp / 1000;
        canvas.setPointerCapture(event.pointerId);
        pointers.set(event.pointerId, place);
        const again = now - lastDown.at < TAP_SECONDS
            && Math.hypot(place[0] - lastDown.place[0], place[1] - lastDown.place[1]) < TAP_PIXELS;
        if (pointers.size === 1 && again) ACTION_NAMED.reset.run();
        lastDown = {at: pointers.size === 1 && !again ? now : -1, place};
    });

    canvas.addEventListener("pointermove", event => {
        if (!state.run) return;
        if (event.pointerType === "mouse") change({mouse: placeOf(event)});
        if (!pointers.has(event.pointerId)) return;
        const before = spread(), point = pointAt(before.middle);
        pointers.set(event.pointerId, placeOf(event));
        const after = spread();
        bring(point, after.middle, state.view.zoom * after.apart / before.apart);
    });

    for (const end of ["pointerup", "pointercancel"]) {
        canvas.addEventListener(end, event => pointers.delete(event.pointerId));
    }
    canvas.addEventListener("pointerleave", () => change({mouse: null}));

    canvas.addEventListener("wheel", event => {
        if (isPassive()) return;
        event.preventDefault();
        if (!state.run) return;
        const pixels = event.deltaY * [1, 40, 800][event.deltaMode];
        // Two fingers on a trackpad come as small turns of the wheel with Ctrl.
        const notches = -pixels / NOTCH * (event.ctrlKey ? 5 : 1), place = placeOf(event);
        bring(pointAt(place), place, state.view.zoom * ZOOM_PER_NOTCH ** limit(notches, -3, 3));
    }, {passive: false});
}

function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
