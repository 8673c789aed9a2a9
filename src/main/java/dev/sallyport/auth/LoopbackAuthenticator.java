package dev.sallyport.auth;

import dev.sallyport.call.Caller;
import java.util.Optional;

/** Takes whoever calls from this machine for the person who started the process. */
public final class LoopbackAuthenticator implements Authenticator {
    private final Caller caller;

    public LoopbackAuthenticator() {
        this(Caller.LOCAL);
    }

    /** The same, of whom the configuration tells more. */
    public LoopbackAuthenticator(Caller caller) {
        this.caller = caller;
    }

    @Override
    public Authentication authenticate(AuthenticationRequest request) {
        return request.remoteAddress().isLoopbackAddress()
                ? new Authentication.Authenticated(caller)
                : new Authentication.Rejected(
                        403, "Only callers on this machine are let in", Optional.empty());
    }
}
