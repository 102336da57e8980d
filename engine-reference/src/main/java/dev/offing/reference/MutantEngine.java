package dev.offing.reference;

import dev.offing.engine.Document;
import java.io.ByteArrayOutputStream;
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
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * An engine with a bug in it: the one file is compiled in memory against the engine's classes, and a
 * class loader of its own has it, the rest of the engine, the oracle and the fuzz, all anew. Nothing on
 * disk changes.
 */
final class MutantEngine extends ClassLoader {

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
        Path file = sources.resolve(mutant.file());
        if (!Files.exists(file)) {
            throw new Mutant.DoesNotApply(mutant.name() + ": there is no " + mutant.file());
        }
        return new MutantEngine(compile(mutant, file.toUri(), mutant.plantIn(Files.readString(file))));
    }

    private static Map<String, byte[]> compile(Mutant mutant, URI uri, String source) throws IOException {
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
        String engine = Path.of(URI.create(Document.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
        try (JavaFileManager memory = inMemory(compiler.getStandardFileManager(problems, null, null), written)) {
            List<String> options = List.of("--release", "21", "-proc:none", "-implicit:none", "-cp", engine);
            if (!compiler.getTask(null, memory, problems, options, null, List.of(unit))
                    .call()) {
                throw new Mutant.DoesNotApply(mutant.name() + " does not compile: " + problems.getDiagnostics());
            }
        }
        Map<String, byte[]> classes = new HashMap<>();
        written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return classes;
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
        try {
            return (String) loadClass(MutantTrial.class.getName(), true)
                    .getMethod("run", String.class, String.class)
                    .invoke(null, check, root.toString());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
