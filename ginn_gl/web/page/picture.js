// The picture on its canvas: drawn again only when what it shows has changed, and while that changes from frame
// to frame as coarsely as it takes to keep up, as on the desktop.

const MOVING_SECONDS = 1 / 30, STILL_SECONDS = 0.15, COARSEST = 0.25;
const NEAR_PIXELS = 40;  // a boundary farther than this from the mouse is not called near

class Picture {
    constructor(canvas) {
        this.canvas = canvas;
        // Drawn into a buffer of its own first: the canvas needs neither depth nor antialiasing.
        this.gl = canvas.getContext("webgl2", {antialias: false, depth: false, preserveDrawingBuffer: true});
        if (!this.gl) throw new Error("This browser has no WebGL 2, which the picture is drawn with.");
        this.scale = 1;
        this.secondsPerPixel = 0;
        this.changedAt = -1;
        this.forget();
        canvas.addEventListener("webglcontextlost", event => event.preventDefault());
        canvas.addEventListener("webglcontextrestored", () => {
            this.forget();
            frameWanted();
        });
        const exact = "devicePixelContentBoxSize" in ResizeObserverEntry.prototype;
        const box = exact ? "device-pixel-content-box" : "content-box";
        new ResizeObserver(([entry]) => this.resize(entry)).observe(canvas, {box});
    }

    // What was drawn, and with what.
    forget() {
        this.renderer = this.drawn = this.fence = null;
    }

    // In pixels of the screen, so that a line's width is what it should be.
    resize(entry) {
        const {width, height} = entry.contentRect, box = entry.devicePixelContentBoxSize?.[0];
        const size = [width, height].map(side => side * window.devicePixelRatio);
        // Exact where the browser knows; a browser that plays a phone says something else there.
        const exact = box && Math.abs(box.inlineSize - size[0]) < 2 && Math.abs(box.blockSize - size[1]) < 2;
        const [across, down] = exact ? [box.inlineSize, box.blockSize] : size.map(Math.round);
        [this.canvas.width, this.canvas.height] = [Math.max(1, across), Math.max(1, down)];
        this.pixelRatio = this.canvas.width / Math.max(1, width);
        this.drawn = null;
        frameWanted();
    }

    get size() {
        return [this.canvas.width, this.canvas.height];
    }

    // Draws if there is something new. True while it wants to be asked again.
    update(now) {
        if (!state.run || this.gl.isContextLost() || !this.pixelRatio) return false;
        const renderer = this.rendererFor(state.run);
        if (!renderer.ready) return true;
        if (this.isDrawing(now)) return true;
        const asked = [state.run, state.index, state.view], still = now - this.changedAt > STILL_SECONDS;
        if (!this.drawn || asked.some((part, i) => part !== this.drawn[i])) {
            const moving = this.drawn && !still;
            this.changedAt = now;
            this.draw(now, asked, moving ? this.quickScale() : 1);
            return true;
        }
        if (still && this.scale < 1) this.draw(now, asked, 1);
        return this.scale < 1;
    }

    draw(now, asked, scale) {
        const {gl, renderer} = this, [run, index, view] = asked;
        const size = this.size.map(side => Math.max(1, Math.round(side * scale)));
        if (renderer.run !== run) renderer.setRun(run);
        if (renderer.checkpoint !== run.checkpoints[index]) renderer.setCheckpoint(run.checkpoints[index]);
        renderer.draw({...view, lineWidth: view.lineWidth * scale * this.pixelRatio}, size);
        this.fence = {sync: gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0), since: now, pixels: size[0] * size[1]};
        gl.flush();
        this.drawn = asked;
        this.scale = scale;
    }

    // Whether the GPU is still at the last picture. The next one waits for it, and the page does not.
    isDrawing(now) {
        const {gl, fence} = this;
        if (!fence) return false;
        if (gl.getSyncParameter(fence.sync, gl.SYNC_STATUS) !== gl.SIGNALED) return true;
        gl.deleteSync(fence.sync);
        this.secondsPerPixel = (now - fence.since) / fence.pixels;
        this.fence = null;
        return false;
    }

    // How coarse a picture must be to take MOVING_SECONDS at most.
    quickScale() {
        const seconds = this.secondsPerPixel * this.size[0] * this.size[1];
        return Math.max(COARSEST, Math.min(1, Math.sqrt(MOVING_SECONDS / seconds)));
    }

    rendererFor(run) {
        if (this.renderer?.network !== run.network) {
            this.renderer?.release();
            this.renderer = new Renderer(this.gl, run.network);
            this.drawn = null;
        }
        return this.renderer;
    }

    // The picture in full as PNG.
    toBlob(use) {
        this.draw(performance.now() / 1000, [state.run, state.index, state.view], 1);
        this.canvas.toBlob(use, "image/png");
    }

    // What lies under the mouse: the point, the probability of white there, and the nearest boundary shown.
    underMouse() {
        if (!state.mouse || !state.run) return null;
        const {view, run} = state, {clientWidth, clientHeight} = this.canvas, size = [clientWidth, clientHeight];
        const [x, y] = pixelToPoint(view, size, run.target.aspect, state.mouse);
        const [across, down] = pixelsPerUnit(view, size, run.target.aspect);
        const at = evaluate(run.network, parametersShown(), x, y);
        let nearest = null, pixels = NEAR_PIXELS;
        neuronsOf(run.network).forEach((name, i) => {
            const away = Math.abs(at.values[i]) / Math.max(Math.hypot(at.byX[i] / across, at.byY[i] / down), 1e-30);
            if (view.neurons.has(name) && away < pixels) [nearest, pixels] = [name, away];
        });
        return {x, y, white: at.white, nearest, pixels};
    }
}
