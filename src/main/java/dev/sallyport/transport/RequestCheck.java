package dev.sallyport.transport;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Looks at where a request comes from, where it goes and what it says of its body. */
final class RequestCheck {
    private final OriginCheck origins;
    private final Set<String> toolsets;

    /** {@code toolsets}: those that have an endpoint of their own. */
    RequestCheck(OriginCheck origins, Set<String> toolsets) {
        this.origins = origins;
        this.toolsets = Set.copyOf(toolsets);
    }

    /** Why a request is not let in; empty where its headers are in order. */
    Optional<HttpRefusal> refusal(Request request) {
        HttpFields headers = request.getHeaders();
        List<String> hosts = headers.getValuesList(HttpHeader.HOST);
        if (hosts.size() != 1 || !origins.allowsHost(hosts.getFirst())) {
            return Optional.of(new HttpRefusal(403, "The Host header does not name this server"));
        }
        for (String origin : headers.getValuesList(HttpHeader.ORIGIN)) {
            if (!origins.allowsOrigin(origin)) {
                return Optional.of(new HttpRefusal(403, "Pages of this origin may not call"));
            }
        }
        if (!Request.getPathInContext(request).equals(HttpTransport.PATH)
                && toolset(request).filter(toolsets::contains).isEmpty()) {
            return Optional.of(new HttpRefusal(404, "The endpoint is " + HttpTransport.PATH));
        }
        if (!request.getMethod().equals("POST")) {
            return Optional.of(
                    new HttpRefusal(405, "Messages come by POST; there is no other stream"));
        }
        if (!mediaTypes(headers, HttpHeader.CONTENT_TYPE).contains("application/json")) {
            return Optional.of(new HttpRefusal(415, "The body must be application/json"));
        }
        if (!accepts(headers, "application/json")) {
            return Optional.of(
                    new HttpRefusal(406, "Accept application/json and text/event-stream"));
        }
        if (headers.getValuesList(HttpHeader.AUTHORIZATION).size() > 1) {
            return Optional.of(new HttpRefusal(400, "There are two Authorization headers"));
        }
        return Optional.empty();
    }

    /** The toolset whose endpoint a request came to; there may be none of this name. */
    static Optional<String> toolset(Request request) {
        String path = Request.getPathInContext(request);
        String below = HttpTransport.PATH + "/";
        return path.startsWith(below)
                ? Optional.of(path.substring(below.length()))
                : Optional.empty();
    }

    /** Whether the client takes answers of a type; who does not say takes all. */
    static boolean accepts(HttpFields headers, String type) {
        List<String> accepted = mediaTypes(headers, HttpHeader.ACCEPT);
        String family = type.substring(0, type.indexOf('/')) + "/*";
        return accepted.isEmpty()
                || accepted.contains(type)
                || accepted.contains("*/*")
                || accepted.contains(family);
    }

    private static List<String> mediaTypes(HttpFields headers, HttpHeader header) {
        return headers.getQualityCSV(header).stream()
                .map(value -> value.contains(";") ? value.substring(0, value.indexOf(';')) : value)
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
