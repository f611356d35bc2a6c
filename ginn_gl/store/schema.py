"""What a run file looks like inside. Anyone can open one with `sqlite3`.

There are two versions. The first is for ReLU networks from a position to the logits of (black, white) that learn an
image of these; such a run is still written in it, so that older programs open it. The second is for all others: there
may be no target and no loss, and there are `data` and `scalar`.

meta        JSON values: name, network, training, target, engine (that trained it last), versions, status
target      the image, one bit a pixel, row by row, most significant bit first (numpy.packbits)
checkpoint  parameters as little-endian float32, with the loss over the whole target and the learning rate
snapshot    the whole optimiser state at a step: parameters, first and second Adam moments, float32
bookmark    places a user marked
data        arrays that belong to the run, such as points and their labels
scalar      other curves than the loss, by name
"""

APPLICATION_ID = 0x47494E4E  # "GINN"
VERSIONS = (1, 2)

WATCHED = "watched"
"""In place of an engine: a loop of another program, of which checkpoints are kept as it goes, and some of them not for
good. Its run has no snapshots, its rates are 0, and what its training says beyond that is of no meaning."""

IMPORTED = "imported"
"""The same of files of another program that were made into a run."""

# Rows of 2.5 kB: the default page of 4 kB would waste a third of itself on each. Each commit writes two or three pages.
PAGE_SIZE = 8192

# What a reader takes in, above what a writer writes. Bytes of a row: with a description or a view; with the largest
# target, of 4096 x 4096 bits; of the loss curve. A checkpoint has those of its network.
MAX_TEXT = 100_000
MAX_TARGET = 4096 * 4096 // 8 + 1_000
MAX_POINT = 200
MAX_DATA = 256_000_000  # bytes of an array

# Bytes of a statement, be it a query or one of TABLES; columns in it; rows where there are few.
MAX_SQL = 4_000
MAX_COLUMNS = 16
MAX_META = 50
MAX_CURVES = 100

# Characters of a name or a reason; what is longer is cut.
MAX_NAME = 200

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE target (width INTEGER NOT NULL, height INTEGER NOT NULL, pixels BLOB NOT NULL) STRICT;
CREATE TABLE checkpoint (
    step INTEGER PRIMARY KEY, loss REAL NOT NULL, learning_rate REAL NOT NULL, parameters BLOB NOT NULL
) STRICT;
-- The loss curve of a long run is read through this index, without touching the parameters.
CREATE INDEX curve ON checkpoint (step, loss, learning_rate);
CREATE TABLE snapshot (step INTEGER PRIMARY KEY, state BLOB NOT NULL) STRICT;
CREATE TABLE bookmark (id INTEGER PRIMARY KEY, name TEXT NOT NULL, step INTEGER NOT NULL, view TEXT NOT NULL)
    STRICT;
"""

# In the second version the loss may be unknown, and there is more.
_TABLES_2 = TABLES.replace("loss REAL NOT NULL", "loss REAL") + """
CREATE TABLE data (name TEXT PRIMARY KEY, type TEXT NOT NULL, shape TEXT NOT NULL, numbers BLOB NOT NULL) STRICT;
CREATE TABLE scalar (name TEXT NOT NULL, step INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (name, step))
    STRICT, WITHOUT ROWID;
"""

VALIDATION = "validation loss"
"""The name of the curve of the loss over what is held out."""

TYPES = ("|u1", "<i4", "<f4", "<f8")
"""Of the numbers in `data`, as numpy calls them."""


def tables(version: int) -> str:
    """The statements that make the tables of a version."""
    return TABLES if version == 1 else _TABLES_2
