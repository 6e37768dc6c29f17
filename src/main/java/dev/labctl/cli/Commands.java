package dev.labctl.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command tree: each command is a method, and its parameters are the command's options. */
final class Commands {
    /** In the order of the help. */
    static final List<String> NAMES =
            List.of(("up cilium-install apply wait verify run down reset delete cilium-uninstall"
                            + " status diff ipam explain logs context list show plan doctor")
                    .split(" "));

    private static final Pattern WORD = Pattern.compile("-(.)");

    private Commands() {}

    /** The method of a command: {@code ciliumInstall} for {@code cilium-install}. */
    static Method method(String name) {
        String method = WORD.matcher(name).replaceAll(match -> match.group(1).toUpperCase(java.util.Locale.ROOT));
        return Stream.of(ChangeCommands.class, ViewCommands.class)
                .flatMap(type -> CommandLine.getCommandMethods(type, method).stream())
                .findFirst()
                .orElseThrow();
    }

    /** Calls the method of a command whose arguments are parsed. Picocli would mistake the order of options in mixins. */
    static Request request(CommandSpec command) {
        Method method = (Method) command.userObject();
        Object[] values = Stream.of(method.getParameters())
                .map(parameter -> value(parameter, command))
                .toArray();
        try {
            return (Request) method.invoke(null, values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the method of " + command.name(), e);
        }
    }

    private static Object value(Parameter parameter, CommandSpec command) {
        if (parameter.isAnnotationPresent(Mixin.class)) {
            return command.mixins().values().stream()
                    .map(CommandSpec::userObject)
                    .filter(parameter.getType()::isInstance)
                    .findFirst()
                    .orElseThrow();
        }
        Option option = parameter.getAnnotation(Option.class);
        return option == null
                ? command.positionalParameters().get(0).getValue()
                : command.findOption(option.names()[0]).getValue();
    }
}
