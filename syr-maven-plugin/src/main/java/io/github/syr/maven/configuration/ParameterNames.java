package io.github.syr.maven.configuration;

import io.github.syr.error.SyrException;
import io.github.syr.maven.parameter.Nearest;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The names of the plugin's parameters and properties. Maven 3 ignores names that no goal has, and a gate with a typo
 * in its name would never fail a build.
 */
public final class ParameterNames {

    private static final String PREFIX = "syr.";

    /** Properties that are read elsewhere: by the image decoder, and by downloads. */
    private static final Set<String> OTHER_PROPERTIES = Set.of("syr.maxMegapixels", "syr.minDownloadRate");

    private final Set<String> parameters = new TreeSet<>();
    private final Set<String> properties = new TreeSet<>(OTHER_PROPERTIES);

    /** The names of all goals of a plugin. */
    public ParameterNames(PluginDescriptor plugin) {
        for (MojoDescriptor mojo : plugin.getMojos()) {
            for (Parameter parameter : mojo.getParameters()) {
                if (parameter.isEditable()) {
                    parameters.add(parameter.getName());
                }
                String expression = String.valueOf(parameter.getExpression());
                if (expression.startsWith("${" + PREFIX)) {
                    properties.add(expression.substring(2, expression.length() - 1));
                }
            }
        }
    }

    /**
     * Looks at the configuration of the plugin and of all its executions.
     *
     * @throws SyrException if it has a name that no goal has
     */
    public void requireKnown(Plugin plugin) {
        requireKnown(plugin.getConfiguration(), "<configuration>");
        for (PluginExecution execution : plugin.getExecutions()) {
            requireKnown(execution.getConfiguration(), "<configuration> of the execution " + execution.getId());
        }
    }

    private void requireKnown(Object configuration, String where) {
        if (configuration instanceof Xpp3Dom dom) {
            for (Xpp3Dom child : dom.getChildren()) {
                if (!parameters.contains(child.getName())) {
                    throw SyrException.badRequest(
                            "<" + child.getName() + "> in the " + where + " of the syr-maven-plugin is no parameter.",
                            "Did you mean <" + Nearest.of(child.getName(), parameters)
                                    + ">? mvn syr:help -Ddetail lists all.");
                }
            }
        }
    }

    /**
     * Looks at the properties of the command line. One that a POM of the project defines or refers to is the user's
     * own.
     *
     * @throws SyrException if one begins with {@code syr.} and is no goal's
     */
    public void requireKnown(Properties user, MavenProject project) {
        for (String name : new TreeSet<>(user.stringPropertyNames())) {
            if (name.startsWith(PREFIX) && !properties.contains(name) && !isUsed(name, project)) {
                throw SyrException.badRequest(
                        "-D" + name + " is no property of the syr-maven-plugin.",
                        "Did you mean -D" + Nearest.of(name, properties) + "? mvn syr:help -Ddetail lists all.");
            }
        }
    }

    private static boolean isUsed(String name, MavenProject project) {
        for (MavenProject each = project; each != null; each = each.getParent()) {
            if (each.getProperties().containsKey(name) || text(each.getFile()).contains("${" + name + "}")) {
                return true;
            }
        }
        return false;
    }

    private static String text(File pom) {
        try {
            return pom == null ? "" : new String(Files.readAllBytes(pom.toPath()), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw SyrException.badData(pom, "can't be read: " + e + ".", "Make the file readable.", e);
        }
    }
}
