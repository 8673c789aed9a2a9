package dev.sallyport.auth;

import dev.sallyport.call.Caller;
import java.util.Optional;

/** What authentication came to. */
public sealed interface Authentication {
    /** It is this caller. */
    record Authenticated(Caller caller) implements Authentication {}

    /**
     * It is nobody that may call.
     *
     * @param status HTTP status: 401 where credentials would help, 403 where not
     * @param reason for people, without what was shown
     * @param challenge value of the {@code WWW-Authenticate} header
     */
    record Rejected(int status, String reason, Optional<String> challenge)
            implements Authentication {}
}
