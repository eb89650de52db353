package io.github.syr.maven.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.lifecycle.mapping.Lifecycle;
import org.apache.maven.lifecycle.mapping.LifecycleMapping;
import org.apache.maven.lifecycle.mapping.LifecycleMojo;
import org.apache.maven.lifecycle.mapping.LifecyclePhase;
import org.junit.jupiter.api.Test;

class AdapterLifecycleTest {

    private final Map<String, LifecyclePhase> ofJar = new LinkedHashMap<>();
    private final AdapterLifecycle lifecycle = new AdapterLifecycle(mapping(ofJar));

    private static LifecycleMapping mapping(Map<String, LifecyclePhase> phases) {
        Lifecycle lifecycle = new Lifecycle();
        lifecycle.setId("default");
        lifecycle.setLifecyclePhases(phases);
        return new LifecycleMapping() {
            @Override
            public Map<String, Lifecycle> getLifecycles() {
                return Map.of("default", lifecycle);
            }

            @Deprecated
            @Override
            public List<String> getOptionalMojos(String name) {
                return List.of();
            }

            @Deprecated
            @Override
            public Map<String, String> getPhases(String name) {
                return Map.of();
            }
        };
    }

    private List<String> goals(String phase) {
        return lifecycle.getLifecycles().get("default").getLifecyclePhases().get(phase).getMojos().stream()
                .map(LifecycleMojo::getGoal)
                .map(goal -> goal.replaceFirst("^io\\.github\\.syr:syr-maven-plugin:[^:$]+:", "syr:"))
                .toList();
    }

    @Test
    void bindsTheGoalsInTheirOrder() {
        assertEquals(
                List.of("syr:download", "syr:masks", "syr:train", "syr:evaluate", "syr:package"),
                goals("prepare-package"));
        assertEquals(List.of("syr:report", "syr:check"), goals("verify"));
    }

    @Test
    void keepsWhatMavenBindsForAJar() {
        ofJar.put("compile", new LifecyclePhase("g:compiler:1:compile"));
        ofJar.put("verify", new LifecyclePhase("g:verifier:1:verify"));
        assertEquals(List.of("g:compiler:1:compile"), goals("compile"));
        assertEquals(List.of("g:verifier:1:verify", "syr:report", "syr:check"), goals("verify"));
        assertEquals(1, ofJar.get("verify").getMojos().size(), "Maven's own is changed");
        assertEquals("g:compiler:1:compile", lifecycle.getPhases("default").get("compile"));
        assertTrue(lifecycle.getPhases("clean").isEmpty());
    }

    @Test
    void makesAJarForTheClassPath() {
        AdapterType type = new AdapterType();
        assertEquals("jar", type.getExtension());
        assertEquals("java", type.getLanguage());
        assertNull(type.getClassifier());
        assertTrue(type.isAddedToClasspath());
    }
}
