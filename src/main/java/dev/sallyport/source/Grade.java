package dev.sallyport.source;

/** What a login can do beyond reading what it was granted; the later, the worse. */
public enum Grade {
    /** It reads what it was granted, and nothing else was found. */
    A("reads what it was granted, and nothing else was found"),
    /** What every new login of the engine may do, and what tells more than the data. */
    B("can do more than read, but changes no data"),
    /** Data. */
    C("can change data"),
    /** Tables, rights, settings, other servers. */
    D("can change tables, rights or settings, or reach other servers"),
    /** The engine's administrator, or as good as that. */
    F("can do anything, read or write files of the server, or read its passwords");

    private final String meaning;

    Grade(String meaning) {
        this.meaning = meaning;
    }

    /** A clause about a login, for people. */
    public String meaning() {
        return meaning;
    }

    public boolean isAtLeast(Grade minimum) {
        return compareTo(minimum) <= 0;
    }
}
