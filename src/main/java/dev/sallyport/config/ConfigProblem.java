package dev.sallyport.config;

/**
 * One thing that is wrong in the configuration.
 *
 * @param path the key, as {@code sources.shop.url}; empty for the file as a whole
 * @param line line in the file, from 1; 0 where the problem has no line
 * @param message what is wrong and what is allowed; never a credential
 */
public record ConfigProblem(String path, int line, String message) {
    @Override
    public String toString() {
        String where = line > 0 ? "line " + line + ": " : "";
        return where + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
