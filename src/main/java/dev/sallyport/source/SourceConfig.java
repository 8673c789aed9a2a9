package dev.sallyport.source;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialect;
import java.util.Optional;

/**
 * How to reach one data source.
 *
 * @param name the name that tools use
 * @param writes whether the owner allows changes at all
 */
public record SourceConfig(
        String name,
        String url,
        Optional<String> user,
        Optional<Secret> password,
        Dialect dialect,
        boolean writes) {
    public static SourceConfig read(String name, ConfigSection in) {
        return new SourceConfig(
                name,
                in.text("url"),
                in.optionalText("user"),
                in.secret("password"),
                dev.sallyport.sql.Dialects.H2,
                in.flag("writes", false));
    }
}
