// A picture that is computed here, coarse at first and then finer: for while the browser compiles what draws the real one,
// and instead of that where there is no graphics card and the network is large. Its program would take minutes to compile
// then, in which the browser shows nothing else either.

const SKETCH_CELLS = [16, 8, 4, 2, 1];  // sides of its squares, in pixels of the page
const SKETCH_LINES = 4;                 // the largest of them that can show lines
const SKETCH_SLICE = 12;                // milliseconds of a frame
const LARGEST_IN_SOFTWARE = 1500;       // a network's size, in vec4s of its parameters, and
const BENT_CLASSES = 5;                 // so many times that where boundaries bend between several classes

class Sketch {
    // Goes on with a sketch of this, on a canvas of so many pixels; begins anew where it is something else.
    follow(asked, canvas, size, pixelRatio) {
        const whole = [...asked, ...size];
        if (whole.some((part, i) => part !== this.whole?.[i])) this.begin(whole, asked, canvas, size, pixelRatio);
        const end = performance.now() + SKETCH_SLICE;
        while (this.rows.length && performance.now() < end) this.drawRow(...this.rows.shift());
    }

    get isDone() {
        return this.rows?.length === 0;
    }

    begin(whole, [run, parameters, view, light], canvas, size, pixelRatio) {
        if (String(size) !== String([canvas.width, canvas.height])) [canvas.width, canvas.height] = size;
        Object.assign(this, {whole, run, values: null, view, size, pixelRatio, context: canvas.getContext("2d", STILL),
                             around: data.palette.around[Number(light)],
                             parameters: onWindow(run.network, parameters, run.window)});
        this.rows = SKETCH_CELLS.flatMap(cell => {
            const side = Math.max(1, Math.round(cell * pixelRatio));
            const count = Math.ceil(size[1] / side);
            return Array.from({length: count}, (_, row) => [side, row, row === count - 1]);
        });
    }

    drawRow(side, row, isLast) {
        const {context, size, view, run} = this, scale = pixelsPerUnit(view, size, run.target.aspect);
        for (let column = 0; column * side < size[0]; ++column) {
            const place = [(column + 0.5) * side, (row + 0.5) * side];
            const color = this.colorAt(pixelToPoint(view, size, run.target.aspect, place), scale, side);
            context.fillStyle = `rgb(${color.map(part => Math.round(255 * limit(part, 0, 1)))})`;
            context.fillRect(column * side, row * side, side, side);
        }
        if (isLast && run.points && view.points) this.drawPoints(run);
    }

    // As points.js has them: a place, a colour, an edge's grey, an opacity, and 1 for a diamond.
    drawPoints({points: {count, numbers}, target: {aspect}}) {
        const {context, view, size} = this, [radius, edge] = radiusFor(count, view, size, aspect);
        context.lineWidth = edge;
        for (let i = 0; i < count; ++i) {
            const [x, y, red, green, blue, grey, opacity, isDiamond] = numbers.subarray(8 * i, 8 * i + 8);
            if (!view.beyond && (x < 0 || x > 1 || y < 0 || y > 1)) continue;
            const [across, down] = pointToPixel(view, size, aspect, [x, y]), reach = 1.25 * radius;
            context.globalAlpha = opacity;
            context.fillStyle = `rgb(${[red, green, blue].map(part => Math.round(255 * part))})`;
            context.strokeStyle = `rgb(${Array(3).fill(Math.round(255 * grey))})`;
            context.beginPath();
            if (!isDiamond) context.arc(across, down, radius, 0, 2 * Math.PI);
            else [[0, -reach], [reach, 0], [0, reach], [-reach, 0]].forEach(
                ([right, below]) => context.lineTo(across + right, down + below));
            context.closePath();
            context.fill();
            context.stroke();
        }
        context.globalAlpha = 1;
    }

    colorAt([x, y], [across, down], side) {
        const {view, run: {network}} = this;
        if (!view.beyond && (x < 0 || x > 1 || y < 0 || y > 1)) return this.around;
        if (side > SKETCH_LINES * this.pixelRatio || !view.neurons.size) {
            this.values ??= valuesFor(network);
            forward(network, this.parameters, x, y, this.values);
            return saidColor(network, this.values.subarray(-network.outputs));
        }
        const at = evaluate(network, this.parameters, x, y), does = layersOf(network).flatMap(layer => layer.does);
        let near = null, least = Math.max(side, view.lineWidth * this.pixelRatio) / 2;
        neuronsOf(network).forEach((name, i) => {
            if (!view.neurons.has(name) || state.off.has(name)) return;
            const off = Math.min(...does[i][0].bends.map(bend => Math.abs(at.values[i] - bend)));
            const away = off / Math.max(Math.hypot(at.byX[i] / across, at.byY[i] / down), 1e-30);
            if (away < least) [near, least] = [name, away];
        });
        return near ? data.palette.layers[parseNeuron(near)[0] - 1] : saidColor(network, at.outputs);
    }
}

// Whether a browser without a graphics card would compile for minutes.
function isTooLarge(gl, network) {
    const told = gl.getExtension("WEBGL_debug_renderer_info");
    const renderer = gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
    const size = network.size * (network.pixels_in_doubt && network.head.classes > 2 ? BENT_CLASSES : 1);
    return size > LARGEST_IN_SOFTWARE && /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}

// What outputs look like: said.py once more.
function saidColor({head, of_two: ofTwo, colors}, outputs) {
    if (head.kind === "rgb") return [...outputs];
    if (head.kind === "value") {
        const place = limit((outputs[0] - head.low) / (head.high - head.low), 0, 1) * (colors.length - 1);
        const low = Math.min(Math.floor(place), colors.length - 2);
        return blend(colors[low], colors[low + 1], place - low);
    }
    if (!colors) return Array(3).fill(sigmoid(ofTwo ? outputs[1] - outputs[0] : outputs[0]));
    const top = Math.max(...outputs), total = outputs.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
    const chance = 1 / outputs.length, sure = (1 / total - chance) / (1 - chance), {unsure, faintest} = data.palette;
    return blend(unsure, colors[outputs.indexOf(top)], faintest + (1 - faintest) * sure);
}

function blend(one, other, part) {
    return one.map((low, i) => low + part * (other[i] - low));
}
