package dev.sallyport.config;

/**
 * A key that the product asked the configuration for: the source of the reference in the
 * documentation.
 *
 * @param path the key, with {@code *} in the place of names that the owner chooses, as {@code
 *     sources.*.url}
 * @param type what the value is
 * @param defaultValue what holds where the key is missing; empty where nothing does
 * @param allowed range or list of values; empty where anything of the type is allowed
 */
public record ConfigKey(String path, String type, String defaultValue, String allowed) {}
