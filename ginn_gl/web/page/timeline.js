// Along the bottom: the transport, the slider, the loss curve; and the status line.

const timeline = Object.fromEntries([...document.querySelectorAll("#timeline [id], #status [id]")]
    .map(part => [part.id, part]));
const curve = new Curve(timeline.curve);

function buildTimeline() {
    timeline.slider.addEventListener("input", () => scrub(Number(timeline.slider.value)));
    timeline.step.addEventListener("change", () => {
        const step = Number(timeline.step.value.replace(/[,\s]/g, ""));
        if (Number.isFinite(step)) scrub(indexOf(step));
        timeline.step.blur();
    });
    timeline["log-step"].addEventListener("change", event => change({logStep: event.target.checked}));
    timeline["log-loss"].addEventListener("change", event => change({logLoss: event.target.checked}));
}

function showTimeline(cursor) {
    const {run, index} = state, count = run.steps.length, step = stepShown();
    document.body.classList.toggle("playing", state.playing);
    timeline.slider.max = count - 1;
    timeline.slider.value = index;
    timeline.slider.style.setProperty("--part", index / Math.max(1, count - 1));
    timeline.count.textContent = `${thousands(index + 1)} of ${thousands(count)}`;
    if (document.activeElement !== timeline.step) timeline.step.value = step;
    timeline.speed.textContent = `${Math.round(speedNow())}/s`;
    timeline["log-step"].checked = state.logStep;
    timeline["log-loss"].checked = state.logLoss;
    curve.show();
    const loss = run.losses[index], learnt = Number.isFinite(loss) ? `${short(loss)}` : "";
    const rate = run.watched ? "" : `learning rate ${short(learningRate(run, step))}`;
    const facts = [`step ${thousands(step)}`, learnt && `loss ${state.off.size ? "as learnt " : ""}${learnt}`,
        Number.isFinite(run.validation?.[index]) ? `validation ${short(run.validation[index])}` : "",
        rate];
    timeline.position.replaceChildren(...facts.filter(Boolean).map(fact => newSpan(fact === rate ? "rate" : "", fact)));
    timeline["under-cursor"].textContent = describe(cursor);
}

function describe(cursor) {
    const touch = matchMedia("(pointer: coarse)").matches;
    if (!cursor && isPassive()) return touch ? "Tap, then two fingers zoom" : "Click, then the wheel zooms";
    if (!cursor) return touch ? "Two fingers zoom, one pans" : "Wheel zooms, drag pans, F1 helps";
    const digits = 4 + Math.max(0, Math.ceil(Math.log10(state.view.zoom)));
    const near = cursor.nearest ? `nearest ${cursor.nearest} at ${cursor.pixels.toFixed(1)} px` : "no boundary near";
    return `x ${cursor.x.toFixed(digits)}   y ${cursor.y.toFixed(digits)}   ${cursor.says}   ${near}`;
}

function thousands(number) {
    return number.toLocaleString("en-US");
}

// To three digits, without zeros at the end.
function short(number) {
    return String(Number(number.toPrecision(3)));
}
