package dev.sallyport.transport;

import java.util.Optional;

/**
 * Why a request is not let in.
 *
 * @param status the HTTP status
 * @param reason one clause for the client, without a full stop
 * @param challenge what a client needs to be let in, where it can be
 */
record HttpRefusal(int status, String reason, Optional<String> challenge) {
    HttpRefusal(int status, String reason) {
        this(status, reason, Optional.empty());
    }
}
