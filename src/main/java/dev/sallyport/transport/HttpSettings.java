package dev.sallyport.transport;

import java.util.Set;

/**
 * Where and how HTTP is served.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for any that is free
 * @param allowedHosts names, without a port, that the {@code Host} header may have beside those of
 *     the loopback interface
 * @param allowedOrigins origins of web pages that may call, as {@code https://example.com}, beside
 *     those on the loopback interface
 * @param maxBodyBytes longest request body
 * @param maxConnections connections at a time
 */
public record HttpSettings(
        String host,
        int port,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        int maxBodyBytes,
        int maxConnections) {
    public HttpSettings {
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535");
        }
    }

    /** For this machine only: bodies of 4 MiB, 256 connections. */
    public static HttpSettings loopback(int port) {
        return loopback("127.0.0.1", port);
    }

    /** The same on a loopback address of choice, as {@code ::1}. */
    public static HttpSettings loopback(String host, int port) {
        return new HttpSettings(host, port, Set.of(), Set.of(), 4 * 1024 * 1024, 256);
    }
}
