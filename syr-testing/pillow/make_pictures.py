"""Writes pictures.zip among the resources of this module: small pictures of every kind, and what Pillow makes of them.

    NAME          the picture
    NAME.rgb.png  ImageOps.exif_transpose(im).convert("RGB"); 16-bit samples by value / 257, rounded
    NAME.a.png    its alpha, 8-bit grey, where it carries any

A picture without NAME.rgb.png is one that has to be refused. Needs PyPI's Pillow, numpy, tifffile and imagecodecs, and the
tools cjpeg and cwebp. The tests read the archive alone.
"""
import io
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from PIL import Image, ImageCms, ImageOps

ARCHIVE = Path(__file__).parent / "../src/main/resources/io/github/syr/testing/pictures.zip"
W, H = 33, 25  # two blocks of 16 and one column, one block and nine rows
ENTRIES = {}


def scene(w=W, h=H):
    """h x w x 3: two gradients, a red disc, a grey ring; smooth enough for JPEG, with edges."""
    y, x = np.mgrid[:h, :w].astype(float)
    rgb = np.stack([40 + 4 * x, 220 - 5 * y, 60 + 2 * x + 2 * y], -1)
    rgb[np.hypot(x - 10, y - 10) < 6] = 210, 30, 25
    r = np.hypot(x - 23, y - 14)
    rgb[(r < 8) & (r > 5)] = 128, 130, 126
    return np.clip(rgb, 0, 255).astype(np.uint8)


def alpha():
    y, x = np.mgrid[:H, :W]
    return np.clip(x * 8 + (y > 16) * 90, 0, 255).astype(np.uint8)


RGB = scene()
IM = Image.fromarray(RGB)
GREY = IM.convert("L")
RGBA = Image.fromarray(np.dstack([RGB, alpha()]))
BILEVEL = GREY.point(lambda v: 255 * (v > 128)).convert("1")
CMYK = Image.fromarray(255 - np.dstack([RGB, np.minimum(RGB.max(-1), 200)]), "CMYK")
DEEP = RGB.astype(np.uint16) * 257 - (RGB > 128).astype(np.uint16) * 130 + (RGB < 128).astype(np.uint16) * 125
DEEP_GREY = np.asarray(GREY).astype(np.uint16) * 257 - (np.asarray(GREY) > 3).astype(np.uint16) * 700


# --- the archive ---

def write(name, content, rgb=None, alpha=None):
    """A picture that is read. rgb and alpha replace what Pillow makes of it: 16 bits a sample, and what it gets wrong."""
    ENTRIES[name] = content
    pillows, pillows_alpha = by_pillow(name, content)
    if rgb is not None:
        print(f"{name}: {np.abs(pillows.astype(int) - rgb).mean() if pillows.shape == rgb.shape else pillows.shape} levels from Pillow", file=sys.stderr)
    ENTRIES[name + ".rgb.png"] = saved(Image.fromarray(pillows if rgb is None else rgb), "PNG", optimize=True)
    if alpha is not None or pillows_alpha is not None:
        ENTRIES[name + ".a.png"] = saved(Image.fromarray(pillows_alpha if alpha is None else alpha), "PNG", optimize=True)


def by_pillow(name, content):
    """Colours and, if it carries any, alpha."""
    im = Image.open(io.BytesIO(content))
    carries = im.mode in ("RGBA", "LA", "PA") or "transparency" in im.info
    try:
        im.load()
    except ValueError as e:
        print(f"{name}: Pillow says: {e}", file=sys.stderr)
        return np.zeros(0), None
    im = ImageOps.exif_transpose(im)
    # through an array: what the image knows of transparency and profiles must not go along
    return np.asarray(im.convert("RGB")), np.asarray(im.convert("RGBA").getchannel("A")) if carries else None


def refused(name, content):
    ENTRIES[name] = content


def save_archive():
    ARCHIVE.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(ARCHIVE, "w") as archive:
        for name in sorted(ENTRIES):
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            archive.writestr(entry, ENTRIES[name], zipfile.ZIP_DEFLATED, 9)
    pictures = [n for n in ENTRIES if n + ".rgb.png" in ENTRIES]
    others = [n for n in ENTRIES if n not in pictures and not n.endswith((".rgb.png", ".a.png"))]
    print(f"{len(pictures)} pictures to be read, {len(others)} to be refused, {ARCHIVE.stat().st_size} bytes")


# --- parts ---

def saved(im, kind, **how):
    out = io.BytesIO()
    im.save(out, kind, **how)
    return out.getvalue()


def tool(name, *arguments, im=None):
    """What a command-line encoder makes of a picture."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.ppm"), Path(folder, "out")
        if name == "cwebp":
            source = Path(folder, "in.png")
        (im or IM).save(source)
        order = [name, *arguments, "-outfile", target, source] if name == "cjpeg" else [name, "-quiet", *arguments, source, "-o", target]
        subprocess.run(order, check=True)
        return target.read_bytes()


def odd_profile(space=b"RGB "):
    """sRGB with red and blue changing places: colours that it is applied to are unmistakably wrong."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data = data.replace(b"rXYZ", b"tmpX").replace(b"bXYZ", b"rXYZ").replace(b"tmpX", b"bXYZ")
    # the clock doesn't belong into a file that is committed
    data[24:36] = b"\x07\xd0\0\1\0\1\0\0\0\0\0\0"
    return bytes(data[:16] + space + data[20:])


def exif(orientation, order=">"):
    """A TIFF directory with the orientation alone."""
    head = b"MM\0*" if order == ">" else b"II*\0"
    return b"Exif\0\0" + head + struct.pack(order + "IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def xmp(orientation):
    return (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
            b'rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="%d"/></rdf:RDF></x:xmpmeta>' % orientation)


def by_257(samples):
    grey = ((samples.astype(int) + 128) // 257).astype(np.uint8)
    return np.repeat(grey.reshape(grey.shape[0], grey.shape[1], 1), 3, -1) if grey.size == grey.shape[0] * grey.shape[1] else grey


# --- JPEG ---

def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def without(jpeg, marker):
    """A JPEG without its segments of one kind."""
    out, at = jpeg[:2], 2
    while jpeg[at + 1] != 0xDA:
        n = 2 + int.from_bytes(jpeg[at + 2:at + 4], "big")
        if jpeg[at + 1] != marker:
            out += jpeg[at:at + n]
        at += n
    return out + jpeg[at:]


def jpegs():
    plain = saved(IM, "JPEG", quality=90, subsampling=0)
    write("jpeg_444.jpg", plain)
    write("jpeg_422.jpg", saved(IM, "JPEG", quality=90, subsampling=1))
    write("jpeg_420.jpg", saved(IM, "JPEG", quality=90, subsampling=2))
    for sampling in ("1x2", "4x1", "4x2", "1x4", "2x4"):
        write(f"jpeg_luma_{sampling}.jpg", tool("cjpeg", "-quality", "90", "-sample", sampling))
    write("jpeg_chroma_unequal.jpg", tool("cjpeg", "-quality", "90", "-sample", "2x2,2x1,1x2"))
    write("jpeg_chroma_above_luma.jpg", tool("cjpeg", "-quality", "90", "-sample", "1x1,2x2,2x2"))
    for quality in (1, 25, 75, 100):
        write(f"jpeg_quality{quality}.jpg", saved(IM, "JPEG", quality=quality))
    write("jpeg_optimized.jpg", saved(IM, "JPEG", quality=85, optimize=True))
    write("jpeg_progressive.jpg", saved(IM, "JPEG", quality=85, progressive=True))
    write("jpeg_progressive_444_restarts.jpg", tool("cjpeg", "-progressive", "-restart", "1", "-sample", "1x1"))
    write("jpeg_progressive_grey.jpg", saved(GREY, "JPEG", quality=85, progressive=True))
    write("jpeg_progressive_cmyk.jpg", saved(CMYK, "JPEG", quality=95, progressive=True))
    write("jpeg_restarts.jpg", saved(IM, "JPEG", quality=85, restart_marker_blocks=1))
    write("jpeg_restarts_rows.jpg", tool("cjpeg", "-restart", "1"))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as scans:
        scans.write("0;\n1;\n2;\n")
        scans.flush()
        write("jpeg_scan_a_component.jpg", tool("cjpeg", "-scans", scans.name))
    write("jpeg_grey.jpg", saved(GREY, "JPEG", quality=85))
    write("jpeg_grey_sampled_2x2.jpg", tool("cjpeg", "-grayscale", "-sample", "2x2"))
    for w, h in ((1, 1), (8, 8), (17, 1), (1, 33)):
        write(f"jpeg_{w}x{h}.jpg", saved(IM.resize((w, h)), "JPEG", quality=90))
    write("jpeg_profile.jpg", saved(IM, "JPEG", quality=90, icc_profile=odd_profile()))
    write("jpeg_grey_profile.jpg", saved(GREY, "JPEG", quality=90, icc_profile=odd_profile(b"GRAY")))
    write("jpeg_profile_in_two.jpg", plain[:2] + b"".join(
        segment(0xE2, b"ICC_PROFILE\0" + bytes([i + 1, 2]) + odd_profile()[300 * i:300 * i + 300]) for i in (1, 0)) + plain[2:])
    rgb = saved(IM, "JPEG", quality=90, keep_rgb=True)
    write("jpeg_rgb.jpg", rgb)
    write("jpeg_rgb_by_names.jpg", without(rgb, 0xEE))
    write("jpeg_adobe_ycc.jpg", without(plain, 0xE0)[:2] + segment(0xEE, b"Adobe\0\x64\0\0\0\0\1") + without(plain, 0xE0)[2:])
    write("jpeg_jfif_and_adobe_rgb.jpg", plain[:2] + segment(0xEE, b"Adobe\0\x64\0\0\0\0\0") + plain[2:])
    write("jpeg_no_jfif.jpg", without(plain, 0xE0))
    write("jpeg_comment.jpg", plain[:2] + segment(0xFE, b"<?php system('\xff\xd9'); ?>") + plain[2:])
    write("jpeg_fill_bytes.jpg", plain[:2] + b"\xff" * 7 + plain[2:])
    write("jpeg_thumbnail_in_exif.jpg", saved(IM, "JPEG", quality=90, exif=exif(6)[:-4] + b"\0\0\0\0" + saved(IM.resize((10, 8)), "JPEG")))
    for orientation in range(1, 9):
        write(f"jpeg_exif{orientation}.jpg", saved(IM, "JPEG", quality=90, exif=exif(orientation, "<>"[orientation % 2])))
    write("jpeg_exif0.jpg", saved(IM, "JPEG", quality=90, exif=exif(0)))
    as_byte = exif(6)[:18] + struct.pack(">HIBBH", 1, 1, 6, 0, 0) + bytes(4)
    write("jpeg_exif_as_byte.jpg", saved(IM, "JPEG", quality=90, exif=as_byte))
    write("jpeg_exif_in_two.jpg", plain[:2] + segment(0xE1, exif(6)[:20]) + segment(0xE1, b"Exif\0\0" + exif(6)[20:]) + plain[2:])
    write("jpeg_exif_after_tables.jpg", plain[:plain.index(b"\xff\xc0")] + segment(0xE1, exif(8)) + plain[plain.index(b"\xff\xc0"):])
    write("jpeg_orientation_in_xmp.jpg", saved(IM, "JPEG", quality=90, xmp=xmp(6)))
    write("jpeg_orientation_in_both.jpg", saved(IM, "JPEG", quality=90, exif=exif(3), xmp=xmp(6)))
    write("jpeg_two_pictures.jpg", saved(IM, "MPO", quality=90, save_all=True, append_images=[IM.transpose(Image.Transpose.ROTATE_180)]))

    adobe = saved(CMYK, "JPEG", quality=95)
    assert b"Adobe" in adobe
    write("jpeg_cmyk.jpg", adobe)
    write("jpeg_cmyk_no_adobe.jpg", without(adobe, 0xEE))
    write("jpeg_cmyk_profile.jpg", saved(CMYK, "JPEG", quality=95, icc_profile=odd_profile(b"CMYK")))
    write("jpeg_cmyk_profile_of_rgb.jpg", saved(CMYK, "JPEG", quality=95, icc_profile=odd_profile()))
    # Y, Cb, Cr and black as the four planes, and the marker saying so, is what a YCCK file is
    ycck = Image.fromarray(255 - np.dstack([np.asarray(IM.convert("YCbCr")), np.full((H, W), 230, np.uint8)]), "CMYK")
    for name, how in (("jpeg_ycck", {}), ("jpeg_ycck_420", {"subsampling": 2}), ("jpeg_ycck_progressive", {"progressive": True})):
        planes = saved(ycck, "JPEG", quality=95, **how)
        at = planes.index(b"Adobe") + 11
        write(name + ".jpg", planes[:at] + b"\2" + planes[at + 1:])
        if not how:
            write("jpeg_ycck_no_adobe.jpg", without(planes, 0xEE))
            write("jpeg_cmyk_adobe_unknown.jpg", planes[:at] + b"\1" + planes[at + 1:])

    refused("jpeg_arithmetic.jpg", tool("cjpeg", "-arithmetic"))
    refused("jpeg_arithmetic_progressive.jpg", tool("cjpeg", "-arithmetic", "-progressive"))
    refused("jpeg_12bit.jpg", imagecodecs.jpeg_encode(RGB.astype(np.uint16) << 4, bitspersample=12))
    refused("jpeg_lossless.jpg", imagecodecs.ljpeg_encode(np.asarray(GREY)))
    refused("jpeg_ls.jls", imagecodecs.jpegls_encode(RGB))
    refused("jpeg_2000.jp2", saved(IM, "JPEG2000"))
    refused("jpeg_2000.j2k", saved(IM, "JPEG2000", no_jp2=True))
    refused("jpeg_xl.jxl", imagecodecs.jpegxl_encode(RGB))
    two = bytearray(without(saved(GREY, "JPEG"), 0xE0))
    at = two.index(b"\xff\xc0")
    refused("jpeg_two_components.jpg", bytes(two[:at]) + segment(0xC0, struct.pack(">BHHB", 8, H, W, 2) + b"\1\x11\0\2\x11\0") + bytes(two[at + 13:]))


# --- PNG ---

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def filtered(line, above, step, kind):
    """One row by one of PNG's filters."""
    left = np.concatenate([np.zeros(step, int), line])[:line.size]
    corner = np.concatenate([np.zeros(step, int), above])[:line.size]
    p = left + above - corner
    by_distance = np.argmin([abs(p - left), abs(p - above), abs(p - corner)], 0)
    paeth = np.choose(by_distance, [left, above, corner])
    return bytes([kind]) + ((line - (0, left, above, (left + above) // 2, paeth)[kind]) % 256).astype(np.uint8).tobytes()


def pack(samples, depth, bands, filters):
    """Rows of samples (h x n) packed at a depth, each led by its filter."""
    out, above = b"", None
    for y, row in enumerate(samples):
        if depth == 16:
            line = row.astype(">u2").tobytes()
        elif depth == 8:
            line = row.astype(np.uint8).tobytes()
        else:
            bits = ((row[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8).ravel()
            line = np.packbits(bits).tobytes()
        line = np.frombuffer(line, np.uint8).astype(int)
        out += filtered(line, np.zeros_like(line) if above is None else above, max(1, bands * depth // 8), filters[y % len(filters)])
        above = line
    return out


def png(samples, depth, colour, interlaced=False, extra=(), filters=(0,), parts=1, after=()):
    """A PNG file of h x w x bands samples: every kind there is, as Pillow writes only some."""
    samples = samples.astype(int)
    h, w, bands = samples.shape
    if interlaced:
        raw = b""
        for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
            part = samples[y0::dy, x0::dx]
            if part.size:
                raw += pack(part.reshape(part.shape[0], -1), depth, bands, filters)
    else:
        raw = pack(samples.reshape(h, -1), depth, bands, filters)
    data = zlib.compress(raw, 9)
    cuts = [len(data) * i // parts for i in range(parts + 1)]
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, interlaced))
            + b"".join(chunk(k, d) for k, d in extra) + b"".join(chunk(b"IDAT", data[a:b]) for a, b in zip(cuts, cuts[1:]))
            + b"".join(chunk(k, d) for k, d in after) + chunk(b"IEND", b""))


def pngs():
    grey = np.asarray(GREY)[..., None].astype(int)
    rgb = RGB.astype(int)
    deep_alpha = alpha()[..., None].astype(int) * 257
    for interlaced in (False, True):
        end = "_interlaced" * interlaced + ".png"
        for depth in (1, 2, 4, 8):
            write(f"png_grey{depth}{end}", png(grey >> 8 - depth, depth, 0, interlaced))
        write("png_grey16" + end, png(DEEP_GREY[..., None], 16, 0, interlaced), by_257(DEEP_GREY))
        write("png_rgb8" + end, png(rgb, 8, 2, interlaced))
        write("png_rgb16" + end, png(DEEP, 16, 2, interlaced), by_257(DEEP))
        write("png_grey_alpha8" + end, png(np.dstack([grey, alpha()[..., None]]), 8, 4, interlaced))
        write("png_grey_alpha16" + end, png(np.dstack([DEEP_GREY[..., None], deep_alpha]), 16, 4, interlaced), by_257(DEEP_GREY), alpha())
        write("png_rgba8" + end, png(np.dstack([rgb, alpha()]), 8, 6, interlaced))
        write("png_rgba16" + end, png(np.dstack([DEEP, deep_alpha]), 16, 6, interlaced), by_257(DEEP), alpha())
    for kind in range(5):
        write(f"png_filter{kind}.png", png(rgb, 8, 2, filters=(kind,)))
    write("png_filters16.png", png(DEEP, 16, 2, True, filters=(4, 3, 2, 1, 0)), by_257(DEEP))
    write("png_parts.png", png(rgb, 8, 2, parts=9, extra=[(b"IDAT", b"")]))
    for side in (1, 2, 3, 5, 7):
        write(f"png_interlaced_{side}x{side + 1}.png", png(rgb[5:side + 6, 5:side + 5], 8, 2, True))
    write("png_profile.png", saved(IM, "PNG", icc_profile=odd_profile(), optimize=True))
    write("png_grey_profile.png", saved(GREY, "PNG", icc_profile=odd_profile(b"GRAY"), optimize=True))
    write("png_broken_profile.png", png(rgb, 8, 2, extra=[(b"iCCP", b"x\0\0" + zlib.compress(b"not a profile")), (b"gAMA", struct.pack(">I", 10000))]))
    write("png_srgb_and_chromaticities.png", png(rgb, 8, 2, extra=[(b"cHRM", struct.pack(">8I", *[31270] * 8)), (b"sRGB", b"\0")]))
    for orientation in range(1, 9):
        write(f"png_exif{orientation}.png", saved(RGBA, "PNG", exif=exif(orientation)))
    write("png_exif_after_pixels.png", png(rgb, 8, 2, after=[(b"eXIf", exif(6)[6:])]))
    write("png_orientation_in_xmp.png", png(rgb, 8, 2, extra=[(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(6))]))
    write("png_orientation_in_xmp_squeezed.png", png(rgb, 8, 2, extra=[(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(xmp(8)))]))
    hexed = b"\nexif\n      %d\n" % len(exif(6)) + exif(6).hex().encode() + b"\n"
    write("png_exif_as_text.png", png(rgb, 8, 2, extra=[(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(hexed))]))
    write("png_comment.png", png(rgb, 8, 2, extra=[(b"tEXt", b"Comment\0IDAT IEND")]))

    quantized = IM.quantize(12)
    index = np.asarray(quantized)[..., None].astype(int)
    colours = bytes(quantized.getpalette()[:36])
    for depth in (4, 8):
        for interlaced in (False, True):
            write(f"png_palette{depth}{'_interlaced' * interlaced}.png", png(index, depth, 3, interlaced, extra=[(b"PLTE", colours)]))
    write("png_palette8_transparent.png", png(index, 8, 3, extra=[(b"PLTE", colours), (b"tRNS", bytes(range(0, 250, 25)))]))
    write("png_palette4_transparent_interlaced.png", png(index, 4, 3, True, extra=[(b"PLTE", colours), (b"tRNS", b"\0\x80")]))
    write("png_palette2_interlaced.png", png(index % 3, 2, 3, True, extra=[(b"PLTE", colours[:9])]))
    write("png_palette2_transparent.png", png(index % 4, 2, 3, extra=[(b"PLTE", colours[:12]), (b"tRNS", b"\xff\0")]))
    write("png_palette1_mask.png", png((grey > 128).astype(int), 1, 3, extra=[(b"PLTE", b"\0\0\0\x80\0\0")]))
    write("png_palette_too_short.png", png(index, 8, 3, extra=[(b"PLTE", colours[:24])]))
    write("png_rgb_with_palette.png", png(rgb, 8, 2, extra=[(b"PLTE", colours)]))
    write("png_grey_key.png", png(grey, 8, 0, extra=[(b"tRNS", struct.pack(">H", 128))]))
    write("png_grey1_key.png", png(grey >> 7, 1, 0, extra=[(b"tRNS", struct.pack(">H", 1))]))
    write("png_rgb_key.png", png(rgb, 8, 2, extra=[(b"tRNS", struct.pack(">HHH", 210, 30, 25))]))
    key = DEEP[10, 10].astype(int)
    write("png_rgb16_key.png", png(DEEP, 16, 2, extra=[(b"tRNS", struct.pack(">HHH", *key))]), by_257(DEEP),
          (255 * (DEEP != key).any(-1)).astype(np.uint8))
    write("png_animated.png", saved(IM, "PNG", save_all=True, append_images=[IM.transpose(Image.Transpose.ROTATE_180)], duration=100))


# --- GIF ---

def gifs():
    refused("gif.gif", saved(IM.quantize(32), "GIF"))


# --- TIFF ---

def tiff(samples, **how):
    out = io.BytesIO()
    how = {"metadata": None, "software": False, "photometric": "rgb" if samples.shape[-1] in (3, 4) or how.get("planarconfig") == "separate" else "minisblack"} | how
    tifffile.imwrite(out, samples, **how)
    return out.getvalue()


def tiff_by_hand(tags, data, order="<"):
    """Tags (number, type, values) before the data they point to; 273 gets its place."""
    head = 8 + 2 + 12 * len(tags) + 4
    extra, directory = b"", struct.pack(order + "H", len(tags))
    sizes = sum(size for size in ((2 if t == 3 else 4) * len(v) for _, t, v in tags) if size > 4)
    for number, kind, values in sorted(tags):
        if number == 273:
            values = (head + sizes,)
        packed = struct.pack(f"{order}{len(values)}{'H' if kind == 3 else 'I'}", *values)
        if len(packed) > 4:
            at = head + len(extra)
            extra += packed
            packed = struct.pack(order + "I", at)
        directory += struct.pack(order + "HHI", number, kind, len(values)) + packed.ljust(4, b"\0")
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + directory + bytes(4) + extra + data


def packed_tiff(index, depth, photometric, colours=None, order="<", fill=1):
    bits = ((index[..., None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8).reshape(H, -1)
    data = np.packbits(bits, -1)
    if fill == 2:
        data = np.packbits(np.unpackbits(data, -1).reshape(-1, 8)[:, ::-1], -1)
    tags = [(256, 3, (W,)), (257, 3, (H,)), (258, 3, (depth,)), (259, 3, (1,)), (262, 3, (photometric,)), (266, 3, (fill,)), (273, 4, (0,)),
            (277, 3, (1,)), (278, 3, (H,)), (279, 4, (data.size,))]
    if colours is not None:
        tags.append((320, 3, tuple((colours.astype(int) * 257).T.ravel().tolist())))
    return tiff_by_hand(tags, data.tobytes(), order)


def tiffs():
    cmyk = np.asarray(CMYK)
    grey = np.asarray(GREY)
    write("tiff_rgb.tif", saved(IM, "TIFF", icc_profile=odd_profile()))
    write("tiff_lzw.tif", saved(IM, "TIFF", compression="tiff_lzw"))
    write("tiff_lzw_predictor.tif", saved(IM, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}))
    write("tiff_deflate.tif", saved(IM, "TIFF", compression="tiff_adobe_deflate"))
    write("tiff_deflate_predictor.tif", saved(IM, "TIFF", compression="tiff_adobe_deflate", tiffinfo={317: 2}))
    write("tiff_deflate_old_code.tif", saved(IM, "TIFF", compression="tiff_deflate"))
    write("tiff_packbits.tif", saved(IM, "TIFF", compression="packbits"))
    write("tiff_jpeg.tif", saved(IM, "TIFF", compression="jpeg", quality=90))
    write("tiff_jpeg_ycc.tif", tiff(RGB, compression="jpeg", photometric="ycbcr", subsampling=(2, 2)))
    write("tiff_jpeg_grey.tif", saved(GREY, "TIFF", compression="jpeg", quality=90))
    write("tiff_big_endian.tif", tiff(RGB, byteorder=">"))
    write("tiff_bigtiff.tif", tiff(RGB, bigtiff=True))
    write("tiff_planar.tif", tiff(np.moveaxis(RGB, -1, 0), planarconfig="separate"))
    write("tiff_planar_lzw_predictor.tif", tiff(np.moveaxis(RGB, -1, 0), planarconfig="separate", compression="lzw", predictor=True))
    write("tiff_tiles.tif", tiff(RGB, tile=(16, 16)))
    write("tiff_tiles_deflate_predictor.tif", tiff(RGB, tile=(16, 16), compression="zlib", predictor=True))
    write("tiff_tiles_planar.tif", tiff(np.moveaxis(RGB, -1, 0), tile=(16, 16), planarconfig="separate"))
    write("tiff_tiles_grey.tif", tiff(grey, tile=(16, 32)))
    write("tiff_strips.tif", tiff(RGB, rowsperstrip=3, compression="lzw"))
    write("tiff_two_pages.tif", saved(IM, "TIFF", save_all=True, append_images=[IM.transpose(Image.Transpose.ROTATE_180)]))
    pages = io.BytesIO()
    with tifffile.TiffWriter(pages) as writer:
        writer.write(RGB, photometric="rgb", metadata=None, software=False)
        writer.write(RGB[:9], photometric="rgb", metadata=None, software=False, extratags=[(274, 3, 1, 6, False)])
    write("tiff_second_page_turned.tif", pages.getvalue())
    write("tiff_grey.tif", saved(GREY, "TIFF"))
    write("tiff_grey_profile.tif", saved(GREY, "TIFF", icc_profile=odd_profile(b"GRAY")))
    write("tiff_white_is_zero.tif", saved(GREY, "TIFF", tiffinfo={262: 0}))
    for depth in (2, 4):
        write(f"tiff_grey{depth}.tif", packed_tiff(grey >> 8 - depth, depth, 1))
        write(f"tiff_grey{depth}_white_is_zero.tif", packed_tiff(255 - grey >> 8 - depth, depth, 0, order=">"))
    write("tiff_bilevel.tif", saved(BILEVEL, "TIFF"))
    write("tiff_bilevel_white_is_zero.tif", packed_tiff(1 - (grey > 128), 1, 0))
    write("tiff_bilevel_bits_turned.tif", packed_tiff((grey > 128).astype(int), 1, 1, fill=2))
    for compression in ("group3", "group4", "tiff_ccitt"):
        write(f"tiff_{compression.replace('tiff_', '')}.tif", saved(BILEVEL, "TIFF", compression=compression))
    quantized = IM.quantize(16)
    index, colours = np.asarray(quantized), np.array(quantized.getpalette()[:48]).reshape(16, 3)
    write("tiff_palette.tif", saved(quantized, "TIFF"))
    write("tiff_palette4.tif", packed_tiff(index, 4, 3, colours))
    write("tiff_palette2.tif", packed_tiff(index % 4, 2, 3, colours[:4], ">"))
    write("tiff_palette1.tif", packed_tiff(index % 2, 1, 3, colours[:2]))
    write("tiff_rgba.tif", saved(RGBA, "TIFF"))
    write("tiff_rgba_lzw_predictor.tif", saved(RGBA, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}))
    premultiplied = np.dstack([RGB.astype(int) * alpha()[..., None] // 255, alpha()]).astype(np.uint8)
    write("tiff_rgba_premultiplied.tif", tiff(premultiplied, extrasamples=["assocalpha"]))
    write("tiff_rgb_unspecified_sample.tif", tiff(np.dstack([RGB, alpha()]), extrasamples=["unspecified"]))
    write("tiff_grey_alpha.tif", saved(RGBA.convert("LA"), "TIFF"))
    write("tiff_cmyk.tif", saved(CMYK, "TIFF"))
    write("tiff_cmyk_profile.tif", saved(CMYK, "TIFF", icc_profile=odd_profile(b"CMYK")))
    write("tiff_cmyk_lzw_predictor.tif", saved(CMYK, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}))
    write("tiff_grey16.tif", saved(Image.fromarray(DEEP_GREY), "TIFF"), by_257(DEEP_GREY))
    write("tiff_grey16_big_endian.tif", tiff(DEEP_GREY, byteorder=">"), by_257(DEEP_GREY))
    write("tiff_grey16_deflate_predictor.tif", tiff(DEEP_GREY, compression="zlib", predictor=True), by_257(DEEP_GREY))
    write("tiff_rgb16.tif", tiff(DEEP), by_257(DEEP))
    write("tiff_rgb16_big_endian_lzw.tif", tiff(DEEP, byteorder=">", compression="lzw", predictor=True), by_257(DEEP))
    # Pillow takes the planes' halves for samples
    write("tiff_rgb16_planar.tif", tiff(np.moveaxis(DEEP, -1, 0), planarconfig="separate"), by_257(DEEP))
    write("tiff_rgba16.tif", tiff(np.dstack([DEEP, alpha().astype(np.uint16) * 257]), extrasamples=["unassalpha"]), by_257(DEEP), alpha())
    for orientation in range(1, 9):
        write(f"tiff_orientation{orientation}.tif", saved(IM, "TIFF", tiffinfo={274: orientation}))
    write("tiff_orientation9.tif", saved(IM, "TIFF", tiffinfo={274: 9}))
    write("tiff_bigtiff_orientation6.tif", tiff(RGB, bigtiff=True, extratags=[(274, 3, 1, 6, True)]))
    write("tiff_tiles_orientation7.tif", tiff(RGB, tile=(16, 16), extratags=[(274, 3, 1, 7, True)]))
    write("tiff_1x1.tif", saved(IM.crop((9, 9, 10, 10)), "TIFF"))

    refused("tiff_float.tif", tiff(grey.astype(np.float32) / 255))
    refused("tiff_float16.tif", tiff(grey.astype(np.float16) / 255))
    refused("tiff_32bit.tif", tiff(grey.astype(np.uint32) << 20))
    refused("tiff_signed16.tif", tiff(grey.astype(np.int16) * 100 - 9000))
    refused("tiff_signed8.tif", tiff((grey.astype(int) - 128).astype(np.int8)))
    refused("tiff_lab.tif", tiff(RGB, photometric="cielab"))
    refused("tiff_zstd.tif", tiff(RGB, compression="zstd"))
    refused("tiff_lzma.tif", tiff(RGB, compression="lzma"))
    refused("tiff_webp.tif", tiff(RGB, compression="webp"))
    refused("tiff_jpeg2000.tif", tiff(RGB, compression="jpeg2000"))
    refused("tiff_palette_extra_sample.tif", packed_tiff(index, 8, 3, colours).replace(
        struct.pack("<HHIH", 277, 3, 1, 1), struct.pack("<HHIH", 277, 3, 1, 2)))


# --- BMP ---

def bmp(bits, rows, palette=b"", compression=0, header=40, masks=b"", h=H, w=W, colours=0):
    """A BMP of rows, bottom first, each padded to four bytes."""
    data = rows if isinstance(rows, bytes) else b"".join(r + bytes(-len(r) % 4) for r in rows)
    if header == 12:
        info = struct.pack("<IHHHH", 12, w, h, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, w, h, 1, bits, compression, len(data), 2835, 2835, colours, 0)
        info += masks if header > 40 else b""
        info = info.ljust(header, b"\0") + (masks if header == 40 else b"")
    start = 14 + len(info) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + info + palette + data


def bmps():
    quantized = IM.quantize(16)
    index, colours = np.asarray(quantized), np.array(quantized.getpalette()[:48]).reshape(16, 3)[:, ::-1].astype(np.uint8)
    table = np.dstack([colours[None], np.zeros((1, 16, 1), np.uint8)]).tobytes()
    bgr, upwards = RGB[..., ::-1], range(H - 1, -1, -1)
    nibbles = [np.packbits(((index[y][:, None] >> np.arange(3, -1, -1)) & 1).astype(np.uint8).ravel()).tobytes() for y in upwards]
    write("bmp_24.bmp", saved(IM, "BMP"))
    write("bmp_32.bmp", saved(RGBA, "BMP"))
    write("bmp_palette.bmp", saved(IM.quantize(16), "BMP"))
    write("bmp_1.bmp", saved(IM.convert("1"), "BMP"))
    write("bmp_grey.bmp", saved(GREY, "BMP"))
    write("bmp_4.bmp", bmp(4, nibbles, table))
    write("bmp_4_few_colours.bmp", bmp(4, nibbles, table, colours=16))
    write("bmp_1_two_colours.bmp", bmp(1, [np.packbits(index[y] % 2).tobytes() for y in upwards], table[:8], colours=2))
    write("bmp_os2.bmp", bmp(24, [bgr[y].tobytes() for y in upwards], header=12))
    write("bmp_os2_palette.bmp", bmp(4, nibbles, colours.tobytes(), header=12))
    write("bmp_top_down.bmp", bmp(24, [bgr[y].tobytes() for y in range(H)], h=-H))
    write("bmp_32_no_alpha.bmp", bmp(32, [np.dstack([bgr, 0 * bgr[..., :1]])[y].tobytes() for y in upwards]))
    four = np.dstack([bgr, alpha()])
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    write("bmp_32_bitfields.bmp", bmp(32, [four[y].tobytes() for y in upwards], compression=3, masks=masks[:12]))
    write("bmp_v4_alpha.bmp", bmp(32, [four[y].tobytes() for y in upwards], compression=3, header=108, masks=masks))
    write("bmp_v5_alpha.bmp", bmp(32, [four[y].tobytes() for y in upwards], compression=3, header=124, masks=masks))
    five = RGB.astype(int) >> 3
    write("bmp_16.bmp", bmp(16, [(five[y, :, 0] << 10 | five[y, :, 1] << 5 | five[y, :, 2]).astype("<u2").tobytes() for y in upwards]))
    write("bmp_16_565.bmp", bmp(16, [(five[y, :, 0] << 11 | RGB[y, :, 1].astype(int) >> 2 << 5 | five[y, :, 2]).astype("<u2").tobytes() for y in upwards],
                                compression=3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
    rle8 = b""
    for y in upwards:
        half = index[y][:16].tobytes()
        rle8 += b"\0\x10" + half + b"".join(bytes([1, i]) for i in index[y][16:]) + b"\0\0"
    write("bmp_rle8.bmp", bmp(8, rle8 + b"\0\1", table.ljust(1024, b"\0"), compression=1))
    rle4 = b"".join(b"".join(bytes([1, i << 4]) for i in index[y]) + b"\0\0" for y in upwards) + b"\0\1"
    write("bmp_rle4.bmp", bmp(4, rle4, table, compression=2))
    rle4 = b"".join(b"\0\x03" + bytes([index[y][0] << 4 | index[y][1], index[y][2] << 4]) + b"\0\x1e"
                    + bytes(index[y][i] << 4 | index[y][i + 1] for i in range(3, 33, 2)) + b"\0\0\0" for y in upwards)
    write("bmp_rle4_odd.bmp", bmp(4, rle4, table, compression=2))
    # Pillow takes the end of an empty line for that of the line before
    lines = [b"", b"\x21\x03", b"", b"\x05\x02", b"\x30\x04"]
    rle8 = b"".join(lines[y % 5] + b"\0\0" for y in range(H)) + b"\0\1"
    empty = np.zeros((H, W), np.uint8)
    for y in range(H):
        count, colour = ((0, 0), (W, 3), (0, 0), (5, 2), (W, 4))[y % 5]
        empty[H - 1 - y, :count] = colour
    write("bmp_rle8_empty_lines.bmp", bmp(8, rle8, table.ljust(1024, b"\0"), compression=1), np.array(quantized.getpalette()[:48], np.uint8).reshape(16, 3)[empty])
    # what is too much in a line is dropped
    rle8 = b"".join(b"\x20\x02\x05\x04\x09\x07\0\0" for _ in range(H)) + b"\0\1"
    write("bmp_rle8_long_lines.bmp", bmp(8, rle8, table.ljust(1024, b"\0"), compression=1))
    skip = b"\x04\x03\0\x02\x05\x02\x06\x04"
    write("bmp_rle8_skips.bmp", bmp(8, (skip + b"\0\0") * H + b"\0\1", table.ljust(1024, b"\0"), compression=1, h=3 * H))
    skip += b"\0\1"
    refused("bmp_rle8_too_short.bmp", bmp(8, skip, table.ljust(1024, b"\0"), compression=1))
    write("bmp_1x1.bmp", saved(IM.crop((9, 9, 10, 10)), "BMP"))

    refused("bmp_jpeg.bmp", bmp(0, saved(IM, "JPEG"), compression=4))
    refused("bmp_png.bmp", bmp(0, saved(IM, "PNG"), compression=5))


# --- WebP ---

def riff(*chunks):
    body = b"WEBP" + b"".join(k + struct.pack("<I", len(d)) + d + b"\0" * (len(d) % 2) for k, d in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webps():
    write("webp_lossless.webp", saved(IM, "WEBP", lossless=True))
    write("webp_lossless_profile.webp", saved(IM, "WEBP", lossless=True, icc_profile=odd_profile()))
    write("webp_lossless_alpha.webp", saved(RGBA, "WEBP", lossless=True, exact=True))
    write("webp_lossless_palette.webp", saved(IM.quantize(12).convert("RGB"), "WEBP", lossless=True))
    write("webp_lossless_two_colours.webp", saved(BILEVEL.convert("RGB"), "WEBP", lossless=True))
    write("webp_lossless_grey.webp", saved(GREY.convert("RGB"), "WEBP", lossless=True))
    write("webp_lossless_noise.webp", saved(Image.fromarray(np.random.default_rng(7).integers(0, 256, (H, W, 3), np.uint8)), "WEBP", lossless=True))
    for w, h in ((1, 1), (1, 9), (16, 16), (17, 2)):
        write(f"webp_lossless_{w}x{h}.webp", saved(IM.resize((w, h)), "WEBP", lossless=True))
        write(f"webp_lossy_{w}x{h}.webp", saved(IM.resize((w, h)), "WEBP", quality=90))
    for quality in (0, 30, 75, 100):
        write(f"webp_lossy_quality{quality}.webp", saved(IM, "WEBP", quality=quality, method=6))
    write("webp_lossy.webp", saved(IM, "WEBP", quality=90))
    write("webp_lossy_profile.webp", saved(IM, "WEBP", quality=90, icc_profile=odd_profile()))
    write("webp_lossy_grey.webp", saved(GREY.convert("RGB"), "WEBP", quality=60))
    write("webp_lossy_alpha.webp", saved(RGBA, "WEBP", quality=90, exact=True))
    write("webp_lossy_alpha_raw.webp", tool("cwebp", "-exact", "-alpha_method", "0", im=RGBA))
    for kind in ("none", "fast", "best"):
        write(f"webp_lossy_alpha_filter_{kind}.webp", tool("cwebp", "-exact", "-alpha_filter", kind, im=RGBA))
    write("webp_lossy_alpha_quantized.webp", tool("cwebp", "-exact", "-alpha_q", "20", im=RGBA))
    write("webp_lossy_one_segment.webp", tool("cwebp", "-segments", "1", "-sns", "0"))
    write("webp_lossy_filter_strong.webp", tool("cwebp", "-q", "10", "-f", "100", "-sharpness", "0", "-strong"))
    write("webp_lossy_filter_simple.webp", tool("cwebp", "-q", "10", "-f", "100", "-sharpness", "6", "-nostrong"))
    write("webp_lossy_filter_off.webp", tool("cwebp", "-q", "10", "-f", "0"))
    for orientation in range(1, 9):
        write(f"webp_exif{orientation}.webp", saved(IM, "WEBP", lossless=True, exif=exif(orientation)))
    write("webp_orientation_in_xmp.webp", saved(IM, "WEBP", lossless=True, xmp=xmp(6)))
    write("webp_animated.webp", saved(IM, "WEBP", lossless=True, save_all=True, append_images=[IM.transpose(Image.Transpose.ROTATE_180)], duration=100))
    plain = saved(IM, "WEBP", lossless=True)
    for name, im, how in (("lossless", IM, {"lossless": True}), ("lossless_alpha", RGBA, {"lossless": True, "exact": True}), ("lossy", IM, {"quality": 90})):
        inner = saved(im, "WEBP", **how)
        head = b"".join(struct.pack("<I", v)[:3] for v in (3, 2, W - 1, H - 1, 100)) + b"\2"
        write(f"webp_animated_frame_within_canvas_{name}.webp", riff(
            (b"VP8X", b"\x12\0\0\0" + struct.pack("<I", W + 8)[:3] + struct.pack("<I", H + 6)[:3]), (b"ANIM", b"\xff\x80\x40\xff\0\0"),
            (b"ANMF", head + inner[12:]), (b"ANMF", head + saved(IM.transpose(Image.Transpose.ROTATE_180), "WEBP", lossless=True)[12:])))
    write("webp_unknown_chunk.webp", riff((b"VP8X", struct.pack("<II", 0, W - 1)[:7] + struct.pack("<I", H - 1)[:3]),
                                          (b"odd ", b"abc"), (b"VP8L", plain[20:20 + struct.unpack("<I", plain[16:20])[0]])))


if __name__ == "__main__":
    for make in (jpegs, pngs, gifs, tiffs, bmps, webps):
        make()
    save_archive()
