package io.github.syr.maven;

import io.github.syr.adapter.AdapterManifest;
import io.github.syr.error.SyrException;
import io.github.syr.freshness.Freshness;
import io.github.syr.gate.GateLimits;
import io.github.syr.maven.configuration.BoundGoals;
import io.github.syr.maven.pack.ModelCard;
import io.github.syr.maven.report.ReportFolder;
import io.github.syr.maven.worker.Requests;
import io.github.syr.message.OutputLayout;
import io.github.syr.message.Request;
import io.github.syr.report.Report;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;

/**
 * Shows the evaluation as a page: {@code report/index.html}, with gates, ranks, learning curves and every test image.
 * Bound before {@code check}, it is there when that fails; named in {@code <reporting>}, the page that the build wrote
 * becomes part of the site. It never trains: the last complete evaluation is shown, and the page says where that isn't
 * of today's inputs.
 */
@Mojo(name = "report", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public class ReportMojo extends AbstractJobMojo implements MavenReport {

    private static final String SITE_FOLDER = "syr";

    /** Skips this goal alone. Type: true or false. Example: {@code -Dsyr.report.skip}. */
    @Parameter(property = "syr.report.skip", defaultValue = "false")
    boolean skipReport;

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    File classesDirectory;

    @Parameter(defaultValue = "${project.reporting.outputDirectory}", readonly = true)
    File siteDirectory;

    private final Requests requests;

    @Inject
    public ReportMojo(Requests requests) {
        this.requests = requests;
    }

    @Override
    void run() throws InterruptedException {
        if (skipReport) {
            getLog().info("Skipped (syr.report.skip).");
            return;
        }
        Request request = requests.resolve(job(), Request.Task.EVALUATE).request();
        Optional<GateLimits> limits = boundGoals().flatMap(BoundGoals::limits);
        List<String> changes = new Freshness(request).changesSinceEvaluation();
        List<String> notices = changes.isEmpty()
                ? List.of()
                : List.of("This evaluation is not of today's inputs: " + String.join("; ", changes)
                        + ". mvn syr:evaluate makes a new one.");
        notices.forEach(getLog()::warn);
        String title = project.getArtifactId() + " " + project.getVersion();
        Path card = classesDirectory
                .toPath()
                .resolve(AdapterManifest.folder(project.getGroupId(), project.getArtifactId()))
                .resolve(ModelCard.FILE);
        getLog().info("Report: " + Report.write(title, request, limits, notices, Optional.of(card)));
    }

    /** Copies the page that {@code report} wrote in the build: a site's reports see no configuration of the build. */
    @Override
    public void generate(Sink sink, Locale locale) throws MavenReportException {
        try {
            ReportFolder.copy(
                    new OutputLayout(output()).report(),
                    getReportOutputDirectory().toPath().resolve(SITE_FOLDER));
        } catch (SyrException e) {
            throw new MavenReportException(e.getMessage(), e);
        }
    }

    /** Where {@code report} wrote one: a site is built of modules that train nothing, too. */
    @Override
    public boolean canGenerateReport() {
        return !skip
                && !skipReport
                && new OutputLayout(output()).report().toFile().isDirectory();
    }

    @Override
    public String getOutputName() {
        return SITE_FOLDER + "/index";
    }

    @Override
    public String getCategoryName() {
        return CATEGORY_PROJECT_REPORTS;
    }

    @Override
    public String getName(Locale locale) {
        return "SYR";
    }

    @Override
    public String getDescription(Locale locale) {
        return "Gates, ranks, learning curves and test images of the segmentation adapter.";
    }

    @Override
    public void setReportOutputDirectory(File directory) {
        siteDirectory = directory;
    }

    @Override
    public File getReportOutputDirectory() {
        return siteDirectory;
    }

    @Override
    public boolean isExternalReport() {
        return true;
    }
}
