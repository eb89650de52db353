package io.github.syr.maven;

import io.github.syr.io.AtomicFile;
import io.github.syr.maven.pack.AdapterPackager;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Packs the best adapter, by validation Dice, into the module's main jar:
 * {@code META-INF/syr/<groupId>/<artifactId>/adapter.safetensors} with {@code adapter.json}, and
 * {@code META-INF/syr/adapter.index}. Attaches a bill of materials, CycloneDX 1.6 ({@code cyclonedx}). It never trains:
 * an evaluation that isn't today's is refused. A base checkpoint that came as a Maven artifact, as {@code tiny} does,
 * must be a runtime dependency of the module, so that it reaches the applications that use the adapter, unless
 * {@code <bundleCheckpoint>} says otherwise.
 */
@Mojo(
        name = "package",
        defaultPhase = LifecyclePhase.PREPARE_PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public class PackageMojo extends AbstractJobMojo {

    /** The classifier of the bill of materials. */
    private static final String BOM = "cyclonedx";

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    File classesDirectory;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    File buildDirectory;

    private final AdapterPackager packager;
    private final MavenProjectHelper projects;

    @Inject
    public PackageMojo(AdapterPackager packager, MavenProjectHelper projects) {
        this.packager = packager;
        this.projects = projects;
    }

    /** A jar without an adapter in the place of one that applications expect would be found by them alone. */
    @Override
    void skipped() {
        if (dataset == null) {
            return;
        }
        getLog().warn("The jar is packaged without an adapter of this data set (syr.skip). It is neither installed nor"
                + " deployed, unless -Dmaven.install.skip=false or -Dmaven.deploy.skip=false asks for it.");
        for (String property : List.of("maven.install.skip", "maven.deploy.skip")) {
            if (!session.getUserProperties().containsKey(property)) {
                project.getProperties().setProperty(property, "true");
            }
        }
    }

    @Override
    boolean hasWork() {
        if (dataset == null && !project.getPackaging().equals("pom")) {
            getLog().warn("This module names no <dataset>: its jar is packaged without an adapter.");
        }
        return dataset != null;
    }

    @Override
    void run() throws InterruptedException {
        Path bom = buildDirectory.toPath().resolve(project.getBuild().getFinalName() + "-" + BOM + ".json");
        AtomicFile.write(bom, packager.run(job(), classesDirectory.toPath()).getBytes(StandardCharsets.UTF_8));
        projects.attachArtifact(project, "json", BOM, bom.toFile());
    }
}
