// The loss at every step, drawn on a canvas; dragging in it goes through the training.

const CURVE_LEFT = 52, CURVE_RIGHT = 14, CURVE_TOP = 8, CURVE_BOTTOM = 20;  // pixels around the plot

class Curve {
    constructor(canvas) {
        this.canvas = canvas;
        this.context = canvas.getContext("2d");
        new ResizeObserver(() => frameWanted()).observe(canvas);
        canvas.addEventListener("pointerdown", event => {
            canvas.setPointerCapture(event.pointerId);
            this.scrubTo(event);
        });
        canvas.addEventListener("pointermove", event => event.buttons && this.scrubTo(event));
    }

    scrubTo(event) {
        if (!state.run) return;
        const [steps] = this.axes();
        scrub(indexAfter(steps.valueAt(event.clientX - this.canvas.getBoundingClientRect().left)));
    }

    // Of steps and of the loss. Step 0 has no place on a logarithmic axis: there it is drawn with step 1.
    axes() {
        const {run, logStep, logLoss} = state, {clientWidth, clientHeight} = this.canvas;
        const known = run.losses.concat(run.validation ?? [], state.beside?.losses ?? []).filter(Number.isFinite);
        const least = known.reduce((one, other) => Math.min(one, other), Infinity);
        const most = known.reduce((one, other) => Math.max(one, other), -Infinity);
        const [low, high] = known.length ? [least, most] : [0.1, 1];
        const last = Math.max(run.iterations, 2), ends = [logStep ? 1 : 0, last * (logStep ? 1.1 : 1.01)];
        const range = logLoss ? [Math.max(low, 1e-6) * 0.85, Math.max(high, 1e-5) * 1.15] : [0, high * 1.05];
        return [new Axis(...ends, logStep, CURVE_LEFT, clientWidth - CURVE_RIGHT),
                new Axis(...range, logLoss, clientHeight - CURVE_BOTTOM, CURVE_TOP)];
    }

    show() {
        const {canvas, context} = this, {clientWidth: width, clientHeight: height} = canvas;
        const ratio = window.devicePixelRatio, [steps, losses] = this.axes(), style = getComputedStyle(canvas);
        const color = name => style.getPropertyValue(`--${name}`);
        [canvas.width, canvas.height] = [width * ratio, height * ratio].map(Math.round);
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.font = `11px ${style.fontFamily}`;
        this.drawTicks(steps, losses, color("faint"), color("border"));
        context.lineWidth = 1.5;
        context.lineJoin = "round";
        const draw = (curve, color, run = state.run) => {
            context.strokeStyle = color;
            context.beginPath();
            run.steps.forEach((step, i) => {
                if (Number.isFinite(curve[i])) context.lineTo(steps.placeOf(step), losses.placeOf(curve[i]));
            });
            context.stroke();
        };
        if (state.run.validation) {
            draw(state.run.validation, color("held-out"));
            this.drawNames([["loss", color("text")], ["validation loss", color("held-out")]]);
        }
        if (state.beside) {
            draw(state.beside.losses, color("faint"), state.beside);
            this.drawNames([[state.run.name, color("text")], [state.beside.name, color("faint")]]);
        }
        draw(state.run.losses, color("text"));
        const loss = state.run.losses[state.index], low = Number.isFinite(loss) ? loss : losses.low;
        this.drawPosition(steps.placeOf(stepShown()), losses.placeOf(low), color("accent"));
    }

    // Of the curves, in the lower left corner, where there are none.
    drawNames(names) {
        const {context} = this;
        let left = CURVE_LEFT + 8;
        context.textAlign = "left";
        context.textBaseline = "bottom";
        for (const [name, color] of names) {
            context.fillStyle = color;
            context.fillText(name, left, this.canvas.clientHeight - CURVE_BOTTOM - 4);
            left += context.measureText(name).width + 14;
        }
    }

    drawPosition(x, y, color) {
        const {context, canvas} = this;
        context.strokeStyle = context.fillStyle = color;
        context.beginPath();
        context.moveTo(x, CURVE_TOP);
        context.lineTo(x, canvas.clientHeight - CURVE_BOTTOM);
        context.stroke();
        context.beginPath();
        context.arc(x, y, 4, 0, 2 * Math.PI);
        context.fill();
    }

    drawTicks(steps, losses, text, line) {
        const {context} = this;
        context.fillStyle = text;
        context.strokeStyle = line;
        context.lineWidth = 1;
        context.beginPath();
        context.textAlign = "center";
        context.textBaseline = "top";
        for (const tick of steps.ticks(70)) {
            const x = Math.round(steps.placeOf(tick)) + 0.5;
            context.moveTo(x, losses.end);
            context.lineTo(x, losses.start);
            context.fillText(shortStep(tick), x, losses.start + 5);
        }
        context.textAlign = "right";
        context.textBaseline = "middle";
        for (const tick of losses.ticks(11)) {
            const y = Math.round(losses.placeOf(tick)) + 0.5;
            context.moveTo(steps.start, y);
            context.lineTo(steps.end, y);
            context.fillText(String(Number(tick.toPrecision(3))), steps.start - 7, y);
        }
        context.stroke();
    }
}

// Values from low to high, laid out between two places in pixels.
class Axis {
    constructor(low, high, logarithmic, start, end) {
        Object.assign(this, {low, high, logarithmic, start, end});
        this.toAxis = logarithmic ? value => Math.log(Math.max(value, low)) : value => value;
        this.fromAxis = logarithmic ? Math.exp : value => value;
    }

    placeOf(value) {
        const [low, high] = [this.low, this.high].map(this.toAxis);
        return this.start + (this.toAxis(value) - low) / (high - low) * (this.end - this.start);
    }

    valueAt(place) {
        const [low, high] = [this.low, this.high].map(this.toAxis);
        return this.fromAxis(low + (place - this.start) / (this.end - this.start) * (high - low));
    }

    // Round values, at least so many pixels apart: powers of ten, with 2 and 5 between them where there is room.
    ticks(pixels) {
        const room = Math.abs(this.end - this.start) / pixels;
        if (this.logarithmic) {
            const decades = Math.log10(this.high / this.low);
            const parts = decades * 3 <= room ? [1, 2, 5] : [1];
            const first = Math.floor(Math.log10(this.low)), every = parts.length > 1 ? 1 : Math.ceil(decades / room);
            const powers = Array.from({length: Math.ceil(decades) + 2}, (_, i) => first + i);
            return powers.filter(power => power % every === 0).flatMap(power => parts.map(part => part * 10 ** power))
                .filter(tick => tick >= this.low * 0.999 && tick <= this.high);
        }
        const unit = 10 ** Math.floor(Math.log10(this.high - this.low));
        const spacing = [0.1, 0.2, 0.5, 1, 2, 5].map(part => part * unit)
            .find(spacing => (this.high - this.low) / spacing <= room) ?? 10 * unit;
        return Array.from({length: Math.floor(this.high / spacing) + 1}, (_, i) => i * spacing);
    }
}

// 1000000 as 1M, 20000 as 20k.
function shortStep(step) {
    if (step >= 1e6) return `${Number((step / 1e6).toPrecision(3))}M`;
    return step >= 1e3 ? `${Number((step / 1e3).toPrecision(3))}k` : String(step);
}
