// Which of the players in one page may draw. A browser lends a page 16 WebGL contexts at most, and takes the oldest
// away for the next one: so a few of them draw, the last ones to be used, and the others show a still.

const LIVE_AT_MOST = 4;
const PLAYERS = Symbol.for("ginn-gl players");  // under this name in the outermost page that may be looked into

const outermost = outermostPage();
const livePlayers = outermost[PLAYERS] ??= new outermost.Set();
// A player that must not look at its page, and so knows of no other one, gives up its context whenever it rests.
const isShutOut = outermost !== window.top;

function outermostPage() {
    let page = window;
    try {
        while (page !== page.parent && page.parent.document) page = page.parent;
    } catch {}  // of another origin: not to be touched
    return page;
}

// Whether a player may have a context now. Another one gives its own up for that: of those at rest, or that were used
// before this one was, the one that was used last the longest ago.
function takeTurn(player) {
    [...livePlayers].filter(other => other === player || other.isGone).forEach(endTurn);
    if (livePlayers.size >= LIVE_AT_MOST) {
        const idle = [...livePlayers].filter(other => other.atRest || other.usedAt < player.usedAt);
        if (!idle.length) return false;
        idle.reduce((one, other) => other.usedAt < one.usedAt ? other : one).giveUp();
    }
    livePlayers.add(player);
    return true;
}

function endTurn(player) {
    livePlayers.delete(player);
}
