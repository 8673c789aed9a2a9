package dev.sallyport.tool;

import dev.sallyport.config.ConfigSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the prompts that the configuration declares, in its section {@code prompts}. */
final class DeclaredPrompts {
    private static final int MAX_PROMPTS = 100;
    private static final int MAX_ARGUMENTS = 20;

    private DeclaredPrompts() {}

    /** What is wrong with a prompt is noted as a problem. */
    static List<Prompt> read(Map<String, ConfigSection> sections, DeclaredTools tools) {
        List<Prompt> prompts = new ArrayList<>();
        for (Map.Entry<String, ConfigSection> entry : sections.entrySet()) {
            if (prompts.size() == MAX_PROMPTS) {
                entry.getValue().problem("there are more than " + MAX_PROMPTS + " prompts");
                break;
            }
            prompts.add(prompt(entry.getKey(), entry.getValue(), tools));
        }
        return List.copyOf(prompts);
    }

    private static Prompt prompt(String name, ConfigSection in, DeclaredTools tools) {
        if (!DeclaredTools.isToolName(name)) {
            in.problem("a prompt's name has 1 to 64 characters: letters, digits, _ and -");
        } else if (BuiltInPrompts.NAMES.contains(name)) {
            in.problem("a built-in prompt has this name");
        }
        List<Prompt.Argument> arguments = new ArrayList<>();
        Map<String, ConfigSection> sections = in.sections("arguments");
        if (sections.size() > MAX_ARGUMENTS) {
            in.problem("arguments", "there are more than " + MAX_ARGUMENTS);
        }
        sections.forEach((key, section) -> arguments.add(argument(key, section, tools)));
        Prompt prompt =
                new Prompt(
                        name,
                        in.optionalText("title"),
                        in.optionalText("description"),
                        arguments,
                        new PromptTemplate(in.text("text")),
                        in.texts("toolsets"));
        check(prompt, in);
        return prompt;
    }

    private static Prompt.Argument argument(String name, ConfigSection in, DeclaredTools tools) {
        if (!DeclaredTools.isToolName(name) || !SqlTemplate.startsName(name.charAt(0))) {
            in.problem("an argument's name has letters, digits, _ and -, and begins with a letter");
        }
        Optional<String> completes = in.optionalText("completes");
        Optional<Completes> kind = completes.flatMap(Completes::named);
        if (completes.isPresent() && kind.filter(found -> isKnown(found, tools)).isEmpty()) {
            in.problem("completes", "is one of " + Completes.choices());
        }
        return new Prompt.Argument(
                name,
                in.optionalText("description"),
                in.flag("required", true),
                in.texts("enum").orElse(List.of()),
                kind);
    }

    private static boolean isKnown(Completes completes, DeclaredTools tools) {
        return switch (completes) {
            case Completes.Names ignored -> true;
            case Completes.Parameter(String tool, String parameter) ->
                    tools.parameter(tool, parameter).isPresent();
        };
    }

    private static void check(Prompt prompt, ConfigSection in) {
        List<String> declared = prompt.arguments().stream().map(Prompt.Argument::name).toList();
        Set<String> used = prompt.template().arguments();
        Set<String> outside = prompt.template().argumentsOutsideBlocks();
        for (String name : used) {
            if (!declared.contains(name)) {
                in.problem("text", "the argument {{" + name + "}} is not declared");
            }
        }
        for (Prompt.Argument argument : prompt.arguments()) {
            if (!used.contains(argument.name())) {
                in.problem("text", "the argument " + argument.name() + " is declared and not used");
            } else if (!argument.required() && outside.contains(argument.name())) {
                in.problem(
                        "text",
                        "the argument {{"
                                + argument.name()
                                + "}} may be absent: write it inside a block [[ … ]] only");
            }
        }
    }
}
