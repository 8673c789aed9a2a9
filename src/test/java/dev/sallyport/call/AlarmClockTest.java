package dev.sallyport.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlarmClockTest {
    private final List<String> rung = new CopyOnWriteArrayList<>();
    private final CountDownLatch last = new CountDownLatch(1);

    @Test
    void ringsInTheOrderOfDeadlinesWhateverTheOrderTheyWereSetIn() throws Exception {
        try (AlarmClock clock = new AlarmClock("test-alarms")) {
            CountDownLatch go = hold(clock);
            Deadline first = in(1);
            Deadline second = in(2);
            Deadline third = in(3);
            clock.at(in(60_000), () -> rung.add("never"));
            clock.at(third, last::countDown);
            clock.at(second, () -> rung.add("second"));
            clock.at(first, () -> rung.add("first"));
            go.countDown();

            assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(rung).containsExactly("first", "second");
        }
    }

    @Test
    void alarmThatWasTakenBackDoesNotRing() throws Exception {
        try (AlarmClock clock = new AlarmClock("test-alarms")) {
            CountDownLatch go = hold(clock);
            AlarmClock.Alarm alarm = clock.at(in(1), () -> rung.add("taken back"));
            clock.at(in(2), last::countDown);
            alarm.close();
            go.countDown();

            assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(rung).isEmpty();
        }
    }

    @Test
    void alarmThatIsDueBeforeAllOthersIsNotLate() throws Exception {
        try (AlarmClock clock = new AlarmClock("test-alarms")) {
            clock.at(in(600_000), () -> rung.add("never"));
            clock.at(in(100), last::countDown);

            assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void taskThatThrowsKeepsNoOtherFromRinging() throws Exception {
        try (AlarmClock clock = new AlarmClock("test-alarms")) {
            clock.at(
                    in(1),
                    () -> {
                        throw new IllegalStateException("on purpose");
                    });
            clock.at(in(50), last::countDown);

            assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Keeps the clock in a task until the latch is down. */
    private static CountDownLatch hold(AlarmClock clock) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        clock.at(
                in(0),
                () -> {
                    held.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        held.await();
        return go;
    }

    private static Deadline in(int millis) {
        return Deadline.after(Duration.ofMillis(millis));
    }
}
