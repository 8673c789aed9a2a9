package dev.sallyport.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The records of a copybook, which grow by one field after the other. */
final class CopybookRecords {
    private final Copybook.Problems problems;
    private final List<CopybookField> records = new ArrayList<>();

    /** The field that was placed last, and those that it is below. */
    private final Deque<CopybookField> open = new ArrayDeque<>();

    CopybookRecords(Copybook.Problems problems) {
        this.problems = problems;
    }

    /** Puts a field below the last one of a lower level, or begins a record with it. */
    void place(CopybookField field) {
        int level = field.level == CopybookField.ALONE ? 1 : field.level;
        while (!open.isEmpty() && levelOf(open.element()) >= level) {
            open.pop();
        }
        CopybookField parent = open.peek();
        if (parent == null) {
            records.add(field);
        } else {
            if (!field.redefines.isEmpty()
                    && parent.children.stream()
                            .noneMatch(one -> one.name.equals(field.redefines))) {
                problems.add(
                        field.line,
                        field.column,
                        "there is no " + field.redefines + " beside it to redefine");
            }
            field.inherit(parent);
            parent.children.add(field);
        }
        open.push(field);
    }

    /** What was placed last. */
    Optional<CopybookField> lastField() {
        return Optional.ofNullable(open.peek());
    }

    /** The record that was begun last. */
    Optional<CopybookField> lastRecord() {
        return records.isEmpty() ? Optional.empty() : Optional.of(records.getLast());
    }

    /** All records, with what is wrong with them noted, and where each field lies in its own. */
    List<CopybookField> complete() {
        if (records.isEmpty() && problems.isEmpty()) {
            problems.add(1, 1, "there is no data description in it, such as 01 NAME.");
        }
        records.forEach(this::check);
        records.forEach(CopybookLayout::of);
        return records;
    }

    private static int levelOf(CopybookField field) {
        return field.level == CopybookField.ALONE ? CopybookField.DEEPEST + 1 : field.level;
    }

    private void check(CopybookField field) {
        if (field.children.isEmpty() && field.picture == null && !field.hasOwnSize()) {
            problems.add(
                    field.line,
                    field.column,
                    (field.isFiller() ? "FILLER" : field.name)
                            + " has neither a picture nor fields below it");
        } else if (!field.children.isEmpty() && field.picture != null) {
            problems.add(
                    field.children.getFirst().line,
                    field.children.getFirst().column,
                    "is below " + field.name + ", which has a picture");
        }
        Set<String> names = new HashSet<>();
        for (CopybookField child : field.children) {
            if (!child.isFiller() && !names.add(child.name)) {
                problems.add(child.line, child.column, child.name + " is there twice");
            }
            check(child);
        }
    }
}
