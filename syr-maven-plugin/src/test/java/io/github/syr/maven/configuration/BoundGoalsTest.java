package io.github.syr.maven.configuration;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.syr.error.SyrException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates are known to be valid before anything is trained. */
class BoundGoalsTest {

    private final Plugin plugin = new Plugin();
    private final Map<String, String> properties = new HashMap<>();

    private BoundGoals goals() {
        return new BoundGoals(plugin, text -> text.startsWith("${") ? properties.get(text) : text);
    }

    private void bind(String goal, String configuration) {
        PluginExecution execution = new PluginExecution();
        execution.setId(goal + plugin.getExecutions().size());
        execution.addGoal(goal);
        execution.setConfiguration(assertDoesNotThrow(
                () -> Xpp3DomBuilder.build(new StringReader("<configuration>" + configuration + "</configuration>"))));
        plugin.addExecution(execution);
    }

    private SyrException refused() {
        return assertThrows(SyrException.class, () -> goals().requireGates());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minDice | 80 | Did you mean <minDice>0.8</minDice>?",
                "minDice | 80% | Did you mean <minDice>0.8</minDice>?",
                "minDice | 92.5 % | Did you mean <minDice>0.925</minDice>?",
                "minDice | 0,8 | Did you mean <minDice>0.8</minDice>?",
                "minImageDice | 1.01 | Did you mean <minImageDice>0.0101</minImageDice>?",
                "minImageDice | -0.1 | Write it with a point, as <minImageDice>0.80</minImageDice>.",
                "minGain | high | Write it with a point, as <minGain>0.80</minGain>.",
                "minGain | NaN | Write it with a point, as <minGain>0.80</minGain>.",
                "minGain | -200 | Write it with a point, as <minGain>0.80</minGain>."
            })
    void anInvalidGateIsRefused(String gate, String text, String remedy) {
        bind("check", "<" + gate + ">" + text + "</" + gate + ">");
        SyrException e = refused();
        assertEquals(
                gate + " is \"" + text + "\", and a number from " + (gate.equals("minGain") ? "-1" : "0")
                        + " to 1 is expected.",
                e.problem());
        assertEquals(remedy, e.remedy());
    }

    /** A range or a typing error is to be known before the training, as a limit is. */
    @Test
    void aLastReleaseThatCannotBeLookedForIsRefused() {
        bind("check", "<minDice>0.8</minDice><lastRelease>[1.0,2.0)</lastRelease>");
        assertEquals(
                "lastRelease \"[1.0,2.0)\" is no version and no coordinates; ranges of versions are not looked up.",
                refused().problem());
    }

    @Test
    void aCheckWithoutAGateIsRefused() {
        bind("check", "<ranks>4</ranks>");
        assertEquals(
                "No gate is configured, and without one every adapter would pass.",
                refused().problem());
    }

    @Test
    void gatesOfTheCommandLineCount() {
        bind("check", "");
        properties.put("${syr.minDice}", "0.9");
        goals().requireGates();
        properties.put("${syr.minDice}", "9");
        assertEquals(
                "minDice is \"9\", and a number from 0 to 1 is expected.",
                refused().problem());
    }

    /** As Maven has it: what a POM says wins over the command line. */
    @Test
    void thePomWins() {
        bind("check", "<minDice>0.5</minDice>");
        properties.put("${syr.minDice}", "9");
        goals().requireGates();
    }

    @Test
    void aSkippedCheckNeedsNone() {
        bind("check", "<skipCheck>true</skipCheck>");
        goals().requireGates();
        properties.put("${syr.check.skip}", "");
        bind("check", "");
        goals().requireGates();
    }

    @Test
    void aModuleThatChecksNothingNeedsNone() {
        bind("evaluate", "");
        PluginExecution unbound = new PluginExecution();
        unbound.addGoal("check");
        unbound.setPhase("none");
        plugin.addExecution(unbound);
        goals().requireGates();
        assertTrue(goals().has("evaluate"));
        assertFalse(goals().has("check"));
        assertFalse(goals().has("package"));
    }
}
