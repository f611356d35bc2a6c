// A canvas with a WebGL context, which lies over the still one for as long as it lasts.

class Live {
    // Null where the browser has no context to give.
    static over(still, size, lost) {
        const canvas = document.createElement("canvas");
        // Drawn into a buffer of its own first: the canvas needs neither depth nor antialiasing.
        const gl = canvas.getContext("webgl2", {antialias: false, depth: false, preserveDrawingBuffer: true});
        return gl && new Live(canvas, gl, still, size, lost);
    }

    constructor(canvas, gl, still, size, lost) {
        Object.assign(this, {canvas, gl});
        this.resize(size);
        canvas.className = "live";
        canvas.setAttribute("aria-hidden", true);
        canvas.addEventListener("webglcontextlost", lost);
        this.lost = lost;
        still.after(canvas);
    }

    resize(size) {
        [this.canvas.width, this.canvas.height] = size;
    }

    // So that the still is seen through it.
    clear() {
        const {gl} = this;
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        gl.disable(gl.SCISSOR_TEST);
        gl.clearColor(0, 0, 0, 0);
        gl.clear(gl.COLOR_BUFFER_BIT);
    }

    // Gives the context back; the still is seen again.
    release() {
        this.canvas.removeEventListener("webglcontextlost", this.lost);
        this.canvas.remove();
        this.gl.getExtension("WEBGL_lose_context")?.loseContext();
    }
}
