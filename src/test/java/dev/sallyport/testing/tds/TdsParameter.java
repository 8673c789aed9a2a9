package dev.sallyport.testing.tds;

/**
 * A parameter of a call.
 *
 * @param ordinal its place in the call, from 0
 * @param name with its {@code @}; empty where the client gave none
 * @param output whether the client wants its value back
 * @param value null for NULL
 */
public record TdsParameter(int ordinal, String name, boolean output, TdsType type, Object value) {}
