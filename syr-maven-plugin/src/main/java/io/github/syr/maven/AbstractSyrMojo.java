package io.github.syr.maven;

import io.github.syr.error.SyrException;
import io.github.syr.io.SyrCache;
import io.github.syr.maven.build.Build;
import io.github.syr.maven.configuration.BoundGoals;
import io.github.syr.maven.configuration.Executions;
import io.github.syr.maven.configuration.ParameterNames;
import io.github.syr.maven.parameter.CacheSize;
import io.github.syr.maven.worker.WorkerCrashedException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;

/** What all goals have: whether there is anything to do, and how it fails. */
abstract class AbstractSyrMojo extends AbstractMojo {

    /** Read by maven-build-cache-extension when a module is built. */
    private static final String SKIP_SAVE = "maven.build.cache.skipSave";

    /**
     * Skips all goals of SYR; {@code -DskipTests} skips none of them. Written as a property in the POM it can be taken
     * back on the command line, with {@code -Dsyr.skip=false}. A jar that is packaged meanwhile lacks the adapter and
     * is neither installed nor deployed. Type: true or false. Example: {@code <skip>true</skip>}.
     */
    @Parameter(property = "syr.skip", defaultValue = "false")
    boolean skip;

    /**
     * The annotated images: a folder, or the annotation file in it. It has no default: in a module that names none the
     * goals have nothing to do. A data set that is named but does not exist is an error. Type: file; path. Example:
     * {@code <dataset>src/main/dataset</dataset>}.
     */
    @Parameter(property = "syr.dataset")
    File dataset;

    /**
     * The folder that everything is written into: masks, overlays, adapters, evaluation, gates, the worker's log. Type:
     * file; path. Example: {@code <outputDirectory>build/syr</outputDirectory>}.
     */
    @Parameter(property = "syr.outputDirectory", defaultValue = "${project.build.directory}/syr")
    File outputDirectory;

    /**
     * The folder for everything that SYR downloads or unpacks, once per machine; {@code ~/.cache/syr} by default. Type:
     * file; path. Example: {@code -Dsyr.cache=/var/cache/syr}.
     */
    @Parameter(property = "syr.cache")
    File cacheDirectory;

    /**
     * The folder of the run cache, which keeps trained ranks and evaluations beyond {@code clean}, for all branches and
     * checkouts of this user; {@code runs} in {@code <cacheDirectory>} by default. Type: file; path. Example:
     * {@code <runCache>/var/cache/syr-runs</runCache>}.
     */
    @Parameter(property = "syr.runCache")
    File runCache;

    /**
     * The most that the run cache holds, in B, KiB, MiB, GiB or TiB; what was not used for the longest time goes first.
     * With 0 it is neither written nor read. Type: text; a number and a unit. Example: {@code <cacheSize>50
     * GiB</cacheSize>}.
     */
    @Parameter(property = "syr.cacheSize", defaultValue = "10 GiB")
    CacheSize cacheSize;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution mojoExecution;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    List<Artifact> pluginArtifacts;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            requireValidConfiguration();
            if (skip) {
                getLog().info("Skipped (syr.skip).");
                skipped();
            } else if (hasWork()) {
                keepOutOfBuildCache();
                run();
            }
        } catch (SyrException e) {
            // what its user can fix is a failure in one sentence, without a stack trace
            if (e.kind() == SyrException.Kind.STOPPED) {
                throw new MojoExecutionException(e.getMessage());
            }
            throw new MojoFailureException(e.getMessage());
        } catch (WorkerCrashedException e) {
            throw new MojoExecutionException(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("The build was interrupted in syr:" + mojoExecution.getGoal() + ".");
        }
    }

    /**
     * The build cache extension knows a build by its POM and sources: not by the data set, nor by properties of the
     * command line. It would skip a check that is to fail, so a module that SYR works in isn't stored there, unless its
     * POM says otherwise.
     */
    private void keepOutOfBuildCache() {
        project.getProperties().putIfAbsent(SKIP_SAVE, "true");
    }

    /** Refuses names that Maven would ignore, and executions that overwrite each other. */
    private void requireValidConfiguration() {
        ParameterNames names =
                new ParameterNames(mojoExecution.getMojoDescriptor().getPluginDescriptor());
        names.requireKnown(session.getUserProperties(), project);
        plugin().ifPresent(plugin -> {
            names.requireKnown(plugin);
            Executions.requireOwnFolders(plugin);
        });
    }

    /**
     * This plugin as the module's POM has it, with all executions; none where it has none. What Maven gives a goal of
     * the command line lacks them.
     */
    final Optional<Plugin> plugin() {
        String key = mojoExecution.getMojoDescriptor().getPluginDescriptor().getPluginLookupKey();
        return Optional.ofNullable(project.getPlugin(key))
                .or(() -> Optional.ofNullable(project.getPluginManagement())
                        .map(management -> management.getPluginsAsMap().get(key)));
    }

    /** Deletes results of earlier runs that do not apply to a skipped one. */
    void skipped() {}

    /** Whether this module has anything for SYR. */
    boolean hasWork() {
        if (dataset == null) {
            getLog().info("Nothing to do: this module names no <dataset>.");
        }
        return dataset != null;
    }

    /** Does it. */
    abstract void run() throws MojoFailureException, WorkerCrashedException, InterruptedException;

    final Build build() {
        return new Build(session, project, pluginArtifacts, getLog());
    }

    /** What other goals of the module will ask for. */
    final Optional<BoundGoals> boundGoals() {
        PluginParameterExpressionEvaluator evaluator = new PluginParameterExpressionEvaluator(session, mojoExecution);
        return plugin().map(plugin -> new BoundGoals(plugin, text -> {
            try {
                Object value = evaluator.evaluate(text);
                return value == null ? null : value.toString();
            } catch (ExpressionEvaluationException e) {
                throw SyrException.badRequest(
                        text + " can't be evaluated: " + e.getMessage() + ".", "Write the value itself.");
            }
        }));
    }

    final Path cache() {
        return cacheDirectory == null
                ? SyrCache.root()
                : cacheDirectory.toPath().toAbsolutePath().normalize();
    }

    final Path runCache() {
        return runCache == null
                ? cache().resolve("runs")
                : runCache.toPath().toAbsolutePath().normalize();
    }

    final Path output() {
        return outputDirectory.toPath().toAbsolutePath().normalize();
    }
}
