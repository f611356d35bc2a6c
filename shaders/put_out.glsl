// Puts out what a survey has found: in one part the first four undecided neurons, in another one the three after those,
// in two more the four after those. load.glsl takes it in again.

layout(location = 0) out vec4 part[7];

// Four neurons: value, slopes, factor on the subject; their effects on each other; and their lines.
void put_four(int from) {
    #pragma unroll
    for (int k = 0; k < 4; ++k) {
        part[1 + k] = vec4(value[from + k], slope[from + k], on_subject[from + k]);
    }
    float all_lines = float(lines[from] + 32 * (lines[from + 1] + 32 * (lines[from + 2] + 32 * lines[from + 3])));
    int row = UNDECIDED * from + from, next = row + UNDECIDED;
    part[5] = vec4(effects[row + 1], effects[row + 2], effects[row + 3], effects[next + 2]);
    part[6] = vec4(effects[next + 3], effects[next + UNDECIDED + 3], 0.0, all_lines);
}

// With the subject, how many are undecided, and the first one's lines.
void put_first() {
    put_four(0);
    part[0] = vec4(of_subject, 32.0 * min(count, 15.0) + float(lines[0]));
}

#if UNDECIDED > 4
// The three after those; the effects on each of the four before; their effects on each other, how many are undecided,
// and their lines.
void put_more() {
    #pragma unroll
    for (int l = 4; l < 7; ++l) {
        part[l - 4] = vec4(value[l], slope[l], on_subject[l]);
        part[l - 1] = vec4(effects[l], effects[UNDECIDED + l], effects[2 * UNDECIDED + l], effects[3 * UNDECIDED + l]);
    }
    float count_and_lines = float(lines[4] + 32 * (lines[5] + 32 * lines[6])) + 32768.0 * min(count, 15.0);
    part[6] = vec4(effects[4 * UNDECIDED + 5], effects[4 * UNDECIDED + 6], effects[5 * UNDECIDED + 6], count_and_lines);
}
#endif

#if UNDECIDED > 7
// What the seven before have of effects on the last four.
void put_effects() {
    #pragma unroll
    for (int k = 0; k < 7; ++k) {
        int row = UNDECIDED * k;
        part[k] = vec4(effects[row + 7], effects[row + 8], effects[row + 9], effects[row + 10]);
    }
}

// which: of four parts, from 0.
void put_part(int which) {
    if (which == 0) {
        put_first();
    } else if (which == 1) {
        put_more();
    } else if (which == 2) {
        part[0] = vec4(0.0);
        put_four(7);
    } else {
        put_effects();
    }
}
#endif
