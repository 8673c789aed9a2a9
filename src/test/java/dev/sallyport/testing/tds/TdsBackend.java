package dev.sallyport.testing.tds;

import java.util.List;

/** What a server answers with. */
public interface TdsBackend {
    /**
     * Lets a client in.
     *
     * @throws TdsError if not
     */
    Session login(TdsLogin login) throws TdsError;

    /** What one client has; used by one thread, except for {@link #cancel}. */
    interface Session extends AutoCloseable {
        /** The database that the session is in. */
        String database();

        /** Runs a text of SQL, with the values of its parameters. */
        void run(String sql, List<TdsParameter> parameters, TdsAnswer answer) throws TdsError;

        /** Runs a procedure. */
        void call(String procedure, List<TdsParameter> parameters, TdsAnswer answer)
                throws TdsError;

        /** The state of a login that has just come. */
        void reset() throws TdsError;

        /** Stops what runs, if anything does; from another thread. */
        void cancel();

        @Override
        void close();
    }
}
