package io.github.syr.dataset;

/** The light that comes along a ray, linear RGB. */
final class Shader {

    /** How often metal mirrors metal before the studio is seen. */
    private static final int BOUNCES = 2;

    private static final int INSIDE_STONE = 6;
    private static final double CLEAR = 0.01;

    private final Scene scene;
    private final Studio studio;
    private final GroundShadow shadow;

    Shader(Scene scene, Studio studio, GroundShadow shadow) {
        this.scene = scene;
        this.studio = studio;
        this.shadow = shadow;
    }

    /**
     * The ground under a camera ray that meets no ring.
     *
     * @param across the place in the picture, -1 to 1
     * @param down the place in the picture, -1 to 1
     */
    Vec ground(Ray ray, double across, double down) {
        double t = -ray.origin().y() / ray.direction().y();
        if (!(t > 0)) {
            return studio.ground(across, down, 1);
        }
        Vec p = ray.at(t);
        Vec colour = studio.ground(across, down, shadow.at(p.x(), p.z()));
        Ray mirrored = new Ray(
                p,
                new Vec(
                        ray.direction().x(),
                        -ray.direction().y(),
                        ray.direction().z()));
        Scene.Hit hit = scene.trace(mirrored);
        if (hit == null) {
            return colour;
        }
        // the ground is not quite smooth: what is far from it fades
        double height = hit.distance() * mirrored.direction().y();
        double grazing = 1 + 2 * power5(1 - mirrored.direction().y());
        double share = studio.gloss() * grazing * StrictMath.exp(-height / 7);
        return colour.mix(surface(mirrored, hit, 1), Math.min(0.8, share));
    }

    /** A ring where a ray meets it. */
    Vec surface(Ray ray, Scene.Hit hit) {
        return surface(ray, hit, BOUNCES);
    }

    private Vec surface(Ray ray, Scene.Hit hit, int bounces) {
        Vec p = ray.at(hit.distance());
        Vec local = hit.placement().localPoint(p);
        Vec normal = hit.placement().worldDirection(hit.part().normalAt(local));
        // at a silhouette the differences of the field may point away
        double facing = -normal.dot(ray.direction());
        if (facing < 0.01) {
            normal = normal.plus(ray.direction().times(facing - 0.01)).unit();
            facing = Math.max(0.01, -normal.dot(ray.direction()));
        }
        Material material = hit.part().material();
        if (material instanceof Material.Metal metal) {
            return metal(ray, p, brushed(normal, local, metal, hit.placement()), metal, bounces);
        }
        if (material instanceof Material.Gem gem) {
            return gem(ray, p, normal, gem, hit, bounces);
        }
        if (material instanceof Material.Ceramic ceramic) {
            return ceramic(ray, p, normal, local.y(), ceramic, bounces);
        }
        return glossy(ray, p, normal, facing, (Material.Glossy) material, bounces);
    }

    private Vec metal(Ray ray, Vec p, Vec normal, Material.Metal metal, int bounces) {
        double facing = Math.max(0, -normal.dot(ray.direction()));
        Vec reflectance = metal.tint().mix(Vec.grey(1), power5(1 - facing));
        return reflectance.times(mirrored(ray, p, normal, metal.blur(), bounces));
    }

    private Vec brushed(Vec normal, Vec local, Material.Metal metal, Placement placement) {
        if (metal.brush() == 0) {
            return normal;
        }
        // scratches run around the ring, so the pattern changes quickly across it and slowly along it
        double angle = StrictMath.atan2(local.x(), local.y());
        double r = Math.sqrt(local.x() * local.x() + local.y() * local.y());
        double across = local.z() + 0.7 * r;
        double noise = 0.6 * lattice(angle * 9, across * 9) + 0.4 * lattice(angle * 23, across * 19);
        return normal.plus(placement.finger().times(metal.brush() * 2 * (noise - 0.5)))
                .unit();
    }

    private static double lattice(double u, double v) {
        long i = (long) Math.floor(u);
        long j = (long) Math.floor(v);
        double fu = Scalar.smoothStep(0, 1, u - i);
        double fv = Scalar.smoothStep(0, 1, v - j);
        double low = Scalar.hash(i, j, 3) * (1 - fu) + Scalar.hash(i + 1, j, 3) * fu;
        double high = Scalar.hash(i, j + 1, 3) * (1 - fu) + Scalar.hash(i + 1, j + 1, 3) * fu;
        return low * (1 - fv) + high * fv;
    }

    private Vec glossy(Ray ray, Vec p, Vec normal, double facing, Material.Glossy stone, int bounces) {
        double light = 0.35 + 0.65 * Math.max(0, normal.dot(studio.key()));
        double share = 0.05 + 0.95 * power5(1 - facing);
        return stone.body().times(light).mix(mirrored(ray, p, normal, 0.02, bounces), share);
    }

    /** Light that the body scatters, under what the glaze mirrors; {@code height} is mm along the model's y axis. */
    private Vec ceramic(Ray ray, Vec p, Vec normal, double height, Material.Ceramic ceramic, int bounces) {
        double open = openness(p, normal);
        double key = Math.max(0, normal.dot(studio.key())) * (0.3 + 0.7 * open);
        double sky = 0.34 + 0.16 * normal.y();
        double table = 0.20 * studio.table() * (1 - normal.y());
        double light = 0.68 * key + (sky + table) * open;
        Vec body = ceramic.foot()
                .mix(ceramic.body(), Scalar.smoothStep(ceramic.border() - 0.12, ceramic.border() + 0.12, height));
        double facing = Math.max(0, -normal.dot(ray.direction()));
        double share = ceramic.gloss() * (0.045 + 0.955 * power5(1 - facing)) * (1 - 1.6 * ceramic.blur());
        return body.times(light).mix(mirrored(ray, p, normal, ceramic.blur(), bounces), share);
    }

    /** How little stands around a point on a surface, 0 to 1, from the room along its normal. */
    private double openness(Vec p, Vec normal) {
        double open = 0;
        for (double h = 0.4; h < 7; h *= 2.2) {
            Vec at = p.plus(normal.times(h));
            double room = Math.min(scene.distance(at) * 1.35, Math.max(0, at.y()) * 1.35);
            open += Scalar.clamp(room / h, 0, 1);
        }
        return open / 4;
    }

    private Vec mirrored(Ray ray, Vec p, Vec normal, double blur, int bounces) {
        Vec direction = ray.direction().mirrored(normal).unit();
        return incoming(new Ray(p.plus(normal.times(CLEAR)), direction), blur, bounces);
    }

    /** What a surface sees in a direction: another piece, the ground or the studio. */
    private Vec incoming(Ray ray, double blur, int bounces) {
        if (bounces > 0) {
            Scene.Hit hit = scene.trace(ray);
            if (hit != null) {
                return surface(ray, hit, bounces - 1);
            }
        }
        Vec open = studio.radiance(ray.direction(), blur);
        if (ray.direction().y() >= 0) {
            return open;
        }
        double t = -ray.origin().y() / ray.direction().y();
        Vec p = ray.at(Math.max(0, Math.min(t, 500)));
        Vec ground = studio.mirroredGround(p.x(), p.z(), shadow.at(p.x(), p.z()));
        return open.mix(
                ground, Scalar.smoothStep(0, 0.02 + blur, -ray.direction().y()));
    }

    private Vec gem(Ray ray, Vec p, Vec normal, Material.Gem gem, Scene.Hit hit, int bounces) {
        double facing = Math.max(0.01, -normal.dot(ray.direction()));
        double f0 = (gem.index() - 1) / (gem.index() + 1);
        double share = f0 * f0 + (1 - f0 * f0) * power5(1 - facing);
        Vec outside = mirrored(ray, p, normal, 0, Math.min(bounces, 1));
        return inside(ray, p, normal, gem, hit).mix(outside, share);
    }

    /** Follows one path through a stone: from facet to facet until it gets out. */
    private Vec inside(Ray ray, Vec p, Vec normal, Material.Gem gem, Scene.Hit hit) {
        Facets cut = (Facets) hit.part().shape().model();
        Placement placement = hit.placement();
        Vec ringPoint = placement.localPoint(p);
        Frame frame = hit.part().shape().frameAt(ringPoint.x(), ringPoint.y(), ringPoint.z());
        Vec at = frame.localPoint(ringPoint);
        Vec entered = refracted(ray.direction(), normal, 1 / gem.index());
        Vec direction = frame.localDirection(placement.localDirection(entered));
        Vec light = Vec.grey(1);
        for (int i = 0; i < INSIDE_STONE; i++) {
            Facets.Exit exit = cut.exit(at, direction);
            light = light.times(filter(gem, exit.distance()));
            at = at.plus(direction.times(exit.distance()));
            Vec inwards = exit.normal().times(-1);
            Vec left = refracted(direction, inwards, gem.index());
            if (left != null) {
                Vec world = placement.worldDirection(frame.ringDirection(left));
                return light.times(behindStone(p, world, left, hit));
            }
            direction = direction.mirrored(inwards).unit();
        }
        return light.times(0.25);
    }

    /** Upwards a path sees the studio, downwards mostly its own setting, which is dark metal with glints. */
    private Vec behindStone(Vec p, Vec world, Vec local, Scene.Hit hit) {
        Vec open = studio.radiance(world, 0);
        if (world.y() < 0) {
            open = open.mix(studio.mirroredGround(p.x() + world.x() * 20, p.z() + world.z() * 20, 1), 0.8);
        }
        if (local.y() < 0) {
            return hit.placement().model().tint().times(open).times(0.55);
        }
        // stones glitter: small bright lamps that no metal would show
        double glint = Scalar.hash((long) Math.floor(world.x() * 5 + 50), (long) Math.floor(world.z() * 5 + 50), 11);
        return open.times(glint > 0.72 ? 2.2 : 1.0);
    }

    private static Vec filter(Material.Gem gem, double path) {
        Vec f = gem.filter();
        return new Vec(StrictMath.pow(f.x(), path), StrictMath.pow(f.y(), path), StrictMath.pow(f.z(), path));
    }

    /** Snell's law, or null where all light is mirrored; the normal is on the ray's side. */
    private static Vec refracted(Vec direction, Vec normal, double ratio) {
        double c = -direction.dot(normal);
        double k = 1 - ratio * ratio * (1 - c * c);
        return k < 0
                ? null
                : direction
                        .times(ratio)
                        .plus(normal.times(ratio * c - Math.sqrt(k)))
                        .unit();
    }

    private static double power5(double v) {
        double u = Math.max(0, v);
        return u * u * u * u * u;
    }
}
