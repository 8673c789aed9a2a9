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
            clock.at(in(60_000), () -> rung.add("never"));
            clock.at(in(200), last::countDown);
            clock.at(in(100), () -> rung.add("second"));
            clock.at(in(1), () -> rung.add("first"));

            assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(rung).containsExactly("first", "second");
        }
    }

    @Test
    void alarmThatWasTakenBackDoesNotRing() throws Exception {
        try (AlarmClock clock = new AlarmClock("test-alarms")) {
            AlarmClock.Alarm alarm = clock.at(in(50), () -> rung.add("taken back"));
            clock.at(in(200), last::countDown);
            alarm.close();

            assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(rung).isEmpty();
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

    private static Deadline in(int millis) {
        return Deadline.after(Duration.ofMillis(millis));
    }
}
