#!/usr/bin/env python3
"""font.py INTER OUT: cuts Inter (regular and semibold) down to the characters that the page uses.

INTER is the usr/ folder of the Debian package fonts-inter. OUT receives inter.otf and inter-semibold.otf, for HTML
and Dear ImGui alike, and LICENSE.txt. Digits, plus and minus all have the same width, so that numbers
stand still while they change. There is no kerning: Dear ImGui knows none, and in HTML it would be 7 kB to fetch. The few characters that Inter lacks are made of ones that it has.
"""
import pathlib
import sys

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

CHARACTERS = (
    "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100), *range(0x391, 0x3A2), *range(0x3A3, 0x3CA)]))
    + "Œœ–—−×·°±≠≤≥≈∞√∂∑∏∫…•‘’‚“”„‹›‖ ₓ²³¹⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋←→↑↓↔↕↗↘↙↖↺↻⟶✓✗⚠★▶◀▲▼△▽■□●○◆"
)
# What Inter lacks: made of another of its characters by (xx, xy, yx, yy, dx, dy), or of two drawn halves.
MADE = {
    "∇": ("∆", (1, 0, 0, -1, 0, 1490)),
    "ᵧ": ("y", (0.66, 0, 0, 0.56, 18, -302)),  # as Inter's own ₓ is to x
    "ᵀ": ("T", (0.6, 0, 0, 0.55, 20, 898)),  # as ² is to 2
    "∥": ("‖", (1, 0, 0, 1, 0, 0)),
    "✕": ("×", (1.2, 0, 0, 1.2, 0, -116)),
}
DRAWN = {"⏸": ("bar", "bar"), "⏭": ("right", "bar"), "⏮": ("bar", "left")}
TABULAR = "0123456789+−"


def tabular_names(font):
    """{glyph: its tabular variant}, from the font's own feature."""
    gsub = font["GSUB"].table
    found = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for lookup in record.Feature.LookupListIndex:
                for table in gsub.LookupList.Lookup[lookup].SubTable:
                    found.update(getattr(table, "ExtSubTable", table).mapping)
    return found


def add_glyph(font, character, width, draw):
    top = font["CFF "].cff.topDictIndex[0]
    name = f"uni{ord(character):04X}"
    pen = T2CharStringPen(width, font.getGlyphSet())
    draw(pen)
    top.CharStrings.charStrings[name] = len(top.CharStrings.charStringsIndex)
    top.CharStrings.charStringsIndex.append(pen.getCharString(top.Private, top.GlobalSubrs))
    top.charset.append(name)
    font.setGlyphOrder(top.charset)
    font["hmtx"][name] = (round(width), 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(character)] = name


def polygon(pen, *points):
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def draw_halves(parts, left, bottom, right, top):
    """Each part fills half of the box; a bar is thinner."""

    def draw(pen):
        half, middle = (right - left) / 2, (bottom + top) / 2
        for i, part in enumerate(parts):
            x0, x1 = left + i * half, left + (i + 1) * half
            if part == "bar":
                inset = half * 0.15
                polygon(pen, (x0 + inset, bottom), (x0 + inset, top), (x1 - inset, top), (x1 - inset, bottom))
            elif part == "right":
                polygon(pen, (x0, bottom), (x0, top), (x1, middle))
            else:
                polygon(pen, (x1, bottom), (x0, middle), (x1, top))

    return draw


def build(inter, out):
    font = TTFont(inter)
    tabular = tabular_names(font)
    for table in font["cmap"].tables:
        for code in map(ord, TABULAR):
            if code in table.cmap:
                table.cmap[code] = tabular.get(table.cmap[code], table.cmap[code])

    cmap, glyphs = font.getBestCmap(), font.getGlyphSet()
    for character, (model, transform) in MADE.items():
        glyph = glyphs[cmap[ord(model)]]
        add_glyph(font, character, glyph.width * transform[0], lambda pen: glyph.draw(TransformPen(pen, transform)))
    play = glyphs[cmap[ord("▶")]]
    bounds = BoundsPen(glyphs)
    play.draw(bounds)
    for character, parts in DRAWN.items():
        add_glyph(font, character, play.width, draw_halves(parts, *bounds.bounds))

    wanted = CHARACTERS + "".join(MADE) + "".join(DRAWN)
    missing = [c for c in wanted if ord(c) not in font.getBestCmap()]
    if missing:
        sys.exit(f"font.py: {inter.name} lacks {' '.join(missing)}")
    subsetter = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 13, 14]))
    subsetter.populate(text=wanted)
    subsetter.subset(font)
    for table in {"GSUB", "GPOS", "GDEF"} & set(font.keys()):  # nothing is left in them
        del font[table]
    font.save(out.with_suffix(".otf"))


inter, out = map(pathlib.Path, sys.argv[1:])
out.mkdir(parents=True, exist_ok=True)
for weight, name in ("Regular", "inter"), ("SemiBold", "inter-semibold"):
    build(inter / f"share/fonts/opentype/inter/Inter-{weight}.otf", out / name)
licence = (inter / "share/doc/fonts-inter/copyright").read_text()
(out / "LICENSE.txt").write_text("The fonts here are Inter, reduced to fewer characters and with a few derived ones.\n\n" + licence)
