#!/usr/bin/env bash
# Mesa 22.3 (llvmpipe), moderngl 5.13.0, glfw 2.11.0: a texture is copied into a window, or drawn, by how it was made.
#
# Expected: glBlitFramebuffer from a texture of four times 8 bits into a window of the same takes as long however the
#           texture was made. Sized formats, which say exactly what is wanted, are the ones to ask for.
# Seen:     made as GL_RGBA8 it takes some twenty times as long as made as plain GL_RGBA with pixels in the order of
#           GL_BGRA: only then has the texture the window's order in memory, and is copied. Else it is drawn, pixel by
#           pixel, which takes longer than a whole frame of GINN-GL's otherwise.
#
# GINN-GL makes the pictures that a processor paints in this way (ginn_gl/render/pixels/raw.py). Needs xvfb-run and
# Mesa's software renderer; the ratio is of processor time.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check moderngl==5.13.0 glfw==2.11.0

cat > copies.py <<'PYTHON'
import ctypes, sys, time
import glfw, moderngl

SIZE = WIDTH, HEIGHT = 1024, 512
glfw.init()
for hint, value in ((glfw.CONTEXT_VERSION_MAJOR, 3), (glfw.CONTEXT_VERSION_MINOR, 3),
                    (glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE), (glfw.DEPTH_BITS, 0), (glfw.STENCIL_BITS, 0)):
    glfw.window_hint(hint, value)
window = glfw.create_window(WIDTH, HEIGHT, "copies", None, None)
glfw.make_context_current(window)
context = moderngl.create_context()
if "llvmpipe" not in context.info["GL_RENDERER"]:
    sys.exit(f"this is of llvmpipe, not of {context.info['GL_RENDERER']}")
screen = context.detect_framebuffer(0)


def function(name, *takes):
    return ctypes.CFUNCTYPE(None, *takes)(glfw.get_proc_address(name))


whole = ctypes.c_int
image = function("glTexImage2D", *[whole] * 8, ctypes.c_void_p)
bind = function("glBindFramebuffer", whole, whole)
blit = function("glBlitFramebuffer", *[whole] * 10)


def seconds(internal, order):
    texture = context.texture(SIZE, 4)
    texture.use()
    image(0x0DE1, 0, internal, *SIZE, 0, order, 0x1401, None)
    source, taken = context.framebuffer([texture]), []
    for _ in range(5):
        began = time.process_time()
        for _ in range(20):
            bind(0x8CA8, source.glo)
            bind(0x8CA9, screen.glo)
            blit(0, 0, *SIZE, 0, HEIGHT, WIDTH, 0, 0x4000, 0x2600)
            context.finish()
        taken.append((time.process_time() - began) / 20)
    return min(taken)


RGBA, RGBA8, BGRA = 0x1908, 0x8058, 0x80E1
copied = seconds(RGBA, BGRA)
for name, internal, order in (("GL_RGBA of GL_RGBA", RGBA, RGBA), ("GL_RGBA8 of GL_RGBA", RGBA8, RGBA),
                              ("GL_RGBA8 of GL_BGRA", RGBA8, BGRA)):
    ratio = seconds(internal, order) / copied
    print(f"{name} takes {ratio:.0f} times as long as GL_RGBA of GL_BGRA")
    if ratio < 4:
        sys.exit("this changed")
print("as found")
PYTHON
xvfb-run -a -s "-screen 0 1280x1024x24 +extension GLX" env/bin/python copies.py
