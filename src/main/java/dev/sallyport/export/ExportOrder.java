package dev.sallyport.export;

import java.util.Optional;

/**
 * Which file a caller wants.
 *
 * @param fileName a name of {@link FileName}; empty for one that is made
 */
public record ExportOrder(ExportFormat format, Optional<String> fileName) {}
