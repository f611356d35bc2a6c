// Draws one network, at any of its checkpoints, with the desktop's shaders. renderer.py once more, in WebGL 2.

class Renderer {
    constructor(gl, network) {
        this.gl = gl;
        this.network = network;
        const texts = [network.every_pixel, network.pixels_in_doubt];  // none where no boundary bends
        this.passes = texts.filter(Boolean).map(text => startProgram(gl, ...text));
        this.target = newTexture(gl);
        this.anchors = newTexture(gl);
        this.parameters = network.per_row ? newTexture(gl) : gl.createBuffer();
        this.output = new Output(gl);
        this.points = null;  // until there is a run with any
    }

    // False while the browser still compiles.
    get ready() {
        return this.passes.every(program => isFinished(this.gl, program)) && (this.points?.ready ?? true);
    }

    setRun(run) {
        const {gl} = this, {width, height, pixels} = run.target;
        this.run = run;
        if (run.points) this.points ??= new PointsDrawing(gl);
        gl.bindTexture(gl.TEXTURE_2D, this.target);
        gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
        const [inside, parts, type] = {
            Uint8Array: pixels.length > width * height ? [gl.RGB8, gl.RGB, gl.UNSIGNED_BYTE]
                : [gl.R8, gl.RED, gl.UNSIGNED_BYTE],
            Float32Array: [gl.R32F, gl.RED, gl.FLOAT],
        }[pixels.constructor.name];
        gl.texImage2D(gl.TEXTURE_2D, 0, inside, width, height, 0, parts, type, pixels);
    }

    setCheckpoint(checkpoint) {
        const {gl, network} = this, parameters = onWindow(network, checkpoint, this.run.window);
        const packed = packParameters(network, parameters);
        this.checkpoint = checkpoint;
        this.parametersSeen = parameters;
        if (!network.per_row) {
            gl.bindBuffer(gl.UNIFORM_BUFFER, this.parameters);
            gl.bufferData(gl.UNIFORM_BUFFER, packed, gl.DYNAMIC_DRAW);
            return;
        }
        const rows = Math.ceil(network.size / network.per_row), padded = new Float32Array(4 * rows * network.per_row);
        padded.set(packed);
        writeFloats(gl, this.parameters, padded, network.per_row, rows);
    }

    // Fills the canvas with a picture of `size` pixels. around: what is outside the square, as [r, g, b] from 0 to 1.
    draw(view, size, around) {
        const {gl, run, network} = this, aspect = run.target.aspect;
        const {rows, columns, count} = anchorRows(run, this.parametersSeen, view, size);
        writeFloats(gl, this.anchors, rows, columns, count);
        const uniforms = this.uniforms(view, size);
        this.output.use(size);
        gl.disable(gl.SCISSOR_TEST);
        gl.clearColor(...around, 1);
        gl.clearDepth(0);
        gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
        if (!view.beyond) {
            gl.enable(gl.SCISSOR_TEST);
            const isUsual = around === data.palette.around[0];  // which is what shaders put there
            gl.scissor(...squareInPicture(view, size, aspect, isUsual ? 1 : 0));
        }
        this.prepare(this.passes[0], uniforms);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
        if (this.passes.length > 1 && (view.neurons.size || view.highlighted || network.contours && view.contours)) {
            this.output.keepDepths();
            this.prepare(this.passes[1], uniforms);
            gl.drawArrays(gl.POINTS, 0, size.map(side => Math.ceil(side / 2)).reduce((a, b) => a * b));
        }
        gl.disable(gl.SCISSOR_TEST);
        gl.disable(gl.DEPTH_TEST);
        if (run.points && view.points) this.points.draw(run.points, view, size, aspect);
        this.output.show();
    }

    // What a pass reads.
    prepare(program, uniforms) {
        const {gl, network} = this;
        gl.useProgram(program);
        const textures = {target: this.target, anchors: this.anchors, depths: this.output.depths};
        if (network.per_row) {
            textures.parameters = this.parameters;
        } else {
            gl.uniformBlockBinding(program, gl.getUniformBlockIndex(program, "Parameters"), 0);
            gl.bindBufferBase(gl.UNIFORM_BUFFER, 0, this.parameters);
        }
        Object.entries(textures).forEach(([name, texture], unit) => {
            gl.activeTexture(gl.TEXTURE0 + unit);
            gl.bindTexture(gl.TEXTURE_2D, texture);
            gl.uniform1i(locate(gl, program, name), unit);
        });
        for (const [name, [type, value]] of Object.entries(uniforms)) {
            gl[`uniform${type}`](locate(gl, program, name), value);
        }
    }

    // uniforms.py once more: name -> [WebGL's word for the type, value].
    uniforms(view, size) {
        const {palette, drawing} = data, {network} = this;
        const scale = pixelsPerUnit(view, size, this.run.target.aspect), tiles = tilesOf(size);
        const half = view.lineWidth / 2, shade = Math.min(drawing.widest_shade, half);
        const uniforms = {
            per_pixel: ["2fv", scale.map(pixels => 1 / pixels)],
            tile_side: ["1i", tiles.side],
            tiles_across: ["1i", tiles.across],
            beyond: ["1i", view.beyond],
            field: ["1i", data.field_constants[`FIELD_${(view.field ?? "").toUpperCase()}`] ?? 0],
            drawn: ["1uiv", this.bits(view)],
            half_width: ["1f", half],
            shade_width: ["1f", shade],
            highlighted: ["1i", -1],
            seen: ["1f", half + shade + 0.5],
        };
        const neuron = parseNeuron(view.field), shown = parseClass(view.field);
        if (shown) {
            uniforms.field = ["1i", data.field_constants.FIELD_CLASS];
            uniforms.shown_class = ["1i", shown - 1];
        }
        if (neuron) {
            Object.assign(uniforms, {
                field: ["1i", data.field_constants.FIELD_ACTIVATION],
                neuron: ["1i", this.number(neuron)],
                neuron_color: ["3fv", palette.layers[neuron[0] - 1]],
                activations: ["2fv", this.range(neuron)],
            });
        }
        if (view.highlighted) {
            const highlighted = parseNeuron(view.highlighted);
            Object.assign(uniforms, {
                highlighted: ["1i", this.number(highlighted)],
                highlighted_half_width: ["1f", drawing.highlighted * half],
                casing_width: ["1f", drawing.casing_width],
                highlight_color: ["3fv", palette.highlights[highlighted[0] - 1]],
                seen: ["1f", drawing.highlighted * half + drawing.casing_width + 0.5],
            });
        }
        if (network.contours) uniforms.contour_half_widths = ["2fv", [0, 0]];
        if (network.contours && view.contours) {
            const [times, edge, least] = network.contours;
            const widths = times ? [times * half, times * half + edge] : [least, 0];
            uniforms.contour_half_widths = ["2fv", widths];
            uniforms.seen = ["1f", Math.max(uniforms.seen[1], Math.max(...widths) + 0.5)];
        }
        return uniforms;
    }

    // Counted from 0 over all blocks.
    number([layer, number]) {
        return 4 * this.network.first[layer - 1] + this.network.places[layer - 1][number - 1];
    }

    bits(view) {
        const words = new Uint32Array(this.network.words);
        for (const name of [...view.neurons, ...(view.highlighted ? [view.highlighted] : [])]) {
            const number = this.number(parseNeuron(name));
            words[number >> 5] |= 1 << number % 32;
        }
        return words;
    }

    // A neuron's least and largest activation over the square, to within a coarse grid; of ReLU from 0 on.
    range([layer, number]) {
        const {network} = this, {coarse} = data.drawing, values = valuesFor(network);
        const {values: start, does} = layersOf(network)[layer - 1], [does_it, parameter] = does[number - 1];
        let least = Infinity, most = -Infinity;
        for (let i = 0; i < coarse * coarse; ++i) {
            const [x, y] = [i % coarse, Math.floor(i / coarse)].map(place => (place + 0.5) / coarse);
            forward(network, this.parametersSeen, x, y, values);
            const value = does_it.value(values[start + number - 1], parameter);
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (does_it === ACTIVATIONS.relu) least = 0;
        return [least, Math.max(least + 1e-6, most)];
    }

    release() {
        const {gl} = this;
        this.passes.forEach(program => gl.deleteProgram(program));
        [this.target, this.anchors].forEach(texture => gl.deleteTexture(texture));
        this.network.per_row ? gl.deleteTexture(this.parameters) : gl.deleteBuffer(this.parameters);
        this.output.release();
        this.points?.release();
    }
}

// What is drawn into: its first row is the picture's top, so that it is turned over on its way to the canvas.
// Depths mark pixels in doubt. A depth test would run the second pass for all pixels on some renderers, and only
// then look: so that pass reads them, and draws points where they say so.
class Output {
    constructor(gl) {
        this.gl = gl;
        this.framebuffer = gl.createFramebuffer();
        this.withoutDepths = gl.createFramebuffer();
        this.picture = gl.createRenderbuffer();
        this.depths = newTexture(gl);
    }

    use(size) {
        const {gl} = this;
        if (String(size) !== String(this.size)) this.resize(size);
        gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
        gl.viewport(0, 0, ...size);
        gl.enable(gl.DEPTH_TEST);
        gl.depthFunc(gl.ALWAYS);
    }

    resize(size) {
        const {gl} = this;
        this.size = size;
        gl.bindRenderbuffer(gl.RENDERBUFFER, this.picture);
        gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, ...size);
        gl.bindTexture(gl.TEXTURE_2D, this.depths);
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.DEPTH_COMPONENT16, ...size, 0, gl.DEPTH_COMPONENT, gl.UNSIGNED_SHORT, null);
        for (const framebuffer of [this.framebuffer, this.withoutDepths]) {
            gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
            gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, this.picture);
        }
        gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
        gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.TEXTURE_2D, this.depths, 0);
    }

    // From here on depths are read: what is drawn leaves them as they are.
    keepDepths() {
        this.gl.bindFramebuffer(this.gl.FRAMEBUFFER, this.withoutDepths);
    }

    show() {
        const {gl, size: [width, height]} = this, {width: across, height: down} = gl.canvas;
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.framebuffer);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
        const filter = width === across && height === down ? gl.NEAREST : gl.LINEAR;
        gl.blitFramebuffer(0, 0, width, height, 0, down, across, 0, gl.COLOR_BUFFER_BIT, filter);
    }

    release() {
        const {gl} = this;
        [this.framebuffer, this.withoutDepths].forEach(framebuffer => gl.deleteFramebuffer(framebuffer));
        gl.deleteRenderbuffer(this.picture);
        gl.deleteTexture(this.depths);
    }
}

// Compiling goes on in the background where the browser can.
function startProgram(gl, ...texts) {
    const program = gl.createProgram();
    [gl.VERTEX_SHADER, gl.FRAGMENT_SHADER].forEach((type, i) => {
        const shader = gl.createShader(type);
        gl.shaderSource(shader, texts[i]);
        gl.compileShader(shader);
        gl.attachShader(program, shader);
    });
    gl.linkProgram(program);
    return program;
}

function isFinished(gl, program) {
    const background = gl.getExtension("KHR_parallel_shader_compile");
    if (background && !gl.getProgramParameter(program, background.COMPLETION_STATUS_KHR)) return false;
    if (gl.getProgramParameter(program, gl.LINK_STATUS) || gl.isContextLost()) return true;
    const logs = gl.getAttachedShaders(program).map(shader => gl.getShaderInfoLog(shader));
    throw new Error(`The graphics driver refuses a shader: ${logs.join(" ")} ${gl.getProgramInfoLog(program)}`);
}

// Where a uniform is; to ask the browser for it takes long, so that is done once.
function locate(gl, program, name) {
    program.locations ??= {};
    return program.locations[name] ??= gl.getUniformLocation(program, name);
}

function newTexture(gl) {
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    return texture;
}

function writeFloats(gl, texture, values, width, height) {
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, width, height, 0, gl.RGBA, gl.FLOAT, values);
}
