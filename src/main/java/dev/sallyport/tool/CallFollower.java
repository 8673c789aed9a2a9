package dev.sallyport.tool;

import dev.sallyport.mcp.LogLevel;

/** Who made a call, in so far as it wants to hear of it before the answer. */
interface CallFollower {
    /** One that only waits for the answer. */
    CallFollower NONE =
            new CallFollower() {
                @Override
                public void read(long rows) {}

                @Override
                public void ended(LogLevel level, String line) {}
            };

    /** So many rows are read; told now and then where an answer takes long. */
    void read(long rows);

    /** The line that the log has of the call. */
    void ended(LogLevel level, String line);
}
