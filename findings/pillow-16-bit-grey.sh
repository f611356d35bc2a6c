#!/usr/bin/env bash
# Pillow 13.0.0: a grey picture of 16 bits becomes white when it is converted to 8.
#
# Expected: image.convert(\"L\") of mode I;16, 0 to 65535, is scaled to 0 to 255, as from every other mode.
# Seen:     it is clipped: whatever is above 255, which is all but the darkest 0.4 percent, is white.
#
# GINN-GL reads such pictures as arrays and scales them by itself (ginn_gl/target/image.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check pillow==13.0.0 numpy==2.4.6

cat > shows.py <<'END'
import numpy as np
import PIL
from PIL import Image

ramp = np.arange(0, 65536, 257, dtype=np.uint16)  # 256 shades, from black to white
Image.fromarray(ramp[None]).save("ramp.png")
with Image.open("ramp.png") as image:
    mode, grey = image.mode, np.asarray(image.convert("L"))[0]
if mode != "I;16" or (grey == np.minimum(ramp, 255)).mean() < 1:
    raise SystemExit(f"this changed: mode {mode} becomes {grey[:4]} ... {grey[-4:]}")
print(f"as found: Pillow {PIL.__version__} makes {(grey == 255).sum()} of 256 shades white")
END
env/bin/python shows.py
