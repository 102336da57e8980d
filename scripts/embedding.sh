# Sourced by ./offing (scripts/test.sh): runs every Java example of docs/embedding.md against the built
# jar of the engine and compares what it prints with the text below it.

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
