// The runs out of the page's data, as pack.py has packed them.

const data = JSON.parse(document.getElementById("data").textContent);

function bytesOf(base64) {
    return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

async function inflate(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

// A run with its target's pixels and its parameters, a Float32Array for each checkpoint.
async function unpackRun(packed) {
    const network = data.networks[packed.network];
    const target = {...packed.target, pixels: await unpackTarget(packed.target)};
    const points = packed.points && {...packed.points, numbers: await unpackFloats(packed.points.numbers),
                                     answers: packed.points.answers && await unpackFloats(packed.points.answers)};
    const checkpoints = unpackCheckpoints(await inflate(bytesOf(packed.parameters)), packed.steps.length);
    const heldOut = packed.held_out && await unpackBits(packed.held_out, target.width * target.height);
    const known = losses => losses?.map(loss => loss ?? NaN);  // of some checkpoints it is not known
    return {...packed, network, target, points, heldOut, checkpoints,
            losses: known(packed.losses), validation: known(packed.validation)};
}

async function unpackFloats(packed) {
    return new Float32Array((await inflate(bytesOf(packed))).buffer);
}

// As 0 and 255.
async function unpackBits(packed, count) {
    const bytes = await inflate(bytesOf(packed));
    return Uint8Array.from({length: count}, (_, i) => 255 * (bytes[i >> 3] >> 7 - i % 8 & 1));
}

// As a texture has them: of black and white 0 and 255, else values, or colours; one pixel where there is no target.
async function unpackTarget({width, height, kind, pixels}) {
    if (kind === "none") return new Uint8Array(width * height);
    if (kind === "values") return unpackFloats(pixels);
    return kind === "bytes" ? inflate(bytesOf(pixels)) : unpackBits(pixels, width * height);
}

function unpackCheckpoints(planes, count) {
    const size = planes.length / 4, each = size / count;
    const bits = new Int32Array(size);
    for (let parameter = 0; parameter < each; ++parameter) {
        for (let checkpoint = 0, value = 0; checkpoint < count; ++checkpoint) {
            const i = parameter * count + checkpoint;
            const zigzag = planes[i] | planes[size + i] << 8 | planes[2 * size + i] << 16 | planes[3 * size + i] << 24;
            value = value + (zigzag >>> 1 ^ -(zigzag & 1)) | 0;
            bits[checkpoint * each + parameter] = value;
        }
    }
    const floats = new Float32Array(bits.buffer);
    return Array.from({length: count}, (_, i) => floats.subarray(i * each, (i + 1) * each));
}
