package dev.sallyport.mcp;

import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The state that a client carries from an {@code input_required} result to the request that follows
 * it up: encrypted and authenticated by AES-256-GCM under a key of this process, bound to the
 * caller, the method and its parameters, and stale after ten minutes.
 */
final class RequestState {
    private static final long LIFETIME_MILLIS = 600_000;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecretKey KEY = freshKey();

    private RequestState() {}

    static String seal(JsonObject state, Caller caller, McpRequest request) {
        JsonObject sealed =
                JsonObject.builder()
                        .put("until", System.currentTimeMillis() + LIFETIME_MILLIS)
                        .put("state", state)
                        .build();
        byte[] nonce = new byte[NONCE_BYTES];
        Randomness.SOURCE.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, caller, request);
            byte[] encrypted = cipher.doFinal(Json.utf8(sealed));
            byte[] all = Arrays.copyOf(nonce, nonce.length + encrypted.length);
            System.arraycopy(encrypted, 0, all, nonce.length, encrypted.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    static JsonObject open(JsonValue sealed, Caller caller, McpRequest request) {
        if (!(sealed instanceof JsonString(String text))) {
            throw invalid();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            if (all.length <= NONCE_BYTES) {
                throw invalid();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, caller, request);
            byte[] plain = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return fresh(Json.parse(plain));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static JsonObject fresh(JsonValue opened) {
        if (opened instanceof JsonObject object
                && object.member("until").orElse(JsonNumber.of(0)) instanceof JsonNumber until
                && until.asLong().orElse(0) > System.currentTimeMillis()) {
            return object.object("state").orElseThrow(RequestState::invalid);
        }
        throw invalid();
    }

    private static RequestProblem invalid() {
        return RequestProblem.invalidParams(
                "params.requestState is not one that this request was answered with, or is older"
                        + " than ten minutes; begin again without it");
    }

    private static Cipher cipher(int mode, byte[] nonce, Caller caller, McpRequest request)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, KEY, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(binding(caller, request));
        return cipher;
    }

    private static byte[] binding(Caller caller, McpRequest request) {
        JsonObject.Builder bound =
                JsonObject.builder().put("caller", caller.name()).put("method", request.method());
        for (String name : new String[] {"name", "uri", "arguments"}) {
            bound.putIfPresent(name, request.params().member(name));
        }
        return Json.text(bound.build()).getBytes(StandardCharsets.UTF_8);
    }

    private static SecretKey freshKey() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(256);
            return generator.generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES", e);
        }
    }
}
