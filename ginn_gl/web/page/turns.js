// Which of the players in one page may draw. A browser lends a page 16 WebGL contexts at most, and takes the oldest
// away for the next one: so a few of them draw, the last ones to be used, and the others show a still.

const LIVE_AT_MOST = 4;
const TURNS = Symbol.for("ginn-gl turns");  // under this name in the outermost page that may be looked into

const outermost = outermostPage();
const turns = outermost[TURNS] ??= {live: new outermost.Set(), waiting: new outermost.Set()};
// A player that must not look at its page, and so knows of no other one, gives up its context whenever it rests.
const isShutOut = outermost !== window.top;

function outermostPage() {
    let page = window;
    try {
        while (page !== page.parent && page.parent.document) page = page.parent;
    } catch {}  // of another origin: not to be touched
    return page;
}

// Whether a player may have a context now; else it is called once another one rests. That one gives its own up: of
// those at rest, or that were used before this one was, the one that was used last the longest ago.
function takeTurn(player) {
    for (const other of turns.live) if (other.isGone) turns.live.delete(other);
    if (turns.live.size >= LIVE_AT_MOST) {
        const idle = [...turns.live].filter(other => other.atRest || other.usedAt < player.usedAt);
        turns.waiting.add(player);
        if (!idle.length) return false;
        idle.reduce((one, other) => other.usedAt < one.usedAt ? other : one).giveUp();
    }
    turns.waiting.delete(player);
    turns.live.add(player);
    return true;
}

function endTurn(player) {
    turns.live.delete(player);
    turns.waiting.delete(player);
    callNext();
}

function callNext() {
    const [next] = turns.waiting;
    turns.waiting.delete(next);
    next?.wake();
}
