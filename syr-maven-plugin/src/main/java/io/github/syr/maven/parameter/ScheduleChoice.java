package io.github.syr.maven.parameter;

import io.github.syr.message.Request;

/** {@code <schedule>}. */
public final class ScheduleChoice extends Choice<Request.Schedule> {

    public ScheduleChoice() {
        super("schedule", Request.Schedule.class);
    }
}
