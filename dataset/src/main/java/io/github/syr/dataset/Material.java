package io.github.syr.dataset;

/** What a part of a model is made of; colours are linear RGB. */
sealed interface Material {

    /** The colour that it is seen in. */
    Vec tint();

    /**
     * A metal.
     *
     * @param tint reflectance at right angles
     * @param blur how much its finish spreads what it mirrors: 0 polished, 0.5 satin
     * @param brush how far fine scratches around the ring turn its normal
     */
    record Metal(Vec tint, double blur, double brush) implements Material {

        static final Metal GOLD = polished(1.0, 0.71, 0.28);
        static final Metal PALE_GOLD = polished(0.98, 0.77, 0.42);
        static final Metal ROSE = polished(0.97, 0.66, 0.51);
        static final Metal SILVER = polished(0.90, 0.90, 0.89);
        static final Metal PLATINUM = polished(0.80, 0.80, 0.81);

        private static Metal polished(double r, double g, double b) {
            return new Metal(new Vec(r, g, b), 0, 0);
        }

        Metal satin() {
            return new Metal(tint, 0.3, 0.0);
        }

        Metal brushed() {
            return new Metal(tint, 0.16, 0.10);
        }
    }

    /**
     * A clear stone.
     *
     * @param index refractive index
     * @param filter what a path of one millimetre lets through
     */
    record Gem(double index, Vec filter) implements Material {

        static final Gem DIAMOND = new Gem(2.3, new Vec(0.995, 0.995, 1.0));
        static final Gem SAPPHIRE = new Gem(1.77, new Vec(0.32, 0.47, 0.90));
        static final Gem RUBY = new Gem(1.77, new Vec(0.88, 0.28, 0.38));
        static final Gem EMERALD = new Gem(1.6, new Vec(0.35, 0.80, 0.50));
        static final Gem AQUAMARINE = new Gem(1.6, new Vec(0.70, 0.90, 0.96));
        static final Gem CITRINE = new Gem(1.6, new Vec(0.95, 0.75, 0.35));
        static final Gem AMETHYST = new Gem(1.6, new Vec(0.66, 0.40, 0.83));

        @Override
        public Vec tint() {
            return filter;
        }
    }

    /**
     * Fired clay under a glaze or without one.
     *
     * @param body its colour
     * @param foot the colour below {@code border}
     * @param border where the colour changes, mm along the model's y axis
     * @param gloss share of what a clear glaze would mirror, 0 to 1
     * @param blur how much the surface spreads it, 0 to 0.5
     */
    record Ceramic(Vec body, Vec foot, double border, double gloss, double blur) implements Material {

        static final Vec WHITE = new Vec(0.80, 0.79, 0.76);
        static final Vec CREAM = new Vec(0.70, 0.60, 0.43);
        static final Vec COBALT = new Vec(0.02, 0.06, 0.28);
        static final Vec CELADON = new Vec(0.33, 0.50, 0.40);
        static final Vec TEAL = new Vec(0.02, 0.21, 0.22);
        static final Vec OXBLOOD = new Vec(0.28, 0.025, 0.02);
        static final Vec MUSTARD = new Vec(0.56, 0.31, 0.04);
        static final Vec PINK = new Vec(0.68, 0.36, 0.33);
        static final Vec CLAY = new Vec(0.46, 0.20, 0.11);
        static final Vec SLATE = new Vec(0.10, 0.12, 0.14);
        static final Vec BLACK = new Vec(0.015, 0.015, 0.017);

        static Ceramic glazed(Vec body) {
            return new Ceramic(body, body, 0, 1, 0.015);
        }

        static Ceramic matte(Vec body) {
            return new Ceramic(body, body, 0, 0.5, 0.4);
        }

        /** The same with a foot of another colour, up to so many mm along the model's y axis. */
        Ceramic dipped(Vec other, double upTo) {
            return new Ceramic(body, other, upTo, gloss, blur);
        }

        @Override
        public Vec tint() {
            return body;
        }
    }

    /** An opaque body under a clear gloss: onyx, turquoise, pearl. */
    record Glossy(Vec body) implements Material {

        static final Glossy ONYX = new Glossy(new Vec(0.012, 0.012, 0.014));
        static final Glossy TURQUOISE = new Glossy(new Vec(0.08, 0.48, 0.50));
        static final Glossy GARNET = new Glossy(new Vec(0.16, 0.010, 0.020));
        static final Glossy PEARL = new Glossy(new Vec(0.74, 0.68, 0.62));
        static final Glossy LAPIS = new Glossy(new Vec(0.025, 0.06, 0.30));

        @Override
        public Vec tint() {
            return body;
        }
    }
}
