package dev.sallyport.source;

import java.util.List;

/** What came of examining the rights of a source's login. */
public sealed interface Examination {
    /** The grade that a source counts as having; {@link Grade#F} where none could be given. */
    Grade grade();

    /**
     * The rights were looked at.
     *
     * @param login whom the engine takes the source for; empty where it knows no logins
     * @param findings what it can do beyond reading, or is not known not to, the worst first
     * @param recipe SQL for an administrator that makes a login that only reads
     */
    record Graded(String login, List<RightsFinding> findings, List<String> recipe)
            implements Examination {
        public Graded {
            findings = findings.stream().sorted((a, b) -> b.grade().compareTo(a.grade())).toList();
            recipe = List.copyOf(recipe);
        }

        @Override
        public Grade grade() {
            return findings.isEmpty() ? Grade.A : findings.getFirst().grade();
        }

        /**
         * Whether the login can do something of its grade; else that is all that is not ruled out.
         */
        public boolean known() {
            return findings.isEmpty()
                    || findings.stream()
                            .anyMatch(finding -> finding.known() && finding.grade() == grade());
        }
    }

    /** There was no connection. */
    record NotConnected(Borrowed reason) implements Examination {
        @Override
        public Grade grade() {
            return Grade.F;
        }
    }

    /**
     * The engine refused a probe.
     *
     * @param state the SQLSTATE; empty where there was none
     */
    record Failed(String state) implements Examination {
        @Override
        public Grade grade() {
            return Grade.F;
        }
    }
}
