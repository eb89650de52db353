package io.github.syr.maven;

import java.util.OptionalInt;
import org.apache.maven.plugins.annotations.Parameter;

/** Parameters of goals that bring a trained rank to other libraries. */
abstract class AbstractExportMojo extends AbstractJobMojo {

    /**
     * The trained rank that {@code export} and {@code merge} take; by default the best, which {@code package} takes.
     * Type: whole number; a rank that is evaluated. Example: {@code -Dsyr.rank=8}.
     */
    @Parameter(property = "syr.rank")
    Integer rank;

    final OptionalInt rank() {
        return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
    }
}
