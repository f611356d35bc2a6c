// A page that a server goes on telling of. It says what it has, and takes in what the run file has beyond that, block
// by block: each is asked for once the one before is here, so that nobody queues up anything for a slow connection.
// When the connection is lost, what is here stays, and it asks again from there.

const RETRY = 500, LONGEST_RETRY = 5000;  // milliseconds until it asks again
const STANDINGS = {training: "in training", finished: "finished", stopped: "stopped", failed: "failed",
                   killed: "was killed"};

const asked = parseFloat(new URLSearchParams(location.hash.slice(1)).get("step"));

class Following {
    constructor(run) {
        this.run = run;
        this.retry = RETRY;
        this.hasEnded = false;  // with the loop that it was served beside
        // A link's step, which may have to come first; nothing once somebody has gone elsewhere.
        this.wanted = Number.isFinite(asked) ? {step: asked, index: state.index} : null;
        this.buildOverhead();
        this.connect();
    }

    connect() {
        const address = new URL("follow", location.href);
        address.protocol = address.protocol.replace("http", "ws");
        address.hash = "";
        const socket = new WebSocket(address);
        socket.binaryType = "arraybuffer";
        socket.onopen = () => {
            this.hasEnded = false;
            socket.send(JSON.stringify({identity: data.follow.identity, steps: this.run.steps}));
        };
        socket.onmessage = async ({data: message}) => {
            try {
                await this.hear(message);
                socket.send("more");
            } catch (error) {
                complain(error);
                throw error;
            }
        };
        socket.onclose = ({reason}) => {
            this.hasEnded ||= reason === "ended";
            if (this.hasEnded) this.stand("no longer served", "");
            else this.stand("no connection: trying again", "apart");
            setTimeout(() => this.connect(), this.retry);
            this.retry = Math.min(LONGEST_RETRY, 1.5 * this.retry);
        };
    }

    // A message: how long its head is, that head as JSON, and checkpoints as pack.py packs them.
    async hear(message) {
        const length = new DataView(message).getUint32(0, true);
        const head = JSON.parse(new TextDecoder().decode(new Uint8Array(message, 4, length)));
        this.retry = RETRY;
        if (head.another) return location.reload();
        const packed = new Uint8Array(message, 4 + length);
        const checkpoints = packed.length ? unpackCheckpoints(await inflate(packed), head.steps.length) : [];
        if (checkpoints.length || head.gone.length) this.takeIn(head, checkpoints);
        this.stand(head.trouble || STANDINGS[head.state], head.trouble ? "apart" : head.state, head.left);
    }

    takeIn({steps, losses, validation, gone, iterations}, checkpoints) {
        const {run} = this, shown = stepShown(), wasLast = state.index === run.steps.length - 1;
        if (this.wanted && state.index !== this.wanted.index) this.wanted = null;
        const [known, heldOut] = [losses, validation].map(curve => curve.map(loss => loss ?? NaN));
        if (!gone.length && steps[0] > run.steps.at(-1)) {
            run.steps.push(...steps);
            run.losses.push(...known);
            run.validation?.push(...heldOut);
            run.checkpoints.push(...checkpoints);
        } else {
            this.merge([steps, known, checkpoints, heldOut], new Set(gone));
        }
        run.iterations = iterations;
        if (this.wanted) {
            seek(indexOf(this.wanted.step));
            this.wanted.index = state.index;
        } else {
            seek(wasLast && !state.playing ? Infinity : indexOf(shown));
        }
    }

    // Without those that are gone, and in order.
    merge(columns, gone) {
        const {run} = this, asRows = columns => columns[0].map((_, i) => columns.map(column => column?.[i]));
        const rows = asRows([run.steps, run.losses, run.checkpoints, run.validation])
            .filter(([step]) => !gone.has(step)).concat(asRows(columns)).sort(([one], [other]) => one - other);
        const column = place => rows.map(row => row[place]);
        [run.steps, run.losses, run.checkpoints] = [0, 1, 2].map(column);
        if (run.validation) run.validation = column(3);
    }

    buildOverhead() {
        const overhead = document.createElement("div"), back = document.createElement("a");
        overhead.id = "overhead";
        back.href = "../../";
        back.textContent = "‹ All runs";
        this.standing = newSpan("");
        this.standing.id = "standing";
        this.standing.setAttribute("role", "status");
        overhead.append(back, this.standing);
        document.querySelector("#panel section").prepend(overhead);
    }

    stand(text, kind, left = 0) {
        this.standing.className = kind;
        this.standing.textContent = left ? `${thousands(left)} checkpoints to come` : text;
        frameWanted();
    }
}

// The theme that was chosen in the table, and the other way round.
function keepTheme() {
    setLight(themeIsLight());
    panel.light.addEventListener("change", () => keepThemeLight(panel.light.checked));
}

started.then(() => {
    keepTheme();
    if (state.run) new Following(state.run);
});
