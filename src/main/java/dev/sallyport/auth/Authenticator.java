package dev.sallyport.auth;

/** Finds out who makes an HTTP request; thread-safe. */
public interface Authenticator {
    /** Decides by what the request shows. */
    Authentication authenticate(AuthenticationRequest request);
}
