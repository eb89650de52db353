package io.github.syr.maven.configuration;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.syr.error.SyrException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationOfExecutionsTest {

    private final ParameterNames names = new ParameterNames(descriptor());

    private static PluginDescriptor descriptor() {
        MojoDescriptor mojo = new MojoDescriptor();
        for (String name : List.of("minDice", "minImageDice", "ranks", "outputDirectory")) {
            Parameter parameter = new Parameter();
            parameter.setName(name);
            parameter.setEditable(true);
            parameter.setExpression("${syr." + name + "}");
            assertDoesNotThrow(() -> mojo.addParameter(parameter));
        }
        PluginDescriptor plugin = new PluginDescriptor();
        plugin.setGroupId("g");
        plugin.setArtifactId("a");
        plugin.setVersion("1");
        mojo.setPluginDescriptor(plugin);
        mojo.setGoal("check");
        assertDoesNotThrow(() -> plugin.addMojo(mojo));
        return plugin;
    }

    private static Xpp3Dom dom(String xml) {
        return assertDoesNotThrow(
                () -> Xpp3DomBuilder.build(new StringReader("<configuration>" + xml + "</configuration>")));
    }

    private static PluginExecution execution(String id, String goal, String configuration) {
        PluginExecution execution = new PluginExecution();
        execution.setId(id);
        execution.addGoal(goal);
        execution.setConfiguration(dom(configuration));
        return execution;
    }

    @ParameterizedTest
    @CsvSource({"minDIce, minDice", "rank, ranks", "minimageDice, minImageDice", "outputDir, outputDirectory"})
    void namesTheNearestParameter(String typo, String meant) {
        Plugin plugin = new Plugin();
        plugin.setConfiguration(dom("<ranks>4</ranks><" + typo + ">1</" + typo + ">"));
        var e = assertThrows(SyrException.class, () -> names.requireKnown(plugin));
        assertEquals("<" + typo + "> in the <configuration> of the syr-maven-plugin is no parameter.", e.problem());
        assertEquals("Did you mean <" + meant + ">? mvn syr:help -Ddetail lists all.", e.remedy());
    }

    @Test
    void looksAtTheExecutionsToo() {
        Plugin plugin = new Plugin();
        plugin.setConfiguration(dom("<ranks>4</ranks>"));
        plugin.addExecution(execution("gates", "check", "<minDice>1</minDice>"));
        assertDoesNotThrow(() -> names.requireKnown(plugin));
        plugin.addExecution(execution("more", "check", "<mindice>1</mindice>"));
        var e = assertThrows(SyrException.class, () -> names.requireKnown(plugin));
        assertEquals(
                "<mindice> in the <configuration> of the execution more of the syr-maven-plugin is no parameter.",
                e.problem());
    }

    @Test
    void leavesPropertiesThatThePomDefinesToTheUser() {
        Model model = new Model();
        MavenProject project = new MavenProject(model);
        Properties user = new Properties();
        user.setProperty("syr.ranks", "4");
        user.setProperty("syr.maxMegapixels", "400");
        user.setProperty("another.property", "1");
        assertDoesNotThrow(() -> names.requireKnown(user, project));
        user.setProperty("syr.version", "1.0");
        assertThrows(SyrException.class, () -> names.requireKnown(user, project));
        model.addProperty("syr.version", "0.9");
        assertDoesNotThrow(() -> names.requireKnown(user, project));
    }

    @Test
    void refusesTwoTrainingsInOneFolder() {
        Plugin plugin = new Plugin();
        plugin.addExecution(execution("rings", "train", "<ranks>4</ranks>"));
        plugin.addExecution(execution("gates", "check", "<minDice>1</minDice>"));
        assertDoesNotThrow(() -> Executions.requireOwnFolders(plugin));
        PluginExecution bands = execution("bands", "train", "<ranks>8</ranks>");
        plugin.addExecution(bands);
        var e = assertThrows(SyrException.class, () -> Executions.requireOwnFolders(plugin));
        assertEquals(
                "The executions rings and bands both run train and write into one folder, so that each would undo what the"
                        + " other made.",
                e.problem());
        bands.setConfiguration(dom("<ranks>8</ranks><outputDirectory>target/bands</outputDirectory>"));
        assertDoesNotThrow(() -> Executions.requireOwnFolders(plugin));
        bands.setConfiguration(dom("<ranks>8</ranks>"));
        bands.setPhase("none");
        assertDoesNotThrow(() -> Executions.requireOwnFolders(plugin));
    }
}
