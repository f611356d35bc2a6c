// The loss of a network that was changed by hand, over what it learns. The points are gone through in an order in which
// any first part of them is spread over all: while things move, LOSS_WORK of work has to do, which is then said; as soon
// as nothing moves, the others follow, a little in each frame.

const LOSS_WORK = 1e6;       // weights times points that are gone through at once
const LOSS_SLICE = 8;        // milliseconds of a frame for the others
const GOLDEN = (Math.sqrt(5) - 1) / 2;

// What a run learns: how many points, and of the i-th its place into `point`, and what the outputs are to come to into
// `answer`. Null where the page does not have it.
function lessonOf(run) {
    return run.lesson ??= run.target.kind !== "none" ? lessonOfImage(run) : run.points?.answers && lessonOfPoints(run);
}

function lessonOfImage({target: {width, height, pixels}, network: {head}, heldOut}) {
    const parts = head.kind === "rgb" ? 3 : 1, scale = head.kind === "value" ? 1 : 255;
    const order = learntOf(width * height, i => heldOut?.[i]);
    return {count: order.length, whole: order.length, put(which, point, answer) {
        const i = order[which];
        point[0] = (i % width + 0.5) / width;
        point[1] = (Math.floor(i / width) + 0.5) / height;
        for (let k = 0; k < parts; ++k) answer[k] = pixels[parts * i + k] / scale;
    }};
}

function lessonOfPoints({points: {count, numbers, answers, whole}, network: {head}}) {
    const parts = head.kind === "rgb" ? 3 : 1, order = learntOf(count, i => numbers[8 * i + 7]);
    return {count: order.length, whole: Math.round(whole * order.length / count), put(which, point, answer) {
        const i = order[which];
        point[0] = numbers[8 * i];
        point[1] = numbers[8 * i + 1];
        for (let k = 0; k < parts; ++k) answer[k] = answers[parts * i + k];
    }};
}

// Those of so many that are learnt, in such an order that any first part of them is spread evenly.
function learntOf(count, isHeldOut) {
    let stride = Math.max(1, Math.round(GOLDEN * count));
    while (commonDivisor(stride, count) > 1) ++stride;
    return Uint32Array.from({length: count}, (_, i) => i * stride % count).filter(i => !isHeldOut(i));
}

function commonDivisor(a, b) {
    return b ? commonDivisor(b, a % b) : a;
}

// The sum of the losses over the first points, to which more are added.
class LossSum {
    constructor(run, parameters) {
        Object.assign(this, {run, parameters, lesson: lessonOf(run), count: 0, sum: 0});
        const {network} = run, layers = layersOf(network);
        // As float64, with each layer's values in memory of its own.
        this.weights = Float64Array.from(onWindow(network, parameters, run.window));
        this.values = [2, ...layers.map(layer => layer.width)].map(width => new Float64Array(width));
        this.answer = new Float64Array(3);
        const atOnce = Math.max(16, Math.ceil(LOSS_WORK / parameters.length));
        if (this.lesson) this.add(Math.min(this.lesson.count, atOnce));
        this.first = {count: this.count, mean: this.sum / this.count};
    }

    get isWhole() {
        return !this.lesson || this.count === this.lesson.count;
    }

    add(count) {
        const {values, answer, lesson, run: {network}} = this, outputs = values.at(-1);
        for (const end = this.count + count; this.count < end; ++this.count) {
            lesson.put(this.count, values[0], answer);
            this.forward();
            this.sum += lossOf(network.head, outputs, answer);
        }
    }

    // For so many milliseconds.
    addFor(milliseconds) {
        const end = performance.now() + milliseconds, some = Math.max(1, Math.ceil(1e5 / this.weights.length));
        while (!this.isWhole && performance.now() < end) this.add(Math.min(some, this.lesson.count - this.count));
    }

    forward() {
        const {weights, values} = this, layers = layersOf(this.run.network);
        for (let k = 0; k < layers.length; ++k) addUp(layers[k], weights, values[k], values[k + 1]);
    }
}

// One layer's values after its activation, in few words for the sake of speed.
function addUp({inputs, width, weights: start, biases, does}, weights, below, above) {
    for (let i = 0, w = start; i < width; ++i) {
        let sum = weights[biases + i];
        for (let j = 0; j < inputs; ++j, ++w) sum += weights[w] * below[j];
        if (!does.length) above[i] = sum;
        else if (does[i][0] === ACTIVATIONS.relu) above[i] = sum > 0 ? sum : 0;
        else above[i] = does[i][0].value(sum, does[i][1]);
    }
}

// As engines/torch_functions.py has them.
function lossOf({kind}, outputs, answer) {
    if (kind === "classes") {
        let top = outputs[0], sum = 0;
        for (const logit of outputs) top = Math.max(top, logit);
        for (const logit of outputs) sum += Math.exp(logit - top);
        return top - outputs[answer[0]] + Math.log(sum);
    }
    if (kind === "logit") {
        const [z] = outputs;
        return Math.max(z, 0) - z * answer[0] + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return outputs.reduce((sum, value, k) => sum + (value - answer[k]) ** 2, 0) / outputs.length;
}

let lossSum = null;  // of what is shown; null where nothing is changed

// Follows what is shown. True while it wants to be asked again.
function updateLoss(moves) {
    const parameters = parametersShown();
    if (!state.off.size) lossSum = null;
    else if (lossSum?.parameters !== parameters) lossSum = new LossSum(state.run, parameters);
    else if (!moves && !lossSum.isWhole) lossSum.addFor(LOSS_SLICE);
    return lossSum !== null && !lossSum.isWhole && !state.playing;
}

// The changed network's, in words: "" where nothing is changed, or nobody knows.
function changedLossInWords() {
    if (!lossSum?.lesson) return "";
    const {lesson: {count: known, whole}} = lossSum;
    const {count, mean} = lossSum.isWhole ? {count: known, mean: lossSum.sum / known} : lossSum.first;
    if (count === whole) return `loss ${short(mean)}`;
    return `loss about ${short(mean)}, over ${thousands(count)} of ${thousands(whole)} points`;
}
