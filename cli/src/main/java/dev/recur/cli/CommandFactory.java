package dev.recur.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine;

/** Makes commands: one with a constructor that takes the {@link Terminal} gets it. */
final class CommandFactory implements CommandLine.IFactory {
    private final Terminal terminal;

    CommandFactory(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                return type.cast(made(constructor));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }

    private Object made(Constructor<?> constructor) throws ReflectiveOperationException {
        try {
            return constructor.newInstance(terminal);
        } catch (InvocationTargetException wrapped) {
            throw new IllegalStateException(
                    "command " + constructor.getDeclaringClass().getName(), wrapped.getCause());
        }
    }
}
