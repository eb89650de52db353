package io.github.syr.maven.lifecycle;

import io.github.syr.maven.build.Versions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Named;
import org.apache.maven.lifecycle.mapping.Lifecycle;
import org.apache.maven.lifecycle.mapping.LifecycleMapping;
import org.apache.maven.lifecycle.mapping.LifecycleMojo;
import org.apache.maven.lifecycle.mapping.LifecyclePhase;

/**
 * What the packaging {@code syr-adapter} binds: all that {@code jar} does, and SYR's goals. The former is taken from
 * the Maven that runs, so that both packagings use the same versions of Maven's plugins.
 */
public final class AdapterLifecycle implements LifecycleMapping {

    private static final String DEFAULT = "default";
    private static final String PLUGIN = "io.github.syr:syr-maven-plugin";

    private final LifecycleMapping jar;

    @Inject
    public AdapterLifecycle(@Named("jar") LifecycleMapping jar) {
        this.jar = jar;
    }

    @Override
    public Map<String, Lifecycle> getLifecycles() {
        Map<String, LifecyclePhase> phases =
                new LinkedHashMap<>(jar.getLifecycles().get(DEFAULT).getLifecyclePhases());
        bind(phases, "prepare-package", List.of("download", "masks", "train", "evaluate", "package"));
        // where check fails, the report is there
        bind(phases, "verify", List.of("report", "check"));
        Lifecycle lifecycle = new Lifecycle();
        lifecycle.setId(DEFAULT);
        lifecycle.setLifecyclePhases(phases);
        Map<String, Lifecycle> lifecycles = new LinkedHashMap<>(jar.getLifecycles());
        lifecycles.put(DEFAULT, lifecycle);
        return lifecycles;
    }

    /** Adds goals to those that the phase has; the phase itself is Maven's and stays as it is. */
    private static void bind(Map<String, LifecyclePhase> phases, String name, List<String> goals) {
        List<LifecycleMojo> mojos = new ArrayList<>(Optional.ofNullable(phases.get(name))
                .map(LifecyclePhase::getMojos)
                .orElse(List.of()));
        String version = Versions.ofThisPlugin().syr();
        for (String goal : goals) {
            LifecycleMojo mojo = new LifecycleMojo();
            mojo.setGoal(PLUGIN + ":" + version + ":" + goal);
            mojos.add(mojo);
        }
        LifecyclePhase phase = new LifecyclePhase();
        phase.setMojos(mojos);
        phases.put(name, phase);
    }

    /** {@inheritDoc} None, as {@code jar}. */
    @Deprecated
    @Override
    public List<String> getOptionalMojos(String lifecycle) {
        return List.of();
    }

    @Deprecated
    @Override
    public Map<String, String> getPhases(String lifecycle) {
        return Optional.ofNullable(getLifecycles().get(lifecycle))
                .map(found -> found.getLifecyclePhases().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, phase -> phase.getValue().toString())))
                .orElse(Map.of());
    }
}
