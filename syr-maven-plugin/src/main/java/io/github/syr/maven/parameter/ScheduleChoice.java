package io.github.syr.maven.parameter;

import io.github.syr.message.Tuning;

/** {@code <schedule>}. */
public final class ScheduleChoice extends Choice<Tuning.Schedule> {

    public ScheduleChoice() {
        super("schedule", Tuning.Schedule.class);
    }
}
