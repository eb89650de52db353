"""Regenerates this folder: small image files of every kind that is read, and what Pillow makes of them.

    NAME          the file
    NAME.rgb.png  ImageOps.exif_transpose(im).convert("RGB"); 16-bit samples by value / 257, rounded
    NAME.a.png    its alpha, 8-bit grey, where it carries any

Needs PyPI's numpy and Pillow. Tests read the files alone.
"""
import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps

HERE = Path(__file__).parent
W, H = 41, 31


def scene():
    """H x W x 3: two gradients, a red disc, a grey ring; smooth enough for JPEG, with edges."""
    y, x = np.mgrid[:H, :W].astype(float)
    rgb = np.stack([40 + 4 * x, 220 - 5 * y, 60 + 2 * x + 2 * y], -1)
    rgb[np.hypot(x - 12, y - 12) < 7] = 210, 30, 25
    r = np.hypot(x - 28, y - 18)
    rgb[(r < 10) & (r > 6)] = 128, 130, 126
    return np.clip(rgb, 0, 255).astype(np.uint8)


def alpha():
    y, x = np.mgrid[:H, :W]
    return np.clip(x * 7 + (y > 20) * 90, 0, 255).astype(np.uint8)


def odd_profile():
    """sRGB with red and blue changing places: colours that it is applied to are unmistakably wrong."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data = data.replace(b"rXYZ", b"tmpX").replace(b"bXYZ", b"rXYZ").replace(b"tmpX", b"bXYZ")
    return bytes(data)


def exif(orientation):
    e = Image.Exif()
    e[0x0112] = orientation
    return e.tobytes()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack(samples, depth):
    """Rows of samples (h x n) packed at a depth, each led by filter 0."""
    out = b""
    for row in samples:
        if depth == 16:
            line = row.astype(">u2").tobytes()
        elif depth == 8:
            line = row.astype(np.uint8).tobytes()
        else:
            bits = ((row[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8).ravel()
            line = np.packbits(bits).tobytes()
        out += b"\0" + line
    return out


def png(samples, depth, colour, interlaced=False, extra=()):
    """A PNG file of h x w x bands samples: every kind there is, as Pillow writes only some."""
    h, w, bands = samples.shape
    if interlaced:
        raw = b""
        for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
            part = samples[y0::dy, x0::dx]
            if part.size:
                raw += pack(part.reshape(part.shape[0], -1), depth)
    else:
        raw = pack(samples.reshape(h, -1), depth)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, interlaced))
            + b"".join(chunk(k, d) for k, d in extra) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def write(name, content, rgb=None):
    (HERE / name).write_bytes(content)
    im = Image.open(io.BytesIO(content))
    carries = im.mode in ("RGBA", "LA", "PA") or "transparency" in im.info
    im = ImageOps.exif_transpose(im)
    # through an array: what the image knows of transparency and profiles must not go along
    Image.fromarray(rgb if rgb is not None else np.asarray(im.convert("RGB"))).save(HERE / (name + ".rgb.png"), optimize=True)
    if carries and not name.startswith("png_grey16"):
        im.convert("RGBA").getchannel("A").save(HERE / (name + ".a.png"), optimize=True)


def saved(im, kind, **how):
    out = io.BytesIO()
    im.save(out, kind, **how)
    return out.getvalue()


def without(jpeg, marker):
    """A JPEG without its segments of one kind."""
    out, at = jpeg[:2], 2
    while jpeg[at + 1] != 0xDA:
        n = 2 + int.from_bytes(jpeg[at + 2:at + 4], "big")
        if jpeg[at + 1] != marker:
            out += jpeg[at:at + n]
        at += n
    return out + jpeg[at:]


def by_257(samples):
    return ((samples.astype(int) + 128) // 257).astype(np.uint8)


def jpegs(rgb):
    im, grey = Image.fromarray(rgb), Image.fromarray(rgb).convert("L")
    odd = odd_profile()
    write("jpeg_444.jpg", saved(im, "JPEG", quality=90, subsampling=0))
    write("jpeg_422.jpg", saved(im, "JPEG", quality=90, subsampling=1))
    write("jpeg_420.jpg", saved(im, "JPEG", quality=90, subsampling=2))
    write("jpeg_progressive.jpg", saved(im, "JPEG", quality=85, progressive=True))
    write("jpeg_restarts.jpg", saved(im, "JPEG", quality=85, restart_marker_blocks=1))
    write("jpeg_grey.jpg", saved(grey, "JPEG", quality=85))
    write("jpeg_profile.jpg", saved(im, "JPEG", quality=90, icc_profile=odd))
    write("jpeg_rgb.jpg", saved(im, "JPEG", quality=90, keep_rgb=True))
    write("jpeg_no_jfif.jpg", without(saved(im, "JPEG", quality=90, subsampling=0), 0xE0))
    write("jpeg_thumbnail_in_exif.jpg", saved(im, "JPEG", quality=90, exif=exif(6)[:-4] + b"\0\0\0\0" + saved(im.resize((10, 8)), "JPEG")))
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ' \
          b'rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
    write("jpeg_orientation_in_xmp.jpg", saved(im, "JPEG", quality=90, xmp=xmp))
    cmyk = 255 - np.dstack([rgb, np.minimum(rgb.max(-1), 200)])
    adobe = saved(Image.fromarray(cmyk, "CMYK"), "JPEG", quality=95)
    assert b"Adobe" in adobe
    write("jpeg_cmyk.jpg", adobe)
    write("jpeg_cmyk_no_adobe.jpg", without(adobe, 0xEE))
    write("jpeg_cmyk_profile.jpg", saved(Image.fromarray(cmyk, "CMYK"), "JPEG", quality=95, icc_profile=odd))
    # Y, Cb, Cr and black as the four planes, and the marker saying so, is what a YCCK file is
    ycck = np.dstack([np.asarray(im.convert("YCbCr")), np.full((H, W), 230, np.uint8)])
    planes = saved(Image.fromarray(255 - ycck, "CMYK"), "JPEG", quality=95)
    at = planes.index(b"Adobe") + 11
    write("jpeg_ycck.jpg", planes[:at] + b"\2" + planes[at + 1:])


def pngs(rgb):
    grey = np.asarray(Image.fromarray(rgb).convert("L"))[..., None].astype(int)
    for depth in (1, 2, 4, 8):
        for interlaced in (False, True):
            write(f"png_grey{depth}{'_interlaced' * interlaced}.png", png(grey >> 8 - depth, depth, 0, interlaced))
    deep = rgb.astype(int) * 257 - (rgb > 128) * 130 + (rgb < 128) * 125
    deep_grey, deep_alpha = grey * 257 - (grey > 3) * 700, alpha()[..., None].astype(int) * 257
    write("png_grey16.png", png(deep_grey, 16, 0), np.repeat(by_257(deep_grey), 3, -1))
    write("png_rgb16.png", png(deep, 16, 2), by_257(deep))
    write("png_rgb16_interlaced.png", png(deep, 16, 2, True), by_257(deep))
    write("png_rgba16.png", png(np.dstack([deep, deep_alpha]), 16, 6), by_257(deep))
    write("png_rgb8.png", saved(Image.fromarray(rgb), "PNG", icc_profile=odd_profile(), optimize=True))
    write("png_rgb8_interlaced.png", png(rgb.astype(int), 8, 2, True))
    write("png_rgba8.png", saved(Image.fromarray(np.dstack([rgb, alpha()])), "PNG"))
    write("png_grey_alpha8.png", png(np.dstack([grey, alpha()[..., None]]), 8, 4))
    write("png_exif6.png", saved(Image.fromarray(np.dstack([rgb, alpha()])), "PNG", exif=exif(6)))
    write("png_broken_profile.png", png(rgb.astype(int), 8, 2, extra=[(b"iCCP", b"x\0\0" + zlib.compress(b"not a profile")), (b"gAMA", struct.pack(">I", 10000))]))
    quantized = Image.fromarray(rgb).quantize(12)
    index = np.asarray(quantized)[..., None].astype(int)
    colours = bytes(quantized.getpalette()[:36])
    write("png_palette4.png", png(index, 4, 3, extra=[(b"PLTE", colours)]))
    write("png_palette8.png", png(index, 8, 3, extra=[(b"PLTE", colours)]))
    write("png_palette8_transparent.png", png(index, 8, 3, extra=[(b"PLTE", colours), (b"tRNS", bytes(range(0, 250, 25)))]))
    write("png_palette2_interlaced.png", png(index % 3, 2, 3, True, extra=[(b"PLTE", colours[:9])]))
    write("png_palette1_mask.png", png((grey > 128).astype(int), 1, 3, extra=[(b"PLTE", b"\0\0\0\x80\0\0")]))
    write("png_grey_key.png", png(grey, 8, 0, extra=[(b"tRNS", struct.pack(">H", 128))]))
    write("png_rgb_key.png", png(rgb.astype(int), 8, 2, extra=[(b"tRNS", struct.pack(">HHH", 210, 30, 25))]))


def gifs(rgb):
    im = Image.fromarray(rgb).quantize(32)
    plain = saved(im, "GIF")
    write("gif.gif", plain)
    write("gif_animated.gif", saved(im, "GIF", save_all=True, append_images=[im.transpose(Image.Transpose.ROTATE_180)], duration=100))
    write("gif_transparent.gif", saved(im, "GIF", transparency=int(np.asarray(im)[12, 12])))
    frame = plain.index(b"\x2c\0\0\0\0" + struct.pack("<HH", W, H))
    moved = plain[:6] + struct.pack("<HH", W + 9, H + 6) + plain[10:frame] + b"\x2c" + struct.pack("<HH", 5, 4) + plain[frame + 5:]
    write("gif_frame_within_canvas.gif", moved)


def tiffs(rgb):
    im = Image.fromarray(rgb)
    grey = im.convert("L")
    write("tiff_rgb.tif", saved(im, "TIFF", icc_profile=odd_profile()))
    write("tiff_lzw.tif", saved(im, "TIFF", compression="tiff_lzw"))
    write("tiff_deflate.tif", saved(im, "TIFF", compression="tiff_adobe_deflate"))
    write("tiff_packbits.tif", saved(im, "TIFF", compression="packbits"))
    write("tiff_jpeg.tif", saved(im, "TIFF", compression="jpeg", quality=90))
    write("tiff_grey.tif", saved(grey, "TIFF"))
    write("tiff_white_is_zero.tif", saved(grey, "TIFF", tiffinfo={262: 0}))
    write("tiff_bilevel.tif", saved(grey.point(lambda v: 255 * (v > 128)).convert("1"), "TIFF"))
    write("tiff_group4.tif", saved(grey.point(lambda v: 255 * (v > 128)).convert("1"), "TIFF", compression="group4"))
    write("tiff_palette.tif", saved(im.quantize(16), "TIFF"))
    write("tiff_rgba.tif", saved(Image.fromarray(np.dstack([rgb, alpha()])), "TIFF"))
    cmyk = 255 - np.dstack([rgb, np.minimum(rgb.max(-1), 200)])
    write("tiff_cmyk.tif", saved(Image.fromarray(cmyk, "CMYK"), "TIFF"))
    deep = np.asarray(grey).astype(np.uint16) * 257 - (np.asarray(grey) > 3).astype(np.uint16) * 700
    write("tiff_grey16.tif", saved(Image.fromarray(deep), "TIFF"), np.repeat(by_257(deep)[..., None], 3, -1))
    write("tiff_orientation6.tif", saved(im, "TIFF", tiffinfo={274: 6}))


def others(rgb):
    im = Image.fromarray(rgb)
    rgba = Image.fromarray(np.dstack([rgb, alpha()]))
    write("bmp_24.bmp", saved(im, "BMP"))
    write("bmp_32.bmp", saved(rgba, "BMP"))
    write("bmp_palette.bmp", saved(im.quantize(16), "BMP"))
    write("bmp_1.bmp", saved(im.convert("1"), "BMP"))
    write("bmp_grey.bmp", saved(im.convert("L"), "BMP"))
    write("webp_lossless.webp", saved(im, "WEBP", lossless=True, icc_profile=odd_profile()))
    write("webp_lossless_alpha.webp", saved(rgba, "WEBP", lossless=True, exact=True))
    write("webp_lossy.webp", saved(im, "WEBP", quality=90))
    write("webp_lossy_alpha.webp", saved(rgba, "WEBP", quality=90, exact=True))
    write("webp_exif8.webp", saved(im, "WEBP", lossless=True, exif=exif(8)))
    write("webp_animated.webp", saved(im, "WEBP", lossless=True, save_all=True, append_images=[im.transpose(Image.Transpose.ROTATE_180)], duration=100))


if __name__ == "__main__":
    for make in (jpegs, pngs, gifs, tiffs, others):
        make(scene())
