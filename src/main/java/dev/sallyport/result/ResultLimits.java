package dev.sallyport.result;

/**
 * What a result may cost.
 *
 * @param maxRows rows at most
 * @param maxBytes bytes of all rows as JSON, brackets included
 * @param maxCellBytes bytes of one value: of a text in UTF-8, of a binary as it is stored
 * @param trimChar whether the blanks that fill up a text of fixed length are left out
 */
public record ResultLimits(int maxRows, long maxBytes, long maxCellBytes, boolean trimChar) {}
