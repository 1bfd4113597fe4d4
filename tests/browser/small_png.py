"""A screenshot with a palette of 256 colours, a third as large: the browser finds the colours, and zlib does the rest."""

import base64
import zlib
from typing import Any

from playwright.sync_api import Page

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE_OF_BYTES = bytes([8, 3, 0, 0, 0])

INDEXED = """
async (source) => {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, picture.width, picture.height).data.buffer);
  const seen = new Map();
  for (const pixel of pixels) seen.set(pixel, (seen.get(pixel) ?? 0) + 1);
  const palette = [...seen].sort((one, other) => other[1] - one[1]).slice(0, 256).map(([colour]) => colour);
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const far = (one, other) => parts(one).reduce((sum, part, at) => sum + (part - parts(other)[at]) ** 2, 0);
  const nearest = new Map();
  for (const colour of seen.keys()) {
    let best = 0;
    for (const at of palette.keys()) if (far(colour, palette[at]) < far(colour, palette[best])) best = at;
    nearest.set(colour, best);
  }
  let indexes = "";
  for (const pixel of pixels) indexes += String.fromCharCode(nearest.get(pixel));
  return { width: picture.width, height: picture.height, palette: palette.flatMap(parts), indexes: btoa(indexes) };
}
"""


def with_a_palette(page: Page, picture: bytes) -> bytes:
    """The same PNG with its 256 most frequent colours; the others become their nearest."""
    source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    found: dict[str, Any] = page.evaluate(INDEXED, source)
    width, height = found["width"], found["height"]
    indexes = base64.b64decode(found["indexes"])
    rows = b"".join(b"\0" + indexes[at : at + width] for at in range(0, len(indexes), width))
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + PALETTE_OF_BYTES
    return SIGNATURE + b"".join(
        _chunk(kind, content)
        for kind, content in (
            (b"IHDR", head),
            (b"PLTE", bytes(found["palette"])),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return len(content).to_bytes(4, "big") + kind + content + check.to_bytes(4, "big")
