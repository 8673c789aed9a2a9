package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import java.util.List;

/** A relation's name with its database, schema and own name told apart; empty: not known. */
record ResolvedName(Name database, Name schema, Name name) {
    List<Name> parts() {
        return List.of(database, schema, name);
    }
}
