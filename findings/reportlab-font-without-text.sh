#!/usr/bin/env bash
# reportlab 5.1.0: a drawing without any text needs a font.
#
# Expected: a PDF of one line names no font.
# Seen:     every page names Helvetica and selects it, and the file does not bring it along, so that services which
#           print only PDFs with all fonts in them refuse a drawing without a letter.
#
# GINN-GL begins with a font of its own, of which something is in the file only where there is text
# (ginn_gl/record/pdf.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check reportlab==5.1.0

cat > shows.py <<'END'
import reportlab
from reportlab.pdfgen.canvas import Canvas

canvas = Canvas("line.pdf", pageCompression=0)
canvas.line(10, 10, 100, 100)
canvas.save()
with open("line.pdf", "rb") as file:
    content = file.read()
named, selected, embedded = (word in content for word in (b"/Helvetica", b"/F1 12 Tf", b"/FontFile"))
if (named, selected, embedded) != (True, True, False):
    raise SystemExit(f"this changed: a font is named {named}, selected {selected}, embedded {embedded}")
print(f"as found: reportlab {reportlab.__version__} selects Helvetica for a line, and does not embed it")
END
env/bin/python shows.py
