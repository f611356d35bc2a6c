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
    const target = {...packed.target, aspect: packed.target.width / packed.target.height};
    target.pixels = unpackPixels(await inflate(bytesOf(packed.target.pixels)), target.width * target.height);
    const checkpoints = unpackCheckpoints(await inflate(bytesOf(packed.parameters)), packed.steps.length);
    return {...packed, network, target, checkpoints};
}

function unpackPixels(bits, count) {
    return Uint8Array.from({length: count}, (_, i) => bits[i >> 3] >> 7 - i % 8 & 1);
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
