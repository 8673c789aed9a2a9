package dev.sallyport.transport;

import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ProtocolVersion;
import dev.sallyport.mcp.Session;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The value of {@code Mcp-Session-Id}. It carries what {@code initialize} agreed on, so that the
 * server keeps no table of sessions and any process can serve any request; a random part keeps the
 * requests of different clients apart. It grants nothing: who calls is found out anew each time.
 */
final class SessionId {
    private static final List<String> CAPABILITIES = List.of("elicitation", "sampling", "roots");
    private static final int RANDOM_BYTES = 16;
    private static final int RANDOM_LENGTH = 22;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionId() {}

    /** An identifier for a session that has just been initialized. */
    static String of(Session session) {
        StringBuilder id =
                new StringBuilder(session.version().map(ProtocolVersion::wireName).orElse(""));
        id.append('.');
        for (String capability : CAPABILITIES) {
            if (session.clientCapabilities().object(capability).isPresent()) {
                id.append(capability.charAt(0));
            }
        }
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return id.append('.')
                .append(Base64.getUrlEncoder().withoutPadding().encodeToString(random))
                .toString();
    }

    /** The session that an identifier stands for; empty where it is none of ours. */
    static Optional<Session> session(String id) {
        String[] parts = id.split("\\.", -1);
        if (parts.length != 3 || parts[2].length() != RANDOM_LENGTH) {
            return Optional.empty();
        }
        JsonObject.Builder capabilities = JsonObject.builder();
        for (String capability : CAPABILITIES) {
            if (parts[1].indexOf(capability.charAt(0)) >= 0) {
                capabilities.put(capability, JsonObject.EMPTY);
            }
        }
        return ProtocolVersion.named(parts[0])
                .filter(version -> !version.stateless())
                .map(version -> Session.initialized(version, capabilities.build()));
    }
}
