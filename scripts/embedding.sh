# Sourced by ./offing (scripts/test.sh): runs every Java example of docs/embedding.md against the built
# jars and compares what it prints with the text below it.

# Writes the examples of a page to a folder: NAME/NAME.java and NAME/expected.
extract_examples() {
    awk -v folder="$2" '
        /^```java$/ { code = ""; reading = "code"; next }
        /^```text$/ { text = ""; reading = "text"; next }
        /^```$/ && reading == "code" { reading = ""; next }
        /^```$/ && reading == "text" {
            match(code, /public class [A-Za-z]+/)
            name = substr(code, RSTART + 13, RLENGTH - 13)
            system("mkdir -p \"" folder "/" name "\"")
            printf "%s", code > (folder "/" name "/" name ".java")
            printf "%s", text > (folder "/" name "/expected")
            reading = ""
            next
        }
        reading == "code" { code = code $0 "\n" }
        reading == "text" { text = text $0 "\n" }
    ' "$1"
}

embedding_examples() {
    examples=$results/embedding good=0 bad=0
    rm -rf "$examples"
    mkdir -p "$examples"
    # Tests that passed have made it already.
    if [ "$java_built" = no ] &&
        ! step "jar of the engine" "$results/engine-jar.log" maven -pl engine -Dmaven.test.skip=true package; then
        count "examples of docs/embedding.md" 0 1
        return
    fi
    jar=$(find "$root/engine/target" -name 'offing-engine-*.jar' ! -name '*-sources.jar' | head -n 1)
    extract_examples "$root/docs/embedding.md" "$examples"
    for example in "$examples"/*/; do
        name=$(basename "$example")
        ! grep -q 'import dev.offing.client' "$example$name.java" || continue
        if "$jdk/bin/java" --class-path "$jar" "$example$name.java" >"$example/printed" 2>"$example/errors" &&
            cmp -s "$example/expected" "$example/printed"; then
            good=$((good + 1))
        else
            bad=$((bad + 1))
            say "  the example $name of docs/embedding.md does not print what the page says:"
            diff "$example/expected" "$example/printed" | head -n 20 >&2 || true
            head -n 20 "$example/errors" >&2
        fi
    done
    [ $((good + bad)) -gt 0 ] || bad=1
    count "examples of docs/embedding.md" "$good" "$bad"
}

# Starts a server for the examples on port $1 (0 = any): sets server_pid and address.
start_example_server() {
    "$jdk/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -cp "$root/app/target/lib/*" \
        dev.offing.app.OffingCommand serve --port "$1" --data "$examples/data" \
        >"$examples/server.out" 2>"$examples/server.err" &
    server_pid=$!
    until grep -q '^Offing is running at ' "$examples/server.out"; do
        kill -0 "$server_pid" 2>/dev/null || return 1
        sleep 1
    done
    address=$(sed -n 's/^Offing is running at //p' "$examples/server.out")
}

# Stops the server; what the JVM says about that is no news.
stop_example_server() {
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
}

# An example of the client is run three times: with its server, without it, and with it again.
client_example() {
    printed=$2/printed errors=$2/errors
    : >"$printed"
    : >"$errors"
    start_example_server 0 || return 1
    until code=$(sed -n 's/^      //p' "$examples/server.out") && [ -n "$code" ]; do
        kill -0 "$server_pid" 2>/dev/null || return 1
        sleep 1
    done
    "$jdk/bin/java" -cp "$root/app/target/lib/*" dev.offing.torture.Owner "$address" "$code" ada@example.org \
        'correct horse battery' 2>>"$errors" || { stop_example_server; return 1; }
    for run in online offline online; do
        if [ "$run" = offline ]; then
            stop_example_server
        elif ! kill -0 "$server_pid" 2>/dev/null; then
            start_example_server "${address##*:}" || return 1
        fi
        (cd "$2" && "$jdk/bin/java" --enable-native-access=ALL-UNNAMED --class-path "$root/app/target/lib/*" "$1.java" \
            "$address" ada@example.org 'correct horse battery') >>"$printed" 2>>"$errors" || { stop_example_server; return 1; }
    done
    stop_example_server
    cmp -s "$2/expected" "$printed"
}

client_examples() {
    examples=$results/embedding-client good=0 bad=0
    rm -rf "$examples"
    mkdir -p "$examples"
    build server
    extract_examples "$root/docs/embedding.md" "$examples"
    for example in "$examples"/*/; do
        name=$(basename "$example")
        grep -q 'import dev.offing.client' "$example$name.java" || continue
        if client_example "$name" "${example%/}"; then
            good=$((good + 1))
        else
            bad=$((bad + 1))
            say "  the example $name of docs/embedding.md does not print what the page says:"
            diff "$example/expected" "$example/printed" | head -n 20 >&2 || true
            head -n 20 "$example/errors" >&2
        fi
        rm -rf "$examples/data"
    done
    [ $((good + bad)) -gt 0 ] || bad=1
    count "examples of the client in docs/embedding.md" "$good" "$bad"
}
