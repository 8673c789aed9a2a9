package dev.sallyport.result;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Dates and times as a literal of SQL has them: {@code 2024-02-29 23:59:59.123456+05:30}; as many
 * digits of a second as are not zero, the offset as it is stored.
 */
final class DateTimes {
    private DateTimes() {}

    /** The text of a value of {@code java.time}; empty for other types. */
    static String text(Object value) {
        return switch (value) {
            case LocalDate date -> date.toString();
            case LocalTime time -> time(time);
            case OffsetTime time -> time(time.toLocalTime()) + offset(time.getOffset());
            case LocalDateTime moment -> dateTime(moment);
            case OffsetDateTime moment ->
                    dateTime(moment.toLocalDateTime()) + offset(moment.getOffset());
            case ZonedDateTime moment ->
                    dateTime(moment.toLocalDateTime()) + offset(moment.getOffset());
            default -> "";
        };
    }

    private static String dateTime(LocalDateTime moment) {
        return moment.toLocalDate() + " " + time(moment.toLocalTime());
    }

    private static String offset(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }

    private static String time(LocalTime time) {
        int second = time.getSecond();
        int nano = time.getNano();
        StringBuilder text = new StringBuilder(18);
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        twoDigits(text, second);
        if (nano > 0) {
            String digits = Integer.toString(1_000_000_000 + nano).substring(1);
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            text.append('.').append(digits, 0, end);
        }
        return text.toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
