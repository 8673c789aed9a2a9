package dev.sallyport.auth;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What an HTTP request shows of its caller.
 *
 * @param authorization value of the {@code Authorization} header; the transport refuses a request
 *     with two of them
 * @param remoteAddress where the connection comes from
 */
public record AuthenticationRequest(Optional<String> authorization, InetAddress remoteAddress) {
    /** Without the credentials, so that it may appear in a log. */
    @Override
    public String toString() {
        return "AuthenticationRequest["
                + (authorization.isPresent() ? "with" : "without")
                + " credentials]";
    }
}
