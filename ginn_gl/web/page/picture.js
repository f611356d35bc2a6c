// The picture: drawn again only when what it shows has changed, and while that changes from frame to frame as coarsely
// as it takes to keep up, as on the desktop. It is drawn on a live canvas; under that lies a still of it, which is seen
// whenever there is no context to draw with: once it is lost, or while other players in the same page have their turn.

const MOVING_SECONDS = 1 / 30, STILL_SECONDS = 0.15, COARSEST = 0.25;
const SECONDS_BETWEEN_STILLS = 0.4;
const REST_SECONDS = 5;  // after which a player that knows of no other one gives up its context
const LOST_PAUSE = 300, LONGEST_PAUSE = 30_000;  // milliseconds after which a context is asked for again
const STILL = {alpha: false, willReadFrequently: true};
const NEAR_PIXELS = 40;  // a boundary farther than this from the mouse is not called near

class Picture {
    // asks: for what is to be shown: [run, its parameters, view, whether the theme is light]; a run that is null asks for
    // no picture.
    constructor(canvas, asks) {
        this.canvas = canvas;    // the still
        this.asks = asks;
        this.live = null;
        this.scale = 1;
        this.secondsPerPixel = 0;
        this.changedAt = this.keptAt = -1;
        this.isKept = true;      // what was drawn, as a still
        this.usedAt = 0;         // by the clock of all pages; 0 until somebody has done something
        this.pictured = null;    // the network that was drawn last
        this.waitsSince = null;  // seconds at which the browser began to compile what draws this run's network
        this.sketch = null;      // for as long as that lasts, and
        this.sketchedOnly = false;  // whether this run's network is not drawn in any other way
        this.isRefused = false;  // for ever
        this.lostPause = LOST_PAUSE;
        this.forget();
        const exact = "devicePixelContentBoxSize" in ResizeObserverEntry.prototype;
        const box = exact ? "device-pixel-content-box" : "content-box";
        new ResizeObserver(([entry]) => this.resize(entry)).observe(canvas, {box});
        window.addEventListener("pagehide", () => this.giveUp());
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
        const sides = exact ? [box.inlineSize, box.blockSize] : size.map(Math.round);
        this.size = sides.map(side => Math.max(1, side));
        this.pixelRatio = this.size[0] / Math.max(1, width);
        this.live?.resize(this.size);
        this.drawn = null;
        frameWanted();
    }

    // Whether it shows in full what it is to show.
    get isDone() {
        return this.sketchedOnly ? Boolean(this.sketch?.isDone) && !this.isOutdated : this.scale === 1 && !this.fence && !this.isOutdated;
    }

    // For how many seconds there has been nothing of this network to see; 0 where there is.
    waits(now) {
        const [run] = this.asked, isBare = !this.isRefused && run && run.network !== this.pictured;
        return isBare ? now - (this.waitsSince ?? now) + 1e-9 : 0;
    }

    // Whether another player may have its context.
    get atRest() {
        return this.isDone && this.isKept && !state.playing;
    }

    // Whether its page has been taken out of the one that it was in.
    get isGone() {
        return window.closed;
    }

    get asked() {
        return this.asks();
    }

    get isOutdated() {
        return this.asked[0] !== null && this.asked.some((part, i) => part !== this.drawn?.[i]);
    }

    // Draws if there is something new. True while it wants to be asked again.
    update(now) {
        const [run] = this.asked;
        if (!run && this.live) this.end();
        if (!run || !this.size || this.isRefused) return false;
        const isNew = this.isOutdated;
        if (isNew && this.drawn) this.usedAt = Date.now();
        if (this.live?.gl.isContextLost()) this.lose();
        if (!this.live && !(isNew && this.goLive())) return false;
        this.chooseWay(run.network);
        if (run.network !== this.pictured) {
            this.waitsSince ??= now;
            this.sketch ??= new Sketch();
            this.sketch.follow(this.asked, this.canvas, this.size, this.pixelRatio);
        }
        if (this.sketchedOnly) return !this.sketch.isDone;
        if (!this.rendererFor(run).ready || this.isDrawing(now)) return true;
        if (!this.isKept && now - this.keptAt > SECONDS_BETWEEN_STILLS) this.keepStill(now);
        if (this.atRest) callNext();
        const still = now - this.changedAt > STILL_SECONDS;
        if (isNew || still && this.scale < 1) {
            const moving = isNew && this.drawn && !still;
            if (isNew) this.changedAt = now;
            this.draw(now, moving ? this.quickScale() : 1);
            return true;
        }
        return this.scale < 1 || !this.isKept;
    }

    // Whether the sketch is all there will be of a network.
    chooseWay(network) {
        const before = this.sketchedOnly;
        this.sketchedOnly = network.isTooLarge ??= isTooLarge(this.live.gl, network);
        if (this.sketchedOnly) {
            if (!before) this.live.clear();
            this.drawn = this.asked;
            this.pictured = null;
        }
    }

    draw(now, scale) {
        const {renderer, live: {gl}} = this, [run, checkpoint, view, light] = this.asked;
        const size = this.size.map(side => Math.max(1, Math.round(side * scale)));
        if (renderer.run !== run) renderer.setRun(run);
        if (renderer.checkpoint !== checkpoint) renderer.setCheckpoint(checkpoint);
        renderer.draw({...view, lineWidth: view.lineWidth * scale * this.pixelRatio}, size,
                      data.palette.around[Number(light)]);
        this.fence = {sync: gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0), since: now, pixels: size[0] * size[1]};
        gl.flush();
        this.drawn = this.asked;
        this.scale = scale;
        this.isKept = false;
        clearTimeout(this.restTimer);
    }

    // Whether the GPU is still at the last picture. The next one waits for it, and the page does not.
    isDrawing(now) {
        const {fence, live: {gl}} = this;
        if (!fence) return false;
        if (gl.getSyncParameter(fence.sync, gl.SYNC_STATUS) !== gl.SIGNALED) return true;
        gl.deleteSync(fence.sync);
        this.secondsPerPixel = (now - fence.since) / fence.pixels;
        this.fence = this.sketch = this.waitsSince = null;
        this.pictured = this.renderer.network;
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
            this.renderer = new Renderer(this.live.gl, run.network);
            this.live.clear();
            this.drawn = this.fence = null;
        }
        return this.renderer;
    }

    // A context to draw with, if this player may have one and the browser gives one; else it asks again later.
    goLive() {
        if (!takeTurn(this)) return false;
        this.live = Live.over(this.canvas, this.size, () => this.lose());
        if (this.live) return true;
        this.isRefused = !this.pictured;
        if (this.isRefused) throw new Error("This browser has no WebGL 2, which the picture is drawn with.");
        say("The graphics were taken away: this is a still until they are back");
        this.lose();
        return false;
    }

    // The context is gone, whoever took it: the still is seen until there is another one.
    lose() {
        this.end();
        this.drawn = null;
        setTimeout(frameWanted, this.lostPause);
        this.lostPause = Math.min(LONGEST_PAUSE, 2 * this.lostPause);
    }

    wake() {
        frameWanted();
    }

    // Lets another player have its turn. What plays is stopped: it would not be seen.
    giveUp() {
        if (!this.live) return;
        if (!this.isKept) this.keepStill(this.keptAt);
        change({playing: false, opening: null});
        const {drawn} = this;
        this.end();
        this.drawn = drawn;
    }

    end() {
        this.isKept = true;
        this.scale = 1;
        this.live?.release();
        this.live = null;
        this.forget();
        endTurn(this);
    }

    // In memory that no lost context takes along.
    keepStill(now) {
        [this.canvas.width, this.canvas.height] = this.size;
        this.canvas.getContext("2d", STILL).drawImage(this.live.canvas, 0, 0);
        this.isKept = true;
        this.keptAt = now;
        this.lostPause = LOST_PAUSE;  // not before: a picture may be what a context is lost for
        if (isShutOut) this.restTimer = setTimeout(() => this.atRest && this.giveUp(), 1000 * REST_SECONDS);
    }

    // The picture in full as PNG.
    toBlob(use) {
        if (this.live && this.renderer?.ready && !this.sketchedOnly) {
            const now = performance.now() / 1000;
            this.draw(now, 1);
            this.keepStill(now);
        }
        this.canvas.toBlob(use, "image/png");
    }

    // What lies under the mouse: the point, what the network says there, and the nearest boundary shown.
    underMouse() {
        if (!state.mouse || !state.run) return null;
        const {view, run} = state, {clientWidth, clientHeight} = this.canvas, size = [clientWidth, clientHeight];
        const [x, y] = pixelToPoint(view, size, run.target.aspect, state.mouse);
        const [across, down] = pixelsPerUnit(view, size, run.target.aspect);
        const at = evaluate(run.network, onWindow(run.network, parametersShown(), run.window), x, y);
        const does = layersOf(run.network).flatMap(layer => layer.does), [left, top, right, bottom] = run.window;
        let nearest = null, pixels = NEAR_PIXELS;
        neuronsOf(run.network).forEach((name, i) => {
            const off = Math.min(...does[i][0].bends.map(bend => Math.abs(at.values[i] - bend)));
            const away = off / Math.max(Math.hypot(at.byX[i] / across, at.byY[i] / down), 1e-30);
            if (view.neurons.has(name) && !state.off.has(name) && away < pixels) [nearest, pixels] = [name, away];
        });
        return {x: left + x * (right - left), y: top + y * (bottom - top), says: inWords(run.network, at.outputs),
                nearest, pixels};
    }
}
