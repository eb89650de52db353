package io.github.syr.maven.configuration;

import io.github.syr.gate.GateKind;
import io.github.syr.gate.GateLimits;
import io.github.syr.maven.parameter.Limits;
import io.github.syr.maven.release.ReleaseSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** What goals that a module binds will ask for when it is their turn, so that it is known before hours of training. */
public final class BoundGoals {

    /** The parameters that are gates. */
    public static final List<String> GATES =
            Stream.of(GateKind.values()).map(GateKind::parameter).toList();

    private final Plugin plugin;
    private final UnaryOperator<String> evaluator;

    /**
     * @param plugin with all executions, as the module's effective POM has it
     * @param evaluator replaces properties in a text; gives null for one that is not set
     */
    public BoundGoals(Plugin plugin, UnaryOperator<String> evaluator) {
        this.plugin = plugin;
        this.evaluator = evaluator;
    }

    /** Whether a goal is bound to a phase. */
    public boolean has(String goal) {
        return executions(goal).stream().findAny().isPresent();
    }

    private List<PluginExecution> executions(String goal) {
        return plugin.getExecutions().stream()
                .filter(execution ->
                        execution.getGoals().contains(goal) && !"none".equalsIgnoreCase(execution.getPhase()))
                .toList();
    }

    /**
     * @throws io.github.syr.error.SyrException if an execution of {@code check} has no gate, or one that is out of its
     *     range, or names a last release that can't be looked for
     */
    public void requireGates() {
        for (PluginExecution execution : executions("check")) {
            if (isSkipped(execution)) {
                continue;
            }
            Limits.of(name -> value(execution.getConfiguration(), name, "syr." + name));
            value(execution.getConfiguration(), "lastRelease", "syr.lastRelease")
                    .ifPresent(ReleaseSpec::requireValid);
        }
    }

    /** The gates that {@code check} will be given; none where the module has none. */
    public Optional<GateLimits> limits() {
        Optional<PluginExecution> check = executions("check").stream().findFirst();
        Object configuration = check.map(PluginExecution::getConfiguration).orElseGet(plugin::getConfiguration);
        Function<String, Optional<String>> texts = name -> value(configuration, name, "syr." + name);
        return Stream.of(GateKind.values())
                        .filter(kind -> !kind.isOfRelease())
                        .anyMatch(kind -> texts.apply(kind.parameter()).isPresent())
                ? Optional.of(Limits.of(texts))
                : Optional.empty();
    }

    private boolean isSkipped(PluginExecution execution) {
        return value(execution.getConfiguration(), "skipCheck", "syr.check.skip")
                .filter(text -> text.isEmpty() || Boolean.parseBoolean(text))
                .isPresent();
    }

    /** What the goal will be given: the execution's value, in which the plugin's is merged, else the property's. */
    private Optional<String> value(Object configuration, String name, String property) {
        Xpp3Dom child = configuration instanceof Xpp3Dom dom ? dom.getChild(name) : null;
        return Optional.ofNullable(child)
                .map(Xpp3Dom::getValue)
                .or(() -> Optional.of("${" + property + "}"))
                .map(evaluator);
    }
}
