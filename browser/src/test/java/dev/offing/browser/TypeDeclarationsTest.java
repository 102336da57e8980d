package dev.offing.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.teavm.jso.JSExport;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * Holds the declarations that TypeScript compiles against to the exported methods. Run with {@code
 * -Doffing.declarations=write} to write them anew after an export changed.
 */
class TypeDeclarationsTest {

    private static final Path DECLARATIONS = Path.of("../web/src/engine/offing-engine.d.ts");

    /** Those of the annotation on {@link Exports}, which is not kept at run time. */
    private static final List<Class<?>> CLASSES =
            List.of(EngineDocument.class, SyncMachine.class, PageDirectory.class, OfflineDecider.class);

    private static final Map<Class<?>, String> TYPES = Map.of(
            String.class, "string",
            int.class, "number",
            double.class, "number",
            boolean.class, "boolean",
            void.class, "void",
            Uint8Array.class, "Uint8Array",
            Now.class, "() => number",
            Random.class, "(bound: number) => number");

    @Test
    void committedDeclarationsAreThoseOfTheExports() throws IOException {
        String declarations = declarations();
        if ("write".equals(System.getProperty("offing.declarations"))) {
            Files.writeString(DECLARATIONS, declarations);
        }
        assertThat(Files.readString(DECLARATIONS)).isEqualTo(declarations);
    }

    private static String declarations() {
        StringBuilder out = new StringBuilder();
        out.append(
                "/** Generated from the exports of the browser module; its TypeDeclarationsTest writes and checks it. */\n");
        out.append("declare module \"offing-engine\" {\n");
        for (Class<?> exported : CLASSES) {
            out.append("  export class ").append(exported.getSimpleName()).append(" {\n");
            out.append("    private constructor();\n");
            for (Method method : exportsOf(exported)) {
                assertThat(Modifier.isStatic(method.getModifiers()))
                        .as(method + " is an instance method")
                        .isFalse();
                out.append("    ").append(signature(method)).append(";\n");
            }
            out.append("  }\n");
        }
        for (Method function : exportsOf(Exports.class)) {
            out.append("  export function ").append(signature(function)).append(";\n");
        }
        return out.append("}\n").toString();
    }

    private static List<Method> exportsOf(Class<?> type) {
        List<Method> exports = new ArrayList<>(Arrays.asList(type.getDeclaredMethods()));
        exports.removeIf(method -> !method.isAnnotationPresent(JSExport.class));
        exports.sort(Comparator.comparing(Method::getName));
        return exports;
    }

    private static String signature(Method method) {
        List<String> parameters = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            assertThat(parameter.isNamePresent())
                    .as("compiled with -parameters")
                    .isTrue();
            parameters.add(
                    parameter.getName() + ": " + type(parameter.getType(), parameter.getAnnotatedType(), parameter));
        }
        return method.getName() + "(" + String.join(", ", parameters) + "): "
                + type(method.getReturnType(), method.getAnnotatedReturnType(), method);
    }

    private static String type(Class<?> type, AnnotatedType annotated, AnnotatedElement declaration) {
        Ts stated = declaration.getAnnotation(Ts.class);
        String name = stated != null ? stated.value() : TYPES.getOrDefault(type, type.getSimpleName());
        return annotated.isAnnotationPresent(Nullable.class) ? name + " | null" : name;
    }
}
