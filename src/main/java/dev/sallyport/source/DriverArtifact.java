package dev.sallyport.source;

/**
 * A jar in Maven's central repository, or in the mirror that stands for it.
 *
 * @param sha256 the checksum of the tried file, 64 hexadecimal digits in lower case
 */
public record DriverArtifact(String group, String artifact, String version, String sha256) {
    public String coordinates() {
        return group + ":" + artifact + ":" + version;
    }

    public String fileName() {
        return artifact + "-" + version + ".jar";
    }
}
