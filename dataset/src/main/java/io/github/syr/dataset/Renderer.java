package io.github.syr.dataset;

import java.util.stream.IntStream;

/** Renders one shot: four samples per pixel, sixteen where they differ, and coverage from sixty-four at silhouettes. */
final class Renderer {

    private static final int COARSE = 2;
    private static final int FINE = 4;
    private static final int COVERAGE = 64;
    /** Samples of one pixel that differ by more than this after the tone curve ask for more of them. */
    private static final double CONTRAST = 0.10;

    private final int width;
    private final int height;
    private final Camera camera;
    private final Scene scene;
    private final Shader shader;
    private final double[] linear;
    private final byte[] hits;
    private final byte[] alpha;

    private Renderer(int width, int height, Camera camera, Scene scene, Shader shader) {
        this.width = width;
        this.height = height;
        this.camera = camera;
        this.scene = scene;
        this.shader = shader;
        linear = new double[width * height * 3];
        hits = new byte[width * height];
        alpha = new byte[width * height];
    }

    /** Renders a shot at a share of its size; 1 is what is committed. */
    static Picture render(Shot shot, double size) {
        int width = (int) (shot.width() * size);
        int height = (int) (shot.height() * size);
        SplitMix64 dice = SplitMix64.of(shot.name());
        Arrangement arrangement = Arrangement.of(shot.models(), shot.pose(), dice);
        Studio studio = Studio.of(shot.models().get(0).tint(), dice);
        Scene scene = arrangement.scene();
        Camera camera = new Camera(arrangement.elevation(), 8, 0, 0, 0)
                .framed(scene, width, height, shot.share(), dice.between(-0.03, 0.03), dice.between(-0.03, 0.03));
        Shader shader = new Shader(scene, studio, new GroundShadow(scene, studio));
        Renderer renderer = new Renderer(width, height, camera, scene, shader);
        IntStream.range(0, height).parallel().forEach(renderer::sampleRow);
        IntStream.range(0, height).parallel().forEach(renderer::refineRow);
        return new Picture(width, height, renderer.developed(dice.nextLong()), renderer.alpha);
    }

    private void sampleRow(int y) {
        for (int x = 0; x < width; x++) {
            hits[y * width + x] = (byte) sample(x, y, COARSE);
        }
    }

    /** Needs all rows sampled: a silhouette may run along a pixel's border. */
    private void refineRow(int y) {
        for (int x = 0; x < width; x++) {
            int i = y * width + x;
            int kind = hits[i] & 0x7f;
            if (touchesSilhouette(x, y)) {
                alpha[i] = (byte) coverage(x, y);
                sample(x, y, FINE);
            } else {
                alpha[i] = (byte) (kind == 0 ? 0 : 255);
                if (hits[i] < 0) {
                    sample(x, y, FINE);
                }
            }
        }
    }

    private boolean touchesSilhouette(int x, int y) {
        int full = COARSE * COARSE;
        int kind = hits[y * width + x] & 0x7f;
        if (kind != 0 && kind != full) {
            return true;
        }
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                if ((hits[v * width + u] & 0x7f) != kind) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Stores the mean of n x n samples; returns how many met a ring, plus 128 where they differ much. */
    private int sample(int x, int y, int n) {
        int met = 0;
        double low = Double.MAX_VALUE;
        double high = 0;
        double r = 0;
        double g = 0;
        double b = 0;
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                double px = x + (i + 0.5) / n;
                double py = y + (j + 0.5) / n;
                Ray ray = camera.ray(px, py);
                Scene.Hit hit = scene.trace(ray);
                Vec colour;
                if (hit == null) {
                    colour = shader.ground(ray, 2 * px / width - 1, 2 * py / height - 1);
                } else {
                    met++;
                    colour = shader.surface(ray, hit);
                }
                // a lamp's image may be many times white; clipping each sample keeps edges smooth
                colour = new Vec(curve(colour.x()), curve(colour.y()), curve(colour.z()));
                low = Math.min(low, colour.y());
                high = Math.max(high, colour.y());
                r += colour.x();
                g += colour.y();
                b += colour.z();
            }
        }
        int i = 3 * (y * width + x);
        linear[i] = r / (n * n);
        linear[i + 1] = g / (n * n);
        linear[i + 2] = b / (n * n);
        return met + (high - low > CONTRAST ? 128 : 0);
    }

    private int coverage(int x, int y) {
        int met = 0;
        for (int i = 0; i < COVERAGE; i++) {
            // Hammersley points: no two share a row or a column, so that upright edges have 64 steps as well
            double u = (i + 0.5) / COVERAGE;
            double v = Integer.reverse(i) * 0x1.0p-32;
            v = (v < 0 ? v + 1 : v) + 0.5 / COVERAGE;
            if (scene.isHit(camera.ray(x + u, y + v))) {
                met++;
            }
        }
        return (met * 255 + COVERAGE / 2) / COVERAGE;
    }

    /** Straight up to a bright grey, then a shoulder that reaches white at about three times as much. */
    private static double curve(double v) {
        double knee = 0.75;
        return v < knee ? Math.max(0, v) : knee + (1 - knee) * (1 - 1 / (1 + (v - knee) / (1 - knee)));
    }

    /** sRGB with a trace of sensor noise. */
    private byte[] developed(long seed) {
        byte[] rgb = new byte[width * height * 3];
        IntStream.range(0, height).parallel().forEach(y -> {
            for (int x = 0; x < width; x++) {
                double noise = 1.6 * (Scalar.hash(x, y, seed) + Scalar.hash(x, y, seed + 1) - 1);
                for (int c = 0; c < 3; c++) {
                    int i = 3 * (y * width + x) + c;
                    double v = linear[i];
                    double encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * StrictMath.pow(v, 1 / 2.4) - 0.055;
                    rgb[i] = (byte) (int) Scalar.clamp(255 * encoded + noise + 0.5, 0, 255);
                }
            }
        });
        return rgb;
    }
}
