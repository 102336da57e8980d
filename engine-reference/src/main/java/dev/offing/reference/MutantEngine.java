package dev.offing.reference;

import dev.offing.engine.Document;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * An engine, or machines of synchronisation, with a bug in it: the one file is compiled in memory, and a class loader
 * of its own has it and everything else of ours, all anew. Nothing on disk changes.
 */
public final class MutantEngine extends ClassLoader {

    private static final String OURS = "dev.offing.";

    private final Map<String, byte[]> planted;

    private MutantEngine(Map<String, byte[]> planted) {
        super(MutantEngine.class.getClassLoader());
        this.planted = planted;
    }

    /**
     * @param sources the folder of the engine's package, {@code engine/src/main/java/dev/offing/engine}
     * @throws Mutant.DoesNotApply if the definition does not fit the source, or does not compile
     */
    static MutantEngine with(Mutant mutant, Path sources) throws IOException {
        return with(mutant, sources, List.of(Document.class));
    }

    /**
     * Plants a bug.
     *
     * @param mutant what to plant
     * @param sources the folder of the package it is planted in
     * @param modules a class of each module that its source needs
     * @return what has the bug
     * @throws Mutant.DoesNotApply if the definition does not fit the source, or does not compile
     */
    public static MutantEngine with(Mutant mutant, Path sources, List<Class<?>> modules) throws IOException {
        Path file = sources.resolve(mutant.file());
        if (!Files.exists(file)) {
            throw new Mutant.DoesNotApply(mutant.name() + ": there is no " + mutant.file());
        }
        return new MutantEngine(compile(mutant, file.toUri(), mutant.plantIn(Files.readString(file)), modules));
    }

    private static Map<String, byte[]> compile(Mutant mutant, URI uri, String source, List<Class<?>> modules)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalArgumentException("mutants need a JDK: this Java has no compiler");
        }
        Map<String, ByteArrayOutputStream> written = new HashMap<>();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileObject unit = new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        String classPath = modules.stream().map(MutantEngine::place).collect(Collectors.joining(File.pathSeparator));
        try (JavaFileManager memory = inMemory(compiler.getStandardFileManager(problems, null, null), written)) {
            List<String> options = List.of("--release", "21", "-proc:none", "-implicit:none", "-cp", classPath);
            if (!compiler.getTask(null, memory, problems, options, null, List.of(unit))
                    .call()) {
                throw new Mutant.DoesNotApply(mutant.name() + " does not compile: " + problems.getDiagnostics());
            }
        }
        Map<String, byte[]> classes = new HashMap<>();
        written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
    }

    private static String place(Class<?> module) {
        String location =
                module.getProtectionDomain().getCodeSource().getLocation().toString();
        return Path.of(URI.create(location)).toString();
    }

    private static JavaFileManager inMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> written) {
        return new ForwardingJavaFileManager<>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        written.put(name, bytes);
                        return bytes;
                    }
                };
            }
        };
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = planted.containsKey(name) ? planted.get(name) : original(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts this engine to a trial.
     *
     * @param check as {@link MutantTrial#run} reads it
     * @return what went wrong; null if the bug was not noticed
     */
    String trial(String check, Path root) {
        return (String) call(MutantTrial.class, "run", List.of(String.class, String.class), check, root.toString());
    }

    /**
     * Calls what sees the bug.
     *
     * @param type as the caller has it, without the bug
     * @param method a public and static one
     * @param parameters its types
     * @return what it returns
     */
    public Object call(Class<?> type, String method, List<Class<?>> parameters, Object... arguments) {
        try {
            return loadClass(type.getName(), true)
                    .getMethod(method, parameters.toArray(Class<?>[]::new))
                    .invoke(null, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
