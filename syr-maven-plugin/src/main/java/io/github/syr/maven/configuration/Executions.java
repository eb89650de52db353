package io.github.syr.maven.configuration;

import io.github.syr.error.SyrException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.model.BuildBase;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The executions of the plugin in one module. */
public final class Executions {

    private static final List<String> WRITERS = List.of("masks", "train", "evaluate");

    private Executions() {}

    /**
     * Two trainings in one output folder would overwrite each other and run again in every build.
     *
     * @throws SyrException if two executions of one goal are configured differently and write into one folder
     */
    public static void requireOwnFolders(Plugin plugin) {
        for (String goal : WRITERS) {
            List<PluginExecution> all = plugin.getExecutions().stream()
                    .filter(execution ->
                            execution.getGoals().contains(goal) && !"none".equalsIgnoreCase(execution.getPhase()))
                    .toList();
            for (PluginExecution one : all) {
                for (PluginExecution other : all) {
                    if (one != other
                            && folder(one).equals(folder(other))
                            && !Objects.equals(one.getConfiguration(), other.getConfiguration())) {
                        throw SyrException.badRequest(
                                "The executions " + one.getId() + " and " + other.getId() + " both run " + goal
                                        + " and write into one folder, so that each would undo what the other made.",
                                "Give each its own <outputDirectory>, or a module of its own.");
                    }
                }
            }
        }
    }

    /** Whether the configuration of the plugin or of an execution gives one of the parameters a value. */
    public static boolean configure(Plugin plugin, Collection<String> parameters) {
        return Stream.concat(Stream.of(plugin), plugin.getExecutions().stream())
                .map(ConfigurationContainer::getConfiguration)
                .anyMatch(configuration -> configuration instanceof Xpp3Dom dom
                        && parameters.stream().anyMatch(name -> dom.getChild(name) != null));
    }

    /** As {@link #configure(Plugin, Collection)}, in the POM itself: what it inherits doesn't count. */
    public static boolean configure(Model pom, String pluginKey, Collection<String> parameters) {
        Stream<BuildBase> builds = Stream.concat(
                Stream.ofNullable(pom.getBuild()),
                pom.getProfiles().stream().flatMap(p -> Stream.ofNullable(p.getBuild())));
        return builds.flatMap(build -> Stream.concat(
                        build.getPlugins().stream(),
                        Stream.ofNullable(build.getPluginManagement()).flatMap(m -> m.getPlugins().stream())))
                .anyMatch(plugin -> plugin.getKey().equals(pluginKey) && configure(plugin, parameters));
    }

    private static String folder(PluginExecution execution) {
        Xpp3Dom folder = execution.getConfiguration() instanceof Xpp3Dom dom ? dom.getChild("outputDirectory") : null;
        return folder == null ? "" : folder.getValue();
    }
}
