// The network as it is now: layers as columns of neurons, in which neurons are picked, and each weight as a line.

const DIAGRAM_TOP = 8, DIAGRAM_BOTTOM = 24, DIAGRAM_SIDE = 22;  // pixels around the neurons
const ROOMY = 17, TALLEST = 300;    // pixels from neuron to neuron where there is room, and of all of them at most
const DRAWN_AT_MOST = 64;           // neurons of a layer
const SHADES = 8;                   // of lines: fainter the smaller a weight is beside its layer's largest
const PICKED_WITHIN = 14;           // pixels
// Which push towards white or towards black, on dark ground and on light; the window's, too.
const WEIGHT_COLORS = {dark: ["#85a8d6", "#f5cc8c"], light: ["#3f6daa", "#b07a20"]};

class Diagram {
    constructor(canvas) {
        this.canvas = canvas;
        this.context = canvas.getContext("2d");
        new ResizeObserver(() => frameWanted()).observe(canvas);
        canvas.addEventListener("pointermove", event => this.point(this.neuronAt(event)));
        canvas.addEventListener("pointerleave", () => this.point(null));
        canvas.addEventListener("click", event => {
            const name = this.neuronAt(event);
            if (name) pickNeuron(name, event);
        });
    }

    point(name) {
        this.canvas.style.cursor = name ? "pointer" : "";
        if (state.view.highlighted !== name) changeView({highlighted: name});
    }

    // Where each neuron is, in pixels, column by column: inputs, hidden layers, outputs.
    lay({hidden, outputs}) {
        const widths = [2, ...hidden, outputs].map(width => Math.min(width, DRAWN_AT_MOST));
        this.spacing = Math.min(ROOMY, TALLEST / Math.max(...widths));
        this.height = DIAGRAM_TOP + DIAGRAM_BOTTOM + this.spacing * Math.max(4, ...widths);
        const across = this.canvas.clientWidth - 2 * DIAGRAM_SIDE;
        const middle = DIAGRAM_TOP + (this.height - DIAGRAM_TOP - DIAGRAM_BOTTOM) / 2;
        this.columns = widths.map((width, i) => {
            const x = DIAGRAM_SIDE + across * i / (widths.length - 1);
            const spacing = Math.min(ROOMY, TALLEST / width);
            return Array.from({length: width}, (_, j) => [x, middle + (j - (width - 1) / 2) * spacing]);
        });
        this.radius = Math.min(6, 0.4 * this.spacing);
    }

    neuronAt(event) {
        const {left, top} = this.canvas.getBoundingClientRect();
        let found = null, least = PICKED_WITHIN;
        this.columns.slice(1, -1).forEach((column, i) => column.forEach(([x, y], j) => {
            const away = Math.hypot(event.clientX - left - x, event.clientY - top - y);
            if (away < least) [found, least] = [`${i + 1}:${j + 1}`, away];
        }));
        return found;
    }

    // Only where anything in it has changed.
    show(nearest) {
        const {run, view, off} = state, {canvas} = this, {light} = state;
        const shows = [run, parametersShown(), view.neurons, view.highlighted ?? nearest, off, light,
                       canvas.clientWidth, devicePixelRatio];
        if (!canvas.clientWidth || shows.every((part, i) => part === this.shown?.[i])) return;
        this.shown = shows;
        this.lay(run.network);
        canvas.style.height = `${this.height}px`;
        const sides = [canvas.clientWidth, this.height];
        [canvas.width, canvas.height] = sides.map(side => Math.round(side * devicePixelRatio));
        this.context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
        const marked = parseNeuron(view.highlighted ?? nearest ?? "");
        this.drawWeights(run.network, parametersShown(), marked, WEIGHT_COLORS[light ? "light" : "dark"]);
        this.drawNeurons(view, off, marked);
        this.drawNames(run.network);
    }

    // The largest last; of a neuron that is marked only its own.
    drawWeights(network, parameters, marked, colors) {
        const {context, columns} = this;
        layersOf(network).forEach((layer, i) => {
            const paths = Array.from({length: 2 * SHADES}, () => new Path2D());
            const all = parameters.slice(layer.weights, layer.biases);
            const largest = all.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-30);
            columns[i + 1].forEach(([x, y], to) => columns[i].forEach(([fromX, fromY], from) => {
                if (marked && ![[i + 1, to + 1], [i, from + 1]].some(end => String(end) === String(marked))) return;
                const weight = all[to * layer.inputs + from], size = Math.abs(weight) / largest;
                if (!weight || !(size > (marked ? 0 : 0.04))) return;
                const path = paths[2 * Math.min(SHADES - 1, Math.floor(size * SHADES)) + (weight > 0)];
                path.moveTo(fromX, fromY);
                path.lineTo(x, y);
            }));
            paths.forEach((path, k) => {
                const size = (Math.floor(k / 2) + 1) / SHADES;
                context.strokeStyle = colors[k % 2];
                context.globalAlpha = Math.min(1, (marked ? 0.45 : 0.08) + 0.7 * size * size);
                context.lineWidth = (marked ? 1 : 0.6) + 1.8 * size;
                context.stroke(path);
            });
        });
        context.globalAlpha = 1;
    }

    drawNeurons({neurons}, off, marked) {
        const {context, columns, radius} = this, [ground, text, faint] = ["panel", "text", "faint"].map(name => this.color(name));
        columns.forEach((column, i) => column.forEach(([x, y], j) => {
            const name = `${i}:${j + 1}`, isHidden = i > 0 && i < columns.length - 1, isOff = isHidden && off.has(name);
            const color = isOff ? faint : isHidden
                ? `rgb(${data.palette.layers[i - 1].map(part => Math.round(255 * part))})` : text;
            this.circle(x, y, radius + 1.5, ground);
            this.circle(x, y, radius, color);
            // A ring is a neuron whose line is hidden, or that is off.
            if (isOff || isHidden && !neurons.has(name)) this.circle(x, y, radius - Math.min(1.8, 0.4 * radius), ground);
            if (isOff) this.strike(x, y, 1.5 * radius, text);
            if (marked && isHidden && marked[0] === i && marked[1] === j + 1) this.ring(x, y, radius + 3, text);
        }));
    }

    drawNames({hidden, outputs}) {
        const {context, columns, height} = this;
        context.fillStyle = this.color("faint");
        context.font = `11px ${getComputedStyle(this.canvas).fontFamily}`;
        context.textAlign = "center";
        columns.forEach(([[x]], i) => {
            const width = hidden[i - 1], layer = columns.length > 6 ? `${i}` : `layer ${i}`;  // many have little room
            const name = width > DRAWN_AT_MOST ? `${DRAWN_AT_MOST} of ${width}` : layer;
            const end = i ? outputs > 1 ? "outputs" : "output" : "x, y";
            context.fillText(width ? name : end, x, height - 6);
        });
    }

    color(name) {
        return getComputedStyle(this.canvas).getPropertyValue(`--${name}`);
    }

    circle(x, y, radius, color) {
        this.context.fillStyle = color;
        this.context.beginPath();
        this.context.arc(x, y, radius, 0, 2 * Math.PI);
        this.context.fill();
    }

    ring(x, y, radius, color) {
        this.context.strokeStyle = color;
        this.context.lineWidth = 1.5;
        this.context.beginPath();
        this.context.arc(x, y, radius, 0, 2 * Math.PI);
        this.context.stroke();
    }

    strike(x, y, reach, color) {
        this.context.strokeStyle = color;
        this.context.lineWidth = 2;
        this.context.beginPath();
        this.context.moveTo(x - reach, y + reach);
        this.context.lineTo(x + reach, y - reach);
        this.context.stroke();
    }
}
