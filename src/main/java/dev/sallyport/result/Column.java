package dev.sallyport.result;

/**
 * A column of a result.
 *
 * @param name its label; two columns may have the same
 * @param type the engine's name of its type
 */
public record Column(String name, String type) {}
