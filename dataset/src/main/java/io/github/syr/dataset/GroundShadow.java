package io.github.syr.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much light reaches the ground, on a grid that is filled once a picture. Each of a dozen wide lights over the
 * table is dimmed by how closely its cone passes a model, which is cheap and has no steps.
 */
final class GroundShadow {

    private static final double CELL = 0.3;
    private static final double MARGIN = 16;
    /** No model reaches higher, mm. */
    private static final double HIGH = 30;

    private record Light(Vec direction, double weight, double sharpness) {}

    private final int size;
    private final double half;
    private final float[] lit;

    GroundShadow(Scene scene, Studio studio) {
        half = scene.reach() + MARGIN;
        size = (int) (2 * half / CELL) + 2;
        lit = new float[size * size];
        List<Light> lights = lights(studio);
        IntStream.range(0, size).parallel().forEach(row -> {
            for (int column = 0; column < size; column++) {
                Vec p = new Vec(column * CELL - half, 0, row * CELL - half);
                lit[row * size + column] = (float) lightAt(p, scene, lights);
            }
        });
    }

    /** The sky above the table, and the key light in front of it. */
    private static List<Light> lights(Studio studio) {
        List<Light> lights = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            double turn = (i + 0.5) * StrictMath.PI / 4;
            Vec d = new Vec(StrictMath.cos(turn), 0.75, StrictMath.sin(turn)).unit();
            lights.add(new Light(d, 0.055, 2.2));
        }
        lights.add(new Light(new Vec(0, 1, 0), 0.12, 2.2));
        Vec key = studio.key();
        Vec side = key.cross(new Vec(0, 1, 0)).unit();
        for (int i = -1; i <= 1; i++) {
            lights.add(new Light(key.plus(side.times(0.22 * i)).unit(), 0.15, 5));
        }
        return lights;
    }

    private static double lightAt(Vec p, Scene scene, List<Light> lights) {
        double sum = 0;
        double all = 0;
        for (Light light : lights) {
            sum += light.weight * open(new Ray(p, light.direction), light.sharpness, scene);
            all += light.weight;
        }
        return sum / all;
    }

    private static double open(Ray ray, double sharpness, Scene scene) {
        double open = 1;
        double t = 0.05;
        for (int i = 0; i < 160 && t * ray.direction().y() < HIGH; i++) {
            double h = scene.distance(ray.at(t));
            // from -1 to 1: a cone that is half covered lets half of the light through
            open = Math.min(open, sharpness * h / t);
            if (open < -1) {
                break;
            }
            t += Scalar.clamp(0.22 * Math.abs(h), 0.08, 1.5);
        }
        open = Math.max(open, -1);
        return 0.25 * (1 + open) * (1 + open) * (2 - open);
    }

    /** From 0, all lights covered, to 1; bilinear between the grid's points. */
    double at(double x, double z) {
        double u = (x + half) / CELL;
        double v = (z + half) / CELL;
        if (u < 0 || v < 0 || u >= size - 1 || v >= size - 1) {
            return 1;
        }
        int column = (int) u;
        int row = (int) v;
        double fu = u - column;
        double fv = v - row;
        int i = row * size + column;
        double near = lit[i] * (1 - fu) + lit[i + 1] * fu;
        double next = lit[i + size] * (1 - fu) + lit[i + size + 1] * fu;
        double value = near * (1 - fv) + next * fv;
        // no seam where the grid ends
        double edge = Math.max(Math.abs(x), Math.abs(z));
        return value + (1 - value) * Scalar.smoothStep(half - 7, half - 1, edge);
    }
}
