package dev.sallyport.source;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Numbers for engines whose decimals have few digits, and whose drivers fail beyond them. */
final class Decimals {
    private Decimals() {}

    /**
     * Binds a number that is not an integer of 64 bits: as a decimal where it fits, else as a
     * double where it is exactly one as it is written.
     *
     * @param digits of a decimal, at most
     */
    static void bind(PreparedStatement statement, int index, BigDecimal value, int digits)
            throws SQLException {
        BigDecimal number =
                value.scale() < 0 && value.precision() - (long) value.scale() <= digits
                        ? value.setScale(0)
                        : value;
        boolean fits =
                number.scale() >= 0 && Math.max(number.precision(), number.scale()) <= digits;
        double approximate = value.doubleValue();
        if (!fits
                && Double.isFinite(approximate)
                && new BigDecimal(Double.toString(approximate)).compareTo(value) == 0) {
            statement.setDouble(index, approximate);
        } else {
            statement.setBigDecimal(index, number);
        }
    }
}
