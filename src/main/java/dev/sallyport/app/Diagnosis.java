package dev.sallyport.app;

import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.Failures;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.Examination;
import dev.sallyport.source.Grade;
import dev.sallyport.source.RightsFinding;
import dev.sallyport.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the doctor says of one source.
 *
 * @param engine its engine's name, for people
 * @param minimum the worst grade that is good enough
 */
record Diagnosis(String source, String engine, Grade minimum, Examination examination) {
    private static final int MAX_FIXES = 40;

    static Diagnosis of(Source source, Grade minimum, Duration wait) {
        return new Diagnosis(
                source.name(),
                source.dialect().title(),
                minimum,
                source.examine(wait, () -> false));
    }

    boolean isGood() {
        boolean examined =
                switch (examination) {
                    case Examination.Graded ignored -> true;
                    case Examination.NotConnected ignored -> false;
                    case Examination.Failed ignored -> false;
                };
        return examined && examination.grade().isAtLeast(minimum);
    }

    /** For people: a heading, the findings with the SQL that ends them, and an empty line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String heading = Style.BOLD.of(source) + "  " + engine;
        switch (examination) {
            case Examination.Graded graded -> {
                lines.add(
                        heading
                                + (graded.login().isEmpty() ? "" : ", login " + graded.login())
                                + ": "
                                + verdict()
                                + ", "
                                + (graded.known()
                                        ? graded.grade().meaning()
                                        : "not known to be better"));
                graded.findings().forEach(finding -> lines.addAll(lines(finding)));
                if (graded.grade().compareTo(Grade.B) > 0 && !graded.recipe().isEmpty()) {
                    lines.add("  Or make a login for it that only reads:");
                    graded.recipe().forEach(sql -> lines.add("     " + Style.DIM.of(sql + ";")));
                }
            }
            case Examination.NotConnected(Borrowed reason) -> {
                ExecutionOutcome.Failed failure = Failures.of(source, reason);
                lines.add(
                        heading
                                + ": no grade, "
                                + failure.reason().code()
                                + " "
                                + failure.reason().summary());
                lines.add("  " + failure.hint());
            }
            case Examination.Failed(String state) ->
                    lines.add(
                            heading + ": no grade, the database refused a probe" + because(state));
        }
        lines.add("");
        return lines;
    }

    static JsonObject json(List<Diagnosis> diagnoses) {
        return JsonObject.builder()
                .put("ok", diagnoses.stream().allMatch(Diagnosis::isGood))
                .put("sources", array(diagnoses.stream().map(Diagnosis::json).toList()))
                .build();
    }

    private JsonValue json() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("source", source)
                        .put("engine", engine)
                        .put("ok", isGood())
                        .put("minGrade", minimum.name());
        switch (examination) {
            case Examination.Graded graded ->
                    json.put("grade", graded.grade().name())
                            .put("login", graded.login())
                            .put(
                                    "findings",
                                    array(graded.findings().stream().map(Diagnosis::json).toList()))
                            .put("recipe", JsonArray.ofStrings(graded.recipe()));
            case Examination.NotConnected(Borrowed reason) -> {
                ExecutionOutcome.Failed failure = Failures.of(source, reason);
                json.put("code", failure.reason().code())
                        .put("problem", failure.reason().summary())
                        .put("hint", failure.hint());
            }
            case Examination.Failed(String state) ->
                    json.put("problem", "the database refused a probe" + because(state));
        }
        return json.build();
    }

    private static JsonValue json(RightsFinding finding) {
        return JsonObject.builder()
                .put("right", finding.right())
                .put("grade", finding.grade().name())
                .put("known", finding.known())
                .put("says", finding.says())
                .put("fixes", JsonArray.ofStrings(finding.fixes()))
                .build();
    }

    private String verdict() {
        Grade grade = examination.grade();
        String text = "grade " + grade;
        return grade.isAtLeast(minimum)
                ? Style.GREEN.of(text)
                : Style.RED.of(text + " (below " + minimum + ")");
    }

    private static List<String> lines(RightsFinding finding) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + finding.grade() + "  " + finding.says());
        finding.fixes().stream()
                .limit(MAX_FIXES)
                .forEach(sql -> lines.add("     " + Style.DIM.of(sql + ";")));
        int more = finding.fixes().size() - MAX_FIXES;
        if (more > 0) {
            lines.add("     and " + more + " more: see --json");
        }
        return lines;
    }

    private static String because(String state) {
        return state.isEmpty() ? "" : " (SQLSTATE " + state + ")";
    }

    private static JsonArray array(List<? extends JsonValue> values) {
        return new JsonArray(List.copyOf(values));
    }
}
